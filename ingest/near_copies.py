"""Copies of one act that are not identical: a draft with blanks, the signed scan, the copy from a site.

Two acts of one pattern («О назначении пенсии») are as like each other as two copies of one act. What tells
them apart are the requisites: acts whose days or numbers differ are never one. Where day and number are
known of both, likeness of the texts confirms it; where one of them has blanks, the texts must be the same to
the word but for what fills the blanks, or else it is only said that they may be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.keys import number_key
from catalog.matching import same_issuer, same_kind
from catalog.model import Edition, Record, RecordClass, RecordDraft, ValueSource
from catalog.unit_of_work import UnitOfWork
from ingest.likeness import Likeness, likeness, nearly_same
from language.normal import fold
from language.wording import NBSP

SIGNED, COPY, DRAFT, TEXT = "signed", "copy", "draft", "text"
_ORDER = (SIGNED, TEXT, COPY, DRAFT)
_ATTACHMENT = "приложение"
_AKIN, _ALIKE = 0.6, 0.9
_LEAST_BANDS = 1
_COMPARED = 6
_SIGNATURE = re.compile(r"(?i)подпис|(?<![^\W_])м\.\s?п\.|глава|председател|директор|начальник|руководител")


class Kinship(StrEnum):
    """What two texts are to each other."""

    SAME = "same"
    MAYBE = "maybe"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an act beside its text."""

    kind: str | None
    issuer: str | None
    day: date | None
    number: str | None
    title: str
    draft: bool
    recognised: bool

    @property
    def blank(self) -> bool:
        """Whether its day or its number is not known."""
        return not (self.day and self.number)


@dataclass(frozen=True, slots=True)
class NearCopy:
    """The record that a text belongs to, or may belong to.

    Attributes:
        record: its number.
        edition: of which it would be one more original.
        kinship: how sure that is.
        takes_over: whether the text is shown from now on: the act after its draft, born text after a scan.
        why: in words, for staff.
    """

    record: int
    edition: int
    kinship: Kinship
    takes_over: bool
    why: str


@dataclass(frozen=True, slots=True)
class Nearness:
    """What was found for one text.

    Attributes:
        copy: the record, or None.
        seen: editions that were looked at.
    """

    copy: NearCopy | None
    seen: frozenset[int]


def editions_near(work: UnitOfWork, draft: RecordDraft, head: Head) -> frozenset[int]:
    """Editions whose texts may be nearly that of a draft."""
    return frozenset(_nearest(work, draft, head))


def _nearest(work: UnitOfWork, draft: RecordDraft, head: Head) -> list[int]:
    """Editions whose texts may be nearly that of a draft: those named alike, then the likest first."""
    if draft.record_class is not RecordClass.ACT or draft.text.sha256 is None or head.kind == _ATTACHMENT:
        return []
    near = work.bands.near(draft.text.bands, blank=not head.blank, least=_LEAST_BANDS)
    if head.day and head.number:
        named = work.records.named(head.day, head.number)
        alike = [one.id for editions in work.editions.of_records(named).values() for one in editions]
        return list(dict.fromkeys((*alike, *(one.edition for one in near))))
    return [one.edition for one in near]


def near_copy(work: UnitOfWork, draft: RecordDraft, head: Head) -> Nearness:
    """The record of the same act, as far as it can be told."""
    nearest = _nearest(work, draft, head)
    seen = frozenset(nearest)
    if not seen:
        return Nearness(None, seen)
    place = {edition: at for at, edition in enumerate(nearest)}
    editions = sorted(work.editions.many(sorted(seen)), key=lambda one: place[one.id])[: _COMPARED * 4]
    records = work.records.many(sorted({one.record for one in editions}))
    likely = [one for one in editions if _heads_agree(head, head_of(records[one.record]))]
    texts = work.editions.texts([one.id for one in likely[: _COMPARED * 2]])
    found = [
        copy
        for one in likely[: _COMPARED * 2]
        if (copy := _compared(work, draft, head, records[one.record], one, texts[one.id]))
    ]
    return Nearness(_chosen(found), seen)


def head_of(record: Record) -> Head:
    """The head of a record that is held."""
    return Head(
        record.kind,
        record.issuer,
        record.date,
        record.number,
        record.title,
        record.draft,
        record.text_layer == "ocr",
    )


def role_of(draft: RecordDraft) -> str:
    """What a file is among several of one act."""
    if draft.status_read == "draft" or any(one.field == "draft" for one in draft.values):
        return DRAFT
    signed = draft.text.text_layer == "ocr" and _SIGNATURE.search("\n".join(draft.text.pages[-2:]))
    return SIGNED if signed else COPY


def rank_of(role: str) -> int:
    """By which files of one act are put in order: the signed one stands first, a draft last."""
    return _ORDER.index(role) if role in _ORDER else _ORDER.index(COPY)


def _heads_agree(one: Head, other: Head) -> bool:
    """Whether nothing that is known of two acts tells them apart."""
    if _ATTACHMENT in (one.kind, other.kind) or not same_kind(_plain(one.kind), _plain(other.kind)):
        return False
    if one.issuer and other.issuer and not same_issuer(one.issuer, other.issuer):
        return False
    if one.number and other.number and number_key(one.number) != number_key(other.number):
        return False
    return not (one.day and other.day and one.day != other.day)


def _plain(kind: str | None) -> str | None:
    """The kind of the act that a draft would become, without its case: «проект решения» is «решени»."""
    if not kind or not fold(kind).startswith("проект"):
        return kind
    return None


def _compared(  # noqa: PLR0913, PLR0917 - two sides of a comparison
    work: UnitOfWork, draft: RecordDraft, head: Head, record: Record, edition: Edition, pages: Sequence[str]
) -> NearCopy | None:
    other = head_of(record)
    alike = likeness(draft.text.pages, pages, _blanks(head, other))
    if alike is None or alike.words < _AKIN:
        return None
    kinship = _kinship(draft, head, other, alike, pages)
    if kinship is Kinship.OTHER:
        return None
    open_to_it = record.visibility is draft.visibility and not _described_by_person(work, record, head)
    if edition.order != (draft.amended, draft.as_of or date.min) or not open_to_it:
        kinship = Kinship.MAYBE
    adopted_after_draft = record.draft and not head.draft
    born_after_scan = other.recognised and draft.text.text_layer == "born" and not head.draft
    return NearCopy(
        record.id,
        edition.id,
        kinship,
        edition.shown and (adopted_after_draft or born_after_scan),
        _why(head, other, alike),
    )


def _kinship(draft: RecordDraft, head: Head, other: Head, alike: Likeness, pages: Sequence[str]) -> Kinship:
    recognised = head.recognised or other.recognised
    if not head.blank and not other.blank:
        same = nearly_same(draft.text.pages, pages, recognised=recognised)
        return Kinship.SAME if same else Kinship.MAYBE
    one_issuer = bool(head.issuer and other.issuer)
    to_the_word = alike.left == 0 or (recognised and alike.misread)
    if to_the_word and (one_issuer or fold(head.title) == fold(other.title)):
        return Kinship.SAME
    if head.draft or other.draft:
        return Kinship.OTHER  # a draft that was changed is linked with its act, see acts.drafts
    return (
        Kinship.MAYBE if alike.words >= _ALIKE and alike.figures >= _ALIKE and one_issuer else Kinship.OTHER
    )


def _blanks(one: Head, other: Head) -> list[str]:
    """Day and number, where only one of two acts has them."""
    told = []
    for mine, theirs in ((one.day, other.day), (one.number, other.number)):
        if bool(mine) != bool(theirs):
            told.append(_as_printed(mine or theirs))
    return told


def _as_printed(value: date | str | None) -> str:
    if isinstance(value, date):
        return f"{value.day} {value.day:02d} {value.month:02d} {value.year}"
    return value or ""


def _described_by_person(work: UnitOfWork, record: Record, head: Head) -> bool:
    """Whether a person has said what a draft is: it stays a record of its own when its act comes."""
    if not record.draft or head.draft:
        return False
    entered = any(one.source is ValueSource.ENTERED for one in work.records.values(record.id))
    return entered or record.proposals_until is not None


def _why(head: Head, other: Head, alike: Likeness) -> str:
    agree = [
        name
        for name, one, two in (
            ("номер", head.number, other.number),
            ("дата", head.day, other.day),
            ("орган", head.issuer, other.issuer),
        )
        if one and two
    ]
    told = f"Общих слов {round(alike.words * 100)}{NBSP}%"
    if agree:
        told += f"; совпали: {', '.join(agree)}"
    blank = head.blank or other.blank
    return f"{told}; у одного из текстов нет даты или номера" if blank else told


def _chosen(found: Sequence[NearCopy]) -> NearCopy | None:
    """The one record that a text surely belongs to; of several none is sure."""
    sure = {one.record: one for one in reversed(found) if one.kinship is Kinship.SAME}
    if len(sure) == 1:
        return next(iter(sure.values()))
    first = next(iter(found), None)
    if first is None:
        return None
    return NearCopy(first.record, first.edition, Kinship.MAYBE, takes_over=False, why=first.why)
