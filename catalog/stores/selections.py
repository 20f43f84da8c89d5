"""Selections as librarians change them: every change checked, kept as a step and audited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from catalog.errors import VecheError
from catalog.selection_tables import selection_entries, selection_sections, selection_steps, selections
from catalog.selections import HEAD, Draft, Selection, SelectionKind, arranged, draft_to_json
from catalog.slugs import slug_of
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, lots, reserve
from catalog.stores.selection_changes import changes_of
from catalog.stores.selection_reading import KEPT_STEPS, SelectionReading

KEPT_SIGNS = 32 << 20  # of all steps of one selection together: a large draft keeps fewer of them
RESERVED = {SelectionKind.LIST: {"arrivals", "deposit"}}  # pages of the site that are no selections
_ENTRY_COLUMNS = ("section_id", "position", "place", "pinned", "note", "added", "added_by")
_CHANGE_ENTRY = (
    update(selection_entries)
    .where(
        selection_entries.c.selection_id == bindparam("of_selection"),
        selection_entries.c.record_id == bindparam("of_record"),
    )
    .values({name: bindparam(f"to_{name}") for name in _ENTRY_COLUMNS})
)


class SelectionStore(SelectionReading):
    """Selections with what stands in their drafts."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        super().__init__(connection)
        self._audit = audit

    def create(
        self, kind: SelectionKind, draft: Draft, *, actor: str, moment: datetime | None = None
    ) -> Selection:
        """Make a selection; its address is made of its title and stays.

        Raises:
            VecheError: it has no title.
        """
        placed = self._numbered(_checked(draft))
        (number,) = reserve(self._connection, selections, 1)
        row = {name: getattr(placed, name) for name in HEAD}
        row |= {"id": number, "kind": kind.value, "slug": self._free_slug(kind, placed.title)}
        row |= {"created_by": actor, "changed": moment or datetime.now(UTC), "version": 1}
        row |= {"refreshed": None, "removed_at": None}
        self._connection.execute(selections.insert().values(row))
        self._write(number, Draft(placed.title), placed)
        self._audit.add(actor, "create-selection", f"selection:{number}", "title", "", placed.title)
        return self._existing(number)

    def _free_slug(self, kind: SelectionKind, title: str) -> str:
        base = slug_of(title)
        taken = set(
            self._connection.execute(select(selections.c.slug).where(selections.c.kind == kind)).scalars()
        )
        taken |= RESERVED.get(kind, set())
        slug, at = base, 2
        while slug in taken:
            slug, at = f"{base}-{at}", at + 1
        return slug

    def save(  # noqa: PLR0913 - what, from which version, who did what and when
        self,
        id: int,
        draft: Draft,
        *,
        version: int,
        actor: str,
        action: str,
        moment: datetime | None = None,
    ) -> Selection:
        """Put a changed draft in place of the stored one; a draft that is no other changes nothing.

        Args:
            id: of the selection.
            draft: as it shall be; sections with numbers below 0 are new.
            version: of the selection that the change was made from.
            actor: name of the account.
            action: machine code of the change, 24 signs at most.
            moment: of the change; now if not given.

        Raises:
            NotFound: there is no such selection, or it was removed.
            Conflict: somebody changed the draft since; names who and when.
            VecheError: it has no title.
        """
        stored = self.require(id, version)
        before = self.draft(id)
        after = self._numbered(_checked(draft))
        if after == before:
            return stored
        when = moment or datetime.now(UTC)
        for change in changes_of(before, after):
            self._audit.add(actor, action, f"selection:{id}", *change, moment=when)
        self._write(id, before, after)
        head = {name: getattr(after, name) for name in HEAD}
        self._connection.execute(
            update(selections)
            .where(selections.c.id == id)
            .values(head | {"changed": when, "version": version + 1})
        )
        step = {"selection_id": id, "version": version + 1, "moment": when, "actor": actor}
        step |= {"action": action, "before": draft_to_json(before)}
        self._connection.execute(selection_steps.insert().values(step))
        self._forget_old_steps(id)
        return self._existing(id)

    def _numbered(self, draft: Draft) -> Draft:
        """New sections with numbers of their own."""
        fresh = [one.id for one in draft.sections if one.id < 0]
        given = dict(zip(fresh, reserve(self._connection, selection_sections, len(fresh)), strict=True))
        if not given:
            return draft
        sections = tuple(replace(one, id=given.get(one.id, one.id)) for one in draft.sections)
        entries = tuple(
            replace(one, section=given.get(one.section, one.section)) if one.section else one
            for one in draft.entries
        )
        return replace(draft, sections=sections, entries=entries)

    def _write(self, id: int, before: Draft, after: Draft) -> None:
        """Change the rows that differ; a section goes last, when nothing stands in it any more."""
        was = {one.id: (at, one) for at, one in enumerate(before.sections, 1)}
        for at, one in enumerate(after.sections, 1):
            row = {"position": at, "title": one.title, "note": one.note}
            if one.id not in was:
                row |= {"id": one.id, "selection_id": id}
                self._connection.execute(selection_sections.insert().values(row))
            elif was[one.id] != (at, one):
                changed = update(selection_sections).where(selection_sections.c.id == one.id)
                self._connection.execute(changed.values(row))
        self._write_entries(id, _rows(before), _rows(after))
        gone = was.keys() - {one.id for one in after.sections}
        if gone:
            self._connection.execute(
                delete(selection_sections).where(selection_sections.c.id.in_(sorted(gone)))
            )

    def _write_entries(self, id: int, before: dict[int, Any], after: dict[int, Any]) -> None:
        held = selection_entries.c
        for lot in lots(before.keys() - after.keys()):
            gone = delete(selection_entries).where(held.selection_id == id, held.record_id.in_(lot))
            self._connection.execute(gone)
        fresh = [record for record in after if record not in before]
        rows = [{"selection_id": id, "record_id": record} | after[record] for record in fresh]
        insert_all(self._connection, selection_entries, rows)
        changed = [
            {"of_selection": id, "of_record": record} | {f"to_{name}": value for name, value in row.items()}
            for record, row in after.items()
            if record in before and before[record] != row
        ]
        if changed:
            self._connection.execute(_CHANGE_ENTRY, changed)

    def _forget_old_steps(self, id: int) -> None:
        size = func.length(selection_steps.c.before)
        query = select(selection_steps.c.id, size).where(selection_steps.c.selection_id == id)
        kept = signs = 0
        for number, length in self._connection.execute(query.order_by(selection_steps.c.id.desc())):
            kept, signs = kept + 1, signs + length
            if kept > 1 and (kept > KEPT_STEPS or signs > KEPT_SIGNS):
                older = (selection_steps.c.selection_id == id, selection_steps.c.id <= number)
                self._connection.execute(delete(selection_steps).where(*older))
                return

    def mark_refreshed(self, id: int, moment: datetime) -> None:
        """Note that the saved request was put; the draft is as it was."""
        self._connection.execute(update(selections).where(selections.c.id == id).values(refreshed=moment))

    def remove(self, id: int, *, version: int, actor: str, moment: datetime | None = None) -> None:
        """Take a selection out of sight; its address and its issues stay.

        Raises:
            NotFound: there is none, or it was removed before.
            Conflict: somebody changed it since.
        """
        found = self.require(id, version)
        self._set_removed(found, moment or datetime.now(UTC))
        self._audit.add(actor, "remove-selection", f"selection:{id}", "title", found.title, "")

    def restore(self, id: int, *, actor: str) -> Selection:
        """Bring a removed selection back.

        Raises:
            NotFound: there is no such selection.
        """
        found = self._existing(id)
        if found.removed_at is not None:
            self._set_removed(found, None)
            self._audit.add(actor, "restore-selection", f"selection:{id}", "title", "", found.title)
        return self._existing(id)

    def _set_removed(self, found: Selection, moment: datetime | None) -> None:
        changed = update(selections).where(selections.c.id == found.id)
        self._connection.execute(changed.values(removed_at=moment, version=found.version + 1))


def _checked(draft: Draft) -> Draft:
    title = " ".join(draft.title.split())
    if not title:
        raise VecheError("Назовите подборку.")
    return arranged(replace(draft, title=title))


def _rows(draft: Draft) -> dict[int, dict[str, Any]]:
    """Record -> its columns; positions count within a section, so that a change touches few rows."""
    found: dict[int, dict[str, Any]] = {}
    counts: dict[int | None, int] = {}
    for one in draft.entries:
        counts[one.section] = at = counts.get(one.section, 0) + 1
        values = (one.section, at, one.place.value, one.pinned, one.note, one.added, one.added_by)
        found[one.record] = dict(zip(_ENTRY_COLUMNS, values, strict=True))
    return found
