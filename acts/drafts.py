"""Which act a draft (проект) became: the same issuer and kind, nearly the same title, a later day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from acts.likeness import stems, texts_alike, titles_alike
from catalog.matching import same_issuer, same_kind
from catalog.model import Proposal, Record, RecordClass, RelationDraft
from catalog.stores.surveys import Titled
from catalog.unit_of_work import UnitOfWork
from language.normal import fold
from language.words import stem

DRAFT_OF = "draft-of"
PROPOSED_FROM = 0.5
_LATER = timedelta(days=366)
_BEFORE_ARRIVAL = timedelta(days=3 * 366)  # a draft without a day may come long after its act
_ALIKE = 0.85
_COMPARED_TEXTS = 6
_NEAR = 0.04


@dataclass(frozen=True, slots=True)
class _Likely:
    """An act that a draft may have become."""

    act: Titled
    confidence: float
    away: int


def adopted_of(work: UnitOfWork, draft: Record) -> list[Proposal]:
    """The act that a draft became, as far as it is held: one proposal, or none.

    Args:
        work: an open unit of work.
        draft: the record of a draft.
    """
    head = _head(draft)
    since, until = _window(head)
    issuers = _family(work, head)
    found = [act for issuer in issuers for act in work.surveys.adopted(issuer, _kind(head), since, until)]
    if head.issuer_id is None:
        found = work.surveys.of_time(RecordClass.ACT, since, until)
    likely = sorted(_likely(head, found), key=lambda one: (-one.confidence, one.away, one.act.record))
    if not likely:
        return []
    best = _by_texts(work, draft.id, likely[:_COMPARED_TEXTS])
    return [_proposal(head, best)] if best.confidence >= PROPOSED_FROM else []


def drafts_of(work: UnitOfWork, act: Record) -> list[int]:
    """Drafts that may have become an act, by number; which of them did, ``adopted_of`` tells for each."""
    if act.date is None:
        return []
    head = _head(act)
    family = [
        number
        for number, name in work.surveys.issuers_of_drafts().items()
        if number == act.issuer_id or same_issuer(name, act.issuer)
    ]
    return [draft.record for draft in work.surveys.drafts(family) if _likely(draft, [head])]


def is_draft(record: Record) -> bool:
    """Whether a record is the draft of an act and no more."""
    return record.record_class is RecordClass.ACT and record.draft


def _head(record: Record) -> Titled:
    return Titled(
        record.id,
        record.title,
        record.kind,
        record.issuer_id,
        record.issuer,
        record.number,
        record.date,
        record.received.date(),
    )


def _kind(draft: Titled) -> str | None:
    """The kind of the act that a draft would become, or None where the draft does not tell."""
    words = (draft.kind or "").split()
    rest = words[1:] if words and fold(words[0]) == "проект" else words
    return _NOMINATIVES.get(" ".join(rest)) if rest else None


_NOMINATIVES = {
    "решения": "решение",
    "решение": "решение",
    "постановления": "постановление",
    "постановление": "постановление",
    "распоряжения": "распоряжение",
    "распоряжение": "распоряжение",
    "приказа": "приказ",
    "приказ": "приказ",
    "устава": "устав",
    "устав": "устав",
}


def _window(draft: Titled) -> tuple[date, date]:
    if draft.date:
        return draft.date, draft.date + _LATER
    return draft.received - _BEFORE_ARRIVAL, draft.received + _LATER


def _family(work: UnitOfWork, draft: Titled) -> list[int]:
    """The issuer of a draft and those that may be the same body under another name."""
    if draft.issuer_id is None:
        return []
    others = (one for one in work.sources.list() if same_issuer(one.name, draft.issuer))
    return [draft.issuer_id, *(one.id for one in others if one.id != draft.issuer_id)]


def _likely(draft: Titled, acts: Iterable[Titled]) -> list[_Likely]:
    """The acts that a draft may have become, each with its likelihood by the heads alone."""
    since, until = _window(draft)
    kind = _kind(draft)
    about_draft = _speaks_of_a_draft(draft.title)
    found = []
    for act in acts:
        if act.date is None or not since <= act.date <= until or act.record == draft.record:
            continue
        if (kind and not same_kind(kind, act.kind)) or _speaks_of_a_draft(act.title) != about_draft:
            continue
        trust = _issuers_trust(draft, act)
        alike = titles_alike(draft.title, act.title) if trust else 0.0
        if alike < _ALIKE:
            continue
        away = abs((act.date - (draft.date or act.date)).days)
        found.append(_Likely(act, alike * trust * _nearness(draft, away) * _telling(draft.title), away))
    return found


def _issuers_trust(draft: Titled, act: Titled) -> float:
    if draft.issuer_id is None or act.issuer_id is None:
        return 0.75
    if draft.issuer_id == act.issuer_id:
        return 1.0
    return 0.9 if same_issuer(draft.issuer, act.issuer) else 0.0


def _nearness(draft: Titled, away: int) -> float:
    if draft.date is None:
        return 0.9
    return 1.0 if away <= 92 else 0.95 if away <= 183 else 0.85


def _telling(title: str) -> float:
    """A title of few words («О бюджете») recurs each year and says less."""
    return {0: 0.0, 1: 0.7, 2: 0.85}.get(len(stems(title)), 1.0)


def _speaks_of_a_draft(title: str) -> bool:
    """Whether an act is about a draft: hearings on it, its publication; that is not its adoption."""
    return stem("проект") in stems(title)


def _by_texts(work: UnitOfWork, draft: int, likely: Sequence[_Likely]) -> _Likely:
    """Let the texts decide between acts of the same title, and strengthen or weaken the first one."""
    pages = work.texts.many_pages([draft, *(one.act.record for one in likely)])
    text = "\n".join(pages.get(draft, ()))
    weighed = []
    for one in likely:
        alike = texts_alike(text, "\n".join(pages.get(one.act.record, ())))
        trust = 0.85 if alike is None else 0.55 + 0.45 * min(1.0, alike / 0.6)
        weighed.append(_Likely(one.act, one.confidence * trust, one.away))
    weighed.sort(key=lambda one: (-one.confidence, one.away, one.act.record))
    best = weighed[0]
    doubtful = len(weighed) > 1 and best.confidence - weighed[1].confidence < _NEAR
    return _Likely(best.act, best.confidence * (0.8 if doubtful else 1.0), best.away)


def _proposal(draft: Titled, best: _Likely) -> Proposal:
    act = best.act
    said = RelationDraft(
        DRAFT_OF,
        act.title,
        kind=act.kind,
        issuer=act.issuer,
        number=act.number,
        date=act.date,
        title=act.title,
        sentence=draft.title,
        confidence=round(min(best.confidence, 0.98), 2),
    )
    return Proposal(draft.record, act.record, said)
