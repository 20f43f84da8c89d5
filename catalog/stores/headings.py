"""Headings of the catalogue (рубрики) and the categories (разделы), editable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from catalog.errors import Conflict, NotFound
from catalog.headings import Category, Heading
from catalog.model import Record
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, lots
from catalog.stores.heading_rules import HeadingRuleStore
from catalog.stores.index_queue import IndexQueue
from catalog.stores.record_rows import records_of
from catalog.tables import (
    categories,
    category_cues,
    category_headings,
    headings,
    record_categories,
    record_headings,
    records,
)

ENTERED, BY_CATEGORY, BY_RULE, ABOVE = "entered", "categories", "rule", "above"
_SORTS = {
    "newest": (records.c.date.desc().nulls_last(), records.c.id.desc()),
    "oldest": (records.c.date.asc().nulls_last(), records.c.id.asc()),
    "title": (records.c.title.asc(), records.c.id.asc()),
}


def packaged_taxonomy() -> dict[str, Any]:
    """The headings and categories that a new catalogue begins with."""
    data = files("catalog").joinpath("data/taxonomy.json").read_text(encoding="utf-8")
    return json.loads(data)  # type: ignore[no-any-return]


class HeadingStore:
    """The tree of headings, the categories, and what stands under them."""

    def __init__(
        self, connection: Connection, audit: AuditStore, queue: IndexQueue, rules: HeadingRuleStore
    ) -> None:
        self._connection = connection
        self._audit = audit
        self._queue = queue
        self._rules = rules
        self._parents: dict[str, str | None] | None = None
        self._mapping: dict[str, tuple[str, ...]] | None = None

    def tree(self, visibility: frozenset[str]) -> list[Heading]:
        """All headings, parents before children, with the records under each and below that may be seen."""
        counts = self._counts(record_headings.c.heading_id, record_headings, visibility)
        rows = list(self._connection.execute(select(headings).order_by(headings.c.position)))
        children: dict[str | None, list[Heading]] = {}
        for row in rows:
            heading = Heading(
                row.id, row.parent, row.label_ru, row.label_en, row.bbk, row.udc, counts.get(row.id, 0)
            )
            children.setdefault(row.parent, []).append(heading)
        ordered: list[Heading] = []
        waiting = list(reversed(children.get(None, [])))
        while waiting:
            heading = waiting.pop()
            ordered.append(heading)
            waiting += reversed(children.get(heading.id, []))
        return ordered

    def categories(self, visibility: frozenset[str]) -> list[Category]:
        """All categories in their order, with the records that may be seen."""
        counts = self._counts(record_categories.c.slug, record_categories, visibility)
        mapping = self.mapping()
        return [
            Category(row.slug, row.label_ru, row.label_en, mapping.get(row.slug, ()), counts.get(row.slug, 0))
            for row in self._connection.execute(select(categories).order_by(categories.c.position))
        ]

    def _counts(self, column: Any, table: Any, visibility: frozenset[str]) -> dict[str, int]:
        query = (
            select(column, func.count())
            .join_from(table, records, records.c.id == table.c.record_id)
            .where(records.c.visibility.in_(sorted(visibility)), records.c.withdrawn_at.is_(None))
            .group_by(column)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def cues(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Category -> (phrases that propose it, phrases that cancel it), in the order of testing."""
        ranks = select(categories.c.slug).order_by(categories.c.test_rank, categories.c.position)
        found: dict[str, tuple[list[str], list[str]]] = {
            slug: ([], []) for slug in self._connection.execute(ranks).scalars()
        }
        for row in self._connection.execute(select(category_cues).order_by(category_cues.c.id)):
            found[row.slug][int(row.cancels)].append(row.cue)
        return {
            slug: (tuple(proposing), tuple(cancelling)) for slug, (proposing, cancelling) in found.items()
        }

    def records_under(
        self,
        heading: str,
        visibility: frozenset[str],
        limit: int = 50,
        offset: int = 0,
        sort: str = "newest",
    ) -> tuple[list[Record], int]:
        """One page of the records under a heading and below it, and how many there are."""
        joined = records.join(record_headings, records.c.id == record_headings.c.record_id)
        seen = (
            record_headings.c.heading_id == heading,
            records.c.visibility.in_(sorted(visibility)),
            records.c.withdrawn_at.is_(None),
        )
        total = self._connection.execute(select(func.count()).select_from(joined).where(*seen)).scalar() or 0
        query = select(records).select_from(joined).where(*seen).order_by(*_SORTS[sort])
        return records_of(self._connection, query.limit(limit).offset(offset)), total

    def mapping(self) -> dict[str, tuple[str, ...]]:
        """Category -> the headings that its records stand under."""
        if self._mapping is None:
            found: dict[str, list[str]] = {}
            query = select(category_headings).order_by(category_headings.c.slug, category_headings.c.position)
            for row in self._connection.execute(query):
                found.setdefault(row.slug, []).append(row.heading_id)
            self._mapping = {slug: tuple(ids) for slug, ids in found.items()}
        return self._mapping

    def with_ancestors(self, ids: Iterable[str]) -> list[str]:
        """The headings and all that they stand under, each once; unknown ones are left out."""
        parents = self._tree_of_parents()
        found: dict[str, None] = {}
        for heading in ids:
            step: str | None = heading
            while step is not None and step in parents and step not in found:
                found[step] = None
                step = parents[step]
        return list(found)

    def assign(self, slugs: Mapping[int, Sequence[str]]) -> None:
        """Put records under the headings of their categories and of the rules that they answer.

        Those that a person has put somewhere stay there.
        """
        entered = self.entered(slugs)
        mapping = self.mapping()
        by_rule = self._rules.headings_of([record for record in slugs if record not in entered])
        wanted = {
            record: dict.fromkeys(by_rule.get(record, ()), BY_RULE)
            | {heading: BY_CATEGORY for slug in found for heading in mapping.get(slug, ())}
            for record, found in slugs.items()
            if record not in entered
        }
        self._put(wanted)

    def reassign(self, ids: Sequence[int]) -> None:
        """The same for records as they are now: their requisites or the rules have changed."""
        slugs: dict[int, list[str]] = {record: [] for record in ids}
        for lot in lots(ids):
            columns = (record_categories.c.record_id, record_categories.c.slug)
            query = select(*columns).where(record_categories.c.record_id.in_(lot))
            for record, slug in self._connection.execute(query.order_by(record_categories.c.position)):
                slugs[record].append(slug)
        self.assign(slugs)

    def entered(self, ids: Iterable[int]) -> set[int]:
        """Those of the records that a person has put under headings."""
        found: set[int] = set()
        for lot in lots(ids):
            query = select(record_headings.c.record_id).where(
                record_headings.c.record_id.in_(lot), record_headings.c.source == ENTERED
            )
            found.update(self._connection.execute(query).scalars())
        return found

    def direct(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """Record -> the headings that it stands under, without those above them."""
        found: dict[int, set[str]] = {record: set() for record in ids}
        for lot in lots(ids):
            columns = (record_headings.c.record_id, record_headings.c.heading_id)
            query = select(*columns).where(
                record_headings.c.record_id.in_(lot), record_headings.c.source != ABOVE
            )
            for record, heading in self._connection.execute(query):
                found[record].add(heading)
        return {record: frozenset(headings_) for record, headings_ in found.items()}

    def set_of_record(self, record: int, ids: Sequence[str], *, actor: str) -> None:
        """Put a record under headings by hand; an empty list gives it back to its categories."""
        before = self._direct(record)
        if ids:
            self._put({record: dict.fromkeys(ids, ENTERED)})
        else:
            self._connection.execute(delete(record_headings).where(record_headings.c.record_id == record))
            self.reassign([record])
        self._audit.add(
            actor,
            "headings",
            f"record:{record}",
            "headings",
            "; ".join(before),
            "; ".join(self._direct(record)),
        )
        self._queue.add([record])

    def _direct(self, record: int) -> list[str]:
        query = select(record_headings.c.heading_id).where(
            record_headings.c.record_id == record, record_headings.c.source != ABOVE
        )
        return sorted(self._connection.execute(query).scalars())

    def _put(self, wanted: Mapping[int, Mapping[str, str]]) -> None:
        """Write the headings of records, each with its source, and all that these stand under."""
        for lot in lots(wanted):
            self._connection.execute(delete(record_headings).where(record_headings.c.record_id.in_(lot)))
        rows = [
            {"record_id": record, "heading_id": heading, "source": direct.get(heading, ABOVE)}
            for record, direct in wanted.items()
            for heading in self.with_ancestors(direct)
        ]
        insert_all(self._connection, record_headings, rows)

    def _tree_of_parents(self) -> dict[str, str | None]:
        if self._parents is None:
            query = select(headings.c.id, headings.c.parent)
            self._parents = {row.id: row.parent for row in self._connection.execute(query)}
        return self._parents

    def seed(self, taxonomy: Mapping[str, Any] | None = None) -> None:
        """Fill an empty catalogue with categories, cues and headings; one that has any is left as it is."""
        if self._connection.execute(select(func.count()).select_from(categories)).scalar():
            return
        given = taxonomy or packaged_taxonomy()
        insert_all(
            self._connection,
            categories,
            [_category_row(at, row) for at, row in enumerate(given["categories"])],
        )
        cues = [
            {"slug": row["id"], "cue": cue, "cancels": name == "not_cues"}
            for row in given["categories"]
            for name in ("cues", "not_cues")
            for cue in row.get(name, ())
        ]
        insert_all(self._connection, category_cues, cues)
        for at, row in enumerate(given["headings"]):
            self._connection.execute(headings.insert().values(_heading_row(at, row)))
        pairs = [
            {"slug": slug, "heading_id": heading, "position": at}
            for slug, ids in given["category_headings"].items()
            for at, heading in enumerate(ids)
        ]
        insert_all(self._connection, category_headings, pairs)
        self._parents = self._mapping = None

    def add(self, heading: Heading, *, actor: str) -> None:
        """Make a new heading at the end of its parent's.

        Raises:
            Conflict: there is one of that id.
            NotFound: its parent is not there.
        """
        if heading.id in self._tree_of_parents():
            raise Conflict(f"Рубрика с обозначением «{heading.id}» уже есть.")
        if heading.parent is not None:
            self._existing(heading.parent)
        last = self._connection.execute(select(func.max(headings.c.position))).scalar() or 0
        row = {"id": heading.id, "parent": heading.parent, "label_ru": heading.label_ru}
        row |= {"label_en": heading.label_en, "bbk": heading.bbk, "udc": heading.udc}
        self._connection.execute(headings.insert().values(position=last + 1, **row))
        self._audit.add(actor, "add-heading", f"heading:{heading.id}", "label", "", heading.label_ru)
        self._parents = None

    def rename(self, id: str, label_ru: str, label_en: str, *, actor: str) -> None:
        """Give a heading other words."""
        before = self._existing(id)
        self._connection.execute(
            update(headings).where(headings.c.id == id).values(label_ru=label_ru, label_en=label_en)
        )
        self._audit.add(actor, "rename-heading", f"heading:{id}", "label", before, label_ru)

    def move(self, id: str, parent: str | None, *, actor: str) -> None:
        """Put a heading with all below it under another; the index follows.

        Raises:
            Conflict: it would stand under itself.
        """
        self._existing(id)
        parents = self._tree_of_parents()
        before = parents[id]
        if parent is not None:
            self._existing(parent)
            if id in self.with_ancestors([parent]):
                raise Conflict("Рубрику нельзя поставить под саму себя.")
        self._connection.execute(update(headings).where(headings.c.id == id).values(parent=parent))
        self._parents = None
        self._audit.add(actor, "move-heading", f"heading:{id}", "parent", before or "", parent or "")
        self._lift(id)

    def _lift(self, heading: str) -> None:
        """Write the ancestors of all records under a heading anew."""
        under = select(record_headings.c.record_id).where(record_headings.c.heading_id == heading)
        changed = list(self._connection.execute(under).scalars())
        direct: dict[int, dict[str, str]] = {}
        for lot in lots(changed):
            query = select(record_headings).where(
                record_headings.c.record_id.in_(lot), record_headings.c.source != ABOVE
            )
            for row in self._connection.execute(query):
                direct.setdefault(row.record_id, {})[row.heading_id] = row.source
        self._put(direct)
        self._queue.add(changed)

    def _existing(self, id: str) -> str:
        label = self._connection.execute(select(headings.c.label_ru).where(headings.c.id == id)).scalar()
        if label is None:
            raise NotFound("Такой рубрики в каталоге нет.")
        return str(label)


def _category_row(at: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return _labels(at, row) | {"slug": row["id"], "test_rank": row.get("test_rank", at)}


def _heading_row(at: int, row: Mapping[str, Any]) -> dict[str, Any]:
    return _labels(at, row) | {"id": row["id"], "parent": row.get("parent")}


def _labels(at: int, row: Mapping[str, Any]) -> dict[str, Any]:
    codes = {"bbk": row.get("bbk") or "", "udc": row.get("udc") or ""}
    return codes | {"position": at, "label_ru": row["label_ru"], "label_en": row["label_en"]}
