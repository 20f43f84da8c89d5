"""The last step: a description becomes a record, one more original of a record, or a duplicate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from acts.proposals import keep_proposals
from catalog.choosing import choose
from catalog.clock import Clock
from catalog.database import Database
from catalog.model import Arrival, LedgerState, RecordClass, RecordDraft
from catalog.unit_of_work import UnitOfWork
from ingest.likeness import nearly_same

MAYBE_SAME = "maybe-same"
_COPY = "copy"
_ATTACHMENT = "приложение"
_CANDIDATES = 50


class Cataloguing(Protocol):
    """What cataloguing needs of the road."""

    database: Database
    clock: Clock


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a draft is to the records of the same identity.

    Attributes:
        seen: those records.
        same: the record whose text is nearly the same, or None.
        maybe: the first of the others, or None.
    """

    seen: tuple[int, ...] = ()
    same: int | None = None
    maybe: int | None = None


@dataclass(frozen=True, slots=True)
class _Identity:
    issuer: str | None
    kind: str | None
    day: date | None
    number: str | None
    title: str


def catalogue(road: Cataloguing, arrival: Arrival, draft: RecordDraft, milliseconds: int) -> None:
    """Write the outcome of a document in one transaction.

    Texts are compared before it, so that nobody waits for that; should a record of the same identity appear
    meanwhile, they are compared again.
    """
    identity = _identity(draft)
    verdict = _Verdict()
    while True:
        with road.database.read() as work:
            verdict = _judge(work, draft, identity, verdict)
        with road.database.write() as work:
            if _is_duplicate(road, work, arrival, milliseconds):
                return
            if set(_same_identity(work, draft, identity)) <= set(verdict.seen):
                _write(road, work, arrival, (draft, verdict), milliseconds)
                return


def find_duplicate(road: Cataloguing, arrival: Arrival, milliseconds: int) -> bool:
    """Note an arrival whose bytes are a record's already; True if they are."""
    with road.database.read() as work:
        if work.records.by_sha256(arrival.sha256 or "") is None:
            return False
    with road.database.write() as work:
        return _is_duplicate(road, work, arrival, milliseconds)


def _is_duplicate(road: Cataloguing, work: UnitOfWork, arrival: Arrival, milliseconds: int) -> bool:
    first = work.records.by_sha256(arrival.sha256 or "")
    if first is None:
        return False
    work.ledger.finish(
        arrival.id,
        LedgerState.DUPLICATE,
        record=first,
        reason_code="duplicate",
        reason_params={"record": str(first)},
        finished=road.clock.now(),
        milliseconds=milliseconds,
    )
    return True


def _write(
    road: Cataloguing,
    work: UnitOfWork,
    arrival: Arrival,
    judged: tuple[RecordDraft, _Verdict],
    milliseconds: int,
) -> None:
    draft, verdict = judged
    code, params = draft.text.waiting, dict[str, str]()
    if draft.text.sha256:
        work.originals.set_media_type(draft.text.sha256, draft.text.media_type)
    if verdict.same is not None:
        work.records.add_original(verdict.same, draft.text, draft.file_name, _COPY)
        record = verdict.same
        code, params = "merged", {"record": str(record)}
    else:
        marks = (*draft.marks, f"{MAYBE_SAME}:{verdict.maybe}") if verdict.maybe else draft.marks
        record = work.records.add(replace(draft, marks=marks))
        keep_proposals(work, [record])
    work.ledger.finish(
        arrival.id,
        LedgerState.CATALOGUED,
        record=record,
        reason_code=code,
        reason_params=params,
        finished=road.clock.now(),
        milliseconds=milliseconds,
    )


def _identity(draft: RecordDraft) -> _Identity:
    chosen = choose(draft.values)
    shown = chosen.shown
    return _Identity(
        shown.get("issuer"),
        shown.get("kind"),
        chosen.day("date"),
        shown.get("number"),
        shown.get("title", ""),
    )


def _same_identity(work: UnitOfWork, draft: RecordDraft, identity: _Identity) -> list[int]:
    if draft.record_class is not RecordClass.ACT:
        return []
    found = work.records.same_identity(identity.issuer, identity.kind, identity.day, identity.number)
    return found[:_CANDIDATES]


def _judge(work: UnitOfWork, draft: RecordDraft, identity: _Identity, former: _Verdict) -> _Verdict:
    """Compare a draft with the records of its identity that have not been looked at yet."""
    candidates = _same_identity(work, draft, identity)
    fresh = [record for record in candidates if record not in former.seen]
    records = work.records.many(fresh)
    texts = work.texts.many_pages(fresh)
    same, maybe = former.same, former.maybe
    for number in fresh:
        record = records[number]
        mergeable = record.visibility is draft.visibility and record.withdrawn_at is None
        if mergeable and same is None and nearly_same(draft.text.pages, texts.get(number, ())):
            same = number
        elif maybe is None and (identity.kind != _ATTACHMENT or record.title == identity.title):
            maybe = number
    return _Verdict(tuple(candidates), same, maybe)
