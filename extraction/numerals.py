"""Numbers of list items as word processors print them: 1, 01, a, aa, iv, а, б."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
"""Without ё, й, ъ, ы, ь, as the rules for official papers and Word have it."""


def roman(number: int) -> str:
    """Lower-case Roman numeral; the number itself outside 1..3999."""
    if not 0 < number < 4000:
        return str(number)
    digits = []
    for value, sign in _ROMAN:
        digits.append(sign * (number // value))
        number %= value
    return "".join(digits)


def letters(number: int, alphabet: str = _LATIN) -> str:
    """a..z, then aa, bb, as Word counts; the number itself outside 1..780."""
    if not 0 < number <= 30 * len(alphabet):
        return str(number)
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (times + 1)


def numeral(number: int, style: str) -> str:
    """A number in one of WordprocessingML's number formats (ISO/IEC 29500-1, 17.18.59).

    Args:
        number: from 0.
        style: ``decimal``, ``upperRoman``, ``russianLower`` ...; an unknown one is decimal.
    """
    return _STYLES.get(style, str)(number)


_STYLES: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": "{:02d}".format,
    "numberInDash": "- {} -".format,
    "ordinal": "{}-й".format,
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "russianLower": lambda number: letters(number, _RUSSIAN),
    "russianUpper": lambda number: letters(number, _RUSSIAN).upper(),
}
