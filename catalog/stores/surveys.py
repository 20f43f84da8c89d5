"""Questions over many records at once: numbers held, drafts and what may have become of them, clippings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select

from catalog.model import RecordClass
from catalog.stores.bulk import lots
from catalog.tables import records


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
    date: dt.date
    number: str


@dataclass(frozen=True, slots=True)
class Titled:
    """A record by what stands in its head.

    Attributes:
        record: its number in the catalogue.
        title: shown.
        kind: or None.
        issuer_id: number of the source, or None.
        issuer: its name, or None.
        number: or None.
        date: or None.
        received: the day on which it arrived.
    """

    record: int
    title: str
    kind: str | None
    issuer_id: int | None
    issuer: str | None
    number: str | None
    date: dt.date | None
    received: dt.date


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
            conditions.append(records.c.date >= dt.date(first_year, 1, 1))
        if last_year is not None:
            conditions.append(records.c.date <= dt.date(last_year, 12, 31))
        columns = (records.c.issuer_id, records.c.issuer, records.c.kind, records.c.date, records.c.number)
        query = select(records.c.id, *columns).where(*conditions)
        order = (records.c.issuer_id, records.c.kind, records.c.date, records.c.id)
        return [NumberHeld(*row) for row in self._connection.execute(query.order_by(*order))]

    def has_drafts(self) -> bool:
        """Whether any draft is held."""
        return self._any(records.c.draft)

    def has_press(self) -> bool:
        """Whether any clipping is held."""
        return self._any(records.c.record_class == RecordClass.PRESS.value)

    def _any(self, condition: ColumnElement[bool]) -> bool:
        return self._connection.execute(select(records.c.id).where(condition).limit(1)).first() is not None

    def drafts_until(self, visibility: frozenset[str], today: dt.date) -> tuple[list[int], list[int]]:
        """Drafts by number: those still open for proposals, soonest first, and the others, the newest first.

        Args:
            visibility: values of ``Visibility`` that the asker sees.
            today: the last day for proposals counts as open.
        """
        query = select(records.c.id, records.c.proposals_until).where(
            records.c.draft, records.c.withdrawn_at.is_(None), records.c.visibility.in_(visibility)
        )
        ends = {row.id: row.proposals_until for row in self._connection.execute(query)}
        waiting = [number for number, end in ends.items() if end is not None and end >= today]
        others = sorted(ends.keys() - set(waiting), key=lambda one: (ends[one] or dt.date.min, one))
        return sorted(waiting, key=lambda one: (ends[one], one)), others[::-1]

    def issuers_of_drafts(self) -> dict[int, str]:
        """The issuers that drafts are held of, by number."""
        query = (
            select(records.c.issuer_id, records.c.issuer)
            .where(records.c.draft, records.c.issuer_id.is_not(None))
            .distinct()
        )
        return {row.issuer_id: row.issuer for row in self._connection.execute(query)}

    def drafts(self, issuers: Sequence[int]) -> list[Titled]:
        """Drafts of these issuers and those without one, by number."""
        found = self._titled(records.c.draft, records.c.issuer_id.is_(None))
        for lot in lots(issuers):
            found += self._titled(records.c.draft, records.c.issuer_id.in_(lot))
        return sorted(found, key=lambda one: one.record)

    def adopted(self, issuer: int, kind: str | None, since: dt.date, until: dt.date) -> list[Titled]:
        """Acts of an issuer and kind, or of any kind, that bear a day between two."""
        kinds = () if kind is None else (records.c.kind == kind,)
        return self._titled(records.c.issuer_id == issuer, *kinds, *_of_time(RecordClass.ACT, since, until))

    def of_time(self, record_class: RecordClass, since: dt.date, until: dt.date) -> list[Titled]:
        """Acts or clippings that bear a day between two; attachments are none."""
        return self._titled(*_of_time(record_class, since, until))

    def _titled(self, *conditions: ColumnElement[bool]) -> list[Titled]:
        query = select(
            records.c.id,
            records.c.title,
            records.c.kind,
            records.c.issuer_id,
            records.c.issuer,
            records.c.number,
            records.c.date,
            records.c.received,
        ).where(*conditions, records.c.withdrawn_at.is_(None))
        rows = self._connection.execute(query.order_by(records.c.id))
        return [Titled(*row[:-1], received=row.received.date()) for row in rows]


def _of_time(record_class: RecordClass, since: dt.date, until: dt.date) -> tuple[ColumnElement[bool], ...]:
    return (
        records.c.record_class == record_class.value,
        records.c.date.between(since, until),
        records.c.draft.is_(False),
        or_(records.c.kind.is_(None), records.c.kind != "приложение"),
    )
