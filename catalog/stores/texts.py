"""Pages of text, as extractors gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from catalog.model import PlacedWord, TextDraft
from catalog.selection_tables import publication_texts
from catalog.stores.bulk import insert_all, lots, reserve
from catalog.stores.text_bands import TextBandStore
from catalog.tables import editions, originals, page_words, pages, parts, records, text_bands, texts


@dataclass(frozen=True, slots=True)
class HeldText:
    """A text that was read from an original which a record holds.

    Attributes:
        id: its number.
        record: to whose edition the original belongs.
        sha256: of the original.
        name: that the original came under.
        shown: whether the record shows this text.
        first_page: of the original, from 1.
        extractor: that read it.
        version: of it.
        media_type: of the original.
        waiting: why there is no text yet, or "".
        stored: when the original came.
        pages: of the text.
        text_layer: ``born``, ``ocr`` or ``none``.
        notes: codes of what is uncertain.
    """

    id: int
    record: int
    sha256: str
    name: str
    shown: bool
    first_page: int
    extractor: str
    version: str
    media_type: str
    waiting: str
    stored: datetime
    pages: int
    text_layer: str
    notes: tuple[str, ...]


_OF_A_TEXT = (pages, page_words, text_bands)
_NAMED_BY = (records.c.text_id, editions.c.text_id, parts.c.text_id, publication_texts.c.text_id)
_LAST = select(func.max(texts.c.id))
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
        self._bands = TextBandStore(connection)

    def last(self) -> int:
        """The number of the text that came last, 0 before any."""
        return self._connection.execute(_LAST).scalar() or 0

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

    def words(self, record: int, number: int) -> tuple[PlacedWord, ...]:
        """The words of a page that a record shows, from 1, if it was read from its picture, with places."""
        query = (
            select(page_words.c.words)
            .join(records, records.c.text_id == page_words.c.text_id)
            .where(records.c.id == record, page_words.c.number == number)
        )
        return _unpacked(self._connection.execute(query).scalar() or "")

    def words_of(self, text: int, number: int) -> tuple[PlacedWord, ...]:
        """The same of a page of a text, whether a record shows it or not."""
        query = select(page_words.c.words).where(page_words.c.text_id == text, page_words.c.number == number)
        return _unpacked(self._connection.execute(query).scalar() or "")

    def draft(self, text: int) -> TextDraft | None:
        """A text as its reader gave it; None for an unknown one."""
        row = self._connection.execute(select(texts).where(texts.c.id == text)).first()
        if row is None:
            return None
        leaves = select(pages.c.text).where(pages.c.text_id == text).order_by(pages.c.number)
        placed = select(page_words.c.number, page_words.c.words).where(page_words.c.text_id == text)
        return TextDraft(
            sha256=row.sha256,
            pages=tuple(self._connection.execute(leaves).scalars()),
            extractor=row.extractor,
            version=row.version,
            text_layer=row.text_layer,
            media_type=row.media_type,
            waiting=row.waiting,
            notes=row.notes,
            words={number: _unpacked(words) for number, words in self._connection.execute(placed)},
        )

    def held(self, ids: Sequence[int] | None = None, *, waiting: bool = False) -> list[HeldText]:
        """Texts of originals of records that are not withdrawn, by record; those shown come first.

        Args:
            ids: of these records alone, or None for all.
            waiting: only those that wait for a reader.
        """
        query = (
            select(
                texts.c.id,
                editions.c.record_id,
                parts.c.sha256,
                parts.c.name,
                (records.c.text_id == texts.c.id).label("shown"),
                parts.c.first_page,
                texts.c.extractor,
                texts.c.version,
                texts.c.media_type,
                texts.c.waiting,
                originals.c.stored_at,
                texts.c.pages,
                texts.c.text_layer,
                texts.c.notes,
            )
            .join(editions, editions.c.id == parts.c.edition_id)
            .join(records, records.c.id == editions.c.record_id)
            .join(texts, texts.c.id == parts.c.text_id)
            .join(originals, originals.c.sha256 == parts.c.sha256)
            .where(records.c.withdrawn_at.is_(None), originals.c.destroyed_at.is_(None))
        )
        if waiting:
            query = query.where(texts.c.waiting != "")
        asked = [query] if ids is None else [query.where(records.c.id.in_(lot)) for lot in lots(ids)]
        found = [HeldText(*row) for one in asked for row in self._connection.execute(one)]
        return sorted(found, key=lambda text: (text.record, not text.shown, text.id))

    def put_again(self, text: int, draft: TextDraft) -> int:
        """Let a new reading stand for a text that no record shows; what was published keeps the former."""
        (number,) = self.add_many([draft])
        for column in (parts.c.text_id, editions.c.text_id):
            self._connection.execute(update(column.table).where(column == text).values(text_id=number))
        self.drop_unused([text])
        return number

    def add_many(self, drafts: Sequence[TextDraft]) -> list[int]:
        """Keep texts; their numbers in order."""
        numbers = reserve(self._connection, texts, len(drafts))
        rows = [_text_row(number, draft) for number, draft in zip(numbers, drafts, strict=True)]
        insert_all(self._connection, texts, rows)
        self._put_pages(numbers, drafts)
        return numbers

    def _put_pages(self, numbers: Sequence[int], drafts: Sequence[TextDraft]) -> None:
        leaves = [
            {"text_id": number, "number": at, "text": page}
            for number, draft in zip(numbers, drafts, strict=True)
            for at, page in enumerate(draft.pages, 1)
        ]
        insert_all(self._connection, pages, leaves)
        placed = [
            {"text_id": number, "number": at, "words": _packed(words)}
            for number, draft in zip(numbers, drafts, strict=True)
            for at, words in draft.words.items()
        ]
        insert_all(self._connection, page_words, placed)
        self._bands.put({number: draft.bands for number, draft in zip(numbers, drafts, strict=True)})

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


def _text_row(number: int, draft: TextDraft) -> dict[str, Any]:
    return {
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


def _packed(words: Iterable[PlacedWord]) -> str:
    """Words as lines: left, top, width, height, confidence, word."""
    return "\n".join(
        f"{one.left} {one.top} {one.width} {one.height} {one.confidence} {' '.join(one.text.split())}"
        for one in words
    )


def _unpacked(packed: str) -> tuple[PlacedWord, ...]:
    found = []
    for line in packed.split("\n") if packed else ():
        left, top, width, height, confidence, text = line.split(" ", 5)
        found.append(PlacedWord(text, int(left), int(top), int(width), int(height), int(confidence)))
    return tuple(found)
