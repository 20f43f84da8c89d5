"""Drafts of acts: those open for proposals with their last day, then the others with the acts they became."""

from __future__ import annotations

from starlette.responses import Response

from web.pages.headings import page_links
from web.paging import Paging, asked_page
from web.presenters.drafts import draft_views
from web.templating import page
from web.visit import Visit

SIZE = 20


def drafts(visit: Visit) -> Response:
    """Open drafts, soonest first; past ones and those that became acts stand below."""
    number = asked_page(visit.asked.get("page"))
    with visit.services.database.read() as work:
        waiting, past = work.surveys.drafts_until(visit.visibility, visit.services.clock.today())
        views = draft_views(visit, work, waiting)
        become = [at for at, one in zip(waiting, views, strict=True) if not one.open]
        others = [*become, *past]
        paging = Paging(number, SIZE, len(others))
        closed = draft_views(visit, work, others[paging.offset : paging.offset + SIZE])
    return page(
        visit,
        "drafts.html",
        current="home",
        waiting=[one for one in views if one.open] if number == 1 else [],
        closed=closed,
        paging=paging,
        links=page_links(visit.url("drafts"), {}, paging),
    )
