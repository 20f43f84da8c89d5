"""Headings, categories and sources of the catalogue, and the rules that use them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the catalogue (рубрика) with the number of public records under it and its descendants."""

    id: str
    parent: str | None
    label_ru: str
    label_en: str
    bbk: str
    udc: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class HeadingRule:
    """What files records under headings without a person: all that is of a category and year, for instance.

    A condition that is "" or None asks for nothing.

    Attributes:
        headings: ids of headings that a record gets, beside those of its categories.
        category: slug that the record has.
        record_class: ``act``, ``fact`` or ``press``.
        kind: in the nominative.
        issuer_id: number of the source.
        first_year: of its date, from this year.
        last_year: to this year, included.
        words: that its title holds, all of them, in any form.
        id: its number; 0 before it is kept.
    """

    headings: tuple[str, ...]
    category: str = ""
    record_class: str = ""
    kind: str = ""
    issuer_id: int | None = None
    first_year: int | None = None
    last_year: int | None = None
    words: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """What comes in closed, shown to staff alone, until a librarian opens it.

    A condition that is "" asks for nothing; all that are given must hold.

    Attributes:
        record_class: ``act``, ``fact`` or ``press``.
        kind: in the nominative.
        words: that stand next to each other in the title or the text, in any form.
        pattern: of personal data that the text holds (``passport``, ``snils``, ...).
        id: its number; 0 before it is kept.
    """

    record_class: str = ""
    kind: str = ""
    words: str = ""
    pattern: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Category:
    """One of the 25 categories (раздел)."""

    slug: str
    label_ru: str
    label_en: str
    headings: tuple[str, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class SourceName:
    """An issuer or a periodical: its authority record with all its names."""

    id: int
    type: str
    name: str
    others: tuple[str, ...]
