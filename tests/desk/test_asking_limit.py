"""How often strangers may ask is counted in the catalogue."""

from __future__ import annotations

from catalog.database import Database
from desk.asking_limit import FILES, AskingDesk, Limit
from tests.desk.desks import SECRET, MovingClock

RARELY = Limit("orders", 2, 3)


def asked(database: Database, desk: AskingDesk, address: str = "10.0.0.1", limit: Limit = RARELY) -> bool:
    with database.write() as work:
        return desk.allows(work, limit, address)


def test_an_address_may_ask_some_times_an_hour_and_some_times_a_day(database: Database) -> None:
    clock = MovingClock()
    desk = AskingDesk(clock, SECRET)
    assert [asked(database, desk) for _ in range(3)] == [True, True, False]
    assert asked(database, desk, "10.0.0.2")
    assert asked(database, desk, limit=FILES)
    clock.forward(minutes=61)
    assert [asked(database, desk) for _ in range(2)] == [True, False]
    clock.forward(hours=22)
    assert not asked(database, desk)
    clock.forward(hours=1)
    assert [asked(database, desk) for _ in range(3)] == [True, True, False]


def test_a_restart_forgives_nothing_and_no_address_is_kept(database: Database) -> None:
    clock = MovingClock()
    assert [asked(database, AskingDesk(clock, SECRET)) for _ in range(3)] == [True, True, False]
    with database.connection() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM askings").fetchall()
    assert len(rows) == 2
    assert "10.0.0" not in repr(rows)


def test_what_counts_no_more_is_forgotten(database: Database) -> None:
    clock = MovingClock()
    desk = AskingDesk(clock, SECRET)
    asked(database, desk)
    clock.forward(hours=25)
    asked(database, desk)
    with database.write() as work:
        assert desk.forget(work) == 1
        assert desk.forget(work) == 0
