from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from catalog.database import TABLES, Database, tables_version
from catalog.errors import DatabaseUnavailable, SettingsError
from catalog.home import sqlite_url
from catalog.migrating import migrate
from catalog.schema import metadata
from tests.catalog.drafts import act

BOTH = pytest.mark.parametrize(
    "empty_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
ROOT = Path(__file__).resolve().parents[2]


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    with database.connection() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": metadata}
        )
        assert compare_metadata(context, metadata) == []


@BOTH
def test_an_empty_database_is_migrated_once_by_many(empty_url: str) -> None:
    with Database.open(empty_url) as database:
        assert tables_version(database) is None
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _number: migrate(database), range(4)))
        assert tables_version(database) == TABLES
        with database.read() as work:
            assert len(work.headings.categories(frozenset({"public"}))) == 25


def test_a_reader_sees_one_snapshot_while_others_write(database: Database) -> None:
    with database.read() as reading:
        before = reading.records.count()
        with database.write() as work:
            work.records.add(act())
        assert reading.records.count() == before
    with database.read() as reading:
        assert reading.records.count() == before + 1


def test_an_exception_undoes_everything(database: Database) -> None:
    with pytest.raises(KeyError), database.write() as work:  # noqa: PT012
        work.records.add(act())
        work.notes.set("key", "value")
        raise KeyError
    with database.read() as work:
        assert work.records.count() == 0
        assert work.notes.get("key") is None


def test_reading_changes_nothing(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable), database.read() as work:
        work.notes.set("key", "value")
    with database.write() as work:
        work.notes.set("key", "value")


def test_writers_in_threads_come_one_after_another(database: Database) -> None:
    def add(_number: int) -> None:
        with database.write() as work:
            before = work.queue.last()
            work.records.add(act())
            assert work.queue.last() == before + 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    with database.read() as work:
        assert work.records.count() == 12
        assert [number for number, _ in work.queue.after(0, 99)] == list(range(1, 13))
        assert len(work.sources.list("issuer")) == 1


WRITE = """
import sys
from catalog.database import Database
from tests.catalog.drafts import act
with Database.open(sys.argv[1]) as database:
    for _ in range(5):
        with database.write() as work:
            work.records.add(act())
"""


def test_writers_in_processes_come_one_after_another(database: Database) -> None:
    command = [sys.executable, "-c", WRITE, database.url]
    children = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [child.wait() for child in children] == [0, 0]
    with database.read() as work:
        assert work.records.count() == 10


def test_a_writer_that_waits_too_long_is_told(database: Database) -> None:
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with database.write():
            inside.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait()
    try:
        with (
            Database.open(database.url, busy_seconds=0.05) as impatient,
            pytest.raises(DatabaseUnavailable, match="занята"),
            impatient.write(),
        ):
            pass
    finally:
        done.set()
        holder.join()


@pytest.mark.parametrize("count", [1, 100])
def test_references_are_held(database: Database, count: int) -> None:
    with pytest.raises(IntegrityError), database.write() as work:
        work.queue.add(range(900, 900 + count))
    with database.write() as work:
        assert work.queue.last() == 0


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(b"not a database at all, " * 1000)
    with Database.open(sqlite_url(path)) as database, pytest.raises(DatabaseUnavailable, match="повреждена"):
        tables_version(database)


def test_sqlite_writes_ahead_and_waits_for_the_disk(sqlite_database: Database) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys")
    for durable, expected in ((True, ("wal", 2, 1)), (False, ("wal", 1, 1))):
        with sqlite_database.write(durable=durable) as work:
            connection = work.notes._connection
            assert tuple(connection.execute(text(f"PRAGMA {name}")).scalar() for name in asked) == expected


@pytest.mark.parametrize("url", ["", "catalog.sqlite", "mysql://host/base", "postgresql://host/base"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(SettingsError):
        Database.open(url)
