"""What a step did to a draft, counted: what an undo names, and what is told to whoever comes second."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.selections import HEAD, STANDING, Draft, Place, SelectionEntry, SelectionStep
from catalog.unit_of_work import UnitOfWork
from dossiers.undoing import UNDO


@dataclass(frozen=True, slots=True)
class Deed:
    """One sort of change.

    Attributes:
        what: machine code: ``came``, ``went``, ``excluded``, ``offered``, ``leaving``, ``kept``, ``moved``,
            ``pinned``, ``unpinned``, ``noted``, ``section_came``, ``section_went``, ``section_renamed``,
            ``section_noted``, ``section_moved``, or ``head``.
        count: how many documents, sections or fields.
        names: titles of the sections, or names of the fields; none for documents.
    """

    what: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step with what it did."""

    step: SelectionStep
    deeds: tuple[Deed, ...]


def deeds(before: Draft, after: Draft) -> tuple[Deed, ...]:
    """All that differs between two drafts of a selection."""
    return (*_of_entries(before, after), *_of_sections(before, after), *_of_head(before, after))


def steps_since(work: UnitOfWork, selection: int, version: int) -> tuple[StepTold, ...]:
    """The steps that led beyond a version, the first of them first, each with what it did."""
    steps = [one for one in work.selections.steps(selection) if one.version > version]
    return told(work, selection, steps)[::-1]


def told(work: UnitOfWork, selection: int, steps: Sequence[SelectionStep]) -> tuple[StepTold, ...]:
    """The last steps of a selection, the newest first, each with what it did."""
    after = work.selections.draft(selection)
    found = []
    for step in steps:
        before = work.selections.before_step(step.id)
        # «отменено: убран 1 документ»: an undo is told by what it took back.
        pair = (after, before) if step.action == UNDO else (before, after)
        found.append(StepTold(step, deeds(*pair)))
        after = before
    return tuple(found)


def _of_entries(before: Draft, after: Draft) -> Iterable[Deed]:
    was, now = ({one.record: one for one in draft.entries} for draft in (before, after))
    places = {one: (_place(was.get(one)), _place(now.get(one))) for one in was | now}
    stood = {one for one, (former, _) in places.items() if former in STANDING}
    stands = {one for one, (_, present) in places.items() if present in STANDING}
    arrived = {
        place: [one for one, pair in places.items() if pair[1] is place and pair[0] is not place]
        for place in Place
    }
    both = [one for one in was if one in now]
    counts = {
        "came": len(stands - stood),
        "went": len([one for one in stood - stands if _place(now.get(one)) is not Place.OUT]),
        "excluded": len(arrived[Place.OUT]),
        "offered": len(arrived[Place.OFFERED]),
        "leaving": len(arrived[Place.LEAVING]),
        "kept": len([one for one, pair in places.items() if pair == (Place.LEAVING, Place.IN)]),
        "moved": _moved(before, after, stood & stands),
        "pinned": len([one for one in both if now[one].pinned and not was[one].pinned]),
        "unpinned": len([one for one in both if was[one].pinned and not now[one].pinned]),
        "noted": len([one for one in both if was[one].note != now[one].note]),
    }
    return [Deed(what, count) for what, count in counts.items() if count]


def _place(entry: SelectionEntry | None) -> Place | None:
    return entry.place if entry else None


def _moved(before: Draft, after: Draft, of: set[int]) -> int:
    """How many records at least changed their place among the others, or their section."""
    at = {one.record: (place, one.section) for place, one in enumerate(before.entries) if one.record in of}
    known = {one.id for one in before.sections} & {one.id for one in after.sections}
    stayed: list[int] = []
    for one in after.entries:
        if one.record not in of:
            continue
        place, section = at[one.record]
        if section != one.section and (section in known or one.section in known):
            continue
        spot = bisect_left(stayed, place)
        stayed[spot : spot + 1] = [place]
    return len(of) - len(stayed)


def _of_sections(before: Draft, after: Draft) -> Iterable[Deed]:
    was, now = ({one.id: one for one in draft.sections} for draft in (before, after))
    both = [one for one in was if one in now]
    names = {
        "section_came": [one.title for key, one in now.items() if key not in was],
        "section_went": [one.title for key, one in was.items() if key not in now],
        "section_renamed": [now[one].title for one in both if was[one].title != now[one].title],
        "section_noted": [now[one].title for one in both if was[one].note != now[one].note],
    }
    found = [Deed(what, len(titles), tuple(titles)) for what, titles in names.items() if titles]
    if both != [one for one in now if one in was]:
        found.append(Deed("section_moved", 1))
    return found


def _of_head(before: Draft, after: Draft) -> Iterable[Deed]:
    changed = tuple(name for name in HEAD if getattr(before, name) != getattr(after, name))
    return [Deed("head", len(changed), changed)] if changed else []
