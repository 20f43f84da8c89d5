"""The search from which a reader came to a record: what to mark, the way back, the hits before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.errors import IndexDamaged
from search.snippets import Marker
from web.addresses import PAGE, SearchAddress
from web.found import NOTHING, marker_of
from web.visit import Visit

LAST = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The search from which a reader came.

    Attributes:
        query: as typed, or "".
        terms: what to mark.
        back: link to the results, or "".
        suffix: what every link to a page of the record carries along.
        at: place of the record in the answer from 1, or 0.
        total: records in the answer, or 0 where the place is not known.
        before: link to the hit before, or "".
        after: link to the next hit, or "".
    """

    query: str = ""
    terms: Marker = NOTHING
    back: str = ""
    suffix: str = ""
    at: int = 0
    total: int = 0
    before: str = ""
    after: str = ""


NOT_ASKED = Asked()


def suffix_of(address: SearchAddress, at: int) -> str:
    """What a link to a record carries along of the search: its state and the place of the hit."""
    if not address.q and not address.is_narrowed:
        return ""
    place = f"&at={at}" if at else ""
    return f"?{address.at_page(1).query_string()}{place}"


def asked_from(visit: Visit, record: int) -> Asked:
    """The search that the address of a record carries along; while the index is rebuilt nothing is marked."""
    address = SearchAddress.read(visit.asked).at_page(1)
    if not address.q.strip() and not address.is_narrowed:
        return NOT_ASKED
    text = visit.asked.get("at", "")
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    back = f"{visit.url('search')}?{address.at_page(max(1, -(-at // PAGE))).query_string()}"
    asked = Asked(query=address.q, back=back, suffix=suffix_of(address, at))
    today = visit.services.clock.today()
    try:
        terms = marker_of(address.q, visit.services.engine, today, literal=address.literal)
        return _among_neighbours(visit, replace(asked, terms=terms), address, (at, record))
    except IndexDamaged:
        return asked


def _among_neighbours(visit: Visit, asked: Asked, address: SearchAddress, place: tuple[int, int]) -> Asked:
    """The same with the hits before and after, if the record still stands where it stood in the answer."""
    at, record = place
    if not 1 <= at <= LAST:
        return asked
    first = max(0, at - 2)
    request = address.request(visit.services.clock.today(), visit.visibility)
    narrow = replace(request, limit=3, offset=first, facets=False, snippets=False)
    answer = visit.services.searcher.search(narrow)
    here = at - 1 - first
    hits = [hit.record for hit in answer.hits]
    if here >= len(hits) or hits[here] != record:
        return asked

    def link(step: int) -> str:
        if not 0 <= here + step < len(hits):
            return ""
        return visit.url("record", record=hits[here + step]) + suffix_of(address, at + step)

    return replace(asked, at=at, total=answer.total, before=link(-1), after=link(1))
