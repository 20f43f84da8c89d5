"""Lists of an older version: their rows become selections, and readers find them published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, MetaData, Table

from catalog.backup import backup
from catalog.clock import Clock
from catalog.database import Database
from catalog.home import Home
from catalog.migrating import migrate, migrate_connection
from catalog.originals import OriginalFiles
from catalog.restoring import restore
from catalog.selections import SelectionKind
from dossiers.moved_lists import publish_moved
from dossiers.publication import from_json

NOW = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
LIBRARY = "Библиотека Заречного района"
BOTH = pytest.mark.parametrize(
    "empty_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def put(connection: Connection, name: str, **values: Any) -> None:
    """A row of a table as it was then; what is not told is nothing."""
    table = Table(name, MetaData(), autoload_with=connection)
    empty: dict[type, Any] = {Integer: 0, Boolean: False, Date: None, DateTime: NOW}
    row = {
        column.name: next((value for kind, value in empty.items() if isinstance(column.type, kind)), "")
        for column in table.c
        if not column.nullable and column.server_default is None
    }
    connection.execute(table.insert().values(row | values))


@pytest.fixture
def older(empty_url: str) -> Iterator[Database]:
    """A catalogue of the version before, with two records, an open list, a closed one and an empty one."""
    with Database.open(empty_url) as opened:
        with opened.connection() as connection:
            migrate_connection(connection, "0004")
            put(connection, "texts", id=1)
            for number, title in ((1, "О бюджете"), (2, "О дорогах")):
                put(
                    connection,
                    "records",
                    id=number,
                    record_class="act",
                    title=title,
                    text_id=1,
                    visibility="public",
                    marks="[]",
                    status_read="in-force",
                )
            for number, (slug, public) in enumerate(
                (("byudzhet", True), ("zakrytyj", False), ("pustoj", True)), 1
            ):
                put(
                    connection,
                    "saved_lists",
                    id=number,
                    slug=slug,
                    title=f"Список {number}",
                    note="О чём он.",
                    public=public,
                    created_by="Иванова",
                    changed=NOW,
                    version=3,
                )
            for at, record in enumerate((2, 1), 1):
                for of in (1, 2):
                    put(
                        connection,
                        "saved_list_items",
                        list_id=of,
                        record_id=record,
                        position=at,
                        note="Слово" if at == 1 else "",
                    )
        yield opened


def clock() -> Clock:
    return Clock(ZoneInfo("Europe/Moscow"), fixed_today=date(2026, 11, 24))


def check(database: Database) -> None:
    """Every list is there, those that were open are published once."""
    with database.read() as work:
        closed = work.selections.by_slug(SelectionKind.LIST, "zakrytyj")
        assert closed is not None
        assert [one.record for one in work.selections.draft(closed.id).entries] == [2, 1]
    assert publish_moved(database, LIBRARY, clock()) == 1
    assert publish_moved(database, LIBRARY, clock()) == 0
    with database.read() as work:
        found = work.selections.by_slug(SelectionKind.LIST, "byudzhet")
        assert found is not None
        assert (found.title, found.public, found.created_by, found.version) == (
            "Список 1",
            True,
            "Иванова",
            3,
        )
        assert found.changed == NOW
        issue = work.publications.last(found.id)
        assert issue is not None
        held = from_json(work.publications.content(issue.id))
        assert [(one.title, one.note) for one in held.entries] == [("О дорогах", "Слово"), ("О бюджете", "")]
        assert (held.introduction, held.compiler) == ("О чём он.", "Иванова")
        for slug in ("zakrytyj", "pustoj"):
            other = work.selections.by_slug(SelectionKind.LIST, slug)
            assert other is not None
            assert other.issue == 0
        assert work.notes.starting("moved-list:") == {}


@BOTH
def test_saved_lists_become_lists_with_a_first_issue(older: Database) -> None:
    migrate(older)
    check(older)


@BOTH
def test_a_backup_with_saved_lists_is_restored_as_lists(older: Database, tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home", create=True)
    backup(older, OriginalFiles(home.originals, home.scratch), tmp_path / "all.zip", NOW)
    elsewhere = Home.prepare_for_restore(tmp_path / "elsewhere")
    with Database.open(elsewhere.database_url) as other:
        migrate(other)
        restore(tmp_path / "all.zip", elsewhere, other)
        check(other)
