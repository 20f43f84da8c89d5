"""Exit codes of the program, in one place."""

from __future__ import annotations

from enum import IntEnum

from catalog.errors import (
    AccessDenied,
    AddressUnavailable,
    BackupError,
    Conflict,
    DatabaseUnavailable,
    HomeError,
    IndexDamaged,
    NotFound,
    SettingsError,
    StorageError,
    VecheError,
)


class ExitCode(IntEnum):
    """What the shell is told."""

    OK = 0
    FAULTS = 1
    USAGE = 2
    SOME_FAILED = 3
    HOME = 4
    SETTINGS = 5
    STORAGE = 6
    DATABASE = 7
    BACKUP = 8
    INDEX = 9
    REFUSED = 10
    ADDRESS = 11
    INTERRUPTED = 130


BY_ERROR: tuple[tuple[type[VecheError], ExitCode], ...] = (
    (HomeError, ExitCode.HOME),
    (SettingsError, ExitCode.SETTINGS),
    (AddressUnavailable, ExitCode.ADDRESS),
    (StorageError, ExitCode.STORAGE),
    (DatabaseUnavailable, ExitCode.DATABASE),
    (BackupError, ExitCode.BACKUP),
    (IndexDamaged, ExitCode.INDEX),
    (NotFound, ExitCode.SOME_FAILED),
    (Conflict, ExitCode.REFUSED),
    (AccessDenied, ExitCode.REFUSED),
)


def exit_code(error: VecheError) -> ExitCode:
    """The exit code of an error."""
    return next((code for kind, code in BY_ERROR if isinstance(error, kind)), ExitCode.FAULTS)
