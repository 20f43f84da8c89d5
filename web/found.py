"""The places in a page's text that answer a query, found as the index understood it."""

from __future__ import annotations

from datetime import date

from search.engine import Engine
from search.requests import SearchRequest
from search.snippets import Marker
from web.marking import Span

NOTHING = Marker(frozenset())


def marker_of(query: str, engine: Engine, today: date, *, literal: bool = False) -> Marker:
    """What to mark for a query.

    Raises:
        IndexDamaged: the index cannot be read.
    """
    if not query.strip() or query.strip() == "*":
        return NOTHING
    request = SearchRequest(query=query, today=today, limit=0, facets=False, snippets=False, literal=literal)
    answer = engine.search(request)
    return Marker(answer.terms, answer.phrases)


def places(text: str, marker: Marker) -> list[Span]:
    """Where the words of a query stand in a readable text; neighbours on a line are one place."""
    if not marker:
        return []
    spans: list[Span] = []
    for mark in marker.marks(text):
        between = text[spans[-1].end : mark.start] if spans else "."
        if between.isspace() and "\n" not in between:
            spans[-1] = Span(spans[-1].start, mark.end)
        else:
            spans.append(Span(mark.start, mark.end))
    return spans
