"""kill -9 of the whole tree at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from catalog.arrivals import LedgerState
from catalog.checking import check
from extraction.pool import ExtractionPool
from ingest.intake import Intake
from tests.ingest.folders import options
from tests.ingest.stations import Station, decision, station, zipped

ROOT = Path(__file__).resolve().parents[2]


def fill(home: Path, count: int) -> dict[str, LedgerState]:
    """Drop files of every fate; what must become of each."""
    acts = home / "intake" / "Акты"
    acts.mkdir(parents=True)
    expected: dict[str, LedgerState] = {}
    for at in range(count):
        text = decision(number=f"{at}-п", title=f"О вопросе номер {at} Заречного района")
        kind = at % 10
        if kind == 7:
            (acts / f"{at}.pdf").write_bytes(b"")
            expected[f"Акты/{at}.pdf"] = LedgerState.REJECTED
        elif kind == 8:
            zipped(acts / f"{at}.zip", {"а.txt": text, "пусто.txt": b""})
            expected |= {
                f"Акты/{at}.zip": LedgerState.OPENED,
                f"Акты/{at}.zip!/а.txt": LedgerState.CATALOGUED,
                f"Акты/{at}.zip!/пусто.txt": LedgerState.REJECTED,
            }
        elif kind == 9:
            (acts / f"{at}.txt").write_text((acts / f"{at - 9}.txt").read_text())
            expected[f"Акты/{at}.txt"] = LedgerState.DUPLICATE
        else:
            (acts / f"{at}.txt").write_text(text)
            expected[f"Акты/{at}.txt"] = LedgerState.CATALOGUED
    return expected


def run_and_kill(home: Path, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ingest.killed", str(home)], cwd=ROOT, start_new_session=True
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def assert_all_accounted(home: Station, expected: dict[str, LedgerState]) -> None:
    with home.database.read() as work:
        rows, total = work.ledger.list(limit=10_000)
        records = work.records.count()
    assert total == len(rows)
    assert Counter(row.path for row in rows) == Counter(list(expected))
    states = {row.path: row.state for row in rows}
    twins = {path for path, state in expected.items() if state is LedgerState.DUPLICATE}
    for path, state in expected.items():
        if path in twins:  # which of two twins came first is nobody's promise
            first = f"Акты/{int(Path(path).stem) - 9}.txt"
            assert Counter((states[path], states[first])) == Counter((state, expected[first])), path
        elif states[path] is not LedgerState.DUPLICATE:
            assert states[path] is state, path
    assert records == sum(state is LedgerState.CATALOGUED for state in expected.values())
    assert list(home.acts.iterdir()) == []
    refused = [path for path, state in expected.items() if state is LedgerState.REJECTED and "!/" not in path]
    reasons = (home.rejected / "почему.txt").read_text("utf-8-sig").splitlines()
    assert len(reasons) == len(refused)
    assert len(list(home.rejected.iterdir())) == len(refused) + 1
    assert check(home.database, home.originals).faults == ()


def killed_intake(home: Path, files: int, kills: int, extraction: ExtractionPool) -> None:
    expected = fill(home, files)
    chance = random.Random(files)  # noqa: S311
    for _ in range(kills):
        run_and_kill(home, chance.uniform(0.6, 2.6))
    with station(home, extraction) as opened:
        Intake(opened.road, options(home)).run_once()
        assert_all_accounted(opened, expected)


@pytest.mark.slow
def test_a_killed_intake_goes_on_where_it_was(tmp_path: Path, extraction: ExtractionPool) -> None:
    killed_intake(tmp_path / "дом", 30, 3, extraction)


@pytest.mark.long
def test_fifty_kills_during_an_intake_of_three_hundred_files(
    tmp_path: Path, extraction: ExtractionPool
) -> None:
    began = time.monotonic()
    killed_intake(tmp_path / "дом", 300, 50, extraction)
    assert time.monotonic() - began < 1200
