"""Asking for records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select

from catalog.keys import indexed, match_key, number_key
from catalog.model import CategoryMark, Record, RecordClass, Value, ValueSource, Visibility
from catalog.stores.bulk import lots
from catalog.stores.headings import ABOVE
from catalog.stores.record_columns import doubtfulness
from catalog.stores.record_rows import records_of
from catalog.stores.sources import SourceStore
from catalog.stores.texts import TextStore
from catalog.tables import editions, parts, record_categories, record_headings, record_values, records


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One record as the index takes it.

    Attributes:
        record: with the shown values.
        headings: ids, with all their ancestors.
        categories: slugs, the likeliest first.
        visibility: who may see it.
        pages: of its text.
    """

    record: Record
    headings: tuple[str, ...]
    categories: tuple[str, ...]
    visibility: Visibility
    pages: tuple[str, ...]


_MANY = select(records).where(records.c.id.in_(bindparam("ids", expanding=True)))


class RecordReading:
    """The questions; none of them changes anything."""

    def __init__(self, connection: Connection, texts: TextStore, sources: SourceStore) -> None:
        self._connection = connection
        self._texts = texts
        self._sources = sources

    def get(self, record: int) -> Record | None:
        """One record, also a withdrawn one, or None."""
        return self.many([record]).get(record)

    def many(self, ids: Sequence[int]) -> dict[int, Record]:
        """Records by number; unknown numbers are left out."""
        found: dict[int, Record] = {}
        for lot in lots(ids):
            rows = records_of(self._connection, _MANY, {"ids": lot})
            found.update({record.id: record for record in rows})
        return found

    def by_key(self, key: str) -> int | None:
        """The record of an external key."""
        return self._connection.execute(select(records.c.id).where(records.c.key == key)).scalar()

    def by_keys(self, keys: Sequence[str]) -> dict[str, int]:
        """External key -> record, for those that are there."""
        found: dict[str, int] = {}
        for lot in lots(keys):
            query = select(records.c.key, records.c.id).where(records.c.key.in_(lot))
            found.update({row.key: row.id for row in self._connection.execute(query)})
        return found

    def by_sha256(self, sha256: str) -> int | None:
        """The record that had this original first; of several documents in one file that of the first."""
        query = (
            select(editions.c.record_id)
            .join(parts, parts.c.edition_id == editions.c.id)
            .where(parts.c.sha256 == sha256)
            .order_by(parts.c.id)
            .limit(1)
        )
        return self._connection.execute(query).scalar()

    def same_identity(
        self, issuer: str | None, kind: str | None, date: date | None, number: str | None
    ) -> list[int]:
        """Records of the same issuer, kind, day and number, the oldest first; nulls match nothing."""
        source = self._sources.find(issuer) if issuer else None
        if not (source and kind and date and number):
            return []
        query = (
            select(records.c.id)
            .where(
                records.c.issuer_id == source,
                records.c.kind == indexed(kind),
                records.c.date == date,
                records.c.number_key == indexed(number_key(number)),
            )
            .order_by(records.c.id)
        )
        return list(self._connection.execute(query).scalars())

    def named(self, day: date, number: str) -> list[int]:
        """Acts of a day and number, whoever adopted them, the oldest first; withdrawn ones are left out."""
        query = select(records.c.id).where(
            records.c.match_key == match_key(day, number),
            records.c.record_class == RecordClass.ACT.value,
            records.c.withdrawn_at.is_(None),
        )
        return list(self._connection.execute(query.order_by(records.c.id)).scalars())

    def values(self, record: int) -> list[Value]:
        """All values of all sources, the shown one first in each field."""
        query = (
            select(record_values)
            .where(record_values.c.record_id == record)
            .order_by(record_values.c.field, record_values.c.shown.desc(), record_values.c.id)
        )
        return [value_of(row) for row in self._connection.execute(query)]

    def shown_values(self, ids: Sequence[int], fields: Sequence[str]) -> dict[int, dict[str, str]]:
        """Record -> field -> its shown value, of the fields asked for; records without any are left out."""
        found: dict[int, dict[str, str]] = {}
        held = record_values.c
        for lot in lots(ids):
            query = select(held.record_id, held.field, held.value).where(
                held.record_id.in_(lot), held.field.in_(fields), held.shown
            )
            for record, field, value in self._connection.execute(query):
                found.setdefault(record, {})[field] = value
        return found

    def categories(self, record: int) -> list[CategoryMark]:
        """The categories with their sources, the likeliest first."""
        query = select(record_categories).where(record_categories.c.record_id == record)
        return [
            CategoryMark(row.slug, ValueSource(row.source), row.confidence, row.cue)
            for row in self._connection.execute(query.order_by(record_categories.c.position))
        ]

    def headings(self, record: int) -> list[str]:
        """The headings that a record stands under, without those above them."""
        query = select(record_headings.c.heading_id).where(
            record_headings.c.record_id == record, record_headings.c.source != ABOVE
        )
        return sorted(self._connection.execute(query).scalars())

    def newest(self, limit: int, visibility: frozenset[str], offset: int = 0) -> list[Record]:
        """Records that may be seen, the last catalogued first."""
        query = select(records).where(*_seen(visibility)).order_by(records.c.id.desc())
        return records_of(self._connection, query.limit(limit).offset(offset))

    def count(self, visibility: frozenset[str] | None = None, record_class: RecordClass | None = None) -> int:
        """How many records may be seen; without ``visibility`` all that were ever catalogued."""
        conditions = list(_seen(visibility)) if visibility is not None else []
        if record_class is not None:
            conditions.append(records.c.record_class == record_class.value)
        query = select(func.count()).select_from(records).where(*conditions)
        return self._connection.execute(query).scalar() or 0

    def ids(self) -> Iterator[int]:
        """All records that belong into the index, by number; withdrawn ones do not."""
        query = select(records.c.id).where(records.c.withdrawn_at.is_(None)).order_by(records.c.id)
        yield from list(self._connection.execute(query).scalars())

    def marked(self, mark: str, after: int, limit: int) -> tuple[list[int], int]:
        """Which of the next records after a number bear a mark, and the number of the last one looked at."""
        query = (
            select(records.c.id, records.c.marks, records.c.withdrawn_at)
            .where(records.c.id > after)
            .order_by(records.c.id)
        )
        rows = list(self._connection.execute(query.limit(limit)))
        found = [row.id for row in rows if mark in row.marks and row.withdrawn_at is None]
        return found, rows[-1].id if rows else after

    def review_order(self) -> list[int]:
        """Records that a person should look at, the most doubtful first, then the newest."""
        waiting = (records.c.needs_review, records.c.withdrawn_at.is_(None))
        rows = self._connection.execute(select(records.c.id, records.c.marks).where(*waiting))
        return [row.id for row in sorted(rows, key=lambda row: (-doubtfulness(row.marks), -row.id))]

    def review_queue(self, limit: int = 50, offset: int = 0) -> tuple[list[Record], int]:
        """A part of the review order, and how many there are."""
        order = self.review_order()
        wanted = order[offset : offset + limit]
        found = self.many(wanted)
        return [found[number] for number in wanted], len(order)

    def withdrawn(self, limit: int = 50, offset: int = 0) -> tuple[list[Record], int]:
        """Withdrawn records, the last withdrawn first, and how many there are."""
        gone = records.c.withdrawn_at.is_not(None)
        total = self._connection.execute(select(func.count()).select_from(records).where(gone)).scalar()
        query = select(records).where(gone).order_by(records.c.withdrawn_at.desc(), records.c.id.desc())
        return records_of(self._connection, query.limit(limit).offset(offset)), total or 0

    def for_index(self, ids: Sequence[int]) -> list[IndexRow]:
        """Records as the index takes them, in the order asked for; withdrawn ones are absent."""
        found = self.many(ids)
        pages = self._texts.many_pages(ids)
        headings: dict[int, list[str]] = {}
        for lot in lots(ids):
            query = (
                select(record_headings.c.record_id, record_headings.c.heading_id)
                .where(record_headings.c.record_id.in_(lot))
                .order_by(record_headings.c.record_id, record_headings.c.heading_id)
            )
            for record, heading in self._connection.execute(query):
                headings.setdefault(record, []).append(heading)
        standing = [found[id_] for id_ in ids if id_ in found and found[id_].withdrawn_at is None]
        return [
            IndexRow(
                record,
                tuple(headings.get(record.id, ())),
                record.categories,
                record.visibility,
                pages.get(record.id, ()),
            )
            for record in standing
        ]


def value_of(row: Row[*tuple[Any, ...]]) -> Value:
    """A row of ``record_values`` as a value."""
    return Value(
        row.field,
        row.value,
        ValueSource(row.source),
        row.confidence,
        row.page,
        row.start_at,
        row.end_at,
        row.reader_version,
        row.note,
        row.shown,
    )


def _seen(visibility: frozenset[str]) -> tuple[ColumnElement[bool], ...]:
    return (records.c.visibility.in_(sorted(visibility)), records.c.withdrawn_at.is_(None))
