"""Documents of the fictional Заречный район for the tests of search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from search.engine import IndexDocument, StatusInterval
from search.requests import SearchRequest

TODAY = date(2026, 5, 20)
COUNCIL = "Совет депутатов Заречного района"
IN_FORCE = (StatusInterval("in-force", None, None),)

_PLAIN = IndexDocument(
    record=0,
    record_class="act",
    title="",
    kind="",
    issuer="",
    number="",
    date=None,
    place="",
    categories=(),
    headings=(),
    visibility="public",
    statuses=IN_FORCE,
    pages=(),
)


def document(record: int, text: str = "", **changes: Any) -> IndexDocument:
    given = {"record": record, "pages": (text,) if text else ()}
    return replace(_PLAIN, **(given | changes))


def request(query: str, **changes: Any) -> SearchRequest:
    return replace(SearchRequest(query, TODAY), **changes)
