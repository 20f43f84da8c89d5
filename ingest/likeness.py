"""Whether two files of one act hold nearly the same text.

A Word copy and its PDF do, an amended edition does not. Words in runs of three are compared, and the figures
apart: an edition with other sums is another text, however like its words are. What a layout adds (page
numbers, hyphens, blanks) counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from language.normal import clean, fold

_LONE_NUMBER = re.compile(r"^[\W_]*\d{1,4}[\W_]*$", re.MULTILINE)
_HYPHEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=\w)")
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+")
_RUN = 3
_WORDS_ALIKE, _FIGURES_ALIKE = 0.85, 0.98
_AKIN = 0.3
_FEWEST_WORDS = 20
T = TypeVar("T")


def nearly_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two texts, given as pages, are nearly the same; too little text proves nothing."""
    first, second = _normal(one), _normal(other)
    words = (_WORD.findall(first), _WORD.findall(second))
    if min(map(len, words)) < _FEWEST_WORDS:
        return first == second and bool(first.strip())
    if _overlap(_runs(words[0]), _runs(words[1])) < _WORDS_ALIKE:
        return False
    return _overlap(Counter(_FIGURE.findall(first)), Counter(_FIGURE.findall(second))) >= _FIGURES_ALIKE


def akin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two texts have so much in common that they may be one act before and after its amendments."""
    words = (_WORD.findall(_normal(one)), _WORD.findall(_normal(other)))
    return min(map(len, words)) >= _FEWEST_WORDS and _overlap(_runs(words[0]), _runs(words[1])) >= _AKIN


def _normal(pages: Sequence[str]) -> str:
    text = "\n".join(pages)
    return fold(clean(_LONE_NUMBER.sub("", _HYPHEN.sub("", text))))


def _runs(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[at:] for at in range(_RUN)), strict=False))


def _overlap(one: Counter[T], other: Counter[T]) -> float:
    """What is in both against what is in either; 1 for two empty ones."""
    either = (one | other).total()
    return (one & other).total() / either if either else 1.0
