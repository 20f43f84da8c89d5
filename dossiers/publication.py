"""An issue of a selection as it was published: everything that its files are made of, and nothing else.

A publication is frozen. Files of it take every word and every moment from here, so that the same release
makes the same bytes of the same publication, on any machine and on any day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

Progress = Callable[[int, int], object]
"""Takes how many entries of how many are done."""

_CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: nobody mistakes them on paper
_CODE_LENGTH = 12
_GROUP = 4


@dataclass(frozen=True, slots=True)
class HeldFile:
    """An original of an entry.

    Attributes:
        sha256: of its bytes.
        name: that it came under.
        size: in bytes.
        media_type: by the bytes.
        role: in the record.
    """

    sha256: str
    name: str
    size: int
    media_type: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a publication, with its requisites and its status as of the day of the publication.

    Attributes:
        position: its number in the inventory, from 1, without gaps.
        record: number of its record.
        record_class: ``act``, ``fact`` or ``press``.
        title: shown.
        kind: in the nominative, or "".
        issuer: body or newspaper, or "".
        date: ISO, or "".
        number: without its sign, or "".
        author: of an article, or "".
        description: the bibliographic record, ГОСТ Р 7.0.100-2018.
        status: ``in-force``, ``repealed``, ...; "" where none is told (press, facts).
        status_words: the same for people, with the act that caused it.
        note: a librarian's word on it, in Markdown.
        annotation: of the record.
        categories: labels for the subject index.
        pages: of its text.
        text: number of its text in the catalogue, or None if it is not issued.
        text_sha256: of its pages joined by form feeds, or "".
        withheld: why neither text nor files are issued: ``press``, ``staff``, ``held``, ``withdrawn``,
            or "".
        files: its originals, the signed one first; none where they are withheld.
    """

    position: int
    record: int
    record_class: str
    title: str
    kind: str = ""
    issuer: str = ""
    date: str = ""
    number: str = ""
    author: str = ""
    description: str = ""
    status: str = ""
    status_words: str = ""
    note: str = ""
    annotation: str = ""
    categories: tuple[str, ...] = ()
    pages: int = 0
    text: int | None = None
    text_sha256: str = ""
    withheld: str = ""
    files: tuple[HeldFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a publication; one without a title is not headed."""

    title: str
    note: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What is new against the issue before.

    Attributes:
        what: ``came``, ``went`` or ``status``.
        record: number of the record.
        title: how it is named, with kind, date and number.
        before: status words before, or "".
        after: status words now, or "".
    """

    what: str
    record: int
    title: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """An issue of a dossier, a press folder or a list; or a single act, or the result of a search.

    Attributes:
        kind: ``dossier``, ``press``, ``list``, ``record`` or ``search``.
        title: of the selection.
        library: that issues it.
        as_of: ISO; the day that statuses hold for.
        moment: ISO, UTC, whole seconds: when it was published.
        number: of the issue, from 1; 0 where issues are not counted.
        theme: a line under the title, or "".
        audience: for whom («для специалистов отдела ...»), or "".
        introduction: in Markdown.
        first_day: ISO, beginning of its period, or "".
        last_day: ISO, its end, or "".
        compiler: who made it, or "".
        cover: SHA-256 of a picture among the originals, or "".
        address: of its page on the library's site, without the host, or "".
        texts: whether its files hold the documents' texts; lists hold only their descriptions.
        sections: in order.
        changes: against the issue before.
    """

    kind: str
    title: str
    library: str
    as_of: str
    moment: str
    number: int = 0
    theme: str = ""
    audience: str = ""
    introduction: str = ""
    first_day: str = ""
    last_day: str = ""
    compiler: str = ""
    cover: str = ""
    address: str = ""
    texts: bool = True
    sections: tuple[Section, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of the inventory."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def code(self) -> str:
        """Twelve signs in groups of four, by which anybody can ask the site whether the library issued it."""
        number = int.from_bytes(hashlib.sha256(to_json(self).encode()).digest()[:8]) >> 4
        signs = [_CODE_SIGNS[number >> (5 * at) & 31] for at in range(_CODE_LENGTH)]
        groups = ["".join(signs[at : at + _GROUP]) for at in range(0, _CODE_LENGTH, _GROUP)]
        return "-".join(groups)


class Contents(Protocol):
    """Where writers of files get what a publication only names; one entry at a time, for any number."""

    def pages(self, entry: Entry) -> Iterator[str] | None:
        """Pages of text of an entry, or None where they are not issued (any more)."""
        ...

    def original(self, file: HeldFile) -> Path | None:
        """Where the bytes of an original lie, or None where they are not issued (any more)."""
        ...


def to_json(publication: Publication) -> str:
    """The canonical form: the same publication gives the same text."""
    return json.dumps(asdict(publication), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Publication:
    """A publication from its canonical form."""
    values = json.loads(text)
    sections = tuple(_section(one) for one in values.pop("sections"))
    changes = tuple(Change(**one) for one in values.pop("changes"))
    return Publication(**values, sections=sections, changes=changes)


def numbered(publication: Publication) -> Publication:
    """The same with its entries numbered from 1 through all sections."""
    at = 0
    sections = []
    for section in publication.sections:
        entries = []
        for entry in section.entries:
            at += 1
            entries.append(replace(entry, position=at))
        sections.append(replace(section, entries=tuple(entries)))
    return replace(publication, sections=tuple(sections))


def _section(values: dict[str, Any]) -> Section:
    return Section(values["title"], values["note"], tuple(_entry(one) for one in values["entries"]))


def _entry(values: dict[str, Any]) -> Entry:
    files = tuple(HeldFile(**one) for one in values.pop("files"))
    return Entry(**{**values, "categories": tuple(values["categories"])}, files=files)
