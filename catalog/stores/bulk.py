"""What lets the stores write many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")
_MANY = 20
LOT = 5000  # values in one list of a statement, below what either database takes


def lots(values: Iterable[T], size: int = LOT) -> Iterator[list[T]]:
    """The values in lists that fit into one statement."""
    everything = values if isinstance(values, Sequence) else list(values)
    for start in range(0, len(everything), size):
        yield list(everything[start : start + size])


def insert_all(connection: Connection, table: Table, rows: Collection[Mapping[str, Any]]) -> None:
    """Insert rows of one shape; none is allowed.

    Many rows go to the driver without the detour over a compiled statement, which takes longer than the
    database does.
    """
    if len(rows) < _MANY:
        if rows:
            connection.execute(table.insert(), list(rows))
        return
    first = next(iter(rows))
    columns = [table.columns[name] for name in first]
    processors = [
        (name, column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect))
        for name, column in zip(first, columns, strict=True)
    ]
    written = [
        tuple(process(row[name]) if process else row[name] for name, process in processors) for row in rows
    ]
    names = ", ".join(f'"{column.name}"' for column in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({names}) FROM STDIN', written)
    else:
        places = ", ".join("?" for _column in columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608 - our own names
        connection.exec_driver_sql(statement, written)


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    driver: Any = connection.dialect.dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error, dialect=connection.dialect) from error
    finally:
        cursor.close()


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
