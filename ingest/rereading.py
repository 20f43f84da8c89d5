"""Originals read again: what waits for a reader that has come, what a better reader reads, what is asked for.

A record keeps its number, its visibility, its place in lists and everything that a person entered. A reading
that finds less than the one before it, no text where there was one, is not taken.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from acts.proposals import keep_proposals
from catalog.choosing import choose
from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import VecheError
from catalog.leases import current_lease
from catalog.model import Arrival, LedgerState, Record, RecordDraft, TextDraft, ValueSource
from catalog.originals import OriginalFiles
from catalog.stores.texts import HeldText
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Archive, Extracted, Extraction, Limits, Refused
from ingest import readers
from ingest.closing import INTAKE, close, close_if_read_anew, note_closed
from ingest.describers import Describer
from ingest.describing import draft_of
from ingest.editions import arrival_again, lasting_marks
from ingest.opening import Budgets, open_archive
from ingest.splitting import drafts_of
from ingest.steps import LaterError, RejectedError

logger = logging.getLogger(__name__)
READERS = "readers"
ASKED = "reread:"
CHANGED, SAME, WAITING, KEPT, REFUSED, SEVERAL, OPENED = (
    "changed", "same", "waiting", "kept", "refused", "several", "opened",
)  # fmt: skip
_READ = frozenset({CHANGED, SAME, OPENED})


class Rereading(Protocol):
    """What rereading needs of the road."""

    database: Database
    originals: OriginalFiles
    extraction: Extraction
    clock: Clock
    describer: Describer
    limits: Limits
    budgets: Budgets
    stopping: threading.Event

    def process(self, arrival: Arrival) -> Arrival:
        """Bring an arrival to its outcome."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read again; nothing asked for is what waits and what has a better reader now.

    Attributes:
        formats: ``pdf``, ``doc``, ``scan`` or a media type; none asks for all.
        older_than: a version of a reader, or a day (ISO) before which the file came.
        records: numbers; none asks for all.
    """

    formats: tuple[str, ...] = ()
    older_than: str = ""
    records: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """A text in figures."""

    chars: int
    pages: int
    layer: str
    reader: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one text.

    Attributes:
        record: that holds it.
        name: of the file.
        outcome: ``changed``, ``same``, ``waiting`` (still), ``kept`` (the new reading finds no text),
            ``refused`` (it could not be read now), ``several`` (the file falls into other documents now) or
            ``opened`` (an archive that can be unpacked now).
        before: the former text.
        after: the new one, or None where nothing was read.
        requisites: field -> the value shown before and after, where they differ.
        reason: code of a refusal, or "".
        params: its parameters.
        waits: whether pages of it still have to wait for a reader.
    """

    record: int
    name: str
    outcome: str
    before: Figures
    after: Figures | None = None
    requisites: dict[str, tuple[str, str]] = field(default_factory=dict)
    reason: str = ""
    params: dict[str, str] = field(default_factory=dict)
    waits: bool = False


@dataclass(frozen=True, slots=True)
class RereadReport:
    """What became of the texts that waited.

    Attributes:
        done: read now.
        waiting: still waiting.
    """

    done: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Job:
    """How texts are read again.

    Attributes:
        actor: in whose name.
        dry_run: only tell what would change.
    """

    actor: str = INTAKE
    dry_run: bool = False


def wanted(work: UnitOfWork, wish: Wish) -> list[list[HeldText]]:
    """The texts to be read again, those of one file together, also where only one of them is asked for."""
    held = work.texts.held()
    chosen = {text.sha256 for text in held if _is_wanted(text, wish)}
    files: dict[str, list[HeldText]] = {}
    for text in held:
        if text.sha256 in chosen:
            files.setdefault(text.sha256, []).append(text)
    return list(files.values())


def _is_wanted(text: HeldText, wish: Wish) -> bool:
    if wish.records and text.record not in wish.records:
        return False
    if wish.formats and not any(
        readers.is_format(text.media_type, text.extractor, one) for one in wish.formats
    ):
        return False
    if wish.older_than and not _is_older(text, wish.older_than):
        return False
    if wish.records or wish.formats or wish.older_than:
        return True
    return bool(text.waiting) or readers.improved(text.extractor, text.version)


def _is_older(text: HeldText, than: str) -> bool:
    try:
        return text.stored.date() < date.fromisoformat(than)
    except ValueError:
        return readers.is_older(text.version, than)


def reread(
    road: Rereading, files: Sequence[list[HeldText]], job: Job, *, parallel: int = 1
) -> Iterator[Change]:
    """Read files again, several at once; a change for each text of a record, as soon as it stands."""
    with ThreadPoolExecutor(parallel, "reread") as threads:
        for changes in threads.map(lambda texts: _read_file(road, texts, job), files):
            yield from changes


def reread_waiting(road: Rereading, progress: Callable[[int, int], object] | None = None) -> RereadReport:
    """Read all texts again that wait for a reader.

    Args:
        road: whose readers are asked.
        progress: called with how many of how many have been tried.
    """
    with road.database.read() as work:
        waiting = work.texts.held(waiting=True)
    done = 0
    for at, text in enumerate(waiting, 1):
        if road.stopping.is_set():
            break
        done += any(one.outcome in _READ and not one.waits for one in _read_file(road, [text], Job()))
        if progress:
            progress(at, len(waiting))
    return RereadReport(done, len(waiting) - done)


def reread_if_readers_changed(road: Rereading) -> RereadReport | None:
    """The same, if other readers are here than the last time; None if not."""
    signature = readers.signature()
    with road.database.read() as work:
        if work.notes.get(READERS) == signature:
            return None
    report = reread_waiting(road)
    if not road.stopping.is_set():
        with road.database.write() as work:
            work.notes.set(READERS, signature)
    return report


def ask_to_reread(work: UnitOfWork, record: int, *, actor: str) -> None:
    """Note that a person wants a record to be read again; whoever reads takes it up."""
    work.notes.set(f"{ASKED}{record}", actor)


def is_asked(work: UnitOfWork, record: int) -> bool:
    """Whether a record waits to be read again."""
    return work.notes.get(f"{ASKED}{record}") is not None


def take_requests(road: Rereading) -> list[Change]:
    """Read again what people have asked for."""
    with road.database.read() as work:
        asked = work.notes.starting(ASKED)
    changes: list[Change] = []
    for key, actor in asked.items():
        if road.stopping.is_set():
            break
        with road.database.read() as work:
            files = wanted(work, Wish(records=(int(key.removeprefix(ASKED)),)))
        for texts in files:
            changes += _read_file(road, texts, Job(actor))
        with road.database.write() as work:
            work.notes.forget(key)
    return changes


def _read_file(road: Rereading, texts: Sequence[HeldText], job: Job) -> list[Change]:
    """Read one file; never raises for what it holds."""
    if road.stopping.is_set():
        return []
    before = _Before.of(road.database, texts)
    outcome = road.extraction.extract(road.originals.path(texts[0].sha256), texts[0].name)
    try:
        match outcome:
            case Refused():
                told = before.each(REFUSED, outcome.reason_code, outcome.params)
            case Archive():
                told = _open(road, before, outcome, job)
            case _:
                told = _take(road, before, outcome, job)
    except (VecheError, LaterError, RejectedError) as error:
        logger.warning("record %d is not read again: %s", texts[0].record, error)
        told = before.each(REFUSED, "failed", {"detail": str(error)})
    return told


@dataclass(frozen=True, slots=True)
class _Before:
    """A file as the catalogue has it.

    Attributes:
        texts: of its records.
        records: number -> record.
        shown: number -> requisites shown.
        drafts: number of a text -> the text.
        entered: records that a person has described.
        rows: arrivals of the file.
    """

    texts: Sequence[HeldText]
    records: dict[int, Record]
    shown: dict[int, dict[str, str]]
    drafts: dict[int, TextDraft]
    entered: frozenset[int]
    rows: Sequence[Arrival]

    @classmethod
    def of(cls, database: Database, texts: Sequence[HeldText]) -> _Before:
        """As it stands now."""
        with database.read() as work:
            values = {text.record: work.records.values(text.record) for text in texts}
            found = {text.id: work.texts.draft(text.id) for text in texts}
            return cls(
                texts,
                work.records.many(list(values)),
                {
                    record: {one.field: one.value for one in held if one.shown}
                    for record, held in values.items()
                },
                {number: draft for number, draft in found.items() if draft is not None},
                frozenset(
                    record
                    for record, held in values.items()
                    if any(one.source is ValueSource.ENTERED for one in held)
                ),
                work.ledger.with_bytes(texts[0].sha256),
            )

    def arrival(self, text: HeldText) -> Arrival:
        """How the file once came."""
        row = next((row for row in self.rows if row.record == text.record), None)
        return arrival_again(self.records[text.record], text.sha256, text.name, row)

    def each(self, outcome: str, reason: str = "", params: dict[str, str] | None = None) -> list[Change]:
        """The same told of each text."""
        return [
            Change(
                text.record,
                text.name,
                outcome,
                _figures(self.drafts[text.id]),
                None,
                {},
                reason,
                params or {},
            )
            for text in self.texts
        ]


def _figures(text: TextDraft) -> Figures:
    chars = sum(map(len, text.pages))
    return Figures(chars, len(text.pages), text.text_layer, f"{text.extractor} {text.version}".strip())


def _has_text(pages: Iterable[str]) -> bool:
    return any(page.strip() for page in pages)


def _take(road: Rereading, before: _Before, outcome: Extracted, job: Job) -> list[Change]:
    """Put a new reading in place of the former one."""
    first = before.texts[0]
    if not _has_text(outcome.pages) and any(_has_text(draft.pages) for draft in before.drafts.values()):
        return before.each(KEPT)
    if first.waiting and first.waiting == outcome.waiting and outcome.pages == before.drafts[first.id].pages:
        return before.each(WAITING)
    arrival = before.arrival(first)
    description = road.describer.describe(outcome.text, first.name, arrival.record_class)
    drafts = drafts_of(road.describer, arrival, outcome, description)
    if len(before.texts) > 1:
        if [text.first_page for text in before.texts] != [draft.text.first_page for draft in drafts]:
            return before.each(SEVERAL)
        others: Sequence[RecordDraft] = ()
    else:
        alone = not first.waiting or first.record in before.entered
        if len(drafts) > 1 and alone:
            drafts = (draft_of(arrival, outcome, description),)
        others = drafts[1:]
    changes = [
        _write(road, before, text, draft, job) for text, draft in zip(before.texts, drafts, strict=False)
    ]
    if others and not job.dry_run:
        _add(road, before.records[first.record], others)
    return changes


def _write(road: Rereading, before: _Before, text: HeldText, draft: RecordDraft, job: Job) -> Change:
    record, former = before.records[text.record], before.drafts[text.id]
    change = Change(
        text.record,
        text.name,
        SAME if former.pages == draft.text.pages else CHANGED,
        _figures(former),
        _figures(draft.text),
        waits=bool(draft.text.waiting),
    )
    with road.database.read() as work:
        rules = work.closing_rules.all()
        values = work.records.values(record.id)
    if text.shown:
        entered = [value for value in values if value.source is ValueSource.ENTERED]
        change = replace(
            change,
            requisites=_differing(before.shown[record.id], choose((*entered, *draft.values)).shown),
        )
    if job.dry_run:
        return change
    with road.database.write() as work:
        if text.shown:
            kept = lasting_marks(record.marks)
            work.records.replace(record.id, replace(draft, key=record.key, marks=(*draft.marks, *kept)))
            if not change.requisites and not text.waiting:
                work.records.put_marks(record.id, record.marks)  # a person may have looked at them
            keep_proposals(work, [record.id])
        else:
            work.texts.put_again(text.id, draft.text)
        close_if_read_anew(work, record, close(draft, rules)[1])
        after = change.after or change.before
        work.audit.add(
            job.actor, "reread", f"record:{record.id}", "text", _in_short(change.before), _in_short(after)
        )
    return change


def _add(road: Rereading, record: Record, others: Sequence[RecordDraft]) -> None:
    """Catalogue the further documents of a file that was one record while it waited."""
    with road.database.write() as work:
        rules = work.closing_rules.all()
        closed = [close(replace(other, visibility=record.visibility), rules) for other in others]
        more = work.records.add_many([other for other, _held in closed])
        for number, (_other, held) in zip(more, closed, strict=True):
            note_closed(work, number, held)
        keep_proposals(work, [record.id, *more])


def _open(road: Rereading, before: _Before, archive: Archive, job: Job) -> list[Change]:
    """An archive that could not be unpacked when it came: its files become records, its own card goes."""
    text = before.texts[0]
    row = next((row for row in before.rows if row.record == text.record), None)
    if row is None or job.dry_run or len(before.texts) > 1:
        return before.each(OPENED if row else KEPT)
    open_archive(road, row, archive)
    with road.database.write() as work:
        work.ledger.advance(row.id, LedgerState.EXTRACTED, record=None, finished=None, reason_code="")
        work.records.withdraw(
            text.record, "Архив распакован: его файлы описаны отдельными записями.", actor=job.actor
        )
        claimed = work.ledger.claim(current_lease(), road.clock.now(), ids=[row.id])
    if claimed:
        road.process(claimed)
    return before.each(OPENED)


def _differing(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    fields = sorted(before.keys() | after.keys())
    return {
        one: (before.get(one, ""), after.get(one, "")) for one in fields if before.get(one) != after.get(one)
    }


def _in_short(text: Figures) -> str:
    return f"{text.reader}: {text.pages} с., {text.chars} зн., {text.layer}"
