"""One original read again, and what was read put in place of what was read before.

A record keeps its number, its visibility, its place in lists and everything that a person entered. A reading
that finds less than the one before it, no text where there was one, is not taken.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from acts.proposals import keep_proposals
from catalog.arrivals import Arrival, LedgerState
from catalog.choosing import choose
from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import VecheError
from catalog.leases import current_lease
from catalog.model import Record, RecordDraft, TextDraft, ValueSource
from catalog.originals import OriginalFiles
from catalog.stores.texts import HeldText
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Archive, Extracted, Extraction, Limits, Refused
from ingest.cataloguing import likely_same_act, with_bands
from ingest.closing import INTAKE, close, close_if_read_anew, note_closed
from ingest.describers import Describer
from ingest.describing import draft_of
from ingest.editions import MAYBE_SAME, arrival_again, lasting_marks
from ingest.letters import has_attachments, open_letter, tie_attachments
from ingest.opening import Budgets, open_archive
from ingest.reasons import say
from ingest.splitting import drafts_of
from ingest.steps import LaterError, RejectedError
from language.wording import counted

logger = logging.getLogger(__name__)
CHANGED, SAME, WAITING, KEPT, REFUSED, SEVERAL, OPENED = (
    "changed", "same", "waiting", "kept", "refused", "several", "opened",
)  # fmt: skip
REREAD = "reread"
_LAYERS = {"born": "текст в файле", "ocr": "распознан с изображения", "none": "текста нет"}
_NOT_TAKEN = {
    WAITING: "Прочесть его пока нечем.",
    KEPT: "Новое чтение не нашло в файле текста.",
    REFUSED: "Файл сейчас не прочитался.",
    SEVERAL: "При новом чтении файл делится на документы иначе.",
}


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
    recognises: bool

    def process(self, arrival: Arrival) -> Arrival:
        """Bring an arrival to its outcome."""
        ...


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
class Job:
    """How texts are read again.

    Attributes:
        actor: in whose name.
        dry_run: only tell what would change.
    """

    actor: str = INTAKE
    dry_run: bool = False


def read_again(road: Rereading, texts: Sequence[HeldText], job: Job) -> list[Change]:
    """Read one file again; never raises for what it holds.

    Args:
        road: whose readers are asked.
        texts: what its records have of it.
        job: in whose name.

    Returns:
        A change for each of the texts; nothing when the road is being left.
    """
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
    if job.dry_run:
        return changes
    if others:
        _add(road, before.records[first.record], others)
    if has_attachments(outcome):
        _take_attachments(road, before)
    return changes


def _take_attachments(road: Rereading, before: _Before) -> None:
    """Take what came with a letter that was read by a reader which left its attachments where they were."""
    text = before.texts[0]
    row = next((row for row in before.rows if row.record == text.record), None)
    if row is None:
        return
    with road.database.read() as work:
        if work.ledger.children(row.id):
            return
    if not open_letter(road, row):
        return
    with road.database.write() as work:
        work.ledger.advance(row.id, row.state, finished=row.finished)  # its own outcome stands
        children = work.ledger.children(row.id)
        ids = [child.id for child in children if not child.state.final]
        claimed = work.ledger.claim_many(current_lease(), road.clock.now(), ids)
    for child in claimed:
        road.process(child)
    with road.database.write() as work:
        tie_attachments(work, row, text.record, text.name)


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
    draft = with_bands(draft)
    alike = likely_same_act(road, draft, but=record.id) if text.waiting and text.shown else None
    with road.database.write() as work:
        if text.shown:
            kept = (*lasting_marks(record.marks), *([f"{MAYBE_SAME}:{alike}"] if alike else []))
            work.records.replace(record.id, replace(draft, key=record.key, marks=(*draft.marks, *kept)))
            if not change.requisites and not text.waiting:
                work.records.put_marks(record.id, record.marks)  # a person may have looked at them
            keep_proposals(work, [record.id])
        else:
            work.texts.put_again(text.id, draft.text)
        close_if_read_anew(work, record, close(draft, rules)[1])
        _note(work, change, job.actor)
    return change


def _note(work: UnitOfWork, change: Change, actor: str) -> None:
    """Say in the journal what a new reading has changed."""
    record, before = f"record:{change.record}", _named(change)
    after = _in_short(change.after or change.before)
    unchanged = change.outcome == SAME and change.after == change.before
    work.audit.add(actor, REREAD, record, "text", before, "без изменений" if unchanged else after)
    for name, (was, now) in change.requisites.items():
        work.audit.add(actor, REREAD, record, name, was, now)


def note_not_taken(database: Database, changes: Iterable[Change], actor: str) -> None:
    """Say in the journal of readings that a person has asked for why they changed nothing."""
    told = [change for change in changes if change.outcome in _NOT_TAKEN]
    if not told:
        return
    with database.write() as work:
        for change in told:
            why = say(change.reason, change.params) if change.reason else _NOT_TAKEN[change.outcome]
            record = f"record:{change.record}"
            work.audit.add(actor, REREAD, record, "text", _named(change), f"осталось как было. {why}")


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


def _named(change: Change) -> str:
    """The former text in figures, with the name of its file: a record may have several."""
    return f"{change.name}: {_in_short(change.before)}"


def _in_short(text: Figures) -> str:
    """A text in figures, for people."""
    told = (
        counted(text.pages, "страница", "страницы", "страниц"),
        counted(text.chars, "знак", "знака", "знаков"),
        _LAYERS.get(text.layer, text.layer),
    )
    return ", ".join(told) + (f" ({text.reader})" if text.reader else "")
