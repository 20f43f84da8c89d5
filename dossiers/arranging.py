"""What a librarian does to a draft, as functions from one draft to another; nothing is read or kept here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from catalog.selections import STANDING, Draft, Place, SelectionEntry, SelectionSection, arranged

Step = Literal["up", "down", "first", "last"]


@dataclass(frozen=True, slots=True)
class Before:
    """The place before a record."""

    record: int


@dataclass(frozen=True, slots=True)
class Into:
    """A place in a section; None is the part without a section.

    Attributes:
        section: its number, or None.
        position: from 1 among what stands there; None is the end.
    """

    section: int | None
    position: int | None = None


Target = Step | Before | Into
"""Where something is moved to."""


def standing(draft: Draft, section: int | None) -> list[int]:
    """The records that stand in a section, in order."""
    return [one.record for one in draft.entries if one.section == section and one.place in STANDING]


def with_entries(draft: Draft, entries: Sequence[SelectionEntry], where: Into) -> Draft:
    """Bring records in.

    What stands in the draft already stays where it is and gets the new note, if there is one. What was
    excluded or only offered comes in.
    """
    held = {one.record: one for one in draft.entries}
    stays, comes = [], []
    for one in {entry.record: entry for entry in entries}.values():
        former = held.get(one.record)
        note = one.note or (former.note if former else "")
        if former is not None and former.place in STANDING:
            stays.append(replace(former, place=Place.IN, note=note))
        else:
            comes.append(replace(one, note=note, place=Place.IN))
    return _placed(_changed(draft, stays), comes, where)


def without(draft: Draft, records: Collection[int]) -> Draft:
    """Take records out; a request may find and offer them again."""
    return replace(draft, entries=tuple(one for one in draft.entries if one.record not in records))


def excluded(draft: Draft, entries: Iterable[SelectionEntry]) -> Draft:
    """Keep records out for good; those that the draft does not know yet are noted so too."""
    wanted = {one.record: replace(one, place=Place.OUT, pinned=False) for one in entries}
    known = [
        replace(one, place=Place.OUT, pinned=False) if one.record in wanted else one for one in draft.entries
    ]
    fresh = [one for record, one in wanted.items() if draft.entry(record) is None]
    return arranged(replace(draft, entries=(*known, *fresh)))


def pinned(draft: Draft, records: Collection[int], on: bool) -> Draft:
    """Pin what stands in the draft, or let it loose; what was leaving and is pinned stays."""
    changed = [
        replace(one, pinned=on, place=Place.IN if on else one.place)
        for one in draft.entries
        if one.record in records and one.place in STANDING
    ]
    return _changed(draft, changed)


def noted(draft: Draft, record: int, note: str) -> Draft:
    """Give an entry another note."""
    return _changed(draft, [replace(one, note=note) for one in draft.entries if one.record == record])


def accepted(draft: Draft, records: Collection[int], where: Into | None = None) -> Draft:
    """Follow what is proposed: what is offered comes in, what is leaving goes."""
    going = {one.record for one in draft.entries if one.place is Place.LEAVING and one.record in records}
    coming = [one for one in draft.entries if one.place is Place.OFFERED and one.record in records]
    left = without(draft, going)
    if where is None:
        return _changed(left, [replace(one, place=Place.IN) for one in coming])
    return _placed(left, [replace(one, place=Place.IN) for one in coming], where)


def refused(draft: Draft, records: Collection[int]) -> Draft:
    """Do not follow it: what is offered is excluded, what is leaving is pinned; neither is proposed again."""
    changed = []
    for one in draft.entries:
        if one.record in records and one.place is Place.OFFERED:
            changed.append(replace(one, place=Place.OUT))
        elif one.record in records and one.place is Place.LEAVING:
            changed.append(replace(one, place=Place.IN, pinned=True))
    return _changed(draft, changed)


def moved(draft: Draft, record: int, target: Target) -> Draft:
    """Move a record; a step beyond an end of its section changes nothing."""
    entry = draft.entry(record)
    if entry is None:
        return draft
    if isinstance(target, Into):
        return _placed(draft, [entry], target)
    if isinstance(target, Before):
        beside = draft.entry(target.record)
        if beside is None or target.record == record:
            return draft
        order = [one for one in standing(draft, beside.section) if one != record]
        at = order.index(target.record) if target.record in order else len(order)
        return _placed(draft, [entry], Into(beside.section, at + 1))
    order = standing(draft, entry.section)
    if record not in order:
        return draft
    wanted = _step(order.index(record), target, len(order))
    return draft if wanted is None else _placed(draft, [entry], Into(entry.section, wanted + 1))


def with_section(draft: Draft, title: str, note: str = "", position: int | None = None) -> Draft:
    """Add a section at a position from 1, or at the end; it gets its number when the draft is kept."""
    fresh = SelectionSection(min((0, *(one.id for one in draft.sections))) - 1, title, note)
    return replace(draft, sections=_inserted(draft.sections, fresh, position))


def section_changed(draft: Draft, section: SelectionSection) -> Draft:
    """Give a section another title or note."""
    changed = tuple(section if one.id == section.id else one for one in draft.sections)
    return replace(draft, sections=changed)


def section_moved(draft: Draft, section: int, target: Step | int) -> Draft:
    """Move a section, with all that stands in it, by a step or to a position from 1."""
    found = draft.section(section)
    if found is None:
        return draft
    at = draft.sections.index(found)
    wanted = target - 1 if isinstance(target, int) else _step(at, target, len(draft.sections))
    if wanted is None:
        return draft
    rest = tuple(one for one in draft.sections if one.id != section)
    return arranged(replace(draft, sections=_inserted(rest, found, wanted + 1)))


def without_section(draft: Draft, section: int) -> Draft:
    """Remove a section; what stood in it stands in no section, behind what stands there already."""
    return arranged(
        replace(
            draft,
            sections=tuple(one for one in draft.sections if one.id != section),
            entries=tuple(
                replace(one, section=None) if one.section == section else one for one in draft.entries
            ),
        )
    )


def _step(at: int, step: Step, length: int) -> int | None:
    wanted = {"up": at - 1, "down": at + 1, "first": 0, "last": length - 1}[step]
    return wanted if 0 <= wanted < length and wanted != at else None


def _inserted(
    sections: tuple[SelectionSection, ...], one: SelectionSection, position: int | None
) -> tuple[SelectionSection, ...]:
    at = len(sections) if position is None else max(0, min(len(sections), position - 1))
    return (*sections[:at], one, *sections[at:])


def _changed(draft: Draft, entries: Iterable[SelectionEntry]) -> Draft:
    """The same order with these entries in place of the former ones."""
    new = {one.record: one for one in entries}
    return replace(draft, entries=tuple(new.get(one.record, one) for one in draft.entries))


def _placed(draft: Draft, entries: Sequence[SelectionEntry], where: Into) -> Draft:
    """Put entries, one behind the other, at a place; they leave the one that they had."""
    moving = {one.record for one in entries}
    rest = [one for one in draft.entries if one.record not in moving]
    placed = [replace(one, section=where.section) for one in entries]
    order = [one for one in rest if one.section == where.section and one.place in STANDING]
    at = len(rest)
    if where.position is not None and 0 <= where.position - 1 < len(order):
        at = rest.index(order[max(0, where.position - 1)])
    return arranged(replace(draft, entries=(*rest[:at], *placed, *rest[at:])))
