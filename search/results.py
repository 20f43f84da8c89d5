"""What search answers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Understood:
    """One step of understanding a query, undoable by the reader.

    Attributes:
        before: the words as typed.
        after: the words as taken.
        why: ``layout``, ``number``, ``date``, ``lookalike``, ``typo``, ``stop-words``, ...
    """

    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with its count over the whole answer."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found.

    Attributes:
        record: number of the record.
        key: its external key (``id`` of an import), or None.
        record_class: ``act``, ``press`` or ``fact``.
        title: shown title.
        kind: or None.
        issuer: shown name, or None.
        date: ISO, or None.
        number: or None.
        status: as of the day of the request.
        categories: slugs.
        page: the page of the best hit from 1, or None.
        pages: how many pages the record has.
        snippet: escaped text with ``<mark>``.
        score: comparable within one answer.
        all_words: whether it holds all content words of the query.
    """

    record: int
    key: str | None
    record_class: str
    title: str
    kind: str | None
    issuer: str | None
    date: str | None
    number: str | None
    status: str
    categories: tuple[str, ...]
    page: int | None
    pages: int
    snippet: str
    score: float
    all_words: bool


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one request.

    Attributes:
        total: records found, with all content words and with enough of them.
        total_all_words: those with all content words.
        took_ms: time by the clock.
        understood: how the query was taken.
        hits: one page of them.
        facets: name of the facet -> its values, the most frequent first.
        suggestions: other queries worth trying.
        missing: content words that no record holds.
    """

    total: int
    total_all_words: int
    took_ms: float
    understood: tuple[Understood, ...]
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
