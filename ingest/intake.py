"""The intake put together: observer, dispatcher, receipts. Nothing heavy runs in its process."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from catalog.arrivals import LedgerState
from catalog.errors import VecheError
from catalog.model import RecordClass
from ingest.bands import fill_bands
from ingest.budget_tables import read_budgets
from ingest.chores import Chores
from ingest.dispatcher import Dispatcher
from ingest.observing import Observing, Timing
from ingest.receipts import Receipts
from ingest.rereading import reread_if_readers_changed, take_requests
from ingest.road import Road
from ingest.room import Room
from ingest.scanning import IntakeFolder
from ingest.watcher import Marks, watching

logger = logging.getLogger(__name__)
_TICK, _LONGEST_WAIT = 0.1, 0.5
_A_DAY = 24 * 3600.0
_AFTER_A_FAULT = 2.0
_WORKED_ON = (LedgerState.SETTLED, LedgerState.STORED, LedgerState.EXTRACTED, LedgerState.DESCRIBED)
_SOON = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """Settings of the intake.

    Attributes:
        folders: that are watched.
        receipts: «Квитанции».
        settle_seconds: how long a file must not have changed.
        rescan_seconds: how often everything is looked through.
        polling_seconds: the same where the system gives no events (network shares); 0 means that it does.
        workers: how many files are worked on at once.
        rejected_days: how long copies of rejected files are kept.
    """

    folders: tuple[IntakeFolder, ...]
    receipts: Path
    settle_seconds: float = 2.0
    rescan_seconds: float = 180.0
    polling_seconds: float = 0.0
    workers: int = 2
    rejected_days: int = 90


@dataclass(frozen=True, slots=True)
class FolderPaths:
    """Where files are dropped and where the intake answers.

    Attributes:
        top: the folder above, whose other files and folders are taken as acts, or None.
        acts: folders of acts.
        budgets: folders of budgets.
        press: folders of clippings.
        rejected: «Не принято».
        receipts: «Квитанции».
        held: names of folders whose documents a librarian opens first.
    """

    top: Path | None
    acts: tuple[Path, ...]
    budgets: tuple[Path, ...]
    press: tuple[Path, ...]
    rejected: Path
    receipts: Path
    held: tuple[str, ...] = ()


def intake_folders(paths: FolderPaths) -> tuple[IntakeFolder, ...]:
    """The folders that are watched; those that are missing are made."""
    named = (
        *((path, RecordClass.ACT, False) for path in paths.acts),
        *((path, RecordClass.ACT, True) for path in paths.budgets),
        *((path, RecordClass.PRESS, False) for path in paths.press),
    )
    own = frozenset((paths.rejected, paths.receipts))
    others = own | {path for path, _, _ in named}
    folders = [
        IntakeFolder(path, path.name, record_class, budget, paths.held, others - {path})
        for path, record_class, budget in named
    ]
    if paths.top:
        folders.append(IntakeFolder(paths.top, "", RecordClass.ACT, held=paths.held, excluded=others))
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.path.mkdir(parents=True, exist_ok=True)
    return tuple(folders)


@dataclass(slots=True)
class Intake:
    """Takes what is dropped into the intake folders.

    Attributes:
        road: that files take.
        options: settings.
    """

    road: Road
    options: IntakeOptions
    _room: Room = field(init=False)
    _receipts: Receipts = field(init=False)
    _dispatcher: Dispatcher = field(init=False)
    _chores: Chores = field(init=False)
    _marks: Marks = field(default_factory=Marks)

    def __post_init__(self) -> None:
        road, options = self.road, self.options
        self._room = Room(road.database, road.originals, road.clock)
        road.on_disk_full = self._room.refused
        self._receipts = Receipts(road.database, road.clock, options.receipts, self._room)
        self._dispatcher = Dispatcher(road, self._room, options.workers, self._receipts.mark)
        self._chores = Chores(road, options.rejected_days)

    def run(self, stop: threading.Event) -> None:
        """Take files until told to stop; what is at work then comes to its end or is given back."""
        observing = self._observing(Timing(self.options.settle_seconds))
        with self._at_work(), self._rereading(), self._events() as told:
            pause = self.options.rescan_seconds
            if not told:
                pause = min(pause, self.options.polling_seconds or _AFTER_A_FAULT)
            loop = _Loop(observing, self._marks, self._chores, self._receipts, pause)
            while not stop.is_set():
                try:
                    loop.turn()
                except (VecheError, OSError) as error:
                    logger.warning("the observer waits: %s", error)
                    loop.lost()
                    stop.wait(_AFTER_A_FAULT)

    def run_once(self) -> None:
        """Take all that has settled, with what earlier runs left, then end.

        Raises:
            DatabaseUnavailable: the catalogue does not answer.
        """
        observing = self._observing(Timing(self.options.settle_seconds, alone=0.0, recheck=0.1))
        self._chores.begin()
        observing.finish_gone()
        with self._at_work():
            observing.look_through()
            until = time.monotonic() + self.options.settle_seconds + _LONGEST_WAIT
            while observing.waiting and time.monotonic() < until:
                time.sleep(min(max(observing.next_due(), _TICK), _LONGEST_WAIT))
                observing.settle()
            while self._is_at_work() and self._room.enough:
                time.sleep(_TICK)
            self._chores.clean()
        self._chores.note_scan()
        self._receipts.write_now()

    def _observing(self, timing: Timing) -> Observing:
        return Observing(
            database=self.road.database,
            folders=self.options.folders,
            clock=self.road.clock,
            timing=timing,
            hand_over=self._dispatcher.settled,
        )

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[None]:
        """Let the dispatcher work as long as the context lasts."""
        self._dispatcher.start()
        try:
            yield
        finally:
            if not self._dispatcher.stop():
                self.road.extraction.close()
                self.road.describer.close()
                self._dispatcher.stop(_AFTER_A_FAULT)
            with contextlib.suppress(VecheError, OSError):
                self._receipts.write_now()

    @contextlib.contextmanager
    def _rereading(self) -> Iterator[None]:
        """Beside all else read what waited for a reader that has come since the last start."""
        thread = threading.Thread(target=self._reread, name="intake-reread", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.road.stopping.set()
            thread.join(_AFTER_A_FAULT)

    def _reread(self) -> None:
        """What waited for a reader that has come, then, as long as the intake runs, what people ask for.

        Beside it, texts that came without bands (imports, older versions) get them, a few at a time, and the
        tables of budgets are read, so that their page is there at once.
        """
        steps: tuple[Callable[[Road], object], ...] = (reread_if_readers_changed,)
        while not self.road.stopping.is_set():
            for step in steps:
                try:
                    step(self.road)
                except (VecheError, OSError) as error:
                    logger.warning("what waits is not read again: %s", error)
            steps = (take_requests, fill_bands, read_budgets)
            self.road.stopping.wait(_AFTER_A_FAULT)

    @contextlib.contextmanager
    def _events(self) -> Iterator[bool]:
        if self.options.polling_seconds:
            yield False
            return
        with watching(_outermost(folder.path for folder in self.options.folders), self._marks) as told:
            yield told

    def _is_at_work(self) -> bool:
        """Whether a row can be brought further now or soon."""
        soon = self.road.clock.now() + _SOON
        with self.road.database.read() as work:
            rows, _ = work.ledger.list(state=_WORKED_ON, sort="oldest", limit=1000)
        return any(row.next_try is None or row.next_try < soon for row in rows)


@dataclass(slots=True)
class _Loop:
    """The turns of the observer's loop."""

    observing: Observing
    marks: Marks
    chores: Chores
    receipts: Receipts
    pause: float
    next_scan: float = 0.0
    next_day: float = 0.0

    def lost(self) -> None:
        """Something was missed: look through everything."""
        self.next_scan = 0.0

    def turn(self) -> None:
        """Wait a little, look at what is marked, hand over what has settled."""
        now = time.monotonic()
        if now >= self.next_day:
            self.next_day = now + _A_DAY
            self.chores.begin()
            self.observing.finish_gone()
        self.marks.wait(min(self.observing.next_due(), max(self.next_scan - now, 0.0), _LONGEST_WAIT))
        time.sleep(_TICK)  # events of one copy come in crowds
        hints = self.marks.take()
        if hints.lost or time.monotonic() >= self.next_scan:
            self.observing.look_through()
            self.next_scan = time.monotonic() + self.pause
            self.chores.clean()
            self.chores.note_scan()
        self.observing.take(hints)
        self.observing.settle()
        self.receipts.write_if_due()


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """The folders that lie in no other one of them."""
    known = sorted({Path(os.path.abspath(path)) for path in paths})  # noqa: PTH100 - links are not resolved
    return [path for path in known if not any(path.is_relative_to(other) for other in known if other != path)]
