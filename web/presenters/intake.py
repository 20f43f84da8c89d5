"""Arrivals in the words of a librarian."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.arrivals import Arrival, LedgerState
from catalog.model import Record, Visibility
from catalog.unit_of_work import UnitOfWork
from ingest.names import shown
from ingest.reasons import say
from web.access import sees
from web.presenters.layout import Way
from web.presenters.marks import mark_views
from web.presenters.requisites import act_name, clipped, shown_title
from web.presenters.state import StateView
from web.visit import Visit

LONGEST = 250
_TOLD_BESIDE = frozenset({"letter", "merged", "several", "edition", "duplicate"})
_TAKEN = frozenset({LedgerState.CATALOGUED, LedgerState.DUPLICATE})
_WAITS = "waiting"
_SHAPES = {
    LedgerState.CATALOGUED: "good",
    LedgerState.OPENED: "good",
    LedgerState.DUPLICATE: "still",
    LedgerState.GONE: "still",
    LedgerState.REJECTED: "bad",
}


@dataclass(frozen=True, slots=True)
class IntakeFigures:
    """The figures at the head of the intake page.

    Attributes:
        taken_today: arrivals catalogued today.
        working: without an outcome yet.
        review: records that wait for a librarian.
        rejected: not taken.
        free: octets free on the disk.
        disk_low: whether the intake stands for want of room.
        last_scan: «20 секунд назад», or "".
        last_backup: likewise.
        backup_overdue: whether a reminder is due.
    """

    taken_today: int
    working: int
    review: int
    rejected: int
    free: int
    disk_low: bool
    last_scan: str
    last_backup: str
    backup_overdue: bool


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """One row of the ledger.

    Attributes:
        id: its number.
        moment: when it was seen.
        path: as shown.
        place: folder above the name, or "".
        state: a word with a shape.
        record: link to the record, or None.
        what: what it is or why it was not taken.
        notes: what else is to be known.
        address: of the row's own page.
        action: link to what is to be done, or None.
        can_retry: whether it may be taken up again.
    """

    id: int
    moment: datetime
    path: str
    place: str
    state: StateView
    record: Way | None
    what: str
    notes: tuple[str, ...]
    address: str
    action: Way | None
    can_retry: bool


def ago(visit: Visit, moment: datetime | None) -> str:
    """How long ago a moment was, in the largest unit that fits."""
    if moment is None:
        return ""
    seconds = max(0, int((visit.services.clock.now() - moment).total_seconds()))
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= length:
            return visit.t("intake.ago", time=visit.t(f"count.{unit}", n=seconds // length))
    return visit.t("intake.ago", time=visit.t("count.seconds", n=seconds))


def arrival_views(visit: Visit, work: UnitOfWork, arrivals: Sequence[Arrival]) -> tuple[ArrivalView, ...]:
    """Rows of the ledger, in the order given."""
    ids = sorted({arrival.record for arrival in arrivals if arrival.record is not None})
    records = {
        number: record
        for number, record in (work.records.many(ids) if ids else {}).items()
        if sees(record, visit.account)
    }
    waits = _waiting(work, [number for number, record in records.items() if _WAITS in record.marks])
    return tuple(
        _view(
            visit,
            one,
            records.get(one.record) if one.record is not None else None,
            waits.get((one.record or 0, one.sha256 or ""), ""),
        )
        for one in arrivals
    )


def _waiting(work: UnitOfWork, records: Sequence[int]) -> dict[tuple[int, str], str]:
    """Record and SHA-256 -> the code of why the text of that file waits."""
    held = work.texts.held(records) if records else []
    return {(text.record, text.sha256): text.waiting for text in held if text.waiting}


def _view(visit: Visit, arrival: Arrival, record: Record | None, waits_for: str) -> ArrivalView:
    t = visit.t
    path = shown(arrival.path).replace("\\", "/")
    place, _, name = path.rpartition("/")
    waits = record is not None and (record.needs_review or record.visibility == Visibility.HELD)
    doubtful = arrival.state == LedgerState.CATALOGUED and waits
    word = "review" if doubtful else str(arrival.state)
    shape = "doubt" if doubtful else _SHAPES.get(arrival.state, "busy")
    notes = _notes(visit, arrival, record, waits_for) if record is not None else ()
    return ArrivalView(
        id=arrival.id,
        moment=arrival.seen,
        path=name or path,
        place=place,
        state=StateView(shape, t(f"ledger.{word}"), "", None, confirmed=True, sentence=""),
        record=Way(clipped(shown_title(visit, record), LONGEST), visit.url("record", record=record.id))
        if record
        else None,
        what=_what(visit, arrival, record),
        notes=notes,
        address=visit.url("arrival", arrival=arrival.id),
        action=_action(visit, arrival, record, doubtful=doubtful),
        can_retry=arrival.state == LedgerState.REJECTED,
    )


def _notes(visit: Visit, arrival: Arrival, record: Record, waits_for: str) -> tuple[str, ...]:
    """What else is to be known of a file that was taken: what became of it, who sees it, what is doubtful."""
    t, notes = visit.t, []
    if arrival.state in _TAKEN and arrival.reason_code in _TOLD_BESIDE:
        notes.append(say(arrival.reason_code, arrival.reason_params, visit.language))
    if arrival.state != LedgerState.CATALOGUED:
        return tuple(notes)
    if record.visibility != Visibility.PUBLIC:
        code = str(record.visibility)
        notes.append(f"{t(f'visibility.{code}')}. {t(f'visibility.{code}_more')} {t(f'arrival.{code}_do')}")
    if waits_for:
        notes.append(say(waits_for, {}, visit.language))
    marks = [mark for mark in record.marks if not (waits_for and mark == _WAITS)]
    return (*notes, *(mark.label for mark in mark_views(visit, marks)))


def _what(visit: Visit, arrival: Arrival, record: Record | None) -> str:
    if record is not None:
        name, title = act_name(visit, record), shown_title(visit, record)
        return name if name != title else ""
    if arrival.state in (LedgerState.CATALOGUED, LedgerState.DUPLICATE) and arrival.record is not None:
        return visit.t("ledger.record_hidden", number=arrival.record)
    if arrival.reason_code:
        return say(arrival.reason_code, arrival.reason_params, visit.language)
    return "" if arrival.state.final else visit.t(f"ledger_step.{arrival.state}")


def _action(visit: Visit, arrival: Arrival, record: Record | None, *, doubtful: bool) -> Way | None:
    if record is not None and arrival.state == LedgerState.CATALOGUED:
        word = "intake.settle" if doubtful else "intake.check"
        return Way(visit.t(word), visit.url("record-edit", record=record.id))
    if arrival.state in (LedgerState.OPENED, LedgerState.REJECTED):
        return Way(visit.t("intake.show"), visit.url("arrival", arrival=arrival.id))
    return None
