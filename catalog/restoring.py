"""Filling a new or empty home from a backup; what a backup says is checked, never believed."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, func, inspect, select
from sqlalchemy import table as named_table
from sqlalchemy.exc import DBAPIError

from catalog import backup_manifest
from catalog.backup_manifest import Manifest, Piece
from catalog.backup_parts import PartReader
from catalog.database import Database
from catalog.errors import BackupError, HomeError
from catalog.home import Home
from catalog.migrating import known_revisions, migrate_connection, revision
from catalog.originals import OriginalFiles
from catalog.schema import metadata
from catalog.stores.ledger_rows import forget_sources
from catalog.table_lines import LEFT_OUT, clear, load, set_last_numbers, tables_of

_LONGEST_MANIFEST = 1 << 30
_LONGEST_LINES = 1 << 28
_CHUNK = 1 << 20
_FILLED = ("records", "ledger", "originals", "accounts")
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored.

    Attributes:
        originals: files as received.
        rows: of all tables.
        faults: sentences on originals that were lost before the backup was made.
    """

    originals: int
    rows: int
    faults: tuple[str, ...] = ()


def restore(source: Path, home: Home, database: Database, progress: Progress | None = None) -> RestoreReport:
    """Fill an empty home and database; the index has to be built after it.

    Once bytes are being written the home cannot be opened until it has come to its end; until then the
    database is as empty as before.

    Args:
        source: a backup, file or folder, made from either kind of database.
        home: from ``Home.prepare_for_restore``.
        database: of either kind, without records.
        progress: told of originals done and all.

    Raises:
        BackupError: the backup is damaged or of a newer version.
        HomeError: the database holds records.
    """
    files = OriginalFiles(home.originals, home.scratch)
    with opened_backup(source) as (manifest, reader):
        if manifest.version not in known_revisions():
            raise BackupError("Копию сделала более новая версия программы.", "Обновите программу.")
        with database.connection() as connection:
            _make_tables(connection, manifest.version)
            _load_tables(connection, manifest, reader)
            migrate_connection(connection)
            forget_sources(connection)
            home.begin_restoring()
            for at, (sha256, pieces) in enumerate(manifest.originals.items(), 1):
                _restore_original(files, sha256, pieces, reader)
                if progress is not None:
                    progress(at, len(manifest.originals))
    home.restored()
    faults = tuple(f"Подлинника {sha256} не было уже в копии." for sha256 in manifest.missing)
    return RestoreReport(len(manifest.originals), manifest.rows, faults)


@contextlib.contextmanager
def opened_backup(source: Path) -> Iterator[tuple[Manifest, PartReader]]:
    """Open a backup: its manifest, and what reads its pieces.

    Raises:
        BackupError: it is none, or damaged.
    """
    if not source.exists():
        raise BackupError(f"{source} — такой копии нет.")
    try:
        if source.is_dir():
            data = (source / backup_manifest.NAME).read_bytes()
        else:
            with zipfile.ZipFile(source) as archive, archive.open(backup_manifest.NAME) as entry:
                data = entry.read(_LONGEST_MANIFEST)
    except (OSError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise BackupError(f"{source} — не резервная копия, или она повреждена.") from error
    manifest = backup_manifest.read(data)
    path_of = (lambda part: source / part) if source.is_dir() else (lambda _part: source)
    with PartReader(path_of) as reader:
        yield manifest, reader


def _make_tables(connection: Connection, version: str) -> None:
    """Bring an empty database to the tables of the backup."""
    inspector = inspect(connection)
    for name in _FILLED:
        if not inspector.has_table(name):
            continue
        if connection.execute(select(func.count()).select_from(named_table(name))).scalar():
            raise HomeError(
                "В базе данных уже есть записи.", "Восстанавливать можно только в новую или пустую базу."
            )
    if revision(connection) not in (None, version):
        found = MetaData()
        ours = [*metadata.tables, "alembic_version"]
        found.reflect(connection, only=lambda name, _metadata: name in ours)
        found.drop_all(connection)
    migrate_connection(connection, version)


def _load_tables(connection: Connection, manifest: Manifest, reader: PartReader) -> None:
    tables = tables_of(connection)
    clear(connection, tables)
    unknown = set(manifest.tables) - {table.name for table in tables} - LEFT_OUT
    if unknown:
        raise BackupError(f"В копии есть неизвестные таблицы: {', '.join(sorted(unknown))}.")
    for table in tables:
        copy = manifest.tables.get(table.name)
        if copy is None:
            raise BackupError(f"В копии нет таблицы {table.name}.")
        count = 0
        for piece in copy.pieces:
            lines = reader.data(piece, _LONGEST_LINES).splitlines()
            try:
                count += load(connection, table, lines)
            except (ValueError, TypeError, AttributeError, RecursionError, DBAPIError) as error:
                raise BackupError(f"В копии не читаются строки таблицы {table.name}.") from error
        if count != copy.rows:
            raise BackupError(f"В копии не все строки таблицы {table.name}: {count} из {copy.rows}.")
    set_last_numbers(connection, tables, manifest.numbers)


def _restore_original(
    files: OriginalFiles, sha256: str, pieces: tuple[Piece, ...], reader: PartReader
) -> None:
    stored = files.put_stream(_Joined(reader, pieces))
    if stored.sha256 != sha256:
        files.delete(stored.sha256)
        raise BackupError(f"Подлинник {sha256} в копии повреждён.")


class _Joined:
    """Pieces read one after another as one file."""

    def __init__(self, reader: PartReader, pieces: tuple[Piece, ...]) -> None:
        self._chunks = _chunks(reader, pieces)

    def read(self, _size: int = -1, /) -> bytes:
        """The next octets; none at the end."""
        return next(self._chunks, b"")


def _chunks(reader: PartReader, pieces: tuple[Piece, ...]) -> Iterator[bytes]:
    for piece in pieces:
        with reader.stream(piece) as source:
            while chunk := source.read(_CHUNK):
                yield chunk
