"""Thousands of spoilt files: each ends with a state, and the service that asked lives on."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.pool import ExtractionPool
from extraction.protocol import Archive, Extracted, Limits, Refused
from tests.extraction import making
from tests.extraction.test_fates import READABLE

SEED, EACH = 1871, 160
SAMPLES = {
    **READABLE,
    "list.docx": making.docx("".join(making.para("пункт") for _ in range(30)) + "<w:tbl><w:tr/></w:tbl>"),
    "old.doc": making.doc("До\rа\x07б\x07\x07После\r", row_ends=[7], table=range(3, 8)),
    "a.zip": making.named_zip([("Решение.txt", b"a" * 900), ("b/c.txt", b"b" * 90)], "cp866"),
}


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 1 + len(data) // 100)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(1, len(data)) :]


def _lose(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randint(1, 200)]


def _repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 200)]
    data[start:start] = piece * chance.randint(1, 50)


def _number(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(max(1, len(data) - 4))
    data[start : start + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"9999"])


SPOILERS: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _cut, _lose, _repeat, _number)


@pytest.mark.long
def test_spoilt_files_all_end_with_a_state(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same files each time
    path, states, slowest = tmp_path / "given", Counter[str](), 0.0
    with ExtractionPool(1, Limits(), tmp_path / "scratch", ocr=False) as pool:
        for name, sample in SAMPLES.items():
            for _ in range(EACH):
                data = bytearray(sample)
                for _ in range(chance.randint(1, 3)):
                    if len(data) < 8:
                        break
                    chance.choice(SPOILERS)(data, chance)
                path.write_bytes(data)
                started = time.monotonic()
                outcome = pool.extract(path, name)
                slowest = max(slowest, time.monotonic() - started)
                assert isinstance(outcome, Extracted | Archive | Refused)
                states[outcome.reason_code if isinstance(outcome, Refused) else type(outcome).__name__] += 1
        left = [entry.name for entry in (tmp_path / "scratch").glob("*/*") if entry.name.startswith("worker")]
    print(dict(states), f"slowest {slowest:.1f} s")  # noqa: T201 - read by whoever runs the long tests with -s
    assert states.total() == EACH * len(SAMPLES)
    assert not states["unreadable"]
    assert len(left) <= 1
    assert list((tmp_path / "scratch").iterdir()) == []
