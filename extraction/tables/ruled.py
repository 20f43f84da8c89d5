"""Tables with ruled lines in PDF: lines and cells by pdfplumber, page by page, each within its time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2.raw as c  # type: ignore[import-untyped]
from pdfplumber.page import Page
from pdfplumber.utils.text import extract_text

from extraction.alarm import TooLongError, within
from extraction.hyphens import join_hyphens
from extraction.layer import Verdict, judge, reread_latin_1
from extraction.pdfium import opened
from extraction.progress import more_time
from extraction.protocol import Limits, Table
from extraction.reasons import Note
from extraction.tables.heads import Row
from extraction.tables.overhang import draw_in
from extraction.tables.pieces import Piece, joined

_PAGE_SECONDS = 15
_FEWEST_LINES = 4
_BATCH = 40
"""Pages after which the file is opened anew: an open document keeps all that it has read."""
_CAPTION_LINES = 8
_MOST_EDGES = 20_000
"""A drawing of more lines than this is a map or a chart."""


def ruled_tables(path: Path, limits: Limits, wanted: Sequence[int] | None = None) -> list[Table]:
    """The ruled tables of a PDF.

    Args:
        path: the file.
        limits: how many pages are looked at.
        wanted: pages from 1; all without it.

    Raises:
        UnreadableError: the file does not open.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it remarks on every odd font
    pages, cut = _pages_with_lines(path, limits, wanted)
    batches = (pages[at : at + _BATCH] for at in range(0, len(pages), _BATCH))
    pieces = [piece for batch in batches for piece in _pieces(path, batch)]
    if cut:
        for piece in pieces[-1:]:
            piece.notes.append(f"{Note.TRUNCATED}:pages")
    return joined(pieces)


def _pages_with_lines(path: Path, limits: Limits, wanted: Sequence[int] | None) -> tuple[list[int], bool]:
    """Pages on which enough is drawn for a table, found by the quicker reader; whether some were left out."""
    with opened(path) as document:
        count = len(document)
        numbers = [one for one in (wanted or range(1, count + 1)) if 0 < one <= count]
        ruled = [one for one in numbers[: limits.pages] if _has_lines(document, one)]
    return sorted(set(ruled))[: limits.table_pages], len(set(ruled)) > limits.table_pages


def _has_lines(document: Any, number: int) -> bool:
    page = document[number - 1]
    try:
        drawn = page.get_objects(filter=(c.FPDF_PAGEOBJ_PATH,), max_depth=4)
        return len(list(islice(drawn, _FEWEST_LINES))) == _FEWEST_LINES
    finally:
        page.close()


def _pieces(path: Path, numbers: list[int]) -> Iterator[Piece]:
    with pdfplumber.open(path, pages=numbers) as document:
        for page in document.pages:
            more_time(2 * _PAGE_SECONDS)
            try:
                with within(_PAGE_SECONDS):
                    found = _on_page(page)
            except TooLongError:
                found = []
            except Exception:  # noqa: BLE001 - a page that the library cannot read has no tables; the others may
                found = []
            yield from found
            page.close()


def _on_page(page: Page) -> list[Piece]:
    if len(page.edges) > _MOST_EDGES:
        return []
    chars = [char for char in page.chars if _on_paper(page, char)]
    found = [table for table in page.find_tables() if len(table.columns) > 1 and len(table.rows) > 0]
    found.sort(key=lambda table: (table.bbox[1], table.bbox[0]))
    for table in found:
        draw_in(table.cells, page.chars)
    pieces: list[Piece] = []
    top = page.bbox[1]
    for at, table in enumerate(found):
        rows, confidence, notes = _read(table, chars)
        if sum(any(row) for row in rows) == 0 or (len(rows) == 1 and len(found) > 1):
            continue
        _, upper, _, lower = table.bbox
        above = _text_between(chars, top, upper)
        below = _text_between(chars, lower, page.bbox[3]) if table is found[-1] else None
        caption = "\n".join(above.split("\n")[-_CAPTION_LINES:])
        edges = tuple(sorted({round(edge, 1) for cell in table.cells for edge in (cell[0], cell[2])}))
        edges = _distinct(edges)
        pieces.append(
            Piece(page.page_number, rows, edges, above, below, caption, confidence, notes, first=at == 0)
        )
        top = lower
    return pieces


def _on_paper(page: Page, char: dict[str, Any]) -> bool:
    left, top, right, bottom = page.bbox
    return bool(char["x1"] > left and char["x0"] < right and char["bottom"] > top and char["top"] < bottom)


def _distinct(edges: Sequence[float]) -> tuple[float, ...]:
    """Edges with those left out that the rules' own thickness makes."""
    kept: list[float] = []
    for edge in edges:
        if not kept or edge - kept[-1] > 2:
            kept.append(edge)
    return tuple(kept)


def _text_between(chars: Sequence[dict[str, Any]], top: float, bottom: float) -> str:
    between = [char for char in chars if top <= (char["top"] + char["bottom"]) / 2 < bottom]
    text = extract_text(between) if between else ""
    lines = (" ".join(line.split()) for line in _readable(text)[0].split("\n"))
    return "\n".join(line for line in lines if line)


def _read(table: Any, chars: Sequence[dict[str, Any]]) -> tuple[list[Row], float, list[str]]:
    """Rows of cells; the share of the text that came into them; what is to be said."""
    raw = [[cell or "" for cell in row] for row in table.extract()]
    text, note = _readable("\x1e".join("\x1f".join(row) for row in raw))
    rows = [tuple(_cell(cell) for cell in row.split("\x1f")) for row in text.split("\x1e")]
    left, top, right, bottom = table.bbox
    inside = sum(
        left <= (char["x0"] + char["x1"]) / 2 <= right
        and top <= (char["top"] + char["bottom"]) / 2 <= bottom
        and not char["text"].isspace()
        for char in chars
    )
    placed = sum(not char.isspace() for row in raw for cell in row for char in cell)
    share = min(1.0, placed / inside) if inside else 1.0
    return rows, share * (0.2 if note == "garbage-layer" else 1.0), [note] if note else []


def _readable(text: str) -> tuple[str, str]:
    """Text with a layer in a wrong encoding put right, and a note where something was wrong with it."""
    verdict = judge(text.replace("\x1e", "\n").replace("\x1f", " "), russian=False)
    if verdict is Verdict.LATIN_1:
        return reread_latin_1(text), str(Note.LAYER_REPAIRED)
    return text, "garbage-layer" if verdict is Verdict.GARBAGE else ""


def _cell(text: str) -> str:
    return " ".join(join_hyphens(text).split())
