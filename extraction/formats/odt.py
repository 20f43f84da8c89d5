"""OpenDocument text: paragraphs, lists with their numbers, tables, notes (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.formats.docx_drawings import is_caption
from extraction.formats.numbering import child, local, number_of, value
from extraction.formats.odt_lists import BULLET, count, label_of, only_deeper
from extraction.formats.odt_objects import object_lines
from extraction.formats.odt_styles import Styles, deletions, is_hidden
from extraction.formats.symbol_fonts import PRIVATE, signs
from extraction.packages import Package
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.rows import row_text
from extraction.sniff import ODT

if TYPE_CHECKING:
    from lxml.etree import _Element

name = "odt"
version = "3"

_SKIPPED = frozenset({
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms",
    "event-listeners", "annotation", "annotation-end", "table-of-content-source", "alphabetical-index-source",
    "dde-connection-decls", "page-number", "page-count", "title", "shapes", "soft-page-break",
    "script", "note", "hidden-paragraph",
})  # fmt: skip
_EDGES = {"header-first": 0, "header": 1, "header-left": 2, "footer-first": 2, "footer": 2, "footer-left": 2}
"""What stands at the edges of pages; the lower the number, the likelier it heads the first page."""
_SHAPES = frozenset({"custom-shape", "rect", "ellipse", "circle", "polygon", "path", "connector", "caption"})
_WRITTEN = {"s": " ", "tab": "\t", "line-break": "\n"}
_LEVELS = 10
_BLANKS = re.compile(r"[ \t\r\n]+")
_TEXTS_OF_CONTROLS = ("current-value", "value", "label")


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an ODT file as one page."""
    with Package(path, limits) as package:
        root, body = content(package)
        shared = shared_styles(package)
        walk = Walk(root, shared, package)
        lines = walk.blocks(body)
        before, after = walk.edges(shared)
        lines = [*before, *lines, *walk.notes, *after]
        metadata = _metadata(package.xml("meta.xml")) if "meta.xml" in package else {}
        return _extracted(ODT, lines, walk, metadata, package.notes())


def extract_flat(root: _Element, media_type: str) -> Extracted | None:
    """Read an OpenDocument that is one XML file (FODT), None where it is no text."""
    body = child(root, "body", "text")
    if body is None:
        return None
    walk = Walk(root)
    lines = walk.blocks(body)
    before, after = walk.edges(root)
    metadata = _metadata(told) if (told := child(root, "meta")) is not None else {}
    return _extracted(media_type, [*before, *lines, *walk.notes, *after], walk, metadata, ())


def _extracted(
    media_type: str, lines: list[str], walk: Walk, metadata: dict[str, str], notes: tuple[str, ...]
) -> Extracted:
    if walk.comments:
        notes = (*notes, f"{Note.COMMENTS}:{len(walk.comments)}")
        metadata["comments"] = "\n".join(walk.comments)
    return Extracted(media_type, ("\n".join(lines),), "born", name, version, notes=notes, metadata=metadata)


def content(package: Package) -> tuple[_Element, _Element]:
    """The root of the document's content, and its body.

    Raises:
        UnreadableError: there is none, or it is encrypted.
    """
    if "content.xml" not in package:
        raise UnreadableError(Refusal.DAMAGED, detail="no content.xml")
    refuse_encrypted(package, ODT)
    root = package.xml("content.xml")
    body = child(root, "body", "text")
    if body is None:
        raise UnreadableError(Refusal.DAMAGED, detail="no body")
    return root, body


def shared_styles(package: Package) -> _Element | None:
    """The styles that have a name, with the headers and footers of pages."""
    return package.xml("styles.xml") if "styles.xml" in package else None


def refuse_encrypted(package: Package, media_type: str) -> None:
    """Raise ``UnreadableError`` where a password is needed."""
    manifest = "META-INF/manifest.xml"
    if manifest in package and any(local(one) == "encryption-data" for one in package.xml(manifest).iter()):
        raise UnreadableError(Refusal.ENCRYPTED, format=media_type)


def _metadata(told: _Element) -> dict[str, str]:
    names = {"title": "title", "initial-creator": "author", "subject": "subject", "creation-date": "created"}
    return {
        names[local(one)]: one.text
        for one in told.iter()
        if local(one) in names and one.text and one.text.strip()
    }


class Walk:
    """One pass over the text of a document; keeps the counters of its lists.

    Args:
        root: its content, with the styles of its own.
        shared: its styles with a name, among them those of lists.
        package: with the objects that stand in the text: formulas, charts, tables.
    """

    def __init__(
        self, root: _Element, shared: _Element | None = None, package: Package | None = None
    ) -> None:
        self._styles = Styles(shared, root)
        self._package = package
        self._controls = {
            value(one, "id"): one
            for one in root.iter("{*}text", "{*}textarea", "{*}combobox", "{*}fixed-text")
        }
        self._deletions = deletions(root)
        self._deleting: set[str] = set()
        self._begun = ""
        self._counters: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._outline: list[int] = []
        self.notes: list[str] = []
        self.comments: list[str] = []
        self._asides: list[str] = []

    def blocks(self, parent: _Element) -> list[str]:
        """Lines of everything that is laid out as blocks."""
        lines: list[str] = []
        for element in parent:
            kind = local(element)
            if kind in ("p", "h"):
                lines += self._with_asides(self._headed(element, kind))
            elif kind == "list":
                lines += self._list(element, 0, "", [])
            elif kind == "table":
                lines += self._table(element)
            elif kind in ("change-start", "change-end"):
                self._change(kind, value(element, "change-id"))
            elif kind not in _SKIPPED and not (kind == "section" and is_hidden(element)):
                lines += self.blocks(element)
        return lines

    def _with_asides(self, text: str | None) -> list[str]:
        """A paragraph, where it is shown at all, and the boxes that hang on it."""
        taken, self._asides = self._asides, []
        return taken if text is None else [text, *taken]

    def _apart(self, element: _Element, kind: str) -> None:
        """A box or a table inside a paragraph, which may hold boxes itself, is read after it."""
        outer, self._asides = self._asides, []
        lines = self._table(element) if kind == "table" else self.blocks(element)
        self._asides = [*outer, *lines, *self._asides]

    def _headed(self, element: _Element, kind: str) -> str | None:
        """Text of a paragraph, of a heading with the number that the outline of the document gives it."""
        text = self._paragraph(element)
        level = number_of(value(element, "outline-level"))
        if kind != "h" or not 0 < level <= _LEVELS or self._styles.outline is None or text is None:
            return text
        if (
            value(element, "is-list-header") == "true"
            or self._styles.list_of(value(element, "style-name")) == ""
        ):
            return text
        count(self._outline, self._styles.outline, level - 1, element)
        label = label_of(self._styles.outline, level - 1, self._outline)
        return f"{label} {text.lstrip()}".rstrip() if label else text

    def edges(self, shared: _Element | None) -> tuple[list[str], list[str]]:
        """Header lines of the first page, which stand before the text; all others, which stand after it."""
        found: list[tuple[int, list[str]]] = []
        for page in () if shared is None else shared.iter("{*}master-page"):
            opens = bool(value(page, "next-style-name"))
            for element in page:
                kind = local(element)
                if kind in _EDGES and value(element, "display") != "false":
                    lines = [
                        line for line in self.blocks(element) if has_words(line) and not line.isdecimal()
                    ]
                    rank = 0 if kind == "header-first" or (opens and kind == "header") else _EDGES[kind]
                    if lines and lines not in [other for _, other in found]:
                        found.append((rank, lines))
        opening = min(found, key=lambda one: one[0], default=(2, []))
        before = opening[1] if opening[0] < 2 else []
        after = [line for _, lines in found if lines is not before for line in lines]
        return before, after

    def _paragraph(self, element: _Element) -> str | None:
        """Text of a paragraph, None where it is hidden."""
        hidden = self._styles.hides("paragraph", value(element, "style-name")) or any(
            is_hidden(one) for one in element.iter("{*}hidden-paragraph")
        )
        if hidden:
            return None
        text, self._begun = self._begun + self._spoken(element), ""
        if self._deleting:  # its end is deleted: the next paragraph goes on in it
            self._begun = text
            return None
        return text

    def _spoken(self, element: _Element) -> str:
        parts: list[str] = [self._kept(element.text)]
        for one in element:
            self._inline(one, parts)
            parts.append(self._kept(one.tail))
        return "".join(parts)

    def _kept(self, text: str | None) -> str:
        return "" if self._deleting else _blank(text)

    def _inline(self, element: _Element, parts: list[str]) -> None:
        kind = local(element)
        if kind in ("change-start", "change-end"):
            self._change(kind, value(element, "change-id"))
        elif kind in _WRITTEN:
            times = 0 if self._deleting else min(100, number_of(value(element, "c"), 1))
            parts.append(_WRITTEN[kind] * times)
        elif kind == "note":
            body = child(element, "note-body")
            self.notes.append(" ".join(self._lines_apart(body)) if body is not None else "")
        elif kind == "annotation":
            self.comments.append(" ".join(self._lines_apart(element)))
        elif kind in ("text-box", "table") or kind in _SHAPES:
            self._apart(element, kind)
        elif kind in ("desc", "object", "control"):
            self._drawn(kind, element, parts)
        elif kind == "ruby-text":
            parts.append(f" ({self._spoken(element)})")
        elif kind not in _SKIPPED and not self._is_hidden(kind, element):
            text = self._spoken(element)
            if PRIVATE.search(text):
                text = signs(self._styles.font(value(element, "style-name")), text)
            parts.append(text)

    def _change(self, kind: str, mark: str) -> None:
        if mark in self._deletions:
            (self._deleting.add if kind == "change-start" else self._deleting.discard)(mark)

    def _is_hidden(self, kind: str, element: _Element) -> bool:
        if kind == "hidden-text":
            return is_hidden(element)
        return kind in ("span", "a") and self._styles.hides("text", value(element, "style-name"))

    def _drawn(self, kind: str, element: _Element, parts: list[str]) -> None:
        """What a picture is said to show, an object inside the document, a field of a form."""
        if kind == "desc":
            self._asides += [text] if is_caption(text := _blank(element.text).strip()) else []
        elif kind == "control":
            told = self._controls.get(value(element, "control"))
            parts.append(next(filter(None, (value(told, one) for one in _TEXTS_OF_CONTROLS)), ""))
        elif self._package is not None:
            text, lines = object_lines(self._package, element)
            parts.append(text)
            self._asides += lines

    def _lines_apart(self, element: _Element) -> list[str]:
        """Lines of a note or comment; boxes of the paragraph around it stay where they are."""
        outer, self._asides = self._asides, []
        try:
            return [line for line in self.blocks(element) if line.strip()]
        finally:
            self._asides = outer

    def _table(self, table: _Element) -> list[str]:
        lines = []
        for row in table_rows(table):
            cells = ["\n".join(line for line in self.blocks(cell) if line.strip()) for cell in _cells(row)]
            if (text := row_text(cells)).strip():
                lines.append(text)
        return lines

    def _list(self, element: _Element, depth: int, style: str, counters: list[int]) -> list[str]:
        style = value(element, "style-name") or style or self._style_of_items(element)
        if depth == 0:
            if before := self._by_name.get(value(element, "continue-list")):
                counters = before
            elif value(element, "continue-numbering") == "true" or value(element, "continue-list"):
                counters = self._counters.setdefault(style, [])
            else:
                counters = []
            self._counters[style] = self._by_name[value(element, "id")] = counters
        lines: list[str] = []
        for item in element:
            numbered = local(item) == "list-item" and not only_deeper(item)
            if numbered:
                count(counters, self._styles.lists.get(style), depth, item)
            lines += self._item(item, depth, style, counters, numbered=numbered)
        return lines

    def _style_of_items(self, element: _Element) -> str:
        """A list without a style of its own has that of its paragraphs."""
        first = next(element.iter("{*}p", "{*}h"), None)
        return self._styles.list_of(value(first, "style-name")) or ""

    def _item(
        self, item: _Element, depth: int, style: str, counters: list[int], *, numbered: bool
    ) -> list[str]:
        lines: list[str] = []
        label = label_of(self._styles.lists.get(style), depth, counters) if numbered else ""
        for element in item:
            kind = local(element)
            if kind == "list":
                lines += self._list(element, depth + 1, style, counters)
            elif kind in ("p", "h"):
                text = self._paragraph(element)
                # a column of numbers holds nothing else
                if text is not None and label and (label != BULLET or has_words(text)):
                    text, label = f"{label} {text.lstrip()}".rstrip(), ""
                lines += self._with_asides(text)
            else:
                lines += self.blocks(element)
        return lines


def _blank(text: str | None) -> str:
    """Blanks and line ends in a row are one blank (ODF 1.3, part 3, 6.1.2)."""
    return _BLANKS.sub(" ", text) if text else ""


def _cells(row: _Element) -> Iterator[_Element]:
    """Cells of a row without those that a wide one beside them covers."""
    covered = 0
    for cell in row:
        kind = local(cell)
        if kind == "table-cell":
            covered = number_of(value(cell, "number-columns-spanned"), 1) - 1
            yield cell
        elif kind == "covered-table-cell":
            if covered <= 0:
                yield cell
            covered -= 1


def table_rows(table: _Element) -> list[_Element]:
    """Rows of a table, those of its head first."""
    rows: list[_Element] = []
    for element in table:
        kind = local(element)
        if kind == "table-row":
            rows.append(element)
        elif kind in ("table-rows", "table-header-rows", "table-row-group"):
            rows += table_rows(element)
    return rows
