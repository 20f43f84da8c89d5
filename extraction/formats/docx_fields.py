"""Fields of DOCX that are open at a place: what they show is read, what they say to Word is not (17.16)."""

from __future__ import annotations

import re

_COUNTERS = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.I)


def counts_pages(instruction: str) -> bool:
    """Whether a field shows the number of a page, or how many there are."""
    return _COUNTERS.match(instruction) is not None


class Fields:
    """The fields around a place, the innermost last: instruction, and whether it has come to its result."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []

    def step(self, kind: str) -> None:
        """Take a mark that begins, divides or ends a field."""
        if kind == "begin":
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            self._open[-1] = (self._open[-1][0], True)
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, text: str) -> None:
        """Take a piece of the instruction."""
        if self._open:
            instruction, result = self._open[-1]
            self._open[-1] = (instruction + text, result)

    def silent(self) -> bool:
        """Whether a reader of the document does not see what stands here."""
        return any(not result or counts_pages(instruction) for instruction, result in self._open)

    def settle(self) -> None:
        """At the end of a paragraph: a field without its end must not hide the rest of the document."""
        self._open = [("", True) for _ in self._open]
