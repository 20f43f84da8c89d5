"""Indexing and queries against Whoosh as it comes, in one run: ``python -m benchmarks.search [--docs N]``.

Times are CPU time of the one thread that works, so that other work on the machine does not count. Whoosh
gives ten numbers and the total; our engine alone gives the same and facets; ``whole`` is what a reader waits
for: facets, snippets and requisites from the catalogue. Every query is asked for the first time: no cache has
seen its words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from statistics import quantiles

from benchmarks.stock import StockWhoosh
from catalog.database import Database
from catalog.home import sqlite_url
from catalog.migrating import migrate
from catalog.model import RecordClass, RecordDraft, TextDraft, Value, ValueSource
from search.analysis import readable, terms, token_list
from search.engine import IndexDocument
from search.indexer import ALWAYS_UNKNOWN, document_of
from search.requests import Filters, SearchRequest
from search.searcher import Searcher
from search.whoosh_engine import WhooshEngine
from tests.corpus import corpus_root

_TODAY = date(2026, 1, 1)
_QUERIES = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of query, asked of both."""

    name: str
    texts: tuple[str, ...]
    request: Callable[[str], SearchRequest]
    stock: Callable[[str], object]


def drafts(count: int) -> Iterator[RecordDraft]:
    """Records of the bulk corpus as an import takes them."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with gzip.open(corpus_root() / "bulk" / "legal-ru.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            row = json.loads(line)
            given = {name: row.get(name) for name in ("kind", "issuer", "number", "title", "date")}
            values = tuple(Value(name, text, ValueSource.IMPORTED) for name, text in given.items() if text)
            text = TextDraft(None, (row["text"],), "import", "1", "born", "text/plain")
            yield RecordDraft(RecordClass.ACT, values, text, moment, key=row["id"])


def catalogued(database: Database, count: int) -> list[IndexDocument]:
    """Fill a catalogue and read it back as documents."""
    with database.write(durable=False) as unit:
        ids = unit.records.add_many(list(drafts(count)))
    found: list[IndexDocument] = []
    with database.read() as unit:
        for start in range(0, len(ids), 500):
            found += [
                document_of(row, ALWAYS_UNKNOWN) for row in unit.records.for_index(ids[start : start + 500])
            ]
    return found


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def built(folder: Path, documents: Sequence[IndexDocument]) -> float:
    """CPU seconds of building our index."""
    with WhooshEngine.create(folder) as engine:
        return timed(lambda: engine.update(documents, (), 1))


def size(folder: Path) -> float:
    """Megabytes of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def queries(documents: Sequence[IndexDocument]) -> dict[str, tuple[str, ...]]:
    """Words drawn by how many documents hold them, the same at every run."""
    chance = random.Random(7)  # noqa: S311 - a fixed draw, no secret
    holding: dict[str, int] = {}
    phrases: list[str] = []
    for one in documents:
        words = token_list(readable(one.pages[0]))
        for word in set(words):
            if len(word) > 4 and word.isalpha() and not word.isascii():
                holding[word] = holding.get(word, 0) + 1
        if len(words) > 30:
            at = chance.randrange(len(words) - 2)
            phrases.append(" ".join(words[at : at + 2]))
    total = len(documents)

    def between(low: float, high: float) -> list[str]:
        return sorted(word for word, count in holding.items() if low * total <= count <= max(high * total, 2))

    frequent, medium, rare = between(0.1, 0.7), between(0.01, 0.05), between(0.0002, 0.001)

    def drawn(*pools: list[str]) -> tuple[str, ...]:
        return tuple(" ".join(chance.choice(pool) for pool in pools) for _ in range(_QUERIES))

    plain = [one for one in phrases if all(word.isalpha() and len(word) > 3 for word in one.split())]
    return {
        "frequent word": drawn(frequent),
        "rare word": drawn(rare),
        "two words": drawn(frequent, medium),
        "five words": drawn(frequent, frequent, medium, medium, rare),
        "phrase": tuple(f'"{one}"' for one in chance.sample(plain, min(_QUERIES, len(plain)))),
        "prefix": tuple(
            f"{terms(word).stems[0][:5]}*" for word in chance.sample(medium, min(_QUERIES, len(medium)))
        ),
    }


def kinds(texts: dict[str, tuple[str, ...]], stock: StockWhoosh, kind: str) -> list[Kind]:
    """All kinds of queries with what asks them."""

    def plain(text: str) -> SearchRequest:
        return SearchRequest(text, _TODAY)

    def loose(text: str) -> object:
        return stock.words(text, either=True)

    def strict(text: str) -> object:
        return stock.words(text, either=False)

    narrowed = Filters(kind=(kind,))
    found = [
        Kind(name, some, plain, loose if name == "five words" else strict) for name, some in texts.items()
    ]
    frequent = texts["frequent word"]
    return [
        *found,
        Kind(
            "word, filter, two facets",
            frequent,
            lambda text: SearchRequest(text, _TODAY, filters=narrowed),
            lambda text: stock.filtered(text, kind),
        ),
        Kind(
            "word, newest first",
            frequent,
            lambda text: SearchRequest(text, _TODAY, sort="newest"),
            stock.sorted_by_day,
        ),
    ]


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    cuts = quantiles(seconds, n=20, method="inclusive")
    return cuts[9] * 1000, cuts[18] * 1000


def report(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def report_kind(kind: Kind, engine: WhooshEngine, searcher: Searcher) -> None:
    """Ask all queries of a kind of both in turn and report."""
    asked: tuple[Callable[[str], object], ...] = (
        kind.stock,
        lambda text: engine.search(kind.request(text)),
        lambda text: searcher.search(kind.request(text)),
    )
    times: list[list[float]] = [[], [], []]
    for text in kind.texts:
        for ask, taken in zip(asked, times, strict=True):
            taken.append(timed(lambda ask=ask, text=text: ask(text)))  # type: ignore[misc]
    stock, alone, whole = (percentiles(taken) for taken in times)
    shown = "   ".join(f"{one[0]:7.2f} {one[1]:7.2f}" for one in (stock, alone, whole))
    report(f"{kind.name:26} {shown}   {stock[0] / alone[0]:6.1f} {stock[0] / whole[0]:6.1f}")


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=int, default=3000)
    count = parser.parse_args().docs
    with (
        tempfile.TemporaryDirectory() as place,
        Database.open(sqlite_url(Path(place) / "c.sqlite")) as database,
    ):
        folder = Path(place)
        migrate(database)
        documents = catalogued(database, count)
        characters = sum(len(page) for one in documents for page in one.pages)
        report(f"{len(documents)} documents, {characters / 1e6:.1f} million characters")
        cold, ours = (built(folder / "index", documents) for _ in range(2))
        stock = StockWhoosh(folder / "stock")
        theirs = timed(lambda: stock.build(documents))
        rates = [len(documents) / seconds for seconds in (theirs, cold, ours)]
        report(f"indexing, documents per CPU second: stock {rates[0]:.0f}, ours {rates[1]:.0f} while the")
        report(f"  lemmas are met for the first time, then {rates[2]:.0f}")
        report(f"  ours faster {rates[1] / rates[0]:.1f}, then {rates[2] / rates[0]:.1f}")
        sizes = size(folder / "stock"), size(folder / "index")
        report(f"index: stock {sizes[0]:.1f} MB, ours {sizes[1]:.1f} MB, ratio {sizes[1] / sizes[0]:.2f}")
        report("queries, CPU milliseconds p50 and p95; how many times faster at p50 alone and whole")
        report(f"{'':26} {'stock':>15}   {'ours alone':>15}   {'ours whole':>15}")
        common = max(
            {one.kind for one in documents}, key=lambda kind: sum(one.kind == kind for one in documents)
        )
        searcher = Searcher(WhooshEngine(folder / "index"), database)
        with WhooshEngine(folder / "index") as alone:
            for engine_ in (alone, searcher):
                engine_.search(SearchRequest("разминка", _TODAY))
            for kind in kinds(queries(documents), stock, common):
                report_kind(kind, alone, searcher)


if __name__ == "__main__":
    main()
