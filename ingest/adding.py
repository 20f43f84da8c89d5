"""``veche add``: copies of files are taken in now, an answer a file; their sources are never touched.

Runs beside an intake: a row that another process works on is waited for.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalog.arrivals import Arrival, ArrivalDraft, LedgerState
from catalog.errors import NotFound, VecheError
from catalog.leases import current_lease
from catalog.model import RecordClass
from ingest.describing import BUDGET_FOLDER, FOLDER_CATEGORY
from ingest.names import shown
from ingest.reasons import say
from ingest.road import Road
from ingest.scanning import files_below
from ingest.settling import Look
from ingest.sidecars import Neighbours, is_folder_sidecar, read_for, read_sidecar

ADD = "add"
_LOOK_AGAIN = 0.2
_PATIENCE = 60.0
_HOPELESS = frozenset({"disk-full", "no-space"})
_DONE = None


@dataclass(frozen=True, slots=True)
class AddAnswer:
    """What became of one file.

    Attributes:
        path: as given, or below a folder that was given; members of archives as ``A.zip!/x``.
        outcome: ``catalogued``, ``duplicate``, ``opened``, ``rejected`` or ``gone``.
        record: number of the record, or None.
        reason: a sentence, or "".
        reason_code: its code, or "".
        ms: milliseconds of work.
    """

    path: str
    outcome: str
    record: int | None
    reason: str
    reason_code: str
    ms: int


@dataclass(frozen=True, slots=True)
class _Given:
    """A file to be taken, with the descriptions that stand beside it and are answered with it."""

    path: Path
    descriptions: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Adding:
    """One call of ``add_paths``."""

    road: Road
    record_class: str
    source: str
    files: Iterator[_Given]
    answers: queue.SimpleQueue[AddAnswer | BaseException | None] = field(default_factory=queue.SimpleQueue)
    guard: threading.Lock = field(default_factory=threading.Lock)
    stop: threading.Event = field(default_factory=threading.Event)


def add_paths(
    paths: Sequence[Path], road: Road, *, record_class: str = "act", source: str = "", parallel: int = 2
) -> Iterator[AddAnswer]:
    """Take copies of files and of all files below folders.

    A description (``NAME.toml``) is answered after its document, with the document's outcome and record.

    Args:
        paths: that exist; links are answered ``rejected``.
        road: that they take.
        record_class: ``act``, ``budget`` or ``press``.
        source: issuer or newspaper, or "".
        parallel: how many are taken at once.

    Raises:
        DatabaseUnavailable: the catalogue does not answer.
    """
    adding = _Adding(road, record_class, source, _all_files(paths))
    threads = [
        threading.Thread(target=_take_all, args=(adding,), name=f"add-{number}", daemon=True)
        for number in range(max(1, parallel))
    ]
    for thread in threads:
        thread.start()
    at_work = len(threads)
    try:
        while at_work:
            answer = adding.answers.get()
            if answer is _DONE:
                at_work -= 1
            elif isinstance(answer, BaseException):
                raise answer
            else:
                yield answer
    finally:
        adding.stop.set()
        for thread in threads:
            thread.join()


def _all_files(paths: Sequence[Path]) -> Iterator[_Given]:
    """Every file that is answered by itself, folder by folder."""
    given = {path.parent: set[str]() for path in paths}
    for path in paths:
        given[path.parent].add(path.name)
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from _in_folders(path)
        else:
            yield from _one(path, Neighbours(given[path.parent]))


def _in_folders(top: Path) -> Iterator[_Given]:
    folder: Path | None = None
    neighbours = Neighbours(())
    for path in files_below(top):
        if path.parent != folder:
            folder = path.parent
            neighbours = Neighbours(entry.name for entry in folder.iterdir())
        yield from _one(path, neighbours)


def _one(path: Path, neighbours: Neighbours) -> Iterator[_Given]:
    """The file with its descriptions; nothing for a description, which comes with its document."""
    if neighbours.described_by(path.name) is None:
        yield _Given(path, tuple(path.with_name(name) for name in neighbours.descriptions_of(path.name)))


def _take_all(adding: _Adding) -> None:
    """One thread's work: take files until there are none."""
    try:
        while not adding.stop.is_set():
            with adding.guard:
                given = next(adding.files, None)
            if given is None:
                break
            if is_folder_sidecar(given.path.name) and given.path.is_file():
                adding.answers.put(_of_description(given.path, None))
                continue
            row = _Taking(adding, given.path).take()
            for description in given.descriptions:
                adding.answers.put(_of_description(description, row))
    except StoppedError:
        pass
    except BaseException as error:  # noqa: BLE001 - it is raised where the answers are read
        adding.answers.put(error)
    finally:
        adding.answers.put(_DONE)


def _of_description(path: Path, document: Arrival | None) -> AddAnswer:
    """A description shares the outcome of its document, unless it cannot be read."""
    faults = read_sidecar(path).faults
    if faults:
        code, params = "sidecar-unreadable", {"document": shown(path.name), "detail": "; ".join(faults)}
        return AddAnswer(_printable(path), LedgerState.REJECTED.value, None, say(code, params), code, 0)
    if document is None:
        code = "sidecar-folder"
        return AddAnswer(_printable(path), LedgerState.CATALOGUED.value, None, say(code), code, 0)
    reason = say("sidecar", {"document": shown(Path(document.path).name)})
    return AddAnswer(_printable(path), document.state.value, document.record, reason, "sidecar", 0)


class _Taking:
    """One file on its road."""

    def __init__(self, adding: _Adding, path: Path) -> None:
        self._adding = adding
        self._road = adding.road
        self._path = path
        self._told: set[int] = set()

    def take(self) -> Arrival:
        """Bring it to its outcome and answer for it and its members."""
        number = self._see()
        patience = time.monotonic() + _PATIENCE
        row = self._try(number)
        while not row.state.final:
            if time.monotonic() > patience and row.reason_code in _HOPELESS:
                row = self._refuse(row)
                break
            self._wait(row)
            row = self._try(number)
        self._tell_rest(row)
        self._tell(row)
        return row

    def _see(self) -> int:
        beside = read_for(self._path)
        sidecar = dict(beside.values)
        if self._adding.record_class == BUDGET_FOLDER:
            sidecar[FOLDER_CATEGORY] = BUDGET_FOLDER
        look = _look(self._path)
        budget = self._adding.record_class == BUDGET_FOLDER
        draft = ArrivalDraft(
            path=str(self._path),
            origin=ADD,
            location=os.path.abspath(self._path),  # noqa: PTH100 - links are not to be resolved
            record_class=RecordClass.ACT if budget else RecordClass(self._adding.record_class),
            source_name=self._adding.source,
            size=look.size,
            mtime_ns=look.mtime_ns,
            inode=look.inode,
            sidecar=sidecar,
        )
        with self._road.database.write(durable=False) as work:
            number = work.ledger.see(draft, self._road.clock.now())
            row = work.ledger.get(number)
            if row and row.state is LedgerState.SEEN:
                work.ledger.settle(number, look.size, look.mtime_ns, look.inode)
        return number

    def _try(self, number: int) -> Arrival:
        """Take the row if it is free, and see how it stands."""
        with self._road.database.write(durable=False) as work:
            claimed = work.ledger.claim(current_lease(), self._road.clock.now(), ids=[number])
        if claimed:
            return self._process(claimed)
        with self._road.database.read() as work:
            row = work.ledger.get(number)
        if row is None:
            raise NotFound("Строка журнала приёма исчезла.")
        return row

    def _process(self, claimed: Arrival) -> Arrival:
        try:
            return self._road.process(claimed, self._tell_member)
        except VecheError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a reader does, the others are taken
            return self._road.give_up(claimed, error)

    def _wait(self, row: Arrival) -> None:
        """Until the next try, at most a little: another process may be at work on the row."""
        left = (row.next_try - self._road.clock.now()).total_seconds() if row.next_try else _LOOK_AGAIN
        if self._adding.stop.wait(min(max(left, 0.01), _LOOK_AGAIN)):
            raise StoppedError

    def _refuse(self, row: Arrival) -> Arrival:
        """What cannot be kept now is not waited for: whoever called ``add`` is told."""
        with self._road.database.write() as work:
            work.ledger.finish(
                row.id,
                LedgerState.REJECTED,
                reason_code="no-room",
                reason_params={},
                finished=self._road.clock.now(),
            )
            return work.ledger.get(row.id) or row

    def _tell_member(self, row: Arrival) -> None:
        if row.parent is not None:
            self._tell(row)

    def _tell_rest(self, row: Arrival) -> None:
        """Members that were refused at once, or that another process has taken."""
        if row.state is not LedgerState.OPENED and not (
            row.state is LedgerState.CATALOGUED and row.reason_code
        ):
            return
        with self._road.database.read() as work:
            children = work.ledger.children(row.id)
        for child in children:
            if child.id not in self._told:
                self._tell_rest(child)
                self._tell(child)

    def _tell(self, row: Arrival) -> None:
        self._told.add(row.id)
        path = _printable(row.path)
        reason = say(row.reason_code, row.reason_params, self._road.language)
        self._adding.answers.put(
            AddAnswer(path, row.state.value, row.record, reason, row.reason_code, row.milliseconds or 0)
        )


class StoppedError(Exception):
    """Nobody reads the answers any more."""


def _look(path: Path) -> Look:
    try:
        return Look.of(path.lstat())
    except OSError:
        return Look(0, 0, 0, 0)


def _printable(path: Path | str) -> str:
    """The path as given, unless it holds bytes that no text can."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return shown(text)
    return text
