"""Pages of text, as extractors gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select, update

from catalog.model import TextDraft
from catalog.selection_tables import publication_texts
from catalog.stores.bulk import insert_all, lots, reserve
from catalog.tables import editions, page_words, pages, parts, records, text_bands, texts


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A text that no reader has read yet, with the record that waits for it."""

    record: int
    sha256: str
    waiting: str
    extractor: str
    version: str


_OF_A_TEXT = (pages, page_words, text_bands)
_NAMED_BY = (records.c.text_id, editions.c.text_id, parts.c.text_id, publication_texts.c.text_id)
_MANY_PAGES = (
    select(records.c.id, pages.c.text)
    .outerjoin(pages, pages.c.text_id == records.c.text_id)
    .where(records.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(records.c.id, pages.c.number)
)


class TextStore:
    """Texts belong to originals or to imports; a record shows one of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pages(self, record: int) -> tuple[str, ...]:
        """The pages that a record shows; none for an unknown one."""
        return self.many_pages([record]).get(record, ())

    def page(self, record: int, number: int) -> str | None:
        """One page from 1, or None."""
        query = (
            select(pages.c.text)
            .join(records, records.c.text_id == pages.c.text_id)
            .where(records.c.id == record, pages.c.number == number)
        )
        return self._connection.execute(query).scalar()

    def many_pages(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The pages of many records; records without pages have none."""
        found: dict[int, list[str]] = {}
        for lot in lots(ids):
            for record, page in self._connection.execute(_MANY_PAGES, {"ids": lot}):
                texts_ = found.setdefault(record, [])
                if page is not None:
                    texts_.append(page)
        return {record: tuple(texts_) for record, texts_ in found.items()}

    def shown_by(self, ids: Sequence[int]) -> dict[int, int]:
        """Record -> number of the text that it shows."""
        found: dict[int, int] = {}
        for lot in lots(ids):
            query = select(records.c.id, records.c.text_id).where(records.c.id.in_(lot))
            found.update({row.id: row.text_id for row in self._connection.execute(query)})
        return found

    def of_text(self, text: int) -> tuple[str, ...]:
        """The pages of a text, also of one that no record shows any more; none for an unknown one."""
        query = select(pages.c.text).where(pages.c.text_id == text).order_by(pages.c.number)
        return tuple(self._connection.execute(query).scalars())

    def waiting(self, limit: int) -> list[WaitingText]:
        """Texts that wait for a reader, the oldest first."""
        query = (
            select(records.c.id, texts.c.sha256, texts.c.waiting, texts.c.extractor, texts.c.version)
            .join(texts, texts.c.id == records.c.text_id)
            .where(texts.c.waiting != "", texts.c.sha256.is_not(None), records.c.withdrawn_at.is_(None))
            .order_by(records.c.id)
            .limit(limit)
        )
        return [WaitingText(*row) for row in self._connection.execute(query)]

    def add_many(self, drafts: Sequence[TextDraft]) -> list[int]:
        """Keep texts; their numbers in order."""
        numbers = reserve(self._connection, texts, len(drafts))
        rows = [
            {
                "id": number,
                "sha256": draft.sha256,
                "extractor": draft.extractor,
                "version": draft.version,
                "text_layer": draft.text_layer,
                "media_type": draft.media_type,
                "waiting": draft.waiting,
                "notes": draft.notes,
                "pages": len(draft.pages),
            }
            for number, draft in zip(numbers, drafts, strict=True)
        ]
        insert_all(self._connection, texts, rows)
        leaves = [
            {"text_id": number, "number": at, "text": page}
            for number, draft in zip(numbers, drafts, strict=True)
            for at, page in enumerate(draft.pages, 1)
        ]
        insert_all(self._connection, pages, leaves)
        return numbers

    def erase(self, sha256: str) -> list[int]:
        """Remove what was read from an original; the records that showed it."""
        gone = select(texts.c.id).where(texts.c.sha256 == sha256)
        numbers = list(self._connection.execute(gone).scalars())
        for table in _OF_A_TEXT:
            self._connection.execute(delete(table).where(table.c.text_id.in_(numbers)))
        self._connection.execute(
            update(texts).where(texts.c.id.in_(numbers)).values(pages=0, text_layer="none", waiting="")
        )
        showing = select(records.c.id).where(records.c.text_id.in_(numbers))
        return list(self._connection.execute(showing).scalars())

    def drop_unused(self, numbers: Iterable[int]) -> None:
        """Remove those of the texts that nothing names any more: they can be read again."""
        for lot in lots(numbers):
            used: set[int] = set()
            for column in _NAMED_BY:
                used.update(self._connection.execute(select(column).where(column.in_(lot))).scalars())
            unused = [number for number in lot if number not in used]
            for table in _OF_A_TEXT:
                self._connection.execute(delete(table).where(table.c.text_id.in_(unused)))
            self._connection.execute(delete(texts).where(texts.c.id.in_(unused)))
