"""Building the demo collection: every document written to every file that it comes in."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from demo import hard_cases
from demo.formats import docx, html, odt, pages, plain, rtf, xlsx
from demo.formats.archive import Entry, pack
from demo.texts import Another, Document, FileSpec, documents

_WINDOWS_NAMES = "cp866"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is to become of one file.

    Attributes:
        path: in the intake tree; ``A.zip!/x`` for a member of an archive.
        outcome: ``catalogued``, ``duplicate``, ``opened`` or ``rejected``.
        format: what its bytes are.
        text_layer: ``born`` or ``none``.
        categories: slugs, the main one first.
        others: the acts that the file holds behind the first, each a record of its own.
    """

    path: str
    outcome: Literal["catalogued", "duplicate", "opened", "rejected"]
    format: str
    text_layer: Literal["born", "none"] = "born"
    record_class: str = "act"
    kind: str | None = None
    issuer: str | None = None
    date: date | None = None
    number: str | None = None
    title: str | None = None
    categories: tuple[str, ...] = ()
    others: tuple[Another, ...] = ()


WRITERS: dict[str, Callable[[Document, FileSpec], bytes]] = {
    "docx": lambda document, _: docx.render(document.blocks, title=document.title),
    "odt": lambda document, _: odt.render(document.blocks),
    "rtf": lambda document, _: rtf.render(document.blocks),
    "txt": lambda document, spec: plain.render(document.blocks, spec.encoding),
    "html": lambda document, spec: html.render(document.blocks, title=document.title, encoding=spec.encoding),
    "htm": lambda document, spec: html.render(document.blocks, encoding=spec.encoding, menu=False),
    "pdf": lambda document, _: pages.render_pdf(document.blocks),
    "scan": lambda document, spec: pages.render_scan(document.blocks, _seed(spec)),
    "png": lambda document, spec: pages.render_picture(document.blocks, _seed(spec)),
    "xlsx": lambda document, _: xlsx.render(document.blocks),
    "csv": lambda document, spec: xlsx.render_csv(document.blocks, spec.encoding),
}
_WITHOUT_TEXT = frozenset({"scan", "png"})


def build(folder: Path) -> None:
    """Write the collection into ``folder``: intake folders, and a note that the district is fictional.

    The same bytes at every run, whatever stood in the files of the same names before.
    """
    for path, data in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def files() -> dict[str, bytes]:
    """The bytes of every file of the collection by its path in the tree."""
    written = {
        spec.path: WRITERS[spec.format](document, spec) for document in documents() for spec in document.files
    }
    plain_files = {path: data for path, data in written.items() if "!/" not in path}
    plain_files |= _packed({path: data for path, data in written.items() if "!/" in path})
    plain_files |= hard_cases.files(plain_files)
    return dict(sorted(plain_files.items()))


def expected() -> tuple[Expected, ...]:
    """What is to become of every file, members of archives too."""
    found = [_expectation(document, spec) for document in documents() for spec in document.files]
    archives = {path.rpartition("!/")[0] for path in (one.path for one in found) if "!/" in path}
    archives |= {path.rpartition("!/")[0] for path in archives if "!/" in path}
    found += [Expected(path=path, outcome="opened", format="zip") for path in archives]
    found += [
        Expected(path=path, outcome=outcome, format=form)
        for path, (outcome, form) in hard_cases.OUTCOMES.items()
    ]
    found.append(Expected(path=hard_cases.NOTE, outcome="catalogued", format="txt", record_class="fact"))
    return tuple(sorted(found, key=lambda one: one.path))


def _expectation(document: Document, spec: FileSpec) -> Expected:
    values = {
        "kind": document.kind,
        "issuer": document.issuer,
        "date": document.date,
        "number": document.number,
        "title": document.title,
    } | dict(document.expect)
    return Expected(
        path=spec.path,
        outcome="catalogued",
        format=spec.format,
        text_layer="none" if spec.format in _WITHOUT_TEXT else "born",
        record_class=document.record_class,
        categories=document.categories,
        others=document.others,
        **{name: value or None for name, value in values.items()},
    )


def _packed(members: dict[str, bytes]) -> dict[str, bytes]:
    """Put the members into their archives, the innermost ones first."""
    while any("!/" in path for path in members):
        depth = max(path.count("!/") for path in members)
        inner: dict[str, list[Entry]] = {}
        for path in [path for path in members if path.count("!/") == depth]:
            archive, _, name = path.rpartition("!/")
            inner.setdefault(archive, []).append(Entry(name, members.pop(path)))
        members |= {archive: pack(entries, encoding=_WINDOWS_NAMES) for archive, entries in inner.items()}
    return members


def _seed(spec: FileSpec) -> int:
    return zlib.crc32(spec.path.encode())
