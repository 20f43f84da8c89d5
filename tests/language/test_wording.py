from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from language.wording import counted, day, day_range, grouped, number_range, plural, rubles, size, unbroken

N, T = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "файлов"),
        (1, "файл"),
        (3, "файла"),
        (5, "файлов"),
        (11, "файлов"),
        (21, "файл"),
        (112, "файлов"),
        (1002, "файла"),
    ],
)
def test_a_word_agrees_with_its_number(number: int, word: str) -> None:
    assert plural(number, "файл", "файла", "файлов") == word


def test_numbers_sums_and_sizes_are_written_as_people_do() -> None:
    assert grouped(1234) == "1234"
    assert counted(12345, "файл", "файла", "файлов") == f"12{T}345{N}файлов"
    assert rubles(Decimal("1234567.8")) == f"1{T}234{T}567,80{N}₽"
    assert rubles(15000) == f"15{T}000{N}₽"
    assert rubles(15000, "en") == f"RUB{N}15,000"
    assert size(814) == f"814{N}Б"
    assert size(1_572_864) == f"1,5{N}МБ"
    assert size(1_572_864, "en") == f"1.5{N}MB"


def test_days_and_their_ranges_are_written_as_people_do() -> None:
    first, last = date(2012, 3, 5), date(2012, 3, 9)
    assert day(first) == f"5{N}марта 2012{N}г."
    assert day(first, "en") == "5 March 2012"
    assert day_range(first, last) == f"5–9{N}марта 2012{N}г."
    assert day_range(first, date(2012, 4, 1)) == f"5{N}марта{N}– 1{N}апреля 2012{N}г."
    assert day_range(first, first) == day(first)
    assert number_range(14, 14) == "14"
    assert number_range(17, 19) == "17–19"


def test_a_number_stays_with_its_sign_and_a_preposition_with_its_word() -> None:
    title = "О порядке благоустройства (решение от 5 марта 2024 г. № 311)"
    assert unbroken(title) == (
        "О\u00a0порядке благоустройства (решение от\u00a05 марта 2024\u00a0г.\u00a0№\u00a0311)"
    )
    assert unbroken(unbroken(title)) == unbroken(title)
