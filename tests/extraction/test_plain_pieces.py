from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.letters import hyphen_parts, letter_pairs, letter_triples
from extraction.numerals import letters, numeral, roman
from extraction.plain import has_words, plain_text
from extraction.reasons import page_list
from extraction.rows import row_text


@given(st.text())
def test_plain_text_has_no_control_characters_and_is_stable(text: str) -> None:
    plain = plain_text(text)
    assert not any(char < " " and char not in "\n\t" for char in plain)
    assert plain_text(plain) == plain
    plain.encode("utf-8")


def test_line_ends_soft_hyphens_and_invisible_signs_go() -> None:
    assert (
        plain_text("раз\r\nдва\rтри\u2028че\u00adтыре\u200b  \n\n\n\n\nпять\f")
        == "раз\nдва\nтри\nчетыре\n\n\nпять"
    )


def test_has_words() -> None:
    assert has_words(" 5 ")
    assert not has_words(" — \n…")


@pytest.mark.parametrize(("pages", "told"), [([], ""), ([4], "4"), ([1, 2, 3, 7, 9, 10], "1-3,7,9-10")])
def test_pages_are_listed_in_runs(pages: list[int], told: str) -> None:
    assert page_list(pages) == told


@pytest.mark.parametrize(
    ("style", "number", "told"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("upperRoman", 49, "XLIX"), ("lowerRoman", 4, "iv"),
        ("russianLower", 10, "к"), ("russianUpper", 1, "А"), ("lowerLetter", 27, "aa"), ("none", 5, ""),
        ("chineseCounting", 2, "2"),
    ],
)  # fmt: skip
def test_numbers_in_the_styles_of_word(style: str, number: int, told: str) -> None:
    assert numeral(number, style) == told


@given(st.integers(-10, 10_000))
def test_numerals_never_fail(number: int) -> None:
    assert roman(number)
    assert letters(number)


def test_short_cells_share_a_line_and_long_ones_do_not() -> None:
    assert row_text(["Дороги", "0409", "1 200,5"]) == "Дороги\t0409\t1 200,5"
    assert row_text(["Ремонт\nдорог", "0409", ""]) == "Ремонт дорог\t0409"
    letterhead = "ГЛАВА\nЗАРЕЧНОГО РАЙОНА\nул. Речная, 1\nтел. 2-12-12\nот 5 марта\n№ 12"
    assert row_text([letterhead, "Директору школы"]) == f"{letterhead}\nДиректору школы"


def test_the_tables_of_letters_are_whole() -> None:
    assert len(letter_pairs()) == 34 * 34
    assert letter_pairs()["ст"] > 20 > -20 > letter_pairs()["ъй"]
    assert {"пос", "ост", "ние"} <= letter_triples()
    assert all(len(triple) == 3 for triple in letter_triples())
    assert "эк" in hyphen_parts()["социально"]
    assert "го" not in hyphen_parts()["социально"]
