"""The status of acts as of a day, in words, with the acts that caused it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from acts.status import StatusView, effects_of, status_on, timeline
from catalog.model import Record, RecordClass, Status, Visibility
from catalog.unit_of_work import UnitOfWork
from dossiers.bibliography import ended
from language.body_genitive import body_in_genitive
from language.wording import NBSP, day

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class StatusTold:
    """The status of a record on a day.

    Attributes:
        view: the status with what it rests on.
        words: for people, with the acts that caused it; "" where no status is told (press, facts).
        causes: the acts that changed or ended it by that day, in their order, as far as readers may see them.
    """

    view: StatusView
    words: str
    causes: tuple[Record, ...] = ()


def statuses_told(work: UnitOfWork, records: Sequence[Record], as_of: date) -> dict[int, StatusTold]:
    """The statuses of records on a day, by number of record."""
    relations = work.relations.effects_on([record.id for record in records])
    known = {record.id: record for record in records}
    actors = {one.record for found in relations.values() for one in found} - known.keys()
    acting = known | (work.records.many(sorted(actors)) if actors else {})
    found = {}
    for record in records:
        effects = effects_of(record, relations.get(record.id, ()), acting)
        view = status_on(timeline(record, effects), as_of)
        done = [
            acting[effect.cause.record]
            for effect in effects
            if effect.status is view.status
            and effect.cause.record != record.id
            and (effect.day is None or effect.day <= as_of)
        ]
        open_ = [one for one in dict.fromkeys(done) if one.visibility is Visibility.PUBLIC]
        causes = tuple(open_[:1] if view.status is Status.REPEALED else open_)
        found[record.id] = StatusTold(view, _words(record, view, causes), causes)
    return found


def _words(record: Record, view: StatusView, causes: Sequence[Record]) -> str:
    if record.record_class is not RecordClass.ACT:
        return ""
    start = record.in_force_from or record.date
    words = {
        Status.REPEALED: _repealed(record, view, causes),
        Status.AMENDED: f"действует с{NBSP}изменениями{_by(causes)}",
        Status.NOT_YET: f"вступает в{NBSP}силу {day(start)}" if start else f"не вступил в{NBSP}силу",
        Status.IN_FORCE: "действует",
        Status.DRAFT: "проект",
    }
    return words.get(view.status, "действие не установлено")


def _repealed(record: Record, view: StatusView, causes: Sequence[Record]) -> str:
    since = f" с{NBSP}{day(view.since)}" if view.since else ""
    told = ended(record.kind or "") + since + _by(causes)
    return told if view.confirmed else f"{told}; библиотекарем не подтверждено"


def _by(causes: Sequence[Record]) -> str:
    """« (решение Собрания депутатов от 5 марта 2012 г. № 12)», or ""."""
    if not causes:
        return ""
    named = "; ".join(act_named(one) for one in causes[-_MOST_NAMED:])
    more = f"ещё {len(causes) - _MOST_NAMED}; последние: " if len(causes) > _MOST_NAMED else ""
    return f" ({more}{named})"


def act_named(record: Record) -> str:
    """«решение Собрания депутатов от 5 марта 2012 г. № 12»; without a kind «документ»."""
    parts = [record.kind or "документ"]
    if record.issuer and record.kind and not record.kind.startswith("федеральный"):
        parts.append(body_in_genitive(record.issuer))
    return " ".join([*parts, *_dated(record.date, record.number or "", "от")])


def entry_named(  # noqa: PLR0913, PLR0917 - the requisites by which a document is named
    title: str, record_class: str, kind: str, issuer: str, when: date | None, number: str
) -> str:
    """A document by its title and requisites: «О бюджете (решение от 5 марта 2012 г. № 12)»."""
    is_press = record_class == RecordClass.PRESS
    about = issuer if is_press else kind
    told = " ".join([*([about] if about else []), *_dated(when, number, "" if is_press else "от")])
    if not title:
        return told[:1].upper() + told[1:] or "Документ без названия"
    return f"{title} ({told})" if told else title


def _dated(when: date | None, number: str, since: str) -> list[str]:
    told = []
    if when is not None:
        told.append(f"{since}{NBSP}{day(when)}" if since else day(when))
    return [*told, *([f"№{NBSP}{number}"] if number else [])]
