"""Numbered lists of HTML: where they begin, how their numbers are written (HTML, 4.4.5; CSS Lists 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extraction.numerals import numeral

_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "none": "none",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b([a-z-]+)", re.I)


@dataclass(slots=True)
class OpenList:
    """A list that is being read.

    Attributes:
        style: form of its numbers, ``""`` for signs that are no numbers.
        number: of its next item.
        step: to the next but one.
    """

    style: str
    number: int = 1
    step: int = 1

    @classmethod
    def of(cls, tag: str, element: etree._Element) -> OpenList:
        """The list that an element begins."""
        if tag != "ol":
            return cls("")
        style = _TYPES.get(element.get("type") or "", "decimal")
        if found := _LIST_STYLE.search(element.get("style") or ""):
            style = _CSS.get(found[1].lower(), style)
        backwards = element.get("reversed") is not None
        items = sum(1 for one in element if str(one.tag).lower() == "li")
        return cls(style, integer(element.get("start"), items if backwards else 1), -1 if backwards else 1)

    def label(self, item: etree._Element) -> str:
        """Number of the next item with a full stop, ``""`` where none is shown."""
        number = integer(item.get("value"), self.number)
        self.number = number + self.step
        told = numeral(number, self.style) if self.style else ""
        return f"{told}. " if told else ""


def integer(text: str | None, otherwise: int) -> int:
    """A number in an attribute, or another where it is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise
