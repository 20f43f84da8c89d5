"""Small facts that the machine keeps for itself: the last scan, the last backup, the state of the disk."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from catalog.tables import notes


class NoteStore:
    """Key and value."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The value, or None."""
        return self._connection.execute(select(notes.c.value).where(notes.c.key == key)).scalar()

    def set(self, key: str, value: str) -> None:
        """Write a value over the former one."""
        changed = self._connection.execute(update(notes).where(notes.c.key == key).values(value=value))
        if not changed.rowcount:
            self._connection.execute(notes.insert().values(key=key, value=value))
