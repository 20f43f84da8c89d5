"""The tree of links of a record: what it cites, what cites it, what happened to it, its draft, the press.

Records that the asker may not see are left out, drafts and withdrawn acts make nothing happen, and what a
librarian refused is not shown. A relation whose other end is not held yet stands with what the text calls it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from acts.status import CHANGING, ENDING, SAID_OF_ITSELF, Interval, intervals
from catalog.keys import match_key
from catalog.model import Record, RecordClass, Relation, Status
from catalog.unit_of_work import UnitOfWork

SHOWN_APART = frozenset({"draft-of", "attachment-of", "reports"})
_OWN_DAYS = (
    ("adopted", "date"),
    ("signed", "signed"),
    ("published", "published"),
    ("in-force", "in_force_from"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One relation as seen from a record.

    Attributes:
        relation: as stored.
        other: the record on its other end, or None while it is not held.
        also: numbers of further relations that say the same of the same record.
    """

    relation: Relation
    other: Record | None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an act on a day.

    Attributes:
        day: or None where no text tells it.
        what: ``adopted``, ``signed``, ``published``, ``in-force``, ``ended``, or what another act did:
            ``amends``, ``supplements``, ``suspends``, ``extends``, ``repeals-part``, ``repeals``.
        link: the relation with the act that did it, or None for the act's own days.
        confirmed: by a librarian; the act's own days need no confirming.
        contradicted: it changes or ends an act that had ended.
    """

    day: date | None
    what: str
    link: Link | None = None
    confirmed: bool = True
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """All links of a record.

    Attributes:
        says: relation -> what this record says of others, in the order of its text.
        said: relation -> what others say of it, by their day.
        timeline: what happened to it, by day; events without a day last.
        life: its status as intervals that cover all of time.
        adopted: the act that this draft became.
        drafts: its drafts.
        parent: the act that this attachment belongs to.
        attachments: of it, by number of record.
        press: articles on it, the newest first.
        reports: acts that this article is about.
        cited: every place of its text where a held act is named.
    """

    says: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    said: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    timeline: tuple[Event, ...] = ()
    life: tuple[Interval, ...] = ()
    adopted: tuple[Link, ...] = ()
    drafts: tuple[Link, ...] = ()
    parent: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    press: tuple[Link, ...] = ()
    reports: tuple[Link, ...] = ()
    cited: tuple[Link, ...] = ()


def links_of(work: UnitOfWork, record: Record, visibility: frozenset[str]) -> Links:
    """The links of a record as far as the asker may see the other ends.

    Args:
        work: an open unit of work.
        record: an act or a clipping.
        visibility: values of ``Visibility`` that the asker sees.
    """
    outward = [one for one in work.relations.of_record(record.id) if one.confirmed is not False]
    inward = [one for one in work.relations.to_record(record.id) if one.confirmed is not False]
    ends = {one.target for one in outward if one.target is not None} | {one.record for one in inward}
    seen = {
        number: other
        for number, other in work.records.many(sorted(ends)).items()
        if other.withdrawn_at is None and str(other.visibility) in visibility and number != record.id
    }
    places = [Link(one, seen.get(one.target or 0)) for one in outward]
    says = _once(places)
    said = _once(Link(one, seen[one.record]) for one in inward if one.record in seen)
    said.sort(key=_by_day)
    life = intervals(work, [record.id]).get(record.id, ())
    return Links(
        says=_grouped(says),
        said=_grouped(said),
        timeline=_timeline(record, says, said, life),
        life=life,
        adopted=_of(says, "draft-of"),
        drafts=_of(said, "draft-of"),
        parent=_of(says, "attachment-of"),
        attachments=tuple(sorted(_of(said, "attachment-of"), key=lambda link: link.relation.record)),
        press=_of(said, "reports")[::-1],
        reports=_of(says, "reports"),
        cited=tuple(link for link in places if link.other is not None),
    )


def _once(links: Iterable[Link]) -> list[Link]:
    """One link to each record and of each name: what a text says before what is proposed, else the surest."""
    found: dict[tuple[object, ...], Link] = {}
    for link in links:
        relation, draft = link.relation, link.relation.draft
        end = (relation.record, relation.target) if relation.target is not None else (relation.id, None)
        key = (draft.relation, draft.article, draft.part, draft.point, *end)
        kept = found.get(key)
        found[key] = link if kept is None else _of_two(kept, link)
    return list(found.values())


def _of_two(first: Link, other: Link) -> Link:
    """The surer of two links that say the same; it stands for both."""
    kept, left = (other, first) if _trust(other) > _trust(first) else (first, other)
    return replace(kept, also=(*kept.also, left.relation.id, *left.also))


def _trust(link: Link) -> tuple[bool, bool, float]:
    relation = link.relation
    return (bool(relation.confirmed), not relation.proposed, relation.draft.confidence)


def _by_day(link: Link) -> tuple[date, int]:
    other = link.other
    return ((other.date if other else None) or date.max, link.relation.id)


def _grouped(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    groups: dict[str, tuple[Link, ...]] = {}
    for link in links:
        name = link.relation.draft.relation
        if name not in SHOWN_APART:
            groups[name] = (*groups.get(name, ()), link)
    return groups


def _of(links: Iterable[Link], name: str) -> tuple[Link, ...]:
    return tuple(link for link in links if link.relation.draft.relation == name)


def _timeline(
    record: Record, says: Iterable[Link], said: Iterable[Link], life: Iterable[Interval]
) -> tuple[Event, ...]:
    if record.record_class is not RecordClass.ACT or record.draft:
        return ()
    own = [Event(day, what) for what, name in _OWN_DAYS if (day := getattr(record, name)) is not None]
    ended = next((one for one in life if one.status is Status.REPEALED and one.cause is None), None)
    if ended is not None and ended.since is not None:
        own.append(Event(ended.since, "ended"))
    done: dict[tuple[object, str], Event] = {}
    for event in (*_done_by_others(said), *_told_by_itself(says)):
        key = (_actor(event), _sort(event.what))
        done[key] = _as_one(done[key], event) if key in done else event
    end = next((one.since for one in life if one.status is Status.REPEALED), None)
    events = [*_without_repeated_days(own), *(_judged(event, end) for event in done.values())]
    return tuple(sorted(events, key=_order))


def _without_repeated_days(own: Iterable[Event]) -> Iterable[Event]:
    """An act signed and in force on the day of its adoption has one event for all."""
    days: dict[date | None, Event] = {}
    for event in own:
        days.setdefault(event.day, event)
    return days.values()


def _done_by_others(said: Iterable[Link]) -> Iterable[Event]:
    for link in said:
        what, other = link.relation.draft.relation, link.other
        if what not in CHANGING | ENDING or other is None or other.draft or other.status_read == Status.DRAFT:
            continue
        day = link.relation.draft.effective or other.in_force_from or other.date
        yield Event(day, what, link, bool(link.relation.confirmed))


def _told_by_itself(says: Iterable[Link]) -> Iterable[Event]:
    for link in says:
        draft = link.relation.draft
        if draft.relation not in SAID_OF_ITSELF:
            continue
        what = "repeals" if draft.relation == "repealed-by" else "amends"
        yield Event(draft.effective or draft.date, what, link, bool(link.relation.confirmed))


def _as_one(first: Event, other: Event) -> Event:
    """What one act did to another in several places of its text."""
    if first.link is None or other.link is None:
        return first
    also = (*first.link.also, other.link.relation.id, *other.link.also)
    return replace(first, link=replace(first.link, also=also))


def _actor(event: Event) -> object:
    """The act that did it: held or not, it is the same one by its day and number."""
    link = event.link
    if link is None:
        return event.day
    draft, other = link.relation.draft, link.other
    key = match_key(other.date, other.number) if other else match_key(draft.date, draft.number)
    return key or (other.id if other else link.relation.id)


def _sort(what: str) -> str:
    """«В редакции решения» tells no more than that an act was changed."""
    return "repeals" if what in ENDING else "changes"


def _judged(event: Event, end: date | None) -> Event:
    late = end is not None and event.day is not None and event.day > end
    return replace(event, contradicted=late)


def _order(event: Event) -> tuple[date, int, int]:
    ranks = {"adopted": 0, "signed": 1, "published": 2, "in-force": 3, "repeals": 5, "ended": 6}
    return (event.day or date.max, ranks.get(event.what, 4), event.link.relation.id if event.link else 0)
