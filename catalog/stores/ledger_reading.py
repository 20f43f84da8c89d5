"""Asking the ledger."""

from __future__ import annotations

import builtins
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from catalog.arrivals import Arrival, LedgerState
from catalog.errors import NotFound
from catalog.stores.ledger_rows import INTAKE, SEEN, TO_CLEAN, WORK, arrival_of, place_of
from catalog.tables import ledger

_SORTS = {
    "newest": (ledger.c.id.desc(),),
    "oldest": (ledger.c.id.asc(),),
    "path": (ledger.c.path.asc(), ledger.c.id.asc()),
    "finished": (ledger.c.finished.desc().nulls_last(), ledger.c.id.desc()),
}


class LedgerReading:
    """The questions; none of them changes anything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Arrival | None:
        """One row, or None."""
        return next(iter(self._found(select(ledger).where(ledger.c.id == id))), None)

    def open_at(self, location: str) -> Arrival | None:
        """The row without an outcome of a source file, or None."""
        here = ledger.c.place == place_of(location)
        query = select(ledger).where(here, ledger.c.phase.in_((SEEN, WORK)))
        return next(iter(self._found(query.order_by(ledger.c.id.desc()).limit(1))), None)

    def children(self, id: int) -> builtins.list[Arrival]:
        """The members of an archive, in its order."""
        return self._found(select(ledger).where(ledger.c.parent_id == id).order_by(ledger.c.id))

    def list(  # noqa: PLR0913
        self,
        *,
        state: LedgerState | tuple[LedgerState, ...] | None = None,
        text: str = "",
        day: date | None = None,
        zone: tzinfo = UTC,
        sort: str = "newest",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[builtins.list[Arrival], int]:
        """One page of rows and how many there are.

        Args:
            state: only these.
            text: a piece of the path, the source's name or the reason's code; letter case counts for nothing.
            day: on which they were seen or finished.
            zone: in which the day is meant.
            sort: ``newest``, ``oldest``, ``path``, ``finished``.
            limit: rows to give.
            offset: rows to pass over.
        """
        conditions: builtins.list[ColumnElement[bool]] = []
        if state is not None:
            states = state if isinstance(state, tuple) else (state,)
            conditions.append(ledger.c.state.in_([LedgerState(one).value for one in states]))
        if text:
            columns = (ledger.c.path, ledger.c.source_name, ledger.c.reason_code)
            conditions.append(or_(*(_holds(column, text) for column in columns)))
        if day is not None:
            begin, end = _limits(day, zone)
            conditions.append(
                or_(
                    and_(ledger.c.seen >= begin, ledger.c.seen < end),
                    and_(ledger.c.finished >= begin, ledger.c.finished < end),
                )
            )
        total = self._connection.execute(select(func.count()).select_from(ledger).where(*conditions)).scalar()
        query = select(ledger).where(*conditions).order_by(*_SORTS[sort]).limit(limit).offset(offset)
        return self._found(query), total or 0

    def counts(self) -> dict[LedgerState, int]:
        """How many rows stand in each state."""
        query = select(ledger.c.state, func.count()).group_by(ledger.c.state)
        found = {row[0]: row[1] for row in self._connection.execute(query)}
        return {state: found.get(state.value, 0) for state in LedgerState}

    def unfinished(self) -> int:
        """How many rows have no outcome yet."""
        query = select(func.count()).select_from(ledger).where(ledger.c.phase.in_((SEEN, WORK)))
        return self._connection.execute(query).scalar() or 0

    def finished_on(self, day: date, zone: tzinfo = UTC) -> builtins.list[Arrival]:
        """Rows whose outcome stood on a day, in that order: what a receipt lists."""
        begin, end = _limits(day, zone)
        query = select(ledger).where(ledger.c.finished >= begin, ledger.c.finished < end)
        return self._found(query.order_by(ledger.c.finished, ledger.c.id))

    def seen_rows(self, limit: int = 100_000) -> builtins.list[Arrival]:
        """Rows of intake folders that have not settled, the oldest first."""
        query = select(ledger).where(ledger.c.phase == SEEN, ledger.c.origin == INTAKE)
        return self._found(query.order_by(ledger.c.id).limit(limit))

    def with_bytes(self, sha256: str) -> builtins.list[Arrival]:
        """Rows of files that have these bytes, the oldest first."""
        return self._found(select(ledger).where(ledger.c.sha256 == sha256).order_by(ledger.c.id))

    def to_clean(self, limit: int = 1000) -> builtins.list[Arrival]:
        """Rows of intake folders with an outcome whose source still has to be removed, the oldest first."""
        return self._found(
            select(ledger).where(ledger.c.phase == TO_CLEAN).order_by(ledger.c.id).limit(limit)
        )

    def _found(self, query: Select[*tuple[Any, ...]]) -> builtins.list[Arrival]:
        return [arrival_of(row) for row in self._connection.execute(query)]

    def _existing(self, id: int) -> Arrival:
        found = self.get(id)
        if found is None:
            raise NotFound("Такой строки в журнале приёма нет.")
        return found


def _limits(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    return begin.astimezone(UTC), datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)


def _holds(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether a column holds a text in a letter case that people type (SQLite folds Latin ones alone)."""
    forms = dict.fromkeys((text, text.lower(), text.upper(), text.capitalize(), text.title()))
    return or_(*(column.contains(form, autoescape=True) for form in forms))
