"""The protocol that every search engine keeps; one set of contract tests runs over each of them.

An engine holds no text of its own: it is derived from the catalogue and can be rebuilt from it. It knows
visibility and validity in time, so that neither a hit nor a count nor a suggestion shows what the asker may
not see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from search.requests import SearchRequest
from search.results import FacetValue, Understood


@dataclass(frozen=True, slots=True)
class StatusInterval:
    """A status that holds from one day up to, not including, another; None is open."""

    status: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One record as an engine takes it.

    Attributes:
        record: its number.
        record_class: ``act``, ``press`` or ``fact``.
        title: shown title.
        kind: or "".
        issuer: shown name, or "".
        number: or "".
        date: of adoption or publication, or None.
        place: or "".
        categories: slugs.
        headings: ids of headings, with all their ancestors.
        visibility: ``public``, ``staff`` or ``held``.
        statuses: intervals that cover all of time.
        pages: text of the pages in order.
    """

    record: int
    record_class: str
    title: str
    kind: str
    issuer: str
    number: str
    date: dt.date | None
    place: str
    categories: tuple[str, ...]
    headings: tuple[str, ...]
    visibility: str
    statuses: tuple[StatusInterval, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A record found, before the catalogue adds what is shown; the status is that of the day asked for."""

    record: int
    score: float
    all_words: bool
    status: str = "unknown"


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """What an engine finds; ``terms`` are the analysed words and phrases to mark in the text.

    Attributes:
        total: records found.
        total_all_words: those with all content words.
        hits: one page.
        facets: as in ``SearchResult``.
        terms: analysed terms of the query that may be marked in a text: lemmas and whole numbers as they are,
            stems behind «~», prefixes before «*».
        phrases: sequences of them that were asked for as phrases.
        understood: how the query was taken.
        suggestions: other queries.
        missing: content words that no visible record holds.
    """

    total: int
    total_all_words: int
    hits: tuple[EngineHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    terms: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    understood: tuple[Understood, ...]
    suggestions: tuple[str, ...]
    missing: tuple[str, ...]


class Engine(Protocol):
    """Reads and writes one index. Readers are thread-safe; one writer at a time, held by the index lock.

    Every method may raise ``catalog.errors.IndexDamaged``.
    """

    def search(self, request: SearchRequest) -> EngineAnswer:
        """Answer a request on the newest generation."""
        ...

    def generation(self) -> int:
        """Number of the newest committed generation."""
        ...

    def queue_number(self) -> int:
        """The last number of ``index_queue`` that the index holds; 0 for none."""
        ...

    def count(self) -> int:
        """Records held, of any visibility."""
        ...

    def records(self) -> frozenset[int]:
        """Numbers of all records held, for consistency checks."""
        ...

    def update(self, documents: Iterable[IndexDocument], deleted: Iterable[int], queue_number: int) -> None:
        """Replace documents and delete records, in one commit that also stores the queue number.

        Durable when it returns (files, table of contents and folder are synced).
        """
        ...

    def close(self) -> None:
        """Let go of files and caches."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
