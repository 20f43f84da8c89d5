"""Two texts side by side."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalog.model import Proposal, RelationDraft
from tests.web.conftest import OUTSIDE, client_of, words
from tests.web.district import COUNCIL, District, act
from web.presenters.comparison import Fold, Pair, compared

LINES = st.lists(st.text("абв \n.", max_size=20), max_size=12)


def flat(rows: tuple[Pair | Fold, ...]) -> list[Pair]:
    """All pairs, also the folded ones."""
    return [pair for row in rows for pair in (row.pairs if isinstance(row, Fold) else (row,))]


@given(LINES, LINES)
def test_nothing_of_either_text_is_lost(left: list[str], right: list[str]) -> None:
    pairs = flat(compared(left, right).rows)
    for texts, side in ((left, "left"), (right, "right")):
        shown = ["".join(run.text for run in getattr(pair, side)) for pair in pairs]
        assert "".join("".join(shown).split()) == "".join("".join(texts).split())


@given(LINES)
def test_a_text_agrees_with_itself(text: list[str]) -> None:
    assert {pair.kind for pair in flat(compared(text, text).rows)} <= {"same"}


def test_changed_words_are_marked_and_paragraphs_that_are_the_same_are_folded() -> None:
    same = [f"{at}. Пункт без перемен." for at in range(1, 12)]
    found = compared(["\n".join([*same, "Срок — 5 дней."])], ["\n".join([*same, "Срок — 10 дней."])])
    assert isinstance(found.rows[0], Fold)
    last = found.rows[-1]
    assert isinstance(last, Pair)
    assert [run.text for run in last.left if run.changed] == ["5"]
    assert [run.text for run in last.right if run.changed] == ["10"]
    assert (found.changed, found.gone, found.come, found.cut) == (1, 0, 0, False)


def test_the_same_words_parted_otherwise_are_not_marked() -> None:
    found = compared(["О БЮДЖЕТЕ\nРАЙОНА\nпо заявлению"], ["О БЮДЖЕТЕ РАЙОНА\nпо жалобе"])
    (pair,) = flat(found.rows)
    assert [run.text for run in pair.left if run.changed] == ["заявлению"]
    assert [run.text for run in pair.right if run.changed] == ["жалобе"]


def test_where_pages_and_lines_break_makes_no_difference() -> None:
    sentence = "Установить, что остатки средств бюджета района на начало года направляются"
    found = compared([f"{sentence}\nна покрытие разрывов."], [sentence, "на покрытие разрывов."])
    assert {pair.kind for pair in flat(found.rows)} == {"same"}


def test_long_texts_and_texts_of_one_line_are_compared_soon() -> None:
    begin = time.monotonic()
    assert compared(["\n".join(["то же"] * 9000)], ["\n".join(["то же", "иное"] * 4500)]).cut
    compared(["слово " * 50_000], ["иное " * 50_000])
    assert time.monotonic() - begin < 10


def test_a_draft_leads_to_its_act_beside_it(district: District) -> None:
    with district.services.database.write() as work:
        adopted = work.records.add(
            act("О земельном налоге на 2027 год", COUNCIL, "2026-11-20", "9", "РЕШЕНИЕ\n\nО налоге.")
        )
        said = RelationDraft("draft-of", "О налоге", confidence=0.9)
        work.relations.propose(district.draft, [Proposal(district.draft, adopted, said)])
    client = client_of(district)
    address = f"/records/{district.draft}/compare/{adopted}"
    for record in (district.draft, adopted):
        assert f'href="{address}"' in client.get(f"/records/{record}").text
    page = client.get(address).text
    assert "<del>" in page
    assert "<ins>" in page
    assert "Изменены 2 места" in words(page)


def test_texts_that_the_asker_may_not_see_are_not_compared(district: District) -> None:
    reader = client_of(district)
    for hidden, status in ((district.held, 404), (district.withdrawn, 404), (999_999, 404)):
        assert reader.get(f"/records/{district.budget}/compare/{hidden}").status_code == status
        assert reader.get(f"/records/{hidden}/compare/{district.budget}").status_code == status
    outside = client_of(district, at=OUTSIDE)
    assert outside.get(f"/records/{district.budget}/compare/{district.press}").status_code == 403
    assert reader.get(f"/records/{district.budget}/compare/{district.press}").status_code == 200


def test_a_record_without_text_says_so(reader: TestClient, shared: District) -> None:
    assert "сравнивать нечего" in words(reader.get(f"/records/{shared.budget}/compare/{shared.scan}").text)
