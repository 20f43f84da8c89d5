"""Word documents in one XML file: Word 2003 XML, and DOCX laid out flat («pkg:package»)."""

from __future__ import annotations

import base64
import binascii
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree
from typing_extensions import override

from extraction.formats import docx
from extraction.formats.doc_lists import STYLES
from extraction.formats.docx_styles import HiddenText
from extraction.formats.list_counting import Level, ListCounters, NumberedList
from extraction.formats.numbering import Numbering, child, local, number_of, value
from extraction.packages import Package
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPENING = {"first": 0, "odd": 1}
"""Which header heads the first page; the lower, the likelier."""


def extract_word(root: _Element, media_type: str, limits: Limits) -> Extracted | None:
    """Read a document whose root is one of Word's, None where it is not."""
    if local(root) == "package":
        with Package(_zipped(root), limits) as package:
            return replace(docx.extract_package(package, limits), media_type=media_type)
    if local(root) != "wordDocument" or child(root, "body") is None:
        return None
    walk = _Walk(root, limits)
    lines = walk.document()
    notes: list[str] = []
    properties = child(root, "DocumentProperties")
    told = {"title": value_of(properties, "Title"), "author": value_of(properties, "Author")}
    metadata = {key: text for key, text in told.items() if text}
    if walk.comments:
        notes.append(f"{Note.COMMENTS}:{len(walk.comments)}")
        metadata["comments"] = "\n".join(walk.comments)
    if walk.changes:
        notes.append(f"{Note.TRACKED_CHANGES}:{walk.changes}")
    text = "\n".join(lines)
    return Extracted(
        media_type, (text,), "born", docx.name, docx.version, notes=tuple(notes), metadata=metadata
    )


def value_of(parent: _Element | None, name: str) -> str:
    """Text of a child element, ``""`` where there is none."""
    found = child(parent, name)
    return (found.text or "").strip() if found is not None else ""


def _zipped(root: _Element) -> BytesIO:
    """The parts of a flat package as the ZIP that they were."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in root:
            name = value(part, "name").lstrip("/")
            content = child(part, "xmlData")
            if content is not None and len(content):
                archive.writestr(name, etree.tostring(content[0]))
            elif (content := child(part, "binaryData")) is not None:
                archive.writestr(name, _decoded(content.text or ""))
    out.seek(0)
    return out


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""


class _Walk(docx.Walk):
    """The walk over a DOCX, where notes, comments, headers and changes stand in the text itself."""

    def __init__(self, root: _Element, limits: Limits) -> None:
        with Package(_zipped(etree.Element("package")), limits) as nothing:
            super().__init__(nothing, "", limits, 0)
        self._root = root
        self._hidden = HiddenText(child(root, "styles"))
        self._numbering = _Lists(child(root, "lists"), child(root, "styles"))
        self._notes: list[str] = []
        self.comments: list[str] = []

    @override
    def document(self) -> list[str]:
        body = child(self._root, "body")
        lines = [] if body is None else self.blocks(body)
        before, after = self._headers()
        return [*before, *lines, *self._notes, *after]

    def _headers(self) -> tuple[list[str], list[str]]:
        found: list[tuple[int, list[str]]] = []
        for edge in self._root.iter("{*}hdr", "{*}ftr"):
            with self._apart():
                lines = [line for line in self.blocks(edge) if has_words(line)]
            rank = _OPENING.get(value(edge, "type"), 2) if local(edge) == "hdr" else 2
            if lines and lines not in [told for _, told in found]:
                found.append((rank, lines))
        opening = min(found, key=lambda one: one[0], default=(2, []))
        before = opening[1] if opening[0] < 2 else []
        return before, [line for _, told in found if told is not before for line in told]

    @override
    def _block(self, kind: str, element: _Element) -> list[str]:
        if kind == "annotation":
            return self.blocks(_content(element)) if self._goes_in(element) else []
        return super()._block(kind, element)

    @override
    def _inside(self, kind: str, element: _Element, parts: list[str]) -> None:
        if kind in ("footnote", "endnote"):
            self._notes += self._aside(element)
        elif kind != "annotation":
            super()._inside(kind, element, parts)
        elif self._goes_in(element):
            self._inline(_content(element), parts)

    def _goes_in(self, annotation: _Element) -> bool:
        """Whether what a mark of review holds belongs to the text; a comment is put aside."""
        kind = value(annotation, "type")
        if kind == "Word.Comment":
            self.comments += self._aside(_content(annotation))
        elif kind in ("Word.Deletion", "Word.Insertion"):
            self.changes += 1
        return kind not in ("Word.Comment", "Word.Deletion")

    def _aside(self, element: _Element) -> list[str]:
        with self._apart():
            text = " ".join(line.strip() for line in self.blocks(element) if line.strip())
        return [text] if has_words(text) else []


def _content(annotation: _Element) -> _Element:
    content = child(annotation, "content")
    return annotation if content is None else content


class _Lists(Numbering):
    """Lists as Word 2003 describes them; the number that Word printed last stands, where it is told."""

    def __init__(self, lists: _Element | None, styles: _Element | None) -> None:
        super().__init__(None, None)
        kinds: dict[str, dict[int, Level]] = {}
        for one in lists if lists is not None else ():
            if local(one) == "listDef":
                kinds[value(one, "listDefId")] = {
                    number_of(value(level, "ilvl")): _level(level) for level in one if local(level) == "lvl"
                }
            elif local(one) == "list":
                of = value(child(one, "ilst"))
                self._lists[value(one, "ilfo")] = NumberedList(of, kinds.get(of, {}))
        self._counters = ListCounters(self._lists)
        for style in styles if styles is not None else ():
            if (listed := child(style, "pPr", "listPr")) is not None:
                self._style_of[value(style, "styleId")] = _place(listed, ("", 0))

    @override
    def label(self, properties: _Element | None) -> str:
        own = child(properties, "listPr")
        place = self._style_of.get(value(child(properties, "pStyle")), ("", 0))
        number, at = place if own is None else _place(own, place)
        counted = self._counters.label(number, at)
        printed = value(child(own, "t"))
        return printed if printed and counted != "•" else counted


def _place(listed: _Element, otherwise: tuple[str, int]) -> tuple[str, int]:
    number = value(child(listed, "ilfo")) or otherwise[0]
    return number, number_of(value(child(listed, "ilvl")), otherwise[1])


def _level(element: _Element) -> Level:
    return Level(
        start=number_of(value(child(element, "start")), 1),
        style=STYLES.get(number_of(value(child(element, "nfc"))), "decimal"),
        text=value(child(element, "lvlText")),
    )
