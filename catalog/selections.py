"""Selections (подборки), their published issues (выпуски) and the files made of them, as dataclasses.

A selection is a dossier (досье), a press folder (папка публикаций) or an information list (информационный
список). What a librarian works on is its ``Draft``; what readers get are its issues, which never change.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class SelectionKind(StrEnum):
    """Three kinds of selections with one life."""

    DOSSIER = "dossier"
    PRESS = "press"
    LIST = "list"


class Place(StrEnum):
    """Where a record stands in a draft."""

    IN = "in"
    OUT = "out"  # a librarian excluded it: no request brings it back
    OFFERED = "offered"  # the saved request found it; a librarian decides
    LEAVING = "leaving"  # still in, but the saved request finds it no longer; a librarian decides


STANDING = frozenset({Place.IN, Place.LEAVING})
PROPOSED = frozenset({Place.OFFERED, Place.LEAVING})


@dataclass(frozen=True, slots=True)
class SelectionSection:
    """A section of a draft.

    Attributes:
        id: its number; below 0 for one that is not kept yet.
        title: shown.
        note: a librarian's word on it, in Markdown.
    """

    id: int
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SelectionEntry:
    """A record in a draft.

    Attributes:
        record: its number.
        added: when it came in.
        added_by: who brought it in.
        section: number of its section, or None.
        place: where it stands.
        pinned: it stays, whatever the saved request finds.
        note: a librarian's word on it, in Markdown.
    """

    record: int
    added: datetime
    added_by: str
    section: int | None = None
    place: Place = Place.IN
    pinned: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a librarian edits, and what a step back restores.

    Attributes:
        title: required.
        theme: a line under the title, or "".
        audience: for whom, or "".
        introduction: in Markdown.
        cover: SHA-256 of a picture among the originals, or "".
        query: the saved request by name of parameter; several values of one stand on lines of their own.
        grouping: how an issue is divided: ``sections`` (by hand), ``year``, ``month``, ``category``, ...
        first_day: beginning of its period, or None.
        last_day: its end, or None.
        public: whether readers see its issues.
        refresh_days: the saved request is put again after so many days; 0 only when asked.
        sections: in order.
        entries: those without a section first, then section by section, in order.
    """

    title: str
    theme: str = ""
    audience: str = ""
    introduction: str = ""
    cover: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    grouping: str = "sections"
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    public: bool = False
    refresh_days: int = 0
    sections: tuple[SelectionSection, ...] = ()
    entries: tuple[SelectionEntry, ...] = ()

    def entry(self, record: int) -> SelectionEntry | None:
        """The entry of a record, or None."""
        return next((one for one in self.entries if one.record == record), None)

    def section(self, id: int) -> SelectionSection | None:
        """A section by its number, or None."""
        return next((one for one in self.sections if one.id == id), None)


HEAD = (
    "title", "theme", "audience", "introduction", "cover", "query", "grouping", "first_day", "last_day",
    "public", "refresh_days",
)  # fmt: skip
"""The fields of a draft beside its sections and entries."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection as lists show it: the head of its draft, with counts and its last issue.

    Attributes:
        id: its number.
        kind: what it is.
        slug: its address within its kind; stays for ever.
        created_by: who made it.
        changed: when its draft was changed last.
        version: raised by every change; a form sends back the one that it was filled from.
        refreshed: when the saved request was put last, or None.
        removed_at: when it was removed, or None.
        count: records that stand in the draft.
        offered: records that wait to be taken in.
        leaving: records that wait to be taken out.
        issue: number of the last issue, or 0.
        issue_id: number of its publication, or None.
        issue_day: the day that its statuses hold for, or None.
        issue_moment: when it was published, or None.
        issue_entries: how many documents it holds.
    """

    id: int
    kind: SelectionKind
    slug: str
    title: str
    theme: str
    audience: str
    introduction: str
    cover: str
    query: Mapping[str, str]
    grouping: str
    first_day: dt.date | None
    last_day: dt.date | None
    public: bool
    refresh_days: int
    refreshed: datetime | None
    created_by: str
    changed: datetime
    version: int
    removed_at: datetime | None
    count: int = 0
    offered: int = 0
    leaving: int = 0
    issue: int = 0
    issue_id: int | None = None
    issue_day: dt.date | None = None
    issue_moment: datetime | None = None
    issue_entries: int = 0


@dataclass(frozen=True, slots=True)
class SelectionStep:
    """One change of a draft.

    Attributes:
        id: its number.
        version: that it led to.
        moment: when.
        actor: who.
        action: machine code, as in the audit.
    """

    id: int
    version: int
    moment: datetime
    actor: str
    action: str


@dataclass(frozen=True, slots=True)
class SelectionFilter:
    """Which selections are listed; an empty value narrows nothing.

    Attributes:
        kind: ``dossier``, ``press`` or ``list``.
        text: a piece of the title or the theme.
        record: number of a record that stands in the draft.
        public: open to readers and published at least once.
        waiting: something is offered or leaving.
        removed: the removed ones, instead of those that stand.
    """

    kind: str = ""
    text: str = ""
    record: int | None = None
    public: bool = False
    waiting: bool = False
    removed: bool = False


def arranged(draft: Draft) -> Draft:
    """The draft with its entries in the order of its sections; those of no section stand first."""
    order = {one.id: at for at, one in enumerate(draft.sections, 1)}
    placed = [one if one.section in order else replace(one, section=None) for one in draft.entries]
    return replace(
        draft, entries=tuple(sorted(placed, key=lambda one: order[one.section] if one.section else 0))
    )


def draft_to_json(draft: Draft) -> str:
    """The canonical form of a draft: the same draft gives the same text."""
    head = {name: _plain(getattr(draft, name)) for name in HEAD}
    sections = [[one.id, one.title, one.note] for one in draft.sections]
    entries = [
        [one.record, one.section, one.place.value, int(one.pinned), one.note, _plain(one.added), one.added_by]
        for one in draft.entries
    ]
    values = {"head": head, "sections": sections, "entries": entries}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def draft_from_json(text: str) -> Draft:
    """A draft from its canonical form."""
    values = json.loads(text)
    head: dict[str, Any] = values["head"]
    for name in ("first_day", "last_day"):
        head[name] = dt.date.fromisoformat(head[name]) if head[name] else None
    return Draft(
        **head,
        sections=tuple(SelectionSection(*one) for one in values["sections"]),
        entries=tuple(_entry(*one) for one in values["entries"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _entry(  # noqa: PLR0913, PLR0917 - the row of an entry
    record: int, section: int | None, place: str, pinned: int, note: str, added: str, added_by: str
) -> SelectionEntry:
    moment = datetime.fromisoformat(added)
    return SelectionEntry(record, moment, added_by, section, Place(place), bool(pinned), note)
