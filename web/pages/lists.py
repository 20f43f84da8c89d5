"""Saved lists as readers see them."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from catalog.unit_of_work import UnitOfWork
from dossiers.lists import ReadingList, find_list, read_list
from web.access import Needs
from web.pages.headings import Row, record_rows
from web.templating import page
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class ListRow:
    """A place in a list.

    Attributes:
        number: of the record.
        position: from 1.
        row: the record as a line, or None where it cannot be shown.
        note: a librarian's word on it.
    """

    number: int
    position: int
    row: Row | None
    note: str


def list_rows(visit: Visit, work: UnitOfWork, reading: ReadingList) -> tuple[ListRow, ...]:
    """The places of a list, for a template."""
    lines = {
        row.id: row for row in record_rows(visit, work, [one.record for one in reading.entries if one.record])
    }
    return tuple(
        ListRow(entry.number, entry.position, lines.get(entry.number), entry.note)
        for entry in reading.entries
    )


def lists(visit: Visit) -> Response:
    """All lists that are open to readers."""
    with visit.services.database.read() as work:
        saved = work.lists.all(public_only=True)
    return page(visit, "lists.html", current="lists", saved=saved)


def one_list(visit: Visit) -> Response:
    """One list, to read and to print; staff also see those that are not open."""
    with visit.services.database.read() as work:
        slug = str(visit.request.path_params["slug"])
        saved = find_list(work, slug, public_only=not visit.may(Needs.CLERK))
        rows = list_rows(visit, work, read_list(work, saved, visit.visibility))
    return page(
        visit, "list.html", current="lists", saved=saved, rows=rows, can_edit=visit.may(Needs.LIBRARIAN)
    )
