"""Records as librarians change them: requisites, visibility, withdrawal; every change in the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select, update

from catalog.choosing import CONFLICT, DOUBT, choose, is_day
from catalog.errors import Conflict, NotFound, VecheError
from catalog.model import (
    DATE_FIELDS,
    FLAG_FIELDS,
    REQUISITE_FIELDS,
    CategoryMark,
    Record,
    Value,
    ValueSource,
    Visibility,
)
from catalog.stores.audit import AuditStore
from catalog.stores.headings import HeadingStore
from catalog.stores.index_queue import IndexQueue
from catalog.stores.originals import OriginalRows
from catalog.stores.record_columns import CLOSED_BY_RULE, needs_review, shown_columns
from catalog.stores.record_reading import IndexRow
from catalog.stores.record_writing import RecordWriting
from catalog.stores.relations import RelationStore
from catalog.stores.sources import SourceStore
from catalog.stores.texts import TextStore
from catalog.tables import editions, parts, records

__all__ = ["IndexRow", "RecordStore"]


class RecordStore(RecordWriting):
    """All that is done with records."""

    def __init__(  # noqa: PLR0913 - one store each
        self,
        connection: Connection,
        *,
        audit: AuditStore,
        queue: IndexQueue,
        texts: TextStore,
        originals: OriginalRows,
        sources: SourceStore,
        headings: HeadingStore,
        relations: RelationStore,
    ) -> None:
        super().__init__(
            connection, queue=queue, texts=texts, sources=sources, headings=headings, relations=relations
        )
        self._audit = audit
        self._originals = originals

    def correct(
        self,
        record: int,
        changes: Mapping[str, str | None],
        *,
        actor: str,
        version: int,
        categories: tuple[str, ...] | None = None,
    ) -> None:
        """Enter requisites by hand; they stand above everything that a machine reads, now and later.

        Args:
            record: its number.
            changes: field of ``REQUISITE_FIELDS`` -> value (days in ISO form, flags ``1`` or empty); None or
                an empty text says that the requisite is known to be absent.
            actor: name of the account.
            version: of the record when the form was filled.
            categories: all categories that it has from now on, or None to leave them.

        Raises:
            NotFound: no such record.
            Conflict: the record has changed since.
            VecheError: a field that is none, or a day that is none.
        """
        before = self._existing(record)
        if before.version != version:
            raise Conflict(
                "Карточку тем временем изменил кто-то другой.",
                "Откройте её снова и внесите изменения ещё раз.",
            )
        for field, value in changes.items():
            _require_form(field, value)
        self._enter(before, {field: (value or "").strip() for field, value in changes.items()}, actor)
        if categories is not None and categories != before.categories:
            self._put_categories({record: _entered_marks(categories)}, [record])
            slugs = ("; ".join(before.categories), "; ".join(categories))
            self._audit.add(actor, "correct", f"record:{record}", "categories", *slugs)
        self._headings.reassign([record])
        self._requeue(record)

    def take_back(self, record: int, field: str, entered: str | None, *, actor: str, version: int) -> None:
        """Undo a correction of one requisite: what was entered before it stands again, or what was read.

        Args:
            record: its number.
            field: that was corrected.
            entered: what a person had entered before, or None for nothing.
            actor: name of the account.
            version: of the record after the correction.

        Raises:
            NotFound: no such record.
            Conflict: the record has changed since.
        """
        before = self._existing(record)
        if before.version != version:
            raise Conflict("Карточку тем временем изменил кто-то другой.")
        self._enter(before, {field: entered}, actor)
        self._headings.reassign([record])
        self._requeue(record)

    def _enter(self, before: Record, changes: Mapping[str, str | None], actor: str) -> None:
        """Put entered values in place of former entered ones; None puts none there."""
        record = before.id
        former = self.values(record)
        stays = [value for value in former if not (_entered(value) and value.field in changes)]
        entered = [
            Value(field, value, ValueSource.ENTERED) for field, value in changes.items() if value is not None
        ]
        chosen = choose((*entered, *stays))
        self.put_values({record: chosen}, [record])
        issuers = self._issuers([(before.record_class, chosen)])
        row = shown_columns(chosen, issuers, before.record_class, before.file_name)
        marks = tuple(mark for mark in before.marks if not mark.startswith((CONFLICT, DOUBT))) + chosen.marks
        self._change(record, {**row, "marks": marks, "needs_review": needs_review(marks)})
        shown = {value.field: value.value for value in former if value.shown}
        for field in changes:
            words = (shown.get(field, ""), chosen.shown.get(field, ""))
            if words[0] != words[1]:
                self._audit.add(actor, "correct", f"record:{record}", field, *words)

    def mark_reviewed(self, record: int, *, actor: str) -> None:
        """A person has looked: the marks that asked for it go, the requisites stay as they are."""
        before = self._existing(record)
        marks = tuple(mark for mark in before.marks if not needs_review([mark]))
        self._change(record, {"marks": marks, "needs_review": False})
        self._audit.add(
            actor, "reviewed", f"record:{record}", "marks", "; ".join(before.marks), "; ".join(marks)
        )

    def ask_again(self, record: int, marks: Sequence[str], *, actor: str) -> None:
        """Undo ``mark_reviewed``: the marks that the record had before, and a person is asked again."""
        before = self._existing(record)
        self._change(record, {"marks": tuple(marks), "needs_review": needs_review(marks)})
        self._audit.add(
            actor, "review-undo", f"record:{record}", "marks", "; ".join(before.marks), "; ".join(marks)
        )

    def set_visibility(self, record: int, visibility: Visibility, *, actor: str, reason: str = "") -> None:
        """Say who may see a record; it leaves or enters the index by that.

        A record that is opened is no longer marked as closed by a rule.
        """
        before = self._existing(record)
        changes: dict[str, object] = {"visibility": Visibility(visibility).value}
        if visibility is Visibility.PUBLIC:
            marks = tuple(mark for mark in before.marks if not mark.startswith(CLOSED_BY_RULE))
            changes |= {"marks": marks, "needs_review": before.needs_review and needs_review(marks)}
        self._change(record, changes)
        after = f"{visibility.value}: {reason}" if reason else visibility.value
        self._audit.add(actor, "visibility", f"record:{record}", "visibility", before.visibility.value, after)
        self._queue.add([record])

    def close(self, record: int, marks: Sequence[str], *, actor: str, reason: str) -> None:
        """Let staff alone see a record until a person opens it, with the marks that say why."""
        before = self._existing(record)
        self.set_visibility(record, Visibility.STAFF, actor=actor, reason=reason)
        held = tuple(dict.fromkeys((*before.marks, *marks)))
        self._change(record, {"marks": held, "needs_review": needs_review(held)})

    def put_marks(self, record: int, marks: Sequence[str]) -> None:
        """Let a record have these marks and no others."""
        self._change(record, {"marks": tuple(marks), "needs_review": needs_review(marks)})

    def withdraw(self, record: int, reason: str, *, actor: str) -> None:
        """Take a record out of the catalogue's sight; its page says so and why, its original stays closed."""
        if not reason.strip():
            raise VecheError("Чтобы изъять документ, назовите причину.")
        self._existing(record)
        self._change(record, {"withdrawn_at": datetime.now(UTC), "withdrawn_reason": reason.strip()})
        self._audit.add(actor, "withdraw", f"record:{record}", "withdrawn", "", reason.strip())
        self._requeue(record)

    def leave_file(self, record: int, sha256: str, reason: str, *, actor: str) -> None:
        """Withdraw a record whose part of an original belongs to another record from now on."""
        own = select(editions.c.id).where(editions.c.record_id == record)
        self._connection.execute(delete(parts).where(parts.c.sha256 == sha256, parts.c.edition_id.in_(own)))
        self.withdraw(record, reason, actor=actor)

    def restore_withdrawn(self, record: int, *, actor: str) -> None:
        """Put a withdrawn record back."""
        before = self._existing(record)
        if not self._editions.of_record(record):
            raise Conflict(
                "Эта запись объединена с другой.",
                "Чтобы вернуть её, отделите от той записи её редакцию или файл.",
            )
        self._change(record, {"withdrawn_at": None, "withdrawn_reason": ""})
        self._audit.add(actor, "restore", f"record:{record}", "withdrawn", before.withdrawn_reason, "")
        self._requeue(record)

    def destroy_original(self, sha256: str, reason: str, *, actor: str) -> None:
        """Destroy an original with what was read from it; its SHA-256, name and reason stay in the audit.

        The caller removes the bytes (``OriginalFiles.delete``) after the commit.

        Raises:
            NotFound: no such bytes are held.
        """
        if not reason.strip():
            raise VecheError("Чтобы уничтожить подлинник, назовите причину.")
        self._originals.destroy(sha256, reason.strip(), actor=actor)
        for record in self._texts.erase(sha256):
            self._change(record, {"pages": 0, "text_layer": "none"})
            self._queue.add([record])

    def _change(self, record: int, values: Mapping[str, object]) -> None:
        self._connection.execute(
            update(records).where(records.c.id == record).values({**values, "version": records.c.version + 1})
        )

    def _requeue(self, record: int) -> None:
        """Queue a record with every other whose status it may change."""
        touched = self._relations.rematch([record], own=True)
        touched |= {found.target for found in self._relations.of_record(record) if found.target is not None}
        self._queue.add(touched | {record})

    def _existing(self, record: int) -> Record:
        found = self.get(record)
        if found is None:
            raise NotFound("Такой записи в каталоге нет.")
        return found


def _entered(value: Value) -> bool:
    return value.source is ValueSource.ENTERED


def _entered_marks(slugs: Sequence[str]) -> tuple[CategoryMark, ...]:
    return tuple(CategoryMark(slug, ValueSource.ENTERED) for slug in dict.fromkeys(slugs))


def _require_form(field: str, value: str | None) -> None:
    if field not in REQUISITE_FIELDS:
        raise VecheError(f"В карточке нет поля «{field}».")
    text = (value or "").strip()
    if text and field in DATE_FIELDS and not is_day(text):
        raise VecheError(f"«{text}» — не дата.", "Дата пишется как 2012-03-05: год, месяц, день.")
    if field in FLAG_FIELDS and text not in ("", "1"):
        raise VecheError(f"Поле «{field}» — отметка: 1 или пусто.")
