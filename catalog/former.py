"""A copy of the catalogue as it was before its tables are brought to a newer version."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import MetaData, select

from catalog.columns import plain
from catalog.database import Database


def keep_former_tables(database: Database, folder: Path, version: str) -> Path:
    """Copy all tables aside: a SQLite file, or JSON lines of a PostgreSQL; durable when it returns."""
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    if database.dialect == "sqlite":
        target = folder / f"catalog-{version}-{stamp}.sqlite"
        path = database.engine.url.database or ""
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    else:
        target = folder / f"catalog-{version}-{stamp}.jsonl"
        _write_lines(database, target)
    with target.open("rb") as written:
        os.fsync(written.fileno())
    return target


def _write_lines(database: Database, target: Path) -> None:
    with database.snapshot() as connection, target.open("w", encoding="utf-8") as lines:
        former = MetaData()
        former.reflect(connection)
        for table in former.sorted_tables:
            for row in connection.execute(select(table)):
                values = {name: plain(value) for name, value in row._asdict().items()}
                lines.write(json.dumps({"table": table.name, "row": values}, ensure_ascii=False) + "\n")
