"""Asking for selections (досье, папки, списки), their drafts and the steps that led to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from catalog.errors import Conflict, NotFound
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
)

KEPT_STEPS = 200
_NAMES = {
    SelectionKind.DOSSIER: "Досье",
    SelectionKind.PRESS: "Папку публикаций",
    SelectionKind.LIST: "Информационный список",
}


class SelectionReading:
    """The questions; none of them changes anything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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

    def _found(self, query: Select[*tuple[Any, ...]]) -> list[Selection]:
        return [_selection(row) for row in self._connection.execute(query)]

    def _existing(self, id: int) -> Selection:
        found = self.get(id)
        if found is None:
            raise NotFound("Такой подборки нет.")
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
