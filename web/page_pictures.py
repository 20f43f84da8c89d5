"""Pages of files as pictures, and where their words stand: by a reading process, never by the site itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock

from catalog.derived import DerivedFiles
from catalog.errors import TooBusy
from extraction.pool import ExtractionPool
from extraction.protocol import Contents, Limits, WordBox
from extraction.wire import BrokenAnswerError, pack_contents, unpack_contents

WIDTH = 900
WIDTHS = (600, WIDTH, 1350, 1800)
"""The only widths that are drawn: a telephone, a column of the page, both on a fine screen."""
_LIMITS = Limits(wall_seconds=15, cpu_seconds=12)
_MOST_IN_LINE = 12
_LONGEST_WAIT = 20.0
_CONTENTS = "contents-1.json"
_REMEMBERED = 16 << 20
"""Octets of pictures that are kept in memory."""
_MOST_HOPELESS = 2000


def is_drawn(media_type: str) -> bool:
    """Whether files of a kind have pages that can be drawn."""
    return media_type == "application/pdf" or media_type.startswith("image/")


class PagePictures:
    """Draws pages one at a time; its process starts when a page is first asked for."""

    def __init__(self, scratch: Path, derived: DerivedFiles, *, most_in_line: int = _MOST_IN_LINE) -> None:
        """Nothing is started yet.

        Args:
            scratch: a folder for the process.
            derived: where the contents of files are kept.
            most_in_line: how many requests may wait at once; one more is turned away.
        """
        self._scratch = scratch
        self._derived = derived
        self._guard = Lock()
        self._line = BoundedSemaphore(most_in_line)
        self._turn = BoundedSemaphore(1)
        self._pool: ExtractionPool | None = None
        self._drawn: dict[tuple[str, int, int], bytes] = {}
        self._hopeless: dict[tuple[str, int], None] = {}

    def page(self, path: Path, number: int, width: int = WIDTH, *, sha256: str = "") -> bytes | None:
        """A page of a PDF or an image as PNG; None where it cannot be drawn.

        Args:
            path: where the bytes are.
            number: from 1.
            width: in pixels.
            sha256: of the file; the page is then kept for a while for who asks next, and one that could not
                be drawn, perhaps after all the time that it may take, is not tried again.

        Raises:
            TooBusy: too many wait already.
        """
        key = (sha256, number, width)
        with self._guard:
            known = self._drawn.get(key)
            if known or (sha256, number) in self._hopeless:
                return known
        with self._process() as pool:
            drawn = pool.render_page(path, number, width)
        if not isinstance(drawn, bytes):
            if sha256 and not drawn.retry:
                self._give_up((sha256, number))
            return None
        if sha256:
            self._remember(key, drawn)
        return drawn

    def _remember(self, key: tuple[str, int, int], drawn: bytes) -> None:
        """Keep a picture; the oldest ones make room."""
        with self._guard:
            self._drawn[key] = drawn
            size = sum(map(len, self._drawn.values()))
            while size > _REMEMBERED and len(self._drawn) > 1:
                size -= len(self._drawn.pop(next(iter(self._drawn))))

    def _give_up(self, page: tuple[str, int]) -> None:
        """Note a page that cannot be drawn; the oldest ones make room."""
        with self._guard:
            self._hopeless[page] = None
            if len(self._hopeless) > _MOST_HOPELESS:
                del self._hopeless[next(iter(self._hopeless))]

    def words(self, path: Path, media_type: str, number: int, text: str) -> tuple[WordBox, ...]:
        """Where the words of a page's text layer stand, with their offsets in the text as it is kept.

        Raises:
            TooBusy: too many wait already.
        """
        with self._process() as pool:
            return pool.word_boxes(path, media_type, number, text)

    def contents(self, path: Path, media_type: str, sha256: str) -> Contents:
        """What a file calls its pages, and its table of contents; read once, then kept.

        Raises:
            TooBusy: too many wait already.
        """
        known = self.known_contents(sha256)
        if known is not None or media_type != "application/pdf":
            return known or Contents()
        with self._process() as pool:
            found = pool.contents(path, media_type) or Contents()
        self._derived.put(sha256, _CONTENTS, pack_contents(found))
        return found

    def known_contents(self, sha256: str) -> Contents | None:
        """The same where it is kept already."""
        kept = self._derived.get(sha256, _CONTENTS)
        try:
            return unpack_contents(kept) if kept is not None else None
        except BrokenAnswerError:
            return None

    @contextmanager
    def _process(self) -> Iterator[ExtractionPool]:
        """The process, when it is this request's turn."""
        if not self._line.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turn.acquire(timeout=_LONGEST_WAIT):
                raise _busy()
            try:
                yield self._started()
            finally:
                self._turn.release()
        finally:
            self._line.release()

    def _started(self) -> ExtractionPool:
        with self._guard:
            if self._pool is None:
                self._pool = ExtractionPool(1, _LIMITS, self._scratch, ocr=False)
            return self._pool

    def close(self) -> None:
        """End the process."""
        with self._guard:
            pool, self._pool = self._pool, None
            self._drawn.clear()
        if pool:
            pool.close()


def _busy() -> TooBusy:
    return TooBusy("Страницы сейчас рисуются для других читателей.", "Подождите немного и обновите страницу.")
