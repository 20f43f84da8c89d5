"""Records as entries of a publication: described, with their status on a day and what of them is issued."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from catalog.model import Original, Record, RecordClass, Status, Visibility
from catalog.unit_of_work import UnitOfWork
from dossiers.bibliography import Circumstances, bibliographic_record
from dossiers.publication import Entry, HeldFile
from dossiers.statuses import StatusTold, statuses_told

_VALUES = ("author", "press_pages", "paper_copy", "parent", "not_published", "publication", "annotation")
_SIGNED = "signed"
HIDDEN = frozenset({"withdrawn", "staff", "held"})
"""What ``hidden_why`` says of records that readers may not see."""


def is_open(record: Record) -> bool:
    """Whether a record may stand in what is issued: open to everybody and not withdrawn."""
    return record.visibility is Visibility.PUBLIC and record.withdrawn_at is None


def hidden_why(record: Record | None) -> str:
    """Why a record is left out of issues: ``withdrawn``, ``staff``, ``held``, or "" if it is not."""
    if record is None or record.withdrawn_at is not None:
        return "withdrawn"
    return "" if record.visibility is Visibility.PUBLIC else record.visibility.value


def described(work: UnitOfWork, records: Sequence[Record], as_of: date) -> dict[int, Entry]:
    """Records as entries without their texts and files, by number of record.

    Args:
        work: an open unit of work.
        records: which.
        as_of: the day that statuses hold for.
    """
    ids = [record.id for record in records]
    told = statuses_told(work, records, as_of)
    values = work.records.shown_values(ids, _VALUES)
    editions = work.editions.of_records(ids)
    labels = {one.slug: one.label_ru for one in work.headings.categories(frozenset())}
    found = {}
    for record in records:
        shown = next((one for one in editions.get(record.id, ()) if one.shown), None)
        own = values.get(record.id, {})
        circumstances = Circumstances(
            status=_to_say(record, told[record.id]),
            amended=bool(shown and shown.amended),
            as_of=shown.as_of if shown else None,
        )
        found[record.id] = Entry(
            position=0,
            record=record.id,
            record_class=record.record_class.value,
            title=record.title,
            kind=record.kind or "",
            issuer=record.issuer or "",
            date=record.date.isoformat() if record.date else "",
            number=record.number or "",
            author=own.get("author", ""),
            description=bibliographic_record(record, own, circumstances),
            status=told[record.id].view.status.value if record.record_class is RecordClass.ACT else "",
            status_words=told[record.id].words,
            annotation=own.get("annotation", ""),
            categories=tuple(labels.get(slug, slug) for slug in record.categories),
            pages=record.pages,
            withheld="press" if record.record_class is RecordClass.PRESS else "",
        )
    return found


def _to_say(record: Record, told: StatusTold) -> Status | None:
    return told.view.status if record.record_class is RecordClass.ACT else None


def with_contents(work: UnitOfWork, entries: Iterable[Entry]) -> list[Entry]:
    """The entries with the texts and files that are issued, each by its SHA-256."""
    everything = list(entries)
    issued = [one.record for one in everything if not one.withheld]
    texts = work.texts.shown_by(issued)
    files = files_of(work, issued)
    return [
        one if one.withheld else _with_contents(work, one, texts.get(one.record), files.get(one.record, ()))
        for one in everything
    ]


def _with_contents(work: UnitOfWork, entry: Entry, text: int | None, files: Sequence[HeldFile]) -> Entry:
    pages = work.texts.of_text(text) if text is not None else ()
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    values |= {"files": tuple(files)}
    if pages:
        values |= {"text": text, "text_sha256": text_sha256(pages), "pages": len(pages)}
    return Entry(**values)


def text_sha256(pages: Sequence[str]) -> str:
    """The SHA-256 of a text: its pages joined by form feeds, in UTF-8."""
    digest = hashlib.sha256()
    for at, page in enumerate(pages):
        digest.update(("\f" + page if at else page).encode())
    return digest.hexdigest()


def files_of(work: UnitOfWork, records: Sequence[int]) -> dict[int, list[HeldFile]]:
    """Record -> its originals that are issued, the signed one first.

    A file that holds another record too (a bulletin, an issue of a newspaper) is issued only if that one is
    open and no publication of the press.
    """
    held = work.originals.of_records(records)
    open_ = open_originals(work, [one.sha256 for found in held.values() for one in found])
    answer = {}
    for record, found in held.items():
        own: dict[str, Original] = {}
        for one in found:
            if one.sha256 in open_:
                own.setdefault(one.sha256, one)
        answer[record] = [_file(one) for one in sorted(own.values(), key=lambda one: one.role != _SIGNED)]
    return answer


def open_originals(work: UnitOfWork, sha256s: Iterable[str]) -> set[str]:
    """Those of the originals that hold nothing but what may leave the library."""
    sharers = work.originals.sharers(dict.fromkeys(sha256s))
    records = work.records.many(sorted({record for found in sharers.values() for record in found}))
    return {
        sha256
        for sha256, found in sharers.items()
        if all(
            is_open(records[record]) and records[record].record_class is not RecordClass.PRESS
            for record in found
        )
    }


def _file(original: Original) -> HeldFile:
    return HeldFile(original.sha256, original.name, original.size, original.media_type, original.role)
