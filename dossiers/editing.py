"""Editing a selection: each change is checked, kept as one step, and told to whoever comes second."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.selections import HEAD, Draft, Place, Selection, SelectionEntry, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers import arranging
from dossiers.arranging import Into, Target
from dossiers.grouping import GROUPINGS
from dossiers.requests import MOST, Searching, hits_of, request_of, saved_query
from language.wording import day

STAFF = frozenset({"public", "staff"})
_MOST_REFRESH_DAYS = 3650
LONGEST_TITLE = 300
_END = Into(None)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who edits, and from which version of the draft.

    Attributes:
        actor: name of the account.
        version: of the selection that was shown.
        clock: tells when.
    """

    actor: str
    version: int
    clock: Clock


@dataclass(frozen=True, slots=True)
class AddedByQuery:
    """What came of adding all that a request finds.

    Attributes:
        selection: as it is now.
        found: documents that the request finds.
        added: those that came in.
        known: those that stood in the draft, or were excluded by a librarian.
        left: those beyond the limit, which were not looked at.
    """

    selection: Selection
    found: int
    added: int
    known: int
    left: int


def create(
    work: UnitOfWork, kind: SelectionKind, title: str, *, actor: str, clock: Clock, **head: Any
) -> Selection:
    """Make a selection.

    Args:
        work: a writing unit of work.
        kind: dossier, press folder or list.
        title: required.
        actor: name of the account.
        clock: tells when.
        **head: further fields of ``catalog.selections.HEAD``.

    Raises:
        VecheError: a field cannot be taken.
    """
    draft = replace(Draft(""), **_checked(work, {"title": title, **head}))
    return work.selections.create(kind, draft, actor=actor, moment=clock.now())


def change(
    work: UnitOfWork, selection: int, hand: Hand, action: str, step: Callable[[Draft], Draft]
) -> Selection:
    """Change a draft by a function and keep it as one step.

    Raises:
        NotFound: there is no such selection.
        Conflict: somebody changed it since; the sentence says who and when.
    """
    try:
        work.selections.require(selection, hand.version)
        return work.selections.save(
            selection,
            step(work.selections.draft(selection)),
            version=hand.version,
            actor=hand.actor,
            action=action,
            moment=hand.clock.now(),
        )
    except Conflict as conflict:
        raise refusal_with_moment(conflict, hand.clock) from conflict


def refusal_with_moment(conflict: Conflict, clock: Clock) -> Conflict:
    """The same with the moment as the library's clock shows it."""
    if conflict.when is None:
        return conflict
    local = conflict.when.astimezone(clock.zone)
    said = str(conflict).removesuffix(".")
    return Conflict(
        f"{said}, {day(local.date())} в {local:%H:%M}.",
        conflict.hint,
        who=conflict.who,
        when=conflict.when,
    )


def change_head(work: UnitOfWork, selection: int, hand: Hand, **head: Any) -> Selection:
    """Give a selection another title, introduction, request, grouping, ...: fields of ``HEAD``.

    Raises:
        VecheError: a field cannot be taken.
    """
    values = _checked(work, head)

    def step(draft: Draft) -> Draft:
        changed = replace(draft, **values)
        if changed.first_day and changed.last_day and changed.first_day > changed.last_day:
            raise VecheError("Начало периода позже его конца.")
        return changed

    return change(work, selection, hand, "edit", step)


def _checked(work: UnitOfWork, head: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a head as they are kept."""
    values = dict(head)
    unknown = values.keys() - set(HEAD)
    if unknown:
        raise VecheError(f"У подборки нет поля «{sorted(unknown)[0]}».")
    for name in ("title", "theme", "audience"):
        if name in values:
            values[name] = " ".join(values[name].split())[:LONGEST_TITLE]
    if values.get("title") == "":
        raise VecheError("Назовите подборку.")
    if "query" in values:
        values["query"] = saved_query(values["query"])
    if values.get("grouping", "sections") not in GROUPINGS:
        raise VecheError(f"Так документы не группируются. Можно: {', '.join(GROUPINGS)}.")
    if not 0 <= values.get("refresh_days", 0) <= _MOST_REFRESH_DAYS:
        raise VecheError(f"Дней между обновлениями может быть от 0 до {_MOST_REFRESH_DAYS}.")
    if values.get("cover") and not work.originals.has(values["cover"]):
        raise VecheError("Картинки для обложки в хранилище нет.", "Сначала примите её как файл.")
    return values


def add_records(  # noqa: PLR0913 - which, where, with what note
    work: UnitOfWork,
    selection: int,
    records: Sequence[int],
    hand: Hand,
    *,
    where: Into = _END,
    note: str = "",
) -> Selection:
    """Bring records into a draft; those that stand in it stay where they are.

    Where a saved request keeps the selection fresh, they are pinned: what a person chose stays though the
    request does not find it.

    Raises:
        NotFound: one of the records, or the section, is not there.
    """
    entries = _entries(work, records, hand, note)

    def step(draft: Draft) -> Draft:
        require_section(draft, where.section)
        chosen = [replace(one, pinned=bool(draft.query)) for one in entries]
        return arranging.with_entries(draft, chosen, where)

    return change(work, selection, hand, "add", step)


def _entries(work: UnitOfWork, records: Sequence[int], hand: Hand, note: str = "") -> list[SelectionEntry]:
    held = work.records.many(records)
    missing = next((record for record in records if record not in held), None)
    if missing is not None:
        raise NotFound(f"Записи {missing} в каталоге нет.")
    moment = hand.clock.now()
    return [SelectionEntry(record, moment, hand.actor, note=note.strip()) for record in records]


def add_by_query(  # noqa: PLR0913 - where to look, what for, where to put it
    database: Database,
    searcher: Searching,
    selection: int,
    query: Mapping[str, str],
    hand: Hand,
    *,
    where: Into = _END,
    most: int = MOST,
) -> AddedByQuery:
    """Bring in all that a request finds, up to a limit that the answer tells; excluded ones stay out.

    Args:
        database: the catalogue; the search is done before it is locked.
        searcher: the search.
        selection: number of the selection.
        query: as ``saved_query`` takes it.
        hand: who adds.
        where: the place of what comes in.
        most: the limit.

    Raises:
        VecheError: the request cannot be put.
    """
    asked = saved_query(query)
    hits, total = hits_of(searcher, request_of(asked, hand.clock.today(), STAFF), most)
    with database.write() as work:
        draft = work.selections.draft(selection)
        held = {one.record for one in draft.entries if one.place is not Place.OFFERED}
        fresh = [hit.record for hit in hits if hit.record not in held]
        entries = _entries(work, fresh, hand)
        pinned = bool(draft.query) and asked != draft.query

        def step(draft: Draft) -> Draft:
            require_section(draft, where.section)
            found = [replace(one, pinned=pinned) for one in entries]
            return arranging.with_entries(draft, found, where)

        saved = change(work, selection, hand, "add-by-query", step)
    return AddedByQuery(saved, total, len(fresh), len(hits) - len(fresh), max(0, total - len(hits)))


def remove_records(work: UnitOfWork, selection: int, records: Collection[int], hand: Hand) -> Selection:
    """Take records out of a draft; the saved request may offer them again."""
    return change(work, selection, hand, "remove", lambda draft: arranging.without(draft, records))


def exclude_records(work: UnitOfWork, selection: int, records: Sequence[int], hand: Hand) -> Selection:
    """Take records out for good: no request brings them back.

    Raises:
        NotFound: one of the records is not there.
    """
    entries = _entries(work, records, hand)
    return change(work, selection, hand, "exclude", lambda draft: arranging.excluded(draft, entries))


def pin_records(
    work: UnitOfWork, selection: int, records: Collection[int], hand: Hand, *, on: bool = True
) -> Selection:
    """Pin records, so that they stay whatever the request finds; or let them loose."""
    action = "pin" if on else "unpin"
    return change(work, selection, hand, action, lambda draft: arranging.pinned(draft, records, on))


def set_note(work: UnitOfWork, selection: int, record: int, note: str, hand: Hand) -> Selection:
    """Write a word on a record, in Markdown.

    Raises:
        NotFound: the record is not in the draft.
    """

    def step(draft: Draft) -> Draft:
        require_entry(draft, record)
        return arranging.noted(draft, record, note.strip())

    return change(work, selection, hand, "note", step)


def move_record(work: UnitOfWork, selection: int, record: int, target: Target, hand: Hand) -> Selection:
    """Move a record by a step, before another, or into a section.

    Raises:
        NotFound: the record, the other one or the section is not in the draft.
    """

    def step(draft: Draft) -> Draft:
        require_entry(draft, record)
        if isinstance(target, Into):
            require_section(draft, target.section)
        elif isinstance(target, arranging.Before):
            require_entry(draft, target.record)
        return arranging.moved(draft, record, target)

    return change(work, selection, hand, "move", step)


def move_records(
    work: UnitOfWork, selection: int, records: Sequence[int], where: Into, hand: Hand
) -> Selection:
    """Move several records into a section, in the order given.

    Raises:
        NotFound: a record or the section is not in the draft.
    """

    def step(draft: Draft) -> Draft:
        require_section(draft, where.section)
        at = where.position
        for shift, record in enumerate(records):
            require_entry(draft, record)
            place = Into(where.section, None if at is None else at + shift)
            draft = arranging.moved(draft, record, place)
        return draft

    return change(work, selection, hand, "move", step)


def remove(work: UnitOfWork, selection: int, hand: Hand) -> None:
    """Take a selection out of sight; its address and its issues stay, and it can be brought back."""
    try:
        work.selections.remove(selection, version=hand.version, actor=hand.actor, moment=hand.clock.now())
    except Conflict as conflict:
        raise refusal_with_moment(conflict, hand.clock) from conflict


def require_section(draft: Draft, section: int | None) -> None:
    """Refuse a section that is not in the draft (any more); None is the part without a section."""
    if section is not None and draft.section(section) is None:
        raise NotFound("Такого раздела в подборке нет.", "Возможно, его удалили: откройте страницу снова.")


def require_entry(draft: Draft, record: int) -> None:
    """Refuse a record that is not in the draft."""
    if draft.entry(record) is None:
        raise NotFound("В этой подборке такого документа нет.")
