"""From rows of the table of records to ``Record``."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from catalog.model import Record, RecordClass, Visibility
from catalog.stores.bulk import lots
from catalog.tables import record_categories, records

_FIELDS = tuple(
    column.name for column in records.c if column.name not in {"number_key", "match_key", "text_id"}
)
_of_row = attrgetter(*_FIELDS)
# Statements of every search are built once.
_SLUGS = (
    select(record_categories.c.record_id, record_categories.c.slug)
    .where(record_categories.c.record_id.in_(bindparam("ids", expanding=True)))
    .order_by(record_categories.c.record_id, record_categories.c.position)
)


def records_of(
    connection: Connection, query: Select[*tuple[Any, ...]], values: dict[str, Any] | None = None
) -> list[Record]:
    """The records that a query over whole rows of ``records`` finds, in its order, with their categories."""
    rows = list(connection.execute(query, values))
    slugs = categories_of(connection, [row.id for row in rows])
    return [_record(row, tuple(slugs.get(row.id, ()))) for row in rows]


def categories_of(connection: Connection, ids: list[int]) -> dict[int, list[str]]:
    """Record -> slugs, the likeliest first."""
    found: dict[int, list[str]] = {}
    for lot in lots(ids):
        for record, slug in connection.execute(_SLUGS, {"ids": lot}):
            found.setdefault(record, []).append(slug)
    return found


def _record(row: Row[*tuple[Any, ...]], slugs: tuple[str, ...]) -> Record:
    values = dict(zip(_FIELDS, _of_row(row), strict=True))
    values |= {"record_class": RecordClass(row.record_class), "visibility": Visibility(row.visibility)}
    return Record(**values, categories=slugs)
