"""When the observer takes a file, told by clocks that stand still until they are moved."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from catalog.arrivals import LedgerState
from catalog.database import Database
from catalog.model import RecordClass
from ingest.observing import Observing, Timing
from ingest.scanning import IntakeFolder
from ingest.settling import held_open
from ingest.watcher import Hints
from tests.ingest.stations import CLOCK


@dataclass
class Bench:
    """An observer over one folder, with clocks that the test moves."""

    folder: Path
    database: Database
    now: float = 1000.0
    wall: float = 0.0
    taken: list[int] = field(default_factory=list)
    writes: bool | None = False
    alone: float = 600.0

    def __post_init__(self) -> None:
        self.observing = Observing(
            database=self.database,
            folders=(IntakeFolder(self.folder, "Акты", RecordClass.ACT),),
            clock=CLOCK,
            timing=Timing(settle=5, alone=self.alone),
            hand_over=self.hand_over,
            monotonic=lambda: self.now,
            wall=lambda: self.wall,
            writers=lambda _: self.writes,
        )

    def hand_over(self, rows: Sequence[int]) -> None:
        self.taken += rows

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.observing.settle()

    def states(self) -> dict[str, LedgerState]:
        with self.database.read() as work:
            rows, _ = work.ledger.list(limit=100)
        return {row.path: row.state for row in rows}


@pytest.fixture
def bench(tmp_path: Path, sqlite_database: Database) -> Bench:
    folder = tmp_path / "Акты"
    folder.mkdir()
    return Bench(folder, sqlite_database)


def test_a_file_is_taken_when_it_has_not_changed_for_long_enough(bench: Bench) -> None:
    (bench.folder / "а.txt").write_text("1")
    bench.observing.look_through()
    bench.pass_by(4.9)
    assert bench.states() == {"Акты/а.txt": LedgerState.SEEN}
    bench.pass_by(0.2)
    assert bench.states() == {"Акты/а.txt": LedgerState.SETTLED}
    assert bench.taken == [1]


def test_a_half_written_file_is_not_taken_before_it_settles(bench: Bench) -> None:
    path = bench.folder / "а.txt"
    for at in range(1, 6):
        path.write_text("строка\n" * at)
        bench.observing.take(Hints(paths=frozenset([path])))
        bench.pass_by(4)
    assert bench.taken == []
    bench.pass_by(5.1)
    assert bench.taken == [1]
    with bench.database.read() as work:
        row = work.ledger.get(1)
    assert row is not None
    assert row.size == path.stat().st_size


def test_a_copy_that_pauses_for_a_minute_with_the_file_open_is_waited_for(bench: Bench) -> None:
    bench.writes = True
    (bench.folder / "а.txt").write_text("1")
    bench.observing.look_through()
    for _ in range(40):
        bench.pass_by(3)
    assert bench.taken == []
    with bench.database.read() as work:
        row = work.ledger.get(1)
    assert row is not None
    assert (row.state, row.reason_code) == (LedgerState.SEEN, "open-elsewhere")
    bench.writes = False
    bench.pass_by(3)
    assert bench.taken == [1]


def test_where_nobody_can_tell_who_writes_a_file_must_be_quiet_for_longer(bench: Bench) -> None:
    bench.writes = None
    (bench.folder / "а.txt").write_text("1")
    bench.observing.look_through()
    for _ in range(20):
        bench.pass_by(3)
    assert bench.taken == []
    for _ in range(8):
        bench.pass_by(3)
    assert bench.taken == [1]


def test_where_nobody_can_tell_an_event_of_closing_helps(bench: Bench) -> None:
    bench.writes = None
    path = bench.folder / "а.txt"
    path.write_text("1")
    bench.observing.take(Hints(paths=frozenset([path]), closed=frozenset([path])))
    bench.pass_by(5.1)
    assert bench.taken == [1]


def test_a_file_that_lay_there_for_long_is_taken_at_once(bench: Bench) -> None:
    path = bench.folder / "а.txt"
    path.write_text("1")
    bench.wall = path.stat().st_ctime + 60
    bench.observing.look_through()
    bench.pass_by(0)
    assert bench.taken == [1]


def test_an_old_date_of_a_file_just_copied_proves_nothing(bench: Bench) -> None:
    path = bench.folder / "а.txt"
    path.write_text("1")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    bench.wall = path.stat().st_ctime + 0.1
    bench.observing.look_through()
    bench.pass_by(1)
    assert bench.taken == []


def test_a_file_that_goes_away_before_it_settles_is_gone(bench: Bench) -> None:
    path = bench.folder / "а.txt"
    path.write_text("1")
    bench.observing.look_through()
    path.unlink()
    bench.pass_by(5.1)
    assert bench.states() == {"Акты/а.txt": LedgerState.GONE}
    assert bench.observing.waiting == 0


def test_files_that_went_away_while_nobody_looked_are_gone(bench: Bench) -> None:
    path = bench.folder / "а.txt"
    path.write_text("1")
    bench.observing.look_through()
    path.unlink()
    Bench(bench.folder, bench.database).observing.finish_gone()
    assert bench.states() == {"Акты/а.txt": LedgerState.GONE}


def test_a_file_in_other_hands_is_not_seen_twice_until_it_changes(bench: Bench) -> None:
    path = bench.folder / "а.txt"
    path.write_text("1")
    bench.observing.look_through()
    bench.pass_by(5.1)
    bench.observing.look_through()
    bench.pass_by(5.1)
    assert bench.taken == [1]
    path.write_text("другое")
    bench.observing.look_through()
    bench.pass_by(5.1)
    assert bench.taken == [1, 1]


def test_a_description_waits_for_its_document_and_is_then_a_file_like_any_other(bench: Bench) -> None:
    alone = bench.folder / "акт.toml"
    alone.write_text('kind = "решение"\n')
    bench.wall = alone.stat().st_ctime + 599
    bench.observing.look_through()
    bench.pass_by(5.1)
    assert bench.states() == {}
    bench.wall += 2
    bench.observing.look_through()
    bench.pass_by(5.1)
    assert bench.states() == {"Акты/акт.toml": LedgerState.SETTLED}


def test_a_description_beside_its_document_is_not_taken_by_itself(bench: Bench) -> None:
    for name in ("акт.toml", "акт.pdf", "_описание.toml"):
        (bench.folder / name).write_text("")
    bench.wall = (bench.folder / "акт.pdf").stat().st_ctime + 10_000
    bench.observing.look_through()
    assert set(bench.states()) == {"Акты/акт.pdf"}


def test_thousands_of_files_are_seen_and_handed_over_in_few_transactions(bench: Bench) -> None:
    for at in range(600):
        (bench.folder / f"{at}.txt").write_text("1")
    bench.observing.look_through()
    assert bench.observing.waiting == 600
    bench.pass_by(5.1)
    assert len(bench.taken) == 600
    assert set(bench.states().values()) == {LedgerState.SETTLED}


def test_the_system_tells_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "а.txt"
    with path.open("w") as file:
        assert held_open(path) is True
        file.write("1")
    assert held_open(path) is False
    with path.open() as _reader:
        assert held_open(path) is False
    assert held_open(tmp_path / "нет") is None
