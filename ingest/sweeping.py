"""What is kept for a time only: bytes of rejected files, and what dead processes left half copied."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from catalog.arrivals import Arrival, LedgerState
from catalog.clock import Clock
from catalog.database import Database
from catalog.originals import OriginalFiles
from catalog.unit_of_work import UnitOfWork

_LOT = 500
_ACTOR = "приём"
_REASON = "истёк срок хранения отклонённого файла"


class Sweeping(Protocol):
    """What sweeping needs of the road."""

    database: Database
    originals: OriginalFiles
    clock: Clock


def sweep_rejected(road: Sweeping, days: int) -> int:
    """Delete bytes that only files rejected long ago need; how many.

    The rows stay and say what was rejected and why.
    """
    before = road.clock.now() - timedelta(days=days)
    count = offset = 0
    while True:
        with road.database.write() as work:
            rows, _ = work.ledger.list(state=LedgerState.REJECTED, sort="oldest", limit=_LOT, offset=offset)
            offset += len(rows)
            expired = {row.sha256 for row in rows if row.sha256 and _is_old(row, before)}
            forgotten = [sha256 for sha256 in expired if _forget(work, sha256, before)]
        for sha256 in forgotten:
            road.originals.delete(sha256)
        count += len(forgotten)
        if len(rows) < _LOT:
            return count


def _is_old(row: Arrival, before: datetime) -> bool:
    return row.finished is not None and row.finished < before


def _forget(work: UnitOfWork, sha256: str, before: datetime) -> bool:
    """Note that bytes are no longer kept, unless a record or a younger row needs them."""
    rows = work.ledger.with_bytes(sha256)
    needed = any(row.state is not LedgerState.REJECTED or not _is_old(row, before) for row in rows)
    if needed or work.records.by_sha256(sha256) is not None:
        return False
    for row in rows:
        work.ledger.advance(row.id, LedgerState.REJECTED, sha256=None, finished=row.finished)
    if work.originals.has(sha256):
        work.originals.destroy(sha256, _REASON, actor=_ACTOR)
    return True
