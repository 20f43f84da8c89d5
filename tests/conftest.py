"""Fixtures that all rooms share: a migrated database of each kind, and a clean environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, create_engine

from catalog.database import Database
from catalog.home import Home, sqlite_url
from catalog.migrating import migrate
from catalog.schema import metadata
from tests import epubcheck, postgres
from tests.dossiers.exports import judges

settings.register_profile("untimed", deadline=None)  # a loaded machine is no fault
settings.load_profile("untimed")

_SETTINGS = "VECHE_"
_OF_TESTS = frozenset({"VECHE_CORPUS", "VECHE_COMPLETE"})


# By the mark of the tests that need a program: whether it is here, and its name.
_PROGRAMS: dict[str, tuple[Callable[[], object], str]] = {
    "postgres": (postgres.programs, "PostgreSQL"),
    "epubcheck": (epubcheck.program, "epubcheck"),
    "pdf_tools": (judges.pdf_tools, "qpdf and poppler"),
    "libreoffice": (judges.libreoffice, "LibreOffice"),
}


def _missing() -> dict[str, str]:
    """Marks whose program is not here, with its name; none if everything is asked for."""
    if postgres.required():
        return {}
    return {mark: name for mark, (found, name) in _PROGRAMS.items() if not found()}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without its program a test is left out, unless everything is asked for."""
    missing = set(_missing())
    left_out = [item for item in items if missing & {mark.name for mark in item.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line for each program what was left out."""
    for name in _missing().values():
        terminalreporter.write_line(f"no {name} here (make system): its tests were left out")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the person who runs the tests do not reach them."""
    for name in [name for name in os.environ if name.startswith(_SETTINGS) and name not in _OF_TESTS]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL of this test session (one for each worker)."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_catalogue(postgres_server: str) -> tuple[str, str]:
    """The address of a migrated catalogue in it, and the SQL that brings it back to how it was made."""
    _as_superuser(postgres_server, "CREATE DATABASE veche_test")
    url = _named(postgres_server, "veche_test")
    with Database.open(url) as made:
        migrate(made)
        with made.connection() as connection:
            return url, _way_back(connection)


def _way_back(connection: Connection) -> str:
    """Keep all rows aside; the SQL that puts them back: quicker than a new database."""
    connection.exec_driver_sql("CREATE SCHEMA aside")
    names = ["alembic_version", *(table.name for table in metadata.sorted_tables)]
    steps = [f"DELETE FROM {name}" for name in reversed(names)]  # noqa: S608
    for name in names:
        connection.exec_driver_sql(f"CREATE TABLE aside.{name} AS TABLE {name}")
        steps.append(f"INSERT INTO {name} SELECT * FROM aside.{name}")  # noqa: S608
    sequences = connection.exec_driver_sql("SELECT sequencename FROM pg_sequences WHERE last_value IS NULL")
    steps += [f"SELECT setval('{name}', 1, false)" for name in sequences.scalars()]
    return "; ".join(steps)


def _named(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?")


def _as_superuser(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a SQLite catalogue that has its tables and headings and nothing else."""
    path = tmp_path_factory.mktemp("template") / "catalog.sqlite"
    with Database.open(sqlite_url(path)) as template:
        migrate(template)
    return path.read_bytes()


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, SQLite unless parametrised."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield sqlite_url(tmp_path / "empty.sqlite")
        return
    server: str = request.getfixturevalue("postgres_server")
    _as_superuser(server, "CREATE DATABASE veche_empty")
    yield _named(server, "veche_empty")
    _as_superuser(server, "DROP DATABASE veche_empty WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated catalogue with its headings: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "catalog.sqlite"
        path.write_bytes(request.getfixturevalue("migrated_sqlite"))
        with Database.open(sqlite_url(path)) as opened:
            yield opened
        return
    url, way_back = request.getfixturevalue("postgres_catalogue")
    with Database.open(url) as opened:
        with opened.connection() as connection:
            connection.exec_driver_sql(way_back)
        yield opened


@pytest.fixture
def sqlite_database(migrated_sqlite: bytes, tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite catalogue, for tests that need one and not each kind."""
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(migrated_sqlite)
    with Database.open(sqlite_url(path)) as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A data home with all its folders, without a catalogue."""
    return Home.open(tmp_path / "home", create=True)
