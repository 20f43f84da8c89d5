"""Citations in passages of real documents, labelled by hand (``citations.toml``)."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import pytest

from language.citations import find_citations
from tests.corpus import corpus_root

LABELS = tomllib.loads(Path(__file__).with_name("citations.toml").read_text("utf-8"))["passages"]
FIELDS = ("kind", "number", "date", "article", "part", "point")
Row = tuple[tuple[str | None, ...], str]


def _bulk(root: Path) -> dict[str, str]:
    wanted = {passage["path"].partition("#")[2] for passage in LABELS if "#" in passage["path"]}
    with gzip.open(root / "bulk" / "legal-ru.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines)
        return {str(record["id"]): record["text"] for record in records if str(record["id"]) in wanted}


def _passages(half: str) -> list[tuple[str, list[Row]]]:
    root = corpus_root()
    bulk = _bulk(root)
    passages = []
    for label in LABELS:
        if label["half"] != half:
            continue
        path, _, record = label["path"].partition("#")
        text = bulk[record] if record else (root / path).read_bytes().decode("utf-8")
        start, end = label["span"]
        wanted = [(tuple(row.get(field) for field in FIELDS), row["relation"]) for row in label["citations"]]
        passages.append((text[start:end], wanted))
    return passages


def _measure(half: str) -> tuple[float, float, float]:
    """Precision, recall, and the share of right relations among the citations that are right."""
    found_right = found_all = wanted_all = relations_right = 0
    for text, wanted in _passages(half):
        found: list[Row] = [
            (tuple(getattr(one, field) for field in FIELDS), one.relation) for one in find_citations(text)
        ]
        found_all += len(found)
        wanted_all += len(wanted)
        for row in sorted(wanted, key=lambda one: one not in found):
            match = row if row in found else next((one for one in found if one[0] == row[0]), None)
            if match is not None:
                found.remove(match)
                found_right += 1
                relations_right += match[1] == row[1]
    return found_right / found_all, found_right / wanted_all, relations_right / found_right


def test_at_least_a_hundred_and_twenty_citations_are_labelled_in_two_halves() -> None:
    counts = dict.fromkeys(("develop", "measure"), 0)
    for row in LABELS:
        counts[row["half"]] += len(row["citations"])
    assert counts["develop"] >= 60
    assert counts["measure"] >= 60
    assert sum(counts.values()) >= 120


@pytest.mark.corpus
@pytest.mark.parametrize("half", ["develop", "measure"])
def test_citations_of_real_documents_are_found(half: str) -> None:
    precision, recall, relation = _measure(half)
    assert precision >= 0.97
    assert recall >= 0.95
    assert relation >= 0.92
