"""The file that a record came in together with others: a bulletin of acts, an issue of a newspaper."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model import Original, Record, RecordClass, SharedPart
from catalog.unit_of_work import UnitOfWork
from web.access import sees, sees_text
from web.presenters.layout import Way
from web.presenters.requisites import act_name, clipped, first_upper, shown_title
from web.visit import Visit

MOST = 60
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class CommonFile:
    """A file that holds several records.

    Attributes:
        name: as it came.
        pages: those of this record in it, or "" for a file of one page.
        others: links to the other records, in the order of the file.
        left: how many more there are than are named.
    """

    name: str
    pages: str
    others: tuple[Way, ...]
    left: int


def common_files(visit: Visit, work: UnitOfWork, record: Record) -> tuple[CommonFile, ...]:
    """The files that a record shares with others that the asker sees."""
    shared = work.originals.shared(record.id)
    records = work.records.many(sorted({part.record for part in shared}))
    found = []
    for sha256 in dict.fromkeys(part.sha256 for part in shared):
        parts = [part for part in shared if part.sha256 == sha256]
        numbers = dict.fromkeys(part.record for part in parts if part.record != record.id)
        seen = [records[number] for number in numbers if _open(visit, records[number])]
        if not seen:
            continue
        own = next(part for part in parts if part.record == record.id)
        found.append(
            CommonFile(
                own.name,
                _pages(own) if max(part.last_page for part in parts) > 1 else "",
                tuple(Way(_label(visit, one), visit.url("record", record=one.id)) for one in seen[:MOST]),
                max(0, len(seen) - MOST),
            )
        )
    return tuple(found)


def open_originals(visit: Visit, work: UnitOfWork, record: int) -> list[Original]:
    """The originals of a record that the asker may take: not those that hold what is withdrawn or unseen.

    An act out of a newspaper comes with the articles beside it: outside the library that file is not given.
    """
    shared = work.originals.shared(record)
    records = work.records.many(sorted({part.record for part in shared}))
    closed = {part.sha256 for part in shared if not _given(visit, records[part.record])}
    return [one for one in work.originals.of_record(record) if one.sha256 not in closed]


def _open(visit: Visit, record: Record) -> bool:
    return record.withdrawn_at is None and sees(record, visit.account)


def _given(visit: Visit, record: Record) -> bool:
    return _open(visit, record) and sees_text(record.record_class, visit.account, inside=visit.inside)


def _pages(part: SharedPart) -> str:
    last = part.last_page
    return str(part.first_page) if last == part.first_page else f"{part.first_page}–{last}"


def _label(visit: Visit, record: Record) -> str:
    title = clipped(shown_title(visit, record), _LONGEST)
    if record.record_class != RecordClass.ACT or not (record.date or record.number):
        return title
    return f"{first_upper(act_name(visit, record))}. {title}"
