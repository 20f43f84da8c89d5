"""The place of a text that shows best why it was found: its page and a few lines with the words marked."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.dates import find_dates
from language.normal import fold, repair_lookalikes
from search.analysis import TOKEN, readable, terms

WIDTH = 240
_LEAD = 60
_MOST_MARKS = 2000
_PHRASE_WORTH = 2.0
_AGAIN = 0.05
_BLANKS = re.compile(r"\s+")
_DAY = re.compile(r"d\d{8}")


@dataclass(frozen=True, slots=True)
class Snippet:
    """What is shown of a text.

    Attributes:
        page: from 1; None when no word of the query stands in the text.
        text: escaped, with ``<mark>``.
    """

    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    key: str
    place: int


class Marker:
    """Finds the words of one query in texts.

    Args:
        marked: terms as in ``EngineAnswer.terms``.
        phrases: sequences of terms asked for side by side.
    """

    def __init__(self, marked: frozenset[str], phrases: Sequence[tuple[str, ...]] = ()) -> None:
        self._words = {term for term in marked if term[:1] != "~" and term[-1:] != "*"}
        self._words.update(term for phrase in phrases for term in phrase)
        self._stems = {term[1:] for term in marked if term[:1] == "~"}
        self._prefixes = tuple(term[:-1] for term in marked if term[-1:] == "*")
        self._phrases = tuple(phrases)
        self._days = any(_DAY.fullmatch(term) for term in self._words)
        self._keys: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._words or self._stems or self._prefixes)

    def _key(self, token: str) -> str:
        """The term of the query that a folded token answers, or ""."""
        given = terms(token)
        if self._prefixes and token.startswith(self._prefixes):
            return next(one for one in self._prefixes if token.startswith(one))
        for term in given.words:
            if term in self._words:
                return term
        return next((one for one in given.stems if one in self._stems), "")

    def marks(self, text: str) -> list[_Mark]:
        """Places of the words in a readable text, at most some thousands."""
        keys, found = self._keys, []
        for place, token in enumerate(TOKEN.finditer(fold(repair_lookalikes(text)))):
            word = token.group()
            key = keys.get(word)
            if key is None:
                key = keys[word] = self._key(word)
            if key:
                found.append(_Mark(token.start(), token.end(), key, place))
                if len(found) >= _MOST_MARKS:
                    break
        if self._days:
            found = self._with_days(text, found)
        return found

    def _with_days(self, text: str, found: list[_Mark]) -> list[_Mark]:
        days = [
            _Mark(day.start, day.start + len(text[day.start : day.end].rstrip()), f"d{day.day:%Y%m%d}", -1)
            for day in find_dates(text)
            if f"d{day.day:%Y%m%d}" in self._words
        ]
        rest = [one for one in found if not any(day.start <= one.start < day.end for day in days)]
        return sorted([*rest, *days], key=lambda one: one.start)

    def worth(self, marks: Sequence[_Mark]) -> dict[str, float]:
        """What each term of the query is worth in this text: the rarer, the more."""
        counts: dict[str, int] = {}
        for one in marks:
            counts[one.key] = counts.get(one.key, 0) + 1
        return {key: 1 / (1 + math.log(count)) for key, count in counts.items()}

    def phrase_starts(self, marks: Sequence[_Mark]) -> Iterator[int]:
        """Indexes of marks that begin a phrase of the query."""
        for phrase in self._phrases:
            for at in range(len(marks) - len(phrase) + 1):
                some = marks[at : at + len(phrase)]
                if (
                    tuple(one.key for one in some) == phrase
                    and some[-1].place - some[0].place == len(phrase) - 1
                ):
                    yield at


def snippet(pages: Sequence[str], marker: Marker, width: int = WIDTH) -> Snippet:
    """The best page and its lines; of a text without marks its beginning."""
    texts = [readable(page) for page in pages]
    marks = [marker.marks(text) for text in texts] if marker else [[] for _ in texts]
    worth = marker.worth([one for some in marks for one in some])
    best: tuple[float, int, int, int] | None = None
    for page, some in enumerate(marks):
        window = _best_window(some, worth, set(marker.phrase_starts(some)), width)
        if window is not None and (best is None or window[0] > best[0] + 1e-9):
            best = (window[0], page, window[1], window[2])
    if best is None:
        beginning = next((text for text in texts if text.strip()), "")
        return Snippet(None, _cut(beginning, [], 0, width))
    _, page, first, last = best
    inside = marks[page][first : last + 1]
    return Snippet(page + 1, _cut(texts[page], marks[page], inside[0].start, width))


def _best_window(
    marks: Sequence[_Mark], worth: dict[str, float], phrases: set[int], width: int
) -> tuple[float, int, int] | None:
    """The score and the first and last mark of the densest window; the earliest of equals."""
    best: tuple[float, int, int] | None = None
    counts: dict[str, int] = {}
    score, last = 0.0, -1
    for first, mark in enumerate(marks):
        while last + 1 < len(marks) and marks[last + 1].end <= mark.start + width - _LEAD:
            last += 1
            score += _gain(counts, marks[last].key, worth, 1) + _PHRASE_WORTH * (last in phrases)
        if last < first:  # one mark wider than the window
            last = first
            score += _gain(counts, mark.key, worth, 1)
        if best is None or score > best[0] + 1e-9:
            best = (score, first, last)
        score -= _gain(counts, mark.key, worth, -1) + _PHRASE_WORTH * (first in phrases)
    return best


def _gain(counts: dict[str, int], key: str, worth: dict[str, float], step: int) -> float:
    """What one more (or one less) occurrence changes; the first of a term counts most."""
    before = counts.get(key, 0)
    counts[key] = before + step
    return worth[key] if max(before, before + step) == 1 else _AGAIN * worth[key]


def _cut(text: str, marks: Sequence[_Mark], first: int, width: int) -> str:
    """The lines around a place, cut between words."""
    start = max(first - _LEAD, 0)
    if start:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    end = min(start + width, len(text))
    if end < len(text):
        blank = text.rfind(" ", start + width // 2, end)
        end = blank if blank >= 0 else end
    pieces, at = ["… " if text[:start].strip() else ""], start
    for one in marks:
        if one.start >= start and one.end <= end:
            pieces += [html.escape(text[at : one.start], quote=False), "<mark>"]
            pieces += [html.escape(text[one.start : one.end], quote=False), "</mark>"]
            at = one.end
    pieces += [html.escape(text[at:end], quote=False), " …" if text[end:].strip() else ""]
    return _BLANKS.sub(" ", "".join(pieces)).strip()
