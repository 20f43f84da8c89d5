"""Marks of found words: the only markup that is let through from search, and laid upon page texts."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

_MARK = re.compile(r"(</?mark>)")
_NEIGHBOURS = re.compile(r"</mark>([ \u00a0])<mark>")


def safe_snippet(snippet: str) -> Markup:
    """A snippet whose only tags are balanced ``mark``; all else is escaped anew, neighbours are joined."""
    parts: list[Markup] = []
    opened = False
    for piece in _MARK.split(_NEIGHBOURS.sub(r"\1", snippet)):
        if piece == "<mark>" and not opened:
            opened = True
            parts.append(Markup("<mark>"))
        elif piece == "</mark>" and opened:
            opened = False
            parts.append(Markup("</mark>"))
        elif piece not in ("<mark>", "</mark>"):
            parts.append(escape(html.unescape(piece)))
    if opened:
        parts.append(Markup("</mark>"))
    return Markup("").join(parts)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on a page, perhaps found, perhaps a link.

    Attributes:
        text: unescaped.
        found: number of the found place that begins or goes on here, from 1; 0 for none.
        address: where it leads, or "".
    """

    text: str
    found: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text by offsets."""

    start: int
    end: int
    address: str = ""


def pieces(text: str, found: Sequence[Span], links: Sequence[Span]) -> tuple[Piece, ...]:
    """A text cut where found places and links begin and end; neither overlaps its own kind."""
    marks = _apart(found, len(text))
    ways = _apart(links, len(text))
    cuts = sorted({0, len(text), *(at for span in (*marks, *ways) for at in (span.start, span.end))})
    result = []
    mark = way = 0
    for start, end in pairwise(cuts):
        while mark < len(marks) and marks[mark].end <= start:
            mark += 1
        while way < len(ways) and ways[way].end <= start:
            way += 1
        found_here = mark + 1 if mark < len(marks) and marks[mark].start <= start else 0
        address = ways[way].address if way < len(ways) and ways[way].start <= start else ""
        result.append(Piece(text[start:end], found_here, address))
    return tuple(result)


def _apart(spans: Sequence[Span], length: int) -> list[Span]:
    """Spans in order, those out of range or upon an earlier one left out."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if 0 <= span.start < span.end <= length and (not kept or kept[-1].end <= span.start):
            kept.append(span)
    return kept
