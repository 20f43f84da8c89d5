"""The catalogue's database: SQLite in one library, PostgreSQL in a region.

Writers come one after another on both, so that numbers of the index queue are committed in their order
and a check followed by a write needs no retry; readers see one snapshot and wait for nobody.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, IntegrityError, NoSuchModuleError

from catalog.arrivals import Lease
from catalog.errors import DatabaseUnavailable, DiskFull, SettingsError
from catalog.leases import is_alive, is_alive_here
from catalog.unit_of_work import UnitOfWork

TABLES = "0006"  # the migration that the tables of this version stand at
_WRITERS = 0x5645434845  # «VECHE»: the advisory lock of writers in PostgreSQL
_BUSY_SECONDS = 30.0
_CACHE_KIB = 8192
_CACHED_STATEMENTS = 24
"""Prepared statements that a connection keeps: a list of 500 numbers in one makes it 100 kB large."""


class Database:
    """Opens transactions; thread-safe. Every process opens its own after a fork."""

    def __init__(
        self, engine: Engine, alive: Callable[[Lease], bool], busy_seconds: float = _BUSY_SECONDS
    ) -> None:
        self.engine = engine
        self._alive = alive
        self._busy_seconds = busy_seconds
        self._writer = threading.Lock()

    @classmethod
    def open(
        cls, url: str, *, alive: Callable[[Lease], bool] | None = None, busy_seconds: float = _BUSY_SECONDS
    ) -> Self:
        """Open a database; nothing is created or migrated in it.

        Args:
            url: ``sqlite:///PATH`` or ``postgresql+psycopg://...``.
            alive: tells whether the owner of a lease lives; by default by its boot and process.
            busy_seconds: how long a writer waits for another one.

        Raises:
            SettingsError: the address is of neither kind.
        """
        parsed = _parsed(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        engine = _sqlite(parsed, busy_seconds) if sqlite else _postgresql(parsed, busy_seconds)
        return cls(engine, alive or (is_alive if sqlite else is_alive_here), busy_seconds)

    @property
    def url(self) -> str:
        """The address, with its password as far as it has one."""
        return self.engine.url.render_as_string(hide_password=False)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextlib.contextmanager
    def write(self, *, durable: bool = True) -> Iterator[UnitOfWork]:
        """One transaction that is committed at the end, or undone by an exception.

        Args:
            durable: wait until the disk has it. False is for what a crash may undo (leases, counters).

        Raises:
            DatabaseUnavailable: another writer holds the database for long, or it cannot be written.
            DiskFull: there is no room for it.
        """
        options = {"veche_access": "write" if durable else "write-fast"}
        with self._turn(), self.connection(**options) as connection:
            yield UnitOfWork(connection, self._alive)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Writers of one process stand in line: SQLite lets them ask again and again, and some starve."""
        if not self._writer.acquire(timeout=self._busy_seconds):
            raise DatabaseUnavailable("База данных занята дольше обычного.", "Повторите через минуту.")
        try:
            yield
        finally:
            self._writer.release()

    @contextlib.contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """One consistent snapshot for reading.

        Raises:
            DatabaseUnavailable: the database does not answer or is damaged.
        """
        with self.snapshot() as connection:
            yield UnitOfWork(connection, self._alive)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """The same on a bare connection: for checks and backups inside ``catalog``."""
        options: dict[str, Any] = {"veche_access": "read"}
        if self.dialect == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.connection(**options) as connection:
            yield connection

    @contextlib.contextmanager
    def connection(self, **options: Any) -> Iterator[Connection]:
        """A transaction on a bare connection: for migrations and restores inside ``catalog``."""
        try:
            with self.engine.connect() as raw:
                connection = raw.execution_options(**options)
                with connection.begin():
                    yield connection
        except IntegrityError:
            raise  # a defect of the caller, not of the database
        except DatabaseError as error:
            raise _explained(error) from error

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def tables_version(database: Database) -> str | None:
    """The migration that a database stands at; None when it has no tables."""
    with database.snapshot() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        known = parsed.drivername in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
    except (ArgumentError, NoSuchModuleError):
        known = False
        parsed = URL.create("sqlite")
    if not known:
        raise SettingsError(
            "Адрес базы данных должен быть вида sqlite:///ПУТЬ или postgresql+psycopg://ИМЯ@УЗЕЛ/БАЗА."
        )
    return parsed


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=32,
        pool_use_lifo=True,  # each connection fills a cache of its own: those that rest stay small
        connect_args={
            "timeout": busy_seconds,
            "check_same_thread": False,
            "cached_statements": _CACHED_STATEMENTS,
        },
    )

    @event.listens_for(engine, "connect")
    def connected(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # the driver's own BEGIN comes late and is never IMMEDIATE
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        raw.execute("PRAGMA temp_store = MEMORY")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        access = connection.get_execution_options().get("veche_access", "write")
        connection.exec_driver_sql(f"PRAGMA query_only = {int(access == 'read')}")
        if access != "read":
            connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if access == 'write' else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN" if access == "read" else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=32, pool_pre_ping=True)
    wait = f"SET LOCAL lock_timeout = {int(busy_seconds * 1000)}"

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        access = connection.get_execution_options().get("veche_access", "write")
        if access == "read":
            return
        connection.exec_driver_sql(wait)
        if access == "write-fast":
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS})

    return engine


_NOT_REACHED = (
    "connection failed",
    "could not connect",
    "resolve host",
    "connection refused",
    "does not exist",
)


def _explained(error: DBAPIError) -> DatabaseUnavailable | DiskFull:
    words = str(error.orig).lower()
    if "disk is full" in words or "no space left" in words:
        return DiskFull("На диске нет места для базы данных.", "Освободите место: работа продолжится сама.")
    if "locked" in words or "lock timeout" in words or "busy" in words:
        return DatabaseUnavailable("База данных занята дольше обычного.", "Повторите через минуту.")
    if "malformed" in words or "not a database" in words:
        return DatabaseUnavailable("База данных повреждена.", "Восстановите её из резервной копии.")
    told = " ".join(str(error.orig).split())
    hint = "Повторите через минуту."
    if any(mark in words for mark in _NOT_REACHED):
        hint = "Проверьте, что сервер PostgreSQL включён и что database_url в veche.toml верен."
    return DatabaseUnavailable(f"База данных не отвечает: {told}".strip(), hint)
