"""The text of a page as printed lines: paragraphs, centred headings, signatures with two sides, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from language.paragraphs import TextBlock, is_figure, text_blocks

Look = Literal["text", "centre", "sides", "table"]
_GAP = re.compile(r"\t+| {3,}")
_LONGEST_HEADING = 200
_FEWEST_LETTERS = 4
_LONGEST_SIDE = 70


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph, or a table.

    Attributes:
        look: how it is set.
        text: of a paragraph; of two sides the left one.
        right: the right one of two sides.
        rows: of a table, all of one length.
    """

    look: Look
    text: str = ""
    right: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def figures(self) -> list[int]:
        """Columns that hold figures for the most part, and keep to the right."""
        width = len(self.rows[0]) if self.rows else 0
        return [at for at in range(width) if _mostly_figures([row[at] for row in self.rows])]


def printed(text: str) -> Iterator[Printed]:
    """What a page of text becomes in print."""
    for block in text_blocks(text):
        if block.rows:
            longest = max(len(row) for row in block.rows)
            yield Printed("table", rows=tuple(row + ("",) * (longest - len(row)) for row in block.rows))
        else:
            yield from _paragraphs(block)


def _mostly_figures(cells: list[str]) -> bool:
    told = [cell for cell in cells if cell]
    return 2 * sum(map(is_figure, told)) > len(told)


def _paragraphs(block: TextBlock) -> Iterator[Printed]:
    for line in block.text.split("\n"):
        bare = line.strip()
        parts = [part for part in _GAP.split(bare) if part] if block.columns else [bare]
        if len(parts) == 2 and max(map(len, parts)) <= _LONGEST_SIDE:
            yield Printed("sides", parts[0], parts[1])
        elif bare:
            words = "\u2003".join(" ".join(part.split()) for part in parts)
            yield Printed("centre" if _is_heading(bare) else "text", words)


def _is_heading(line: str) -> bool:
    letters = sum(sign.isalpha() for sign in line)
    return line.isupper() and letters >= _FEWEST_LETTERS and len(line) <= _LONGEST_HEADING
