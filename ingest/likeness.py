"""Whether two files of one act hold nearly the same text.

A Word copy and its PDF do, an amended edition does not. Words in runs of three are compared, and the figures
apart: an edition with other sums is another text, however like its words are. What a layout adds (page
numbers, hyphens, blanks) counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from language.normal import clean, fold

_LONE_NUMBER = re.compile(r"^[\W_]*\d{1,4}[\W_]*$", re.MULTILINE)
_HYPHEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=\w)")
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+")
_CAPITAL = re.compile(r"(?<![^\W\d_])[А-ЯЁ][а-яё]+")
_RUN = 3
_WORDS_ALIKE, _FIGURES_ALIKE = 0.85, 0.98
_WORDS_RECOGNISED, _FIGURES_RECOGNISED = 0.55, 0.85  # recognition misreads one word of ten
_MISREAD = 0.7
_AKIN = 0.3
_FEWEST_WORDS = 20
# What fills the blanks of a draft, or stands on it alone.
_OF_BLANKS = frozenset(
    {
        "проект", "проекта", "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря", "от", "г",
        "год", "года", "подпись", "подписано", "п", "м", "мп",
    }
)  # fmt: skip
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common.

    Attributes:
        words: the share of runs of words in both among those in either, 0 to 1.
        figures: likewise of figures, those of the blanks left out.
        left: words and figures that only one of them has, without what fills the blanks.
        misread: whether every one of these words may be a misreading of one of the other text.
    """

    words: float
    figures: float
    left: int
    misread: bool


def nearly_same(one: Sequence[str], other: Sequence[str], *, recognised: bool = False) -> bool:
    """Whether two texts, given as pages, are nearly the same; too little text proves nothing.

    Args:
        one: pages of the one.
        other: of the other.
        recognised: whether one of them was read from a picture, where some words are misread.
    """
    first, second = _normal(one), _normal(other)
    words = (_WORD.findall(first), _WORD.findall(second))
    if min(map(len, words)) < _FEWEST_WORDS:
        return first == second and bool(first.strip())
    if _overlap(_runs(words[0]), _runs(words[1])) < (_WORDS_RECOGNISED if recognised else _WORDS_ALIKE):
        return False
    figures = _overlap(Counter(_FIGURE.findall(first)), Counter(_FIGURE.findall(second)))
    return figures >= (_FIGURES_RECOGNISED if recognised else _FIGURES_ALIKE)


def likeness(one: Sequence[str], other: Sequence[str], blanks: Iterable[str] = ()) -> Likeness | None:
    """What two texts have in common; None where one of them has too few words to tell.

    Args:
        one: pages of the one.
        other: of the other.
        blanks: what only one of them tells of itself, its day and number: it counts for nothing.
    """
    first, second = _normal(one), _normal(other)
    words = (_WORD.findall(first), _WORD.findall(second))
    if min(map(len, words)) < _FEWEST_WORDS:
        return None
    filled = Counter(figure for blank in blanks for figure in _FIGURE.findall(blank))
    letters = {word for blank in blanks for word in _WORD.findall(fold(blank))}
    figures = (Counter(_FIGURE.findall(first)), Counter(_FIGURE.findall(second)))
    apart = (figures[0] - figures[1] - filled) + (figures[1] - figures[0] - filled)
    either = (figures[0] | figures[1]).total()
    known = _OF_BLANKS | letters
    only = [_only_in(words[0], words[1], known), _only_in(words[1], words[0], known)]
    names = _names(one) | _names(other)
    return Likeness(
        words=_overlap(_runs(words[0]), _runs(words[1])),
        figures=1 - apart.total() / either if either else 1.0,
        left=len(only[0]) + len(only[1]) + apart.total(),
        misread=not apart
        and max(map(len, words)) > 10 * max(map(len, only))
        and _misread(only[0], only[1], names),
    )


def _only_in(one: Iterable[str], other: Iterable[str], known: Container[str]) -> list[str]:
    """Words that a text has more often than another, without those that count for nothing."""
    more = Counter(one) - Counter(other)
    return sorted(word for word in more.elements() if word not in known)


def _names(pages: Sequence[str]) -> set[str]:
    """Words with a capital letter, folded: a name misread may be another name."""
    return {fold(word) for page in pages for word in _CAPITAL.findall(page)}


def _misread(one: Sequence[str], other: Sequence[str], names: Container[str]) -> bool:
    """Whether each word of one list is nearly one of the other, names apart."""
    if len(one) != len(other) or any(word in names for word in (*one, *other)):
        return False
    left = list(other)
    for word in one:
        alike = max(left, key=lambda candidate: SequenceMatcher(None, word, candidate).ratio())
        if SequenceMatcher(None, word, alike).ratio() < _MISREAD:
            return False
        left.remove(alike)
    return True


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
