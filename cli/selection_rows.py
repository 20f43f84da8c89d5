"""Selections, their entries and issues as lines: for people, and as JSON objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.issues import Issue
from catalog.selections import Place, Selection
from cli import output
from cli.sentences import say
from dossiers.drafts import DraftEntry, DraftView
from dossiers.publication import Change, Entry, Publication


def show(row: dict[str, Any], words: str, *, json_lines: bool) -> None:
    """Print one line in the form that is asked for."""
    if json_lines:
        output.line(row)
    else:
        output.answer(words)


def selection_row(one: Selection) -> dict[str, Any]:
    """A selection as an object."""
    return {
        "slug": one.slug,
        "title": one.title,
        "public": one.public,
        "records": one.count,
        "offered": one.offered,
        "leaving": one.leaving,
        "issue": one.issue or None,
        "as_of": str(one.issue_day) if one.issue_day else None,
        "version": one.version,
        "changed": one.changed.isoformat(),
        "query": dict(one.query),
    }


def selection_words(one: Selection) -> str:
    """A selection as a line."""
    issue = say("selection_issue", number=one.issue, day=one.issue_day) if one.issue else ""
    waiting = one.offered + one.leaving
    proposed = say("selection_waiting", count=waiting) if waiting else ""
    return f"{one.slug}  {one.title} ({one.count}){issue}{proposed}"


def draft_rows(view: DraftView) -> Iterator[tuple[dict[str, Any], str]]:
    """The entries of a draft: what stands in it, then what is offered, then what is excluded."""
    for part in view.sections:
        title = part.section.title if part.section else ""
        for one in part.entries:
            yield _draft_row(one, title)
    for one in (*view.offered, *view.excluded):
        yield _draft_row(one, "")


def _draft_row(one: DraftEntry, section: str) -> tuple[dict[str, Any], str]:
    entry, held = one.described, one.entry
    row = _entry_row(entry, section) | {
        "position": one.position or None,
        "note": held.note,
        "place": held.place.value,
        "pinned": held.pinned,
        "hidden": one.hidden or None,
    }
    mark = "" if held.place is Place.IN else say(f"place_{held.place.value}")
    hidden = say("place_hidden") if one.hidden else ""
    return row, f"{one.position or '·'}. {_named(entry)}{mark}{hidden}"


def publication_rows(publication: Publication) -> Iterator[tuple[dict[str, Any], str]]:
    """The entries of an issue."""
    for section in publication.sections:
        for entry in section.entries:
            row = _entry_row(entry, section.title) | {"position": entry.position, "note": entry.note}
            yield row, f"{entry.position}. {_named(entry)}"


def _entry_row(entry: Entry, section: str) -> dict[str, Any]:
    return {
        "position": entry.position,
        "record": entry.record,
        "class": entry.record_class,
        "title": entry.title,
        "kind": entry.kind or None,
        "issuer": entry.issuer or None,
        "date": entry.date or None,
        "number": entry.number or None,
        "status": entry.status or None,
        "status_words": entry.status_words or None,
        "section": section or None,
        "description": entry.description,
    }


def _named(entry: Entry) -> str:
    status = f" · {entry.status_words}" if entry.status_words else ""
    return f"{entry.description} [{entry.record}]{status}"


def change_rows(changes: Iterable[Change]) -> Iterator[tuple[dict[str, Any], str]]:
    """What is new against the issue before."""
    for one in changes:
        row = {"what": one.what, "record": one.record, "title": one.title}
        row |= {"before": one.before or None, "after": one.after or None}
        yield row, say(f"change_{one.what}", title=one.title, before=one.before, after=one.after)


def issue_row(issue: Issue) -> dict[str, Any]:
    """A publication as an object."""
    return {
        "publication": issue.id,
        "issue": issue.number,
        "title": issue.title,
        "as_of": str(issue.as_of),
        "entries": issue.entries,
        "code": issue.code,
    }
