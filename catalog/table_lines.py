"""Rows of all tables as JSON lines and back, the same from SQLite and from PostgreSQL.

Tables are taken as the database has them, not as this version would: a backup of an older version is loaded
into tables of that version, which are brought up afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

LEFT_OUT = frozenset(
    {"alembic_version", "sessions", "sign_in_failures", "askings", "exports"}
)  # of no use, or harm, elsewhere
_LEASE = ("lease_host", "lease_boot", "lease_process", "lease_started")
_LOT = 2000
_LINES_AT_MOST = 32 << 20
_MAY_HAVE_GONE = (
    "Каталог восстановлен из копии: неизвестно, ушло ли письмо. Отправьте снова или отметьте «дошло»."
)


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in LEFT_OUT]


def chunks_of(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """All rows of a table in order, as (JSON lines, number of rows) of some megabytes each."""
    query = select(table).order_by(*table.primary_key.columns)
    lines: list[bytes] = []
    size = 0
    result = connection.execution_options(yield_per=_LOT).execute(query)
    for row in result:
        values = {name: _written(value) for name, value in row._asdict().items()}
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        lines.append(line)
        size += len(line)
        if size >= _LINES_AT_MOST:
            yield b"".join(lines), len(lines)
            lines, size = [], 0
    if lines:
        yield b"".join(lines), len(lines)


def last_numbers(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """Table -> the last number that was given to a row, also to one that is gone."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {row.name: row.seq for row in rows if row.name not in LEFT_OUT}
    found = {}
    for table in tables:
        name = _sequence(connection, table)
        if name:
            last = connection.execute(
                text("SELECT pg_sequence_last_value(CAST(:name AS regclass))"), {"name": name}
            )
            found[table.name] = last.scalar() or 0
    return found


def set_last_numbers(connection: Connection, tables: Sequence[Table], numbers: Mapping[str, int]) -> None:
    """Go on counting behind these numbers, and behind those that the rows have."""
    for table in tables:
        column = next(iter(table.primary_key.columns))
        if table.name not in numbers or not isinstance(column.type, Integer):
            continue
        last = max(numbers[table.name], connection.execute(select(func.max(column))).scalar() or 0)
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
                {"name": table.name, "last": last},
            )
        elif last and (name := _sequence(connection, table)):
            connection.execute(
                text("SELECT setval(CAST(:name AS regclass), :last)"), {"name": name, "last": last}
            )


def _sequence(connection: Connection, table: Table) -> str | None:
    column = next(iter(table.primary_key.columns)).name
    given = {"table": table.name, "column": column}
    return connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), given).scalar()


def clear(connection: Connection, tables: Sequence[Table]) -> None:
    """Empty all tables."""
    for table in reversed(tables):
        for column in _own_references(table):
            connection.execute(update(table).values({column: None}))
        connection.execute(table.delete())


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Insert rows; how many.

    Raises:
        ValueError: a line is no row of this table.
    """
    own = _own_references(table)
    count = 0
    lot: list[dict[str, Any]] = []
    for line in lines:
        lot.append(_read(table, line, connection.dialect.name))
        if len(lot) == _LOT:
            count += _insert(connection, table, lot, own)
            lot = []
    return count + (_insert(connection, table, lot, own) if lot else 0)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]], own: list[str]) -> int:
    """References of a table to itself are set when all rows of the lot are there: parents may come later."""
    if not own:
        connection.execute(insert(table), rows)
        return len(rows)
    connection.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
    key = next(iter(table.primary_key.columns))
    later = [{"at": row[key.name], **{f"to_{name}": row[name] for name in own}} for row in rows]
    wanted = [row for row in later if any(row[f"to_{name}"] is not None for name in own)]
    if wanted:
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in own}
        connection.execute(update(table).where(key == bindparam("at")).values(values), wanted)
    return len(rows)


def _own_references(table: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _read(table: Table, line: bytes, dialect: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(line)
    if set(values) != set(table.columns.keys()):
        raise ValueError(f"not a row of {table.name}")
    for name, value in list(values.items()):
        kind = table.columns[name].type
        if value is not None and isinstance(kind, DateTime):
            moment = datetime.fromisoformat(value).astimezone(UTC)
            values[name] = moment.replace(tzinfo=None) if dialect == "sqlite" else moment
        elif value is not None and isinstance(kind, Date):
            values[name] = date.fromisoformat(value)
    if table.name == "ledger":
        values.update(dict.fromkeys(_LEASE))  # whoever held them is not here
    if table.name == "mails" and values["state"] in ("waiting", "sending"):
        values |= {"state": "doubtful", "error": _MAY_HAVE_GONE}  # after the backup was made
    return values
