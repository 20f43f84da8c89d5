"""Pages of files as pictures: drawn by a reading process, never in the process of the site."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from extraction.pool import ExtractionPool
from extraction.protocol import Limits

WIDTH = 900
_LIMITS = Limits(wall_seconds=15, cpu_seconds=12)


def is_drawn(media_type: str) -> bool:
    """Whether files of a kind have pages that can be drawn."""
    return media_type == "application/pdf" or media_type.startswith("image/")


class PagePictures:
    """Draws pages; its process starts when a page is first asked for."""

    def __init__(self, scratch: Path) -> None:
        """Nothing is started yet.

        Args:
            scratch: a folder for the process.
        """
        self._scratch = scratch
        self._guard = Lock()
        self._pool: ExtractionPool | None = None

    def page(self, path: Path, number: int) -> bytes | None:
        """A page of a PDF or an image as PNG; None where it cannot be drawn.

        Args:
            path: where the bytes are.
            number: from 1.
        """
        with self._guard:
            if self._pool is None:
                self._pool = ExtractionPool(1, _LIMITS, self._scratch, ocr=False)
            pool = self._pool
        drawn = pool.render_page(path, number, WIDTH)
        return drawn if isinstance(drawn, bytes) else None

    def close(self) -> None:
        """End the process."""
        with self._guard:
            pool, self._pool = self._pool, None
        if pool:
            pool.close()
