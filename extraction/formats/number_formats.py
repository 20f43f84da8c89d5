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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from extraction.formats.date_formats import Token, date_shown

GROUP = "\u00a0"
"""What stands between thousands: the sign of Russian Excel; search and tables take it for a blank."""
EXACT = 1e15
"""From here on a spreadsheet keeps fifteen figures of a number and fills up with zeros."""
_LONGEST_CODE = 1000
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_NINTH = Decimal("1e-9")
_BLANKS = re.compile(r" {2,}")
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


def general(value: float) -> str:
    """A number without a format: what was typed, so much of a long fraction as a sheet has room for.

    Beyond fifteen figures it is told as a power of ten: the last ones are not known.
    """
    if value.is_integer() and -EXACT < value < EXACT:
        return str(int(value))
    if not math.isfinite(value):
        return str(value)
    if not -EXACT < value < EXACT:
        return _power_of_ten(value)
    whole, _, fraction = repr(value).partition(".")
    if len(fraction) <= 9 and len(whole) + len(fraction) <= 15 and fraction.isdecimal():
        return f"{whole},{fraction}"
    return _cut(value)


def _cut(value: float) -> str:
    """A fraction to nine places; a small one that would lose its figures as a power of ten."""
    if 1e-4 <= abs(value) < 1e6:
        return f"{value:.9f}".rstrip("0").rstrip(".").replace(".", ",")
    exact = _exact(value)
    cut = exact.quantize(_NINTH, context=_WIDE)
    if abs(value) < 1e-4 and cut != exact:
        return _power_of_ten(value)
    return f"{cut:f}".rstrip("0").rstrip(".").replace(".", ",")


def _power_of_ten(value: float) -> str:
    mantissa, _, power = f"{value:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{power}".replace(".", ",")


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
        return _tidy("".join(told if part is None else part for part in self._text))

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


class _NotUnderstoodError(Exception):
    """A code that says more than is known here."""


@lru_cache(2048)
def number_format(code: str) -> NumberFormat | None:
    """The format of a code; None where it leaves values as they are, or is not understood."""
    if not code or len(code) > _LONGEST_CODE:
        return None
    try:
        parts = _parts(code)
        text = _text_section(parts.pop()) if len(parts) == 4 or _has(parts[-1], "text") else []
        sections = [_section(part) for part in parts]
    except _NotUnderstoodError:
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
            raise _NotUnderstoodError
        elif kind == "space":
            parts[-1].append(Token("literal", " "))
        elif kind in ("quoted", "escaped", "plain"):
            parts[-1].append(Token("literal", text))
        elif kind != "fill":
            parts[-1].append(Token(kind, text))
    if len(parts) > 4:
        raise _NotUnderstoodError
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
    raise _NotUnderstoodError


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
            raise _NotUnderstoodError
        return _Section(show, takes_size=False, condition=limit)
    tokens = [token for token in tokens if token.kind != "language"]
    if _has(tokens, "slash", "text"):
        raise _NotUnderstoodError
    shown = _general_shown(tokens) if _has(tokens, "general") else _Places(tokens).shown
    return _Section(shown, takes_size=True, condition=limit)


def _of_system(token: Token) -> bool:
    return token.kind == "language" and token.text.upper() in ("F800", "F400", "X-SYSDATE", "X-SYSTIME")


def _general_shown(tokens: Sequence[Token]) -> Callable[[float], str]:
    return lambda size: _tidy(
        "".join(general(size) if token.kind == "general" else token.text for token in tokens)
    )


def _tidy(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")


class _Places:
    """The places of a number and what stands before, between and after them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._before: list[str | None] = []  # down to the comma; None: a place
        self._after: list[str | None] = []
        self._whole = self._fraction = self._power = self._power_sign = ""
        self._grouped = self._point = False
        self._hundreds = self._thousands = 0
        self._read(tokens)
        if self._power_sign and (not self._power or len(self._whole) != 1):
            raise _NotUnderstoodError
        self._scale = Decimal(100) ** self._hundreds / Decimal(1000) ** self._thousands
        self._fewest = len(self._whole) - self._whole.find("0") if "0" in self._whole else 0
        places = [at for at, piece in enumerate(self._before) if piece is None]
        self._first, self._end = (places[0], places[-1] + 1) if places else (0, 0)
        self._together = self._end - self._first == len(places)
        self._last = max((at + 1 for at, piece in enumerate(self._after) if piece is None), default=0)
        self._usual = self._is_usual()
        before = "".join(piece or "" for piece in self._before[: self._first])
        after = "".join(piece or "" for piece in (*self._before[self._end :], *self._after))
        self._ahead, self._behind = _BLANKS.sub(" ", before).lstrip(" "), _BLANKS.sub(" ", after).rstrip(" ")

    def _is_usual(self) -> bool:
        """Whether figures stand together and none is left out: 0, 000, #,##0.00."""
        together = self._together and self._after[: self._last] == [None] * len(self._fraction)
        fixed = self._fewest == 1 if self._grouped else self._fewest > 0
        fixed = fixed and set(self._fraction) <= {"0"} and self._point == bool(self._fraction)
        return together and fixed and self._scale == 1 and not self._power_sign

    def _read(self, tokens: Sequence[Token]) -> None:
        commas = 0
        for at, token in enumerate(tokens):
            if token.kind == "comma" and (commas or (at and tokens[at - 1].kind == "place")):
                commas += 1
                continue
            if commas and token.kind == "place" and not self._point and not self._power_sign:
                self._grouped = True
            else:
                self._thousands += commas
            commas = 0
            self._take(token, follows=at + 1 < len(tokens) and tokens[at + 1].kind == "place")
        self._thousands += commas

    def _take(self, token: Token, *, follows: bool) -> None:
        if token.kind == "place":
            self._place(token.text)
        elif token.kind == "point" and not self._point and (follows or self._before[-1:] == [None]):
            self._point = True
        elif token.kind == "power" and not self._power_sign:
            self._power_sign = token.text[1]
        else:
            self._hundreds += token.kind == "percent"
            (self._after if self._point or self._power_sign else self._before).append(token.text)

    def _place(self, sign: str) -> None:
        if self._power_sign:
            self._power += sign
        elif self._point:
            self._fraction += sign
            self._after.append(None)
        else:
            self._whole += sign
            self._before.append(None)

    def shown(self, size: float) -> str:
        """A number without its sign."""
        return (self._at_once(size) if self._usual else "") or self._piece_by_piece(size)

    def _at_once(self, size: float) -> str:
        """A number that needs no rounding, in a code of the usual kind; ``""`` for any other."""
        whole, _, fraction = repr(size).partition(".")
        fraction = "" if fraction == "0" else fraction
        places = len(self._fraction)
        if len(fraction) > places or len(whole) + len(fraction) > 15 or not whole.isdecimal():
            return ""
        if len(whole) > 3 and self._grouped:
            whole = f"{int(whole):,}".replace(",", GROUP)
        elif len(whole) < self._fewest:
            whole = whole.rjust(self._fewest, "0")
        comma = f",{fraction.ljust(places, '0')}" if places else ""
        return f"{self._ahead}{whole}{comma}{self._behind}"

    def _piece_by_piece(self, size: float) -> str:
        power = ""
        if self._power_sign:
            whole, fraction, power = self._with_power(size)
        elif self._whole or self._fraction:
            whole, fraction = self._figures(size)
        else:  # words alone
            return _tidy("".join(piece or "" for piece in (*self._before, *self._after)))
        rest = "".join(piece or "" for piece in self._after[self._last :])
        return _tidy(self._set_out(whole.rjust(self._fewest, "0")) + self._comma(fraction) + power + rest)

    def _figures(self, size: float) -> tuple[str, str]:
        """Figures before and after the comma, as many after it as there are places."""
        places = len(self._fraction)
        if self._scale == 1:
            whole, _, fraction = repr(size).partition(".")
            fraction = "" if fraction == "0" else fraction
            if len(fraction) <= places and len(whole) + len(fraction) <= 15 and whole.isdecimal():
                return whole.lstrip("0"), fraction.ljust(places, "0")
        return _rounded(_WIDE.multiply(_exact(size), self._scale), places)

    def _with_power(self, size: float) -> tuple[str, str, str]:
        exact, places = _exact(size), len(self._fraction)
        power = exact.adjusted() if size else 0
        whole, fraction = _rounded(exact.scaleb(-power, context=_WIDE), places)
        if len(whole) > 1:
            whole, power = "1", power + 1
        sign = "-" if power < 0 else "+" if self._power_sign == "+" else ""
        return whole, fraction, f"E{sign}{str(abs(power)).rjust(len(self._power), '0')}"

    def _set_out(self, whole: str) -> str:
        """The figures before the comma among what stands there; the first place takes all that are left."""
        if self._together:
            figures = _in_thousands(whole) if self._grouped else whole
            places: list[str] = [figures]
        else:
            most = len(self._whole) - 1
            ones = list(whole[-most:]) if most else []
            places = [whole[: len(whole) - len(ones)], *[""] * (most - len(ones)), *ones]
        head, tail = self._before[: self._first], self._before[self._end :]
        among = places if self._together else _filled(self._before[self._first : self._end], places)
        return "".join(piece or "" for piece in (*head, *among, *tail))

    def _comma(self, fraction: str) -> str:
        """The comma and the figures after it, without zeros that the code shows only where they count.

        A comma that no figure follows is left out, as LibreOffice does; Excel shows it.
        """
        if not self._point:
            return ""
        kept = len(fraction)
        while kept and self._fraction[kept - 1] != "0" and fraction[kept - 1] == "0":
            kept -= 1
        figures = "".join(_filled(self._after[: self._last], fraction[:kept]))
        return f",{figures}" if kept or not self._fraction else figures


def _exact(size: float) -> Decimal:
    """A number as far as a spreadsheet holds it: fifteen figures."""
    return Decimal(f"{size:.15g}")


def _rounded(exact: Decimal, places: int) -> tuple[str, str]:
    """Figures before and after the comma; a half is rounded up, as spreadsheets do."""
    whole, _, fraction = f"{exact.quantize(Decimal(1).scaleb(-places), context=_WIDE):f}".partition(".")
    return whole.lstrip("0"), fraction


def _filled(pieces: Sequence[str | None], places: Iterable[str]) -> list[str]:
    """What stands in a code with figures in its places."""
    left = iter(places)
    return [next(left, "") if piece is None else piece for piece in pieces]


def _in_thousands(figures: str) -> str:
    first = len(figures) % 3
    groups = [figures[:first], *(figures[at : at + 3] for at in range(first, len(figures), 3))]
    return GROUP.join(group for group in groups if group)
