"""Texts that wait for a reader are read again when one has come: a program for scans, a format.

A record keeps its number, its visibility and everything that a person entered.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from acts.proposals import keep_proposals
from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import VecheError
from catalog.model import Record, ValueSource
from catalog.originals import OriginalFiles
from catalog.stores.texts import WaitingText
from extraction.programs import rar, tesseract
from extraction.protocol import Extracted, Extraction
from ingest.closing import close, close_if_read_anew, note_closed
from ingest.describers import Describer
from ingest.describing import draft_of
from ingest.editions import arrival_again, lasting_marks
from ingest.splitting import drafts_of

logger = logging.getLogger(__name__)
READERS = "readers"
_ALL = 1_000_000
_OUTPUT_VERSION = "1"
"""Raised when extraction learns to read what it could not read before."""


class Rereading(Protocol):
    """What rereading needs of the road."""

    database: Database
    originals: OriginalFiles
    extraction: Extraction
    clock: Clock
    describer: Describer
    stopping: threading.Event


@dataclass(frozen=True, slots=True)
class RereadReport:
    """What became of the texts that waited.

    Attributes:
        done: read now.
        waiting: still waiting.
    """

    done: int
    waiting: int


def reread_waiting(road: Rereading, progress: Callable[[int, int], object] | None = None) -> RereadReport:
    """Read all texts again that wait for a reader.

    Args:
        road: whose readers are asked.
        progress: called with how many of how many have been tried.
    """
    with road.database.read() as work:
        waiting = work.texts.waiting(_ALL)
    done = 0
    for at, text in enumerate(waiting, 1):
        if road.stopping.is_set():
            break
        done += _read_again(road, text)
        if progress:
            progress(at, len(waiting))
    return RereadReport(done, len(waiting) - done)


def reread_if_readers_changed(road: Rereading) -> RereadReport | None:
    """The same, if other readers are here than the last time; None if not."""
    readers = (
        f"{_OUTPUT_VERSION} tesseract={tesseract.version()} {tesseract.available()} rar={rar.available()}"
    )
    with road.database.read() as work:
        if work.notes.get(READERS) == readers:
            return None
    report = reread_waiting(road)
    if not road.stopping.is_set():
        with road.database.write() as work:
            work.notes.set(READERS, readers)
    return report


def _read_again(road: Rereading, waiting: WaitingText) -> bool:
    """Read one text again; True if it no longer waits."""
    with road.database.read() as work:
        record = work.records.get(waiting.record)
        rows = work.ledger.with_bytes(waiting.sha256)
    if record is None:
        return False
    first = next((row for row in rows if row.record == record.id), None)
    arrival = arrival_again(record, waiting.sha256, record.file_name, first)
    outcome = road.extraction.extract(road.originals.path(waiting.sha256), record.file_name)
    if not isinstance(outcome, Extracted) or outcome.waiting == waiting.waiting:
        return False
    description = road.describer.describe(outcome.text, record.file_name, record.record_class)
    drafts = drafts_of(road.describer, arrival, outcome, description)
    if len(drafts) > 1 and _is_one(road, record):
        drafts = (draft_of(arrival, outcome, description),)
    draft, *others = drafts
    kept = lasting_marks(record.marks)
    with road.database.read() as work:
        rules = work.closing_rules.all()
    closed = [close(replace(other, visibility=record.visibility), rules) for other in others]
    try:
        with road.database.write() as work:
            work.records.replace(record.id, replace(draft, key=record.key, marks=(*draft.marks, *kept)))
            close_if_read_anew(work, record, close(draft, rules)[1])
            more = work.records.add_many([other for other, _held in closed])
            for number, (_other, held) in zip(more, closed, strict=True):
                note_closed(work, number, held)
            keep_proposals(work, [record.id, *more])
    except VecheError as error:
        logger.warning("record %d is not read again: %s", record.id, error)
        return False
    return not outcome.waiting


def _is_one(road: Rereading, record: Record) -> bool:
    """Whether a person has described a record, or it shares its file with others: it stays what it is."""
    with road.database.read() as work:
        entered = any(value.source is ValueSource.ENTERED for value in work.records.values(record.id))
        return entered or bool(work.originals.shared(record.id))
