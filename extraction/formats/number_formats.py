"""Numbers of spreadsheets as the sheet shows them: format codes of Excel (ISO/IEC 29500-1, 18.8.30, 18.8.31).

Shown as a Russian office sees them: a decimal comma, a no-break space between thousands, days as 05.03.2012,
months in Russian. Understood are whole and decimal places, thousands and their scaling, per cents, powers of
ten (one place before the comma), days, times and spans of time, signs and words around a number, sections and
their conditions. Not understood are fractions (``# ?/?``), engineering powers, other calendars and names of
months in other languages: there the value is given as it is stored.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extraction.formats.date_formats import date_shown
from extraction.formats.format_codes import Token, tidy
from extraction.formats.number_places import NotUnderstoodError, Places, general

_LONGEST_CODE = 1000
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | (?P<space>_.) | \*(?P<fill>.) | \[(?P<bracket>[^\]]*)\]
    | (?P<half>AM/PM|A/P) | (?P<general>General|Основной|Standard) | (?P<power>E[+-])
    | (?P<date>y+|m+|d+|h+|s+) | (?P<place>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%)
    | (?P<text>@) | (?P<end>;) | (?P<slash>/) | (?P<plain>[^A-Za-z]) | (?P<unknown>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:[.,]\d+)?(?:E[+-]?\d+)?)", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|цвет\s*\d+|ч[её]рный|синий|голубой|зел[её]ный"
    r"|фиолетовый|красный|белый|ж[её]лтый)",
    re.IGNORECASE,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
    "<>": lambda value, limit: value != limit,
}

_ACCOUNTS = "_-* {0}_-;-* {0}_-;_-* -_-;_-@_-"
BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "#,##0 ₽;-#,##0 ₽", 6: "#,##0 ₽;-#,##0 ₽", 7: "#,##0.00 ₽;-#,##0.00 ₽", 8: "#,##0.00 ₽;-#,##0.00 ₽",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd.mm.yyyy", 15: "dd.mmm.yy", 16: "dd.mmm", 17: "mmm.yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: _ACCOUNTS.format("#,##0"), 42: _ACCOUNTS.format("#,##0 ₽"),
    43: _ACCOUNTS.format("#,##0.00"), 44: _ACCOUNTS.format("#,##0.00 ₽"),
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Formats that a file names by number alone, as Russian Excel has them (18.8.30)."""
_OF_THE_SYSTEM = frozenset({*range(14, 23), 45, 46, 47})


def built_in(number: int, written: str = "") -> str:
    """The code of a format by its number; days and times as the system writes them, whatever is written."""
    return BUILT_IN.get(number, "") if number in _OF_THE_SYSTEM or not written else written


class NumberFormat:
    """What a format code makes of numbers and of text."""

    def __init__(self, sections: Sequence[_Section], text: Sequence[str | None]) -> None:
        self._sections = tuple(sections)
        self._text = text
        self._conditional = any(one.condition for one in sections)
        self._above = self._sections[0] if sections else None
        self._below = self._sections[min(1, len(sections) - 1)] if sections else None
        self._zero = self._sections[2 if len(sections) > 2 else 0] if sections else None
        self._minus = len(sections) == 1

    def number(self, value: float) -> str:
        """A number as shown; as it is stored where the code would hide it or cannot show it."""
        minus = self._minus
        if not math.isfinite(value):
            return general(value)
        if self._conditional:
            section, minus = self._by_condition(value)
        else:
            section = self._above if value > 0 else self._below if value < 0 else self._zero
        if section is None:
            return general(value)
        shown = section.show(abs(value) if section.takes_size else value)
        if shown is None or (not shown and value):
            return general(value)
        return f"-{shown}" if minus and value < 0 and section.takes_size else shown

    def text(self, told: str) -> str:
        """Text as shown; as it is where the code would hide it."""
        if not self._text:
            return told
        return tidy("".join(told if part is None else part for part in self._text))

    def _by_condition(self, value: float) -> tuple[_Section | None, bool]:
        """The section whose condition a number meets, and whether its minus is to be written."""
        for at, section in enumerate(self._sections):
            if section.takes(value, last=at == len(self._sections) - 1):
                return section, not section.only_negative
        return None, False


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts that a semicolon divides.

    Attributes:
        show: the number as shown; None where it cannot be.
        takes_size: whether it is shown without its sign, which is written before it.
        condition: for which numbers it is, where the code says so.
    """

    show: Callable[[float], str | None]
    takes_size: bool
    condition: tuple[str, float] | None

    def takes(self, value: float, *, last: bool) -> bool:
        """Whether it is for this number: what has no condition takes what is left."""
        if self.condition is None:
            return True if last else value > 0
        return _TESTS[self.condition[0]](value, self.condition[1])

    @property
    def only_negative(self) -> bool:
        """Whether no other number comes here: then its minus is left to the code."""
        sign, limit = self.condition or ("", 0.0)
        return (sign == "<" and limit <= 0) or (sign in ("<=", "=") and limit < 0)


@lru_cache(2048)
def number_format(code: str) -> NumberFormat | None:
    """The format of a code; None where it leaves values as they are, or is not understood."""
    if not code or len(code) > _LONGEST_CODE:
        return None
    try:
        parts = _parts(code)
        text = _text_section(parts.pop()) if len(parts) == 4 or _has(parts[-1], "text") else []
        sections = [_section(part) for part in parts]
    except NotUnderstoodError:
        return None
    bare = all(len(part) == 1 and part[0].kind == "general" for part in parts)
    return None if bare and not text else NumberFormat(sections, text)


def _has(part: Sequence[Token], *kinds: str) -> bool:
    return any(token.kind in kinds for token in part)


def _parts(code: str) -> list[list[Token]]:
    """The sections of a code as tokens."""
    parts: list[list[Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind, text = str(found.lastgroup), found[str(found.lastgroup)]
        if kind == "end":
            parts.append([])
        elif kind == "bracket":
            parts[-1] += _bracketed(text)
        elif kind == "unknown":
            raise NotUnderstoodError
        elif kind == "space":
            parts[-1].append(Token("literal", " "))
        elif kind in ("quoted", "escaped", "plain"):
            parts[-1].append(Token("literal", text))
        elif kind != "fill":
            parts[-1].append(Token(kind, text))
    if len(parts) > 4:
        raise NotUnderstoodError
    return parts


def _bracketed(text: str) -> list[Token]:
    """What stands in brackets: a colour, a condition, a currency with a language, hours above 24."""
    text = text.strip()
    if _CONDITION.fullmatch(text):
        return [Token("condition", text)]
    if _ELAPSED.fullmatch(text):
        return [Token("elapsed", text.lower())]
    if text.startswith("$"):
        sign, _, language = text[1:].partition("-")
        return [Token("literal", sign), Token("language", language)]
    if _COLOUR.fullmatch(text):
        return []
    raise NotUnderstoodError


def _text_section(part: Sequence[Token]) -> list[str | None]:
    """The pieces of a section for text, None for the text itself; empty where it leaves text as it is."""
    pieces = [
        None if token.kind == "text" else token.text
        for token in part
        if token.kind in ("text", "literal", "slash")
    ]
    return pieces if None in pieces and any(piece and piece.strip() for piece in pieces) else []


def _section(part: Sequence[Token]) -> _Section:
    condition = next((_CONDITION.fullmatch(token.text) for token in part if token.kind == "condition"), None)
    limit = (condition[1], float(condition[2].replace(",", "."))) if condition else None
    tokens = [token for token in part if token.kind != "condition"]
    if _has(tokens, "date", "elapsed", "half") or any(_of_system(token) for token in tokens):
        show = date_shown(tokens)
        if show is None:
            raise NotUnderstoodError
        return _Section(show, takes_size=False, condition=limit)
    tokens = [token for token in tokens if token.kind != "language"]
    if _has(tokens, "slash", "text"):
        raise NotUnderstoodError
    shown = _general_shown(tokens) if _has(tokens, "general") else Places(tokens).shown
    return _Section(shown, takes_size=True, condition=limit)


def _of_system(token: Token) -> bool:
    return token.kind == "language" and token.text.upper() in ("F800", "F400", "X-SYSDATE", "X-SYSTIME")


def _general_shown(tokens: Sequence[Token]) -> Callable[[float], str]:
    return lambda size: tidy(
        "".join(general(size) if token.kind == "general" else token.text for token in tokens)
    )
