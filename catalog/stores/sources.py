"""Issuers and periodicals: authority records with all their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection, delete, select, update

from catalog.errors import Conflict, NotFound
from catalog.headings import SourceName
from catalog.keys import external_name, indexed, name_key
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, lots, reserve
from catalog.stores.index_queue import IndexQueue
from catalog.tables import heading_rules, records, source_names, sources

ISSUER, PERIODICAL = "issuer", "periodical"


class SourceStore:
    """A name is found under any of the names of its authority record; the first one is shown."""

    def __init__(self, connection: Connection, audit: AuditStore, queue: IndexQueue) -> None:
        self._connection = connection
        self._audit = audit
        self._queue = queue

    def find(self, name: str, type: str = ISSUER) -> int | None:
        """The source that bears a name, or None."""
        query = select(source_names.c.source_id).where(
            source_names.c.type == type, source_names.c.name_key == _key(name)
        )
        return self._connection.execute(query).scalar()

    def ensure(self, name: str, type: str = ISSUER) -> int:
        """The source that bears a name, made when there is none."""
        return self.ensure_many([name], type)[name][0]

    def ensure_many(self, names: Iterable[str], type: str = ISSUER) -> dict[str, tuple[int, str]]:
        """For each name the source that bears it and the name under which that is shown."""
        wanted = {name: _key(name) for name in dict.fromkeys(names)}
        known = self._shown(set(wanted.values()), type)
        fresh: dict[str, str] = {}
        for name, key in wanted.items():
            if key not in known:
                fresh.setdefault(key, external_name(name))
        numbers = reserve(self._connection, sources, len(fresh))
        rows = list(zip(numbers, fresh.items(), strict=True))
        insert_all(
            self._connection, sources, [{"id": id_, "type": type, "name": name} for id_, (_, name) in rows]
        )
        insert_all(
            self._connection,
            source_names,
            [{"source_id": id_, "type": type, "name": name, "name_key": key} for id_, (key, name) in rows],
        )
        known.update({key: (id_, name) for id_, (key, name) in rows})
        return {name: known[key] for name, key in wanted.items()}

    def _shown(self, keys: set[str], type: str) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        for lot in lots(keys):
            query = (
                select(source_names.c.name_key, sources.c.id, sources.c.name)
                .join(sources, sources.c.id == source_names.c.source_id)
                .where(source_names.c.type == type, source_names.c.name_key.in_(lot))
            )
            found.update({row.name_key: (row.id, row.name) for row in self._connection.execute(query)})
        return found

    def get(self, id: int) -> SourceName | None:
        """One source, or None."""
        row = self._connection.execute(select(sources).where(sources.c.id == id)).first()
        if row is None:
            return None
        others = select(source_names.c.name).where(source_names.c.source_id == id).order_by(source_names.c.id)
        names = tuple(name for name in self._connection.execute(others).scalars() if name != row.name)
        return SourceName(row.id, row.type, row.name, names)

    def list(self, type: str = ISSUER) -> list[SourceName]:
        """All sources of a type by name, with their other names."""
        others: dict[int, list[str]] = {}
        names = select(source_names).where(source_names.c.type == type).order_by(source_names.c.id)
        for row in self._connection.execute(names):
            others.setdefault(row.source_id, []).append(row.name)
        query = select(sources).where(sources.c.type == type)
        found = [
            SourceName(row.id, row.type, row.name, tuple(n for n in others.get(row.id, ()) if n != row.name))
            for row in self._connection.execute(query)
        ]
        return sorted(found, key=lambda source: name_key(source.name))

    def add_name(self, id: int, name: str, *, actor: str = "") -> None:
        """Give a source one more name.

        Raises:
            NotFound: no such source.
            Conflict: another source bears the name.
        """
        source = self._existing(id)
        holder = self.find(name, source.type)
        if holder == id:
            return
        if holder is not None:
            raise Conflict(f"Название «{name}» уже носит другой источник.", "Объедините оба источника.")
        self._connection.execute(
            source_names.insert().values(
                source_id=id, type=source.type, name=external_name(name), name_key=_key(name)
            )
        )
        self._audit.add(actor, "add-name", f"source:{id}", "name", "", name)

    def rename(self, id: int, name: str, *, actor: str) -> None:
        """Show a source under another name; the former one stays known."""
        source = self._existing(id)
        self.add_name(id, name, actor=actor)
        shown = external_name(name)
        self._connection.execute(update(sources).where(sources.c.id == id).values(name=shown))
        self._audit.add(actor, "rename", f"source:{id}", "name", source.name, shown)
        self._show(id, shown)

    def merge(self, id: int, into: int, *, actor: str) -> None:
        """Make two sources one: all names and records of the first go to the second."""
        gone, kept = self._existing(id), self._existing(into)
        if id == into or gone.type != kept.type:
            raise Conflict("Объединить можно два разных источника одного вида.")
        self._connection.execute(
            update(source_names).where(source_names.c.source_id == id).values(source_id=into)
        )
        self._connection.execute(update(records).where(records.c.issuer_id == id).values(issuer_id=into))
        self._connection.execute(
            update(heading_rules).where(heading_rules.c.issuer_id == id).values(issuer_id=into)
        )
        self._connection.execute(delete(sources).where(sources.c.id == id))
        self._audit.add(actor, "merge", f"source:{into}", "source", gone.name, kept.name)
        self._show(into, kept.name)

    def _show(self, id: int, name: str) -> None:
        changed = select(records.c.id).where(records.c.issuer_id == id)
        self._queue.add(self._connection.execute(changed).scalars())
        self._connection.execute(
            update(records)
            .where(records.c.issuer_id == id)
            .values(issuer=name, version=records.c.version + 1)
        )

    def _existing(self, id: int) -> SourceName:
        source = self.get(id)
        if source is None:
            raise NotFound("Такого источника в каталоге нет.")
        return source


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return name_key(name) or indexed(name.strip().lower())
