from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from catalog.arrivals import LedgerState
from catalog.backup import backup, restore
from catalog.database import TABLES, Database, tables_version
from catalog.errors import HomeError, HomeLocked, HomeMissing, HomeNewer
from catalog.home import Home, resolve_home, sqlite_url
from catalog.migrating import known_revisions, migrate, migrate_connection
from catalog.mounts import network_kind
from catalog.originals import OriginalFiles
from tests.catalog.drafts import NOW

MOUNTS = """\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:40 / /mnt rw - cifs //server/share rw
31 30 8:2 / /mnt/local rw - ext4 /dev/sdb1 rw
32 22 0:41 / /srv/Данн\\321\\213е\\040nfs rw shared:1 - nfs4 server:/x rw
33 22 0:42 / /home/ssh rw - fuse.sshfs me@there: rw
34 22 0:43 / /media/stick rw - fuse.ntfs /dev/sdc1 rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/veche", ""),
        ("/mnt/veche", "cifs"),
        ("/mnt/local/veche", ""),
        ("/srv/Данные nfs/veche", "nfs4"),
        ("/home/ssh", "fuse.sshfs"),
        ("/media/stick", ""),
        ("/mntx", ""),
    ],
)
def test_a_network_disk_is_known_by_its_mount(folder: str, kind: str) -> None:
    assert network_kind(Path(folder), MOUNTS) == kind


def test_a_home_on_a_network_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.home.network_kind", lambda _path: "nfs4")
    with pytest.raises(HomeError, match="nfs4"):
        Home.open(tmp_path / "home", create=True)


def test_a_new_home_has_its_folders_and_is_its_owners_alone(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "a" / "home", create=True)
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    for folder in ("Акты", "Бюджеты", "Пресса", "Не принято", "Квитанции"):
        assert (home.intake / folder).is_dir()
    home.path.chmod(0o755)
    Home.open(home.path)
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


def test_a_home_that_cannot_be_used_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing):
        Home.open(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(HomeError, match="не папка"):
        Home.open(tmp_path / "file", create=True)
    with pytest.raises(HomeError):
        Home.open(tmp_path / "file" / "below", create=True)


def test_a_newer_home_is_refused(home: Home) -> None:
    (home.path / "version").write_text("2\n")
    with pytest.raises(HomeNewer):
        Home.open(home.path)
    (home.path / "version").write_text("два")
    with pytest.raises(HomeError):
        Home.open(home.path)


def test_the_home_is_named_by_the_environment_or_lies_beside(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing):
        resolve_home({}, tmp_path, create=False)
    assert resolve_home({}, tmp_path, create=True) == tmp_path / "var"
    (tmp_path / "var").mkdir()
    assert resolve_home({}, tmp_path, create=False) == tmp_path / "var"
    assert resolve_home({"VECHE_HOME": "дом"}, tmp_path, create=False) == tmp_path / "дом"
    assert resolve_home({"VECHE_HOME": "/srv/veche"}, tmp_path, create=False) == Path("/srv/veche")


def test_a_lock_is_held_by_one_and_ends_with_him(home: Home) -> None:
    with home.lock("run"):
        assert home.is_locked("run")
        assert not home.is_locked("index")
        with pytest.raises(HomeLocked, match=f"процесс {os.getpid()}"), home.lock("run"):
            pass
    assert not home.is_locked("run")


def test_a_lock_of_a_killed_process_is_free(home: Home) -> None:
    script = (
        "import os, sys, signal; from pathlib import Path; from catalog.home import Home\n"
        "with Home(Path(sys.argv[1])).lock('run'): print(1, flush=True); signal.pause()"
    )
    command = [sys.executable, "-c", script, str(home.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert home.is_locked("run")
        holder.kill()
        holder.wait()
    assert not home.is_locked("run")


def test_the_secret_is_made_once_and_read_by_its_owner_alone(home: Home) -> None:
    secret = home.secret()
    assert len(secret) == 32
    assert home.secret() == secret
    assert stat.S_IMODE((home.path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in home.path.glob("secret*")] == ["secret"]


def test_a_new_catalogue_is_made_without_a_copy(home: Home) -> None:
    with Database.open(home.database_url) as database:
        home.migrate(database)
        assert tables_version(database) == TABLES
        home.migrate(database)
    assert not (home.path / "former").exists()


OLDER_ROWS = (
    "INSERT INTO notes (key, value) VALUES ('remember', 'me')",
    """INSERT INTO ledger (path, origin, location, record_class, source_name, size, mtime_ns, inode, state,
        phase, attempts, reason_code, reason_params, sidecar, held, seen, source_removed)
    VALUES ('a', 'intake', '/дом/\U0010f7ff', 'act', '', 1, 1, 1, 'settled',
        1, 0, '', '{}', '{}', false, '2026-05-20 09:30:00', false)""",
)


@pytest.fixture
def older(empty_url: str) -> Iterator[Database]:
    """A catalogue of the first version with something in it."""
    with Database.open(empty_url) as opened:
        with opened.connection() as connection:
            migrate_connection(connection, "0001")
            for statement in OLDER_ROWS:
                connection.execute(text(statement))
        yield opened


BOTH = pytest.mark.parametrize(
    "empty_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@BOTH
def test_an_older_catalogue_is_copied_and_migrated_at_start(older: Database, home: Home) -> None:
    home.migrate(older)
    home.migrate(older)
    assert tables_version(older) == TABLES
    with older.read() as work:
        row = work.ledger.open_at("/дом/" + os.fsdecode(b"\xff"))
        assert row is not None
        assert row.seen == datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
        assert len(work.headings.categories(frozenset({"public"}))) == 25
    (copy,) = (home.path / "former").iterdir()
    assert copy.name.startswith("catalog-0001-")
    if older.dialect == "sqlite":
        with Database.open(sqlite_url(copy)) as kept:
            assert tables_version(kept) == "0001"
            with kept.read() as work:
                assert work.notes.get("remember") == "me"
    else:
        assert '"remember"' in copy.read_text(encoding="utf-8")


@BOTH
def test_a_backup_of_an_older_version_is_restored_into_this_one(
    older: Database, home: Home, tmp_path: Path
) -> None:
    backup(older, OriginalFiles(home.originals, home.scratch), tmp_path / "all.zip", NOW)
    elsewhere = Home.prepare_for_restore(tmp_path / "elsewhere")
    with Database.open(elsewhere.database_url) as other:
        migrate(other)
        restore(tmp_path / "all.zip", elsewhere, other)
        assert tables_version(other) == TABLES
        with other.read() as work:
            assert work.notes.get("remember") == "me"
            assert work.ledger.counts()[LedgerState.GONE] == 1


def test_a_newer_catalogue_is_refused(database: Database) -> None:
    with database.connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(HomeNewer):
        migrate(database)
    with database.connection() as connection, pytest.raises(HomeNewer):
        migrate_connection(connection)


def test_the_version_of_the_tables_is_the_last_step() -> None:
    assert known_revisions()[-1] == TABLES
