"""Backups: tables from one snapshot and all originals, in one file, or in a folder that grows by new ones.

The new backup is complete, forced to the disk and read back before it takes the place of the older one; until
then the older one stays whole, whatever happens to the machine or the stick.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Table, column, select, table

from catalog import backup_manifest
from catalog.backup_manifest import Manifest, Piece, TableCopy
from catalog.backup_parts import PartReader, PartWriter, force_names, force_to_disk
from catalog.database import Database
from catalog.errors import BackupError, StorageError
from catalog.originals import OriginalFiles
from catalog.restoring import opened_backup, restore
from catalog.system_errors import said_by_system
from catalog.table_lines import chunks_of, last_numbers, tables_of
from catalog.tables import originals

__all__ = ["BackupReport", "backup", "restore", "verify"]

PART_LIMIT = 3_900_000_000  # below 4 GiB, the longest file of FAT32
_VERSION = table("alembic_version")
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds.

    Attributes:
        originals: files as received.
        rows: of all tables.
        new: originals that were not in the older backup of the same folder.
        faults: sentences on originals that are lost or damaged here; the rest is in the backup.
    """

    originals: int
    rows: int
    new: int = 0
    faults: tuple[str, ...] = ()


def backup(  # noqa: PLR0913 - the limit of parts is for tests and odd disks
    database: Database,
    files: OriginalFiles,
    target: Path,
    moment: datetime,
    progress: Progress | None = None,
    *,
    part_limit: int = PART_LIMIT,
) -> BackupReport:
    """Save everything, read back and verified; note the moment as ``last_backup``.

    Args:
        database: the catalogue.
        files: its originals.
        target: a folder, or a file (what does not exist yet and has a suffix).
        moment: now.
        progress: told of originals done and all.
        part_limit: octets of one file in a folder at most.

    Raises:
        BackupError: it could not be written; an older backup at the same place is as it was.
    """
    into_folder = target.is_dir() or (not target.exists() and not target.suffix)
    save = _into_folder if into_folder else _into_file
    try:
        report = save(_Copying(database, files, moment, progress or _silent, part_limit), target)
    except (OSError, BackupError) as error:
        reason = said_by_system(error) if isinstance(error, OSError) else str(error).rstrip(".")
        raise BackupError(
            f"Копия не записана: {reason}.", "Прежняя копия цела. Проверьте место и носитель."
        ) from error
    with database.write() as work:
        work.notes.set("last_backup", moment.isoformat())
    return report


def verify(target: Path, progress: Progress | None = None) -> BackupReport:
    """Read a whole backup and compare it with its manifest.

    Raises:
        BackupError: it is damaged or none.
    """
    with opened_backup(target) as (manifest, reader):
        _read_back(manifest, reader, progress or _silent)
    return BackupReport(len(manifest.originals), manifest.rows)


@dataclass(frozen=True, slots=True)
class _Copying:
    """One backup being made."""

    database: Database
    files: OriginalFiles
    moment: datetime
    progress: Progress
    part_limit: int


def _into_file(copying: _Copying, target: Path) -> BackupReport:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    writer = PartWriter(lambda _number: temporary, None, part_names=False)
    try:
        manifest = _copy(copying, writer, {})
        writer.add_bytes(backup_manifest.NAME, backup_manifest.written(manifest))
        writer.close()
        with opened_backup(temporary) as (again, reader):
            _read_back(again, reader, copying.progress)
        temporary.replace(target)
    except BaseException:
        writer.drop()
        raise
    force_names(target.parent)
    return _report(manifest, {})


def _into_folder(copying: _Copying, target: Path) -> BackupReport:
    target.mkdir(parents=True, exist_ok=True)
    stamp = f"{copying.moment:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    older = _older(target)
    writer = PartWriter(
        lambda number: target / f"veche-{stamp}-{number:04}.zip", copying.part_limit, part_names=True
    )
    temporary = target / f"veche-{stamp}.json"
    try:
        manifest = _copy(copying, writer, older)
        writer.close()
        temporary.touch(mode=0o600, exist_ok=False)
        temporary.write_bytes(backup_manifest.written(manifest))
        force_to_disk(temporary)
        force_names(target)
        with PartReader(lambda part: target / part) as reader:
            _read_back(backup_manifest.read(temporary.read_bytes()), reader, copying.progress)
        temporary.replace(target / backup_manifest.NAME)
    except BaseException:
        writer.drop()
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    force_names(target)
    _sweep(target, manifest)
    return _report(manifest, older)


def _older(target: Path) -> dict[str, tuple[Piece, ...]]:
    """The originals of the folder's older backup, as far as their archives are whole in name and length."""
    path = target / backup_manifest.NAME
    if not path.exists():
        return {}
    try:
        older = backup_manifest.read(path.read_bytes())
    except BackupError:
        return {}
    held: dict[str, set[str]] = {}
    for part in older.parts():
        with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(target / part) as archive:
            held[part] = set(archive.namelist())
    return {
        sha256: pieces
        for sha256, pieces in older.originals.items()
        if all(piece.entry in held.get(piece.part, ()) for piece in pieces)
    }


def _sweep(target: Path, manifest: Manifest) -> None:
    """Remove archives that the backup no longer names: old tables, and what broken attempts left."""
    for path in target.glob("veche-*"):
        if path.name != backup_manifest.NAME and path.name not in manifest.parts():
            with contextlib.suppress(OSError):
                path.unlink()
    force_names(target)


def _copy(copying: _Copying, writer: PartWriter, older: dict[str, tuple[Piece, ...]]) -> Manifest:
    with copying.database.snapshot() as connection:
        held = select(originals.c.sha256, originals.c.size).where(originals.c.destroyed_at.is_(None))
        wanted = {row.sha256: row.size for row in connection.execute(held.order_by(originals.c.sha256))}
        found = tables_of(connection)
        tables = {one.name: _copy_table(connection, one, writer) for one in found}
        numbers = last_numbers(connection, found)
        version = str(connection.execute(select(column("version_num")).select_from(_VERSION)).scalar_one())
    writer.begin_part()  # the next backup keeps archives of originals, and not the rows of today with them
    kept = _still_wanted(older, wanted)
    copied: dict[str, tuple[Piece, ...]] = {}
    missing = []
    for at, (sha256, size) in enumerate(wanted.items(), 1):
        pieces = kept.get(sha256) or _copy_original(copying.files, sha256, size, writer)
        if pieces:
            copied[sha256] = pieces
        else:
            missing.append(sha256)
        copying.progress(at, 2 * len(wanted))
    return Manifest(copying.moment, version, tables, numbers, copied, tuple(missing))


def _still_wanted(
    older: dict[str, tuple[Piece, ...]], wanted: dict[str, int]
) -> dict[str, tuple[Piece, ...]]:
    """What need not be copied again. An archive with bytes that were destroyed since is not kept at all."""
    spoilt = {piece.part for sha256, pieces in older.items() if sha256 not in wanted for piece in pieces}
    return {
        sha256: pieces
        for sha256, pieces in older.items()
        if sha256 in wanted and not any(piece.part in spoilt for piece in pieces)
    }


def _copy_table(connection: Connection, table: Table, writer: PartWriter) -> TableCopy:
    pieces, rows = [], 0
    for at, (lines, count) in enumerate(chunks_of(connection, table), 1):
        entry = f"tables/{table.name}-{at:05}.jsonl"
        pieces.append(writer.add(entry, io.BytesIO(lines), len(lines), compress=True))
        rows += count
    return TableCopy(rows, tuple(pieces))


def _copy_original(files: OriginalFiles, sha256: str, size: int, writer: PartWriter) -> tuple[Piece, ...]:
    """Copy bytes in pieces that fit; none when they are lost or are not those of their name."""
    pieces = []
    digest = hashlib.sha256()
    try:
        with files.open(sha256) as source:
            if os.fstat(source.fileno()).st_size != size:
                return ()
            for at, start in enumerate(range(0, size, writer.room) or [0], 1):
                length = min(writer.room, size - start)
                entry = f"originals/{sha256}" + (f".{at:03}" if length < size else "")
                pieces.append(writer.add(entry, _Hashed(source, digest), length, compress=False))
    except StorageError:
        return ()
    return tuple(pieces) if digest.hexdigest() == sha256 else ()


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, source: BinaryIO, digest: hashlib._Hash) -> None:
        self._source = source
        self._digest = digest

    def read(self, size: int, /) -> bytes:
        """The next octets."""
        data = self._source.read(size)
        self._digest.update(data)
        return data


def _read_back(manifest: Manifest, reader: PartReader, progress: Progress) -> None:
    total = len(manifest.originals)
    for copy in manifest.tables.values():
        for piece in copy.pieces:
            reader.check(piece)
    for at, pieces in enumerate(manifest.originals.values(), 1):
        for piece in pieces:
            reader.check(piece)
        progress(total + at, 2 * total)


def _report(manifest: Manifest, older: dict[str, tuple[Piece, ...]]) -> BackupReport:
    new = sum(older.get(sha256) != pieces for sha256, pieces in manifest.originals.items())
    faults = tuple(
        f"Подлинник {sha256} потерян или повреждён; его в копии нет." for sha256 in manifest.missing
    )
    return BackupReport(len(manifest.originals), manifest.rows, new, faults)


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""
