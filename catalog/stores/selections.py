"""Selections (досье, папки, списки) and their drafts: every change checked, kept as a step and audited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, or_, select, update

from catalog.errors import Conflict, NotFound, VecheError
from catalog.selection_tables import (
    publications,
    selection_entries,
    selection_sections,
    selection_steps,
    selections,
)
from catalog.selections import (
    HEAD,
    STANDING,
    Draft,
    Place,
    Selection,
    SelectionEntry,
    SelectionFilter,
    SelectionKind,
    SelectionSection,
    SelectionStep,
    arranged,
    draft_from_json,
    draft_to_json,
)
from catalog.slugs import slug_of
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, lots, reserve
from catalog.stores.selection_changes import changes_of

KEPT_STEPS = 200
KEPT_SIGNS = 32 << 20  # of all steps of one selection together: a large draft keeps fewer of them
_NAMES = {
    SelectionKind.DOSSIER: "Досье",
    SelectionKind.PRESS: "Папку публикаций",
    SelectionKind.LIST: "Информационный список",
}
_ENTRY_COLUMNS = ("section_id", "position", "place", "pinned", "note", "added", "added_by")


class SelectionStore:
    """Selections with what stands in their drafts."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        self._connection = connection
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
        slug, at = base, 2
        while slug in taken:
            slug, at = f"{base}-{at}", at + 1
        return slug

    def get(self, id: int) -> Selection | None:
        """A selection by its number, also a removed one, or None."""
        return next(iter(self._found(_all().where(selections.c.id == id))), None)

    def by_slug(self, kind: SelectionKind, slug: str) -> Selection | None:
        """A selection by its address, also a removed one, or None."""
        wanted = _all().where(selections.c.kind == kind.value, selections.c.slug == slug)
        return next(iter(self._found(wanted)), None)

    def page(
        self, wanted: SelectionFilter | None = None, limit: int = 50, offset: int = 0, sort: str = "changed"
    ) -> tuple[list[Selection], int]:
        """One page of selections, and how many there are.

        Args:
            wanted: which of them; all that stand if not given.
            limit: how many.
            offset: how many to pass over.
            sort: ``changed`` (the last changed first), ``published`` (the newest issue first) or ``title``.
        """
        conditions = _conditions(wanted or SelectionFilter())
        query = _all().where(*conditions)
        total = self._connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0
        query = query.order_by(*_SORTS[sort], selections.c.id.desc())
        return self._found(query.limit(limit).offset(offset)), total

    def of_record(self, record: int) -> list[Selection]:
        """The selections in whose drafts a record stands, by title."""
        return self.page(SelectionFilter(record=record), limit=1000, sort="title")[0]

    def due(self, now: datetime) -> list[Selection]:
        """The selections whose saved request is to be put again, the longest waiting first."""
        query = _all().where(selections.c.removed_at.is_(None), selections.c.refresh_days > 0)
        found = [one for one in self._found(query.order_by(selections.c.refreshed)) if one.query]
        return [
            one for one in found if one.refreshed is None or (now - one.refreshed).days >= one.refresh_days
        ]

    def draft(self, id: int) -> Draft:
        """What a librarian edits.

        Raises:
            NotFound: there is no such selection.
        """
        head = self._existing(id)
        own = select(selection_sections).where(selection_sections.c.selection_id == id)
        sections = [
            SelectionSection(row.id, row.title, row.note)
            for row in self._connection.execute(own.order_by(selection_sections.c.position))
        ]
        held = select(selection_entries).where(selection_entries.c.selection_id == id)
        entries = [
            _entry(row)
            for row in self._connection.execute(
                held.order_by(selection_entries.c.position, selection_entries.c.record_id)
            )
        ]
        return arranged(
            Draft(
                **{name: getattr(head, name) for name in HEAD},
                sections=tuple(sections),
                entries=tuple(entries),
            )
        )

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

    def require(self, id: int, version: int) -> Selection:
        """A selection that stands and is of this version.

        Raises:
            NotFound: there is none, or it was removed.
            Conflict: it is of another version.
        """
        found = self._existing(id)
        name = _NAMES[found.kind]
        if found.removed_at is not None:
            raise NotFound(f"{name} «{found.title}» убрали.", "Вернуть можно на странице убранных.")
        if found.version != version:
            last = next(iter(self.steps(id, 1)), None)
            who = f": {last.actor}" if last and last.actor else ""
            raise Conflict(
                f"{name} «{found.title}» тем временем изменили{who}.",
                "Ваша правка не записана, чужая цела. Откройте страницу снова и повторите свою.",
                who=last.actor if last else "",
                when=last.moment if last else found.changed,
            )
        return found

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
        for record, row in after.items():
            if record in before and before[record] != row:
                one = update(selection_entries).where(held.selection_id == id, held.record_id == record)
                self._connection.execute(one.values(row))

    def steps(self, id: int, limit: int = KEPT_STEPS) -> list[SelectionStep]:
        """The last changes of a draft, the newest first."""
        columns = (column for column in selection_steps.c if column.name not in ("selection_id", "before"))
        query = select(*columns).where(selection_steps.c.selection_id == id)
        rows = self._connection.execute(query.order_by(selection_steps.c.id.desc()).limit(limit))
        return [SelectionStep(**row._asdict()) for row in rows]

    def before_step(self, step: int) -> Draft:
        """The draft as it was before a step.

        Raises:
            NotFound: the step is not kept any more.
        """
        query = select(selection_steps.c.before).where(selection_steps.c.id == step)
        text = self._connection.execute(query).scalar()
        if text is None:
            raise NotFound("Этот шаг уже не хранится.", f"Хранятся последние {KEPT_STEPS} шагов.")
        return draft_from_json(text)

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

    def _found(self, query: Select[*tuple[Any, ...]]) -> list[Selection]:
        return [_selection(row) for row in self._connection.execute(query)]

    def _existing(self, id: int) -> Selection:
        found = self.get(id)
        if found is None:
            raise NotFound("Такой подборки нет.")
        return found


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


def _entry(row: Row[*tuple[Any, ...]]) -> SelectionEntry:
    return SelectionEntry(
        row.record_id, row.added, row.added_by, row.section_id, Place(row.place), row.pinned, row.note
    )


_LAST = (
    select(publications.c.selection_id, func.max(publications.c.number).label("number"))
    .where(publications.c.number.is_not(None))
    .group_by(publications.c.selection_id)
    .subquery()
)


def _counted(*places: Place) -> Any:
    held = selection_entries.c
    return (
        select(func.count())
        .where(held.selection_id == selections.c.id, held.place.in_([one.value for one in places]))
        .correlate(selections)
        .scalar_subquery()
    )


def _all() -> Select[*tuple[Any, ...]]:
    """Every selection with its counts and its last issue."""
    issue = publications.c
    joined = selections.outerjoin(_LAST, _LAST.c.selection_id == selections.c.id).outerjoin(
        publications, and_(issue.selection_id == selections.c.id, issue.number == _LAST.c.number)
    )
    return select(
        selections,
        _counted(*STANDING).label("count"),
        _counted(Place.OFFERED).label("offered"),
        _counted(Place.LEAVING).label("leaving"),
        func.coalesce(issue.number, 0).label("issue"),
        issue.id.label("issue_id"),
        issue.as_of.label("issue_day"),
        issue.moment.label("issue_moment"),
        func.coalesce(issue.entries, 0).label("issue_entries"),
    ).select_from(joined)


_SORTS = {
    "changed": (selections.c.changed.desc(),),
    "published": (publications.c.moment.desc().nulls_last(),),
    "title": (selections.c.title,),
}


def _conditions(wanted: SelectionFilter) -> list[ColumnElement[bool]]:
    gone = selections.c.removed_at
    found: list[ColumnElement[bool]] = [gone.is_not(None) if wanted.removed else gone.is_(None)]
    if wanted.kind:
        found.append(selections.c.kind == wanted.kind)
    if wanted.public:
        found += [selections.c.public, publications.c.id.is_not(None)]
    if wanted.text:
        found.append(
            or_(*(spelt(column, wanted.text) for column in (selections.c.title, selections.c.theme)))
        )
    if wanted.record is not None:
        held = selection_entries.c
        standing = held.place.in_([one.value for one in STANDING])
        found.append(
            selections.c.id.in_(select(held.selection_id).where(held.record_id == wanted.record, standing))
        )
    if wanted.waiting:
        found.append(_counted(Place.OFFERED, Place.LEAVING) > 0)
    return found


def spelt(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a column holds a piece of text in small or capital letters (SQLite folds Latin ones alone)."""
    piece = " ".join(text.split())
    ways = dict.fromkeys((piece, piece.lower(), piece.upper(), piece[:1].upper() + piece[1:].lower()))
    return or_(*(column.icontains(way, autoescape=True) for way in ways))


def _selection(row: Row[*tuple[Any, ...]]) -> Selection:
    values = row._asdict()
    return Selection(**{**values, "kind": SelectionKind(values["kind"])})
