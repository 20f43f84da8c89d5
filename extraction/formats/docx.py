"""DOCX in the order of the document, with all that stands outside plain paragraphs (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.formats.docx_drawings import chosen, diagram_lines
from extraction.formats.foreign import text_of_bytes
from extraction.formats.numbering import Numbering, child, local, value
from extraction.packages import Package
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.rows import row_text
from extraction.sniff import DOCX

if TYPE_CHECKING:
    from lxml.etree import _Element

name = "docx"
version = "3"

_SKIPPED = frozenset({
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "del", "moveFrom",
    "delText", "instrText", "delInstrText", "Fallback", "fldData", "tblPrEx", "numPr", "proofErr",
    "binData", "shapedefaults",
})  # fmt: skip
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
    "sym": " ",
}
_DRAWN = {"docPr": "descr", "shape": "alt", "textpath": "string", "relIds": "dm"}
"""Elements that tell of something drawn, and their attribute that does."""
_COUNTERS = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
_NOT_A_CAPTION = re.compile(
    r"[\\/]|\.(?:jpe?g|png|gif|bmp|emf|wmf|tiff?)\b|^(?:image|picture|рисунок|изображение)\s*\d*$"
    r"|автоматически созданное|выглядит как",
    re.I,
)
_OFF = ("0", "false", "off")


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a DOCX file as one page."""
    with Package(path, limits) as package:
        return _extract(package, limits)


def _extract(package: Package, limits: Limits) -> Extracted:
    walk = Walk(package, main_part(package), limits, 0)
    lines = walk.document()
    if package.mended and not any(map(has_words, lines)):
        raise UnreadableError(Refusal.DAMAGED, format=DOCX, detail="XMLSyntaxError")
    notes = list(package.notes())
    metadata = _properties(package)
    comments = walk.part_lines("comments")
    if comments:
        notes.append(f"{Note.COMMENTS}:{len(comments)}")
        metadata["comments"] = "\n".join(comments)
    if walk.changes:
        notes.append(f"{Note.TRACKED_CHANGES}:{walk.changes}")
    embedded = [part for part in package.names if "/embeddings/" in part]
    if embedded:
        notes.append(f"{Note.ATTACHMENTS}:{len(embedded)}")
    return Extracted(DOCX, ("\n".join(lines),), "born", name, version, notes=tuple(notes), metadata=metadata)


def main_part(package: Package) -> str:
    """Name of the part that holds the document itself."""
    if "_rels/.rels" in package:
        for relation in package.xml("_rels/.rels"):
            if value(relation, "Type").endswith("/officeDocument"):
                target = value(relation, "Target").lstrip("/")
                if target in package:
                    return target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise UnreadableError(Refusal.DAMAGED, detail="no main part")


def _properties(package: Package) -> dict[str, str]:
    if "docProps/core.xml" not in package:
        return {}
    names = {
        "title": "title",
        "creator": "author",
        "subject": "subject",
        "created": "created",
        "keywords": "keywords",
    }
    found = {local(one): one.text or "" for one in package.xml("docProps/core.xml")}
    return {names[key]: text for key, text in found.items() if key in names and text.strip()}


class Walk:
    """One pass over a document's parts; keeps the fields that are open and the counters of the lists."""

    def __init__(self, package: Package, main: str, limits: Limits, depth: int) -> None:
        self._package = package
        self._limits = limits
        self._depth = depth
        self._main = main
        self._relations = self._relations_of(main)
        self._numbering = Numbering(self._related("numbering"), self._related("styles"))
        self._fields: list[list[str]] = []
        self._asides: list[str] = []
        self.changes = 0

    def document(self) -> list[str]:
        """Letterhead (header of the first page), body, notes, footers."""
        root = self._package.xml(self._main)
        body = child(root, "body")
        if body is None:
            raise UnreadableError(Refusal.DAMAGED, detail="no body")
        headers, footers = self._edges(body)
        lines = self.blocks(body)
        notes = self.part_lines("footnotes") + self.part_lines("endnotes")
        return [*headers, *lines, *notes, *footers]

    def part_lines(self, kind: str) -> list[str]:
        """Lines of notes or comments, one for each."""
        part = self._related(kind)
        if part is None:
            return []
        kept = (one for one in part if value(one, "type") not in ("separator", "continuationSeparator"))
        texts = (" ".join(filter(None, (line.strip() for line in self.blocks(one)))) for one in kept)
        return [text for text in texts if has_words(text)]

    def blocks(self, parent: _Element) -> list[str]:
        """Lines of everything that is laid out as blocks: body, cell, text box, note."""
        lines: list[str] = []
        glue = False  # the mark of the paragraph before was deleted
        for element in parent:
            kind = local(element)
            if kind == "p":
                text, glued = self._paragraph(element)
                if glue and lines:
                    lines[-1] += text
                else:
                    lines.append(text)
                glue = glued
                lines += self._take_asides()
            elif kind == "tbl":
                lines += self._table(element)
            elif kind == "altChunk":
                lines += self._chunk(element)
            elif kind in ("del", "moveFrom"):
                self.changes += 1
            elif kind not in _SKIPPED and len(element):
                lines += self.blocks(element)
        return lines

    def _take_asides(self) -> list[str]:
        taken, self._asides = self._asides, []
        return taken

    def _table(self, table: _Element) -> list[str]:
        return [
            text
            for row in table_rows(table)
            if (text := row_text([self._cell(one) for one in row_cells(row)])).strip()
        ]

    def _cell(self, cell: _Element) -> str:
        return "\n".join(line for line in self.blocks(cell) if line.strip())

    def _paragraph(self, paragraph: _Element) -> tuple[str, bool]:
        properties = child(paragraph, "pPr")
        label = self._numbering.label(properties)
        parts: list[str] = []
        self._inline(paragraph, parts)
        text = "".join(parts)
        if label and (has_words(text) or label != "•"):  # Word numbers empty paragraphs too, as in «№ п/п»
            text = f"{label} {text.lstrip()}".rstrip()
        deleted = child(properties, "rPr", "del") is not None
        return text, deleted

    def _inline(self, parent: _Element, parts: list[str]) -> None:
        for element in parent:
            kind = local(element)
            if kind == "r":
                if not _hidden(element):
                    self._inline(element, parts)
            elif kind == "t":
                if not self._in_counter():
                    parts.append(element.text or "")
            elif kind in _SIGNS:
                parts.append(_SIGNS[kind])
            elif kind in _SKIPPED:
                self._skip(kind, element)
            else:
                self._inside(kind, element, parts)

    def _skip(self, kind: str, element: _Element) -> None:
        if kind == "instrText" and self._fields:
            self._fields[-1][0] += element.text or ""
        elif kind in ("del", "moveFrom"):
            self.changes += 1

    def _inside(self, kind: str, element: _Element, parts: list[str]) -> None:
        if kind in ("txbxContent", "txBody"):
            self._asides += [line for line in self.blocks(element) if line.strip()]
            return
        if kind == "fldChar":
            parts.append(chosen(element))
            self._field(value(element, "fldCharType"))
            return
        if kind in _DRAWN:
            self._drawn(kind, element)
        elif kind in ("ins", "moveTo"):
            self.changes += 1
        if kind == "fldSimple" and _COUNTERS.match(value(element, "instr")):
            return
        if kind == "tbl":
            self._asides += self._table(element)
        else:
            self._inline(element, parts)

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(["", ""])
        elif step == "separate" and self._fields:
            self._fields[-1][1] = "result"
        elif step == "end" and self._fields:
            self._fields.pop()

    def _in_counter(self) -> bool:
        return any(result and _COUNTERS.match(instruction) for instruction, result in self._fields)

    def _drawn(self, kind: str, element: _Element) -> None:
        """Captions of pictures, WordArt, diagrams."""
        if kind == "relIds":
            _, target = self._relations.get(value(element, "dm"), ("", ""))
            if target in self._package:
                self._asides += diagram_lines(self._package.xml(target))
            return
        text = value(element, _DRAWN[kind]).strip()
        if has_words(text) and (kind == "textpath" or not _NOT_A_CAPTION.search(text)):
            self._asides.append(text)

    # parts beside the main one

    def _relations_of(self, part: str) -> dict[str, tuple[str, str]]:
        folder, file = posixpath.split(part)
        listed = f"{folder}/_rels/{file}.rels".lstrip("/")
        if listed not in self._package:
            return {}
        found = {}
        for one in self._package.xml(listed):
            target = value(one, "Target")
            whole = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[value(one, "Id")] = (value(one, "Type").rpartition("/")[2], whole)
        return found

    def _related(self, kind: str) -> _Element | None:
        for of, target in self._relations.values():
            if of == kind and target in self._package:
                return self._package.xml(target)
        return None

    def _edges(self, body: _Element) -> tuple[list[str], list[str]]:
        """Headers of the first page, which stand before the text; all others, which stand after it."""
        found: dict[str, list[str]] = {"first": [], "later": []}
        seen: set[str] = set()
        for section in body.iter("{*}sectPr"):
            title_page = child(section, "titlePg")
            with_title = title_page is not None and value(title_page) not in _OFF
            for reference in section:
                kind, target = self._relations.get(value(reference, "id"), ("", ""))
                if kind not in ("header", "footer") or target in seen or target not in self._package:
                    continue
                seen.add(target)
                opening = value(reference, "type") == ("first" if with_title else "default")
                place = "first" if kind == "header" and opening and not found["first"] else "later"
                found[place] += self._edge(target)
        return found["first"], found["later"]

    def _edge(self, target: str) -> list[str]:
        outer, self._relations = self._relations, self._relations_of(target)
        try:
            return [line for line in self.blocks(self._package.xml(target)) if has_words(line)]
        finally:
            self._relations = outer

    def _chunk(self, element: _Element) -> list[str]:
        """Another document embedded as a whole (17.17.2.1)."""
        _, target = self._relations.get(value(element, "id"), ("", ""))
        if target not in self._package or self._depth >= self._limits.depth:
            return []
        return text_of_bytes(self._package.read(target), self._package_text).split("\n")

    def _package_text(self, data: bytes) -> str:
        """Text of a DOCX that lies inside this one."""
        with Package(BytesIO(data), self._limits) as package:
            walk = Walk(package, main_part(package), self._limits, self._depth + 1)
            return "\n".join(walk.document())


def table_rows(table: _Element) -> list[_Element]:
    """Rows of a table, those in content controls included, deleted ones left out."""
    rows: list[_Element] = []
    for element in table:
        kind = local(element)
        if kind == "tr":
            if child(element, "trPr", "del") is None:
                rows.append(element)
        elif kind not in _SKIPPED and kind != "p":
            rows += table_rows(element)
    return rows


def row_cells(row: _Element) -> list[_Element]:
    """Cells of a row, those in content controls included."""
    cells: list[_Element] = []
    for element in row:
        kind = local(element)
        if kind == "tc":
            cells.append(element)
        elif kind not in _SKIPPED:
            cells += row_cells(element)
    return cells


def _hidden(run: _Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and value(vanish) not in _OFF
