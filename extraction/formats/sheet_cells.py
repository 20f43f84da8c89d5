"""Cells of spreadsheets as text, and what is told of a workbook as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from extraction.formats.number_formats import NumberFormat, number_format
from extraction.formats.number_places import EXACT, general
from extraction.protocol import Limits
from extraction.reasons import Note, Refusal, UnreadableError

Rows = list[list[str]]
_FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar
_NEVER_WAS = 60
_DAY, _MOMENT, _SPAN = "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "[h]:mm:ss"


class Workbook(NamedTuple):
    """What a workbook shows.

    Attributes:
        sheets: name and rows of each; rows that hold nothing are left out.
        notes: what is uncertain about its numbers.
    """

    sheets: list[tuple[str, Rows]]
    notes: tuple[str, ...] = ()


class Room:
    """How much text may still be taken."""

    def __init__(self, limits: Limits) -> None:
        self._limit = self._left = limits.output_chars

    def take(self, cells: Sequence[str], times: int = 1) -> None:
        """Count a row that stands there so many times.

        Raises:
            UnreadableError: that was too much.
        """
        self._left -= (sum(map(len, cells)) + len(cells)) * times
        if self._left < 0:
            raise UnreadableError(Refusal.OVER_LIMIT, limit="output", value=str(self._limit))


def number_notes(*, rounded: bool, complete: bool) -> tuple[str, ...]:
    """What is to be said of the numbers of a workbook."""
    return (
        *([Note.NUMBERS_ROUNDED] if rounded else []),
        *([] if complete else [Note.NUMBERS_AS_STORED]),
    )


def is_rounded(cell: object) -> bool:
    """Whether a number is longer than spreadsheets keep: their figures after the fifteenth are zeros."""
    return type(cell) is float and not -EXACT < cell < EXACT


def filled(cells: list[str]) -> list[str]:
    """A row up to its last cell that holds anything."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def formatted_text(cell: object, form: NumberFormat) -> str:
    """A value as its format shows it."""
    if isinstance(cell, float):
        return form.number(cell)
    if isinstance(cell, str):
        return cell_text(form.text(cell) if cell else cell)
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return form.number(_days(cell))
    return cell_text(cell)


def _days(cell: dt.date | dt.time | dt.timedelta) -> float:
    """A day, a time or a span as a number of days, as spreadsheets hold them (ISO/IEC 29500-1, 18.17.4)."""
    if isinstance(cell, dt.time):
        cell = dt.timedelta(
            hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond
        )
    if isinstance(cell, dt.timedelta):
        return cell / dt.timedelta(days=1)
    moment = cell if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, dt.time())
    days = (moment - _FIRST_DAY) / dt.timedelta(days=1)
    return days if days > _NEVER_WAS else days - 1


def cell_text(cell: object) -> str:
    """A value as people write it: 5 not 5,0, 31.01.2016, ИСТИНА; line ends inside a cell become blanks."""
    if isinstance(cell, str):
        return " ".join(cell.split()) if cell else cell
    if isinstance(cell, bool):
        return "ИСТИНА" if cell else "ЛОЖЬ"
    if isinstance(cell, float):
        return general(cell)
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return _told(_days(cell), _SPAN) if isinstance(cell, dt.timedelta) else plain_days(_days(cell))
    return "" if cell is None else str(cell)


def plain_days(days: float) -> str:
    """A number of days whose own format is not known: 31.01.2016, 31.01.2016 12:30, 12:30:00."""
    return _told(days, _SPAN if 0 <= days < 1 else _DAY if days.is_integer() else _MOMENT)


def _told(days: float, code: str) -> str:
    form = number_format(code)
    return form.number(days) if form else general(days)
