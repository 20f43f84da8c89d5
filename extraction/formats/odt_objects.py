"""Objects in OpenDocument text: formulas in their line, charts and tables beside it (ODF 1.3, 10.4.6)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from extraction.formats.numbering import child, local, value
from extraction.packages import Package
from extraction.plain import has_words
from extraction.rows import row_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_ROWS = 2000
_TITLES = ("title", "subtitle", "footer")
_DEEPEST = 50


def object_lines(package: Package, element: _Element) -> tuple[str, list[str]]:
    """What an object says in the line where it stands, and what it says beside it.

    Args:
        package: the document.
        element: ``draw:object``.
    """
    part = posixpath.normpath(f"{value(element, 'href')}/content.xml")
    root = package.xml(part) if part in package else next(iter(element), None)
    if root is None:
        return "", []
    if local(root) == "math":
        return formula(root), []
    body = child(root, "body")
    lines: list[str] = []
    for title in root.iter(*(f"{{*}}{name}" for name in _TITLES)) if child(body, "chart") is not None else ():
        lines += [_text(paragraph) for paragraph in title.iter("{*}p")]
    if child(body, "spreadsheet") is not None or lines:
        lines += _rows(root)
    return "", [line for line in lines if has_words(line)]


def _rows(root: _Element) -> list[str]:
    lines = []
    for row in root.iter("{*}table-row"):
        cells = ("\n".join(map(_text, cell.iter("{*}p"))) for cell in row)
        lines.append(row_text(list(cells)))
        if len(lines) >= _MOST_ROWS:
            break
    return lines


def _text(paragraph: _Element) -> str:
    return "".join(map(str, paragraph.itertext()))


def formula(element: _Element, depth: int = 0) -> str:
    """Text of MathML on one line: fractions divided by a stroke, powers by a circumflex."""
    kind = local(element)
    if depth > _DEEPEST or kind.startswith("annotation"):
        return ""
    inside = [formula(one, depth + 1) for one in element]
    if kind in _DIVIDED and len(inside) == 2:
        return _DIVIDED[kind].join(text if text.isalnum() else f"({text})" for text in inside)
    root = "√" if kind == "msqrt" else ""
    return root + (element.text or "").strip() + "".join(inside)


_DIVIDED = {"mfrac": "/", "msup": "^"}
