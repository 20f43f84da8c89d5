"""Headers of real documents labelled by hand (``headers.tsv``), read through the readers of their formats."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extraction.means import Means
from extraction.protocol import Extracted, Limits
from extraction.reading import read
from tests.corpus import corpus_root
from tests.language.header_cases import FIELDS, begins, same, shown

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("headers.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
LEAST = {"kind": 0.98, "issuer": 0.92, "date": 0.98, "number": 0.98, "title": 0.92}


def _text(path: Path, folder: Path) -> str:
    if path.suffix == ".txt":
        return path.read_bytes().decode("utf-8")
    outcome = read(path, path.name, Means(folder, Limits(), ocr=False))
    assert isinstance(outcome, Extracted), outcome
    return "\f".join(outcome.pages)


@pytest.mark.corpus
@pytest.mark.parametrize("half", ["develop", "measure"])
def test_headers_of_documents_are_read_as_promised(half: str, tmp_path: Path) -> None:
    root = corpus_root()
    right: Counter[str] = Counter()
    rows = [row for row in ROWS if row[1] == half]
    for path, _, *wanted in rows:
        got = shown(_text(root / path, tmp_path))
        for field, value in zip(FIELDS, wanted, strict=True):
            right[field] += same(field, value, got.get(field, ""))
        right["start"] += begins(wanted[-1], got.get("title", ""))
    shares = {field: right[field] / len(rows) for field in (*FIELDS, "start")}
    assert all(shares[field] >= least for field, least in (LEAST | {"start": 0.95}).items()), shares
