"""The right documents come first on real questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.relevance import measure
from search.whoosh_engine import WhooshEngine
from tests.corpus import corpus_root


@pytest.mark.corpus
@pytest.mark.long
@pytest.mark.parametrize(("name", "mrr", "recall"), [("law-articles", 0.70, 0.93), ("finguide", 0.50, 0.84)])
def test_relevance_stays(tmp_path: Path, name: str, mrr: float, recall: float) -> None:
    with WhooshEngine.create(tmp_path / "index") as engine:
        measured = measure(corpus_root() / "retrieval" / name, engine)
    assert measured.mrr >= mrr
    assert measured.recall >= recall
