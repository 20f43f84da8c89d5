"""Threads that bring rows of the ledger to their outcomes; processes that they ask do the heavy work."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from catalog.arrivals import Arrival
from catalog.errors import VecheError
from catalog.leases import current_lease
from ingest.road import Road
from ingest.room import Room

logger = logging.getLogger(__name__)
_IDLE = 0.5
_AFTER_A_FAULT = 2.0
_DRAIN = 6.0
_LOT = 50
_LONG_BACKLOG = 300


@dataclass(slots=True)
class Dispatcher:
    """Workers that take rows one after another, and one that only stores what has settled.

    Storing runs ahead of reading, so that sources are safe within minutes whatever the reading takes: when
    thousands of files come at once, reading waits until they are stored.

    Attributes:
        road: that the rows take.
        room: asked before a row is taken.
        workers: how many rows are worked on at once.
        done: called after each outcome.
    """

    road: Road
    room: Room
    workers: int
    done: Callable[[], None]
    _stop: threading.Event = field(default_factory=threading.Event)
    _wake: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _settled: queue.SimpleQueue[Sequence[int] | None] = field(default_factory=queue.SimpleQueue)
    _backlog: int = 0
    _held: set[int] = field(default_factory=set)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        targets = [(self._work, f"intake-{number}") for number in range(self.workers)]
        for target, name in [*targets, (self._store, "intake-store")]:
            thread = threading.Thread(target=target, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def settled(self, rows: Sequence[int]) -> None:
        """Rows that have settled."""
        with self._guard:
            self._backlog += len(rows)
        self._settled.put(rows)
        for _ in range(min(len(rows), self.workers)):
            self._wake.release()

    def stop(self, seconds: float = _DRAIN) -> bool:
        """Let what is at work come to its end, for so many seconds; False when it did not."""
        self.road.stopping.set()
        self._stop.set()
        self._settled.put(None)
        for _ in self._threads:
            self._wake.release()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def take_one(self) -> bool:
        """Take the next row as far as it goes; False when there is none."""
        with self.road.database.write(durable=False) as work:
            row = work.ledger.claim(current_lease(), self.road.clock.now())
        if row is None:
            return False
        with self._holding([row]):
            try:
                after = self.road.process(row, lambda _: self.done())
            except VecheError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a reader does, the other rows are taken
                after = self.road.give_up(row, error)
            if after.state.final:
                self.done()
        return True

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._free_held()
                if self._backlog > _LONG_BACKLOG or not (self.room.enough and self.take_one()):
                    self._wake.acquire(timeout=_IDLE)
            except VecheError as error:
                logger.warning("the intake waits: %s", error)
                self._stop.wait(_AFTER_A_FAULT)

    def _store(self) -> None:
        while (settled := self._settled.get()) is not None:
            for start in range(0, len(settled), _LOT):
                self._store_if_there_is_room(settled[start : start + _LOT])
                with self._guard:
                    self._backlog -= len(settled[start : start + _LOT])

    def _store_if_there_is_room(self, rows: Sequence[int]) -> None:
        """Store a lot of rows; what fails here the workers take one by one in their turn."""
        while self.room.enough and not self._stop.is_set():
            try:
                self._store_lot(rows)
            except VecheError as error:
                logger.warning("storing waits: %s", error)
                self._stop.wait(_AFTER_A_FAULT)
            except Exception:  # which row it was shows when they are taken one by one
                logger.exception("storing in lots failed")
                return
            else:
                return

    def _store_lot(self, rows: Sequence[int]) -> None:
        """Store those of the rows that no worker has taken yet."""
        with self.road.database.write(durable=False) as work:
            held = work.ledger.claim_many(current_lease(), self.road.clock.now(), rows)
        with self._holding(held):
            self.road.store([row for row in held if row.sha256 is None])
            with self.road.database.write(durable=False) as work:
                work.ledger.release_many([row.id for row in held if row.sha256 is not None])

    @contextlib.contextmanager
    def _holding(self, rows: Sequence[Arrival]) -> Iterator[None]:
        """Remember rows whose lease could not be given back."""
        try:
            yield
        except Exception:
            with self._guard:
                self._held.update(row.id for row in rows)
            raise

    def _free_held(self) -> None:
        """Give back the leases of rows that were left by a fault of the catalogue."""
        with self._guard:
            held = set(self._held)
        for row in held:
            self._release(row)
            with self._guard:
                self._held.discard(row)

    def _release(self, row: int) -> None:
        with self.road.database.write(durable=False) as work:
            work.ledger.release(row)
