"""Questions over many records at once: numbers held, drafts and what may have become of them, clippings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from catalog.model import Record, RecordClass
from catalog.stores.bulk import lots
from catalog.stores.record_rows import records_of
from catalog.tables import records

_MANY = 400


@dataclass(frozen=True, slots=True)
class NumberHeld:
    """An act with its number, as far as completeness is asked of it.

    Attributes:
        record: its number in the catalogue.
        issuer_id: number of the source.
        issuer: its name.
        kind: of the act.
        date: of the act.
        number: as printed.
    """

    record: int
    issuer_id: int
    issuer: str
    kind: str
    date: date
    number: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A record by its title alone."""

    record: int
    title: str


class SurveyStore:
    """Nothing here changes anything, and every question goes through an index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def numbers_held(
        self, issuer: int | None = None, first_year: int | None = None, last_year: int | None = None
    ) -> list[NumberHeld]:
        """Adopted acts with issuer, kind, day and number, by issuer, kind and day.

        Args:
            issuer: of one source alone.
            first_year: from this year.
            last_year: to this year, included.
        """
        conditions: list[ColumnElement[bool]] = [
            records.c.record_class == RecordClass.ACT.value,
            records.c.draft.is_(False),
            records.c.withdrawn_at.is_(None),
            records.c.issuer_id.is_not(None),
            records.c.kind.is_not(None),
            records.c.kind != "приложение",  # bears the number of the act that it belongs to
            records.c.date.is_not(None),
            records.c.number.is_not(None),
        ]
        if issuer is not None:
            conditions.append(records.c.issuer_id == issuer)
        if first_year is not None:
            conditions.append(records.c.date >= date(first_year, 1, 1))
        if last_year is not None:
            conditions.append(records.c.date <= date(last_year, 12, 31))
        columns = (records.c.issuer_id, records.c.issuer, records.c.kind, records.c.date, records.c.number)
        query = select(records.c.id, *columns).where(*conditions)
        order = (records.c.issuer_id, records.c.kind, records.c.date, records.c.id)
        return [NumberHeld(*row) for row in self._connection.execute(query.order_by(*order))]

    def issuers_of_drafts(self) -> dict[int, str]:
        """The issuers that drafts are held of, by number."""
        query = (
            select(records.c.issuer_id, records.c.issuer)
            .where(records.c.draft, records.c.issuer_id.is_not(None))
            .distinct()
        )
        return {row.issuer_id: row.issuer for row in self._connection.execute(query)}

    def drafts(self, issuers: Sequence[int]) -> list[Record]:
        """Drafts of these issuers and those without one, the newest first."""
        found: list[Record] = []
        of_nobody = select(records).where(records.c.draft, records.c.issuer_id.is_(None))
        found += self._newest(of_nobody.where(records.c.withdrawn_at.is_(None)))
        for lot in lots(issuers):
            query = select(records).where(records.c.draft, records.c.issuer_id.in_(lot))
            found += self._newest(query.where(records.c.withdrawn_at.is_(None)))
        return found

    def adopted(self, issuer: int | None, since: date, until: date) -> list[Record]:
        """Acts of an issuer, or of any, that bear a day between two, the newest first."""
        query = select(records).where(
            records.c.record_class == RecordClass.ACT.value,
            records.c.date.between(since, until),
            records.c.draft.is_(False),
            records.c.withdrawn_at.is_(None),
        )
        if issuer is not None:
            query = query.where(records.c.issuer_id == issuer)
        return self._newest(query)

    def headlines(self, record_class: RecordClass, since: date, until: date, limit: int) -> list[Headline]:
        """Titles of acts or clippings of a time, the nearest to its middle first."""
        query = select(records.c.id, records.c.title, records.c.date).where(
            records.c.record_class == record_class.value,
            records.c.date.between(since, until),
            or_(records.c.kind.is_(None), records.c.kind != "приложение"),
            records.c.draft.is_(False),
            records.c.withdrawn_at.is_(None),
        )
        middle = since + (until - since) / 2
        rows = sorted(self._connection.execute(query), key=lambda row: (abs(row.date - middle), row.id))
        return [Headline(row.id, row.title) for row in rows[:limit]]

    def _newest(self, query: Select[*tuple[Any, ...]]) -> list[Record]:
        ordered = query.order_by(records.c.date.desc().nulls_last(), records.c.id.desc())
        return records_of(self._connection, ordered.limit(_MANY))
