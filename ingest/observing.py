"""What the observer does with files of the intake folders: sees, waits until they settle, hands over.

It opens no file but to ask whether somebody writes, and leaves all work to others.
"""

from __future__ import annotations

import heapq
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from catalog.arrivals import ArrivalDraft, LedgerState
from catalog.clock import Clock
from catalog.database import Database
from ingest.describing import BUDGET_FOLDER, FOLDER_CATEGORY
from ingest.names import editor_locks
from ingest.scanning import Found, IntakeFolder, look_at, scan, scan_below
from ingest.settling import Look, Settling, held_open
from ingest.sidecars import Neighbours, is_folder_sidecar, is_sidecar_name, read_for
from ingest.storing import INTAKE
from ingest.watcher import Hints

_LOT = 500
_STALE_LOCK = 12 * 3600.0
_ALONE = 600.0
"""Seconds that a description waits for its document before it is taken for a file of its own."""
_SAY_WAITING = 60.0
OPEN_ELSEWHERE = "open-elsewhere"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things are waited for, in seconds.

    Attributes:
        settle: a file must not have changed for so long.
        alone: a description without a document is left for so long.
        recheck: a file that is open elsewhere is looked at again after so long.
    """

    settle: float = 2.0
    alone: float = _ALONE
    recheck: float = 2.0


@dataclass(slots=True)
class _Waiting:
    """A file that has been seen and not handed over."""

    found: Found
    row: int
    since: float
    closed: bool = False
    said: bool = False


@dataclass(slots=True)
class Observing:
    """The files of the intake folders and how each stands; used by one thread.

    Attributes:
        database: the catalogue.
        folders: that are watched.
        clock: now.
        timing: how long things are waited for.
        hand_over: called with the numbers of rows that have settled.
        monotonic: a clock that never goes back.
        wall: the clock that files are dated by.
        writers: tells whether a file is open for writing.
    """

    database: Database
    folders: tuple[IntakeFolder, ...]
    clock: Clock
    timing: Timing
    hand_over: Callable[[Sequence[int]], None]
    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    writers: Callable[[Path], bool | None] = held_open
    _settling: Settling = field(init=False)
    _waiting: dict[Path, _Waiting] = field(default_factory=dict)
    _handed: dict[Path, Look] = field(default_factory=dict)
    _due: list[tuple[float, Path]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._settling = Settling(self.timing.settle)

    @property
    def waiting(self) -> int:
        """How many files have been seen and not handed over."""
        return len(self._waiting)

    def next_due(self) -> float:
        """Seconds until a file should be looked at again; a long time when there is none."""
        return max(0.0, self._due[0][0] - self.monotonic()) if self._due else 3600.0

    def look_through(self) -> None:
        """Look through all folders: what events missed is found, what is gone is forgotten."""
        result = scan(self.folders)
        present = {found.path for found in result.files}
        unread = tuple(result.unreadable)
        self.see(result.files)
        for path in [path for path in self._handed if path not in present]:
            if not any(path.is_relative_to(folder) for folder in unread):
                del self._handed[path]

    def take(self, hints: Hints) -> None:
        """Look at what events have marked."""
        found = [one for path in hints.paths if (one := look_at(path, self.folders))]
        found += scan_below(hints.folders, self.folders).files
        self.see(found)
        for path in hints.closed:
            if path in self._waiting:
                self._waiting[path].closed = True

    def see(self, files: Iterable[Found]) -> None:
        """Note files in the ledger that are new, or that have changed since they were handed over."""
        fresh = list({found.path: found for found in files if self._is_new(found)}.values())
        for start in range(0, len(fresh), _LOT):
            lot = fresh[start : start + _LOT]
            with self.database.write(durable=False) as work:
                rows = work.ledger.see_many([_draft(found) for found in lot], self.clock.now())
            now = self.monotonic()
            for found, row in zip(lot, rows, strict=True):
                self._waiting[found.path] = _Waiting(found, row, now)
                quiet = self._settling.quiet_for(found.path, found.look, now, self.wall())
                self._look_again(found.path, max(0.0, self.timing.settle - quiet))

    def settle(self) -> int:
        """Hand over the files that have settled; how many those were."""
        now = self.monotonic()
        ready: list[tuple[_Waiting, Look]] = []
        gone: list[_Waiting] = []
        while self._due and self._due[0][0] <= now:
            _, path = heapq.heappop(self._due)
            waiting = self._waiting.get(path)
            if waiting is None:
                continue
            found = look_at(path, self.folders)
            if found is None:
                gone.append(waiting)
            elif self._has_settled(waiting, found, now):
                ready.append((waiting, found.look))
        for start in range(0, len(ready), _LOT):
            self._hand_over(ready[start : start + _LOT])
        self._note_gone(gone)
        return len(ready)

    def finish_gone(self) -> None:
        """At the start: rows of files that were seen before and are gone since have their outcome."""
        with self.database.read() as work:
            rows = [row for row in work.ledger.seen_rows() if not os.path.lexists(row.location)]
        self._finish_gone([row.id for row in rows])

    def _is_new(self, found: Found) -> bool:
        if found.path in self._waiting:
            self._settling.quiet_for(found.path, found.look, self.monotonic(), self.wall())
            return False
        handed = self._handed.get(found.path)
        if handed and handed.same_bytes_as(found.look):
            return False
        if is_folder_sidecar(found.path.name):
            return False
        return not is_sidecar_name(found.path.name) or self._stands_alone(found)

    def _stands_alone(self, found: Found) -> bool:
        """Whether a description has no document, and has been without one for long."""
        try:
            neighbours = Neighbours(entry.name for entry in found.path.parent.iterdir())
        except OSError:
            return False
        if neighbours.is_companion(found.path.name):
            return False
        age = self.wall() - max(found.look.mtime_ns, found.look.changed_ns) / 1e9
        return age >= self.timing.alone

    def _has_settled(self, waiting: _Waiting, found: Found, now: float) -> bool:
        path = found.path
        if not self._settling.ready(path, found.look, now, self.wall()):
            quiet = self._settling.quiet_for(path, found.look, now, self.wall())
            self._look_again(path, self.timing.settle - quiet)
            return False
        if not found.regular:
            return True
        writes = self.writers(path)
        if writes is None and not waiting.closed:
            writes = not self._settling.ready_blind(path, found.look, now, self.wall())
        if writes or _is_open_in_editor(path, self.wall()):
            self._look_again(path, max(self.timing.recheck, 0.05))
            self._say_waiting(waiting, now)
            return False
        return True

    def _say_waiting(self, waiting: _Waiting, now: float) -> None:
        """After a while the ledger says why a file is not taken."""
        if waiting.said or now - waiting.since < _SAY_WAITING:
            return
        waiting.said = True
        with self.database.write(durable=False) as work:
            moment = self.clock.now() + timedelta(seconds=self.timing.recheck)
            work.ledger.retry_later(waiting.row, moment, OPEN_ELSEWHERE)

    def _look_again(self, path: Path, seconds: float) -> None:
        heapq.heappush(self._due, (self.monotonic() + max(seconds, 0.0), path))

    def _hand_over(self, ready: list[tuple[_Waiting, Look]]) -> None:
        with self.database.write(durable=False) as work:
            for waiting, look in ready:
                work.ledger.settle(waiting.row, *look.as_row())
        for waiting, look in ready:
            path = waiting.found.path
            self._handed[path] = look
            self._waiting.pop(path, None)
            self._settling.forget(path)
        self.hand_over([waiting.row for waiting, _ in ready])

    def _note_gone(self, gone: list[_Waiting]) -> None:
        for waiting in gone:
            self._waiting.pop(waiting.found.path, None)
            self._settling.forget(waiting.found.path)
        self._finish_gone([waiting.row for waiting in gone])

    def _finish_gone(self, rows: list[int]) -> None:
        for start in range(0, len(rows), _LOT):
            with self.database.write(durable=False) as work:
                for row in rows[start : start + _LOT]:
                    now = work.ledger.get(row)
                    if now and now.state is LedgerState.SEEN:
                        work.ledger.finish(
                            row,
                            LedgerState.GONE,
                            reason_code="gone",
                            finished=self.clock.now(),
                            milliseconds=0,
                        )
                        work.ledger.mark_source_removed(row)


def _draft(found: Found) -> ArrivalDraft:
    told = read_for(found.path).values if found.regular else {}
    sidecar = dict(told)
    if found.folder.budget:
        sidecar[FOLDER_CATEGORY] = BUDGET_FOLDER
    size, mtime_ns, inode = found.look.as_row()
    return ArrivalDraft(
        path=found.shown,
        origin=INTAKE,
        location=str(found.path),
        record_class=found.folder.record_class,
        source_name=found.source_name,
        size=size,
        mtime_ns=mtime_ns,
        inode=inode,
        sidecar=sidecar,
        held=found.held,
    )


def _is_open_in_editor(path: Path, wall: float) -> bool:
    """Whether Word or LibreOffice has left a lock beside the file; one of yesterday is a leftover."""
    for name in editor_locks(path.name):
        try:
            status = os.lstat(path.with_name(name))
        except OSError:
            continue
        if wall - status.st_mtime < _STALE_LOCK:
            return True
    return False
