"""Saved lists of records (подборки): named and ordered by a librarian."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from catalog.errors import Conflict, NotFound, VecheError
from catalog.model import SavedItem, SavedList
from catalog.slugs import slug_of
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, reserve
from catalog.tables import saved_list_items, saved_lists


class ListStore:
    """Lists and what stands in them; positions count from 1."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        self._connection = connection
        self._audit = audit

    def create(self, title: str, *, actor: str, note: str = "", public: bool = False) -> SavedList:
        """Make an empty list; its address is made of its title."""
        shown = _required(title)
        row = {"slug": self._free_slug(shown), "title": shown, "note": note.strip(), "public": public}
        row |= {"created_by": actor, "changed": datetime.now(UTC), "version": 1}
        (number,) = reserve(self._connection, saved_lists, 1)
        self._connection.execute(saved_lists.insert().values(row | {"id": number}))
        self._audit.add(actor, "create-list", f"list:{number}", "title", "", shown)
        return self._existing(number)

    def _free_slug(self, title: str) -> str:
        base = slug_of(title)
        taken = set(self._connection.execute(select(saved_lists.c.slug)).scalars())
        slug, at = base, 2
        while slug in taken:
            slug, at = f"{base}-{at}", at + 1
        return slug

    def all(self, public_only: bool = False) -> list[SavedList]:
        """All lists, the last changed first."""
        return self._found(*([saved_lists.c.public] if public_only else []))

    def by_slug(self, slug: str) -> SavedList | None:
        """A list by its address, or None."""
        return next(iter(self._found(saved_lists.c.slug == slug)), None)

    def get(self, id: int) -> SavedList | None:
        """A list by its number, or None."""
        return next(iter(self._found(saved_lists.c.id == id)), None)

    def of_record(self, record: int) -> list[SavedList]:
        """The lists in which a record stands."""
        held = select(saved_list_items.c.list_id).where(saved_list_items.c.record_id == record)
        return self._found(saved_lists.c.id.in_(held))

    def items(self, id: int) -> list[SavedItem]:
        """What stands in a list, in its order."""
        query = select(saved_list_items).where(saved_list_items.c.list_id == id)
        rows = self._connection.execute(query.order_by(saved_list_items.c.position))
        return [SavedItem(row.record_id, row.position, row.note) for row in rows]

    def add_item(self, id: int, record: int, *, actor: str, note: str = "") -> None:
        """Put a record at the end of a list; one that stands there gets the new note."""
        self._existing(id)
        items = [item for item in self.items(id) if item.record != record]
        former = next((item for item in self.items(id) if item.record == record), None)
        if former is None:
            items.append(SavedItem(record, len(items) + 1, note.strip()))
        else:
            items.insert(former.position - 1, SavedItem(record, former.position, note.strip()))
        self._put(id, items)
        self._audit.add(actor, "add-to-list", f"list:{id}", "record", "", str(record))

    def remove_item(self, id: int, record: int, *, actor: str) -> None:
        """Take a record out of a list."""
        self._existing(id)
        self._put(id, [item for item in self.items(id) if item.record != record])
        self._audit.add(actor, "remove-from-list", f"list:{id}", "record", str(record), "")

    def move_item(self, id: int, record: int, position: int, *, actor: str) -> None:
        """Put a record of a list at a position; beyond the ends it goes to the end."""
        items = self.items(id)
        moved = next((item for item in items if item.record == record), None)
        if moved is None:
            raise NotFound("В подборке нет такой записи.")
        items.remove(moved)
        items.insert(max(0, min(len(items), position - 1)), moved)
        self._put(id, items)
        self._audit.add(
            actor, "move-in-list", f"list:{id}", f"record:{record}", str(moved.position), str(position)
        )

    def _put(self, id: int, items: list[SavedItem]) -> None:
        self._connection.execute(delete(saved_list_items).where(saved_list_items.c.list_id == id))
        rows = [
            {"list_id": id, "record_id": item.record, "position": at, "note": item.note}
            for at, item in enumerate(items, 1)
        ]
        insert_all(self._connection, saved_list_items, rows)
        self._touch(id)

    def rename(  # noqa: PLR0913
        self,
        id: int,
        title: str,
        *,
        version: int,
        actor: str,
        note: str | None = None,
        public: bool | None = None,
    ) -> None:
        """Give a list another title, note or openness; its address stays.

        Raises:
            Conflict: somebody has changed it since.
        """
        before = self._existing(id)
        if before.version != version:
            raise Conflict("Подборку тем временем изменил кто-то другой.", "Откройте её снова.")
        values: dict[str, Any] = {"title": _required(title)}
        values |= {} if note is None else {"note": note.strip()}
        values |= {} if public is None else {"public": public}
        self._touch(id, **values)
        for name, value in values.items():
            if getattr(before, name) != value:
                self._audit.add(
                    actor, "rename-list", f"list:{id}", name, str(getattr(before, name)), str(value)
                )

    def delete(self, id: int, *, actor: str) -> None:
        """Remove a list; its records stay."""
        before = self._existing(id)
        self._connection.execute(delete(saved_list_items).where(saved_list_items.c.list_id == id))
        self._connection.execute(delete(saved_lists).where(saved_lists.c.id == id))
        self._audit.add(actor, "delete-list", f"list:{id}", "title", before.title, "")

    def _touch(self, id: int, **values: Any) -> None:
        values |= {"changed": datetime.now(UTC), "version": saved_lists.c.version + 1}
        self._connection.execute(update(saved_lists).where(saved_lists.c.id == id).values(values))

    def _found(self, *conditions: Any) -> list[SavedList]:
        count = (
            select(func.count())
            .where(saved_list_items.c.list_id == saved_lists.c.id)
            .correlate(saved_lists)
            .scalar_subquery()
            .label("count")
        )
        query = select(saved_lists, count).where(*conditions)
        rows = self._connection.execute(query.order_by(saved_lists.c.changed.desc(), saved_lists.c.id.desc()))
        return [_list(row) for row in rows]

    def _existing(self, id: int) -> SavedList:
        found = self.get(id)
        if found is None:
            raise NotFound("Такой подборки нет.")
        return found


def _required(title: str) -> str:
    shown = " ".join(title.split())
    if not shown:
        raise VecheError("Назовите подборку.")
    return shown


def _list(row: Row[*tuple[Any, ...]]) -> SavedList:
    return SavedList(**row._asdict())
