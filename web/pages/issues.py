"""Dossiers, press folders and lists as readers see them: their issues, which never change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from catalog.errors import NotFound
from catalog.issues import Issue, IssueFilter
from catalog.selections import Selection, SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.closed_since import named_records, without_closed
from dossiers.entries import is_open
from dossiers.exports.indexes import indexes
from dossiers.publication import from_json
from web.access import Needs
from web.pages.home import order_page
from web.pages.records import number_in_path
from web.paging import Paging, asked_page
from web.presenters.getting import ways_to_get
from web.presenters.issue import change_views, issue_line, issue_view, note_of, shown_cover
from web.presenters.layout import Way
from web.templating import page
from web.visit import Visit

PageOf = Callable[[Visit], Response]
SIZE = 20
SORTS = ("published", "title")
NAMES = {SelectionKind.DOSSIER: "dossiers", SelectionKind.PRESS: "press", SelectionKind.LIST: "lists"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One selection in the list of its kind."""

    title: Way
    theme: str
    line: str
    count: int


def index(kind: SelectionKind) -> PageOf:
    """All selections of a kind that are open to readers."""

    def show(visit: Visit) -> Response:
        asked = visit.asked.get("sort", "")
        sort = asked if asked in SORTS else SORTS[0]
        text = visit.asked.get("q", "").strip()[:200]
        number = asked_page(visit.asked.get("page"))
        wanted = SelectionFilter(kind=kind, text=text, public=True)
        with visit.services.database.read() as work:
            found, total = work.selections.page(wanted, limit=SIZE, offset=(number - 1) * SIZE, sort=sort)
            shelves = tuple(_shelf(visit, work, one) for one in found)
        return page(
            visit,
            "selections.html",
            current=NAMES[kind],
            kind=kind.value,
            shelves=shelves,
            paging=Paging(number, SIZE, total),
            sort=sort,
            sorts=SORTS,
            q=text,
        )

    return show


def _shelf(visit: Visit, work: UnitOfWork, one: Selection) -> Shelf:
    issue = work.publications.last(one.id)
    return Shelf(
        Way(issue.title if issue else one.title, visit.url(one.kind.value, slug=one.slug)),
        one.theme,
        issue_line(visit, issue) if issue else "",
        one.issue_entries,
    )


def latest(kind: SelectionKind) -> PageOf:
    """The last issue of a selection."""

    def show(visit: Visit) -> Response:
        with visit.services.database.read() as work:
            selection = seen_selection(visit, work, kind)
            issue = work.publications.last(selection.id)
            return _shown(visit, work, selection, issue) if issue else _empty(visit, selection)

    return show


def issue(kind: SelectionKind) -> PageOf:
    """One issue by its number."""

    def show(visit: Visit) -> Response:
        with visit.services.database.read() as work:
            selection = seen_selection(visit, work, kind)
            found = work.publications.issue(selection.id, number_in_path(visit, "number"))
            if found is None:
                raise NotFound("Такого выпуска нет.", "Все выпуски — на странице «Выпуски».")
            return _shown(visit, work, selection, found)

    return show


def issues(kind: SelectionKind) -> PageOf:
    """All issues of a selection, the newest first."""

    def show(visit: Visit) -> Response:
        number = asked_page(visit.asked.get("page"))
        with visit.services.database.read() as work:
            selection = seen_selection(visit, work, kind)
            wanted = IssueFilter(selection=selection.id)
            found, total = work.publications.page(wanted, limit=SIZE, offset=(number - 1) * SIZE)
        return page(
            visit,
            "issues.html",
            current=NAMES[kind],
            selection=selection,
            issues=[(one, issue_line(visit, one)) for one in found],
            paging=Paging(number, SIZE, total),
        )

    return show


def changes(kind: SelectionKind) -> PageOf:
    """What an issue changed against the one before."""

    def show(visit: Visit) -> Response:
        with visit.services.database.read() as work:
            selection = seen_selection(visit, work, kind)
            found = work.publications.issue(selection.id, number_in_path(visit, "number"))
            if found is None or found.number == 1:
                raise HTTPException(404)
            publication = without_closed(work, from_json(work.publications.content(found.id)))
            records = work.records.many(named_records(publication))
            open_ = {number: record for number, record in records.items() if is_open(record)}
            views = change_views(visit, publication.changes, open_)
        return page(
            visit,
            "issue_changes.html",
            current=NAMES[kind],
            selection=selection,
            issue=found,
            line=issue_line(visit, found),
            changes=[
                (what, [one for one in views if one.what == what]) for what in ("came", "went", "status")
            ],
        )

    return show


def cover(kind: SelectionKind) -> PageOf:
    """The cover of an issue, as long as nothing that its file holds is closed."""

    def show(visit: Visit) -> Response:
        with visit.services.database.read() as work:
            selection = seen_selection(visit, work, kind)
            found = work.publications.issue(selection.id, number_in_path(visit, "number"))
            sha256 = from_json(work.publications.content(found.id)).cover if found else ""
            kept = shown_cover(work, sha256)
        path = visit.services.originals.path(sha256) if kept else None
        if path is None or not path.is_file():
            raise HTTPException(404)
        headers = {
            "cache-control": "private, no-cache",
            "content-security-policy": "sandbox; default-src 'none'",
            "x-content-type-options": "nosniff",
        }
        return FileResponse(path, media_type=kept, headers=headers)

    return show


def seen_selection(visit: Visit, work: UnitOfWork, kind: SelectionKind) -> Selection:
    """The selection that the path names, if the asker may see it.

    Raises:
        NotFound: there is none, or it is not open to readers; both read the same.
        HTTPException: 410, it was removed.
    """
    return seen_selection_at(visit, work, kind, str(visit.request.path_params["slug"]))


def seen_selection_at(visit: Visit, work: UnitOfWork, kind: SelectionKind, slug: str) -> Selection:
    """A selection by its address, if the asker may see it.

    Raises:
        NotFound: there is none, or it is not open to readers; both read the same.
        HTTPException: 410, it was removed.
    """
    found = work.selections.by_slug(kind, slug)
    if found is None or not ((found.public and found.issue) or visit.may(Needs.LIBRARIAN)):
        raise NotFound(visit.t(f"selections.{kind}.none"), visit.t(f"selections.{kind}.where"))
    if found.removed_at is not None:
        raise HTTPException(410)
    return found


def _shown(visit: Visit, work: UnitOfWork, selection: Selection, found: Issue) -> Response:
    publication = without_closed(work, from_json(work.publications.content(found.id)))
    view = issue_view(visit, work, selection, found, publication)
    return page(
        visit,
        "issue.html",
        current=NAMES[selection.kind],
        view=view,
        line=issue_line(visit, found),
        indexes=indexes(publication) if selection.kind is SelectionKind.LIST else (),
        getting=ways_to_get(visit, work, found),
        can_edit=visit.may(Needs.LIBRARIAN),
        preview=False,
        order=order_address(visit, selection),
    )


def order_address(visit: Visit, selection: Selection) -> str:
    """Where a selection is ordered on paper or by mail; "" where the site takes no orders."""
    address = order_page(visit)
    return address and f"{address}?selection={selection.kind}/{selection.slug}"


def _empty(visit: Visit, selection: Selection) -> Response:
    """A selection that has no issue yet, for the librarian who makes it."""
    if not visit.may(Needs.LIBRARIAN):
        raise NotFound(
            visit.t(f"selections.{selection.kind}.none"), visit.t(f"selections.{selection.kind}.where")
        )
    return page(
        visit,
        "issue_none.html",
        current=NAMES[selection.kind],
        selection=selection,
        introduction=note_of(selection.introduction),
    )
