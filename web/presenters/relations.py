"""What a record says of others and others of it: links, what happened to it, the press about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from acts.status import CHANGING, ENDING
from catalog.model import Record, RecordClass, Relation, RelationDraft
from catalog.unit_of_work import UnitOfWork
from language.wording import day
from web.presenters.layout import Way
from web.presenters.requisites import act_link, dated_and_numbered, first_upper, shown_title
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class RelationView:
    """One relation.

    Attributes:
        id: its number.
        label: the other act by kind, date and number, or the words of the text while it is not held.
        title: title of the other act, or "".
        address: of the other act, or "" while it is not held.
        place: «ст. 35; 44», or "".
        sentence: that it was read from, or "".
        confirmed: by a librarian: True, False, or None until then.
        effective: day from which it holds, or "".
    """

    id: int
    label: str
    title: str
    address: str
    place: str
    sentence: str
    confirmed: bool | None
    effective: str


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """Relations of one kind in one direction."""

    label: str
    items: tuple[RelationView, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an act: «изменён, № 44/1», and the act that did it by its whole name."""

    day: str
    act: Way
    named: Way
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """All relations of a record.

    Attributes:
        groups: by kind and direction.
        events: what changed or ended it, by day.
        press: publications about it.
        links: (start, end, page, address) of citations of held acts, for its page texts.
        count: how many relations there are.
    """

    groups: tuple[RelationGroup, ...]
    events: tuple[Event, ...]
    press: tuple[Way, ...]
    links: tuple[tuple[int, int, int, str], ...]
    count: int


def ties(visit: Visit, work: UnitOfWork, record: Record) -> Ties:
    """The relations of a record as far as the asker may see the other end."""
    says = [relation for relation in work.relations.of_record(record.id) if relation.confirmed is not False]
    said = [relation for relation in work.relations.to_record(record.id) if relation.confirmed is not False]
    ends = {relation.target for relation in says if relation.target} | {relation.record for relation in said}
    others = {
        number: other
        for number, other in (work.records.many(sorted(ends)) if ends else {}).items()
        if str(other.visibility) in visit.visibility and other.withdrawn_at is None
    }
    said = [relation for relation in said if relation.record in others and relation.record != record.id]
    groups = _groups(visit, says, others, outward=True) + _groups(visit, said, others, outward=False)
    return Ties(
        groups=groups,
        events=_events(visit, said, others),
        press=tuple(
            Way(shown_title(visit, others[relation.record]), visit.url("record", record=relation.record))
            for relation in said
            if relation.draft.relation == "reports"
            or others[relation.record].record_class == RecordClass.PRESS
        ),
        links=tuple(
            (
                relation.draft.start,
                relation.draft.end,
                relation.draft.page,
                visit.url("record", record=target),
            )
            for relation in says
            if (target := relation.target) in others
            and relation.draft.start is not None
            and relation.draft.end is not None
            and relation.draft.page is not None
        ),
        count=sum(len(group.items) for group in groups),
    )


def _groups(
    visit: Visit, relations: Sequence[Relation], others: dict[int, Record], *, outward: bool
) -> tuple[RelationGroup, ...]:
    direction = "says" if outward else "said"
    groups: dict[str, list[RelationView]] = {}
    for relation in relations:
        end = relation.target if outward else relation.record
        other = others.get(end) if end is not None else None
        groups.setdefault(relation.draft.relation, []).append(_view(visit, relation, other))
    return tuple(
        RelationGroup(visit.t(f"relation.{direction}.{name}"), tuple(items))
        for name, items in groups.items()
        if f"relation.{direction}.{name}" in visit.t
    )


def _view(visit: Visit, relation: Relation, other: Record | None) -> RelationView:
    draft = relation.draft
    link = act_link(visit, other) if other else None
    return RelationView(
        id=relation.id,
        label=first_upper(link.label) if link else _as_read(visit, draft),
        title=shown_title(visit, other) if other and link and shown_title(visit, other) != link.label else "",
        address=link.address if link else "",
        place=_place(visit, draft),
        sentence=draft.sentence,
        confirmed=relation.confirmed,
        effective=day(draft.effective, visit.language) if draft.effective else "",
    )


def _as_read(visit: Visit, draft: RelationDraft) -> str:
    """An act that is not held, by the requisites with which the text calls it."""
    numbered = dated_and_numbered(draft.date, draft.number, visit.language)
    named = " ".join(part for part in (draft.kind or "", numbered) if part)
    return first_upper(named) if named and (numbered or draft.kind) else draft.text


def _place(visit: Visit, draft: RelationDraft) -> str:
    parts = (("article", draft.article), ("part", draft.part), ("point", draft.point))
    return ", ".join(visit.t(f"relation.{name}", value=value) for name, value in parts if value)


def _events(visit: Visit, said: Sequence[Relation], others: dict[int, Record]) -> tuple[Event, ...]:
    found: dict[tuple[int, str], tuple[date, Event]] = {}
    for relation in said:
        what = relation.draft.relation
        other = others[relation.record]
        if what not in CHANGING | ENDING or other.draft:
            continue
        when = relation.draft.effective or other.in_force_from or other.date
        number = dated_and_numbered(None, other.number, visit.language)
        label = visit.t(f"event.{what}", number=number).rstrip(", ")
        event = Event(
            day(when, visit.language) if when else visit.t("event.no_day"),
            Way(label, visit.url("record", record=other.id)),
            act_link(visit, other),
            confirmed=bool(relation.confirmed),
        )
        found.setdefault((other.id, what), (when or date.min, event))
    return tuple(event for _, event in sorted(found.values(), key=lambda pair: pair[0]))
