"""The saved request that keeps a selection fresh: kept as named values, put to search as a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from catalog.errors import VecheError
from search.requests import Filters, SearchRequest
from search.results import Hit, SearchResult

MANY = {
    "class": "record_class",
    "category": "category",
    "heading": "heading",
    "issuer": "issuer",
    "kind": "kind",
    "status": "status",
}
"""Parameters that may have several values, each on a line of its own, with the fields of ``Filters``."""
DAYS = {"from": "dated_from", "to": "dated_to"}
MOST = 2000
"""So many hits of a request are taken at most."""
_PAGE = 500
_KNOWN = ("q", *MANY, *DAYS)


class Searching(Protocol):
    """What answers requests."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request."""
        ...


def saved_query(asked: Mapping[str, str]) -> dict[str, str]:
    """The values of a request as they are kept, checked; empty ones are left out.

    Raises:
        VecheError: a parameter that is none, a day that is none, or narrowing by nothing.
    """
    kept = {}
    for name, value in asked.items():
        if name not in _KNOWN:
            raise VecheError(f"В запросе нет поля «{name}».", f"Есть: {', '.join(_KNOWN)}.")
        lines = dict.fromkeys(" ".join(line.split()) for line in value.splitlines())
        text = "\n".join(line for line in lines if line) if name in MANY else " ".join(value.split())
        if text:
            kept[name] = text
    for name in DAYS:
        _day(kept.get(name, ""))
    return kept


def request_of(query: Mapping[str, str], today: date, visibility: frozenset[str]) -> SearchRequest:
    """A saved request as search takes it."""
    narrowing: dict[str, tuple[str, ...]] = {
        field: tuple(query[name].splitlines()) for name, field in MANY.items() if query.get(name)
    }
    filters = Filters(
        **narrowing,  # type: ignore[arg-type]
        dated_from=_day(query.get("from", "")),
        dated_to=_day(query.get("to", "")),
    )
    return SearchRequest(
        query=query.get("q", "") or "*",
        today=today,
        filters=filters,
        visibility=visibility,
        facets=False,
        snippets=False,
    )


def hits_of(searcher: Searching, request: SearchRequest, most: int = MOST) -> tuple[list[Hit], int]:
    """The hits of a request with all of its words, the newest first, and how many there are in all.

    What only resembles the request is left out: a selection does not grow by it.

    Args:
        searcher: the search.
        request: its limit and offset are passed over.
        most: so many are taken; of more, those that stand first by relevance.
    """
    found: list[Hit] = []
    offset, total = 0, 1
    while offset < min(total, most):
        size = min(_PAGE, most - offset)
        answer = searcher.search(replace(request, sort="relevance", limit=size, offset=offset))
        found += [hit for hit in answer.hits if hit.all_words]
        total, offset = answer.total_all_words, offset + size
    return sorted(found, key=lambda hit: (hit.date or "", hit.record), reverse=True), total


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise VecheError(f"«{text}» — не дата.", "Дата пишется как 2012-03-05: год, месяц, день.") from error
