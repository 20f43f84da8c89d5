"""Lists of OpenDocument: their items counted and named as their styles say (ODF 1.3, part 3, 5.3, 16.30)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction.formats.numbering import local, number_of, value
from extraction.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

BULLET = "•"
_PLACE = re.compile(r"%(\d{1,2})%")
"""A level in the form that newer programs write beside prefix and suffix (ODF 1.4, style:num-list-format)."""
_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES |= {"а": "russianLower", "А": "russianUpper"}


def count(counters: list[int], levels: _Element | None, depth: int, item: _Element) -> None:
    """Count an item; levels above it that hold none yet begin, those below it begin again.

    Args:
        counters: of the levels of its list that have begun; changed.
        levels: the style of the list.
        depth: level of the item from 0.
        item: it may say its number itself.
    """
    del counters[depth + 1 :]
    if len(counters) > depth:
        counters[depth] += 1
    while len(counters) <= depth:
        counters.append(number_of(value(_level(levels, len(counters)), "start-value"), 1))
    if own := value(item, "start-value"):
        counters[depth] = number_of(own, 1)


def _number(levels: _Element | None, at: int, counters: list[int]) -> str:
    """Number of a level, ``""`` where it shows none."""
    form = value(_level(levels, at), "num-format")
    return numeral(counters[at], _STYLES.get(form[:1], "decimal")) if form and at < len(counters) else ""


def only_deeper(item: _Element) -> bool:
    """Whether an item is there for the sake of a list inside it alone: it has no number of its own."""
    first = next(iter(item), None)
    return first is not None and local(first) == "list"


def _level(levels: _Element | None, depth: int) -> _Element | None:
    if levels is None:
        return None
    return next((one for one in levels if number_of(value(one, "level")) == depth + 1), None)


def label_of(levels: _Element | None, depth: int, counters: list[int]) -> str:
    """Number or bullet of an item as it is printed, ``""`` where it has none."""
    level = _level(levels, depth)
    if level is None:
        return ""
    if local(level) == "list-level-style-bullet":
        return BULLET
    if not value(level, "num-format"):
        return ""
    if form := value(level, "num-list-format"):
        return _PLACE.sub(lambda found: _number(levels, int(found[1]) - 1, counters), form)
    shown = max(1, number_of(value(level, "display-levels"), 1))
    numbers = filter(
        None, (_number(levels, at, counters) for at in range(max(0, depth + 1 - shown), depth + 1))
    )
    return f"{value(level, 'num-prefix')}{'.'.join(numbers)}{value(level, 'num-suffix')}"
