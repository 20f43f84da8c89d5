"""What is read from a text: values with their places, citations, categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relation = Literal["cites", "amends", "repeals", "repealed-by", "edition"]
ReadingSource = Literal["read", "caption", "file-name"]
FIELDS = (
    "kind", "issuer", "date", "number", "register_number", "title", "place",
    "session", "signatory", "signed", "published", "in_force_from", "in_force_until", "parent",
    "proposals_until", "press_pages", "author",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one requisite, as read at one place of a text.

    Attributes:
        field: one of ``FIELDS``.
        value: the normalised value; dates are ISO (``2012-03-05``).
        source: ``read`` from the body, from a portal ``caption`` above it, or from the ``file-name``.
        start: offset of the first character in the text as given (-1 for a file name).
        end: offset behind the last character (-1 for a file name).
        confidence: 0..1; below 0.6 a person should look.
        note: a short machine code for why it is doubtful (``caption-differs``, ``ocr-digit``), or "".
    """

    field: str
    value: str
    source: ReadingSource
    start: int
    end: int
    confidence: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that disagree about one field; both values are kept.

    Attributes:
        field: one of ``FIELDS``.
        readings: (source, value) pairs, the shown one first.
    """

    field: str
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to another act: one for each act and relation in a text.

    Attributes:
        text: the words of the first place.
        kind: nominative, lower case but for names («федеральный закон», «Налоговый кодекс РФ»), or None.
        issuer: the issuer as printed, put in the nominative, or None.
        number: without its sign, or None.
        date: ISO, or None.
        article: articles joined by «; », or None.
        part: likewise.
        point: likewise.
        relation: what the citing act does to the cited one.
        start: offset of the first place.
        end: behind it.
        sentence: offsets (start, end) of the sentence that the relation was read from.
        effect: a finer word for ``amends``: ``amends``, ``supplements``, ``suspends``, ``extends``,
            ``repeals-part``, ``approves``, ``basis``; or "".
        title: the title of the cited act if the text gives it, or None.
    """

    text: str
    kind: str | None
    issuer: str | None
    number: str | None
    date: str | None
    article: str | None
    part: str | None
    point: str | None
    relation: Relation
    start: int
    end: int
    sentence: tuple[int, int]
    effect: str = ""
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category proposed by the machine.

    Attributes:
        slug: id of a category of ``taxonomy.json``.
        confidence: 0..1.
        cue: the words of the text that it was proposed for.
    """

    slug: str
    confidence: float
    cue: str


@dataclass(frozen=True, slots=True)
class Description:
    """All that is read from one text.

    Attributes:
        record_class: ``act``, ``press`` or ``fact``.
        readings: every value found, for each field the shown one first.
        status: ``in-force``, ``amended``, ``repealed``, ``not-yet``, ``draft`` or ``unknown``, by the text
            alone.
        categories: the likeliest first.
        citations: in the order of the text.
        conflicts: fields on which sources disagree.
        bounds: (start, end) of each document when the text holds several and was looked through for that.
    """

    record_class: str
    readings: tuple[Reading, ...]
    status: str
    categories: tuple[Suggestion, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    bounds: tuple[tuple[int, int], ...] = ()

    def reading(self, field: str) -> Reading | None:
        """The shown reading of a field, or None."""
        return next((reading for reading in self.readings if reading.field == field), None)

    def value(self, field: str) -> str | None:
        """The shown value of a field, or None."""
        reading = self.reading(field)
        return reading.value if reading else None
