"""Rules by which documents come in closed: shown in what they would close, then applied, then removed."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from catalog.headings import ClosingRule
from catalog.model import Visibility
from tests.web.conftest import client_of, send, words
from tests.web.district import COUNCIL, District, act


def test_the_first_rules_stand_on_the_page_and_can_be_removed(
    librarian: TestClient, district: District
) -> None:
    said = words(librarian.get("/staff/closing").text)
    assert "паспортные данные" in said
    assert "СНИЛС" in said
    assert "Closing rules" in words(librarian.get("/en/staff/closing").text)
    answer = send(librarian, "/staff/closing", "/staff/closing", action="remove", rule="1")
    assert answer.headers["location"] == "/staff/closing?done=closing_removed"
    with district.services.database.read() as work:
        assert [rule.pattern for rule in work.closing_rules.all()] == ["snils"]


def test_a_rule_closes_only_what_was_shown_and_ticked(librarian: TestClient, district: District) -> None:
    with district.services.database.write() as work:
        first, second = work.records.add_many(
            [
                act(f"О встрече {at}", COUNCIL, "2024-05-02", f"{at}/7", f"Тел. 8-902-123-45-6{at}")
                for at in (1, 2)
            ]
        )
    preview = send(librarian, "/staff/closing", "/staff/closing", action="preview", pattern="phone")
    said = words(preview.text)
    assert "Подходят 2." in said
    assert "123-45-6" not in said
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview.text))
    answer = librarian.post("/staff/closing", data={**sent, "action": "apply", "record": str(first)})
    assert answer.headers["location"] == "/staff/closing?done=closing_closed"
    with district.services.database.read() as work:
        assert work.closing_rules.all()[-1] == ClosingRule(pattern="phone", id=3)
        assert [work.records.get(one).visibility for one in (first, second)] == [  # type: ignore[union-attr]
            Visibility.STAFF,
            Visibility.PUBLIC,
        ]
    assert client_of(district).get(f"/records/{first}").status_code == 404
    page = words(librarian.get(f"/records/{first}").text)
    assert "Закрыт правилом № 3: личные телефоны, страница 1" in page
    assert '<input type="hidden" name="from" value="record">' in librarian.get(f"/records/{first}").text
    opened = send(
        librarian,
        f"/records/{first}",
        f"/staff/records/{first}/visibility",
        visibility="public",
        **{"from": "record"},
    )
    assert opened.headers["location"] == f"/records/{first}?done=visibility"
    assert client_of(district).get(f"/records/{first}").status_code == 200
    assert "Закрыт правилом" not in words(librarian.get(f"/records/{first}").text)


def test_a_rule_that_would_close_everything_is_refused_with_what_was_typed(librarian: TestClient) -> None:
    answer = send(librarian, "/staff/closing", "/staff/closing", action="preview", **{"class": "act"})
    assert answer.status_code == 400
    assert "закрыло бы всё" in words(answer.text)
    assert '<option value="act" selected>' in answer.text


def test_a_rule_that_is_gone_is_not_found(librarian: TestClient) -> None:
    answer = send(librarian, "/staff/closing", "/staff/closing", action="preview", rule="99")
    assert answer.status_code == 404
