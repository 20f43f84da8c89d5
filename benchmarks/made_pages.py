"""Pages set for the measurements: acts and budget tables as PDF, as clean pictures, as bad scans of these."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import typst
from PIL import Image, ImageFilter

from tests.extraction.budget_pages import HEAD, budget_rows

_SETTINGS = """
#set page(paper: "a4", margin: 2cm)
#set text(font: ("Liberation Serif", "PT Serif", "DejaVu Serif"), size: 12pt, lang: "ru", hyphenate: HYPHENS)
#set par(justify: true)
#set smartquote(enabled: false)
"""
_DPI = 300


def acts_pdf(texts: Sequence[str]) -> bytes:
    """Acts one after another, justified, words divided at line ends."""
    body = "\n#pagebreak()\n".join("\n\n".join(map(_plain, text.split("\n"))) for text in texts)
    return bytes(typst.compile((_SETTINGS.replace("HYPHENS", "true") + body).encode()))


def act_picture(text: str) -> tuple[str, Image.Image]:
    """The beginning of a text that fills one page, and that page at 300 dpi."""
    shown = " ".join(text.split())[:2600].rpartition(" ")[0]
    return shown, _picture(_plain(shown))


def table_picture(seed: int) -> tuple[str, Image.Image]:
    """Rows of a budget, and the page with their ruled table at 300 dpi."""
    rows = [HEAD, *budget_rows(10, seed)]
    cells = ", ".join(f"[{_plain(cell)}]" for row in rows for cell in row)
    columns = "(1fr, 1cm, 1cm, 3cm, 1.2cm, 3cm)"
    picture = _picture(f"#set text(size: 11pt)\n#table(columns: {columns}, stroke: 0.5pt, {cells})")
    return "\n".join(" ".join(row) for row in rows), picture


def _picture(body: str) -> Image.Image:
    page: Any = typst.compile((_SETTINGS.replace("HYPHENS", "false") + body).encode(), format="png", ppi=_DPI)
    return Image.open(io.BytesIO(page[0] if isinstance(page, list) else page)).convert("L")


def _plain(text: str) -> str:
    return re.sub(r"([\\#*_`$<>@\[\]~/=+-])", r"\\\1", text)


def _turned(degrees: float) -> Callable[[Image.Image], Image.Image]:
    return lambda page: page.rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)


def _noisy(page: Image.Image) -> Image.Image:
    """Turned a little, blurred, a shadow from the left, the noise of a sensor, specks."""
    chance = np.random.default_rng(1)
    grey = np.asarray(_turned(0.7)(page).filter(ImageFilter.GaussianBlur(1)), dtype=np.float64)
    grey = grey * np.linspace(0.75, 1, grey.shape[1]) + chance.normal(0, 22, grey.shape)
    grey[chance.random(grey.shape) < 0.0004] = 0
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


SCANS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda page: page,
    "turned by 1.5 degrees": _turned(1.5),
    "turned by -2 degrees": _turned(-2.0),
    "noisy": _noisy,
}
"""What happens to a page on its way through a scanner."""
