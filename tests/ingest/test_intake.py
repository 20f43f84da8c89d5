"""The intake as it runs: files are dropped, settle, are taken, leave; receipts say so."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.arrivals import LedgerState
from catalog.model import RecordClass
from ingest.intake import Intake
from ingest.road import Road
from ingest.scanning import IntakeFolder, scan
from ingest.watcher import Marks
from tests.ingest.folders import options
from tests.ingest.stations import Station, decision, zipped

pytestmark = pytest.mark.slow


@contextmanager
def running(home: Station, **given: float) -> Iterator[Intake]:
    intake, stop = Intake(home.road, options(home.home, **given)), threading.Event()
    thread = threading.Thread(target=intake.run, args=(stop,))
    thread.start()
    try:
        yield intake
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def states(home: Station) -> dict[str, LedgerState]:
    with home.database.read() as work:
        rows, _ = work.ledger.list(limit=1000)
    return {row.path: row.state for row in rows}


def count(home: Station, state: LedgerState) -> int:
    with home.database.read() as work:
        return work.ledger.counts()[state]


def scanned(home: Station) -> bool:
    with home.database.read() as work:
        return work.notes.get("last_scan") is not None


def receipt(home: Station) -> str:
    day = datetime.now(UTC).astimezone(home.road.clock.zone).date()
    path = home.home / "intake" / "Квитанции" / f"{day}.html"
    return path.read_text().replace("\u00a0", " ") if path.exists() else ""


def test_once_takes_all_that_has_settled_and_ends(home: Station) -> None:
    home.drop("Администрация/решение.txt", decision())
    home.drop("пустой.pdf", b"")
    home.drop("план.txt", decision(number="9", day="9 марта 2024"), folder="Бюджеты")
    home.drop("без папки.txt", decision(number="10", day="10 марта 2024"), folder=".")
    for name in ("~$шение.docx", "акт.part", "Thumbs.db"):
        home.drop(name, b"x")
    zipped(home.acts / "а.zip", {"1.txt": decision(number="3", day="3 марта 2024")})
    Intake(home.road, options(home.home)).run_once()
    assert states(home) == {
        "Акты/Администрация/решение.txt": LedgerState.CATALOGUED,
        "Акты/пустой.pdf": LedgerState.REJECTED,
        "Бюджеты/план.txt": LedgerState.CATALOGUED,
        "без папки.txt": LedgerState.CATALOGUED,
        "Акты/а.zip": LedgerState.OPENED,
        "Акты/а.zip!/1.txt": LedgerState.CATALOGUED,
    }
    left = {path.name for path in home.acts.iterdir() if path.is_file()}
    assert left == {"~$шение.docx", "акт.part", "Thumbs.db"}
    page = receipt(home)
    assert "Всего 6 файлов: принято новых — 4; архивы распакованы — 1; не принято — 1." in page
    assert "Файл пуст" in page
    with home.database.read() as work:
        assert work.notes.get("last_scan")
        budget = next(one for one in work.records.many(range(9)).values() if one.file_name == "план.txt")
    assert "budget" in budget.categories


def test_a_dropped_file_is_taken_and_the_receipt_says_so(home: Station) -> None:
    with running(home):
        home.drop("решение.txt", decision())
        assert until(lambda: count(home, LedgerState.CATALOGUED) == 1)
        assert until(lambda: list(home.acts.iterdir()) == [])
        assert until(lambda: "Акты/решение.txt" in receipt(home))


def test_a_renamed_part_and_a_moved_folder_are_taken(home: Station, tmp_path: Path) -> None:
    made = tmp_path / "папка" / "глубже"
    made.mkdir(parents=True)
    (made / "б.txt").write_text(decision(number="2", day="2 марта 2024"))
    with running(home):
        part = home.drop("а.txt.part", decision())
        assert until(lambda: scanned(home))
        part.rename(home.acts / "а.txt")
        (tmp_path / "папка").rename(home.acts / "Совет")
        assert until(lambda: count(home, LedgerState.CATALOGUED) == 2)
    assert set(states(home)) == {"Акты/а.txt", "Акты/Совет/глубже/б.txt"}


def test_a_copy_that_pauses_is_waited_for(home: Station) -> None:
    with running(home), (home.acts / "медленно.txt").open("w") as file:
        file.write(decision()[:300])
        file.flush()
        assert until(lambda: "Акты/медленно.txt" in states(home))
        assert not until(lambda: states(home)["Акты/медленно.txt"] is not LedgerState.SEEN, 0.8)
        file.write(decision()[300:])
        file.close()
        assert until(lambda: count(home, LedgerState.CATALOGUED) == 1)
    with home.database.read() as work:
        (page,) = work.texts.pages(1)
    assert "Петров" in page


def test_a_polled_folder_needs_no_events(home: Station) -> None:
    with running(home, polling_seconds=0.2):
        home.drop("решение.txt", decision())
        assert until(lambda: count(home, LedgerState.CATALOGUED) == 1)


def test_lost_events_are_made_good_by_a_look_through(home: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Marks, "file", lambda *_args, **_options: None)
    monkeypatch.setattr(Marks, "folder", lambda *_args: None)
    with running(home) as intake:
        assert until(lambda: scanned(home))
        home.drop("решение.txt", decision())
        intake._marks.lost()
        assert until(lambda: count(home, LedgerState.CATALOGUED) == 1)


def test_files_in_a_held_folder_are_shown_to_nobody(home: Station) -> None:
    home.drop("Опека/решение.txt", decision())
    Intake(home.road, options(home.home)).run_once()
    with home.database.read() as work:
        record = work.records.get(1)
    assert record is not None
    assert record.visibility == "held"


@pytest.mark.parametrize("folder", ["опека", "ОПЕКА", "Опека/2024/Луговое"])
def test_a_held_folder_is_known_in_any_case(home: Station, folder: str) -> None:
    home.drop(f"{folder}/решение.txt", decision())
    Intake(home.road, options(home.home)).run_once()
    with home.database.read() as work:
        record = work.records.get(1)
    assert record is not None
    assert record.visibility == "held"


def test_a_held_folder_is_known_however_its_letters_are_composed(tmp_path: Path) -> None:
    acts = IntakeFolder(tmp_path, "Акты", RecordClass.ACT, held=("Акты/Комиссии\u0306",))
    (tmp_path / "Комиссий").mkdir()
    (tmp_path / "Комиссий" / "акт.txt").write_text("1")
    assert [found.held for found in scan((acts,)).files] == [True]


def test_a_document_that_is_open_in_word_is_waited_for(home: Station) -> None:
    home.drop("решение.txt", decision())
    lock = home.drop("~$шение.txt", b"user")
    Intake(home.road, options(home.home)).run_once()
    assert states(home) == {"Акты/решение.txt": LedgerState.SEEN}
    lock.unlink()
    road = Road(home.database, home.originals, home.road.extraction, home.road.clock, home.road.scratch)
    Intake(road, options(home.home)).run_once()
    assert states(home) == {"Акты/решение.txt": LedgerState.CATALOGUED}


def test_a_full_disk_stops_the_intake_and_is_said(home: Station) -> None:
    home.originals.reserve_bytes = 1 << 60
    with running(home):
        home.drop("решение.txt", decision())
        assert until(lambda: "приём остановлен" in receipt(home))
        assert count(home, LedgerState.CATALOGUED) == 0
        with home.database.read() as work:
            assert '"disk-full"' in (work.notes.get("intake_state") or "")
        home.originals.reserve_bytes = 0
        assert until(lambda: count(home, LedgerState.CATALOGUED) == 1)
        assert until(lambda: "приём остановлен" not in (receipt(home) or "приём остановлен"))


def test_a_lease_of_the_observer_never_stays_on_a_file(home: Station) -> None:
    path = home.drop("решение.txt", decision())
    Intake(home.road, options(home.home)).run_once()
    path = home.drop("иное.txt", decision())
    with path.open("ab") as file:
        assert fcntl.fcntl(file, fcntl.F_GETLEASE) == fcntl.F_UNLCK
