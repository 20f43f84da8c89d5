"""What lets the stores write many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, text

T = TypeVar("T")
LOT = 5000  # values in one list of a statement, below what either database takes


def lots(values: Iterable[T], size: int = LOT) -> Iterator[list[T]]:
    """The values in lists that fit into one statement."""
    everything = values if isinstance(values, Sequence) else list(values)
    for start in range(0, len(everything), size):
        yield list(everything[start : start + size])


def insert_all(connection: Connection, table: Table, rows: Collection[Mapping[str, Any]]) -> None:
    """Insert rows of one shape; none is allowed."""
    if rows:
        connection.execute(table.insert(), list(rows))


def reserve(connection: Connection, table: Table, count: int) -> list[int]:
    """Take numbers for new rows, rising and never given before; only inside a writing transaction."""
    if not count:
        return []
    column = next(iter(table.primary_key.columns)).name
    if connection.dialect.name == "postgresql":
        found = connection.execute(
            text("SELECT nextval(pg_get_serial_sequence(:name, :column)) FROM generate_series(1, :count)"),
            {"name": table.name, "column": column, "count": count},
        )
        return sorted(found.scalars())
    last = connection.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
    ).scalar()
    first = (last or 0) + 1
    return list(range(first, first + count))
