"""The draft of a selection as its editor and its preview show it, on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.issues import Issue
from catalog.model import Record
from catalog.selections import (
    STANDING,
    Draft,
    Place,
    Selection,
    SelectionEntry,
    SelectionSection,
    SelectionStep,
)
from catalog.unit_of_work import UnitOfWork
from dossiers.entries import described, hidden_why, is_open
from dossiers.publication import Change, Entry
from dossiers.publishing import changes_since, last_publication
from dossiers.statuses import StatusTold, statuses_told
from dossiers.undoing import to_redo, to_undo


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A record in a draft.

    Attributes:
        position: among what stands in the draft, from 1 without gaps; 0 for what does not stand in it.
        entry: with its place, pin and note.
        record: itself, also a withdrawn or closed one.
        described: title, description, annotation, categories; without text and files.
        status: as of the day, with the acts that caused it.
        hidden: why issues leave it out: ``withdrawn``, ``staff``, ``held``, or "" if they do not.
    """

    position: int
    entry: SelectionEntry
    record: Record
    described: Entry
    status: StatusTold
    hidden: str


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A section of a draft, or, with ``section`` None, the part that has none."""

    section: SelectionSection | None
    entries: tuple[DraftEntry, ...]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as it is worked on.

    Attributes:
        selection: with its version.
        draft: as it is kept.
        as_of: the day of the statuses.
        sections: the part without a section first (it may be empty), then all sections in order; with
            everything that stands in the draft, also what is leaving.
        offered: what the saved request found newly.
        leaving: what it finds no longer; it stands in its section too.
        excluded: what a librarian keeps out.
        last: the last issue, or None.
        changes: what the next issue would say of itself against the last.
        undo: the step that an undo takes back, or None.
        redo: the undo that a redo takes back, or None.
    """

    selection: Selection
    draft: Draft
    as_of: date
    sections: tuple[DraftSection, ...]
    offered: tuple[DraftEntry, ...]
    leaving: tuple[DraftEntry, ...]
    excluded: tuple[DraftEntry, ...]
    last: Issue | None
    changes: tuple[Change, ...]
    undo: SelectionStep | None
    redo: SelectionStep | None

    @property
    def hidden(self) -> tuple[DraftEntry, ...]:
        """What stands in the draft and is left out of issues."""
        return tuple(one for part in self.sections for one in part.entries if one.hidden)


def read_draft(work: UnitOfWork, selection: Selection, as_of: date) -> DraftView:
    """The draft of a selection with its records and their statuses on a day.

    Raises:
        NotFound: there is no such selection.
    """
    draft = work.selections.draft(selection.id)
    records = work.records.many([one.record for one in draft.entries])
    shown = _shown(work, draft, records, as_of)
    parts: list[SelectionSection | None] = [None, *draft.sections]
    steps = work.selections.steps(selection.id)
    return DraftView(
        selection=selection,
        draft=draft,
        as_of=as_of,
        sections=tuple(DraftSection(part, _standing(shown, part)) for part in parts),
        offered=_in_place(shown, Place.OFFERED),
        leaving=_in_place(shown, Place.LEAVING),
        excluded=_in_place(shown, Place.OUT),
        last=work.publications.last(selection.id),
        changes=_changes(work, selection, shown),
        undo=to_undo(steps),
        redo=to_redo(steps),
    )


def _shown(
    work: UnitOfWork, draft: Draft, records: Mapping[int, Record], as_of: date
) -> tuple[DraftEntry, ...]:
    everything = list(records.values())
    told = statuses_told(work, everything, as_of)
    entries = described(work, everything, as_of)
    found: list[DraftEntry] = []
    position = 0
    for one in draft.entries:
        stands = one.place in STANDING
        position += stands
        record = records[one.record]
        found.append(
            DraftEntry(
                position if stands else 0,
                one,
                record,
                entries[one.record],
                told[one.record],
                hidden_why(record),
            )
        )
    return tuple(found)


def _standing(shown: Sequence[DraftEntry], part: SelectionSection | None) -> tuple[DraftEntry, ...]:
    section = None if part is None else part.id
    return tuple(one for one in shown if one.position and one.entry.section == section)


def _in_place(shown: Sequence[DraftEntry], place: Place) -> tuple[DraftEntry, ...]:
    return tuple(one for one in shown if one.entry.place is place)


def _changes(work: UnitOfWork, selection: Selection, shown: Sequence[DraftEntry]) -> tuple[Change, ...]:
    standing = [one.described for one in shown if one.position and is_open(one.record)]
    return changes_since(last_publication(work, selection.id), standing)
