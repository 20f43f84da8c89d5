"""A disk that is full and a folder that is read-only: nothing is lost, nothing is doubled, and it is said."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.arrivals import LedgerState
from catalog.checking import check
from catalog.originals import OriginalFiles
from extraction.pool import ExtractionPool
from ingest.adding import add_paths
from ingest.intake import Intake
from ingest.road import Road
from tests.ingest.folders import options
from tests.ingest.stations import Station, decision, station
from tests.ingest.test_intake import count, receipt, running, until

pytestmark = [
    pytest.mark.needs_root,
    pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small tmpfs"),
]
MIB = 1 << 20


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Path]:
    """A small disk of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    options_ = ["-t", "tmpfs", "-o", f"size={megabytes}m"]
    if subprocess.run(["mount", *options_, "tmpfs", folder], check=False).returncode:
        pytest.skip("no right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)


def fresh(home: Station, originals: OriginalFiles | None = None) -> Road:
    """The road of a program that was started again."""
    road = home.road
    return Road(
        home.database, originals or home.originals, road.extraction, road.clock, road.scratch,
        rejected_folder=road.rejected_folder,
    )  # fmt: skip


@pytest.mark.long
def test_a_disk_that_fills_up_stops_the_intake_and_loses_nothing(
    tmp_path: Path, extraction: ExtractionPool
) -> None:
    with mounted(tmp_path / "диск", 8) as disk, station(tmp_path / "дом", extraction) as opened:
        originals = OriginalFiles(disk, disk, reserve_bytes=2 * MIB)
        home = replace(opened, originals=originals, road=fresh(opened, originals))
        for at in range(12):
            home.drop(f"{at}.txt", decision(number=str(at)) + f"Приложение {at}. " * 25_000)
        with running(home):
            assert until(lambda: "приём остановлен" in receipt(home), 40)
            with home.database.read() as work:
                rows, _ = work.ledger.list(limit=100)
            assert 0 < sum(row.sha256 is not None for row in rows) < 12
            assert len(list(home.acts.iterdir())) == 12 - count(home, LedgerState.CATALOGUED)
            remount(disk, "size=64m")
            with home.database.write() as work:  # the librarian need not wait for the next try
                for row in work.ledger.list(limit=100)[0]:
                    if not row.state.final:
                        work.ledger.retry_later(row.id, home.road.clock.now(), "")
            assert until(lambda: count(home, LedgerState.CATALOGUED) == 12, 40)
            assert until(lambda: list(home.acts.iterdir()) == [])
        assert check(home.database, originals).faults == ()


def test_add_on_a_full_disk_answers_and_ends(
    tmp_path: Path, extraction: ExtractionPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.adding._PATIENCE", 0.0)
    with mounted(tmp_path / "диск", 4) as disk, station(tmp_path / "дом", extraction) as home:
        originals = OriginalFiles(disk, disk, reserve_bytes=3 * MIB)
        path = tmp_path / "а.txt"
        path.write_text("Слово. " * 200_000)
        (answer,) = add_paths([path], fresh(home, originals))
        assert (answer.outcome, answer.reason_code) == ("rejected", "no-room")
        assert list(disk.iterdir()) == []


def test_a_read_only_folder_is_read_and_its_files_leave_when_they_can(
    tmp_path: Path, extraction: ExtractionPool
) -> None:
    with station(tmp_path, extraction) as home, mounted(home.acts, 8) as folder:
        home.drop("а.txt", decision())
        home.drop("пустой.pdf", b"")
        remount(folder, "ro")
        for _ in range(3):
            Intake(fresh(home), options(home.home)).run_once()
            with home.database.read() as work:
                rows, total = work.ledger.list(limit=10, sort="path")
            assert total == 2
            assert [row.state for row in rows] == [LedgerState.CATALOGUED, LedgerState.REJECTED]
        assert len(list(folder.iterdir())) == 2
        remount(folder, "rw")
        Intake(fresh(home), options(home.home)).run_once()
        assert list(folder.iterdir()) == []
        assert {path.name for path in home.rejected.iterdir()} == {"пустой.pdf", "почему.txt"}
        assert count(home, LedgerState.CATALOGUED) == 1
        assert check(home.database, home.originals).faults == ()
