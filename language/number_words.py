"""Whole numbers in words, in the nominative: «триста сорок», «двадцать одна тысяча две»."""

from __future__ import annotations

from typing import Literal

from language.wording import plural

Gender = Literal["masculine", "feminine", "neuter"]
LARGEST = 999_999
_ONE_AND_TWO: dict[Gender, tuple[str, str]] = {
    "masculine": ("один", "два"),
    "feminine": ("одна", "две"),
    "neuter": ("одно", "два"),
}
_UP_TO_NINETEEN = (
    "", "", "", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
    "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать",
    "девятнадцать",
)  # fmt: skip
_TENS = (
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят",
    "девяносто",
)  # fmt: skip
_HUNDREDS = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip


def number_words(number: int, gender: Gender = "masculine") -> str:
    """A number in words; one and two go with the gender of what is counted.

    Raises:
        ValueError: it is below 0 or above 999,999.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"expected 0 to {LARGEST}, got {number}")
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words += [*_below_a_thousand(thousands, "feminine"), plural(thousands, "тысяча", "тысячи", "тысяч")]
    words += _below_a_thousand(rest, gender)
    return " ".join(words) or "ноль"


def _below_a_thousand(number: int, gender: Gender) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10) if rest >= 20 else (0, rest)
    unit = _ONE_AND_TWO[gender][units - 1] if units in {1, 2} else _UP_TO_NINETEEN[units]
    return [word for word in (_HUNDREDS[hundreds], _TENS[tens], unit) if word]
