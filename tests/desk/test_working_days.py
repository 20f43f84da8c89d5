from __future__ import annotations

from datetime import date

import pytest

from desk.working_days import is_working, working_day_after


@pytest.mark.parametrize(
    ("day", "count", "after"),
    [
        (date(2026, 5, 20), 2, date(2026, 5, 22)),  # Wednesday, Friday
        (date(2026, 5, 21), 2, date(2026, 5, 25)),  # over the weekend
        (date(2026, 6, 11), 1, date(2026, 6, 15)),  # over the day of Russia, a Friday
        (date(2026, 12, 31), 1, date(2027, 1, 11)),  # over the holidays of the New Year and a weekend
        (date(2026, 5, 23), 0, date(2026, 5, 23)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(day: date, count: int, after: date) -> None:
    assert working_day_after(day, count) == after


def test_weekends_and_holidays_are_days_off() -> None:
    assert is_working(date(2026, 5, 20))
    assert not is_working(date(2026, 5, 23))
    assert not is_working(date(2026, 11, 4))
