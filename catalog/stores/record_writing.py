"""Cataloguing records: many at once or one, new ones and those that replace what was read before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from catalog.choosing import Chosen, choose
from catalog.columns import storable
from catalog.errors import NotFound
from catalog.keys import indexed
from catalog.model import (
    CategoryMark,
    RecordClass,
    RecordDraft,
    TextDraft,
    Value,
    ValueSource,
    edition_order,
)
from catalog.stores.bulk import insert_all, lots, reserve
from catalog.stores.editions import EditionStore
from catalog.stores.headings import HeadingStore
from catalog.stores.index_queue import IndexQueue
from catalog.stores.record_columns import needs_review, once, part_row, shown_columns, source_type, value_row
from catalog.stores.record_reading import RecordReading, value_of
from catalog.stores.relations import RelationStore
from catalog.stores.sources import ISSUER, PERIODICAL, SourceStore
from catalog.stores.texts import TextStore
from catalog.tables import editions, parts, record_categories, record_values, records


@dataclass(frozen=True, slots=True)
class _Entry:
    """One draft on its way into the tables."""

    record: int
    draft: RecordDraft
    chosen: Chosen
    text: int
    new: bool
    categories: tuple[CategoryMark, ...]


class RecordWriting(RecordReading):
    """Drafts become records."""

    def __init__(  # noqa: PLR0913 - one store each
        self,
        connection: Connection,
        *,
        queue: IndexQueue,
        texts: TextStore,
        sources: SourceStore,
        headings: HeadingStore,
        relations: RelationStore,
    ) -> None:
        super().__init__(connection, texts, sources)
        self._editions = EditionStore(connection)
        self._queue = queue
        self._headings = headings
        self._relations = relations

    def add(self, draft: RecordDraft) -> int:
        """Catalogue one record; its number. One that has the draft's key already is replaced."""
        return self.add_many([draft])[0]

    def add_many(self, drafts: Sequence[RecordDraft]) -> list[int]:
        """Catalogue many records in one go; their numbers in order.

        A draft whose key is known replaces that record; of several with one key the last one counts.
        """
        drafts = [draft if draft.key is None else replace(draft, key=storable(draft.key)) for draft in drafts]
        last = {draft.key: at for at, draft in enumerate(drafts) if draft.key is not None}
        known = self.by_keys(list(last))
        fresh = [draft for draft in drafts if draft.key is None or draft.key not in known]
        wanted = len({draft.key for draft in fresh if draft.key is not None})
        wanted += sum(draft.key is None for draft in fresh)
        numbers = iter(reserve(self._connection, records, wanted))
        given = dict(known)
        ids = []
        for draft in drafts:
            if draft.key is None:
                ids.append(next(numbers))
                continue
            if draft.key not in given:
                given[draft.key] = next(numbers)
            ids.append(given[draft.key])
        pairs = [
            (ids[at], draft) for at, draft in enumerate(drafts) if draft.key is None or last[draft.key] == at
        ]
        self._write(pairs, frozenset(known.values()))
        return ids

    def replace(self, record: int, draft: RecordDraft) -> None:
        """Put a new reading in place of the former one; what a person entered stays.

        Raises:
            NotFound: no such record.
        """
        if self.get(record) is None:
            raise NotFound("Такой записи в каталоге нет.")
        self._write([(record, draft)], frozenset([record]))

    def add_edition(self, record: int, draft: RecordDraft) -> int:
        """One more edition of a record; the newest of them is what the record shows. Gives its number.

        Raises:
            NotFound: no such record, or the draft has no original.
        """
        held = self._editions.of_record(record)
        if not held or draft.text.sha256 is None:
            raise NotFound("Такой записи в каталоге нет.")
        (text,) = self._texts.add_many([draft.text])
        (number,) = reserve(self._connection, editions, 1)
        self._connection.execute(editions.insert().values(_edition_row(number, record, draft, text)))
        self._connection.execute(
            parts.insert().values(part_row(number, draft.text, text, draft.file_name, "text"))
        )
        if edition_order(draft.amended, draft.as_of) > held[-1].order:
            self.replace(record, draft)
        else:
            self._connection.execute(
                update(records).where(records.c.id == record).values(version=records.c.version + 1)
            )
        return number

    def add_original(
        self, record: int, text: TextDraft, file_name: str, role: str, *, edition: int | None = None
    ) -> None:
        """One more original of a record; its text is shown where the record had none.

        It belongs to the edition named, or to the one that the record shows.
        """
        query = (
            select(records.c.text_id, records.c.text_layer, editions.c.id.label("edition"))
            .join(editions, editions.c.record_id == records.c.id)
            .where(records.c.id == record)
            .order_by((editions.c.text_id == records.c.text_id).desc(), editions.c.id)
        )
        if edition is not None:
            query = query.where(editions.c.id == edition)
        row = self._connection.execute(query).first()
        if row is None or text.sha256 is None:
            raise NotFound("Такой записи в каталоге нет.")
        (number,) = self._texts.add_many([text])
        self._connection.execute(parts.insert().values(part_row(row.edition, text, number, file_name, role)))
        changes: dict[str, Any] = {"version": records.c.version + 1}
        if row.text_layer == "none" and text.text_layer != "none":
            changes |= {"text_id": number, "text_layer": text.text_layer, "pages": len(text.pages)}
            self._connection.execute(
                update(editions).where(editions.c.id == row.edition).values(text_id=number)
            )
        self._connection.execute(update(records).where(records.c.id == record).values(changes))
        self._queue.add([record])

    def _write(self, pairs: Sequence[tuple[int, RecordDraft]], known: frozenset[int]) -> None:
        replaced = [record for record, _draft in pairs if record in known]
        entered = self._entered_values(replaced)
        marked = self._entered_categories(replaced)
        former = self._texts_of(replaced)
        texts = self._texts.add_many([draft.text for _record, draft in pairs])
        entries = [
            _Entry(
                record,
                draft,
                choose((*entered.get(record, ()), *draft.values)),
                text,
                record not in known,
                marked.get(record) or once(draft.categories),
            )
            for (record, draft), text in zip(pairs, texts, strict=True)
        ]
        self._write_records(entries)
        self._write_editions([entry for entry in entries if entry.new])
        former += self._write_readings([entry for entry in entries if not entry.new], former)
        self._texts.drop_unused(former)
        self.put_values({entry.record: entry.chosen for entry in entries}, replaced)
        self._put_categories({entry.record: entry.categories for entry in entries}, replaced)
        touched = self._relations.put_many(
            {entry.record: entry.draft.relations for entry in entries}, replaced
        )
        touched |= self._relations.rematch([entry.record for entry in entries], own=False)
        self._queue.add(touched | {entry.record for entry in entries})

    def _write_records(self, entries: Sequence[_Entry]) -> None:
        issuers = self._issuers([(entry.draft.record_class, entry.chosen) for entry in entries])
        rows = [
            shown_columns(entry.chosen, issuers, entry.draft.record_class, entry.draft.file_name)
            | _described(entry)
            for entry in entries
        ]
        born = {"catalogued": datetime.now(UTC), "withdrawn_at": None, "withdrawn_reason": "", "version": 1}
        fresh = [
            row
            | born
            | {
                "id": entry.record,
                "key": entry.draft.key,
                "received": entry.draft.received,
                "visibility": entry.draft.visibility.value,
            }
            for entry, row in zip(entries, rows, strict=True)
            if entry.new
        ]
        insert_all(self._connection, records, fresh)
        again = [
            row | {"record": entry.record} for entry, row in zip(entries, rows, strict=True) if not entry.new
        ]
        if again:
            columns: dict[str, Any] = {name: bindparam(name) for name in again[0] if name != "record"}
            self._connection.execute(
                update(records)
                .where(records.c.id == bindparam("record"))
                .values(columns | {"version": records.c.version + 1}),
                again,
            )

    def _texts_of(self, ids: Sequence[int]) -> list[int]:
        found: list[int] = []
        for lot in lots(ids):
            found += self._connection.execute(
                select(records.c.text_id).where(records.c.id.in_(lot))
            ).scalars()
        return found

    def _write_editions(self, entries: Sequence[_Entry]) -> None:
        numbers = reserve(self._connection, editions, len(entries))
        rows = [
            _edition_row(number, entry.record, entry.draft, entry.text)
            for number, entry in zip(numbers, entries, strict=True)
        ]
        insert_all(self._connection, editions, rows)
        held = [
            part_row(number, entry.draft.text, entry.text, entry.draft.file_name, "text")
            for number, entry in zip(numbers, entries, strict=True)
            if entry.draft.text.sha256 is not None
        ]
        insert_all(self._connection, parts, held)

    def _write_readings(self, entries: Sequence[_Entry], before: Sequence[int]) -> list[int]:
        """Let editions and parts of replaced records name the new texts; gives the texts named before."""
        former: list[int] = []
        for entry in entries:
            draft = entry.draft
            edition = self._edition_of(entry, before)
            row = _edition_row(edition, entry.record, draft, entry.text)
            former += self._connection.execute(
                select(editions.c.text_id).where(editions.c.id == edition)
            ).scalars()
            self._connection.execute(update(editions).where(editions.c.id == edition).values(row))
            if draft.text.sha256 is None:
                continue
            row = part_row(edition, draft.text, entry.text, draft.file_name, "text")
            same = (parts.c.edition_id == edition, parts.c.sha256 == draft.text.sha256)
            former += self._connection.execute(select(parts.c.text_id).where(*same)).scalars()
            changes = {name: row[name] for name in ("text_id", "first_page", "last_page")}
            if not self._connection.execute(update(parts).where(*same).values(changes)).rowcount:
                self._connection.execute(parts.insert().values(row))
        return former

    def _edition_of(self, entry: _Entry, shown: Sequence[int]) -> int:
        """The edition of a replaced record that is read anew: by its original, else the one shown so far."""
        query = (
            select(editions.c.id)
            .outerjoin(parts, parts.c.edition_id == editions.c.id)
            .where(editions.c.record_id == entry.record)
            .order_by(
                (func.coalesce(parts.c.sha256, "") == (entry.draft.text.sha256 or "-")).desc(),
                editions.c.text_id.in_(shown).desc(),
                editions.c.id,
            )
        )
        return int(self._connection.execute(query.limit(1)).scalar_one())

    def put_values(self, chosen: dict[int, Chosen], replaced: Iterable[int]) -> None:
        """Write the values of records in place of those that ``replaced`` of them had."""
        for lot in lots(list(replaced)):
            self._connection.execute(delete(record_values).where(record_values.c.record_id.in_(lot)))
        insert_all(
            self._connection,
            record_values,
            [value_row(record, value) for record, found in chosen.items() for value in found.values],
        )

    def _put_categories(self, marks: dict[int, tuple[CategoryMark, ...]], replaced: Iterable[int]) -> None:
        for lot in lots(list(replaced)):
            self._connection.execute(delete(record_categories).where(record_categories.c.record_id.in_(lot)))
        rows = [
            {
                "record_id": record,
                "slug": indexed(mark.slug),
                "position": at,
                "source": mark.source.value,
                "confidence": mark.confidence,
                "cue": mark.cue,
            }
            for record, found in marks.items()
            for at, mark in enumerate(found)
        ]
        insert_all(self._connection, record_categories, rows)
        self._headings.assign({record: [mark.slug for mark in found] for record, found in marks.items()})

    def _issuers(
        self, wanted: Sequence[tuple[RecordClass, Chosen]]
    ) -> dict[tuple[str, str], tuple[int, str]]:
        """(type of source, name as given) -> its number and the name under which it is shown."""
        found: dict[tuple[str, str], tuple[int, str]] = {}
        for type_ in (ISSUER, PERIODICAL):
            names = [
                chosen.shown["issuer"]
                for record_class, chosen in wanted
                if "issuer" in chosen.shown and source_type(record_class) == type_
            ]
            ensured = self._sources.ensure_many(names, type_)
            found.update({(type_, name): source for name, source in ensured.items()})
        return found

    def _entered_values(self, ids: Sequence[int]) -> dict[int, list[Value]]:
        found: dict[int, list[Value]] = {}
        for lot in lots(ids):
            query = select(record_values).where(
                record_values.c.record_id.in_(lot), record_values.c.source == ValueSource.ENTERED.value
            )
            for row in self._connection.execute(query.order_by(record_values.c.id)):
                found.setdefault(row.record_id, []).append(value_of(row))
        return found

    def _entered_categories(self, ids: Sequence[int]) -> dict[int, tuple[CategoryMark, ...]]:
        found: dict[int, tuple[CategoryMark, ...]] = {}
        for lot in lots(ids):
            query = select(record_categories).where(
                record_categories.c.record_id.in_(lot),
                record_categories.c.source == ValueSource.ENTERED.value,
            )
            for row in self._connection.execute(query.order_by(record_categories.c.position)):
                mark = CategoryMark(row.slug, ValueSource.ENTERED, row.confidence, row.cue)
                found[row.record_id] = (*found.get(row.record_id, ()), mark)
        return found


def _edition_row(number: int, record: int, draft: RecordDraft, text: int) -> dict[str, Any]:
    kind = "amended" if draft.amended else "adopted"
    return {"id": number, "record_id": record, "kind": kind, "as_of": draft.as_of, "text_id": text}


def _described(entry: _Entry) -> dict[str, Any]:
    draft = entry.draft
    marks = tuple(dict.fromkeys((*draft.marks, *entry.chosen.marks)))
    return {
        "record_class": draft.record_class.value,
        "text_id": entry.text,
        "text_layer": draft.text.text_layer,
        "pages": len(draft.text.pages),
        "file_name": draft.file_name,
        "marks": marks,
        "status_read": str(draft.status_read),
        "needs_review": needs_review(marks),
    }
