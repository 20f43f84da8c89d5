"""Status of an act as of any day, computed from what acts say of each other and never stored.

An act is a line of days cut into intervals. It begins as ``not-yet`` until the day it comes into force, is
``in-force``, becomes ``amended`` by the first act that changes it and ``repealed`` by the act that ends it or
by its own last day. What a librarian refused has no effect; what nobody has confirmed has, and is marked so.
The repeal of an amending act does not undo the amendment. The order in which acts arrive changes nothing,
because nothing but the relations and dates is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from catalog.model import Record, RecordClass, Relation, Status

CHANGING = frozenset({"amends", "supplements", "suspends", "extends", "repeals-part"})
ENDING = frozenset({"repeals"})
SAID_OF_ITSELF = {"repealed-by": Status.REPEALED, "edition": Status.AMENDED, "edition-of": Status.AMENDED}
EFFECTS = CHANGING | ENDING | frozenset(SAID_OF_ITSELF)
WITHOUT_FORCE = ("письмо",)
"""Kinds of documents that tell and do not rule: they are neither in force nor ended."""

RANK = {Status.NOT_YET: 0, Status.IN_FORCE: 1, Status.AMENDED: 2, Status.REPEALED: 3}


@dataclass(frozen=True, slots=True)
class Interval:
    """A status from one day up to, not including, another; None is open.

    Attributes:
        status: in this interval.
        since: first day.
        until: first day of the next interval.
        cause: the relation that began it, or None when the act's own text or date did.
        confirmed: whether the cause was confirmed by a librarian (an act's own date needs no confirming).
    """

    status: Status
    since: date | None
    until: date | None
    cause: Relation | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status of one record on one day, with what it rests on.

    Attributes:
        status: as of the day.
        since: the day from which it holds, or None.
        cause: the relation that began it, or None.
        confirmed: whether a librarian has confirmed it.
        sentence: the words that it rests on, or "".
        contradicted: relations that change or end the act after it had ended.
    """

    status: Status
    since: date | None
    cause: Relation | None
    confirmed: bool
    sentence: str
    contradicted: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What one relation does to the act, from which day."""

    status: Status
    day: date | None
    cause: Relation


class Records(Protocol):
    """The part of the record store that statuses are computed from."""

    def many(self, ids: Sequence[int]) -> dict[int, Record]:
        """Records by number."""
        ...


class Relations(Protocol):
    """The part of the relation store that statuses are computed from."""

    def effects_on(self, ids: Sequence[int]) -> dict[int, list[Relation]]:
        """Relations whose target is one of the records, and those that these records say of themselves."""
        ...


class Work(Protocol):
    """A unit of work, as far as statuses need it."""

    @property
    def records(self) -> Records:
        """Records."""
        ...

    @property
    def relations(self) -> Relations:
        """Relations."""
        ...


def intervals(work: Work, ids: Sequence[int]) -> dict[int, tuple[Interval, ...]]:
    """The whole life of each record, as intervals that cover all of time.

    Args:
        work: an open unit of work.
        ids: numbers of records; unknown ones are left out of the answer.
    """
    return {record.id: timeline(record, found) for record, found in _effects(work, ids)}


def statuses(work: Work, ids: Sequence[int], today: date) -> dict[int, StatusView]:
    """The status of each record on one day."""
    answer = {}
    for record, found in _effects(work, ids):
        line = timeline(record, found)
        answer[record.id] = replace(status_on(line, today), contradicted=contradictions(line, found))
    return answer


def status_on(line: Sequence[Interval], day: date) -> StatusView:
    """The status on one day of a line of intervals."""
    interval = next(
        (one for one in reversed(line) if one.since is None or one.since <= day),
        Interval(Status.UNKNOWN, None, None),
    )
    cause = interval.cause
    return StatusView(
        status=interval.status,
        since=interval.since,
        cause=cause,
        confirmed=interval.confirmed,
        sentence=cause.draft.sentence if cause else "",
    )


def contradictions(line: Sequence[Interval], effects: Sequence[Effect]) -> tuple[Relation, ...]:
    """Relations that change or end the act after the day on which it had ended."""
    end = next((one for one in line if one.status is Status.REPEALED), None)
    if end is None or end.since is None:
        return ()
    return tuple(effect.cause for effect in effects if effect.day is not None and effect.day > end.since)


def _effects(work: Work, ids: Sequence[int]) -> list[tuple[Record, list[Effect]]]:
    """The effects on each record, in the order of their days."""
    records = work.records.many(ids)
    relations = work.relations.effects_on(list(records))
    actors = {relation.record for found in relations.values() for relation in found} - records.keys()
    acting = records | (work.records.many(sorted(actors)) if actors else {})
    return [
        (record, effects_of(record, relations[number], acting) if number in relations else [])
        for number, record in records.items()
    ]


def effects_of(record: Record, relations: Sequence[Relation], acting: Mapping[int, Record]) -> list[Effect]:
    """The effects of relations on a record, in the order of their days.

    Args:
        record: the act.
        relations: those that act on it, and those that it states of itself.
        acting: the records that these relations come from, by number.
    """
    found = [effect for relation in relations if (effect := _effect(record, relation, acting)) is not None]
    return sorted(found, key=_order)


def _order(effect: Effect) -> tuple[date, int, str, str]:
    """By day; on one day by the stronger effect last; then by what stands in the texts, not by arrival."""
    draft = effect.cause.draft
    return (effect.day or date.min, RANK[effect.status], draft.sentence, draft.text)


def timeline(record: Record, effects: Sequence[Effect]) -> tuple[Interval, ...]:
    """The intervals of one record, from its own dates and the effects on it in the order of their days."""
    if record.record_class is not RecordClass.ACT:
        return (Interval(Status.UNKNOWN, None, None),)
    if record.kind in WITHOUT_FORCE and not effects:
        return (Interval(Status.UNKNOWN, None, None),)
    if record.draft or record.status_read == Status.DRAFT:
        return (Interval(Status.DRAFT, None, None),)
    if record.status_read == Status.UNKNOWN and not effects and record.kind is None:
        return (Interval(Status.UNKNOWN, None, None),)
    return _joined(_beginning(record), effects, record)


def _effect(record: Record, relation: Relation, acting: Mapping[int, Record]) -> Effect | None:
    """What a relation does to the record, or None if it does nothing (refused, a draft, only a reference)."""
    kind = relation.draft.relation
    if relation.confirmed is False or kind not in EFFECTS:
        return None
    if relation.record == record.id:
        status = SAID_OF_ITSELF.get(kind)
        return Effect(status, relation.draft.effective or relation.draft.date, relation) if status else None
    if relation.target != record.id or kind in SAID_OF_ITSELF:
        return None
    actor = acting.get(relation.record)
    if actor is None or actor.draft or actor.withdrawn_at is not None or actor.status_read == Status.DRAFT:
        return None
    day = relation.draft.effective or actor.in_force_from or actor.date
    return Effect(Status.REPEALED if kind in ENDING else Status.AMENDED, day, relation)


def _beginning(record: Record) -> list[Interval]:
    """The intervals that the act's own dates and text make."""
    start = record.in_force_from or record.date
    status = {Status.REPEALED: Status.REPEALED, Status.AMENDED: Status.AMENDED}.get(
        Status(record.status_read), Status.IN_FORCE
    )
    if start is None:
        return [Interval(status, None, None)]
    return [Interval(Status.NOT_YET, None, start), Interval(status, start, None)]


def _joined(line: list[Interval], effects: Sequence[Effect], record: Record) -> tuple[Interval, ...]:
    """Lay the effects upon the act's own intervals; a status never falls back."""
    for effect in effects:
        last = line[-1]
        if RANK[effect.status] <= RANK[last.status]:
            continue
        day = max(effect.day, last.since) if effect.day and last.since else effect.day or last.since
        confirmed = bool(effect.cause.confirmed)
        line = _cut(line, Interval(effect.status, day, None, effect.cause, confirmed))
    if record.in_force_until is not None and line[-1].status is not Status.REPEALED:
        line = _cut(line, Interval(Status.REPEALED, record.in_force_until + timedelta(days=1), None))
    elif record.in_force_until is not None and (line[-1].since or date.min) > record.in_force_until:
        line = _cut(line[:-1], Interval(Status.REPEALED, record.in_force_until + timedelta(days=1), None))
    return tuple(line)


def _cut(line: Sequence[Interval], following: Interval) -> list[Interval]:
    """End the line where the following interval begins; intervals that begin later vanish."""
    kept = [
        one for one in line if one.since is None or following.since is None or one.since < following.since
    ]
    if following.since is None:
        return [following]
    if not kept:
        return [replace(following, since=None)]
    return [*(kept[:-1]), replace(kept[-1], until=following.since), following]
