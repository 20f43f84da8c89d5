"""What a PDF says of itself, read by pdfium."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]


def outline(path: Path) -> list[tuple[int, str, int]]:
    """Bookmarks: depth from 0, words, page from 1."""
    with pdfium.PdfDocument(path) as document:
        return [(mark.level, mark.get_title(), _page(mark)) for mark in document.get_toc()]


def texts(path: Path) -> list[str]:
    """The text of every page, blanks made alike."""
    with pdfium.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def _page(mark: pdfium.PdfBookmark) -> int:
    place = mark.get_dest()
    index = place.get_index() if place else None
    return -1 if index is None else index + 1
