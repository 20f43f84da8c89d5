"""What a record says of others and others of it: links, what happened to it, the press about it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from acts.links import Event as Happened
from acts.links import Link, Links
from acts.status import ENDING
from catalog.model import Record, Relation, RelationDraft, Status
from language.wording import NBSP, day
from web.access import sees_text
from web.presenters.layout import Way
from web.presenters.requisites import act_link, by_text_of, dated_and_numbered, first_upper, shown_title
from web.presenters.spots import said_at
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
        part: of the other act: «ст. 35; 44», or "".
        sentence: that it was read from, or "".
        place: address of that sentence in its text, or "".
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
    part: str
    sentence: str
    place: str
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
    """Something that another act did to this one.

    Attributes:
        day: in words.
        act: «изменён, № 44/1».
        named: the act that did it by its whole name; its address is "" while it is not held.
        confirmed: whether a librarian has confirmed it.
        id: number of the relation.
        relation: what it does.
        when: the day, or None.
        basis: «по тексту решения № 44/1, не проверено», or "" once it is.
        sentence: of that text.
        place: address of that place in that text, or "".
        contradicted: whether it speaks of the act as if it were alive after its end.
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
    place: str = ""
    contradicted: bool = False
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
        last: the latest of them whose day has come, or None.
        press: publications about it.
        links: (start, end, page, address) of citations of held acts, for its page texts.
        count: how many relations there are.
    """

    groups: tuple[RelationGroup, ...]
    events: tuple[Event, ...]
    last: Event | None
    press: tuple[Way, ...]
    links: tuple[tuple[int, int, int, str], ...]
    count: int


def ties(visit: Visit, record: Record, links: Links) -> Ties:
    """The relations of a record in the words of the page."""
    events = tuple(_event(visit, record, event, link) for event in links.timeline if (link := event.link))
    told = {number for event in events for number in (event.id, *event.also)}
    says = {**links.says, "draft-of": links.adopted, "attachment-of": links.parent, "reports": links.reports}
    said = {
        **links.said,
        "draft-of": links.drafts,
        "attachment-of": links.attachments,
        "reports": links.press,
    }
    groups = _groups(visit, record, "says", says, told) | _groups(visit, record, "said", said, told)
    shown = tuple(RelationGroup(visit.t(f"relation.{key}"), groups[key]) for key in _ORDER if key in groups)
    today = visit.services.clock.today()
    return Ties(
        groups=shown,
        events=events,
        last=next((one for one in reversed(events) if one.when and one.when <= today), None),
        press=tuple(
            Way(shown_title(visit, link.other), visit.url("record", record=link.other.id))
            for link in links.press
            if link.other
        ),
        links=tuple(
            (draft.start, draft.end, draft.page, visit.url("record", record=link.other.id))
            for link in links.cited
            if (draft := link.relation.draft).page is not None
            and draft.start is not None
            and draft.end is not None
            and link.other
        ),
        count=sum(len(group.items) for group in shown) + len(events),
    )


def _groups(
    visit: Visit, record: Record, direction: str, links: Mapping[str, Sequence[Link]], told: Container[int]
) -> dict[str, tuple[RelationView, ...]]:
    """Relations by «says.cites»; places of the text that say the same of one act are one line."""
    groups: dict[str, dict[tuple[object, ...], RelationView]] = {}
    for name, found in links.items():
        for link in found:
            if link.relation.id in told:
                continue
            view = _view(visit, record, link)
            alike = groups.setdefault(f"{direction}.{name}", {})
            key = (view.label, view.address, view.confirmed, view.effective)
            alike[key] = _joined(alike[key], view) if key in alike else view
    return {name: tuple(alike.values()) for name, alike in groups.items()}


def _joined(first: RelationView, other: RelationView) -> RelationView:
    parts = dict.fromkeys(part for part in (first.part, other.part) if part)
    return replace(
        first,
        part="; ".join(parts),
        sentence=first.sentence or other.sentence,
        place=first.place or other.place,
        also=(*first.also, other.id, *other.also),
    )


def _view(visit: Visit, record: Record, link: Link) -> RelationView:
    draft, other = link.relation.draft, link.other
    way = act_link(visit, other) if other else None
    sentence, place = _words_of(visit, record, link)
    return RelationView(
        id=link.relation.id,
        label=first_upper(way.label) if way else _as_read(visit, draft),
        title=shown_title(visit, other) if other and way and shown_title(visit, other) != way.label else "",
        address=way.address if way else "",
        part=_part(visit, draft),
        sentence=sentence,
        place=place,
        confirmed=link.relation.confirmed,
        effective=day(draft.effective, visit.language) if draft.effective else "",
        likely=f"{draft.confidence:.0%}".replace("%", f"{NBSP}%") if link.relation.proposed else "",
        also=link.also,
        compare=_compare(visit, link.relation) if way else "",
    )


def _words_of(visit: Visit, record: Record, link: Link) -> tuple[str, str]:
    """The sentence of a relation and the address of its place, where the text that says it is open."""
    relation = link.relation
    source = record if relation.record == record.id else link.other
    if source is None or not sees_text(source.record_class, visit.account, inside=visit.inside):
        return "", ""
    return relation.draft.sentence, said_at(visit, source, relation)


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


def _part(visit: Visit, draft: RelationDraft) -> str:
    parts = (("article", draft.article), ("part", draft.part), ("point", draft.point))
    return ", ".join(visit.t(f"relation.{name}", value=value) for name, value in parts if value)


def _event(visit: Visit, record: Record, event: Happened, link: Link) -> Event:
    """What another act did, in words; one that is not held goes by what the text calls it."""
    when, what, other = event.day, event.what, link.other
    draft = link.relation.draft
    number = dated_and_numbered(None, other.number if other else draft.number, visit.language)
    way = act_link(visit, other) if other else Way(_as_read(visit, draft), "")
    sentence, place = _words_of(visit, record, link)
    source = other if other and link.relation.record == other.id else record
    return Event(
        day=day(when, visit.language) if when else visit.t("event.no_day"),
        act=Way(visit.t(f"event.{what}", number=number).rstrip(", "), way.address),
        named=way,
        confirmed=event.confirmed,
        id=link.relation.id,
        relation=what,
        when=when,
        basis="" if event.confirmed else by_text_of(visit, source),
        sentence=sentence,
        place=place,
        contradicted=event.contradicted,
        also=link.also,
    )
