"""One part of a DOC as text: what is gone left out, marks of tables told apart, numbers before paragraphs."""

from __future__ import annotations

import re

from extraction.formats.doc_properties import Properties
from extraction.formats.doc_text import IN_CELL, INNER_CELL, ROW_END
from extraction.formats.list_counting import ListCounters
from extraction.plain import has_words

_MARKS = re.compile("[\r\x07\x0c]")


class PartText:
    """Gathers the pieces of a part in their order."""

    def __init__(self, properties: Properties, lists: ListCounters) -> None:
        self._properties = properties
        self._lists = lists
        self._parts = [""]
        self._begin = 0  # the empty place before the open paragraph

    def add(self, text: str, place: int, width: int) -> None:
        """Take the characters that stand from a place of the file on, so many bytes each."""
        text = self._properties.with_signs(text, place, width)
        for begin, end in self._properties.kept(place, len(text), width):
            last = begin
            for mark in _MARKS.finditer(text, begin, end):
                self._parts.append(text[last : mark.start()])
                self._mark(mark.group(), place + mark.start() * width, width)
                last = mark.end()
            self._parts.append(text[last:end])

    def text(self) -> str:
        """All of it; a cell mark that ends a table row is ``ROW_END``, a line end in a cell ``IN_CELL``."""
        return "".join(self._parts)

    def _mark(self, mark: str, place: int, width: int) -> None:
        if mark == "\x0c" and not self._properties.ends_at(place + width):  # a page break inside a paragraph
            self._parts.append(mark)
            return
        look = self._properties.paragraph(place)
        if look.hidden:
            del self._parts[self._begin + 1 :]
            return
        if look.list:
            label = self._lists.label(str(look.list), look.level)
            if label and (label != "•" or has_words("".join(self._parts[self._begin + 1 :]))):
                self._parts[self._begin] = f"{label} "
        if mark == "\r" and look.kind:
            mark = INNER_CELL if look.kind == INNER_CELL else IN_CELL
        elif mark == "\x07" and look.kind == ROW_END:
            mark = ROW_END
        self._parts += (mark, "")
        self._begin = len(self._parts) - 1
