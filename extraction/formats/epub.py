"""EPUB: the chapters in the order of reading, one page each."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote

from extraction.formats.html import html_text
from extraction.formats.numbering import local, value
from extraction.packages import Package
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import EPUB

name = "epub"
version = "2"


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an EPUB."""
    with Package(path, limits) as package:
        listing = _listing(package)
        root = package.xml(listing)
        items = {value(one, "id"): value(one, "href") for one in root.iter("{*}item")}
        order = [
            items[value(one, "idref")] for one in root.iter("{*}itemref") if value(one, "idref") in items
        ]
        folder = posixpath.dirname(listing)
        pages, notes = [], []
        for href in order[: limits.pages]:
            part = posixpath.normpath(posixpath.join(folder, unquote(href)))
            if part in package:
                pages.append(html_text(package.read(part))[0])
            else:
                notes.append(f"{Note.PART_DAMAGED}:{part}")
        title = next((one.text or "" for one in root.iter() if local(one) == "title"), "")
    return Extracted(
        EPUB,
        tuple(pages),
        "born",
        name,
        version,
        notes=tuple(notes),
        metadata={"title": title} if title else {},
    )


def _listing(package: Package) -> str:
    if "META-INF/container.xml" in package:
        for one in package.xml("META-INF/container.xml").iter("{*}rootfile"):
            if value(one, "full-path") in package:
                return value(one, "full-path")
    raise UnreadableError(Refusal.DAMAGED, format=EPUB, detail="no listing")
