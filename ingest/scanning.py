"""A look through the intake folders: every file with its class, source and state, without opening any."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.model import RecordClass
from ingest.names import left_alone, shown
from ingest.settling import Look
from ingest.sidecars import Neighbours

_DEPTH = 64


@dataclass(frozen=True, slots=True)
class IntakeFolder:
    """One folder that is watched, with all folders below it.

    Attributes:
        path: where it is.
        label: how it is shown («Акты»), or "" for the folder above the others.
        record_class: of what is put there.
        budget: whether what is put there are budgets.
        held: folders of the setting «сначала библиотекарь», by their shown paths or by their paths below this
            one: what is put there is shown to nobody until a librarian opens it.
        excluded: folders that lie in it and are not meant.
    """

    path: Path
    label: str
    record_class: RecordClass
    budget: bool = False
    held: tuple[str, ...] = ()
    excluded: frozenset[Path] = frozenset()

    def holds(self, path: Path) -> bool:
        """Whether a path is below it and not in one of the folders that are not meant."""
        if path == self.path or not path.is_relative_to(self.path):
            return False
        return not any(path.is_relative_to(folder) for folder in self.excluded)


@dataclass(frozen=True, slots=True)
class Found:
    """One file in an intake folder.

    Attributes:
        path: where it is.
        folder: the intake folder.
        look: its size and times.
        regular: False for links, pipes and devices.
        shown: path below the intake folders, as the ledger shows it.
        source_name: the first subfolder: issuer or newspaper, or "".
        held: whether a librarian has to open it first.
    """

    path: Path
    folder: IntakeFolder
    look: Look
    regular: bool
    shown: str
    source_name: str
    held: bool


@dataclass(slots=True)
class Scan:
    """What one look through the folders found.

    Attributes:
        files: to be taken when they have settled.
        unreadable: folders that could not be read.
    """

    files: list[Found] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)


def scan(folders: tuple[IntakeFolder, ...]) -> Scan:
    """Look through all intake folders. Links are not followed; nothing is opened."""
    result = Scan()
    for folder in folders:
        _look_into(folder.path, folder, result, 0)
    return result


def scan_below(directories: Iterable[Path], folders: tuple[IntakeFolder, ...]) -> Scan:
    """Look through some of the folders below the intake folders."""
    result = Scan()
    for directory in directories:
        folder = folder_of(directory / "_", folders)
        if folder:
            _look_into(directory, folder, result, 0)
    return result


def look_at(path: Path, folders: tuple[IntakeFolder, ...]) -> Found | None:
    """One file of the intake folders, or None when it is gone, left alone, a folder, or somewhere else."""
    folder = folder_of(path, folders)
    if folder is None or left_alone(path.name):
        return None
    try:
        status = path.lstat()
    except OSError:
        return None
    return None if stat.S_ISDIR(status.st_mode) else _found(path, folder, status)


def folder_of(path: Path, folders: tuple[IntakeFolder, ...]) -> IntakeFolder | None:
    """The innermost intake folder that a path lies in."""
    around = [folder for folder in folders if folder.holds(path)]
    return max(around, key=lambda folder: len(folder.path.parts), default=None)


def _look_into(directory: Path, folder: IntakeFolder, result: Scan, depth: int) -> None:
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        result.unreadable.append(directory)
        return
    neighbours = Neighbours(entry.name for entry in entries)
    for entry in entries:
        path = Path(entry.path)
        if left_alone(entry.name):
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if stat.S_ISDIR(status.st_mode):
            if path not in folder.excluded and depth < _DEPTH:
                _look_into(path, folder, result, depth + 1)
        elif not neighbours.is_companion(entry.name):
            result.files.append(_found(path, folder, status))


def _found(path: Path, folder: IntakeFolder, status: os.stat_result) -> Found:
    below = path.relative_to(folder.path)
    plain = shown(str(below))
    label = f"{folder.label}/{plain}" if folder.label else plain
    return Found(
        path=path,
        folder=folder,
        look=Look.of(status),
        regular=stat.S_ISREG(status.st_mode),
        shown=label,
        source_name=shown(below.parts[0]) if len(below.parts) > 1 else "",
        held=any(_lies_in(path, name) for path in (label, plain) for name in folder.held),
    )


def _lies_in(path: str, folder: str) -> bool:
    """Whether a shown path lies below a folder, however its letters are composed and whatever their case."""
    return path.casefold().startswith(f"{shown(folder).strip('/').casefold()}/")


def files_below(directory: Path) -> Iterator[Path]:
    """Every entry below a folder that is no folder: its own files by name, then those of its folders.

    Links are not followed.
    """
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return
    folders = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    yield from (Path(entry.path) for entry in entries if not entry.is_dir(follow_symlinks=False))
    for folder in folders:
        yield from files_below(folder)
