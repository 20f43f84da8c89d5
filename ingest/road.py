"""The road from a file to a record: each step goes on from the state of the arrival's row in the ledger.

    seen, settled -> stored -> extracted -> described -> catalogued | duplicate | opened | rejected | gone

A step reads what the step before it stored. The bytes and the outcome are committed durably; what lies
between can be made again from the bytes, so that a crash at any instruction loses nothing but work.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from catalog.arrivals import Arrival, LedgerState
from catalog.clock import Clock
from catalog.database import Database
from catalog.derived import DerivedFiles
from catalog.errors import DatabaseUnavailable, DiskFull
from catalog.leases import current_lease
from catalog.originals import OriginalFiles
from extraction.protocol import Archive, Extracted, Extraction, Limits, Outcome, Refused
from ingest.cataloguing import catalogue, find_duplicate
from ingest.describers import Describer, InlineDescriber
from ingest.describing import Received, informed
from ingest.leaving import Leaving, move_to_rejected, remove_source
from ingest.letters import has_attachments, is_letter, open_letter
from ingest.opening import Budgets, open_archive, summed_up
from ingest.reasons import say
from ingest.rereading import RereadReport, reread_waiting
from ingest.settling import Look
from ingest.splitting import drafts_of
from ingest.steps import LaterError, RejectedError, again_or_reject
from ingest.storing import INTAKE, GoneError, Held, hold, note_and_release, store
from ingest.workbench import Workbench

logger = logging.getLogger(__name__)
Tell = Callable[[Arrival], None]
_WAIT_FOR_MEMBERS = 1.0
_TURN = 5.0  # seconds that one archive keeps a worker of the intake
_WAIT_FOR_ROOM = 15.0
_STOPPED = "stopped"


def _nothing() -> None:
    """Nobody wants to know."""


@dataclass(slots=True)
class Road:
    """All that the steps need; thread-safe.

    Attributes:
        database: the catalogue.
        originals: files as received.
        extraction: reads bytes.
        clock: now and today.
        scratch: a folder for what is on its way, on the home's disk.
        describer: reads requisites.
        limits: of archives across nesting.
        rejected_folder: «Не принято», or None where nothing is moved.
        language: of the reasons written to «почему.txt».
        budgets: of open archives.
        stopping: set when what is at work should be given back soon.
        on_disk_full: called when something could not be kept for want of room.
        derived: where tables are kept, or None where they are read only when asked for.
        recognises: whether the settings let scans be read.
    """

    database: Database
    originals: OriginalFiles
    extraction: Extraction
    clock: Clock
    scratch: Path
    describer: Describer = field(default_factory=InlineDescriber)
    limits: Limits = field(default_factory=Limits)
    rejected_folder: Path | None = None
    language: str = "ru"
    budgets: Budgets = field(default_factory=Budgets)
    stopping: threading.Event = field(default_factory=threading.Event)
    on_disk_full: Callable[[], None] = _nothing
    derived: DerivedFiles | None = None
    recognises: bool = True
    workbench: Workbench = field(init=False)

    def __post_init__(self) -> None:
        self.workbench = Workbench(self.scratch / "on-the-way")

    def process(self, arrival: Arrival, tell: Tell | None = None) -> Arrival:
        """Bring an arrival to its outcome, as far as it can be brought now.

        The row must be held by a lease of this process; on return it is not. A row that is not final then
        has its reason and the moment of its next try.

        Args:
            arrival: as claimed.
            tell: called with the row when it is final, and before that with those of an archive's members.

        Raises:
            DatabaseUnavailable: the outcome could not be written; the row is still held.
        """
        began = time.monotonic()
        try:
            while not arrival.state.final:
                self._step(arrival, began, tell)
                arrival = self._now(arrival)
        except LaterError as later:
            return self._later(arrival, later)
        except DiskFull:
            self.on_disk_full()
            return self._later(arrival, LaterError(_WAIT_FOR_ROOM, "disk-full"))
        except RejectedError as rejected:
            arrival = self._finish(arrival, LedgerState.REJECTED, began, rejected.code, rejected.params)
        except GoneError:
            arrival = self._finish(arrival, LedgerState.GONE, began, "gone")
        self.workbench.clear(arrival.id)
        with contextlib.suppress(DatabaseUnavailable, DiskFull):
            self.clean(arrival)
        if tell:
            tell(self._now(arrival))
        return self._now(arrival)

    def store(self, arrivals: Sequence[Arrival]) -> None:
        """Only store the bytes of settled arrivals, so that their sources are safe; give the rows back."""
        held = [one for arrival in arrivals if (one := self._hold(arrival))]
        note_and_release(self, held)

    def _hold(self, arrival: Arrival) -> Held | None:
        """The bytes of one arrival, or None for one that came to its outcome or has to wait."""
        try:
            return hold(self, arrival)
        except LaterError as later:
            self._later(arrival, later)
        except DiskFull:
            self.on_disk_full()
            self._later(arrival, LaterError(_WAIT_FOR_ROOM, "disk-full"))
        except (RejectedError, GoneError):
            self.process(arrival)
        return None

    def reread_waiting(self, progress: Callable[[int, int], object] | None = None) -> RereadReport:
        """Read again what was waiting for a reader; see ``rereading``."""
        return reread_waiting(self, progress)

    def give_up(self, arrival: Arrival, error: Exception) -> Arrival:
        """An unforeseen error: tried again some times, then rejected; the bytes are kept."""
        logger.error("arrival %d: %s", arrival.id, type(error).__name__, exc_info=error)
        verdict = again_or_reject(arrival, "failed", {"detail": type(error).__name__})
        if isinstance(verdict, LaterError):
            return self._later(arrival, verdict)
        done = self._finish(arrival, LedgerState.REJECTED, time.monotonic(), verdict.code, verdict.params)
        with contextlib.suppress(DatabaseUnavailable, DiskFull):
            self.clean(done)
        return self._now(done)

    def clean(self, arrival: Arrival) -> bool:
        """Let the source of an arrival with an outcome leave its intake folder; False when it cannot yet."""
        if not arrival.state.final or arrival.source_removed:
            return True
        if arrival.origin != INTAKE or not arrival.location:
            return True
        leaving = Leaving(
            path=Path(arrival.location),
            look=Look(arrival.size, arrival.mtime_ns, arrival.inode, 0),
            number=arrival.id,
            shown=arrival.path,
            reason=say(arrival.reason_code, arrival.reason_params, self.language),
            moment=(arrival.finished or self.clock.now()).astimezone(self.clock.zone),
        )
        try:
            if arrival.state is not LedgerState.REJECTED:
                remove_source(leaving)
            elif self.rejected_folder:
                move_to_rejected(leaving, self.rejected_folder)
        except OSError as error:
            logger.info("source of arrival %d stays: %s", arrival.id, error)
            return False
        with self.database.write(durable=False) as work:
            work.ledger.mark_source_removed(arrival.id)
        return True

    def _step(self, arrival: Arrival, began: float, tell: Tell | None) -> None:
        if arrival.state in (LedgerState.SEEN, LedgerState.SETTLED):
            store(self, arrival)
        elif arrival.state is LedgerState.STORED:
            if not find_duplicate(self, arrival, _milliseconds(began)):
                self._read(arrival)
        elif not self._take_members(arrival, began, tell):
            self._describe(arrival, began)

    def _read(self, arrival: Arrival) -> None:
        """From stored bytes to pages of text, or to the members of an archive."""
        outcome = self._outcome(arrival)
        if isinstance(outcome, Archive):
            open_archive(self, arrival, outcome)
            return
        self.workbench.put(arrival.id, outcome)
        if has_attachments(outcome) and open_letter(self, arrival):
            return
        with self.database.write(durable=False) as work:
            work.ledger.advance(arrival.id, LedgerState.EXTRACTED)

    def _outcome(self, arrival: Arrival) -> Extracted | Archive:
        received = Received.of(arrival)
        outcome: Outcome = self.extraction.extract(
            self.originals.path(arrival.sha256 or ""), received.file_name
        )
        if not isinstance(outcome, Refused):
            return outcome
        params = {"format": outcome.media_type} | outcome.params
        if outcome.reason_code == _STOPPED:
            raise LaterError(0.0)
        if outcome.reason_code == "gone":
            raise RejectedError("copy-expired")
        if outcome.retry:
            raise again_or_reject(arrival, outcome.reason_code, params)
        raise RejectedError(outcome.reason_code, params)

    def _describe(self, arrival: Arrival, began: float) -> None:
        reading = self.workbench.get(arrival.id)
        if reading is None:
            outcome = self._outcome(arrival)
            if isinstance(outcome, Archive):
                open_archive(self, arrival, outcome)
                return
            reading = outcome
        arrival = informed(arrival)
        received = Received.of(arrival)
        description = self.describer.describe(reading.text, received.file_name, received.record_class)
        with self.database.write(durable=False) as work:
            work.ledger.advance(arrival.id, LedgerState.DESCRIBED)
        drafts = drafts_of(self.describer, arrival, reading, description)
        catalogue(self, arrival, drafts, _milliseconds(began))

    def _take_members(self, arrival: Arrival, began: float, tell: Tell | None) -> bool:
        """Bring members of an archive or letter to their outcomes; False for what has yet to be described."""
        with self.database.read() as work:
            children = work.ledger.children(arrival.id)
        if not children:
            return False
        until = time.monotonic() + _TURN
        for child in children:
            if child.state.final:
                continue
            if self.stopping.is_set():
                raise LaterError(0.0)
            with self.database.write(durable=False) as work:
                claimed = work.ledger.claim(current_lease(), self.clock.now(), ids=[child.id])
            if claimed:
                self.process(claimed, tell)
                if arrival.origin == INTAKE and time.monotonic() > until:
                    break  # others have their turn
        with self.database.read() as work:
            children = work.ledger.children(arrival.id)
        if not all(child.state.final for child in children):
            raise LaterError(_WAIT_FOR_MEMBERS)
        self.budgets.forget(arrival.id)
        with self.database.read() as work:
            if is_letter(work, arrival):
                return False
        self._finish(arrival, LedgerState.OPENED, began, "opened", summed_up(children))
        return True

    def _finish(
        self,
        arrival: Arrival,
        state: LedgerState,
        began: float,
        code: str,
        params: dict[str, str] | None = None,
    ) -> Arrival:
        with self.database.write() as work:
            work.ledger.finish(
                arrival.id,
                state,
                reason_code=code,
                reason_params=params or {},
                finished=self.clock.now(),
                milliseconds=_milliseconds(began),
            )
        return self._now(arrival)

    def _later(self, arrival: Arrival, later: LaterError) -> Arrival:
        with self.database.write(durable=False) as work:
            work.ledger.retry_later(
                arrival.id, self.clock.now() + timedelta(seconds=later.seconds), later.code, later.params
            )
        return self._now(arrival)

    def _now(self, arrival: Arrival) -> Arrival:
        with self.database.read() as work:
            return work.ledger.get(arrival.id) or arrival


def _milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
