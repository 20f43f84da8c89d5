"""The queue of records that a person should look at, and of those that wait to be opened."""

from __future__ import annotations

from starlette.responses import Response

from catalog.model import Visibility
from web.pages.headings import page_links, record_rows
from web.pages.staff.changes import tabs
from web.pages.staff.desk_steps import step_way
from web.paging import Paging, asked_page
from web.presenters.marks import mark_views
from web.templating import page
from web.visit import Visit

SIZE = 30


def review(visit: Visit) -> Response:
    """Doubtful records, each with what is doubtful about it, and those that nobody has opened yet."""
    number = asked_page(visit.asked.get("page"))
    with visit.services.database.read() as work:
        records, total = work.records.review_queue(limit=SIZE, offset=(number - 1) * SIZE)
        records = [record for record in records if str(record.visibility) in visit.visibility]
        rows = record_rows(visit, work, records)
        held = frozenset({str(Visibility.HELD)})
        held_total = work.records.count(held)
        waiting = [way for way in tabs(visit, work, "") if not way.label.endswith("(0)")]
        undoing = step_way(visit, work)
        held_rows = record_rows(visit, work, work.records.newest(SIZE, held))
    marks = {record.id: mark_views(visit, record.marks) for record in records}
    links = page_links(visit.url("review"), {}, Paging(number, SIZE, total))
    return page(
        visit,
        "staff/review.html",
        current="review",
        rows=rows,
        marks=marks,
        total=total,
        links=links,
        held_rows=held_rows,
        waiting=waiting,
        held_total=held_total,
        undoing=undoing,
    )
