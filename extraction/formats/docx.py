"""DOCX in the order of the document, with all that stands outside plain paragraphs (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.formats.docx_drawings import alternative_text, chart_lines, chosen, diagram_lines
from extraction.formats.docx_fields import Fields, counts_pages
from extraction.formats.docx_formulas import formula
from extraction.formats.docx_parts import main_part, properties_of
from extraction.formats.docx_styles import OFF, HiddenText
from extraction.formats.embedded import embedded_lines
from extraction.formats.foreign import text_of_bytes
from extraction.formats.numbering import Numbering, child, local, value
from extraction.formats.package_relations import relations_of
from extraction.formats.symbol_fonts import PRIVATE, sign, signs
from extraction.packages import Package
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.rows import row_text
from extraction.sniff import DOCX

if TYPE_CHECKING:
    from lxml.etree import _Element

name = "docx"
version = "4"

_SKIPPED = frozenset({
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "del", "moveFrom",
    "delText", "instrText", "delInstrText", "fldData", "tblPrEx", "numPr", "proofErr",
    "binData", "shapedefaults",
})  # fmt: skip
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}
_HEX = re.compile("[0-9A-Fa-f]{1,6}")
_BLANKS = str.maketrans("\n\r\t", "   ")
_DRAWN = frozenset({"docPr", "shape", "textpath", "relIds", "chart", "OLEObject"})
"""Elements that tell of something drawn."""
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a DOCX file as one page."""
    with Package(path, limits) as package:
        return extract_package(package, limits)


def extract_package(package: Package, limits: Limits) -> Extracted:
    """Read an open package."""
    walk = Walk(package, main_part(package), limits, 0)
    lines = walk.document()
    if package.mended and not any(map(has_words, lines)):
        raise UnreadableError(Refusal.DAMAGED, format=DOCX, detail="XMLSyntaxError")
    notes = list(package.notes())
    metadata = properties_of(package)
    comments = walk.part_lines("comments")
    if comments:
        notes.append(f"{Note.COMMENTS}:{len(comments)}")
        metadata["comments"] = "\n".join(comments)
    if walk.changes:
        notes.append(f"{Note.TRACKED_CHANGES}:{walk.changes}")
    if walk.enclosed:
        notes.append(f"{Note.ATTACHMENTS}:{len(walk.enclosed)}")
    return Extracted(DOCX, ("\n".join(lines),), "born", name, version, notes=tuple(notes), metadata=metadata)


class Walk:
    """One pass over a document's parts; keeps the fields that are open and the counters of the lists."""

    def __init__(self, package: Package, main: str, limits: Limits, depth: int) -> None:
        self._package = package
        self._limits = limits
        self._depth = depth
        self._main = main
        self._relations = relations_of(package, main)
        styles = self._related("styles")
        self._numbering = Numbering(self._related("numbering"), styles)
        self._hidden = HiddenText(styles)
        self._style = ""
        self._fields = Fields()
        self._asides: list[str] = []
        self._embedded: set[str] = set()
        self.enclosed: set[str] = set()
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
        kept = (one for one in part if value(one, "type") not in _NO_NOTES)
        texts = (" ".join(filter(None, (line.strip() for line in self.blocks(one)))) for one in kept)
        return [text for text in texts if has_words(text)]

    def blocks(self, parent: _Element) -> list[str]:
        """Lines of everything that is laid out as blocks: body, cell, text box, note."""
        lines: list[str] = []
        begun: str | None = None  # text of paragraphs whose mark is deleted or hidden: the next goes on in it
        for element in parent:
            kind = local(element)
            if kind == "p":
                text, goes_on = self._paragraph(element, begun or "")
                begun = text if goes_on else None
                if not goes_on:
                    lines += [text, *self._take_asides()]
                continue
            if begun is not None and kind in ("tbl", "altChunk"):
                lines += [begun, *self._take_asides()]
                begun = None
            lines += self._block(kind, element)
        return lines if begun is None else [*lines, begun, *self._take_asides()]

    def _block(self, kind: str, element: _Element) -> list[str]:
        if kind == "tbl":
            return self._table(element)
        if kind == "altChunk":
            return self._chunk(element)
        if kind == "AlternateContent":
            return self.blocks(_alternative(element))
        if kind in ("del", "moveFrom"):
            self.changes += 1
        elif kind not in _SKIPPED and len(element):
            return self.blocks(element)
        return []

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """Text of its own inside a paragraph: a box, another part; what is open around it stays as it is."""
        outer = self._asides, self._fields, self._style
        self._asides, self._fields = [], Fields()
        try:
            yield
        finally:
            self._asides, self._fields, self._style = outer

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

    def _paragraph(self, paragraph: _Element, begun: str = "") -> tuple[str, bool]:
        """Text of a paragraph, and whether the next one goes on in its line.

        Args:
            paragraph: the element.
            begun: text of the paragraphs that go on in this one.
        """
        properties = child(paragraph, "pPr")
        self._style = style = value(child(properties, "pStyle"))
        parts: list[str] = [begun]
        self._inline(paragraph, parts)
        self._fields.settle()
        text = "".join(parts)
        mark = child(properties, "rPr")
        deleted = mark is not None and next(mark.iterchildren("{*}del", "{*}moveFrom"), None) is not None
        hidden = self._hidden.told(mark, style)
        if deleted or (hidden and not has_words(text)):
            return text, True
        label = self._numbering.label(properties)
        if label and (has_words(text) or label != "•"):  # Word numbers empty paragraphs too, as in «№ п/п»
            text = f"{label} {text.lstrip()}".rstrip()
        return text, hidden

    def _inline(self, parent: _Element, parts: list[str]) -> None:
        for element in parent:
            kind = local(element)
            if kind == "r":
                if not self._hidden.told(child(element, "rPr"), self._style):
                    self._inline(element, parts)
            elif kind in _SKIPPED:
                self._skip(kind, element)
            elif kind == "t" or kind in _SIGNS or kind == "sym":
                if not self._fields.silent():
                    parts.append(_written(kind, element))
            else:
                self._inside(kind, element, parts)

    def _skip(self, kind: str, element: _Element) -> None:
        if kind == "instrText":
            self._fields.instruct(element.text or "")
        elif kind in ("del", "moveFrom"):
            self.changes += 1

    def _inside(self, kind: str, element: _Element, parts: list[str]) -> None:
        if kind in ("txbxContent", "txBody", "tbl"):
            self._beside(kind, element)
        elif kind == "fldChar":
            if not self._fields.silent():
                parts.append(chosen(element))
            self._fields.step(value(element, "fldCharType"))
        elif kind == "fldSimple" and counts_pages(value(element, "instr")):
            return
        elif kind in ("oMath", "oMathPara"):
            parts.append(formula(element))
        elif kind == "AlternateContent":
            self._inline(_alternative(element), parts)
        elif kind == "ruby":
            self._ruby(element, parts)
        else:
            if kind in _DRAWN:
                self._drawn(kind, element)
            elif kind in ("ins", "moveTo"):
                self.changes += 1
            self._inline(element, parts)

    def _beside(self, kind: str, element: _Element) -> None:
        with self._apart():
            lines = self._table(element) if kind == "tbl" else self.blocks(element)
        self._asides += [line for line in lines if line.strip()]

    def _ruby(self, element: _Element, parts: list[str]) -> None:
        """A word, then in brackets how it is read, which stands above it."""
        for kind, form in (("rubyBase", "{}"), ("rt", " ({})")):
            inner: list[str] = []
            if (part := child(element, kind)) is not None:
                self._inline(part, inner)
            parts.append(form.format("".join(inner)) if inner else "")

    def _drawn(self, kind: str, element: _Element) -> None:
        """Captions of pictures, WordArt, diagrams, charts."""
        if kind in ("relIds", "chart"):
            _, target = self._relations.get(value(element, "dm" if kind == "relIds" else "id"), ("", ""))
            if target in self._package:
                read = diagram_lines if kind == "relIds" else chart_lines
                self._asides += read(self._package.xml(target))
        elif kind == "OLEObject":
            _, target = self._relations.get(value(element, "id"), ("", ""))
            if target in self._package and target not in self._embedded:
                self._embedded.add(target)
                self._asides += self._object(target, value(element, "DrawAspect"))
        elif text := alternative_text(element):
            self._asides.append(text)

    def _object(self, target: str, look: str) -> list[str]:
        """An object of another program that shows its content; one shown as an icon is a file enclosed."""
        if look != "Icon" and self._depth < self._limits.depth:
            lines = embedded_lines(self._package.read(target), self._limits, self._package_text)
            if lines is not None:
                return lines
        self.enclosed.add(target)
        return []

    # parts beside the main one

    def _related(self, kind: str) -> _Element | None:
        for of, target in self._relations.values():
            if of == kind and target in self._package:
                return self._package.xml(target)
        return None

    def _edges(self, body: _Element) -> tuple[list[str], list[str]]:
        """Headers of the first page, which stand before the text; all others, which stand after it."""
        found: dict[str, list[str]] = {"first": [], "later": []}
        seen: set[str] = set()
        edges: list[list[str]] = []
        sections = list(body.iter("{*}sectPr"))
        titled = [_is_on(child(section, "titlePg")) for section in sections]
        shown = {"default", *(["first"] if any(titled) else []), *(["even"] if self._even_pages() else [])}
        for at, section in enumerate(sections):
            opens = "" if at else "first" if titled[at] else "default"
            for reference in section:
                kind, target = self._relations.get(value(reference, "id"), ("", ""))
                if kind not in ("header", "footer") or target in seen or target not in self._package:
                    continue
                pages = value(reference, "type") or "default"
                if pages not in shown:  # left over from a template
                    continue
                seen.add(target)
                place = "first" if kind == "header" and pages == opens else "later"
                told = self._edge(target)
                if told not in edges:  # each section has parts of its own, mostly those of the one before
                    edges.append(told)
                    found[place] += told
        return found["first"], found["later"]

    def _even_pages(self) -> bool:
        """Whether even pages have headers and footers of their own."""
        settings = self._related("settings")
        return settings is not None and _is_on(child(settings, "evenAndOddHeaders"))

    def _edge(self, target: str) -> list[str]:
        outer, self._relations = self._relations, relations_of(self._package, target)
        try:
            with self._apart():
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
    """Cells of a row, those in content controls included, deleted ones left out."""
    cells: list[_Element] = []
    for element in row:
        kind = local(element)
        if kind == "tc":
            if child(element, "tcPr", "cellDel") is None:
                cells.append(element)
        elif kind not in _SKIPPED:
            cells += row_cells(element)
    return cells


def _is_on(element: _Element | None) -> bool:
    return element is not None and value(element) not in OFF


def _alternative(element: _Element) -> _Element:
    """Of several forms of the same, the first, which is for the newest Word (ISO/IEC 29500-3, 7.5)."""
    return next((one for one in element if local(one) in ("Choice", "Fallback")), element)


def _written(kind: str, element: _Element) -> str:
    """What a sign or a piece of text shows."""
    if kind == "sym":
        code = value(element, "char")
        return sign(value(element, "font"), int(code, 16)) if _HEX.fullmatch(code) else " "
    if kind != "t":
        return _SIGNS[kind]
    text = (element.text or "").translate(_BLANKS)
    if PRIVATE.search(text):
        fonts = child(element.getparent(), "rPr", "rFonts")
        text = signs(value(fonts, "ascii") or value(fonts, "hAnsi"), text)
    return text
