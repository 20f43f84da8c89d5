"""Rules of headings: shown in what they would change, then applied, then removed."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import send, staff_of, token_of, words
from tests.web.district import COUNCIL, District


def headings(district: District, record: int) -> list[str]:
    """The headings of a record."""
    with district.services.database.read() as work:
        return work.records.headings(record)


@pytest.fixture
def heading(district: District) -> str:
    """A heading that no category leads to."""
    from catalog.headings import Heading

    with district.services.database.write() as work:
        work.headings.add(
            Heading("pp-own", None, "Бюджет по годам", "Budget by years", "", ""), actor="Иванова"
        )
    return "pp-own"


def rule(client: TestClient, **fields: str):  # type: ignore[no-untyped-def]
    """Send a rule."""
    return send(client, "/staff/rules", "/staff/rules", **fields)


def test_a_rule_is_shown_in_what_it_changes_before_anything_changes(
    librarian: TestClient, district: District, heading: str
) -> None:
    answer = rule(librarian, action="preview", category="budget", years="2024", headings=heading)
    said = words(answer.text)
    assert re.search("Раздел «[^»]+», 2024 год → Бюджет по годам", said)
    assert "Под правило подходят 2 документа" in said
    assert "2 документа получат рубрику" in said
    assert heading not in headings(district, district.amendments[0])


def test_a_rule_is_applied_from_its_preview_and_removed_after_another(
    librarian: TestClient, district: District, heading: str
) -> None:
    preview = rule(librarian, action="preview", category="budget", years="2024", headings=heading)
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview.text))
    answer = librarian.post("/staff/rules", data={**sent, "action": "apply"})
    assert answer.headers["location"] == "/staff/rules?done=rule"
    assert all(heading in headings(district, record) for record in district.amendments)
    assert heading not in headings(district, district.budget)
    page = librarian.get("/staff/rules").text
    number = re.search(r'name="rule" value="(\d+)"', page)
    assert number is not None
    removal = rule(librarian, action="preview-removal", rule=number[1])
    assert "2 документа уйдут из рубрики" in words(removal.text)
    assert all(heading in headings(district, record) for record in district.amendments)
    assert rule(librarian, action="remove", rule=number[1]).status_code == 303
    assert not any(heading in headings(district, record) for record in district.amendments)
    assert rule(librarian, action="remove", rule=number[1]).status_code == 404
    with district.services.database.read() as work:
        assert work.audit.of(f"heading-rule:{number[1]}")[0].actor == "Иванова"
    assert "изменил правило рубрик" in words(librarian.get("/staff/audit").text)


def test_a_rule_is_changed_in_its_own_form(librarian: TestClient, district: District, heading: str) -> None:
    rule(librarian, action="apply", category="budget", years="2024", headings=heading)
    page = librarian.get("/staff/rules").text
    number = re.search(r'name="rule" value="(\d+)"', page)
    assert number is not None
    assert 'value="2024"' in page
    rule(librarian, action="apply", rule=number[1], issuer=COUNCIL, years="2022-2023", headings=heading)
    assert heading in headings(district, district.budget)
    assert heading in headings(district, district.repealing)
    assert not any(heading in headings(district, record) for record in district.amendments)
    assert 'value="2022-2023"' in librarian.get("/staff/rules").text


def test_what_was_filed_by_hand_stays(librarian: TestClient, district: District, heading: str) -> None:
    with district.services.database.write() as work:
        work.headings.set_of_record(district.amendments[0], ["pp-budget"], actor="Иванова")
    answer = rule(librarian, action="preview", category="budget", years="2024", headings=heading)
    assert "1 документ разложен вручную и останется где стоит" in words(answer.text)


@pytest.mark.parametrize(
    "fields",
    [
        {"headings": "pp-own", "words": " "},
        {"category": "budget", "words": "мост"},
        {"category": "никакой", "headings": "pp-own", "words": "мост"},
        {"issuer": "Никакое собрание", "headings": "pp-own"},
        {"years": "позапрошлый", "headings": "pp-own"},
    ],
)
def test_a_rule_with_faults_is_shown_again_as_typed(
    librarian: TestClient, heading: str, fields: dict[str, str]
) -> None:
    assert heading == "pp-own"
    for action in ("preview", "apply"):
        answer = rule(librarian, action=action, **fields)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        typed = next(value for name, value in fields.items() if name not in ("headings", "category"))
        assert f'value="{typed.strip()}"' in answer.text
    assert "Правил пока нет" in words(librarian.get("/staff/rules").text)


def test_only_librarians_make_rules(district: District) -> None:
    helper = staff_of(district, "Помощник")
    assert helper.get("/staff/rules").status_code == 403
    token = token_of(helper.get("/staff/intake").text)
    assert helper.post("/staff/rules", data={"token": token, "action": "preview"}).status_code == 403


def test_an_action_that_is_none_is_refused(librarian: TestClient) -> None:
    assert rule(librarian, action="destroy").status_code == 400
