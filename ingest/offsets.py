"""Offsets in joined pages turned into page and offset within the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class PageOffsets:
    """Where the pages begin in a text that joins them by form feeds."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._starts = [0]
        for page in pages[:-1]:
            self._starts.append(self._starts[-1] + len(page) + 1)
        self._lengths = [len(page) for page in pages] or [0]

    def place(self, start: int, end: int) -> tuple[int | None, int | None, int | None]:
        """Page from 1 and offsets in it; an end on a later page is cut at the end of this one.

        Three times None for a place that is not in the text (start below 0).
        """
        if start < 0:
            return None, None, None
        at = bisect_right(self._starts, start) - 1
        within = start - self._starts[at]
        return at + 1, within, min(max(end - self._starts[at], within), self._lengths[at])
