"""A request -> what the reader sees: the engine's answer joined with the records of the catalogue."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from catalog.database import Database
from catalog.model import Record
from search.engine import Engine, EngineAnswer, EngineHit
from search.requests import SearchRequest
from search.results import FacetValue, Hit, SearchResult
from search.snippets import Marker, Snippet, snippet

CLASS_LABELS = {"act": "Акты", "press": "Публикации", "fact": "Факты"}
STATUS_LABELS = {
    "in-force": "Действует",
    "amended": "Действует с изменениями",
    "repealed": "Утратил силу",
    "not-yet": "Не вступил в силу",
    "draft": "Проект",
    "unknown": "Не установлено",
}


class Searcher:
    """Answers requests; safe between threads.

    Args:
        engine: the index.
        database: the catalogue, read once a request.
    """

    def __init__(self, engine: Engine, database: Database) -> None:
        self._engine = engine
        self._database = database
        self._categories: tuple[int, dict[str, str]] = (-1, {})

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request.

        Raises:
            IndexDamaged: the index cannot be read.
            DatabaseUnavailable: the catalogue does not answer.
        """
        started = time.perf_counter()
        answer = self._engine.search(request)
        hits = self._hits(answer, request) if answer.hits else ()
        return SearchResult(
            total=answer.total,
            total_all_words=answer.total_all_words,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            understood=answer.understood,
            hits=hits,
            facets=self._labelled(answer.facets),
            suggestions=answer.suggestions,
            missing=answer.missing,
        )

    def _hits(self, answer: EngineAnswer, request: SearchRequest) -> tuple[Hit, ...]:
        ids = [hit.record for hit in answer.hits]
        with self._database.read() as unit:
            records = unit.records.many(ids)
            pages = unit.texts.many_pages(ids) if request.snippets else {}
        marker = Marker(answer.terms, answer.phrases)
        shown = ((hit, records.get(hit.record)) for hit in answer.hits)
        return tuple(
            _hit(hit, record, pages.get(record.id, ()), marker)
            for hit, record in shown
            # What has been closed or withdrawn since the index was written is not shown.
            if record is not None and record.withdrawn_at is None and record.visibility in request.visibility
        )

    def _labelled(self, facets: dict[str, tuple[FacetValue, ...]]) -> dict[str, tuple[FacetValue, ...]]:
        if not facets:
            return facets
        labels = {"class": CLASS_LABELS, "status": STATUS_LABELS, "category": self._category_labels()}
        return {
            name: tuple(replace(one, label=labels.get(name, {}).get(one.value, one.label)) for one in values)
            for name, values in facets.items()
        }

    def _category_labels(self) -> dict[str, str]:
        """Labels of the categories, read anew when the index has changed."""
        generation = self._engine.generation()
        if self._categories[0] != generation:
            with self._database.read() as unit:
                found = {one.slug: one.label_ru for one in unit.headings.categories(frozenset())}
            self._categories = (generation, found)
        return self._categories[1]


def _hit(hit: EngineHit, record: Record, pages: Sequence[str], marker: Marker) -> Hit:
    shown = snippet(pages, marker) if pages else Snippet(None, "")
    return Hit(
        record=record.id,
        key=record.key,
        record_class=record.record_class,
        title=record.title,
        kind=record.kind,
        issuer=record.issuer,
        date=record.date.isoformat() if record.date else None,
        number=record.number,
        status=hit.status,
        categories=record.categories,
        page=shown.page,
        pages=record.pages,
        snippet=shown.text,
        score=hit.score,
        all_words=hit.all_words,
    )
