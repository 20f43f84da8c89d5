"""Editions of one act: to which record and edition a text belongs, and parting and joining them by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from acts.correcting import withdraw
from acts.proposals import keep_proposals
from catalog.arrivals import Arrival, LedgerState
from catalog.choosing import choose
from catalog.errors import Conflict, NotFound
from catalog.model import Edition, Record, RecordDraft, TextDraft, Value, ValueSource, edition_order
from catalog.stores.record_columns import CLOSED_BY_RULE
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Extracted
from ingest.describers import Describer
from ingest.describing import draft_of
from ingest.likeness import akin, nearly_same
from language.normal import fold

MAYBE_SAME = "maybe-same"
JOINED = re.compile(r"Объединена с записью № (\d{1,15})\.")
"""The reason of a record that was joined to another one."""
JOIN_COPY = "join-copy"
EDITION = "edition"
"""Why a file became no record of its own: its text is another edition of one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text belongs in the records of its identity.

    Attributes:
        record: the record.
        edition: of which the text is one more original, or None for an edition of its own.
    """

    record: int
    edition: int | None


def place_in(
    record: Record,
    draft: RecordDraft,
    title: str,
    editions: Sequence[Edition],
    texts: Mapping[int, tuple[str, ...]],
) -> Place | None:
    """Where a draft belongs in a record of the same identity; None if it is another act or cannot be told.

    Texts of the same day are one edition only if they are nearly the same. An edition of another day may be
    nearly the same as well: one word of a charter was changed.
    """
    order = edition_order(draft.amended, draft.as_of)
    peers = [one for one in editions if one.order == order]
    recognised = "ocr" in (draft.text.text_layer, record.text_layer)
    for one in peers:
        if nearly_same(draft.text.pages, texts[one.id], recognised=recognised):
            return Place(record.id, one.id)
    if peers or record.draft or draft.text.text_layer == "none" or draft.text.sha256 is None:
        return None
    held = [texts[one.id] for one in editions if any(page.strip() for page in texts[one.id])]
    if len(held) < len(editions) or not (draft.amended or any(one.amended for one in editions)):
        return None
    alike = fold(title) == fold(record.title) or any(akin(draft.text.pages, pages) for pages in held)
    return Place(record.id, None) if alike else None


def split_off(work: UnitOfWork, describer: Describer, edition: Edition, *, actor: str) -> int:
    """Make an edition a record of its own; the number of that record.

    Raises:
        Conflict: it is the only one of its record.
    """
    others = [one for one in work.editions.of_record(edition.record) if one.id != edition.id]
    record = _existing(work, edition.record)
    if not others:
        raise Conflict("Это единственная редакция записи, отделять её не от чего.")
    draft = _draft(work, describer, record, edition)
    before = work.records.values(record.id)
    if edition.shown:
        show_edition(work, describer, record, others[-1])
    entered = _entered_still(before, draft)
    number = work.records.add(replace(draft, visibility=record.visibility, values=(*entered, *draft.values)))
    keep_proposals(work, [number])
    (fresh,) = work.editions.of_record(number)
    work.texts.drop_unused(work.editions.dissolve(edition, fresh))
    work.audit.add(
        actor, "split-edition", f"record:{record.id}", "edition", _day(edition), f"record:{number}"
    )
    work.audit.add(
        actor, "split-edition", f"record:{number}", "edition", f"record:{record.id}", _day(edition)
    )
    return number


def _entered_still(before: Sequence[Value], draft: RecordDraft) -> list[Value]:
    """What a person entered that holds for a text that is parted from the record.

    It mended a reading; where the parted text reads the same or nothing, it is mended alike. Where the text
    tells something else, it is another act or edition that speaks.
    """
    read = choose(draft.values).shown
    mended = choose(one for one in before if one.source is not ValueSource.ENTERED).shown
    return [
        one
        for one in before
        if one.source is ValueSource.ENTERED and read.get(one.field) in (None, mended.get(one.field))
    ]


def destroy(work: UnitOfWork, describer: Describer, sha256: str, reason: str, *, actor: str) -> None:
    """Destroy an original for good; a record that showed it goes back to the newest edition that is left.

    An edition with another file is read from that one; one without a file is no more. What a person entered
    stays. The caller removes the bytes after the commit.

    Raises:
        NotFound: no such bytes are held.
    """
    concerned = work.editions.with_original(sha256)
    work.records.destroy_original(sha256, reason, actor=actor)
    for edition in concerned:
        held = work.editions.of_record(edition.record)
        if len(held) == 1 and held[0].originals == (sha256,):
            continue  # nothing is left to fall back upon; the record stays as a card
        former, stays = work.editions.leave_original(edition, sha256)
        if edition.shown:
            left = work.editions.of_record(edition.record)
            readable = [one for one in left if one.originals and one.pages]
            shown = edition.id if stays else (readable or left)[-1].id
            again = next(one for one in left if one.id == shown)
            show_edition(work, describer, _existing(work, edition.record), again)
        work.texts.drop_unused(former)


def join(  # noqa: PLR0913 - two records, by whom, and as what
    work: UnitOfWork, describer: Describer, number: int, other: int, *, actor: str, as_copy: bool = False
) -> None:
    """Let the editions of another record be editions of this one; the other is withdrawn and says so.

    An edition that is nearly the same as one of the same day gives its files to that one, likewise all that
    are told to be copies (``as_copy``).

    Raises:
        Conflict: they are the same record, not of one class or visibility, withdrawn, or without files.
    """
    record, joined = _existing(work, number), _existing(work, other)
    if number == other or record.record_class != joined.record_class:
        raise Conflict("Эти записи объединить нельзя.", "Назовите номер другой записи того же рода.")
    if record.withdrawn_at or joined.withdrawn_at:
        raise Conflict("Изъятую запись не объединить с другой.", "Сначала верните её.")
    if record.visibility is not joined.visibility:
        raise Conflict("Записи видны разным людям.", "Сначала сделайте их видимость одинаковой.")
    moved = work.editions.of_record(other)
    if not all(one.originals for one in (*moved, *work.editions.of_record(number))):
        raise Conflict("У одной из записей нет файла, редакцией её не сделать.")
    held = work.editions.of_record(number)
    copies = {one.id: into for one in moved if (into := _copy_of(work, one, held, (record, joined)))}
    if as_copy:
        copies |= {one.id: held[-1] for one in moved if one.id not in copies}
    work.editions.move([one for one in moved if one.id not in copies], number)
    better = [one for one in moved if one.id in copies and _join_copy(work, one, copies[one.id])]
    newest = work.editions.of_record(number)[-1]
    if not newest.shown or better:
        show_edition(work, describer, record, newest)
    withdraw(work, other, _joined_with(number), actor=actor)
    if len(copies) == len(moved):
        brought = {sha256 for one in moved for sha256 in one.originals}
        names = [one.name for one in work.originals.of_record(number) if one.sha256 in brought]
        work.audit.add(
            actor, JOIN_COPY, f"record:{number}", min(brought)[:12], f"record:{other}", "; ".join(names)
        )
        return
    days = "; ".join(_day(one) for one in moved)
    work.audit.add(actor, "join-edition", f"record:{number}", "edition", f"record:{other}", days)


def _copy_of(
    work: UnitOfWork, edition: Edition, held: Sequence[Edition], records: tuple[Record, Record]
) -> Edition | None:
    """The edition of which another record's edition is one more copy, or None."""
    peers = [one for one in held if one.order == edition.order]
    texts = work.editions.texts([edition.id, *(one.id for one in peers)])
    recognised = any(one.text_layer == "ocr" for one in records)
    alike = (one for one in peers if nearly_same(texts[edition.id], texts[one.id], recognised=recognised))
    return next(alike, None)


def _join_copy(work: UnitOfWork, edition: Edition, into: Edition) -> bool:
    """Put the files of an edition to another one; True where that is read from one of them from now on."""
    given, former = work.editions.reading(edition.id), work.editions.reading(into.id)
    work.texts.drop_unused(work.editions.dissolve(edition, into))
    if given is None or former is None or (given[0].text_layer, former[0].text_layer) != ("born", "ocr"):
        return False
    work.editions.read_from(into.id, given[0].sha256 or "")
    return into.shown


def _joined_with(record: int) -> str:
    return f"Объединена с записью № {record}."


def show_edition(work: UnitOfWork, describer: Describer, record: Record, edition: Edition) -> None:
    """Let a record show an edition, and what its text tells."""
    draft = _draft(work, describer, record, edition)
    work.records.replace(record.id, replace(draft, marks=(*draft.marks, *lasting_marks(record.marks))))
    keep_proposals(work, [record.id])


def lasting_marks(marks: Sequence[str]) -> tuple[str, ...]:
    """Those of the marks that a new reading leaves: what may be the same act, and why a record is closed."""
    return tuple(mark for mark in marks if mark.startswith((MAYBE_SAME, CLOSED_BY_RULE)))


def _existing(work: UnitOfWork, number: int) -> Record:
    found = work.records.get(number)
    if found is None:
        raise NotFound(f"Записи № {number} в каталоге нет.")
    return found


def _day(edition: Edition) -> str:
    return edition.as_of.isoformat() if edition.as_of else "amended" if edition.amended else "adopted"


def _draft(work: UnitOfWork, describer: Describer, record: Record, edition: Edition) -> RecordDraft:
    """What the text of an edition tells, read anew; how its file came is known from the ledger."""
    found = work.editions.reading(edition.id)
    if found is None or found[0].sha256 is None:
        raise Conflict("У этой редакции нет файла, прочесть её заново нельзя.")
    return draft_again(work, describer, record, *found)


def draft_again(
    work: UnitOfWork, describer: Describer, record: Record, text: TextDraft, name: str
) -> RecordDraft:
    """What a text that a record has tells, read anew.

    Args:
        work: an open unit of work.
        describer: reads requisites.
        record: that has the text.
        text: as its reader gave it.
        name: of its file.
    """
    extracted = Extracted(
        media_type=text.media_type,
        pages=text.pages,
        text_layer="none" if text.text_layer == "none" else "ocr" if text.text_layer == "ocr" else "born",
        extractor=text.extractor,
        version=text.version,
        waiting=text.waiting,
        notes=text.notes,
    )
    rows = work.ledger.with_bytes(text.sha256 or "")
    first = next((row for row in rows if row.record == record.id), None)
    arrival = arrival_again(record, text.sha256 or "", name, first)
    description = describer.describe(extracted.text, name, record.record_class)
    return draft_of(arrival, extracted, description)


def arrival_again(record: Record, sha256: str, name: str, row: Arrival | None) -> Arrival:
    """How a file once came; the source itself is long gone."""
    if row is None:
        row = Arrival(
            id=0, parent=None, path=name, origin="add", location="",
            record_class=record.record_class, source_name="", size=0, mtime_ns=0, inode=0,
            state=LedgerState.CATALOGUED, sha256=sha256, attempts=0, next_try=None, reason_code="",
            reason_params={}, record=record.id, sidecar={}, held=False, lease=None, seen=record.received,
            finished=None, milliseconds=None, source_removed=True,
        )  # fmt: skip
    return replace(row, location="", sha256=sha256)
