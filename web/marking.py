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
        spot: whether it belongs to a place that the address of the page names.
        anchor: whether the first such place begins here.
        doubt: whether it was read uncertainly.
    """

    text: str
    found: int = 0
    address: str = ""
    spot: bool = False
    anchor: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text by offsets."""

    start: int
    end: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is laid upon a text: found places, links, places that the address names, doubtful figures."""

    found: Sequence[Span] = ()
    links: Sequence[Span] = ()
    spots: Sequence[Span] = ()
    doubts: Sequence[Span] = ()


def pieces(text: str, marks: Marks) -> tuple[Piece, ...]:
    """A text cut where marks of any kind begin and end; none overlaps its own kind."""
    found, links, spots, doubts = (
        _apart(kind, len(text)) for kind in (marks.found, marks.links, marks.spots, marks.doubts)
    )
    spans = (*found, *links, *spots, *doubts)
    cuts = sorted({0, len(text), *(at for span in spans for at in (span.start, span.end))})
    walks = [_Walk(kind) for kind in (found, links, spots, doubts)]
    result = []
    for start, end in pairwise(cuts):
        mark, way, spot, doubt = (walk.at(start) for walk in walks)
        result.append(
            Piece(
                text[start:end],
                found=mark,
                address=links[way - 1].address if way else "",
                spot=bool(spot),
                anchor=bool(spots) and start == spots[0].start,
                doubt=bool(doubt),
            )
        )
    return tuple(result)


class _Walk:
    """Spans in order, asked for places that only go on."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans, self._next = spans, 0

    def at(self, place: int) -> int:
        """Number of the span that covers a place, from 1; 0 for none."""
        while self._next < len(self._spans) and self._spans[self._next].end <= place:
            self._next += 1
        covers = self._next < len(self._spans) and self._spans[self._next].start <= place
        return self._next + 1 if covers else 0


def _apart(spans: Sequence[Span], length: int) -> list[Span]:
    """Spans in order, those out of range or upon an earlier one left out."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if 0 <= span.start < span.end <= length and (not kept or kept[-1].end <= span.start):
            kept.append(span)
    return kept
