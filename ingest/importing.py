"""``veche import``: records from JSON lines, each a record of its own under its own key."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice

from acts.proposals import keep_proposals
from catalog.clock import Clock
from catalog.database import Database
from catalog.model import RecordDraft
from ingest.describers import Describer, DescriberPool, InlineDescriber
from ingest.import_record import (
    BadLineError,
    Line,
    draft_of_line,
    parse_line,
    said_in_title,
    title_that_cites,
)

_LOT = 250
_FEW_LINES = 40
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was not taken.

    Attributes:
        line: its number, from 1.
        reason: a piece of a sentence, in Russian.
    """

    line: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What became of the lines.

    Attributes:
        new: records made.
        replaced: records that had the same key and were replaced.
        bad: lines that were not taken.
    """

    new: int = 0
    replaced: int = 0
    bad: list[BadLine] = field(default_factory=list)


def import_lines(
    stream: Iterable[bytes],
    database: Database,
    clock: Clock,
    progress: Callable[[int], object] | None = None,
    *,
    workers: int | None = None,
) -> ImportReport:
    """Take records from lines; the same key again replaces its record.

    Args:
        stream: lines of JSON in UTF-8.
        database: the catalogue.
        clock: now.
        progress: called with the number of lines read so far.
        workers: helper processes that describe; by default as many as there are processors.

    Raises:
        DatabaseUnavailable: the catalogue does not answer; what was taken until then stays.
    """
    report = ImportReport()
    lines = enumerate(stream, 1)
    few = list(islice(lines, _FEW_LINES + 1))
    if len(few) <= _FEW_LINES:
        _take(iter(few), _Import(database, clock, InlineDescriber(), report, 1), progress)
        return report
    count = workers or os.cpu_count() or 1
    with DescriberPool(count) as describers:
        _take(chain(few, lines), _Import(database, clock, describers, report, count), progress)
    return report


@dataclass(frozen=True, slots=True)
class _Import:
    database: Database
    clock: Clock
    describer: Describer
    report: ImportReport
    workers: int


def _take(
    lines: Iterator[tuple[int, bytes]], import_: _Import, progress: Callable[[int], object] | None
) -> None:
    """Describe lots ahead in threads that wait for the helpers, and write them in their order."""
    moment = import_.clock.now()
    with ThreadPoolExecutor(import_.workers, "import") as threads:
        waiting: list[tuple[int, Future[list[RecordDraft]]]] = []
        for read, lot in _lots(lines, import_.report):
            waiting.append((read, threads.submit(_described, lot, import_.describer, moment)))
            if len(waiting) > _AHEAD * import_.workers:
                _write(import_, waiting.pop(0), progress)
        for one in waiting:
            _write(import_, one, progress)


def _lots(lines: Iterator[tuple[int, bytes]], report: ImportReport) -> Iterator[tuple[int, list[Line]]]:
    """Lots of good lines, each with the number of the last line read; bad ones are noted."""
    lot: list[Line] = []
    number = 0
    for number, raw in lines:
        if not raw.strip():
            continue
        try:
            lot.append(parse_line(raw))
        except BadLineError as error:
            report.bad.append(BadLine(number, str(error)))
        if len(lot) >= _LOT:
            yield number, lot
            lot = []
    if lot:
        yield number, lot


def _described(lot: list[Line], describer: Describer, moment: datetime) -> list[RecordDraft]:
    return [_draft(line, describer, moment) for line in lot]


def _draft(line: Line, describer: Describer, moment: datetime) -> RecordDraft:
    description = describer.describe(line.text, "", line.record_class)
    if title := title_that_cites(line):
        own = describer.describe(title, "", line.record_class).citations
        description = replace(description, citations=(*said_in_title(own), *description.citations))
    return draft_of_line(line, description, moment)


def _write(
    import_: _Import,
    described: tuple[int, Future[list[RecordDraft]]],
    progress: Callable[[int], object] | None,
) -> None:
    read, future = described
    drafts = future.result()
    with import_.database.write() as work:
        keys = [draft.key for draft in drafts if draft.key is not None]
        known = len(work.records.by_keys(list(dict.fromkeys(keys))))
        keep_proposals(work, work.records.add_many(drafts))
    import_.report.replaced += known + len(keys) - len(set(keys))
    import_.report.new += len(set(keys)) - known
    if progress:
        progress(read)
