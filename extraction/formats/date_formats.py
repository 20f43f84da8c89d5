"""Days, times and spans of time of spreadsheets by their format codes (ISO/IEC 29500-1, 18.8.31; 18.17.4)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from extraction.formats.format_codes import Token, tidy

_FIRST_DAY = dt.date(1899, 12, 30).toordinal()
_LEAP = 60
"""The 29 February 1900, which Excel counts though it never was."""
_LAST = 2_958_466
_THOUSANDTH = Decimal("0.001")
_RUSSIAN, _ENGLISH = 0x19, 0x09
_LONG_DAY = "d mmmm yyyy г."
_LONG_TIME = "h:mm:ss"
_SHOWN = frozenset({"date", "elapsed", "half", "slash", "point", "comma", "place", "literal"})
_PIECES = re.compile(r"(?P<date>[ymdhs]+)|(?P<literal>[^ymdhs]+)")


class _Names(NamedTuple):
    months: tuple[str, ...]
    months_of: tuple[str, ...]
    short: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    divider: str


_NAMES = {
    "ru": _Names(
        ("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь",
         "Ноябрь", "Декабрь"),
        ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
         "ноября", "декабря"),
        ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
        ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
        ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"),
        ".",
    ),
    "en": _Names(
        tuple(calendar.month_name)[1:],
        tuple(calendar.month_name)[1:],
        tuple(calendar.month_abbr)[1:],
        tuple(calendar.day_name),
        tuple(calendar.day_abbr),
        "/",
    ),
}  # fmt: skip


class _Moment(NamedTuple):
    """A number of days as a day and a time of it, rounded to what is shown."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: Decimal  # of the day
    elapsed: Decimal  # all of them


def date_shown(tokens: Sequence[Token]) -> Callable[[float], str | None] | None:
    """What makes text of a number of days; None for a code that is not understood.

    The month after a day is in the genitive («5 марта 2012»), alone in the nominative («Март 2012»).
    """
    language = next((token.text for token in tokens if token.kind == "language"), "")
    pieces = _of_system(language) or [token for token in tokens if token.kind != "language"]
    names = _names(language)
    if any(piece.kind not in _SHOWN for piece in pieces) or (names is None and _named(pieces)):
        return None
    shown = _Shown(_minutes(pieces), names or _NAMES["en"])
    return shown.text if shown.understood else None


def _of_system(language: str) -> list[Token] | None:
    """The long day or time of the system, which a code names by a language that there is not."""
    code = {"F800": _LONG_DAY, "X-SYSDATE": _LONG_DAY, "F400": _LONG_TIME, "X-SYSTIME": _LONG_TIME}
    whole = code.get(language.upper())
    return [Token(str(found.lastgroup), found[0]) for found in _PIECES.finditer(whole)] if whole else None


def _names(language: str) -> _Names | None:
    """Names of months in a language: a number of Windows, or a tag; Russian where none is told."""
    tag = language.partition(",")[0].lower()
    if not tag or tag.startswith(("ru", "x-")) or tag in ("f800", "f400"):
        return _NAMES["ru"]
    if tag.startswith("en"):
        return _NAMES["en"]
    number = int(tag, 16) & 0x3FF if re.fullmatch(r"[0-9a-f]{1,8}", tag) else 0
    return {0: _NAMES["ru"], _RUSSIAN: _NAMES["ru"], _ENGLISH: _NAMES["en"]}.get(number)


def _named(pieces: Sequence[Token]) -> bool:
    return any(piece.kind == "date" and len(piece.text) > 2 and piece.text[0] in "mMdD" for piece in pieces)


def _minutes(pieces: Sequence[Token]) -> list[Token]:
    """The pieces, ``m`` after hours or before seconds being minutes."""
    timed = [at for at, piece in enumerate(pieces) if piece.kind in ("date", "elapsed")]
    found = [
        Token(piece.kind, piece.text.lower() if piece.kind == "date" else piece.text) for piece in pieces
    ]
    for order, at in enumerate(timed):
        before = pieces[timed[order - 1]].text[:1].lower() if order else ""
        after = pieces[timed[order + 1]].text[:1].lower() if order + 1 < len(timed) else ""
        if found[at].kind == "date" and found[at].text in ("m", "mm") and (before == "h" or after == "s"):
            found[at] = Token("minutes", found[at].text)
    return found


class _Shown:
    """A code ready to show numbers of days."""

    def __init__(self, pieces: Sequence[Token], names: _Names) -> None:
        self._pieces: list[Token] = []
        self._names = names
        self._places = 0
        self.understood = True
        self._read(pieces)
        self._of_day = any(piece.kind == "date" and piece.text in ("d", "dd") for piece in self._pieces)
        self._seconds = any(
            piece.kind in ("date", "elapsed") and piece.text[0] == "s" for piece in self._pieces
        )
        self._unit = Decimal(1).scaleb(-self._places)
        self._half = any(piece.kind == "half" for piece in self._pieces)

    def _read(self, pieces: Sequence[Token]) -> None:
        """Join the comma and the places after a second to one piece; figures belong nowhere else."""
        for at, piece in enumerate(pieces):
            before = self._pieces[-1] if self._pieces else Token("", "")
            following = pieces[at + 1].kind if at + 1 < len(pieces) else ""
            if piece.kind == "point" and following == "place":
                self.understood &= before.text[:1] == "s" and not self._places
                self._pieces.append(Token("part", ""))
            elif piece.kind == "place":
                self.understood &= before.kind == "part" and piece.text == "0"
                self._places += 1
            else:
                self._pieces.append(piece)

    def text(self, days: float) -> str | None:
        """The day or time that a number stands for; None outside of the calendar."""
        if not 0 <= days < _LAST:
            return None
        moment = self._moment(days)
        if moment.year > 9999:
            return None
        told = "".join(self._piece(piece, moment) for piece in self._pieces)
        return tidy(told)

    def _moment(self, days: float) -> _Moment:
        """Seconds are rounded to the places that are shown; where none is shown, the time is cut."""
        exact = (Decimal(f"{days:.15g}") * 86_400).quantize(_THOUSANDTH, ROUND_HALF_UP)
        elapsed = exact.quantize(self._unit, ROUND_HALF_UP if self._seconds else ROUND_DOWN)
        whole, seconds = divmod(elapsed, 86_400)
        number = int(whole)
        if number in (0, _LEAP):
            year, month, day = (1900, 2, 29) if number else (1900, 1, 0)
        else:
            ordinal = _FIRST_DAY + number + (number < _LEAP)
            if ordinal > dt.date.max.toordinal():
                return _Moment(10_000, 1, 1, 0, seconds, elapsed)
            date = dt.date.fromordinal(ordinal)
            year, month, day = date.year, date.month, date.day
        return _Moment(year, month, day, (number + 5) % 7, seconds, elapsed)

    def _piece(self, piece: Token, moment: _Moment) -> str:
        if piece.kind == "date":
            return self._of_date(piece.text, moment)
        if piece.kind == "minutes":
            return str(int(moment.seconds) // 60 % 60).rjust(len(piece.text), "0")
        if piece.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[piece.text[0]]
            return str(int(moment.elapsed) // unit).rjust(len(piece.text), "0")
        if piece.kind == "half":
            half = "AM" if moment.seconds < 43_200 else "PM"
            return half if len(piece.text) > 3 else half[0]
        if piece.kind == "part":
            return f",{str(moment.seconds % 1).partition('.')[2][: self._places].ljust(self._places, '0')}"
        return self._names.divider if piece.kind == "slash" else piece.text

    def _of_date(self, letters: str, moment: _Moment) -> str:
        kind, count = letters[0], len(letters)
        if kind == "y":
            return f"{moment.year % 100:02d}" if count < 3 else str(moment.year)
        if kind == "m":
            return self._month(count, moment.month)
        if kind == "d":
            named = {3: self._names.short_days, 4: self._names.days}.get(min(count, 4))
            return named[moment.weekday] if named else str(moment.day).rjust(count, "0")
        number = int(moment.seconds) // 3600 if kind == "h" else int(moment.seconds) % 60
        if kind == "h" and self._half:
            number = number % 12 or 12
        return str(number).rjust(min(count, 2), "0")

    def _month(self, count: int, month: int) -> str:
        if count < 3:
            return str(month).rjust(count, "0")
        if count == 3:
            return self._names.short[month - 1]
        if count == 5:
            return self._names.months[month - 1][0]
        return (self._names.months_of if self._of_day else self._names.months)[month - 1]
