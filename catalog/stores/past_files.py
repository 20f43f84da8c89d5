"""Publications made for once (a record, a search, a period) go in time; the sums of their files stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, literal, select

from catalog.order_tables import mails, orders
from catalog.past_files import PastFile
from catalog.selection_tables import exports, issued_files, past_files, publication_texts, publications
from catalog.stores.bulk import insert_all, lots
from catalog.stores.exports import LIVE
from catalog.stores.texts import TextStore

_OF_A_PUBLICATION = (exports, issued_files, publication_texts)


class PastFileStore:
    """What is left of files that are not kept."""

    def __init__(self, connection: Connection, texts: TextStore) -> None:
        self._connection = connection
        self._texts = texts

    def over(self, before: datetime, limit: int = 500) -> list[int]:
        """Publications from before a moment that are no issue and that nobody needs, the oldest first.

        Needed is what a file is being made of or can be fetched of, what an order is fulfilled by, and what a
        letter encloses.
        """
        own = publications.c.id
        live = (exports.c.publication_id == own) & exports.c.state.in_([one.value for one in LIVE])
        needed = (live, orders.c.publication_id == own, mails.c.publication_id == own)
        query = select(own).where(
            publications.c.selection_id.is_(None),
            publications.c.moment < before,
            *(~select(literal(1)).where(condition).exists() for condition in needed),
        )
        return list(self._connection.execute(query.order_by(own).limit(limit)).scalars())

    def keep_sums_alone(self, ids: Sequence[int]) -> None:
        """Forget publications but for code, sum, format and day of the files that were issued of them."""
        for lot in lots(ids):
            self._note_files(lot)
            pins = select(publication_texts.c.text_id).where(publication_texts.c.publication_id.in_(lot))
            texts = list(self._connection.execute(pins).scalars())
            for table in _OF_A_PUBLICATION:
                self._connection.execute(delete(table).where(table.c.publication_id.in_(lot)))
            self._connection.execute(delete(publications).where(publications.c.id.in_(lot)))
            self._texts.drop_unused(dict.fromkeys(texts))

    def _note_files(self, ids: Sequence[int]) -> None:
        held = issued_files.c
        query = select(held.sha256, publications.c.code, held.format, held.made)
        query = query.join(publications, publications.c.id == held.publication_id)
        rows = self._connection.execute(query.where(held.publication_id.in_(ids)).order_by(held.id))
        insert_all(self._connection, past_files, [row._asdict() for row in rows])

    def by_code(self, code: str) -> list[PastFile]:
        """The files that bore a code, the oldest first."""
        return self._found(past_files.c.code == code)

    def by_sha256(self, sha256: str) -> list[PastFile]:
        """The files with these bytes."""
        return self._found(past_files.c.sha256 == sha256)

    def _found(self, condition: ColumnElement[bool]) -> list[PastFile]:
        query = select(past_files).where(condition).order_by(past_files.c.made, past_files.c.sha256)
        return [PastFile(**row._asdict()) for row in self._connection.execute(query)]
