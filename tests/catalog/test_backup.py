from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from catalog import backup_manifest
from catalog.accounts import Role
from catalog.arrivals import LedgerState
from catalog.backup import backup, restore, verify
from catalog.checking import check
from catalog.database import Database
from catalog.errors import BackupError, HomeError
from catalog.home import Home
from catalog.originals import OriginalFiles
from catalog.selections import Draft, SelectionEntry, SelectionKind
from catalog.table_lines import chunks_of, last_numbers, tables_of
from tests.catalog.drafts import NOW, act, arrival, cites, marks, text

pytestmark = pytest.mark.usefixtures("quick_hashes")
CONTENTS = (b"", b"first act", b"second act" * 1000, os.urandom(5000))


@pytest.fixture
def files(home: Home) -> OriginalFiles:
    return OriginalFiles(home.originals, home.scratch)


def fill(database: Database, files: OriginalFiles, folder: Path) -> None:
    """A catalogue with something in every corner."""
    with database.write() as work:
        for at, content in enumerate(CONTENTS):
            path = folder / f"{at}.bin"
            path.write_bytes(content)
            stored = files.put(path)
            work.originals.add(stored.sha256, stored.size, "application/pdf", NOW)
            name = os.fsdecode(f"акт {at} ".encode() + b"\xff.pdf")
            row = work.ledger.see(arrival(name), NOW)
            work.ledger.settle(row, stored.size, 5, 2**64 - 1)
            number = work.records.add(
                act(
                    number=str(at),
                    text=text("Стр\u2028аница", sha256=stored.sha256),
                    categories=marks("budget"),
                    relations=(cites("amends", number=str(at - 1)),),
                )
            )
            work.ledger.advance(row, LedgerState.CATALOGUED, sha256=stored.sha256, record=number)
        work.ledger.settle(work.ledger.see(arrival("в пути"), NOW), 1, 1, 1)
        work.accounts.add("Иванова", "пароль-пароль", Role.LIBRARIAN, actor="")
        entry = SelectionEntry(1, NOW, "Иванова")
        draft = Draft("Бюджет", entries=(entry,))
        work.selections.create(SelectionKind.LIST, draft, actor="Иванова", moment=NOW)
        work.records.correct(1, {"title": "Исправлено"}, actor="Иванова", version=1)


def rows(database: Database) -> dict[str, bytes]:
    with database.snapshot() as connection:
        return {
            table.name: b"".join(lines for lines, _count in chunks_of(connection, table))
            for table in tables_of(connection)
            if table.name not in ("ledger", "notes")
        }


def numbers(connection: Connection) -> dict[str, int]:
    return last_numbers(connection, tables_of(connection))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Home:
    return Home.prepare_for_restore(tmp_path / "elsewhere")


@pytest.mark.parametrize("target", ["копия.zip", "stick"])
def test_what_is_restored_is_what_was_saved(
    database: Database, files: OriginalFiles, elsewhere: Home, tmp_path: Path, target: str
) -> None:
    fill(database, files, tmp_path)
    saved = backup(database, files, tmp_path / target, NOW)
    assert (saved.originals, saved.new, saved.faults) == (len(CONTENTS), len(CONTENTS), ())
    assert verify(tmp_path / target).rows == saved.rows
    before = rows(database)
    with Database.open(elsewhere.database_url) as other:
        restored = restore(tmp_path / target, elsewhere, other)
        assert (restored.originals, restored.rows) == (saved.originals, saved.rows)
        assert rows(other) == before
        report = check(other, OriginalFiles(elsewhere.originals, elsewhere.scratch))
        assert report.faults == ()
        assert report.by_state == {"catalogued": len(CONTENTS), "gone": 1}
        with other.write() as work:
            assert work.records.add(act()) == len(CONTENTS) + 1
            assert work.notes.get("last_backup") is None
    with database.read() as work:
        assert work.notes.get("last_backup") == NOW.isoformat()
    Home.open(elsewhere.path)


def test_a_backup_of_sqlite_is_restored_into_either_database(
    database: Database,
    sqlite_source: tuple[Database, OriginalFiles],
    elsewhere: Home,
    tmp_path: Path,
) -> None:
    source, files = sqlite_source
    fill(source, files, tmp_path)
    with source.write() as work:
        number = work.records.add(act())
        later = work.queue.last()
        work.queue.forget(later)
    backup(source, files, tmp_path / "all.zip", NOW)
    restore(tmp_path / "all.zip", elsewhere, database)
    assert rows(database) == rows(source)
    with source.snapshot() as one, database.snapshot() as other:
        assert numbers(other)["records"] == numbers(one)["records"] == number
        assert numbers(other)["index_queue"] == numbers(one)["index_queue"]
    with database.write() as work:
        assert work.records.add(act()) == number + 1
        assert work.queue.last() > later
        assert work.ledger.see(arrival("новый"), NOW) > len(CONTENTS)


@pytest.fixture
def sqlite_source(migrated_sqlite: bytes, home: Home, files: OriginalFiles) -> tuple[Database, OriginalFiles]:
    home.database.write_bytes(migrated_sqlite)
    return Database.open(home.database_url), files


def test_a_folder_takes_only_what_is_new(
    sqlite_database: Database, files: OriginalFiles, tmp_path: Path
) -> None:
    fill(sqlite_database, files, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "фото.jpg").touch()
    backup(sqlite_database, files, stick, NOW)
    old = {path.name for path in stick.glob("*.zip")}
    (tmp_path / "more").write_bytes(b"more")
    with sqlite_database.write() as work:
        stored = files.put(tmp_path / "more")
        work.originals.add(stored.sha256, stored.size, "text/plain", NOW)
    report = backup(sqlite_database, files, stick, NOW)
    assert (report.originals, report.new) == (len(CONTENTS) + 1, 1)
    kept = {path.name for path in stick.glob("*.zip")}
    assert len(kept & old) == 1
    assert len(kept) == 3
    assert (stick / "фото.jpg").exists()
    verify(stick)


def test_no_part_is_longer_than_a_stick_takes(
    sqlite_database: Database, files: OriginalFiles, elsewhere: Home, tmp_path: Path
) -> None:
    fill(sqlite_database, files, tmp_path)
    (tmp_path / "big").write_bytes(os.urandom(1_200_000))
    with sqlite_database.write() as work:
        stored = files.put(tmp_path / "big")
        work.originals.add(stored.sha256, stored.size, "text/plain", NOW)
    backup(sqlite_database, files, tmp_path / "stick", NOW, part_limit=500_000)
    lengths = [path.stat().st_size for path in (tmp_path / "stick").glob("*.zip")]
    assert max(lengths) <= 500_000
    assert len(lengths) > 3
    with Database.open(elsewhere.database_url) as other:
        restore(tmp_path / "stick", elsewhere, other)
    assert OriginalFiles(elsewhere.originals, elsewhere.scratch).whole(stored.sha256)


def test_destroyed_bytes_leave_the_folder_with_the_next_backup(
    sqlite_database: Database, files: OriginalFiles, tmp_path: Path
) -> None:
    fill(sqlite_database, files, tmp_path)
    backup(sqlite_database, files, tmp_path / "stick", NOW)
    secret = hashlib.sha256(CONTENTS[1]).hexdigest()
    with sqlite_database.write() as work:
        work.records.destroy_original(secret, "Решение суда", actor="Администратор")
    files.delete(secret)
    backup(sqlite_database, files, tmp_path / "stick", NOW)
    names = [name for path in (tmp_path / "stick").glob("*.zip") for name in zipfile.ZipFile(path).namelist()]
    assert f"originals/{secret}" not in names
    assert len([name for name in names if name.startswith("originals/")]) == len(CONTENTS) - 1


@pytest.mark.parametrize("target", ["all.zip", "stick"])
def test_a_disk_that_fills_up_or_is_pulled_out_leaves_the_older_backup_whole(
    sqlite_database: Database,
    files: OriginalFiles,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
) -> None:
    fill(sqlite_database, files, tmp_path)
    backup(sqlite_database, files, tmp_path / target, NOW)
    (tmp_path / "more").write_bytes(b"more" * 1000)
    with sqlite_database.write() as work:
        stored = files.put(tmp_path / "more")
        work.originals.add(stored.sha256, stored.size, "text/plain", NOW)
    before = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    hints: list[str] = []
    for failing in range(40):
        calls = iter(range(1000))

        def failing_fsync(_file: int, calls: object = calls, failing: int = failing) -> None:
            if next(calls) == failing:  # type: ignore[call-overload]
                raise OSError(5, "Input/output error")

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", failing_fsync)
            try:
                backup(sqlite_database, files, tmp_path / target, NOW)
                break
            except BackupError as error:
                hints.append(error.hint)
        assert verify(tmp_path / target).originals == len(CONTENTS)
        assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == before
    assert set(hints) == {"Прежняя копия цела. Проверьте место и носитель."}
    assert verify(tmp_path / target).originals == len(CONTENTS) + 1


def damage_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("harm", [damage_byte, cut_off, Path.unlink])
def test_a_damaged_backup_is_refused_and_the_home_stays_closed_until_a_good_one(
    sqlite_database: Database,
    files: OriginalFiles,
    elsewhere: Home,
    tmp_path: Path,
    harm: Callable[[Path], None],
) -> None:
    fill(sqlite_database, files, tmp_path)
    backup(sqlite_database, files, tmp_path / "stick", NOW)
    shutil.copytree(tmp_path / "stick", tmp_path / "good")
    harm(max((tmp_path / "stick").glob("*.zip")))  # the archive of originals
    with pytest.raises(BackupError):
        verify(tmp_path / "stick")
    with Database.open(elsewhere.database_url) as other:
        with pytest.raises(BackupError):
            restore(tmp_path / "stick", elsewhere, other)
        with pytest.raises(HomeError):
            Home.open(elsewhere.path)
        again = Home.prepare_for_restore(elsewhere.path)
        restore(tmp_path / "good", again, other)
    Home.open(elsewhere.path)


def test_a_damaged_original_is_named_and_does_not_hold_up_the_rest(
    sqlite_database: Database, files: OriginalFiles, tmp_path: Path
) -> None:
    fill(sqlite_database, files, tmp_path)
    sick = files.path(hashlib.sha256(CONTENTS[1]).hexdigest())
    sick.chmod(0o600)
    sick.write_bytes(b"FIRST ACT")
    files.delete(hashlib.sha256(CONTENTS[2]).hexdigest())
    report = backup(sqlite_database, files, tmp_path / "all.zip", NOW)
    assert report.originals == len(CONTENTS) - 2
    assert len(report.faults) == 2


def test_a_database_with_records_is_not_overwritten(
    database: Database, files: OriginalFiles, elsewhere: Home, tmp_path: Path
) -> None:
    fill(database, files, tmp_path)
    backup(database, files, tmp_path / "all.zip", NOW)
    before = rows(database)
    with pytest.raises(HomeError):
        restore(tmp_path / "all.zip", elsewhere, database)
    assert rows(database) == before


def test_a_home_with_records_alone_stays_open_after_a_refused_restore(
    sqlite_database: Database, files: OriginalFiles, home: Home, tmp_path: Path
) -> None:
    backup(sqlite_database, files, tmp_path / "all.zip", NOW)
    with Database.open(home.database_url) as used:
        home.migrate(used)
        with used.write() as work:
            work.records.add(act())
        with pytest.raises(HomeError):
            restore(tmp_path / "all.zip", Home.prepare_for_restore(home.path), used)
    assert Home.open(home.path) == home


def test_a_home_with_documents_is_not_overwritten(home: Home, files: OriginalFiles, tmp_path: Path) -> None:
    (tmp_path / "акт").write_bytes(b"act")
    files.put(tmp_path / "акт")
    with pytest.raises(HomeError):
        Home.prepare_for_restore(home.path)


def forged(change: Callable[[dict[str, object]], None], source: Path) -> Path:
    """The backup with another manifest, whose own SHA-256 is right."""
    path = source / backup_manifest.NAME
    content = json.loads(json.loads(path.read_bytes())["veche-backup"])
    change(content)
    body = json.dumps(content)
    outer = {"veche-backup": body, "sha256": hashlib.sha256(body.encode()).hexdigest()}
    path.write_text(json.dumps(outer))
    return source


def climb(content: dict[str, object]) -> None:
    content["originals"] = {"../../../evil": []}


def leave_folder(content: dict[str, object]) -> None:
    tables: dict[str, dict[str, list[dict[str, object]]]] = content["tables"]  # type: ignore[assignment]
    tables["categories"]["pieces"][0]["part"] = "../outside.zip"


def other_tables(content: dict[str, object]) -> None:
    content["tables"] |= {"alien": {"rows": 0, "pieces": []}}  # type: ignore[operator]


def come_from_the_future(content: dict[str, object]) -> None:
    content["version"] = "9999"


def newer_format(content: dict[str, object]) -> None:
    content["format"] = 99


def wrong_types(content: dict[str, object]) -> None:
    content["originals"] = [1]


def lost_rows(content: dict[str, object]) -> None:
    tables: dict[str, dict[str, object]] = content["tables"]  # type: ignore[assignment]
    tables["categories"]["pieces"] = []


@pytest.mark.parametrize(
    "change",
    [climb, leave_folder, other_tables, come_from_the_future, newer_format, wrong_types, lost_rows],
)
def test_a_made_up_backup_is_refused(
    sqlite_database: Database,
    files: OriginalFiles,
    elsewhere: Home,
    tmp_path: Path,
    change: Callable[[dict[str, object]], None],
) -> None:
    backup(sqlite_database, files, tmp_path / "stick", NOW)
    forged(change, tmp_path / "stick")
    with Database.open(elsewhere.database_url) as other, pytest.raises(BackupError):
        restore(tmp_path / "stick", elsewhere, other)
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip"])
def test_what_is_no_backup_is_refused_with_a_sentence(
    elsewhere: Home, tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "копия"
    source.write_bytes(content)
    with Database.open(elsewhere.database_url) as other, pytest.raises(BackupError):
        restore(source, elsewhere, other)
    with pytest.raises(BackupError):
        verify(tmp_path / "нет такой")


def test_a_backup_made_during_the_intake_agrees_with_itself(
    database: Database, files: OriginalFiles, elsewhere: Home, tmp_path: Path
) -> None:
    fill(database, files, tmp_path)
    stop = threading.Event()

    def take_in() -> None:
        for at in itertools.count():
            path = tmp_path / "incoming"
            path.write_bytes(f"incoming {at}".encode())
            stored = files.put(path)
            with database.write() as work:
                work.originals.add(stored.sha256, stored.size, "text/plain", NOW)
                number = work.ledger.see(arrival(f"incoming {at}"), NOW)
                record = work.records.add(act(text=text("Страница", sha256=stored.sha256)))
                work.ledger.finish(number, LedgerState.CATALOGUED, sha256=stored.sha256, record=record)
            if stop.is_set():
                return

    intake = threading.Thread(target=take_in)
    intake.start()
    try:
        saved = [backup(database, files, tmp_path / "stick", NOW) for _ in range(2)]
    finally:
        stop.set()
        intake.join()
    assert saved[1].originals >= saved[0].originals > 0
    with Database.open(elsewhere.database_url) as other:
        restore(tmp_path / "stick", elsewhere, other)
        report = check(other, OriginalFiles(elsewhere.originals, elsewhere.scratch))
        assert report.faults == ()
        assert report.by_state["catalogued"] == saved[1].originals


BACK_UP_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from catalog.backup import backup
from catalog.database import Database
from catalog.originals import OriginalFiles
files = OriginalFiles(Path(sys.argv[2]), Path(sys.argv[3]))
with Database.open(sys.argv[1]) as database:
    while True:
        backup(database, files, Path(sys.argv[4]), datetime.now(UTC))
        print("done", flush=True)
"""


@pytest.mark.long
def test_kill_9_during_a_backup_leaves_a_whole_one(
    sqlite_database: Database, files: OriginalFiles, tmp_path: Path
) -> None:
    fill(sqlite_database, files, tmp_path)
    stick = tmp_path / "stick"
    for attempt in range(6):
        command = [sys.executable, "-c", BACK_UP_FOR_EVER, sqlite_database.url]
        command += [str(files.folder), str(files.scratch), str(stick)]
        root = Path(__file__).resolve().parents[2]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as child:
            assert child.stdout is not None
            child.stdout.readline()
            for _path in itertools.islice(iter(lambda: list(stick.glob("veche-*")), None), 40 * attempt):
                pass
            child.kill()
        assert verify(stick).originals == len(CONTENTS)
    backup(sqlite_database, files, stick, NOW)
    assert {path.name for path in stick.iterdir()} == backup_manifest.read(
        (stick / backup_manifest.NAME).read_bytes()
    ).parts() | {backup_manifest.NAME}


@pytest.mark.parametrize("target", ["copy", "copy.zip"])
def test_a_backup_is_readable_by_its_owner_alone(
    database: Database, files: OriginalFiles, tmp_path: Path, target: str
) -> None:
    fill(database, files, tmp_path)
    backup(database, files, tmp_path / target, NOW)
    written = [tmp_path / target] if target.endswith(".zip") else list((tmp_path / target).iterdir())
    assert written
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"\xff\xfe", b"", b"{}", b'{"veche-backup": 1, "sha256": ""}']
)
def test_what_is_no_table_of_contents_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BackupError, match="Это не резервная копия"):
        backup_manifest.read(data)
