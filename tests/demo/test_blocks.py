"""The markup of the demo texts and the heads made for them."""

from __future__ import annotations

from datetime import date

import pytest

from demo.blocks import Line, PageBreak, Sides, Table, parse
from demo.heads import STYLES, Requisites, head, in_words, issuers


def test_the_markup_gives_paragraphs_tables_and_pages() -> None:
    blocks = parse("# Глава\n\nТекст.\n| а | б |\n| 1 | |\n***\n> справа\nслева >>> справа")
    assert blocks == (
        Line("Глава", "heading"),
        Line("Текст."),
        Table((("а", "б"), ("1", ""))),
        PageBreak(),
        Line("справа", "right"),
        Sides("слева", "справа"),
    )


def test_rows_of_different_length_in_one_table_are_an_error() -> None:
    with pytest.raises(ValueError, match="cells in one table"):
        parse("| а | б |\n| 1 |")


def test_dates_are_written_as_people_write_them() -> None:
    assert in_words(date(2012, 3, 5)) == "5 марта 2012 г."


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"bare", "none", "draft"}))
def test_every_head_states_issuer_number_and_title(style: str) -> None:
    act = Requisites(
        issuer=issuers()["sobranie"], kind="решение", title="О земле", date=date(2024, 3, 28), number="44/1"
    )
    words = " ".join(str(block) for block in head(style, act)).lower()
    assert "собрание депутатов" in words
    assert "44/1" in words
    assert "о земле" in words


def test_a_draft_has_blanks_for_date_and_number() -> None:
    act = Requisites(
        issuer=issuers()["sobranie"],
        kind="проект решения",
        title="О бюджете",
        date=date(2024, 3, 28),
        number="1",
    )
    words = " ".join(str(block) for block in head("draft", act))
    assert "ПРОЕКТ" in words
    assert "№ _____" in words
    assert "2024" not in words
