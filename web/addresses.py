"""The address of a search: its whole state, read at the edge and written back with one thing changed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from search.requests import Filters, SearchRequest, Sort

PAGE = 10
PRINTED = 200
MAX_QUERY = 1000
MAX_VALUES = 50
LAST_PAGE = 1_000_000
Many = Literal["record_class", "category", "heading", "issuer", "kind", "status", "year"]
FIELD_OF = {"class": "record_class"}
NAME_OF = {"record_class": "class", "dated_from": "from", "dated_to": "to"}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str, least: int, most: int) -> int | None:
    if text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most:
        return int(text)
    return None


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """The state of the search page.

    Attributes:
        q: the words as typed.
        record_class: chosen classes; so the other tuples.
        category: slugs.
        heading: ids.
        issuer: names.
        kind: of acts.
        status: as of today.
        year: years.
        dated_from: first day.
        dated_to: last day.
        sort: order.
        page: from 1.
        literal: search the words as typed.
    """

    q: str = ""
    record_class: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    dated_from: date | None = None
    dated_to: date | None = None
    sort: Sort = "relevance"
    page: int = 1
    literal: bool = False

    @classmethod
    def read(cls, asked: QueryParams) -> SearchAddress:
        """The state that an address tells; what cannot be read is passed over."""

        def many(name: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(value for value in asked.getlist(name) if value))[:MAX_VALUES]

        wanted = asked.get("sort", "")
        sort: Sort = next((one for one in get_args(Sort) if one == wanted), "relevance")
        return cls(
            q=asked.get("q", "")[:MAX_QUERY],
            record_class=many("class"),
            category=many("category"),
            heading=many("heading"),
            issuer=many("issuer"),
            kind=many("kind"),
            status=many("status"),
            year=tuple(year for year in many("year") if _number(year, 1, 9999)),
            dated_from=_day(asked.get("from", "")),
            dated_to=_day(asked.get("to", "")),
            sort=sort,
            page=_number(asked.get("page", ""), 1, LAST_PAGE) or 1,
            literal=asked.get("literal") == "1",
        )

    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the address; what is as usual is left out."""
        found: list[tuple[str, str]] = [("q", self.q)]
        for one in fields(self)[1:]:
            value = getattr(self, one.name)
            if value == one.default:
                continue
            name = NAME_OF.get(one.name, one.name)
            if isinstance(value, tuple):
                found += [(name, item) for item in value]
            elif isinstance(value, bool):
                found.append((name, "1"))
            else:
                found.append((name, value.isoformat() if isinstance(value, date) else str(value)))
        return found

    def query_string(self) -> str:
        """The part of the address behind the question mark."""
        return urlencode(self.pairs())

    def with_value(self, field: Many, value: str) -> SearchAddress:
        """The same search narrowed to a value more, from its first page."""
        held: tuple[str, ...] = getattr(self, field)
        return self.changed(**{field: (*(one for one in held if one != value), value)})

    def without(self, field: Many, value: str) -> SearchAddress:
        """The same search without one narrowing, from its first page."""
        held: tuple[str, ...] = getattr(self, field)
        return self.changed(**{field: tuple(one for one in held if one != value)})

    def has(self, field: Many, value: str) -> bool:
        """Whether the search is narrowed to a value."""
        return value in getattr(self, field)

    def changed(self, **values: object) -> SearchAddress:
        """The same search with other values, from its first page."""
        return replace(self, **{"page": 1, **values})  # type: ignore[arg-type]

    def at_page(self, page: int) -> SearchAddress:
        """Another page of the same answer."""
        return replace(self, page=page)

    def widened(self) -> SearchAddress:
        """The same words without any narrowing."""
        return SearchAddress(q=self.q, sort=self.sort, literal=self.literal)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything narrows the search."""
        return self.filters != Filters()

    @property
    def filters(self) -> Filters:
        """The narrowing as search takes it."""
        return Filters(
            record_class=self.record_class,
            category=self.category,
            heading=self.heading,
            issuer=self.issuer,
            kind=self.kind,
            status=self.status,
            year=tuple(int(year) for year in self.year),
            dated_from=self.dated_from,
            dated_to=self.dated_to,
        )

    def request(self, today: date, visibility: frozenset[str], *, size: int = PAGE) -> SearchRequest:
        """The request for this page of the answer."""
        return SearchRequest(
            query=self.q if self.q.strip() or not self.is_narrowed else "*",
            today=today,
            limit=size,
            offset=(self.page - 1) * size,
            filters=self.filters,
            visibility=visibility,
            sort=self.sort,
            literal=self.literal,
        )
