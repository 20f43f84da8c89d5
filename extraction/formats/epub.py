"""EPUB: the chapters in the order of reading, one page each."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from extraction.formats.html import html_text
from extraction.formats.numbering import local, value
from extraction.packages import Package
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import EPUB

if TYPE_CHECKING:
    from lxml.etree import _Element

name = "epub"
version = "2"
_XHTML = "application/xhtml+xml"
_LOCKS = "META-INF/encryption.xml"


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an EPUB."""
    with Package(path, limits) as package:
        listing = _listing(package)
        root = package.xml(listing)
        pages, notes = [], []
        parts = _chapters(root, posixpath.dirname(listing))[: limits.pages]
        _refuse_encrypted(package, parts)
        for part in parts:
            if part in package:
                pages.append(html_text(package.read(part))[0])
            else:
                notes.append(f"{Note.PART_DAMAGED}:{part}")
        named = {"title": "title", "creator": "author"}
        metadata = {
            named[kind]: one.text
            for one in reversed(list(root.iter()))
            if (kind := local(one)) in named and one.text and one.text.strip()
        }
    return Extracted(EPUB, tuple(pages), "born", name, version, notes=tuple(notes), metadata=metadata)


def _chapters(root: _Element, folder: str) -> list[str]:
    """Parts in the order of reading; all pages in the order of the listing where it tells no order."""
    items = {value(one, "id"): one for one in root.iter("{*}item")}
    order = [items[value(one, "idref")] for one in root.iter("{*}itemref") if value(one, "idref") in items]
    order = order or [one for one in items.values() if value(one, "media-type") == _XHTML]
    return [posixpath.normpath(posixpath.join(folder, unquote(value(one, "href")))) for one in order]


def _refuse_encrypted(package: Package, parts: list[str]) -> None:
    """Fonts are often locked, and that is no matter; chapters are not to be read then."""
    if _LOCKS not in package:
        return
    locked = {unquote(value(one, "URI")) for one in package.xml(_LOCKS).iter("{*}CipherReference")}
    if locked & set(parts):
        raise UnreadableError(Refusal.ENCRYPTED, format=EPUB)


def _listing(package: Package) -> str:
    if "META-INF/container.xml" in package:
        for one in package.xml("META-INF/container.xml").iter("{*}rootfile"):
            if value(one, "full-path") in package:
                return value(one, "full-path")
    if found := sorted(part for part in package.names if part.endswith(".opf")):
        return found[0]
    raise UnreadableError(Refusal.DAMAGED, format=EPUB, detail="no listing")
