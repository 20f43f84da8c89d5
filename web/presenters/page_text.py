"""The text of a page as paragraphs of pieces: found places marked, citations of held acts linked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from web.marking import Piece, Span, pieces

_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n")
# Forty letters or more, the last of them no stop.
_RUNS_ON = re.compile(r"(?s).{39}[^.:;!?\s]\s?\Z")
_TABLE_MARKS = ("\t", " | ", "   ")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; one with columns keeps its blanks and may be scrolled sideways."""

    pieces: tuple[Piece, ...]
    columns: bool


def unwrapped(text: str) -> str:
    """A text whose lines run on where only the width of the paper had broken them; its length stays.

    A line runs on when it is long, ends without a stop, and the next one begins with a small letter;
    lines with columns stay as they are.
    """
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        columns = any(mark in one.strip() for one in (before, line) for mark in _TABLE_MARKS)
        joined += [" " if not columns and _RUNS_ON.search(before) and line[:1].islower() else "\n", line]
    return "".join(joined)


def paragraphs(text: str, found: Sequence[Span], links: Sequence[Span]) -> tuple[Paragraph, ...]:
    """Paragraphs of a page: blank lines part them, single line ends stay as they are."""
    result: list[Paragraph] = []
    current: list[Piece] = []

    def close() -> None:
        if any(piece.text.strip() for piece in current):
            line = "".join(piece.text for piece in current)
            result.append(Paragraph(_trimmed(current), any(mark in line.strip() for mark in _TABLE_MARKS)))
        current.clear()

    for piece in pieces(text, found, links):
        parts = _BLANK_LINE.split(piece.text.replace("\r\n", "\n").replace("\r", "\n"))
        for at, part in enumerate(parts):
            if at:
                close()
            if part:
                current.append(Piece(part, piece.found, piece.first and not at, piece.address))
    close()
    return tuple(result)


def _trimmed(run: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces without the line ends around them."""
    kept = list(run)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        first, last = kept[0], kept[-1]
        kept[0] = Piece(first.text.lstrip("\n"), first.found, first.first, first.address)
        last = kept[-1]
        kept[-1] = Piece(last.text.rstrip(), last.found, last.first, last.address)
    return tuple(kept)
