"""Rows of the ledger: how an arrival is written and read back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, update

from catalog.arrivals import Arrival, ArrivalDraft, Lease, LedgerState
from catalog.model import RecordClass
from catalog.tables import ledger

SEEN, WORK, TO_CLEAN, CLOSED = 0, 1, 2, 3  # column ``phase``: what is still to be done about a row
INTAKE = "intake"
NO_LEASE: Mapping[str, None] = {
    "lease_host": None,
    "lease_boot": None,
    "lease_process": None,
    "lease_started": None,
}


def phase_of(state: LedgerState, source_to_remove: bool) -> int:
    """What is still to be done about a row in a state."""
    if state.final:
        return TO_CLEAN if source_to_remove else CLOSED
    return SEEN if state is LedgerState.SEEN else WORK


def has_source_to_remove(origin: str, location: str, removed: bool) -> bool:
    """Files of an intake folder are removed once they have an outcome; those of ``add`` are never touched."""
    return origin == INTAKE and bool(location) and not removed


def place_of(location: str) -> str:
    """A path as it stands in the index, of which PostgreSQL has no room for a long one."""
    return hashlib.sha256(os.fsencode(location)).hexdigest() if location else ""


def new_row(draft: ArrivalDraft, moment: datetime, state: LedgerState = LedgerState.SEEN) -> dict[str, Any]:
    """The row of a file that has just been seen."""
    return {
        "parent_id": draft.parent,
        "path": draft.path,
        "origin": draft.origin,
        "location": draft.location,
        "place": place_of(draft.location),
        "record_class": draft.record_class.value,
        "source_name": draft.source_name,
        "size": draft.size,
        "mtime_ns": draft.mtime_ns,
        "inode": draft.inode,
        "state": state.value,
        "phase": phase_of(state, source_to_remove=True),
        "sha256": None,
        "attempts": 0,
        "reason_code": "",
        "reason_params": {},
        "sidecar": draft.sidecar,
        "held": draft.held,
        "seen": moment,
        "source_removed": False,
        **NO_LEASE,
    }


def arrival_of(row: Row[*tuple[Any, ...]]) -> Arrival:
    """A row as an arrival."""
    lease = (
        Lease(row.lease_host, row.lease_boot, row.lease_process, row.lease_started)
        if row.lease_process is not None
        else None
    )
    return Arrival(
        id=row.id,
        parent=row.parent_id,
        path=row.path,
        origin=row.origin,
        location=row.location,
        record_class=RecordClass(row.record_class),
        source_name=row.source_name,
        size=row.size,
        mtime_ns=row.mtime_ns,
        inode=row.inode,
        state=LedgerState(row.state),
        sha256=row.sha256,
        attempts=row.attempts,
        next_try=row.next_try,
        reason_code=row.reason_code,
        reason_params=row.reason_params,
        record=row.record_id,
        sidecar=row.sidecar,
        held=row.held,
        lease=lease,
        seen=row.seen,
        finished=row.finished,
        milliseconds=row.milliseconds,
        source_removed=row.source_removed,
    )


def lease_columns(lease: Lease) -> dict[str, Any]:
    """A lease as columns."""
    return {
        "lease_host": lease.host,
        "lease_boot": lease.boot,
        "lease_process": lease.process,
        "lease_started": lease.started,
    }


def forget_sources(connection: Connection) -> None:
    """After a restore: the files that rows came from are not those of this machine.

    What has its bytes goes on from them, what has not is gone; files still in an intake folder are seen anew.
    """
    unfinished = ledger.c.phase.in_((SEEN, WORK))
    with_bytes = and_(unfinished, ledger.c.sha256.is_not(None))
    connection.execute(update(ledger).where(with_bytes).values(state=LedgerState.STORED.value, phase=WORK))
    lost = {"state": LedgerState.GONE.value, "phase": CLOSED, "finished": datetime.now(UTC)}
    connection.execute(update(ledger).where(unfinished, ledger.c.sha256.is_(None)).values(lost))
    connection.execute(update(ledger).where(ledger.c.phase == TO_CLEAN).values(phase=CLOSED))
    connection.execute(update(ledger).values(location="", place="", **NO_LEASE))
