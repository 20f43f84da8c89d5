"""Many rows of the ledger in one statement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from catalog.arrivals import ArrivalDraft, LedgerState
from catalog.database import Database
from catalog.leases import current_lease
from catalog.model import RecordClass

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def settled(database: Database, count: int) -> list[int]:
    drafts = [
        ArrivalDraft(f"Акты/{at}.txt", "intake", f"/intake/{at}.txt", RecordClass.ACT) for at in range(count)
    ]
    with database.write() as work:
        rows = work.ledger.see_many(drafts, NOW)
        for row in rows:
            work.ledger.settle(row, 1, 1, 1)
    return rows


def test_many_rows_are_taken_at_once_but_not_what_others_hold(database: Database) -> None:
    rows = settled(database, 4)
    with database.write() as work:
        assert work.ledger.claim(current_lease(), NOW, ids=rows[:1])
        work.ledger.retry_later(rows[1], NOW + timedelta(seconds=5), "busy")
        taken = work.ledger.claim_many(current_lease(), NOW, rows)
        assert [row.id for row in taken] == rows[2:]
        assert {row.lease for row in taken} == {current_lease()}
        work.ledger.release_many(rows[2:])
        assert [row.id for row in work.ledger.claim_many(current_lease(), NOW, rows)] == rows[2:]


def test_stored_bytes_of_many_rows_are_noted_and_the_rows_given_back(database: Database) -> None:
    rows = settled(database, 3)
    inode = (1 << 64) - 5  # network folders have such
    with database.write() as work:
        work.ledger.claim_many(current_lease(), NOW, rows)
        work.ledger.advance(rows[2], LedgerState.EXTRACTED)
        work.ledger.note_stored([(row, f"{row:064x}", 7, 8, inode) for row in rows])
        work.ledger.note_stored([])
        found = [work.ledger.get(row) for row in rows]
    assert [row.state for row in found if row] == [
        LedgerState.STORED,
        LedgerState.STORED,
        LedgerState.EXTRACTED,
    ]
    assert all(row and row.sha256 and row.inode == inode and row.lease is None for row in found[:2])
