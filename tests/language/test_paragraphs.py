from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from language.paragraphs import text_blocks, unwrapped


@given(st.text(alphabet="аб. \n\tЯ", max_size=200))
def test_unwrapping_moves_no_letter(text: str) -> None:
    shown = unwrapped(text)
    assert len(shown) == len(text)
    assert [letter for letter in shown if not letter.isspace()] == [
        letter for letter in text if not letter.isspace()
    ]


def test_lines_that_only_the_paper_broke_run_on() -> None:
    broken = (
        "Настоящим пункты протокола совещания при первом заместителе\n"
        "генерального директора дополняются.\n2. Новый"
    )
    assert unwrapped(broken).count("\n") == 1
    table = "Налог на доходы физических лиц за первый квартал\t12,5\nземельный налог\t3"
    assert unwrapped(table) == table
    assert unwrapped("Глава\nрайона") == "Глава\nрайона"


def test_a_page_is_paragraphs_tables_and_columns_in_their_order() -> None:
    page = text_blocks("Первый\r\n\r\nНалог\t12,5\nСбор\t3\n\nГлава района          И. И. Иванов")
    assert [block.text for block in page] == ["Первый", "", "Глава района          И. И. Иванов"]
    assert page[1].rows == (("Налог", "12,5"), ("Сбор", "3"))
    assert [block.columns for block in page] == [False, False, True]


def test_names_under_signatures_are_no_table() -> None:
    (only,) = text_blocks("Глава района\tИ. И. Иванов")
    assert only.columns
    assert not only.rows


@given(st.text(alphabet="ab 1\n\t\r|", max_size=80))
def test_blocks_lose_no_letter_of_the_page(text: str) -> None:
    said = "".join(block.text + "".join("".join(row) for row in block.rows) for block in text_blocks(text))
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", text)
