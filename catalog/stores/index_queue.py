"""Records that changed, in the order of their changes: what the indexer has to do."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, select

from catalog.stores.bulk import insert_all
from catalog.tables import index_queue


class IndexQueue:
    """Written in the transaction that changes a record; numbers rise and are never given twice."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, records: Iterable[int]) -> None:
        """Put records at the end, each once."""
        rows = [{"record_id": record} for record in sorted(set(records))]
        insert_all(self._connection, index_queue, rows)

    def after(self, number: int, limit: int) -> list[tuple[int, int]]:
        """(number, record) pairs behind a number, in order."""
        query = (
            select(index_queue.c.number, index_queue.c.record_id)
            .where(index_queue.c.number > number)
            .order_by(index_queue.c.number)
            .limit(limit)
        )
        return [(row.number, row.record_id) for row in self._connection.execute(query)]

    def last(self) -> int:
        """The last number in the queue; 0 for an empty one."""
        return self._connection.execute(select(func.max(index_queue.c.number))).scalar() or 0

    def forget(self, upto: int) -> None:
        """Drop numbers up to this one but the very last, by which an index is known to be complete."""
        self._connection.execute(
            delete(index_queue).where(index_queue.c.number <= upto, index_queue.c.number < self.last())
        )
