"""Whoosh's own readers read what we write and count as we count; so does an unrelated engine."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from search.analysis import readable, terms, token_list
from search.trees import Both, Either, Node, Phrase, Without, Word
from search.whoosh_engine import WhooshEngine
from search.whoosh_engine.evaluation import Evaluator
from search.whoosh_engine.generations import NAME
from search.whoosh_engine.library import filestore, index
from tests.search.documents import document

_WORDS = (
    "бюджет района доход расход дорога школа люди решение совет посёлок ремонт крыша договор аренда земля "
    "участок порядок комиссия отчёт проект жильё вода свет тариф 131-п 45-р 2012 год XIV"
)
VOCABULARY = _WORDS.split()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    chance = random.Random(5)  # noqa: S311 - a fixed draw
    weights = [1 / rank for rank in range(1, len(VOCABULARY) + 1)]
    return [" ".join(chance.choices(VOCABULARY, weights, k=chance.randrange(5, 120))) for _ in range(600)]


@pytest.fixture(scope="module")
def engine(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    made = WhooshEngine.create(tmp_path_factory.mktemp("stock") / "index")
    for start in range(0, len(texts), 150):  # several segments, some documents replaced
        chosen = texts[start : start + 150]
        made.update([document(start + at, text) for at, text in enumerate(chosen)], [], start)
    made.update([document(at, texts[at]) for at in range(0, 600, 7)], [], 600)
    return made


def drawn(count: int) -> list[list[str]]:
    chance = random.Random(9)  # noqa: S311 - a fixed draw
    return [[terms(word).whole for word in chance.sample(VOCABULARY, 3)] for _ in range(count)]


def ours(engine: WhooshEngine, tree: Node) -> int:
    view = engine._now().view(frozenset({"public"}))
    return int(Evaluator(view).match(tree).mask.sum())


def trees(first: str, second: str, third: str) -> list[tuple[Node, str, str]]:
    """Our tree, and the same for Whoosh and for FTS5."""
    one, two, three = (Word(term, (term,)) for term in (first, second, third))
    plain = [f'"{term}"' for term in (first, second, third)]
    return [
        (one, f"Term {first}", plain[0]),
        (Both((one, two)), f"And {first} {second}", " AND ".join(plain[:2])),
        (Either((one, two, three)), f"Or {first} {second} {third}", " OR ".join(plain)),
        (Both((one, Without(two))), f"Not {first} {second}", " NOT ".join(plain[:2])),
        (Phrase("", (first, second)), f"Phrase {first} {second}", f'"{first} {second}"'),
        (
            Phrase("", (first, second, third)),
            f"Phrase {first} {second} {third}",
            f'"{first} {second} {third}"',
        ),
    ]


def test_whoosh_reads_our_segments_with_equal_totals(engine: WhooshEngine) -> None:
    from whoosh import query

    build: dict[str, Any] = {
        "Term": lambda words: words[0],
        "And": query.And,
        "Or": query.Or,
        "Not": lambda words: query.And([words[0], query.Not(words[1])]),
        "Phrase": lambda words: query.Phrase("words", [word.text for word in words]),
    }
    stock = index.FileIndex(filestore.FileStorage(str(engine._folder().path)), indexname=NAME)
    with stock.searcher() as searcher:
        for some in drawn(12):
            for tree, asked, _ in trees(*some):
                shape, *words = asked.split(" ")
                theirs = build[shape]([query.Term("words", word) for word in words])
                assert len(searcher.search(theirs, limit=None)) == ours(engine, tree), asked


def test_sqlite_full_text_search_counts_the_same(engine: WhooshEngine, texts: list[str]) -> None:
    lemmas = [" ".join(terms(token).whole for token in token_list(readable(text))) for text in texts]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize=\"unicode61 tokenchars '-'\")")
    database.executemany("INSERT INTO t (body) VALUES (?)", [(text,) for text in lemmas])
    compared = 0
    for some in drawn(45):
        for tree, _, asked in trees(*some):
            (count,) = database.execute("SELECT count(*) FROM t WHERE t MATCH ?", (asked,)).fetchone()
            assert count == ours(engine, tree), asked
            compared += 1
    database.close()
    assert compared >= 250


def test_every_place_of_every_term_is_where_the_word_stands(engine: WhooshEngine, texts: list[str]) -> None:
    view = engine._now().view(frozenset({"public"}))
    records = view.columns.records
    for term in ("бюджет", "человек", "131-п", "xiv"):
        found: dict[int, list[int]] = {}
        for key in view.places("words", term).tolist():
            found.setdefault(int(records[key >> 32]), []).append(key & 0xFFFFFFFF)
        expected = {
            at: [place for place, token in enumerate(token_list(text)) if term in terms(token).words]
            for at, text in enumerate(texts)
        }
        assert found == {at: places for at, places in expected.items() if places}, Path(term).name
