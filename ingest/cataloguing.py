"""The last step: a description becomes a record, one more original of a record, or a duplicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from acts.proposals import keep_proposals
from catalog.arrivals import Arrival, LedgerState
from catalog.choosing import choose
from catalog.clock import Clock
from catalog.database import Database
from catalog.headings import ClosingRule
from catalog.model import Edition, RecordClass, RecordDraft
from catalog.unit_of_work import UnitOfWork
from ingest.bands import bands_of
from ingest.closing import Finding, close, in_words, note_closed
from ingest.copies import note_grouped
from ingest.describing import LETTERS, Received
from ingest.editions import EDITION, MAYBE_SAME, Place, lasting_marks, place_in
from ingest.letters import LETTER, tie_attachments
from ingest.near_copies import (
    DRAFT,
    SIGNED,
    TEXT,
    Head,
    Kinship,
    NearCopy,
    editions_near,
    near_copy,
    role_of,
)

SEVERAL = "several"
CLOSED = "closed"
_ATTACHMENT = "приложение"
_CANDIDATES = 50


class Cataloguing(Protocol):
    """What cataloguing needs of the road."""

    database: Database
    clock: Clock


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a draft is to the records of the same identity, and to the rules of the library.

    Attributes:
        seen: the editions of those records.
        same: the record and the edition that it belongs to, or None.
        maybe: the first of the others, or None.
        near: editions whose texts may be nearly the same.
        copy: how its text is one of a record, whose requisites may have blanks.
        closed: why it comes in closed.
    """

    seen: frozenset[int]
    same: Place | None = None
    maybe: int | None = None
    near: frozenset[int] = frozenset()
    copy: NearCopy | None = None
    closed: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Identity:
    issuer: str | None
    kind: str | None
    day: date | None
    number: str | None
    title: str


def catalogue(road: Cataloguing, arrival: Arrival, drafts: Sequence[RecordDraft], milliseconds: int) -> None:
    """Write the outcome of a file, with all documents that it holds, in one transaction.

    Texts are compared before it, so that nobody waits for that; should a record of the same identity, or an
    edition of one, appear meanwhile, they are compared again.
    """
    drafts = [with_bands(draft) for draft in drafts]
    with road.database.read() as work:
        last, told = work.texts.last(), _told(work, drafts, work.closing_rules.all())
    while True:
        with road.database.write() as work:
            if _is_duplicate(road, work, arrival, milliseconds):
                return
            if work.texts.last() == last or all(_still_true(work, one) for one in told):
                _write(road, work, arrival, [(one.draft, one.verdict) for one in told], milliseconds)
                return
        with road.database.read() as work:
            last, told = work.texts.last(), _told(work, drafts, work.closing_rules.all())


@dataclass(frozen=True, slots=True)
class _Told:
    """A draft as the rules let it come in, and what it is to what is held."""

    draft: RecordDraft
    identity: _Identity
    verdict: _Verdict


def _told(work: UnitOfWork, drafts: Sequence[RecordDraft], rules: Sequence[ClosingRule]) -> list[_Told]:
    found = []
    for one in drafts:
        draft, held = close(one, rules)
        identity = _identity(draft)
        found.append(_Told(draft, identity, replace(_judge(work, draft, identity), closed=tuple(held))))
    return found


def with_bands(draft: RecordDraft) -> RecordDraft:
    """A draft of an act with what its text is found by among those that are nearly the same."""
    if draft.record_class is not RecordClass.ACT:
        return draft
    return replace(draft, text=replace(draft.text, bands=bands_of(draft.text.pages)))


def _still_true(work: UnitOfWork, told: _Told) -> bool:
    """Whether nothing has come since that a draft would have to be compared with."""
    if not _seen(_editions(work, told.draft, told.identity)) <= told.verdict.seen:
        return False
    return editions_near(work, told.draft, _head(told.draft, told.identity)) <= told.verdict.near


def likely_same_act(road: Cataloguing, draft: RecordDraft, *, but: int) -> int | None:
    """The record, other than its own, of the act that a text which has been read anew is of; or None."""
    identity = _identity(draft)
    draft = with_bands(draft)
    with road.database.read() as work:
        told = _judge(work, draft, identity)
    likely = (told.same.record if told.same else None, told.maybe)
    return next((one for one in likely if one not in (None, but)), None)


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
    judged: Sequence[tuple[RecordDraft, _Verdict]],
    milliseconds: int,
) -> None:
    first = judged[0][0].text
    if first.sha256:
        work.originals.set_media_type(first.sha256, first.media_type)
    numbers: list[int] = []
    for draft, verdict in judged:
        numbers.append(_write_one(work, draft, verdict, numbers))
    same = judged[0][1].same
    code, params = first.waiting, dict[str, str]()
    if len(judged) > 1:
        code, params = SEVERAL, told_several(numbers, judged[0][0].record_class)
        hidden = [one for one, (_draft, told) in zip(numbers, judged, strict=True) if told.closed]
        if hidden:
            params["closed"] = in_ranges(hidden)
    elif same is not None:
        code = "merged" if same.edition is not None else EDITION
        params = {"record": str(same.record)}
    elif judged[0][1].closed and not code:
        code, params = CLOSED, _told_closed(judged[0][1].closed[0])
    if first.media_type in LETTERS:
        came_with = tie_attachments(work, arrival, numbers[0], Received.of(arrival).file_name)
        if came_with and not code:
            code, params = LETTER, came_with
    work.ledger.finish(
        arrival.id,
        LedgerState.CATALOGUED,
        record=numbers[0],
        reason_code=code,
        reason_params=params,
        finished=road.clock.now(),
        milliseconds=milliseconds,
    )


def _take_in(work: UnitOfWork, place: Place, draft: RecordDraft, copy: NearCopy | None) -> None:
    """One more original of an edition, or one more edition of a record."""
    before = work.records.get(place.record)
    marks = lasting_marks(before.marks) if before else ()
    if place.edition is not None:
        role = role_of(draft)
        if before and copy and copy.takes_over:
            for one in work.originals.of_record(place.record):
                if one.role == TEXT:
                    work.editions.set_role(place.record, one.sha256, DRAFT if before.draft else SIGNED)
            work.records.replace(place.record, replace(draft, key=before.key, marks=(*draft.marks, *marks)))
            keep_proposals(work, [place.record])
        else:
            work.records.add_original(place.record, draft.text, draft.file_name, role, edition=place.edition)
        if copy:
            note_grouped(work, place.record, draft.text.sha256 or "", copy.why, draft.file_name)
        return
    work.records.add_edition(place.record, replace(draft, marks=(*draft.marks, *marks)))
    keep_proposals(work, [place.record])


def _write_one(work: UnitOfWork, draft: RecordDraft, verdict: _Verdict, taken: Sequence[int]) -> int:
    """One document of a file; two of them are never the same record."""
    same, maybe = verdict.same, verdict.maybe
    if same is not None and same.record not in taken:
        _take_in(work, same, draft, verdict.copy)
        return same.record
    if maybe is None and same is not None:
        maybe = same.record
    marks = (*draft.marks, f"{MAYBE_SAME}:{maybe}") if maybe else draft.marks
    record = work.records.add(replace(draft, marks=marks))
    note_closed(work, record, verdict.closed)
    keep_proposals(work, [record])
    return record


def _told_closed(why: Finding) -> dict[str, str]:
    """Parameters of «Закрыт по правилу «паспортные данные», страница 2»."""
    told = {"rule": in_words(why.rule)}
    return told | ({"what": "page", "page": str(why.page)} if why.page else {})


def told_several(numbers: Sequence[int], record_class: RecordClass) -> dict[str, str]:
    """Parameters of «В файле 5 актов: записи 11–15»."""
    kind = "articles" if record_class is RecordClass.PRESS else "acts"
    return {"kind": kind, kind: str(len(numbers)), "records": in_ranges(numbers)}


def in_ranges(numbers: Sequence[int]) -> str:
    """Numbers with those that follow each other joined: «3, 11–14»."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


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


def _editions(work: UnitOfWork, draft: RecordDraft, identity: _Identity) -> dict[int, list[Edition]]:
    """The records of a draft's identity, the oldest first, with their editions."""
    found = _same_identity(work, draft, identity)
    held = work.editions.of_records(found)
    return {record: held.get(record, []) for record in found}


def _judge(work: UnitOfWork, draft: RecordDraft, identity: _Identity) -> _Verdict:
    """Compare a draft with the editions of the records of its identity.

    A text that is nearly the same comes before a record that it would be another edition of.
    """
    held = _editions(work, draft, identity)
    records = work.records.many(list(held))
    texts = work.editions.texts([one.id for editions in held.values() for one in editions])
    places: list[Place] = []
    maybe: list[int] = []
    for number, editions in held.items():
        record = records[number]
        foreign = identity.kind == _ATTACHMENT and record.title != identity.title
        mergeable = record.visibility is draft.visibility and record.withdrawn_at is None
        place = place_in(record, draft, identity.title, editions, texts) if mergeable else None
        if place is not None and not (foreign and place.edition is None):
            places.append(place)
        elif not foreign:
            maybe.append(number)
    places.sort(key=lambda place: place.edition is None)
    verdict = _Verdict(_seen(held), next(iter(places), None), next(iter(maybe), None))
    return _with_near_copy(work, draft, _head(draft, identity), verdict)


def _with_near_copy(work: UnitOfWork, draft: RecordDraft, head: Head, verdict: _Verdict) -> _Verdict:
    """The verdict with what likeness of the texts tells beside the requisites."""
    nearness = near_copy(work, draft, head)
    copy, same = nearness.copy, verdict.same
    if copy is None:
        return replace(verdict, near=nearness.seen)
    if same is None and copy.kinship is Kinship.SAME:
        same = Place(copy.record, copy.edition)
    agrees = same is not None and (same.record, same.edition) == (copy.record, copy.edition)
    return replace(
        verdict,
        near=nearness.seen,
        same=same,
        maybe=verdict.maybe or copy.record,
        copy=copy if agrees else None,
    )


def _head(draft: RecordDraft, identity: _Identity) -> Head:
    return Head(
        identity.kind,
        identity.issuer,
        identity.day,
        identity.number,
        identity.title,
        role_of(draft) == DRAFT,
        draft.text.text_layer == "ocr",
    )


def _seen(held: dict[int, list[Edition]]) -> frozenset[int]:
    return frozenset(one.id for editions in held.values() for one in editions)
