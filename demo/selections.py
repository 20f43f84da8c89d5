"""Dossiers, press folders and lists of the demo district, made of what was taken in (``selections.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from catalog.clock import Clock
from catalog.database import Database
from catalog.selections import Selection, SelectionKind
from dossiers.arranging import Into
from dossiers.editing import Hand, add_records, create
from dossiers.publishing import imprint, publish
from dossiers.requests import Searching, hits_of, request_of
from dossiers.section_editing import add_section

_FILE = Path(__file__).with_name("selections.toml")
_ACTOR = "демонстрация"
_PUBLIC = frozenset({"public"})
_HEAD = ("theme", "audience", "introduction", "query", "grouping", "first_day", "last_day", "refresh_days")


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where the selections are made.

    Attributes:
        database: the catalogue, with the collection in it.
        searcher: over the same.
        clock: tells the day.
        library: that publishes.
    """

    database: Database
    searcher: Searching
    clock: Clock
    library: str


def make_selections(shelves: Shelves) -> int:
    """Make and publish them all; how many there are."""
    asked = tomllib.loads(_FILE.read_text("utf-8"))["selection"]
    for values in asked:
        _make(shelves, values)
    return len(asked)


def _make(shelves: Shelves, values: Mapping[str, Any]) -> None:
    head = {name: values[name] for name in _HEAD if name in values}
    if "introduction" in head:
        head["introduction"] = head["introduction"].strip()
    with shelves.database.write() as work:
        saved = create(
            work,
            SelectionKind(values["kind"]),
            values["title"],
            actor=_ACTOR,
            clock=shelves.clock,
            public=True,
            **head,
        )
        for section in values["sections"]:
            saved = add_section(
                work, saved.id, section["title"], _hand(shelves, saved), note=section.get("note", "")
            )
    for issue in values["issues"]:
        day = shelves.clock.today() if issue == "today" else date.fromisoformat(issue)
        saved = _fill(shelves, saved, values["sections"], day)
        with shelves.database.write() as work:
            publish(
                work,
                saved.id,
                _hand(shelves, saved),
                imprint(shelves.library, shelves.clock, compiler="Районная библиотека", as_of=day),
            )


def _fill(shelves: Shelves, saved: Selection, sections: list[Mapping[str, Any]], day: date) -> Selection:
    """Take in what the sections ask for, dated up to a day."""
    found = [_found(shelves, section["query"], day, section.get("titled", "")) for section in sections]
    with shelves.database.write() as work:
        draft = work.selections.draft(saved.id)
        taken = {entry.record for entry in draft.entries}
        for section, records in zip(draft.sections, found, strict=True):
            fresh = [record for record in records if record not in taken]
            taken.update(fresh)
            saved = add_records(work, saved.id, fresh, _hand(shelves, saved), where=Into(section.id))
    return saved


def _found(shelves: Shelves, query: Mapping[str, str], day: date, titled: str) -> list[int]:
    request = request_of(query, shelves.clock.today(), _PUBLIC)
    until = min(day, request.filters.dated_to or day)
    hits, _total = hits_of(
        shelves.searcher, replace(request, filters=replace(request.filters, dated_to=until))
    )
    return [hit.record for hit in hits if titled in hit.title]


def _hand(shelves: Shelves, saved: Selection) -> Hand:
    return Hand(_ACTOR, saved.version, shelves.clock)
