from __future__ import annotations

import pytest

from extraction.hyphens import join_hyphens, keeps_hyphen


@pytest.mark.parametrize("sign", ["-", "\u00ad", "\u2010", "\ufffe", "\x02"])
def test_a_divided_word_is_joined_whatever_sign_divides_it(sign: str) -> None:
    assert (
        join_hyphens(f"настоящее постанов{sign}\nление вступает в силу")
        == "настоящее постановление\nвступает в силу"
    )


def test_the_sign_on_a_line_of_its_own_is_taken_too() -> None:
    assert join_hyphens("бюджет\n-\nных средств") == "бюджетных\nсредств"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("социально", "экономического"),
        ("нормативно", "правовых"),
        ("Усть", "Кубинский"),
        ("по", "прежнему"),
        ("что", "либо"),
        ("какой", "то"),
        ("131", "ФЗ"),
        ("Санкт", "Петербург"),
    ],
)
def test_a_compound_keeps_its_hyphen_at_a_line_end(first: str, second: str) -> None:
    assert join_hyphens(f"{first}-\n{second} далее") == f"{first}-{second}\nдалее"


@pytest.mark.parametrize(
    "halves",
    [
        "постанов-ление", "муниципаль-ного", "социально-го", "по-становление", "госу-дарственных",
        "ут-вердить", "ПОСТА-НОВЛЕНИЕ", "бюд-жет", "предо-ставления", "орга-низации", "рай-она",
        "Феде-рации", "опреде-ляется",
    ],
)  # fmt: skip
def test_an_ordinary_word_does_not(halves: str) -> None:
    first, second = halves.split("-")
    assert not keeps_hyphen(first, second)


def test_hyphens_inside_lines_and_dashes_stay() -> None:
    text = "по-новому — так\nи северо-запад,\nслово -\nслово"
    assert join_hyphens(text) == text


def test_numbers_keep_the_hyphen_between_them() -> None:
    assert join_hyphens("на 2012-\n2014 годы") == "на 2012-2014\nгоды"


def test_punctuation_goes_with_the_word() -> None:
    assert join_hyphens("доку-\nменты», копии") == "документы»,\nкопии"
