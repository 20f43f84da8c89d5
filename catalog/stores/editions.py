"""The editions of records: as adopted, and as amended by a day; the newest one is what a record shows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from catalog.model import Edition, TextDraft
from catalog.stores.bulk import lots
from catalog.tables import editions, ledger, pages, parts, records, texts


class EditionStore:
    """Asking for editions and moving them between records; ``RecordStore`` writes new ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_record(self, record: int) -> list[Edition]:
        """The editions of a record, from the first to the newest."""
        return self.of_records([record]).get(record, [])

    def of_records(self, ids: Sequence[int]) -> dict[int, list[Edition]]:
        """The same for many records; every record that was not joined to another has one at least."""
        found: dict[int, list[Edition]] = {}
        for lot in lots(ids):
            originals_of = self._originals(lot)
            query = (
                select(editions, records.c.text_id.label("shown"), texts.c.pages)
                .join(records, records.c.id == editions.c.record_id)
                .join(texts, texts.c.id == editions.c.text_id)
                .where(editions.c.record_id.in_(lot))
                .order_by(editions.c.id)
            )
            for row in self._connection.execute(query):
                found.setdefault(row.record_id, []).append(
                    Edition(
                        id=row.id,
                        record=row.record_id,
                        amended=row.kind == "amended",
                        as_of=row.as_of,
                        shown=row.text_id == row.shown,
                        pages=row.pages,
                        originals=tuple(originals_of.get(row.id, ())),
                    )
                )
        return {record: sorted(held, key=lambda one: (one.order, one.id)) for record, held in found.items()}

    def many(self, ids: Sequence[int]) -> list[Edition]:
        """Editions by number, in the order of their numbers; unknown numbers are left out."""
        owners: set[int] = set()
        for lot in lots(ids):
            query = select(editions.c.record_id).where(editions.c.id.in_(lot))
            owners.update(self._connection.execute(query).scalars())
        held = (one for found in self.of_records(sorted(owners)).values() for one in found)
        return sorted((one for one in held if one.id in set(ids)), key=lambda one: one.id)

    def texts(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The pages of editions; those without text have none."""
        found: dict[int, list[str]] = {id_: [] for id_ in ids}
        for lot in lots(ids):
            query = (
                select(editions.c.id, pages.c.text)
                .join(pages, pages.c.text_id == editions.c.text_id)
                .where(editions.c.id.in_(lot))
                .order_by(editions.c.id, pages.c.number)
            )
            for edition, page in self._connection.execute(query):
                found[edition].append(page)
        return {id_: tuple(held) for id_, held in found.items()}

    def reading(self, edition: int) -> tuple[TextDraft, str] | None:
        """The text of an edition as its reader gave it, and the name of its file; None for an unknown one."""
        query = (
            select(texts, parts.c.name)
            .join(editions, editions.c.text_id == texts.c.id)
            .outerjoin(parts, (parts.c.edition_id == editions.c.id) & (parts.c.text_id == texts.c.id))
            .where(editions.c.id == edition)
        )
        row = self._connection.execute(query.order_by(parts.c.id)).first()
        if row is None:
            return None
        text = TextDraft(
            sha256=row.sha256,
            pages=self.texts([edition])[edition],
            extractor=row.extractor,
            version=row.version,
            text_layer=row.text_layer,
            media_type=row.media_type,
            waiting=row.waiting,
            notes=row.notes,
        )
        return text, row.name or ""

    def with_original(self, sha256: str) -> list[Edition]:
        """The editions of any record that an original belongs to."""
        query = (
            select(editions.c.record_id)
            .join(parts, parts.c.edition_id == editions.c.id)
            .where(parts.c.sha256 == sha256)
            .distinct()
        )
        held = self.of_records(list(self._connection.execute(query).scalars()))
        return [one for found in held.values() for one in found if sha256 in one.originals]

    def leave_original(self, edition: Edition, sha256: str) -> tuple[list[int], bool]:
        """Let an edition go on without an original, read from another of its files if it has one.

        Returns:
            The texts that it named before, and whether it is still there: one without a file goes.
        """
        own = (parts.c.edition_id == edition.id, parts.c.sha256 == sha256)
        former = list(self._connection.execute(select(parts.c.text_id).where(*own)).scalars())
        self._connection.execute(delete(parts).where(*own))
        copies = (
            select(parts.c.text_id)
            .join(texts, texts.c.id == parts.c.text_id)
            .where(parts.c.edition_id == edition.id)
            .order_by(parts.c.role == "draft", texts.c.text_layer == "none", parts.c.id)
        )
        copy = self._connection.execute(copies.limit(1)).scalar()
        if copy is None:
            self._connection.execute(delete(editions).where(editions.c.id == edition.id))
            return former, False
        named = (editions.c.id == edition.id, editions.c.text_id.in_(former))
        self._connection.execute(update(editions).where(*named).values(text_id=copy))
        return former, True

    def move(self, former: Sequence[Edition], record: int) -> None:
        """Let editions, and the rows of the ledger that brought their files, belong to another record."""
        for edition in former:
            self._connection.execute(
                update(editions).where(editions.c.id == edition.id).values(record_id=record)
            )
            self.bring(edition, record)

    def set_role(self, record: int, sha256: str, role: str) -> None:
        """Say what an original is to a record: ``signed``, ``text``, ``copy`` or ``draft``."""
        own = select(editions.c.id).where(editions.c.record_id == record)
        self._connection.execute(
            update(parts).where(parts.c.sha256 == sha256, parts.c.edition_id.in_(own)).values(role=role)
        )

    def read_from(self, edition: int, sha256: str) -> None:
        """Let an edition be read from one of its files."""
        text = select(parts.c.text_id).where(parts.c.edition_id == edition, parts.c.sha256 == sha256)
        self._connection.execute(
            update(editions)
            .where(editions.c.id == edition)
            .values(text_id=text.order_by(parts.c.id).limit(1).scalar_subquery())
        )

    def bring(self, edition: Edition, record: int) -> None:
        """Let the rows of the ledger that brought the files of an edition belong to another record."""
        self._connection.execute(
            update(ledger)
            .where(ledger.c.record_id == edition.record, ledger.c.sha256.in_(edition.originals))
            .values(record_id=record)
        )

    def dissolve(self, edition: Edition, into: Edition) -> list[int]:
        """Let the originals of an edition belong to another one, which may have some of them already.

        Returns:
            The texts that the edition named.
        """
        own, held = parts.c.edition_id == edition.id, parts.c.sha256.in_(into.originals)
        former = list(
            self._connection.execute(select(editions.c.text_id).where(editions.c.id == edition.id)).scalars()
        )
        former += self._connection.execute(select(parts.c.text_id).where(own)).scalars()
        self._connection.execute(delete(parts).where(own, held))
        self._connection.execute(update(parts).where(own).values(edition_id=into.id))
        self._connection.execute(delete(editions).where(editions.c.id == edition.id))
        self.bring(edition, into.record)
        return former

    def _originals(self, ids: Sequence[int]) -> dict[int, list[str]]:
        query = (
            select(parts.c.edition_id, parts.c.sha256)
            .join(editions, editions.c.id == parts.c.edition_id)
            .where(editions.c.record_id.in_(ids))
            .order_by(parts.c.id)
        )
        found: dict[int, list[str]] = {}
        for edition, sha256 in self._connection.execute(query):
            found.setdefault(edition, []).append(sha256)
        return found
