"""What was closed after it had been published: later files leave it out, and earlier ones are over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from typing_extensions import override

from catalog.issues import ExportJob
from catalog.model import Record, Visibility
from catalog.unit_of_work import UnitOfWork
from dossiers.entries import hidden_why, is_open
from dossiers.publication import Change, Entry, Publication
from dossiers.statuses import act_named
from language.wording import NBSP

_CLOSING = frozenset({"visibility", "withdraw"})
_UNKNOWN = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StillOpen(Publication):
    """What may still be told of a publication; it keeps the code under which the whole was published.

    Attributes:
        whole: code of the whole.
    """

    whole: str = ""

    @property
    @override
    def code(self) -> str:
        return self.whole


def named_records(publication: Publication) -> list[int]:
    """The records that a publication tells of: its entries, and those that went since the one before."""
    told = [*(one.record for one in publication.entries), *(one.record for one in publication.changes)]
    return list(dict.fromkeys(told))


def without_closed(work: UnitOfWork, publication: Publication) -> Publication:
    """The publication without what was withdrawn or closed since; itself where nothing was.

    Of a closed document its number alone is told; a closed act is not named as the cause of a status.
    """
    records = work.records.many(named_records(publication))
    shut = {number for number in named_records(publication) if not _open(records, number)}
    causes = _hidden_causes(work, [number for number in records if number not in shut])
    if not shut and not causes:
        return publication
    sections = tuple(
        replace(
            section,
            entries=tuple(
                _closed_entry(one, records.get(one.record))
                if one.record in shut
                else replace(one, status_words=_unnamed(one.status_words, causes.get(one.record, ())))
                for one in section.entries
            ),
        )
        for section in publication.sections
    )
    changes = tuple(
        closed_change(one) if one.record in shut else _change_unnamed(one, causes.get(one.record, ()))
        for one in publication.changes
    )
    values = {one.name: getattr(publication, one.name) for one in fields(Publication)}
    values |= {"sections": sections, "changes": changes}
    return StillOpen(**values, whole=publication.code)


def closed_change(change: Change) -> Change:
    """What is told of a change of a document that readers may not see."""
    return Change(change.what, change.record, _named_by_number(change.record))


def closed_at(work: UnitOfWork, publication: Publication) -> datetime | None:
    """When the last of those documents was closed that are closed now; None if all are open."""
    numbers = named_records(publication)
    records = work.records.many(numbers)
    moments = [_moment(work, number) for number in numbers if not _open(records, number)]
    return max(moments, default=None)


def is_over(job: ExportJob, closed: datetime | None) -> bool:
    """Whether a file may hold what was closed since: it was begun before that (``closed_at``)."""
    return closed is not None and (job.started or job.created) <= closed


def _moment(work: UnitOfWork, record: int) -> datetime:
    done = (one.moment for one in work.audit.of(f"record:{record}") if one.action in _CLOSING)
    return next(done, _UNKNOWN)


def _open(records: Mapping[int, Record], number: int) -> bool:
    return number in records and is_open(records[number])


def _named_by_number(record: int) -> str:
    return f"Запись №{NBSP}{record} закрыта для читателей"


def _closed_entry(entry: Entry, record: Record | None) -> Entry:
    return Entry(
        position=entry.position,
        record=entry.record,
        record_class=entry.record_class,
        title=_named_by_number(entry.record),
        withheld=hidden_why(record),
    )


def _hidden_causes(work: UnitOfWork, records: list[int]) -> dict[int, list[str]]:
    """Record -> the names of acts that did something to it and that readers may not see."""
    effects = work.relations.effects_on(records)
    actors = {one.record for found in effects.values() for one in found}
    hidden = {
        number: act_named(record)
        for number, record in work.records.many(sorted(actors)).items()
        if record.visibility is not Visibility.PUBLIC
    }
    named = {
        target: [hidden[one.record] for one in found if one.record in hidden and one.record != target]
        for target, found in effects.items()
    }
    return {target: names for target, names in named.items() if names}


def _unnamed(words: str, hidden: Iterable[str]) -> str:
    """The words of a status without the acts in brackets, if one of them is hidden."""
    if not any(name in words for name in hidden):
        return words
    return words[: words.index(" (")] + words[words.rindex(")") + 1 :]


def _change_unnamed(change: Change, hidden: Iterable[str]) -> Change:
    hidden = tuple(hidden)
    return replace(change, before=_unnamed(change.before, hidden), after=_unnamed(change.after, hidden))
