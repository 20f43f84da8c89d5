"""Whoosh 2.7.4 as it comes, over the same documents: what our engine is measured against."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from search.engine import IndexDocument

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import fields, query, sorting
    from whoosh.analysis import LanguageAnalyzer
    from whoosh.index import create_in
    from whoosh.qparser import MultifieldParser, OrGroup


class StockWhoosh:
    """An index with the Russian analyser of Whoosh itself, positions kept, no text stored."""

    def __init__(self, folder: Path) -> None:
        analyser = LanguageAnalyzer("ru")
        schema = fields.Schema(
            record=fields.STORED,
            title=fields.TEXT(analyzer=analyser, field_boost=3.0),
            body=fields.TEXT(analyzer=analyser),
            kind=fields.ID(sortable=True),
            issuer=fields.ID(sortable=True),
            day=fields.NUMERIC(sortable=True),
        )
        folder.mkdir()
        self._index = create_in(str(folder), schema)
        self._schema = schema
        self._searcher: Any = None

    def build(self, documents: Iterable[IndexDocument]) -> None:
        """Index documents in one commit."""
        writer = self._index.writer(limitmb=256)
        for one in documents:
            writer.add_document(
                record=one.record,
                title=one.title,
                body="\n".join(one.pages),
                kind=one.kind,
                issuer=one.issuer,
                day=one.date.toordinal() if one.date else 0,
            )
        writer.commit()
        self._searcher = self._index.searcher()

    def words(self, text: str, *, either: bool) -> tuple[list[int], int]:
        """The first ten records and the exact total."""
        group = {"group": OrGroup} if either else {}
        return self._ask(MultifieldParser(["title", "body"], self._schema, **group).parse(text))

    def sorted_by_day(self, text: str) -> tuple[list[int], int]:
        """The same, the newest first."""
        parsed = MultifieldParser(["title", "body"], self._schema).parse(text)
        return self._ask(parsed, sortedby=sorting.FieldFacet("day", reverse=True))

    def filtered(self, text: str, kind: str) -> tuple[list[int], int]:
        """The same within one kind, with counts of two facets."""
        parsed = MultifieldParser(["title", "body"], self._schema).parse(text)
        return self._ask(parsed, filter=query.Term("kind", kind), groupedby=["kind", "issuer"])

    def _ask(self, parsed: Any, **options: Any) -> tuple[list[int], int]:
        found = self._searcher.search(parsed, limit=10, **options)
        return [hit["record"] for hit in found], len(found)
