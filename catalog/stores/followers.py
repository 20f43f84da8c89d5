"""Followers of selections; somebody who leaves is forgotten wholly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from catalog.followers import Follower
from catalog.selection_tables import followers, publications
from catalog.stores.bulk import reserve
from catalog.stores.orders import hashed


class FollowerStore:
    """Who is told of the new issues of which selection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, selection: int, address: str, token: str, *, language: str, moment: datetime) -> Follower:
        """Note that an address wants to follow; one that is there already is given back as it is."""
        known = self._one(followers.c.selection_id == selection, followers.c.address == address)
        if known is not None:
            return known
        (id,) = reserve(self._connection, followers, 1)
        row = {"id": id, "selection_id": selection, "address": address, "token_sha256": hashed(token)}
        row |= {"asked": moment, "told": self._last_issue(selection), "language": language}
        self._connection.execute(followers.insert().values(row))
        return self._existing(id)

    def ask_again(self, id: int, language: str, moment: datetime) -> None:
        """Note that an address that has never confirmed asked once more, perhaps in the other language."""
        values = {"asked": moment, "language": language}
        self._connection.execute(update(followers).where(followers.c.id == id).values(**values))

    def by_token(self, token: str) -> Follower | None:
        """The follower that a token belongs to, or None."""
        return self._one(followers.c.token_sha256 == hashed(token))

    def confirm(self, id: int, moment: datetime) -> None:
        """It was they; they are told from the next issue on."""
        follower = self._existing(id)
        if follower.confirmed is None:
            told = self._last_issue(follower.selection)
            values = {"confirmed": moment, "told": told}
            self._connection.execute(update(followers).where(followers.c.id == id).values(**values))

    def leave(self, id: int) -> None:
        """Forget a follower."""
        self._connection.execute(delete(followers).where(followers.c.id == id))

    def to_tell(self, limit: int = 100) -> list[tuple[Follower, int]]:
        """Confirmed followers with the newest issue that they have not been told of."""
        newest = (
            select(publications.c.selection_id, func.max(publications.c.number).label("number"))
            .where(publications.c.selection_id.is_not(None))
            .group_by(publications.c.selection_id)
            .subquery()
        )
        query = (
            select(followers, newest.c.number)
            .join(newest, newest.c.selection_id == followers.c.selection_id)
            .where(followers.c.confirmed.is_not(None), followers.c.told < newest.c.number)
            .order_by(followers.c.id)
            .limit(limit)
        )
        return [(_follower(row), row.number) for row in self._connection.execute(query)]

    def note_told(self, id: int, issue: int) -> None:
        """They have been written to about an issue."""
        self._connection.execute(update(followers).where(followers.c.id == id).values(told=issue))

    def forget_unconfirmed(self, before: datetime) -> int:
        """Forget addresses that asked before a moment and never confirmed; how many."""
        stale = delete(followers).where(followers.c.confirmed.is_(None), followers.c.asked < before)
        return self._connection.execute(stale).rowcount

    def count(self, selection: int) -> int:
        """How many follow a selection."""
        query = select(func.count()).select_from(followers)
        query = query.where(followers.c.selection_id == selection, followers.c.confirmed.is_not(None))
        return self._connection.execute(query).scalar() or 0

    def _last_issue(self, selection: int) -> int:
        query = select(func.max(publications.c.number)).where(publications.c.selection_id == selection)
        return self._connection.execute(query).scalar() or 0

    def _one(self, *conditions: Any) -> Follower | None:
        row = self._connection.execute(select(followers).where(*conditions)).first()
        return None if row is None else _follower(row)

    def _existing(self, id: int) -> Follower:
        return _follower(self._connection.execute(select(followers).where(followers.c.id == id)).one())


def _follower(row: Row[*tuple[Any, ...]]) -> Follower:
    values = {name: getattr(row, name) for name in Follower.__slots__ if name != "selection"}
    return Follower(selection=row.selection_id, **values)
