"""The place of a text that shows best why it was found: its page and a few lines with the words marked."""

from __future__ import annotations

import html
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.dates import find_dates
from language.normal import fold, repair_lookalikes
from language.words import forms, stem
from search.analysis import TOKEN, readable, terms

WIDTH = 240
_LEAD = 60
_MOST_MARKS = 2000
_PHRASE_WORTH = 2.0
_AGAIN = 0.05
_BLANKS = re.compile(r"\s+")
_DAY = re.compile(r"d\d{8}")
_FIRST_PART = re.compile(r"[^\W_]+")
_SPACED_NUMBER = re.compile(r"\d+(?: -| - |- )[а-я]{1,4}(?![^\W_])")
_SHORTEST = 3


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
class Mark:
    """A place of a word of the query.

    Attributes:
        start: offset of its first letter.
        end: offset behind its last.
        key: the term of the query that it answers.
    """

    start: int
    end: int
    key: str


class Marker:
    """Finds the words of one query in texts.

    Places are looked for by the first letters of all forms of a word, then each is analysed: far quicker than
    to analyse every word of a long text.

    Args:
        marked: terms as in ``EngineAnswer.terms``.
        phrases: sequences of terms asked for side by side.
    """

    def __init__(self, marked: frozenset[str], phrases: Sequence[tuple[str, ...]] = ()) -> None:
        self._phrases = [tuple(term for term in phrase if len(term) >= _SHORTEST) for phrase in phrases]
        self._words = {term for term in marked if term[:1] != "~" and term[-1:] != "*"}
        self._words.update(term for phrase in self._phrases for term in phrase)
        self._stems = {term[1:] for term in marked if term[:1] == "~"}
        self._prefixes = tuple(term[:-1] for term in marked if term[-1:] == "*")
        self._days = {term for term in self._words if _DAY.fullmatch(term)}
        self._needles = _needles(self._words - self._days, self._stems, self._prefixes)
        self._keys: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._needles or self._days)

    def marks(self, text: str) -> list[Mark]:
        """Places of the words in a readable text, in order, at most some thousands.

        Words that mix alphabets are mended only in a text that has no others: it takes longer than all else.
        """
        found = self._days_in(text)
        for form in (str, repair_lookalikes):
            folded = fold(form(text))
            found += (mark for needle in self._needles for mark in self._at(folded, needle))
            if found:
                break
        found.sort(key=lambda one: (one.start, -one.end))
        apart: list[Mark] = []
        for mark in found:
            if not apart or mark.start >= apart[-1].end:
                apart.append(mark)
        return apart

    def _at(self, folded: str, needle: str) -> Iterator[Mark]:
        """Tokens that begin with a needle and answer the query."""
        at, left = folded.find(needle), _MOST_MARKS
        while at >= 0 and left:
            if not at or not folded[at - 1].isalnum():
                token = self._spaced_number(folded, at) or TOKEN.match(folded, at)
                key = self._key(token.group().replace(" ", "")) if token else ""
                if token and key:
                    left -= 1
                    yield Mark(at, token.end(), key)
            at = folded.find(needle, at + len(needle))

    def _spaced_number(self, folded: str, at: int) -> re.Match[str] | None:
        """«131 - П», where the query asks for it whole."""
        found = _SPACED_NUMBER.match(folded, at)
        return found if found and found.group().replace(" ", "") in self._words else None

    def _key(self, token: str) -> str:
        """The term of the query that a folded token answers, or ""."""
        key = self._keys.get(token)
        if key is None:
            key = self._keys[token] = self._answered(token)
        return key

    def _answered(self, token: str) -> str:
        given = terms(token)
        for term in given.words:
            if term in self._words:
                return term
        stem = next((one for one in given.stems if one in self._stems), "")
        return stem or next((one for one in self._prefixes if token.startswith(one)), "")

    def _days_in(self, text: str) -> list[Mark]:
        if not any(day[1:5] in text for day in self._days):
            return []
        found = ((f"d{day.day:%Y%m%d}", day) for day in find_dates(text))
        return [
            Mark(day.start, day.start + len(text[day.start : day.end].rstrip()), term)
            for term, day in found
            if term in self._days
        ]

    def worth(self, marks: Sequence[Mark]) -> dict[str, float]:
        """What each term of the query is worth in this text: the rarer, the more."""
        counts: dict[str, int] = {}
        for one in marks:
            counts[one.key] = counts.get(one.key, 0) + 1
        return {key: 1 / (1 + math.log(count)) for key, count in counts.items()}

    def phrase_starts(self, text: str, marks: Sequence[Mark]) -> Iterator[int]:
        """Indexes of marks that begin a phrase of the query; short words in between are passed over."""
        for phrase in self._phrases:
            for at in range(len(marks) - len(phrase) + 1):
                some = marks[at : at + len(phrase)]
                if tuple(one.key for one in some) == phrase and _close(text, some):
                    yield at


def _close(text: str, marks: Sequence[Mark]) -> bool:
    between = (text[before.end : after.start] for before, after in itertools.pairwise(marks))
    return all(len(word) < _SHORTEST for gap in between for word in _FIRST_PART.findall(gap))


def _needles(words: set[str], stems: set[str], prefixes: tuple[str, ...]) -> list[str]:
    """First letters by which any form of the words is found; none begins with another."""
    found = {*stems, *prefixes}
    for word in words:
        if word.isalpha():
            found.update(stem(form) for form in forms(word))
        else:
            found.update(_FIRST_PART.findall(word)[:1])
    shortest: list[str] = []
    for needle in sorted(found):
        if needle and not (shortest and needle.startswith(shortest[-1])):
            shortest.append(needle)
    return shortest


def snippet(pages: Sequence[str], marker: Marker, width: int = WIDTH) -> Snippet:
    """The best page and its lines; of a text without marks its beginning."""
    texts = [readable(page) for page in pages]
    marks = [marker.marks(text) for text in texts] if marker else [[] for _ in texts]
    worth = marker.worth([one for some in marks for one in some])
    best: tuple[float, int, int, int] | None = None
    for page, some in enumerate(marks):
        window = _best_window(some, worth, set(marker.phrase_starts(texts[page], some)), width)
        if window is not None and (best is None or window[0] > best[0] + 1e-9):
            best = (window[0], page, window[1], window[2])
    if best is None:
        beginning = next((text for text in texts if text.strip()), "")
        return Snippet(None, _cut(beginning, [], 0, width))
    _, page, first, last = best
    inside = marks[page][first : last + 1]
    return Snippet(page + 1, _cut(texts[page], marks[page], inside[0].start, width))


def _best_window(
    marks: Sequence[Mark], worth: dict[str, float], phrases: set[int], width: int
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


def _cut(text: str, marks: Sequence[Mark], first: int, width: int) -> str:
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
