"""The API of dossiers, press folders and lists: their issues as JSON, without what was closed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from catalog.errors import NotFound
from catalog.issues import Issue, IssueFilter
from catalog.model import Record
from catalog.selections import Selection, SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.closed_since import named_records, without_closed
from dossiers.entries import is_open
from dossiers.publication import Change, Entry, Publication, from_json
from web.pages.issues import seen_selection
from web.pages.records import number_in_path
from web.paging import asked_page
from web.visit import Visit

SIZE = 100
_NOT_TOLD = ("text", "files", "position")
PageOf = Callable[[Visit], Response]


def index(kind: SelectionKind) -> PageOf:
    """The selections of a kind that are open to readers, the newest issues first."""

    def show(visit: Visit) -> Response:
        number = asked_page(visit.asked.get("page"))
        wanted = SelectionFilter(kind=kind, text=visit.asked.get("q", "").strip()[:200], public=True)
        with visit.services.database.read() as work:
            found, total = work.selections.page(wanted, SIZE, (number - 1) * SIZE, "published")
            answer = [_selection(visit, one, work.publications.last(one.id)) for one in found]
        return _told({"total": total, "page": number, "selections": answer})

    return show


def selection(kind: SelectionKind) -> PageOf:
    """A selection with its issues and the last of them whole."""

    def show(visit: Visit) -> Response:
        with visit.services.database.read() as work:
            found = seen_selection(visit, work, kind)
            last = work.publications.last(found.id)
            if last is None:
                raise NotFound(visit.t(f"selections.{kind}.none"))
            listed, _ = work.publications.page(IssueFilter(selection=found.id), limit=SIZE)
            issues = [_issue(visit, found, one) for one in listed]
            answer = _selection(visit, found, last) | {
                "issues": issues,
                "issue": _whole(visit, work, found, last),
            }
        return _told(answer)

    return show


def issue(kind: SelectionKind) -> PageOf:
    """One issue by its number."""

    def show(visit: Visit) -> Response:
        with visit.services.database.read() as work:
            found = seen_selection(visit, work, kind)
            one = work.publications.issue(found.id, number_in_path(visit, "number"))
            if one is None:
                raise HTTPException(404)
            answer = _whole(visit, work, found, one)
        return _told(answer)

    return show


def _told(answer: dict[str, Any]) -> Response:
    return JSONResponse(answer, headers={"cache-control": "private, no-cache"})


def _selection(visit: Visit, one: Selection, issue: Issue | None) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "slug": one.slug,
        "title": issue.title if issue else one.title,
        "last_issue": one.issue,
        "documents": one.issue_entries,
        "as_of": one.issue_day.isoformat() if one.issue_day else None,
        "url": visit.url(one.kind.value, slug=one.slug),
    }


def _issue(visit: Visit, of: Selection, one: Issue) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "as_of": one.as_of.isoformat(),
        "published": one.moment.isoformat(),
        "documents": one.entries,
        "code": one.code,
        "url": visit.url(f"{of.kind}-issue", slug=of.slug, number=one.number),
    }


def _whole(visit: Visit, work: UnitOfWork, of: Selection, one: Issue) -> dict[str, Any]:
    """An issue with its documents; of those that were closed since only the number is told."""
    held = without_closed(work, from_json(work.publications.content(one.id)))
    records = work.records.many(named_records(held))
    open_ = {number: record for number, record in records.items() if is_open(record)}
    return _issue(visit, of, one) | {
        "theme": held.theme,
        "audience": held.audience,
        "introduction": held.introduction,
        "compiler": held.compiler,
        "sections": _sections(visit, held, open_),
        "changes": [_change(change, open_) for change in held.changes],
        "official": False,
    }


def _sections(visit: Visit, held: Publication, open_: dict[int, Record]) -> list[dict[str, Any]]:
    return [
        {
            "title": section.title,
            "note": section.note,
            "documents": [_entry(visit, entry, open_) for entry in section.entries],
        }
        for section in held.sections
    ]


def _entry(visit: Visit, entry: Entry, open_: dict[int, Record]) -> dict[str, Any]:
    if entry.record not in open_:
        return {"position": entry.position, "record": entry.record, "closed": True}
    told = {name: value for name, value in asdict(entry).items() if name not in _NOT_TOLD}
    files = [{"sha256": one.sha256, "name": one.name, "size": one.size} for one in entry.files]
    url = visit.url("record", record=entry.record)
    return {"position": entry.position, **told, "files": files, "closed": False, "url": url}


def _change(change: Change, open_: dict[int, Record]) -> dict[str, Any]:
    if change.record not in open_:
        return {"what": change.what, "record": change.record, "closed": True}
    return asdict(change) | {"closed": False}
