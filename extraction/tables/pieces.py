"""A table that runs over pages put together: repeated heads dropped, rows cut by a page end joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.hyphens import join_hyphens
from extraction.protocol import Table
from extraction.tables.heads import Row, head_rows, is_column_numbers

_SAME_EDGE = 4.0
"""Points by which the rules of the same column may differ from page to page."""
_USUAL, _RARE = 0.85, 0.03
_NO_TITLE = re.compile(
    r"(?:[-–—.\s]*(?:стр(?:аница|\.)?)?\s*\d{0,4}\s*(?:из\s*\d+)?[-–—.\s]*|продолжение\s+(?:таблицы|приложения)?.{0,40})",
    re.I,
)
_OPEN_END = re.compile(r"(?:[,(«–-]|(?<!\w)(?:и|в|на|по|с|к|от|до|из|за|для|об?|при|а|или|не|без))$", re.I)


@dataclass(slots=True)
class Piece:
    """What one page holds of a table.

    Attributes:
        page: from 1.
        rows: cells as text.
        edges: where its upright rules stand, in points from the left.
        above: text of the page above it, up to the table before.
        below: text of the page below it, if it is the last table of the page; None if another follows.
        caption: the last lines above it.
        confidence: 0 to 1.
        notes: as in ``Table``.
        first: whether it is the first table of its page.
    """

    page: int
    rows: list[Row]
    edges: tuple[float, ...]
    above: str
    below: str | None
    caption: str
    confidence: float
    notes: list[str] = field(default_factory=list)
    first: bool = True


def joined(pieces: Sequence[Piece]) -> list[Table]:
    """Tables out of the pieces of all pages, in their order."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _continues(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_table(group) for group in groups]


def _continues(before: Piece, after: Piece) -> bool:
    if after.page != before.page + 1 or not after.first or before.below is None:
        return False
    if not _is_edge_text(before.below):
        return False
    running = _letters(after.above) == _letters(before.above) and len(after.above) < 200
    return (_is_edge_text(after.above) or running) and _same_columns(before.edges, after.edges)


def _is_edge_text(text: str) -> bool:
    """Nothing, the number of a page, «продолжение таблицы»."""
    return all(_NO_TITLE.fullmatch(line.strip()) for line in text.split("\n"))


def _letters(text: str) -> str:
    return re.sub(r"[\W\d]+", "", text).lower()


def _same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    if len(one) != len(other):
        return False
    shift = other[0] - one[0]  # left and right pages may have different margins
    return all(abs(right - left - shift) <= _SAME_EDGE for left, right in zip(one, other, strict=True))


def _table(group: Sequence[Piece]) -> Table:
    first, *others = group
    rows = list(first.rows)
    head = _repeated_head(first.rows, others)
    seams: list[int] = []
    for piece in others:
        seams.append(len(rows))
        rows += piece.rows[_skipped(rows[:head], piece.rows) :]
    head = head or head_rows(rows)
    rows, cut = _without_cuts(rows, head, seams)
    notes = list(dict.fromkeys(note for piece in group for note in piece.notes))
    if cut:
        notes.append(f"rows-joined:{cut}")
    weight = sum(len(piece.rows) for piece in group) or 1
    return Table(
        first_page=first.page,
        last_page=group[-1].page,
        rows=tuple(tuple(cell.replace("\xad", "") for cell in row) for row in rows),
        header_rows=head,
        caption=first.caption,
        confidence=round(sum(piece.confidence * len(piece.rows) for piece in group) / weight, 3),
        notes=tuple(notes),
    )


def _repeated_head(rows: Sequence[Row], others: Sequence[Piece]) -> int:
    """How many first rows come again on the next page."""
    return _alike(rows, others[0].rows) if others else 0


def _skipped(head: Sequence[Row], rows: Sequence[Row]) -> int:
    """How many first rows repeat the head, or only its line of column numbers."""
    return _alike(head, rows) or int(bool(rows) and is_column_numbers(rows[0]))


def _alike(rows: Sequence[Row], others: Sequence[Row]) -> int:
    same = 0
    for row, other in zip(rows, others, strict=False):
        if [_letters(cell) or cell for cell in row] != [_letters(cell) or cell for cell in other]:
            break
        same += 1
    return same


def _without_cuts(rows: list[Row], head: int, seams: Sequence[int]) -> tuple[list[Row], int]:
    """Rows whose second half stands on the next page made whole."""
    at_seams = {seam + step for seam in seams for step in (-1, 0)}
    body = [row for at, row in enumerate(rows) if at >= head and at not in at_seams]
    usual = _usual_columns(body or rows[head:])
    whole = sum(all(row[column] for column in usual) for row in body)
    strict = bool(body) and whole < (1 - _RARE) * len(body)
    cut = 0
    for seam in reversed(seams):
        if head < seam < len(rows) and _is_cut(rows[seam - 1], rows[seam], usual, strict=strict):
            rows[seam - 1 : seam + 1] = [_merged(rows[seam - 1], rows[seam])]
            cut += 1
    return rows, cut


def _usual_columns(rows: Sequence[Row]) -> list[int]:
    """Columns that nearly every row fills."""
    if len(rows) < 2:
        return []
    width = len(rows[0])
    return [at for at in range(width) if sum(bool(row[at]) for row in rows) >= _USUAL * len(rows)]


def _is_cut(upper: Row, lower: Row, usual: Sequence[int], *, strict: bool) -> bool:
    """Whether two rows at a page end are halves of one.

    Each half lacks cells that rows of this table have, and none of the figures stands in both. Where such
    rows also occur inside of pages (titles of sections), the text must run on as well.
    """
    both = [at for at in range(len(upper)) if upper[at] and lower[at]]
    lacking = min(sum(bool(half[at]) for at in usual) for half in (upper, lower))
    if len(usual) < 2 or lacking > len(usual) / 2 or not any(lower) or not any(upper):
        return False
    if len(both) > max(1, len(upper) // 3) or any(_whole(upper[at]) and _whole(lower[at]) for at in both):
        return False
    return not strict or _runs_on(upper, lower)


def _whole(cell: str) -> bool:
    return bool(re.fullmatch(r"[-\d\s.,%]+", cell))


def _runs_on(upper: Row, lower: Row) -> bool:
    for begun, told in zip(upper, lower, strict=True):
        if told and begun and (told[0].islower() or _OPEN_END.search(begun)):
            return True
    return False


def _merged(upper: Row, lower: Row) -> Row:
    return tuple(_together(begun, told) for begun, told in zip(upper, lower, strict=True))


def _together(begun: str, told: str) -> str:
    if begun.endswith(("-", "\xad", "\u2010")) and told:
        return join_hyphens(f"{begun}\n{told}").replace("\n", " ").strip()
    return f"{begun} {told}".strip()
