"""Small facts that the machine keeps for itself: the last scan, the last backup, the state of the disk."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

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

    def starting(self, prefix: str) -> dict[str, str]:
        """All notes whose key begins so, by key."""
        query = select(notes).where(notes.c.key.startswith(prefix, autoescape=True)).order_by(notes.c.key)
        return {row.key: row.value for row in self._connection.execute(query)}

    def forget(self, key: str) -> None:
        """Remove a note."""
        self._connection.execute(delete(notes).where(notes.c.key == key))
