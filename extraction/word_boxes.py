"""Where the words of a page stand, out of a PDF's text layer."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2.raw as c  # type: ignore[import-untyped]

from extraction.hyphens import join_hyphens
from extraction.layer import Verdict, judge, reread_latin_1
from extraction.pdfium import opened, page_text
from extraction.plain import plain_text
from extraction.protocol import WordBox
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import PDF
from extraction.word_places import placed

_GRID = 100_000
_MOST_CHARACTERS = 100_000
_TALLEST = 3.0
"""A box of the font this many times taller than its letters says nothing of where they stand."""


def pdf_word_boxes(path: Path, number: int, text: str = "") -> tuple[WordBox, ...]:
    """Words of a page's text layer in its own order.

    Args:
        path: a PDF.
        number: page from 1.
        text: the page's text as it is kept, for the offsets; read again without it.

    Raises:
        UnreadableError: the file does not open or has no such page.
    """
    with opened(path) as document:
        if not 0 < number <= len(document):
            raise UnreadableError(Refusal.DAMAGED, format=PDF, detail="no such page")
        page = document[number - 1]
        boxes = _readable(_words(page))
        if not text:
            text = plain_text(join_hyphens(page_text(page)[0]))
            text = reread_latin_1(text) if judge(text) is Verdict.LATIN_1 else text
        page.close()
    return placed(boxes, text)


def _words(page: Any) -> list[WordBox]:
    textpage = page.get_textpage()
    try:
        found: list[WordBox] = []
        letters: list[str] = []
        corners: list[tuple[float, float, float, float]] = []
        for index in range(min(textpage.count_chars(), _MOST_CHARACTERS)):
            code = c.FPDFText_GetUnicode(textpage, index)
            if code <= 0x20 or code == 0xA0:
                found += _word(letters, corners)
                letters, corners = [], []
                continue
            generated = c.FPDFText_IsGenerated(textpage, index) == 1
            letters.append(
                "-" if code in (0x02, 0xFFFE, 0xAD) else chr(code) if code < 0x110000 else "\ufffd"
            )
            if not generated:
                corners.append(_corners(page, textpage, index))
            if code in (0x02, 0xFFFE):  # a hyphen at a line end
                found += _word(letters, corners)
                letters, corners = [], []
        return found + _word(letters, corners)
    finally:
        textpage.close()


def _word(letters: Sequence[str], corners: Sequence[tuple[float, float, float, float]]) -> list[WordBox]:
    """The word, unless it has no place or lies off the page."""
    if not letters or not corners:
        return []
    left, top = min(one[0] for one in corners), min(one[1] for one in corners)
    right, bottom = max(one[2] for one in corners), max(one[3] for one in corners)
    left, top, right, bottom = max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)
    if right <= left or bottom <= top:
        return []
    text = "".join(letters)
    return [WordBox(text, round(left, 5), round(top, 5), round(right - left, 5), round(bottom - top, 5))]


def _corners(page: Any, textpage: Any, index: int) -> tuple[float, float, float, float]:
    """Left, upper, right, lower edge of a letter as parts of the page as it is shown."""
    box = [ctypes.c_double() for _ in range(4)]
    c.FPDFText_GetCharBox(textpage, index, *box)
    x_left, x_right, y_low, y_high = (one.value for one in box)
    loose = c.FS_RECTF()
    tall = y_high - y_low
    if c.FPDFText_GetLooseCharBox(textpage, index, loose) and (
        0 < loose.top - loose.bottom <= max(_TALLEST * tall, 1.0)
    ):
        y_low, y_high = min(y_low, loose.bottom), max(y_high, loose.top)
    one, other = _on_grid(page, x_left, y_low), _on_grid(page, x_right, y_high)
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _on_grid(page: Any, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    c.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _readable(boxes: list[WordBox]) -> list[WordBox]:
    """Words of a layer in a wrong encoding put right."""
    text = "\n".join(box.text for box in boxes)
    if judge(text, russian=False) is not Verdict.LATIN_1:
        return boxes
    return [
        box._replace(text=told) for box, told in zip(boxes, reread_latin_1(text).split("\n"), strict=True)
    ]
