from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from catalog.arrivals import Lease, LedgerState
from catalog.database import Database
from catalog.errors import Conflict, NotFound
from catalog.leases import current_lease
from tests.catalog.drafts import NOW, act, arrival, held

HERE = current_lease()
DEAD = Lease(HERE.host, HERE.boot, 999_999_999, "1")


def settled(database: Database, name: str = "акт.pdf", **changes: object) -> int:
    with database.write() as work:
        number = work.ledger.see(arrival(name, **changes), NOW)
        work.ledger.settle(number, 100, 1, 7)
    return number


def test_a_file_seen_twice_has_one_row(database: Database) -> None:
    with database.write() as work:
        first = work.ledger.see(arrival(), NOW)
        assert work.ledger.see(arrival(), NOW + timedelta(hours=1)) == first
        row = work.ledger.get(first)
        assert row is not None
        assert (row.seen, row.state, row.mtime_ns) == (NOW, LedgerState.SEEN, 1_700_000_000_123_456_789)
        assert work.ledger.open_at(row.location) == row


def test_a_file_that_still_grows_keeps_its_row_and_has_to_settle_again(database: Database) -> None:
    number = settled(database)
    with database.write() as work:
        assert work.ledger.see(arrival(size=200), NOW) == number
        row = work.ledger.get(number)
        assert row is not None
        assert (row.state, row.size) == (LedgerState.SEEN, 200)
        assert work.ledger.claim(HERE, NOW) is None


def test_a_file_named_twice_in_one_look_has_one_row(database: Database) -> None:
    with database.write() as work:
        numbers = work.ledger.see_many([arrival("0"), arrival("1"), arrival("1", size=5), arrival("2")], NOW)
        assert numbers[1] == numbers[2]
        row = work.ledger.get(numbers[1])
        assert row is not None
        assert row.size == 5
        assert work.ledger.unfinished() == 3


def test_a_new_file_under_an_old_name_is_a_new_arrival(database: Database) -> None:
    number = settled(database)
    with database.write() as work:
        work.ledger.advance(number, LedgerState.STORED, sha256="a" * 64)
        assert work.ledger.see(replace(arrival(), mtime_ns=1), NOW) == number
        assert work.ledger.see(arrival(size=5, mtime_ns=9, inode=8), NOW) != number


def test_an_intake_file_with_an_outcome_is_the_same_arrival_until_it_is_removed(database: Database) -> None:
    number = settled(database)
    seen_again = arrival(mtime_ns=1)
    with database.write() as work:
        work.ledger.finish(number, LedgerState.REJECTED, reason_code="empty")
        assert work.ledger.see(seen_again, NOW) == number
        assert [row.id for row in work.ledger.to_clean()] == [number]
        work.ledger.mark_source_removed(number)
        assert work.ledger.to_clean() == []
        assert work.ledger.see(seen_again, NOW) != number


def test_a_file_added_again_by_command_is_a_new_arrival(database: Database) -> None:
    number = settled(database, origin="add")
    with database.write() as work:
        work.ledger.finish(number, LedgerState.REJECTED, reason_code="empty")
        assert work.ledger.to_clean() == []
        assert work.ledger.see(arrival(origin="add", mtime_ns=1), NOW) != number


def test_members_of_an_archive_have_rows_of_their_own(database: Database) -> None:
    parent = settled(database, "a.zip")
    with database.write() as work:
        drafts = [
            arrival(f"a.zip!/{at}", location="", parent=parent, inode=2**64 - at - 1) for at in range(3)
        ]
        numbers = work.ledger.see_many(drafts, NOW)
        assert [row.id for row in work.ledger.children(parent)] == numbers
        assert len(set(numbers)) == 3
        row = work.ledger.get(numbers[1])
        assert row is not None
        assert row.inode == 2**64 - 2


def test_names_that_are_no_utf8_come_back_as_they_are(database: Database) -> None:
    name = b"\xc0\xea\xf2 \xff.pdf".decode("utf-8", "surrogateescape")
    with database.write() as work:
        number = work.ledger.see(arrival(name), NOW)
        row = work.ledger.get(number)
        assert row is not None
        assert row.location.endswith(name)
        assert work.ledger.open_at(row.location) is not None


def test_a_very_long_path_is_a_path_too(database: Database) -> None:
    location = "/" + "/".join(f"{at:04}" * 60 for at in range(17))
    with database.write() as work:
        number = work.ledger.see(arrival("long", location=location), NOW)
        row = work.ledger.open_at(location)
        assert row is not None
        assert (row.id, row.location) == (number, location)
        assert work.ledger.open_at("") is None


def test_rows_are_claimed_oldest_first_and_once(database: Database) -> None:
    first, second = settled(database, "1"), settled(database, "2")
    with database.write() as work:
        claimed = [work.ledger.claim(HERE, NOW), work.ledger.claim(HERE, NOW)]
        assert [row.id for row in claimed if row] == [first, second]
        assert [row.attempts for row in claimed if row] == [1, 1]
        assert work.ledger.claim(HERE, NOW) is None
        work.ledger.release(first)
        again = work.ledger.claim(HERE, NOW)
        assert again is not None
        assert (again.id, again.attempts, again.lease) == (first, 2, HERE)


def test_a_row_of_a_dead_owner_is_free_at_once(database: Database) -> None:
    number = settled(database)
    with database.write() as work:
        assert work.ledger.claim(DEAD, NOW) is not None
        claimed = work.ledger.claim(HERE, NOW)
        assert claimed is not None
        assert (claimed.id, claimed.lease) == (number, HERE)


def test_rows_are_claimed_by_origin_and_by_number(database: Database) -> None:
    dropped, added = settled(database, "1"), settled(database, "2", origin="add")
    with database.write() as work:
        assert work.ledger.claim(HERE, NOW, ids=[]) is None
        assert work.ledger.claim(HERE, NOW, ids=[added + 1]) is None
        row = work.ledger.claim(HERE, NOW, origins=frozenset({"add"}))
        assert row is not None
        assert row.id == added
        row = work.ledger.claim(HERE, NOW, ids=[dropped, added])
        assert row is not None
        assert row.id == dropped


def test_a_row_put_off_is_not_taken_before_its_moment(database: Database) -> None:
    number = settled(database)
    later = NOW + timedelta(minutes=5)
    with database.write() as work:
        work.ledger.claim(HERE, NOW)
        work.ledger.retry_later(number, later, "locked", {"by": "Word"})
        assert work.ledger.claim(HERE, NOW) is None
        row = work.ledger.claim(HERE, later)
        assert row is not None
        assert (row.reason_code, row.reason_params) == ("locked", {"by": "Word"})


def test_an_outcome_ends_the_lease_and_is_counted(database: Database) -> None:
    number = settled(database)
    with database.write() as work:
        work.ledger.claim(HERE, NOW)
        sha256 = held(work, b"act")
        record = work.records.add(act())
        work.ledger.finish(
            number, LedgerState.CATALOGUED, sha256=sha256, record=record, finished=NOW, milliseconds=12
        )
        row = work.ledger.get(number)
        assert row is not None
        assert (row.lease, row.finished, row.milliseconds, row.record) == (None, NOW, 12, record)
        assert work.ledger.unfinished() == 0
        assert work.ledger.counts()[LedgerState.CATALOGUED] == 1
        assert work.ledger.open_at(row.location) is None


def test_a_rejected_row_is_taken_up_again_from_its_bytes(database: Database) -> None:
    number = settled(database)
    with database.write() as work:
        with pytest.raises(Conflict):
            work.ledger.retry(number, actor="Иванова")
        work.ledger.finish(number, LedgerState.REJECTED, sha256="a" * 64, reason_code="damaged")
        work.ledger.mark_source_removed(number)
        work.ledger.retry(number, actor="Иванова")
        row = work.ledger.claim(HERE, NOW)
        assert row is not None
        assert (row.id, row.state, row.reason_code) == (number, LedgerState.STORED, "")
        work.ledger.finish(number, LedgerState.CATALOGUED)
        assert work.ledger.to_clean() == []
        assert [entry.actor for entry in work.audit.of(f"arrival:{number}")] == ["Иванова"]


def test_what_left_neither_bytes_nor_source_cannot_be_taken_up_again(database: Database) -> None:
    number = settled(database)
    with database.write() as work:
        work.ledger.finish(number, LedgerState.REJECTED, reason_code="empty")
        work.ledger.mark_source_removed(number)
        with pytest.raises(Conflict):
            work.ledger.retry(number, actor="Иванова")
        with pytest.raises(NotFound):
            work.ledger.retry(number + 1, actor="Иванова")


def test_the_list_is_narrowed_by_state_words_and_day(database: Database) -> None:
    moscow = ZoneInfo("Europe/Moscow")
    with database.write() as work:
        late = datetime(2026, 5, 20, 22, 30, tzinfo=UTC)  # the 21st in Moscow
        first = work.ledger.see(arrival("О бюджете.pdf"), NOW)
        second = work.ledger.see(arrival("план%.docx", source_name="Совет"), late)
        work.ledger.finish(first, LedgerState.REJECTED, reason_code="damaged", finished=NOW)

        def found(**narrowed: object) -> list[int]:
            rows, total = work.ledger.list(**narrowed)  # type: ignore[arg-type]
            assert total == len(rows)
            return [row.id for row in rows]

        assert found() == [second, first]
        assert found(sort="oldest") == [first, second]
        assert found(state=LedgerState.REJECTED) == [first]
        assert found(state=(LedgerState.SEEN, LedgerState.REJECTED)) == [second, first]
        assert found(text="бюджет") == [first]
        assert found(text="БЮДЖЕТ") == [first]
        assert found(text="%") == [second]
        assert found(text="damaged") == [first]
        assert found(day=date(2026, 5, 21), zone=moscow) == [second]
        assert found(day=date(2026, 5, 20)) == [second, first]
        assert work.ledger.list(limit=1, offset=1)[1] == 2
        assert [row.id for row in work.ledger.finished_on(date(2026, 5, 20), moscow)] == [first]


@pytest.fixture
def crowd(database: Database) -> list[int]:
    with database.write() as work:
        return work.ledger.see_many([arrival(str(at)) for at in range(6001)], NOW)


def test_many_files_are_seen_in_one_go(database: Database, crowd: list[int]) -> None:
    assert crowd == sorted(set(crowd))
    with database.write() as work:
        again = work.ledger.see_many([arrival(str(at)) for at in (5, 6000, 7000)], NOW)
        assert again[:2] == [crowd[5], crowd[6000]]
        assert again[2] > crowd[-1]
        assert work.ledger.unfinished() == 6002
