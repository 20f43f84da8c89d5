"""The queue of records that a person should look at."""

from __future__ import annotations

from starlette.responses import Response

from web.pages.headings import page_links, record_rows
from web.paging import Paging, asked_page
from web.presenters.marks import mark_views
from web.templating import page
from web.visit import Visit

SIZE = 30


def review(visit: Visit) -> Response:
    """Doubtful records, each with what is doubtful about it."""
    number = asked_page(visit.asked.get("page"))
    with visit.services.database.read() as work:
        records, total = work.records.review_queue(limit=SIZE, offset=(number - 1) * SIZE)
        records = [record for record in records if str(record.visibility) in visit.visibility]
        rows = record_rows(visit, work, records)
    marks = {record.id: mark_views(visit, record.marks) for record in records}
    links = page_links(visit.url("review"), {}, Paging(number, SIZE, total))
    return page(
        visit, "staff/review.html", current="review", rows=rows, marks=marks, total=total, links=links
    )
