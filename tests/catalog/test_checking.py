from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from catalog.arrivals import LedgerState
from catalog.checking import check
from catalog.database import Database
from catalog.home import Home
from catalog.originals import OriginalFiles
from tests.catalog.drafts import NOW, act, arrival
from tests.catalog.drafts import text as pages_of


@pytest.fixture
def files(home: Home) -> OriginalFiles:
    return OriginalFiles(home.originals, home.scratch)


@pytest.fixture
def sha256(database: Database, files: OriginalFiles, tmp_path: Path) -> str:
    """One file on its whole way."""
    (tmp_path / "акт").write_bytes(b"act")
    stored = files.put(tmp_path / "акт")
    with database.write() as work:
        work.originals.add(stored.sha256, stored.size, "text/plain", NOW)
        number = work.ledger.see(arrival(), NOW)
        record = work.records.add(act(text=pages_of("Страница", sha256=stored.sha256)))
        work.ledger.finish(number, LedgerState.CATALOGUED, sha256=stored.sha256, record=record)
        work.ledger.see(arrival("другой"), NOW)
    return stored.sha256


def test_a_whole_catalogue_is_clean(database: Database, files: OriginalFiles, sha256: str) -> None:
    steps = []
    report = check(database, files, lambda done, total: steps.append((done, total)))
    assert (report.files, report.originals, report.records, report.faults) == (2, 1, 1, ())
    assert report.by_state == {"seen": 1, "catalogued": 1}
    assert steps == [(1, 1)]
    assert files.whole(sha256)


def test_bytes_that_no_row_names_yet_are_no_fault(
    database: Database, files: OriginalFiles, sha256: str, tmp_path: Path
) -> None:
    (tmp_path / "new").write_bytes(b"just before a stop")
    files.put(tmp_path / "new")
    assert check(database, files).faults == ()
    assert files.whole(sha256)


def test_a_lost_and_a_damaged_original_are_named(
    database: Database, files: OriginalFiles, sha256: str
) -> None:
    path = files.path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"ACT")
    (fault,) = check(database, files).faults
    assert "повреждён" in fault
    assert sha256 in fault
    files.delete(sha256)
    (fault,) = check(database, files).faults
    assert "Нет подлинника" in fault


def test_a_destroyed_original_is_not_missed(database: Database, files: OriginalFiles, sha256: str) -> None:
    with database.write() as work:
        work.records.destroy_original(sha256, "Решение суда", actor="Администратор")
    files.delete(sha256)
    report = check(database, files)
    assert (report.originals, report.faults) == (0, ())


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        ("UPDATE ledger SET record_id = NULL", "записи нет"),
        ("UPDATE ledger SET sha256 = 'unknown'", "подлинника в каталоге нет"),
        ("DELETE FROM pages", "страниц"),
    ],
)
def test_rows_that_do_not_agree_are_named(
    database: Database, files: OriginalFiles, sha256: str, harm: str, word: str
) -> None:
    with database.connection() as connection:
        connection.execute(text(harm))
    (fault,) = check(database, files).faults
    assert word in fault
    assert files.whole(sha256)


def test_a_reference_into_nothing_is_named(sqlite_database: Database, files: OriginalFiles) -> None:
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("INSERT INTO index_queue (record_id) VALUES (99)")
    (fault,) = check(sqlite_database, files).faults
    assert "index_queue" in fault
