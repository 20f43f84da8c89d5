"""Pages as pictures, for the site and for recognition."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import cast

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image

from extraction.pdfium import opened
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import PDF, sniff

MOST_PIXELS = 40_000_000
"""An A3 page at 400 dpi has 31 million; anything larger is scaled down."""
WIDEST = 4000


def render_page(path: Path, number: int, width: int) -> bytes:
    """One page as PNG.

    Args:
        path: a PDF or an image.
        number: page from 1.
        width: in pixels.

    Raises:
        UnreadableError: there is no such page, or the file cannot be drawn.
    """
    width = max(16, min(width, WIDEST))
    picture = _pdf_page(path, number, width) if sniff(path) == PDF else _frame(path, number, width)
    out = BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()


def _pdf_page(path: Path, number: int, width: int) -> Image.Image:
    with opened(path) as document:
        if not 0 < number <= len(document):
            raise UnreadableError(Refusal.DAMAGED, format=PDF, detail="no such page")
        page = document[number - 1]
        return rendered(page, width / max(1.0, page.get_width()))


def rendered(page: pdfium.PdfPage, scale: float) -> Image.Image:
    """A page drawn at so many pixels a point, in grey, scaled down where it would be a giant."""
    across, down = page.get_size()
    pixels = across * down * scale * scale
    if pixels > MOST_PIXELS:
        scale *= (MOST_PIXELS / pixels) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    try:
        return cast("Image.Image", bitmap.to_pil()).convert("L")
    finally:
        bitmap.close()


def _frame(path: Path, number: int, width: int) -> Image.Image:
    from extraction.formats.images import frames

    for index, frame in enumerate(frames(path), start=1):
        if index == number:
            height = max(1, round(frame.height * width / frame.width))
            return frame.resize((width, height)) if width < frame.width else frame
    raise UnreadableError(Refusal.DAMAGED, detail="no such page")
