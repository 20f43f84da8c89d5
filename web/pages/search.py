"""The search: its page of results and its list for paper."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response

from catalog.errors import IndexDamaged
from web.access import Needs
from web.addresses import PAGE, PRINTED, SearchAddress
from web.presenters.results import results_page
from web.templating import page
from web.visit import Visit


def _answered(visit: Visit, template: str, size: int, *, snippets: bool) -> Response:
    address = SearchAddress.read(visit.asked)
    request = address.request(visit.services.clock.today(), visit.visibility, size=size)
    try:
        answer = visit.services.searcher.search(replace(request, snippets=snippets))
    except IndexDamaged:
        return page(visit, "rebuilding.html", current="search", status=503, q=address.q)
    with visit.services.database.read() as work:
        shown = results_page(visit, work, address, answer, size)
    return page(
        visit,
        template,
        current="search",
        page=shown,
        address=address,
        librarian=visit.may(Needs.LIBRARIAN),
        save=f"{visit.url('export-new')}?{urlencode({'search': address.query_string()})}",
    )


def results(visit: Visit) -> Response:
    """The page of results; without words it only asks for them."""
    if not visit.asked.get("q", "").strip() and not SearchAddress.read(visit.asked).is_narrowed:
        return page(visit, "search.html", current="search", examples=visit.t("home.examples").split("|"))
    return _answered(visit, "results.html", PAGE, snippets=True)


def printed_list(visit: Visit) -> Response:
    """The answer as a list for paper, without snippets."""
    return _answered(visit, "printed_list.html", PRINTED, snippets=False)
