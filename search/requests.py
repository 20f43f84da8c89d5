"""What is asked of search: one frozen request, the same for the site, the command line and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sort = Literal["relevance", "newest", "oldest", "title"]
Facet = Literal["class", "category", "issuer", "kind", "status", "year"]
FACETS: tuple[Facet, ...] = ("class", "category", "issuer", "kind", "status", "year")


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrowing by fields; an empty tuple narrows nothing, several values of one field are alternatives.

    Attributes:
        record_class: ``act``, ``press``, ``fact``.
        category: slugs of categories.
        heading: ids of headings of the catalogue.
        issuer: names as shown in the facet.
        kind: for example ``решение``.
        status: for example ``in-force``; as of ``SearchRequest.today``.
        year: years of the record's date.
        dated_from: first day, inclusive.
        dated_to: last day, inclusive.
    """

    record_class: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    dated_from: date | None = None
    dated_to: date | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question.

    Attributes:
        query: as the reader typed it; ``*`` is every record.
        today: the day of the request, for statuses.
        limit: hits to return, 0..1000.
        offset: hits to pass over.
        filters: narrowing by fields.
        visibility: which of ``public``, ``staff``, ``held`` the asker may see.
        sort: order of the hits; with ``relevance``, documents with all content words come first.
        facets: count the values of ``FACETS``.
        snippets: cut snippets with marks.
        literal: take the query as typed (no layout repair, no year read out of it).
    """

    query: str
    today: date
    limit: int = 10
    offset: int = 0
    filters: Filters = Filters()
    visibility: frozenset[str] = frozenset({"public"})
    sort: Sort = "relevance"
    facets: bool = True
    snippets: bool = True
    literal: bool = False
