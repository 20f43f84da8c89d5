"""The documents of a publication as RIS, for Zotero, EndNote, JabRef and their like.

Acts are ``STAT`` (Zotero takes ``LEGAL`` for a court case), articles ``NEWS``, facts ``GEN``. UTF-8 with its
mark: EndNote reads Cyrillic by it, and Zotero skips it as a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dossiers.exports import words
from dossiers.exports.inventory import status_head
from dossiers.markdown import to_plain
from dossiers.printable import one_line
from dossiers.publication import Contents, Entry, Progress, Publication
from dossiers.responsibility import responsibility
from language.persons import read_person

_TYPES = {"act": "STAT", "press": "NEWS"}
_PAGES = re.compile(r"С\.\s(\d+)(?:\s?[–-]\s?(\d+))?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

Field = tuple[str, str]


def write(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the records; texts and originals have no place in them."""
    total = len(publication.entries)
    with target.open("w", encoding="utf-8", newline="") as stream:
        stream.write("\ufeff")
        for at, entry in enumerate(publication.entries, 1):
            for tag, value in fields(publication, entry):
                stream.write(f"{tag}  - {value}\r\n")
            stream.write("ER  - \r\n\r\n")
            progress(at, total)


def fields(publication: Publication, entry: Entry) -> list[Field]:
    """The fields of a record, each in one line, from ``TY`` up to but without ``ER``."""
    told = [
        ("TY", _TYPES.get(entry.record_class, "GEN")),
        ("TI", words.title_of(entry)),
        *(_of_article(entry) if entry.record_class == "press" else _of_act(entry)),
        *_dated(entry),
        ("N2", one_line(entry.annotation)),
        ("N1", one_line(entry.description)),
        (
            "N1",
            f"{status_head(publication)}: {words.status_words(entry)}" if words.status_words(entry) else "",
        ),
        ("N1", one_line(to_plain(entry.note))),
        ("N1", words.withheld_words(entry)),
        *(("KW", one_line(category)) for category in entry.categories),
        ("LA", "ru"),
        ("DP", one_line(publication.library)),
    ]
    return [(tag, value) for tag, value in told if value]


def _of_act(entry: Entry) -> list[Field]:
    issuer = one_line(entry.issuer)
    return [("AU", issuer), ("PB", issuer), ("M1", one_line(entry.number)), ("M3", one_line(entry.kind))]


def _of_article(entry: Entry) -> Iterator[Field]:
    for author in _authors(entry.author):
        yield "AU", author
    yield "T2", one_line(entry.issuer)
    yield "IS", one_line(entry.number)
    pages = _PAGES.search(entry.description)
    if pages:
        yield "SP", pages[1]
        yield "EP", pages[2] or ""


def _authors(author: str) -> Iterator[str]:
    """Each author as «Иванов, П. С.»; what is no list of names stays whole."""
    said = responsibility(author)
    if not said.heading:
        yield one_line(said.statement)
        return
    for name in said.statement.split(", "):
        person = read_person(name)
        yield one_line(f"{person.surname}, {person.initials}" if person else name)


def _dated(entry: Entry) -> list[Field]:
    found = _ISO.fullmatch(entry.date)
    return [("PY", found[1]), ("DA", f"{found[1]}/{found[2]}/{found[3]}")] if found else []
