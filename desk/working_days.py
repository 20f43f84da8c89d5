"""Working days in Russia: five a week, without the holidays of article 112 of the Labour Code.

Days off that the government moves from year to year are not known here: they concern a reminder alone.
"""

from __future__ import annotations

from datetime import date, timedelta

_HOLIDAYS = frozenset(
    {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)  # (month, day)
_SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether people work on a day."""
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _HOLIDAYS


def working_day_after(day: date, count: int) -> date:
    """The working day that is so many working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
