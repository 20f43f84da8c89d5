"""How well the right documents come first: MRR and recall at ten on the question sets of the corpus.

``python -m benchmarks.relevance [SET...]`` prints one line a set. A set is a folder with ``queries.tsv``,
``qrels.tsv`` and ``documents.jsonl.gz``.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from search.engine import Engine, IndexDocument, StatusInterval
from search.requests import SearchRequest
from search.whoosh_engine import WhooshEngine
from tests.corpus import corpus_root

SETS = ("law-articles", "finguide")
_AT = 10
_UNKNOWN = (StatusInterval("unknown", None, None),)
_TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Relevance:
    """Measured on one set.

    Attributes:
        queries: how many.
        mrr: mean of one over the rank of the first right document, 0 beyond ten.
        recall: mean share of the right documents among the first ten.
    """

    queries: int
    mrr: float
    recall: float


def documents(folder: Path) -> Iterator[tuple[str, IndexDocument]]:
    """The documents of a set with their names."""
    with gzip.open(folder / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            yield row["id"], plain_document(number, row["title"], row["text"])


def plain_document(number: int, title: str, text: str) -> IndexDocument:
    """A document of a text alone."""
    return IndexDocument(
        record=number,
        record_class="act",
        title=title,
        kind="",
        issuer="",
        number="",
        date=None,
        place="",
        categories=(),
        headings=(),
        visibility="public",
        statuses=_UNKNOWN,
        pages=(text,),
    )


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def right_answers(folder: Path) -> dict[str, set[str]]:
    """Query -> documents that answer it."""
    found: dict[str, set[str]] = {}
    for row in rows(folder / "qrels.tsv"):
        if int(row["relevance"]) > 0:
            found.setdefault(row["query_id"], set()).add(row["doc_id"])
    return found


def measure(folder: Path, engine: Engine) -> Relevance:
    """Index a set into an empty engine and ask all its queries."""
    named = list(documents(folder))
    names = {document.record: name for name, document in named}
    engine.update((document for _, document in named), (), 1)
    right = right_answers(folder)
    reciprocal = recall = 0.0
    asked = [row for row in rows(folder / "queries.tsv") if row["query_id"] in right]
    for row in asked:
        answer = engine.search(SearchRequest(row["query"], _TODAY, limit=_AT, facets=False, snippets=False))
        ranked = [names[hit.record] for hit in answer.hits]
        wanted = right[row["query_id"]]
        ranks = [rank for rank, name in enumerate(ranked, 1) if name in wanted]
        reciprocal += 1 / ranks[0] if ranks else 0.0
        recall += len(ranks) / len(wanted)
    return Relevance(len(asked), reciprocal / len(asked), recall / len(asked))


def main(arguments: list[str]) -> None:
    """Measure the sets named, or all."""
    for name in arguments or SETS:
        folder = Path(name) if Path(name).is_dir() else corpus_root() / "retrieval" / name
        with tempfile.TemporaryDirectory() as place, WhooshEngine.create(Path(place) / "index") as engine:
            measured = measure(folder, engine)
        figures = f"MRR@10 {measured.mrr:.3f}, R@10 {measured.recall:.3f}"
        sys.stdout.write(f"{folder.name}: {measured.queries} queries, {figures}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
