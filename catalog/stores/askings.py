"""What strangers asked for, and how often: counted here, so that a restart forgives nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select

from catalog.tables import askings


class AskingStore:
    """Askings of the last hours, by what was asked for and under a name that tells nobody who asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, what: str, whom: str, moment: datetime) -> None:
        """Note one asking."""
        self._connection.execute(askings.insert().values(what=what, whom=whom, moment=moment))

    def count(self, what: str, whom: str, since: datetime, until: datetime) -> int:
        """How often it was asked for after a moment and not after another."""
        held = askings.c
        own = (held.what == what, held.whom == whom, held.moment > since, held.moment <= until)
        return self._connection.execute(select(func.count()).select_from(askings).where(*own)).scalar() or 0

    def forget(self, before: datetime, after: datetime) -> int:
        """Forget what was asked for before a moment, or after one that has not come; how often that was."""
        over = or_(askings.c.moment < before, askings.c.moment > after)
        return self._connection.execute(delete(askings).where(over)).rowcount
