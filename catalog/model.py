"""The records of the catalogue as dataclasses: what a store takes and what it gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class RecordClass(StrEnum):
    """Three classes under one search: акт, факт, публикация."""

    ACT = "act"
    FACT = "fact"
    PRESS = "press"


class Status(StrEnum):
    """State of an act as of a day."""

    IN_FORCE = "in-force"
    AMENDED = "amended"
    REPEALED = "repealed"
    NOT_YET = "not-yet"
    DRAFT = "draft"
    UNKNOWN = "unknown"


class Visibility(StrEnum):
    """Who may see a record: everyone, staff, or nobody until a librarian opens it (сначала библиотекарь)."""

    PUBLIC = "public"
    STAFF = "staff"
    HELD = "held"


class ValueSource(StrEnum):
    """Where a value comes from, in falling order of trust."""

    ENTERED = "entered"
    SIDECAR = "sidecar"
    IMPORTED = "imported"
    READ = "read"
    CAPTION = "caption"
    FILE_NAME = "file-name"
    FOLDER = "folder"


TEXT_FIELDS = (
    "kind",
    "issuer",
    "number",
    "title",
    "place",
    "register_number",
    "level",
    "session",
    "signatory",
    "author",
    "supplier",
    "origin",
    "paper_copy",
    "age_mark",
    "publication",
    "parent",
    "annotation",
    "press_pages",
)
DATE_FIELDS = ("date", "signed", "published", "in_force_from", "in_force_until", "proposals_until")
FLAG_FIELDS = ("draft", "not_published", "legal_deposit")
REQUISITE_FIELDS = TEXT_FIELDS + DATE_FIELDS + FLAG_FIELDS


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one requisite with its source; all are kept, one is shown.

    Attributes:
        field: one of ``REQUISITE_FIELDS``.
        value: as text; dates ISO, flags ``1``.
        source: where it comes from.
        confidence: 0..1; 1 for what a person entered.
        page: page that it was read on, from 1, or None.
        start: offset in the text of that page, or None.
        end: offset behind it, or None.
        reader_version: version of the reader, or "".
        note: machine code of a doubt, or "".
        shown: set by the store: whether this is the value of the record.
    """

    field: str
    value: str
    source: ValueSource
    confidence: float = 1.0
    page: int | None = None
    start: int | None = None
    end: int | None = None
    reader_version: str = ""
    note: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class CategoryMark:
    """A category of a record: proposed by the machine or set by a person (``entered``)."""

    slug: str
    source: ValueSource
    confidence: float = 1.0
    cue: str = ""


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A reference of an act to another, resolved or not yet.

    Attributes:
        relation: ``cites``, ``basis``, ``amends``, ``supplements``, ``suspends``, ``extends``, ``repeals``,
            ``repeals-part``, ``repealed-by``, ``approves``, ``edition-of``, ``draft-of``, ``attachment-of``,
            ``reports``.
        text: the words of the first place.
        kind: of the cited act, or None.
        issuer: or None.
        number: or None.
        date: or None.
        title: or None.
        article: joined by «; », or None.
        part: likewise.
        point: likewise.
        sentence: the sentence that it was read from.
        page: page of it, from 1, or None.
        start: offset in the page, or None.
        end: or None.
        confidence: 0..1.
        effective: the day from which the effect holds, if the text names one.
    """

    relation: str
    text: str
    kind: str | None = None
    issuer: str | None = None
    number: str | None = None
    date: dt.date | None = None
    title: str | None = None
    article: str | None = None
    part: str | None = None
    point: str | None = None
    sentence: str = ""
    page: int | None = None
    start: int | None = None
    end: int | None = None
    confidence: float = 1.0
    effective: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A stored relation: ``draft`` as read, between two records as far as resolved.

    Attributes:
        id: its number.
        record: the record whose text says it.
        target: the record meant, or None until it arrives.
        draft: what was read.
        confirmed: True or False by a librarian, None until then.
        proposed: whether the machine concluded it from what both records are, and no text says it.
    """

    id: int
    record: int
    target: int | None
    draft: RelationDraft
    confirmed: bool | None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation that no text says, concluded from what two held records are: a draft and its act.

    Attributes:
        record: from which it goes.
        target: to which.
        draft: its name, why it is thought so (``sentence``, or "") and how certain it is.
    """

    record: int
    target: int
    draft: RelationDraft


class PlacedWord(NamedTuple):
    """A word that was read from a picture and its box, in thousandths of the page's width and height.

    Attributes:
        text: the word.
        left: distance of its box from the left edge.
        top: distance from the upper edge.
        width: of the box.
        height: of the box.
        confidence: 0 to 100.
    """

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: int


@dataclass(frozen=True, slots=True)
class TextDraft:
    """Pages of text as an extractor gave them.

    Attributes:
        sha256: of the original, or None for an imported text.
        pages: in order.
        extractor: name, ``import`` for imports.
        version: of it.
        text_layer: ``born``, ``ocr`` or ``none``.
        media_type: by the bytes.
        waiting: why there is no text yet, or "".
        notes: codes of what is uncertain.
        first_page: page of the original on which the text begins, from 1; more where the original holds
            several documents.
        words: of pages that were read from pictures: number of the page -> its words.
        bands: by which texts that are nearly the same are found, or none yet.
    """

    sha256: str | None
    pages: tuple[str, ...]
    extractor: str
    version: str
    text_layer: str
    media_type: str
    waiting: str = ""
    notes: tuple[str, ...] = ()
    first_page: int = 1
    words: Mapping[int, tuple[PlacedWord, ...]] = field(default_factory=dict)
    bands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """A record about to be catalogued.

    Attributes:
        record_class: act, fact or press.
        values: all values of all sources; the store chooses which are shown.
        text: its pages.
        categories: proposed or given, the likeliest first.
        relations: as read.
        file_name: the name of the original as received, or "".
        key: external key, or None.
        visibility: who may see it.
        received: when the file arrived.
        marks: codes shown to staff (``waiting``, ``maybe-same:17``, ``conflict:date``).
        status_read: the status that the text alone tells (``draft``, ``repealed``, ``unknown``, ...).
        as_of: the day of the latest amendment that the text says it holds, or None.
    """

    record_class: RecordClass
    values: tuple[Value, ...]
    text: TextDraft
    received: datetime
    categories: tuple[CategoryMark, ...] = ()
    relations: tuple[RelationDraft, ...] = ()
    file_name: str = ""
    key: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    marks: tuple[str, ...] = ()
    status_read: str = Status.UNKNOWN
    as_of: dt.date | None = None

    @property
    def amended(self) -> bool:
        """Whether the text is one with amendments in it."""
        return self.as_of is not None or self.status_read == Status.AMENDED


@dataclass(frozen=True, slots=True)
class Edition:
    """A text of a record: as adopted, or as amended.

    Attributes:
        id: its number.
        record: to which it belongs.
        amended: whether amendments are in it.
        as_of: the day of the latest of them, or None if it is not known.
        shown: whether it is what the record shows and what is found by its words.
        pages: of its text.
        originals: SHA-256 of its files, in the order in which they came.
    """

    id: int
    record: int
    amended: bool
    as_of: dt.date | None
    shown: bool
    pages: int
    originals: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[bool, dt.date]:
        """Editions of an act in the order of what they hold; as adopted comes first."""
        return edition_order(self.amended, self.as_of)


def edition_order(amended: bool, as_of: dt.date | None) -> tuple[bool, dt.date]:
    """By which editions of one act are told apart and put in order."""
    return amended, as_of or dt.date.min


@dataclass(frozen=True, slots=True)
class Record:
    """A record with the shown values; lists of them are cheap, pages and values are asked for apart.

    ``version`` is raised by every change; a form sends back the one that it was filled from.
    """

    id: int
    key: str | None
    record_class: RecordClass
    kind: str | None
    issuer: str | None
    issuer_id: int | None
    date: dt.date | None
    number: str | None
    title: str
    place: str | None
    register_number: str | None
    level: str | None
    signed: dt.date | None
    published: dt.date | None
    in_force_from: dt.date | None
    in_force_until: dt.date | None
    publication: str | None
    draft: bool
    visibility: Visibility
    received: datetime
    catalogued: datetime
    text_layer: str
    pages: int
    file_name: str
    marks: tuple[str, ...]
    status_read: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    needs_review: bool
    version: int
    categories: tuple[str, ...] = ()
    proposals_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes held under their SHA-256, with the name that they came under and their role in the record."""

    sha256: str
    size: int
    media_type: str
    name: str
    role: str
    stored_at: datetime
    extractor: str
    extractor_version: str
    text_layer: str
    waiting: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """One record's share of an original that several records have.

    Attributes:
        record: its number.
        sha256: of the original.
        name: that the original came under.
        first_page: of the original, from 1.
        last_page: likewise, this page included.
    """

    record: int
    sha256: str
    name: str
    first_page: int
    last_page: int
