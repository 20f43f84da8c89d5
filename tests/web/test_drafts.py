"""Drafts: the soonest last day first, what they became, and who sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.model import Proposal, RelationDraft, Value, ValueSource, Visibility
from tests.web.conftest import client_of, words
from tests.web.district import COUNCIL, District, act


def add_draft(district: District, title: str, until: str = "", **more: object) -> int:
    """A draft with its last day for proposals."""
    values = [Value("draft", "1", ValueSource.READ)]
    values += [Value("proposals_until", until, ValueSource.READ)] if until else []
    made = act(title, COUNCIL, "", "", f"ПРОЕКТ\n\n{title}", kind="проект решения", status_read="draft")
    with district.services.database.write() as work:
        return work.records.add(replace(made, values=(*made.values, *values), **more))  # type: ignore[arg-type]


def become(district: District, draft: int, act_number: int, *, confirmed: bool | None) -> None:
    with district.services.database.write() as work:
        said = RelationDraft("draft-of", "О бюджете", confidence=0.9)
        work.relations.propose(draft, [Proposal(draft, act_number, said)])
        if confirmed is not None:
            (found,) = [one for one in work.relations.of_record(draft) if one.draft.relation == "draft-of"]
            work.relations.confirm(found.id, confirmed, actor="Иванова")


def test_open_drafts_stand_soonest_first_and_the_last_day_counts(district: District) -> None:
    add_draft(district, "О выпасе скота", "2026-12-15")
    add_draft(district, "О тишине", "2026-11-24")
    add_draft(district, "О ярмарке", "2026-11-23")
    page = client_of(district).get("/drafts").text
    waiting, closed = page.split('id="closed"')
    assert words(waiting).index("О тишине") < words(waiting).index("О выпасе скота")
    assert "Предложения принимаются до 15 декабря 2026 г." in words(waiting)
    assert "О ярмарке" not in words(waiting)
    assert "Приём предложений закончился 23 ноября 2026 г." in words(closed)
    assert "О земельном налоге на 2027 год" in words(closed)


def test_home_and_headings_lead_to_drafts_that_are_open(district: District) -> None:
    client = client_of(district)
    assert "/drafts" not in client.get("/").text
    add_draft(district, "О тишине", "2026-12-01")
    for address in ("/", "/headings"):
        assert "Открыт для предложений 1 проект" in words(client.get(address).text)
    assert "1 draft is open for proposals" in words(client.get("/en/").text)


def test_the_page_of_a_draft_says_until_when_proposals_are_taken(district: District) -> None:
    client = client_of(district)
    waiting = add_draft(district, "О тишине", "2026-12-01")
    past = add_draft(district, "О ярмарке", "2026-11-01")
    assert "Предложения принимаются до 1 декабря 2026 г." in words(client.get(f"/records/{waiting}").text)
    assert "Приём предложений закончился 1 ноября 2026 г." in words(client.get(f"/records/{past}").text)


@pytest.mark.parametrize(
    ("confirmed", "open_", "said"),
    [(True, False, "Принят: решение от"), (None, True, "Вероятно, принят, не проверено: решение от")],
)
def test_a_draft_points_to_the_act_that_it_became_and_leaves_the_open_ones_once_that_is_sure(
    district: District, confirmed: bool | None, *, open_: bool, said: str
) -> None:
    draft = add_draft(district, "О тишине", "2026-12-01")
    become(district, draft, district.budget, confirmed=confirmed)
    page = client_of(district).get("/drafts").text
    waiting, closed = page.split('id="closed"')
    assert ("О тишине" in words(waiting)) is open_
    assert said in words(waiting if open_ else closed)
    assert f'href="/records/{draft}/compare/{district.budget}"' in page
    assert said in words(client_of(district).get(f"/records/{draft}").text)


def test_a_draft_that_is_not_for_readers_is_not_told_of(district: District) -> None:
    add_draft(district, "О тайне", "2026-12-01", visibility=Visibility.HELD)
    assert "О тайне" not in words(client_of(district).get("/drafts").text)
    assert "/drafts" not in client_of(district).get("/").text
