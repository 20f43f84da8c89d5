"""What a record says of others and others of it: links, what happened to it, the press about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from acts.status import CHANGING, ENDING
from catalog.model import Record, RecordClass, Relation, RelationDraft, Status
from catalog.unit_of_work import UnitOfWork
from language.wording import NBSP, day
from web.access import sees_text
from web.presenters.layout import Way
from web.presenters.requisites import act_link, by_text_of, dated_and_numbered, first_upper, shown_title
from web.visit import Visit

_SHOWN = 6
_COMPARED = frozenset({"draft-of", "edition", "edition-of"})
# What happened to the act first, then what belongs to it, what it does, what it leans on, who leans on it.
_ORDER = (
    "said.repeals", "says.repealed-by", "said.repeals-part", "said.amends", "said.supplements",
    "said.suspends", "said.extends", "said.edition-of", "says.edition", "says.edition-of",
    "said.edition", "says.attachment-of", "said.attachment-of", "says.draft-of", "said.draft-of",
    "says.approves", "said.approves", "says.repeals", "says.repeals-part", "says.amends",
    "says.supplements", "says.suspends", "says.extends", "says.basis", "says.cites", "says.reports",
    "said.basis", "said.cites", "said.repealed-by", "said.reports",
)  # fmt: skip


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
        likely: «87 %» for what no text says and the machine concludes, or "".
        also: numbers of further places of the text that say the same.
        compare: address of both texts side by side, for a draft and its act and for editions, or "".
    """

    id: int
    label: str
    title: str
    address: str
    place: str
    sentence: str
    confirmed: bool | None
    effective: str
    likely: str = ""
    also: tuple[int, ...] = ()
    compare: str = ""


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """Relations of one kind in one direction; those behind the first few are folded away."""

    label: str
    items: tuple[RelationView, ...]

    @property
    def first(self) -> tuple[RelationView, ...]:
        """Those shown at once."""
        return self.items if len(self.items) <= _SHOWN + 2 else self.items[:_SHOWN]

    @property
    def folded(self) -> tuple[RelationView, ...]:
        """Those behind them."""
        return self.items[len(self.first) :]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an act.

    Attributes:
        day: in words.
        act: «изменён, № 44/1».
        named: the act that did it by its whole name.
        confirmed: whether a librarian has confirmed it.
        id: number of the relation.
        relation: its name.
        when: the day, or None.
        basis: «по тексту решения № 44/1, не проверено», or "" once it is.
        sentence: of that text.
        also: numbers of further places of that text that say the same.
    """

    day: str
    act: Way
    named: Way
    confirmed: bool
    id: int
    relation: str
    when: date | None
    basis: str
    sentence: str
    also: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        """The state that it leads to."""
        return str(Status.REPEALED if self.relation in ENDING else Status.AMENDED)


@dataclass(frozen=True, slots=True)
class Ties:
    """All relations of a record.

    Attributes:
        groups: by kind and direction, without what the events tell.
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
    says = [_as_open(visit, relation, record) for relation in says]
    said = [_as_open(visit, relation, others[relation.record]) for relation in said]
    events = _events(visit, said, others)
    told = {number for event in events for number in (event.id, *event.also)}
    rest = [
        relation for relation in said if relation.id not in told or record.record_class != RecordClass.ACT
    ]
    found = _grouped(visit, says, others, "says") | _grouped(visit, rest, others, "said")
    groups = tuple(RelationGroup(visit.t(f"relation.{key}"), found[key]) for key in _ORDER if key in found)
    return Ties(
        groups=groups,
        events=events,
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
        count=sum(len(group.items) for group in groups) + len(events),
    )


def _as_open(visit: Visit, relation: Relation, source: Record) -> Relation:
    """A relation without the words of its source where its text is closed to the asker."""
    if sees_text(source.record_class, visit.account, inside=visit.inside):
        return relation
    return replace(relation, draft=replace(relation.draft, sentence=""))


def _grouped(
    visit: Visit, relations: Sequence[Relation], others: dict[int, Record], direction: str
) -> dict[str, tuple[RelationView, ...]]:
    """Relations by «says.cites»; places of the text that say the same of one act are one line."""
    groups: dict[str, dict[tuple[object, ...], RelationView]] = {}
    for relation in relations:
        end = relation.target if direction == "says" else relation.record
        other = others.get(end) if end is not None else None
        view = _view(visit, relation, other)
        alike = groups.setdefault(f"{direction}.{relation.draft.relation}", {})
        key = (view.label, view.address, view.confirmed, view.effective)
        alike[key] = _joined(alike[key], view) if key in alike else view
    return {name: tuple(alike.values()) for name, alike in groups.items()}


def _joined(first: RelationView, other: RelationView) -> RelationView:
    places = dict.fromkeys(place for place in (first.place, other.place) if place)
    sentence = first.sentence or other.sentence
    return replace(first, place="; ".join(places), sentence=sentence, also=(*first.also, other.id))


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
        likely=f"{draft.confidence:.0%}".replace("%", f"{NBSP}%") if relation.proposed else "",
        compare=_compare(visit, relation) if link else "",
    )


def _compare(visit: Visit, relation: Relation) -> str:
    """Both texts side by side, the earlier one left."""
    if relation.draft.relation not in _COMPARED or relation.target is None:
        return ""
    earlier, later = relation.record, relation.target
    if relation.draft.relation != "draft-of":
        earlier, later = later, earlier
    return visit.url("compare", record=earlier, other=later)


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
            id=relation.id,
            relation=what,
            when=when,
            basis="" if relation.confirmed else by_text_of(visit, other),
            sentence=relation.draft.sentence,
        )
        first_day, first = found.get((other.id, what), (when or date.min, event))
        first = event if first is event else replace(first, also=(*first.also, event.id))
        found[other.id, what] = (first_day, first)
    return tuple(event for _, event in sorted(found.values(), key=lambda pair: pair[0]))
