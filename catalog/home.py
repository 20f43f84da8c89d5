"""The data home (VECHE_HOME): one folder with everything that a library would lose."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from catalog.errors import HomeError, HomeLocked, HomeMissing, HomeNewer
from catalog.mounts import network_kind
from catalog.system_errors import said_by_system

if TYPE_CHECKING:
    from catalog.database import Database

FORMAT = 1
INTAKE_FOLDERS = {"acts": "Акты", "budgets": "Бюджеты", "press": "Пресса"}
REJECTED_FOLDER = "Не принято"
RECEIPTS_FOLDER = "Квитанции"
_RESTORING = "restoring"


@dataclass(frozen=True, slots=True)
class Home:
    """An opened data home; ``open`` makes sure that it can be used.

    Attributes:
        path: the folder, absolute.
    """

    path: Path

    @property
    def intake(self) -> Path:
        """The folders into which librarians drop files, unless the settings name others."""
        return self.path / "intake"

    @property
    def originals(self) -> Path:
        """Files as received."""
        return self.path / "originals"

    @property
    def index(self) -> Path:
        """The search index; derived."""
        return self.path / "index"

    @property
    def exports(self) -> Path:
        """Files made for readers."""
        return self.path / "exports"

    @property
    def outbox(self) -> Path:
        """Mails as files, where no mail server is set."""
        return self.path / "outbox"

    @property
    def derived(self) -> Path:
        """What was read out of originals to be shown at once; made anew where it is missing."""
        return self.path / "derived"

    @property
    def scratch(self) -> Path:
        """What is being worked on; on the same disk as the originals."""
        return self.path / "scratch"

    @property
    def database(self) -> Path:
        """The SQLite file of the catalogue."""
        return self.path / "catalog.sqlite"

    @property
    def database_url(self) -> str:
        """The address of that file."""
        return sqlite_url(self.database)

    @property
    def settings(self) -> Path:
        """The file of settings."""
        return self.path / "veche.toml"

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Home:
        """Open a home, or make one.

        Raises:
            HomeMissing: it is not there and is not to be made.
            HomeNewer: a newer version wrote it.
            HomeError: it is no folder, not ours, on a network disk, or half restored.
        """
        home = cls._prepared(path, create=create)
        if (home.path / _RESTORING).exists():
            raise HomeError(
                f"Восстановление в {home.path} не закончено.", "Повторите veche restore с той же копией."
            )
        return home

    @classmethod
    def prepare_for_restore(cls, path: Path) -> Home:
        """Make sure that a home can be filled from a backup: it is new, empty, or was left half restored.

        Raises:
            HomeError: there are originals in it already, or it cannot be used.
        """
        home = cls._prepared(path, create=True)
        mark = home.path / _RESTORING
        filled = any(any(shelf.iterdir()) for shelf in home.originals.iterdir() if shelf.is_dir())
        if filled and not mark.exists():
            raise HomeError(
                f"В {home.path} уже есть документы.", "Восстанавливать можно только в новую или пустую папку."
            )
        return home

    def begin_restoring(self) -> None:
        """From here to ``restored`` the home cannot be opened."""
        from catalog.originals import sync_folder  # wanted by a restore alone

        (self.path / _RESTORING).touch()
        sync_folder(self.path)

    def restored(self) -> None:
        """The restore has come to its end; the home can be opened."""
        (self.path / _RESTORING).unlink(missing_ok=True)

    @classmethod
    def _prepared(cls, path: Path, *, create: bool) -> Home:
        home = cls(path.absolute())
        if not home.path.exists() and not create:
            raise HomeMissing(f"Папки данных {home.path} нет.", "Создайте её командой veche run.")
        try:
            home._make_folders()
            home._require_format()
        except OSError as error:
            raise HomeError(
                f"Папку данных {home.path} не удаётся открыть: {said_by_system(error)}."
            ) from error
        return home

    def _make_folders(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise HomeError(f"{self.path} — не папка.", "Назовите в VECHE_HOME папку.")
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        kind = network_kind(self.path)
        if kind:
            raise HomeError(
                f"Папка данных {self.path} лежит на сетевом диске ({kind}).",
                "Перенесите её на диск этого компьютера; сетевыми могут быть папки приёма.",
            )
        if self.path.stat().st_uid == os.geteuid() and self.path.stat().st_mode & 0o077:
            self.path.chmod(0o700)
        folders = [self.originals, self.index, self.exports, self.scratch, self.path / "locks"]
        names = (*INTAKE_FOLDERS.values(), REJECTED_FOLDER, RECEIPTS_FOLDER)
        folders += (self.intake / name for name in names)
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)

    def _require_format(self) -> None:
        mark = self.path / "version"
        if not mark.exists():
            mark.write_text(f"{FORMAT}\n", encoding="utf-8")
        written = mark.read_text(encoding="utf-8").strip()
        if not written.isdigit():
            raise HomeError(f"В {mark} стоит не число.", "Восстановите данные из резервной копии.")
        if int(written) > FORMAT:
            raise HomeNewer(
                f"Папка данных {self.path} записана более новой версией программы.", "Обновите программу."
            )

    def migrate(self, database: Database) -> None:
        """Bring the catalogue to this version; one of an older version is copied before, into ``former``.

        Raises:
            HomeNewer: a newer version wrote it.
        """
        from catalog.database import TABLES, tables_version  # who opens a home alone needs no SQLAlchemy

        stands = tables_version(database)
        if stands == TABLES:
            return
        from catalog.former import keep_former_tables
        from catalog.migrating import migrate  # Alembic is loaded only where it is needed

        if stands is not None:
            keep_former_tables(database, self.path / "former", stands)
        migrate(database)

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold a lock of this home; it ends with the process at the latest.

        Raises:
            HomeLocked: another process holds it.
        """
        path = self.path / "locks" / f"{name}.lock"
        with path.open("a+", encoding="utf-8") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                held.seek(0)
                owner = held.read().strip()
                raise HomeLocked(
                    f"Папка данных {self.path} уже занята" + (f": {owner}." if owner else "."),
                    "Вторую такую же программу на одной папке запускать нельзя.",
                ) from error
            held.truncate(0)
            held.write(f"процесс {os.getpid()}, с {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
            held.flush()
            try:
                yield
            finally:
                held.truncate(0)

    def is_locked(self, name: str) -> bool:
        """Whether some process holds a lock of this home."""
        try:
            with self.lock(name):
                return False
        except HomeLocked:
            return True

    def secret(self) -> bytes:
        """The key that signs form tokens: made once, readable by its owner alone."""
        path = self.path / "secret"
        with contextlib.suppress(FileExistsError):
            fresh = self.path / f"secret-{secrets.token_hex(8)}"
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                target.write(secrets.token_bytes(32))
                target.flush()
                os.fsync(target.fileno())
            try:
                os.link(fresh, path)
            finally:
                fresh.unlink()
        return path.read_bytes()


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file, as SQLAlchemy reads it."""
    return f"sqlite:///{quote(str(path.absolute()), safe=' +/')}"


def resolve_home(environ: Mapping[str, str], cwd: Path, *, create: bool) -> Path:
    """The folder of data: ``VECHE_HOME``, or ``var`` beside where the command runs.

    Args:
        environ: of the process.
        cwd: where it runs.
        create: name ``var`` also when it is not there.

    Raises:
        HomeMissing: there is none and none is to be made.
    """
    named = environ.get("VECHE_HOME", "").strip()
    if named:
        return cwd / Path(named).expanduser()
    usual = cwd / "var"
    if usual.is_dir() or create:
        return usual
    raise HomeMissing(
        f"Папка данных не названа, и {usual} нет.",
        "Назовите её в VECHE_HOME или создайте командой veche run.",
    )
