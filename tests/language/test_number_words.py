from __future__ import annotations

import re

import pytest

from language.number_words import LARGEST, Gender, number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "ноль"),
        (1, "один"),
        (2, "два"),
        (10, "десять"),
        (11, "одиннадцать"),
        (12, "двенадцать"),
        (19, "девятнадцать"),
        (20, "двадцать"),
        (21, "двадцать один"),
        (40, "сорок"),
        (90, "девяносто"),
        (100, "сто"),
        (112, "сто двенадцать"),
        (340, "триста сорок"),
        (999, "девятьсот девяносто девять"),
        (1000, "одна тысяча"),
        (1001, "одна тысяча один"),
        (2002, "две тысячи два"),
        (5000, "пять тысяч"),
        (11_000, "одиннадцать тысяч"),
        (21_304, "двадцать одна тысяча триста четыре"),
        (112_000, "сто двенадцать тысяч"),
        (LARGEST, "девятьсот девяносто девять тысяч девятьсот девяносто девять"),
    ],
)
def test_numbers_are_said_in_the_nominative(number: int, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize(
    ("number", "gender", "words"),
    [
        (1, "feminine", "одна"),
        (22, "feminine", "двадцать две"),
        (12, "feminine", "двенадцать"),
        (1, "neuter", "одно"),
        (2, "neuter", "два"),
        (1002, "feminine", "одна тысяча две"),
    ],
)
def test_one_and_two_go_with_what_is_counted(number: int, gender: Gender, words: str) -> None:
    assert number_words(number, gender) == words


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_other_numbers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="expected 0 to 999999"):
        number_words(number)


def test_no_two_numbers_are_said_alike_and_none_has_a_stray_blank() -> None:
    said = [number_words(number) for number in (*range(3000), *range(3000, LARGEST, 997))]
    assert len(set(said)) == len(said)
    assert all(re.fullmatch("[а-яё]+( [а-яё]+)*", words) for words in said)
