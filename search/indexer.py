"""Brings the index up to what the catalogue says: the queue drained, checked, or all rebuilt beside."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from typing import Protocol

from catalog.database import Database
from catalog.errors import HomeLocked, IndexDamaged
from catalog.stores.record_reading import IndexRow
from catalog.unit_of_work import UnitOfWork
from search.engine import IndexDocument, StatusInterval
from search.whoosh_engine import WhooshEngine
from search.whoosh_engine.damage import damaged


class Span(Protocol):
    """A status that holds from a day up to, not including, another; None is open."""

    @property
    def status(self) -> str:
        """The status."""
        ...

    @property
    def since(self) -> date | None:
        """The first day."""
        ...

    @property
    def until(self) -> date | None:
        """The day behind the last."""
        ...


Statuses = Callable[[UnitOfWork, Sequence[int]], Mapping[int, Sequence[Span]]]
Progress = Callable[[int, int], None]

ALWAYS_UNKNOWN = (StatusInterval("unknown", None, None),)
_LOT = 200
_COMMIT = 4000  # records a commit
_WAKE_SECONDS = 0.15
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a check found.

    Attributes:
        records: records held by the index.
        behind: changes of the catalogue that are not in it yet.
        faults: sentences; none when all is well.
    """

    records: int
    behind: int
    faults: tuple[str, ...]


class Indexer:
    """Keeps one index.

    Args:
        database: the catalogue.
        path: the index folder of the data home.
        statuses: gives the status intervals of records.

    Attributes:
        path: the index folder.
    """

    def __init__(self, database: Database, path: Path, statuses: Statuses) -> None:
        self._database = database
        self.path = path
        self._statuses = statuses

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the index lock: one indexer at a time; a dead holder's lock is free.

        Raises:
            HomeLocked: another process indexes.
        """
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.path / "indexer.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise HomeLocked(
                    "Поисковый указатель уже обновляет другая программа.", "Подождите немного."
                ) from error
            yield

    def engine(self) -> WhooshEngine:
        """The live engine, for reading."""
        return WhooshEngine(self.path)

    def _own_engine(self) -> WhooshEngine:
        """The live engine for who holds the lock; where there is none, it is made of the whole catalogue.

        The queue alone would not do: it need not go back to the first record.

        Raises:
            IndexDamaged: the index holds changes that the catalogue knows nothing of (a restored catalogue).
        """
        if not WhooshEngine.exists(self.path):
            self._rebuild(None)
        engine = self.engine()
        with self._database.read() as unit:
            if engine.queue_number() > unit.queue.last():
                raise damaged("он новее каталога")
        return engine

    def drain(self) -> int:
        """Take the index up to the end of the queue; returns how many changed records were looked at.

        Raises:
            HomeLocked: another process indexes.
            IndexDamaged: the index has to be rebuilt.
        """
        with self.lock(), self._own_engine() as engine:
            return self._drain(engine)

    def bring_up_to_date(self, stop: Event | None = None) -> None:
        """Return when the index holds what is committed now, by own work or by that of who holds the lock.

        Raises:
            IndexDamaged: the index has to be rebuilt.
        """
        with self._database.read() as unit:
            wanted = unit.queue.last()
        while stop is None or not stop.is_set():
            try:
                self.drain()
                return
            except HomeLocked:
                if self._reached(wanted):
                    return
                time.sleep(_WAKE_SECONDS)

    def _reached(self, number: int) -> bool:
        """Whether the holder of the lock has come so far; while it makes or mends the index, it has not."""
        with contextlib.suppress(IndexDamaged), self.engine() as engine:
            return engine.queue_number() >= number
        return False

    def _drain(self, engine: WhooshEngine) -> int:
        looked_at = 0
        while changes := self._changes(engine.queue_number()):
            records = list(dict.fromkeys(record for _, record in changes))
            self._take(engine, records, changes[-1][0])
            looked_at += len(records)
        return looked_at

    def _changes(self, after: int, limit: int = _COMMIT) -> list[tuple[int, int]]:
        with self._database.read() as unit:
            return unit.queue.after(after, limit)

    def _take(self, engine: WhooshEngine, records: Sequence[int], queue_number: int) -> None:
        """One commit: what is in the catalogue replaces, what is not there any more is deleted."""
        found = list(self._documents(records))
        seen = {document.record for document in found}
        engine.update(found, (record for record in records if record not in seen), queue_number)

    def _documents(self, records: Sequence[int]) -> Iterator[IndexDocument]:
        for lot in _lots(records):
            with self._database.read() as unit:
                rows = unit.records.for_index(lot)
                statuses = self._statuses(unit, [row.record.id for row in rows])
            for row in rows:
                yield document_of(row, statuses.get(row.record.id, ALWAYS_UNKNOWN))

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make a new index beside the live one and swap; readers go on. Returns how many records it holds.

        Raises:
            HomeLocked: another process indexes.
        """
        with self.lock():
            return self._rebuild(progress)

    def _rebuild(self, progress: Progress | None) -> int:
        with self._database.read() as unit:
            records, last = list(unit.records.ids()), unit.queue.last()
        with WhooshEngine(self.path).beside() as engine:
            try:
                for start in range(0, len(records), _COMMIT):
                    engine.update(self._documents(records[start : start + _COMMIT]), (), last)
                    if progress is not None:
                        progress(min(start + _COMMIT, len(records)), len(records))
                engine.update((), (), last)
                self._drain(engine)
                engine.make_live()
            finally:
                engine.discard()
            return engine.count()

    def check(self) -> IndexReport:
        """Compare the index with the catalogue."""
        try:
            with WhooshEngine(self.path) as engine:
                held, number = engine.records(), engine.queue_number()
                faults = [f"Файл указателя испорчен: {name}." for name in engine.verify()]
        except IndexDamaged as error:
            return IndexReport(0, 0, (str(error),))
        with self._database.read() as unit:
            waiting = {record for _, record in unit.queue.after(number, _COMMIT)}
            there = {
                record.id
                for lot in _lots(list(unit.records.ids()))
                for record in unit.records.many(lot).values()
                if record.withdrawn_at is None
            }
        faults += [f"Записи {one} нет в указателе." for one in sorted(there - held - waiting)[:_MOST_FAULTS]]
        faults += [f"Записи {one} нет в каталоге." for one in sorted(held - there - waiting)[:_MOST_FAULTS]]
        return IndexReport(len(held), len(waiting), tuple(faults))

    def run(self, stop: Event, failed: Callable[[IndexDamaged], None] | None = None) -> None:
        """Take each change soon after its commit until told to stop; an index that cannot be read is rebuilt.

        Waits while another process holds the index lock (an import that drains the queue itself).

        Args:
            stop: ends the loop.
            failed: told of each damage before the rebuild.
        """
        while not stop.is_set():
            try:
                with self.lock():
                    self._follow(stop)
            except HomeLocked:
                stop.wait(_WAKE_SECONDS)
            except IndexDamaged as error:
                if failed is not None:
                    failed(error)
                with contextlib.suppress(HomeLocked):
                    self.rebuild()

    def _follow(self, stop: Event) -> None:
        with self._own_engine() as engine:
            broken = engine.verify()
            if broken:
                raise damaged(f"испорчены файлы {', '.join(broken)}")
            while not stop.is_set():
                if not self._drain(engine) and not engine.tidy(self._called_away(engine, stop)):
                    stop.wait(_WAKE_SECONDS)

    def _called_away(self, engine: WhooshEngine, stop: Event) -> Callable[[], bool]:
        """Tells whether there is a change to take in, or an end; it asks the queue some times a second."""
        number, asked = engine.queue_number(), time.monotonic()

        def called_away() -> bool:
            nonlocal asked
            if stop.is_set():
                return True
            if time.monotonic() < asked + _WAKE_SECONDS:
                return False
            asked = time.monotonic()
            return bool(self._changes(number, 1))

        return called_away


def _lots(records: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(records), _LOT):
        yield records[start : start + _LOT]


def document_of(row: IndexRow, spans: Sequence[Span]) -> IndexDocument:
    """A record as the engine takes it."""
    record = row.record
    return IndexDocument(
        record=record.id,
        record_class=record.record_class,
        title=record.title,
        kind=record.kind or "",
        issuer=record.issuer or "",
        number=record.number or "",
        date=record.date,
        place=record.place or "",
        categories=row.categories,
        headings=row.headings,
        visibility=row.visibility,
        statuses=tuple(StatusInterval(str(one.status), one.since, one.until) for one in spans)
        or ALWAYS_UNKNOWN,
        pages=row.pages,
    )
