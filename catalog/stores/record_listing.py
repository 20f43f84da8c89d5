"""Records for lists: by period, body, heading, arrival or legal deposit; only what is open to readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select

from catalog.model import Visibility
from catalog.tables import record_headings, record_values, records


@dataclass(frozen=True, slots=True)
class Listed:
    """Which records a list holds; a condition that is None, "" or False narrows nothing.

    Attributes:
        dated_from: first day of the records' own dates.
        dated_to: last day, included.
        catalogued_since: catalogued at this moment or later.
        catalogued_until: catalogued before this moment.
        issuer: number of the source.
        heading: id of a heading; what stands below it counts too.
        record_class: ``act``, ``fact`` or ``press``.
        legal_deposit: came as a legal deposit copy (обязательный экземпляр).
    """

    dated_from: date | None = None
    dated_to: date | None = None
    catalogued_since: datetime | None = None
    catalogued_until: datetime | None = None
    issuer: int | None = None
    heading: str = ""
    record_class: str = ""
    legal_deposit: bool = False


class RecordListing:
    """Asks for the numbers of records; lists of them are cheap."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ids(self, wanted: Listed, limit: int) -> tuple[list[int], int]:
        """Numbers of records, in the order in which they were catalogued, and how many there are."""
        conditions = list(_conditions(wanted))
        total = self._connection.execute(
            select(func.count()).select_from(records).where(*conditions)
        ).scalar()
        query = select(records.c.id).where(*conditions).order_by(records.c.id).limit(limit)
        return list(self._connection.execute(query).scalars()), total or 0


def _conditions(wanted: Listed) -> Iterator[ColumnElement[bool]]:
    held = records.c
    yield held.visibility == Visibility.PUBLIC.value
    yield held.withdrawn_at.is_(None)
    if wanted.dated_from is not None:
        yield held.date >= wanted.dated_from
    if wanted.dated_to is not None:
        yield held.date <= wanted.dated_to
    if wanted.catalogued_since is not None:
        yield held.catalogued >= wanted.catalogued_since
    if wanted.catalogued_until is not None:
        yield held.catalogued < wanted.catalogued_until
    if wanted.issuer is not None:
        yield held.issuer_id == wanted.issuer
    if wanted.record_class:
        yield held.record_class == wanted.record_class
    if wanted.heading:
        under = select(record_headings.c.record_id).where(record_headings.c.heading_id == wanted.heading)
        yield held.id.in_(under)
    if wanted.legal_deposit:
        value = record_values.c
        flagged = select(value.record_id).where(
            value.field == "legal_deposit", value.value == "1", value.shown
        )
        yield held.id.in_(flagged)
