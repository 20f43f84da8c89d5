"""The first step: the bytes of a source file are stored under their SHA-256, before they are read."""

from __future__ import annotations

import errno
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from catalog.arrivals import Arrival, ArrivalDraft, LedgerState
from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import DiskFull
from catalog.originals import OriginalFiles, StoredFile
from ingest.settling import Look
from ingest.steps import LaterError, RejectedError, again_or_reject

INTAKE = "intake"
UNKNOWN_TYPE = "application/octet-stream"
_KINDS = (
    (stat.S_ISLNK, "link", ""),
    (stat.S_ISDIR, "not-a-file", "folder"),
    (stat.S_ISFIFO, "not-a-file", "pipe"),
    (stat.S_ISSOCK, "not-a-file", "socket"),
    (stat.S_ISBLK, "not-a-file", "device"),
    (stat.S_ISCHR, "not-a-file", "device"),
)
_READS_OF_A_CHANGING_FILE = 3


class GoneError(Exception):
    """The source file is no longer there."""


class Storing(Protocol):
    """What storing needs of the road."""

    database: Database
    originals: OriginalFiles
    clock: Clock


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes of an arrival that are on the disk and not yet noted.

    Attributes:
        arrival: whose they are.
        stored: the bytes.
        look: the source as it was when they were read.
    """

    arrival: Arrival
    stored: StoredFile
    look: Look


def store(road: Storing, arrival: Arrival) -> None:
    """Store the bytes of an arrival and note it, durably.

    Raises:
        GoneError: the source is not there.
        RejectedError: it is no regular file, or cannot be read.
        LaterError: it changed meanwhile, or cannot be read yet.
        DiskFull: there is no room.
    """
    one = hold(road, arrival)
    with road.database.write() as work:
        row = work.ledger.get(arrival.id)
        if row is None or row.state not in (LedgerState.SEEN, LedgerState.SETTLED):
            raise LaterError(0.0)
        work.originals.add(one.stored.sha256, one.stored.size, UNKNOWN_TYPE, road.clock.now())
        work.ledger.settle(row.id, *one.look.as_row())
        work.ledger.advance(
            row.id, LedgerState.STORED, sha256=one.stored.sha256, reason_code="", reason_params={}
        )


def hold(road: Storing, arrival: Arrival) -> Held:
    """Store the bytes of an arrival; raises as ``store``."""
    stored, look = _read(road, arrival, Path(arrival.location))
    return Held(arrival, stored, look)


def note_and_release(road: Storing, held: Sequence[Held]) -> None:
    """Note bytes of many arrivals in one durable transaction, and give their rows back."""
    moment = road.clock.now()
    with road.database.write() as work:
        for one in held:
            work.originals.add(one.stored.sha256, one.stored.size, UNKNOWN_TYPE, moment)
        work.ledger.note_stored([(one.arrival.id, one.stored.sha256, *one.look.as_row()) for one in held])


def _read(road: Storing, arrival: Arrival, source: Path) -> tuple[StoredFile, Look]:
    """Copy the bytes and make sure that they are those of one moment.

    A file in an intake folder must not have changed since it settled; of a file given to ``add`` the last of
    several readings stands.
    """
    for reading in range(_READS_OF_A_CHANGING_FILE):
        before = regular_file(source)
        if arrival.origin == INTAKE and not before.same_bytes_as(_settled(arrival)):
            _see_anew(road, arrival, before)
        stored = _put(road, arrival, source)
        after = regular_file(source)
        whole = after.same_bytes_as(before) and stored.size == after.size
        if whole or (arrival.origin != INTAKE and reading == _READS_OF_A_CHANGING_FILE - 1):
            return stored, after
    raise LaterError(1.0, "changed")


def _settled(arrival: Arrival) -> Look:
    return Look(arrival.size, arrival.mtime_ns, arrival.inode, 0)


def _see_anew(road: Storing, arrival: Arrival, look: Look) -> None:
    """It has changed since it settled: let it settle again."""
    draft = ArrivalDraft(
        path=arrival.path,
        origin=arrival.origin,
        location=arrival.location,
        record_class=arrival.record_class,
        source_name=arrival.source_name,
        size=look.size,
        mtime_ns=look.mtime_ns,
        inode=look.inode,
        sidecar=arrival.sidecar,
        held=arrival.held,
    )
    with road.database.write() as work:
        work.ledger.see(draft, road.clock.now())
    raise LaterError(0.0, "changed")


def regular_file(source: Path) -> Look:
    """What the file looks like now.

    Raises:
        GoneError: it is not there.
        RejectedError: it is a link, a folder, a pipe, a socket or a device.
    """
    try:
        status = source.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise GoneError from error
    for test, code, kind in _KINDS:
        if test(status.st_mode):
            raise RejectedError(code, {"kind": kind} if kind else {})
    return Look.of(status)


def _put(road: Storing, arrival: Arrival, source: Path) -> StoredFile:
    try:
        return road.originals.put(source)
    except DiskFull:
        raise
    except (FileNotFoundError, NotADirectoryError) as error:
        raise GoneError from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("На диске нет места для подлинников.", "Освободите место.") from error
        detail = errno.errorcode.get(error.errno or 0, "")
        raise again_or_reject(arrival, "unreadable", {"detail": detail}) from error
