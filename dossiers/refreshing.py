"""The saved request of a selection put again: it proposes, a librarian accepts or refuses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import NotFound, QueryRefused, VecheError
from catalog.selections import PROPOSED, Draft, Place, Selection, SelectionEntry, arranged
from catalog.unit_of_work import UnitOfWork
from dossiers import arranging
from dossiers.arranging import Into
from dossiers.editing import STAFF, Hand, change, require_section
from dossiers.requests import MOST, Searching, hits_of, request_of

ACTOR = "обновление"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of putting a request again.

    Attributes:
        selection: as it is now.
        found: documents that the request finds.
        offered: records newly offered.
        leaving: records newly proposed to leave.
        left: documents beyond the limit, which were not looked at; nothing is proposed to leave then.
    """

    selection: Selection
    found: int
    offered: int
    leaving: int
    left: int


def refresh(
    database: Database, searcher: Searching, selection: int, clock: Clock, *, most: int = MOST
) -> Refreshed:
    """Put the saved request of a selection again.

    Raises:
        NotFound: there is no such selection, or it was removed.
        VecheError: it has no saved request.
    """
    with database.read() as work:
        saved = _standing(work, selection)
    if not saved.query:
        raise VecheError("У подборки нет сохранённого запроса.", "Задайте его на странице правки.")
    hits, total = hits_of(searcher, request_of(saved.query, clock.today(), STAFF), most)
    found = [hit.record for hit in hits]
    complete = total <= most
    with database.write() as work:
        saved, before = _standing(work, selection), work.selections.draft(selection)
        after = proposed(before, found, complete=complete, moment=clock.now())
        kept = work.selections.save(
            selection, after, version=saved.version, actor=ACTOR, action="refresh", moment=clock.now()
        )
        work.selections.mark_refreshed(selection, clock.now())
    fresh = {
        place: _in_place(after, place) - _in_place(before, place) for place in (Place.OFFERED, Place.LEAVING)
    }
    counts = (len(fresh[Place.OFFERED]), len(fresh[Place.LEAVING]))
    return Refreshed(kept, total, *counts, max(0, total - most))


def _standing(work: UnitOfWork, selection: int) -> Selection:
    found = work.selections.get(selection)
    if found is None or found.removed_at is not None:
        raise NotFound("Такой подборки нет.")
    return found


def _in_place(draft: Draft, place: Place) -> set[int]:
    return {one.record for one in draft.entries if one.place is place}


def proposed(draft: Draft, found: Sequence[int], *, complete: bool, moment: datetime) -> Draft:
    """What a request proposes for a draft: new finds are offered, what it finds no longer is leaving.

    Excluded records stay out, pinned ones stay in, and what is found again is not leaving any more.

    Args:
        draft: as it stands.
        found: records that the request finds.
        complete: whether these are all; otherwise nothing is proposed to leave.
        moment: of asking.
    """
    now = set(found)
    entries = []
    for one in draft.entries:
        if one.place is Place.LEAVING and (one.record in now or one.pinned):
            entries.append(replace(one, place=Place.IN))
        elif one.place is Place.IN and complete and one.record not in now and not one.pinned:
            entries.append(replace(one, place=Place.LEAVING))
        elif one.place is not Place.OFFERED or one.record in now or not complete:
            entries.append(one)
    known = {one.record for one in draft.entries}
    fresh = [
        SelectionEntry(record, moment, ACTOR, place=Place.OFFERED)
        for record in dict.fromkeys(found)
        if record not in known
    ]
    return arranged(replace(draft, entries=(*entries, *fresh)))


def accept(
    work: UnitOfWork,
    selection: int,
    hand: Hand,
    records: Collection[int] | None = None,
    *,
    where: Into | None = None,
) -> Selection:
    """Follow what is proposed: offered records come in, leaving ones go.

    Args:
        work: a writing unit of work.
        selection: its number.
        hand: who decides.
        records: which; all that are proposed if not given.
        where: the place of what comes in; at the end of what has no section if not given.
    """

    def step(draft: Draft) -> Draft:
        require_section(draft, where.section if where else None)
        return arranging.accepted(draft, _wanted(draft, records), where)

    return change(work, selection, hand, "accept", step)


def refuse(work: UnitOfWork, selection: int, hand: Hand, records: Collection[int] | None = None) -> Selection:
    """Do not follow it: offered records are excluded, leaving ones pinned; neither is proposed again."""
    return change(
        work, selection, hand, "refuse", lambda draft: arranging.refused(draft, _wanted(draft, records))
    )


def _wanted(draft: Draft, records: Collection[int] | None) -> set[int]:
    waiting = {one.record for one in draft.entries if one.place in PROPOSED}
    return waiting if records is None else waiting & set(records)


def refresh_due(database: Database, searcher: Searching, clock: Clock) -> int:
    """Put the requests of all selections whose days have passed; how many that were.

    A request that search refuses does not hold up the others: it is tried again when its days have passed.
    """
    with database.read() as work:
        due = work.selections.due(clock.now())
    for one in due:
        try:
            refresh(database, searcher, one.id, clock)
        except (NotFound, QueryRefused):
            with database.write() as work:
                work.selections.mark_refreshed(one.id, clock.now())
    return len(due)
