from __future__ import annotations

from datetime import timedelta

from catalog.database import Database
from tests.catalog.drafts import NOW

HOUR = timedelta(hours=1)


def test_askings_are_counted_by_what_and_whom_within_a_time(database: Database) -> None:
    with database.write() as work:
        for hours in (0, 1, 2, 30):
            work.askings.note("orders", "a", NOW + hours * HOUR)
        work.askings.note("orders", "b", NOW)
        work.askings.note("files", "a", NOW)
    with database.read() as work:
        assert work.askings.count("orders", "a", NOW - HOUR, NOW + 2 * HOUR) == 3
        assert work.askings.count("orders", "a", NOW, NOW + 2 * HOUR) == 2
        assert work.askings.count("files", "b", NOW - HOUR, NOW + 2 * HOUR) == 0


def test_old_askings_and_those_of_a_clock_that_ran_ahead_are_forgotten(database: Database) -> None:
    with database.write() as work:
        for hours in (0, 24, 999):
            work.askings.note("orders", "a", NOW + hours * HOUR)
        assert work.askings.forget(NOW + HOUR, NOW + 25 * HOUR) == 2
        assert work.askings.count("orders", "a", NOW - HOUR, NOW + 9999 * HOUR) == 1
