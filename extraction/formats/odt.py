"""OpenDocument text: paragraphs, lists with their numbers, tables, notes (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.formats.numbering import child, local, number_of, value
from extraction.numerals import numeral
from extraction.packages import Package
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.rows import row_text
from extraction.sniff import ODT

if TYPE_CHECKING:
    from lxml.etree import _Element

name = "odt"
version = "2"

_SKIPPED = frozenset({
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms",
    "event-listeners", "annotation", "annotation-end", "table-of-content-source", "alphabetical-index-source",
    "dde-connection-decls", "page-number", "page-count", "desc", "title", "shapes", "soft-page-break",
})  # fmt: skip
_EDGES = {"header-first": 0, "header": 1, "header-left": 2, "footer-first": 2, "footer": 2, "footer-left": 2}
"""What stands at the edges of pages; the lower the number, the likelier it heads the first page."""
_SHAPES = frozenset({"custom-shape", "rect", "ellipse", "circle", "polygon", "path", "connector", "caption"})
_BULLET = "•"
_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES |= {"а": "russianLower", "А": "russianUpper"}


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an ODT file as one page."""
    with Package(path, limits) as package:
        root, body = content(package)
        shared = shared_styles(package)
        walk = Walk(root, shared)
        lines = walk.blocks(body)
        before, after = walk.edges(shared)
        lines = [*before, *lines, *walk.notes, *after]
        metadata = _metadata(package)
        notes = list(package.notes())
    if walk.comments:
        notes.append(f"{Note.COMMENTS}:{len(walk.comments)}")
        metadata["comments"] = "\n".join(walk.comments)
    return Extracted(ODT, ("\n".join(lines),), "born", name, version, notes=tuple(notes), metadata=metadata)


def content(package: Package) -> tuple[_Element, _Element]:
    """The root of the document's content, and its body.

    Raises:
        UnreadableError: there is none, or it is encrypted.
    """
    if "content.xml" not in package:
        raise UnreadableError(Refusal.DAMAGED, detail="no content.xml")
    _refuse_encrypted(package)
    root = package.xml("content.xml")
    body = child(root, "body", "text")
    if body is None:
        raise UnreadableError(Refusal.DAMAGED, detail="no body")
    return root, body


def shared_styles(package: Package) -> _Element | None:
    """The styles that have a name, with the headers and footers of pages."""
    return package.xml("styles.xml") if "styles.xml" in package else None


def _refuse_encrypted(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in package and any(local(one) == "encryption-data" for one in package.xml(manifest).iter()):
        raise UnreadableError(Refusal.ENCRYPTED, format=ODT)


def _metadata(package: Package) -> dict[str, str]:
    if "meta.xml" not in package:
        return {}
    names = {"title": "title", "initial-creator": "author", "subject": "subject", "creation-date": "created"}
    return {
        names[local(one)]: one.text
        for one in package.xml("meta.xml").iter()
        if local(one) in names and one.text and one.text.strip()
    }


class Walk:
    """One pass over the text of a document; keeps the counters of its lists.

    Args:
        root: its content, with the styles of its own.
        shared: its styles with a name, among them those of lists.
    """

    def __init__(self, root: _Element, shared: _Element | None = None) -> None:
        self._list_styles = {
            value(style, "name"): style
            for place in (shared, root)
            if place is not None
            for style in place.iter("{*}list-style")
            if value(style, "name")
        }
        self._open_lists: list[tuple[str, list[int]]] = []
        self._counters: dict[str, list[int]] = {}
        self.notes: list[str] = []
        self.comments: list[str] = []
        self._asides: list[str] = []

    def blocks(self, parent: _Element) -> list[str]:
        """Lines of everything that is laid out as blocks."""
        lines: list[str] = []
        for element in parent:
            kind = local(element)
            if kind in ("p", "h"):
                lines.append(self._paragraph(element))
                lines += self._asides
                self._asides = []
            elif kind == "list":
                lines += self._list(element, 0, "", [])
            elif kind == "table":
                lines += self._table(element)
            elif kind not in _SKIPPED and kind != "note":
                lines += self.blocks(element)
        return lines

    def edges(self, shared: _Element | None) -> tuple[list[str], list[str]]:
        """Header lines of the first page, which stand before the text; all others, which stand after it."""
        found: list[tuple[int, list[str]]] = []
        for page in () if shared is None else shared.iter("{*}master-page"):
            opens = bool(value(page, "next-style-name"))
            for element in page:
                kind = local(element)
                if kind in _EDGES:
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

    def _paragraph(self, element: _Element) -> str:
        parts: list[str] = [element.text or ""]
        for one in element:
            self._inline(one, parts)
            parts.append(one.tail or "")
        return "".join(parts)

    def _inline(self, element: _Element, parts: list[str]) -> None:
        kind = local(element)
        if kind == "s":
            parts.append(" " * min(100, number_of(value(element, "c"), 1)))
        elif kind == "tab":
            parts.append("\t")
        elif kind == "line-break":
            parts.append("\n")
        elif kind == "note":
            body = child(element, "note-body")
            self.notes.append(" ".join(self.blocks(body)) if body is not None else "")
        elif kind == "annotation":
            self.comments.append(" ".join(self.blocks(element)))
        elif kind in ("text-box", "table") or kind in _SHAPES:
            self._asides += self._table(element) if kind == "table" else self.blocks(element)
        elif kind not in _SKIPPED:
            parts.append(self._paragraph(element))

    def _table(self, table: _Element) -> list[str]:
        lines = []
        for row in table_rows(table):
            cells = ["\n".join(line for line in self.blocks(cell) if line.strip()) for cell in _cells(row)]
            if (text := row_text(cells)).strip():
                lines.append(text)
        return lines

    def _list(self, element: _Element, depth: int, style: str, counters: list[int]) -> list[str]:
        style = value(element, "style-name") or style
        if depth == 0:
            carried = value(element, "continue-numbering") == "true" or value(element, "continue-list")
            counters = self._counters.setdefault(style, []) if carried else []
            self._counters[style] = counters
        lines: list[str] = []
        while len(counters) <= depth:
            counters.append(self._start(style, len(counters)) - 1)
        del counters[depth + 1 :]
        for item in element:
            if local(item) == "list-item":
                if own := value(item, "start-value"):
                    counters[depth] = number_of(own, 1) - 1
                counters[depth] += 1
                del counters[depth + 1 :]
            lines += self._item(item, depth, style, counters)
        return lines

    def _item(self, item: _Element, depth: int, style: str, counters: list[int]) -> list[str]:
        lines: list[str] = []
        label = self._label(style, depth, counters) if local(item) == "list-item" else ""
        for element in item:
            kind = local(element)
            if kind == "list":
                lines += self._list(element, depth + 1, style, counters)
            elif kind in ("p", "h"):
                text = self._paragraph(element)
                if label and (label != _BULLET or has_words(text)):  # a column of numbers holds nothing else
                    text, label = f"{label} {text.lstrip()}".rstrip(), ""
                lines += [text, *self._asides]
                self._asides = []
            else:
                lines += self.blocks(element)
        return lines

    def _level(self, style: str, depth: int) -> _Element | None:
        levels = self._list_styles.get(style)
        if levels is None:
            return None
        return next((one for one in levels if number_of(value(one, "level")) == depth + 1), None)

    def _start(self, style: str, depth: int) -> int:
        return number_of(value(self._level(style, depth), "start-value"), 1)

    def _label(self, style: str, depth: int, counters: list[int]) -> str:
        level = self._level(style, depth)
        if level is None:
            return ""
        if local(level) == "list-level-style-bullet":
            return _BULLET
        if not value(level, "num-format"):
            return ""
        shown = max(1, number_of(value(level, "display-levels"), 1))
        numbers = []
        for at in range(max(0, depth + 1 - shown), depth + 1):
            form = value(self._level(style, at), "num-format")
            numbers.append(numeral(counters[at], _STYLES.get(form[:1], "decimal")))
        return f"{value(level, 'num-prefix')}{'.'.join(numbers)}{value(level, 'num-suffix')}"


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
