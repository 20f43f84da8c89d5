"""Bringing a database to the tables of this version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from catalog.database import Database
from catalog.errors import HomeNewer
from catalog.unit_of_work import UnitOfWork

_STEPS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Make the tables or bring them to this version, in one transaction.

    A new catalogue gets its headings and its first rules.

    Raises:
        HomeNewer: the tables are of a newer version.
    """
    with database.connection() as connection:
        if database.dialect == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        migrate_connection(connection)
        work = UnitOfWork(connection, lambda _lease: False)
        work.headings.seed()
        work.closing_rules.seed()


def migrate_connection(connection: Connection, to: str = "head") -> None:
    """The same inside a transaction of the caller, without the headings."""
    config = _config()
    stands = revision(connection)
    if stands is not None and stands not in known_revisions():
        raise HomeNewer(
            "Каталог записан более новой версией программы.", "Обновите программу, чтобы открыть его."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def revision(connection: Connection) -> str | None:
    """The step that the tables stand at; None for a database without any."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> list[str]:
    """All steps, the first one first."""
    return [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    return config
