"""Which segments are joined, and that nothing changes by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.whoosh_engine import WhooshEngine
from search.whoosh_engine.merging import FAN, MOST_DOCUMENTS, due, never
from tests.search.documents import document, request


def test_segments_of_one_order_of_size_are_joined_once_there_are_enough() -> None:
    assert due([1] * (FAN - 1), [0] * (FAN - 1)) == []
    assert due([5000, *[1] * FAN], [0] * (FAN + 1)) == list(range(1, FAN + 1))


def test_large_segments_are_left_alone_unless_mostly_deleted() -> None:
    sizes = [MOST_DOCUMENTS] * FAN
    assert due(sizes, [0] * FAN) == []
    assert due(sizes, [0, MOST_DOCUMENTS + 1, *[0] * (FAN - 2)]) == [1]


@given(st.lists(st.integers(1, 2000), max_size=400))
@settings(max_examples=30)
def test_segments_stay_few_however_documents_arrive(commits: list[int]) -> None:
    sizes: list[int] = []
    for commit in commits:
        sizes.append(commit)
        while chosen := due(sizes, [0] * len(sizes)):
            total = sum(sizes[at] for at in chosen)
            sizes = [size for at, size in enumerate(sizes) if at not in chosen] + [total]
    small = [size for size in sizes if size < MOST_DOCUMENTS]
    assert len(small) <= 5 * (FAN - 1)


def test_a_merge_gives_way_to_what_is_more_urgent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.whoosh_engine.engine.MERGED_AT_ONCE", 0)
    with WhooshEngine.create(tmp_path / "index") as engine:
        for number in range(FAN):
            engine.update([document(number, f"слово дело{number}")], [], number)
        before = engine.generation()
        assert not engine.tidy(lambda: True)
        assert engine.generation() == before
        assert engine.tidy(never)
        assert engine.generation() > before
        assert engine.search(request("слово")).total == FAN
        assert not engine.tidy(never)


WORDS = st.sampled_from(["дорога", "школа", "бюджет", "131-п", "12.03.2012", "усть-кубинский", "люди"])
STEPS = st.lists(
    st.tuples(st.integers(1, 12), st.lists(WORDS, max_size=6), st.booleans()), min_size=1, max_size=40
)


@given(STEPS)
@settings(max_examples=10, deadline=None)
def test_many_commits_answer_as_one(
    tmp_path_factory: object, steps: list[tuple[int, list[str], bool]]
) -> None:
    folder = Path(tmp_path_factory.mktemp("merging"))  # type: ignore[attr-defined]
    final: dict[int, list[str]] = {}
    with WhooshEngine.create(folder / "many") as many, WhooshEngine.create(folder / "one") as one:
        for step, (record, words, deleted) in enumerate(steps, 1):
            if deleted:
                final.pop(record, None)
                many.update([], [record], step)
            else:
                final[record] = words
                many.update([document(record, " ".join(words))], [], step)
        one.update([document(record, " ".join(words)) for record, words in final.items()], [], 1)
        for query in (
            "дорога",
            "школа бюджет",
            '"дорога школа"',
            "131-п",
            "12 марта 2012",
            "человек",
            "дор*",
            "*",
        ):
            answers = [engine.search(request(query, limit=100)) for engine in (many, one)]
            found = [{(hit.record, round(hit.score, 3)) for hit in answer.hits} for answer in answers]
            assert found[0] == found[1], query
