"""Words that stick out of their cell: their last letters stand past the rule, yet belong to no other cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_TOUCHING = 0.03
"""Points between letters that were set as one word; a neighbour's text begins anywhere else."""
_INSIDE = 0.01
_LONGEST = 60

Char = dict[str, Any]
Cell = tuple[float, float, float, float]


def draw_in(cells: Sequence[Cell], chars: Sequence[Char]) -> None:
    """Move letters that stick out into the cell in which most of their word stands; the letters are changed.

    Args:
        cells: left, upper, right and lower edge of each.
        chars: letters of the page in the order in which they were set.
    """
    for word in _words(chars):
        left, right = word[0]["x0"], word[-1]["x1"]
        middle = (word[0]["top"] + word[0]["bottom"]) / 2
        line = [cell for cell in cells if cell[1] <= middle <= cell[3] and cell[0] < right and left < cell[2]]
        if len(line) < 2:
            continue
        home = max(line, key=lambda cell: min(right, cell[2]) - max(left, cell[0]))
        _squeeze(word, home)


def _words(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Runs of letters each of which begins where the one before ends."""
    word: list[Char] = []
    for char in chars:
        if word and not _goes_on(word[-1], char):
            yield word
            word = []
        if char["text"].isspace():
            continue
        word.append(char)
    if word:
        yield word


def _goes_on(before: Char, char: Char) -> bool:
    touching = abs(char["x0"] - before["x1"]) <= _TOUCHING and abs(char["top"] - before["top"]) <= 1.0
    return bool(touching) and not char["text"].isspace()


def _squeeze(word: Sequence[Char], home: Cell) -> None:
    """Letters past an edge stand one behind the other just within it."""
    if len(word) > _LONGEST:
        return
    past = [char for char in word if (char["x0"] + char["x1"]) / 2 >= home[2]]
    for at, char in enumerate(past):
        char["x0"] = char["x1"] = home[2] - _INSIDE * (len(past) - at)
    before = [char for char in word if (char["x0"] + char["x1"]) / 2 <= home[0]]
    for at, char in enumerate(before):
        char["x0"] = char["x1"] = home[0] + _INSIDE * (at + 1)
