"""From rows of the table of records to ``Record``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, select

from catalog.model import Record, RecordClass, Visibility
from catalog.stores.bulk import lots
from catalog.tables import record_categories, records

_INNER = ("number_key", "match_key", "text_id")


def records_of(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Record]:
    """The records that a query over whole rows of ``records`` finds, in its order, with their categories."""
    rows = list(connection.execute(query))
    slugs = categories_of(connection, [row.id for row in rows])
    return [_record(row, tuple(slugs.get(row.id, ()))) for row in rows]


def categories_of(connection: Connection, ids: list[int]) -> dict[int, list[str]]:
    """Record -> slugs, the likeliest first."""
    found: dict[int, list[str]] = {}
    for lot in lots(ids):
        query = (
            select(record_categories.c.record_id, record_categories.c.slug)
            .where(record_categories.c.record_id.in_(lot))
            .order_by(record_categories.c.record_id, record_categories.c.position)
        )
        for record, slug in connection.execute(query):
            found.setdefault(record, []).append(slug)
    return found


def _record(row: Row[*tuple[Any, ...]], slugs: tuple[str, ...]) -> Record:
    values = {
        name: value for name, value in row._asdict().items() if name not in _INNER and name in records.c
    }
    values |= {"record_class": RecordClass(row.record_class), "visibility": Visibility(row.visibility)}
    return Record(**values, categories=slugs)
