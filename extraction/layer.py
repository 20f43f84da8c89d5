"""Is the text layer of a page language, or garbage left by a font without its table of characters?

Four shares tell: signs that no text has, Latin letters with accents (cp1251 taken for Latin-1), Cyrillic
letters, and three-letter groups that Russian words contain. A garbage page has as many characters as a
good one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from extraction.letters import ALPHABET, letter_triples
from extraction.russian_score import russian_score

FEW = 30
"""Fewer signs than this on a page is no text layer."""

_DIVIDED = re.compile("[\ufffe\x02\xad-]\\s*\n\\s*|[\ufffe\x02]")
_VOWELS = frozenset("aeiouyAEIOUY")


class Verdict(StrEnum):
    """What a page's layer is."""

    GOOD = "good"
    FEW = "few"
    GARBAGE = "garbage"
    LATIN_1 = "latin-1"
    """cp1251 shown as Latin-1: exactly repairable."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The measures of one page, each 0 to 1 but ``signs`` and ``words``."""

    signs: int
    bad: float
    accented: float
    cyrillic: float
    latin: float
    words: int
    known: float


def measure(text: str) -> Shares:
    """Measure one page."""
    codes = np.frombuffer(_whole_words(text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.minimum(codes, _KINDS.size - 1)
    kinds = _KINDS[codes]
    counts = np.bincount(kinds, minlength=_LAST + 1)
    signs = int(counts.sum() - counts[_BLANK])
    each = max(1, signs)
    words, known = _known_triples(_LETTERS[codes])
    cid = 8 * text.count("(cid:")
    return Shares(
        signs=signs,
        bad=(int(counts[_BAD]) + cid) / each,
        accented=int(counts[_ACCENTED]) / each,
        cyrillic=int(counts[_CYRILLIC]) / each,
        latin=int(counts[_LATIN]) / each,
        words=words,
        known=known,
    )


def _known_triples(letters: NDArray[np.int32]) -> tuple[int, float]:
    """Number of Russian words of four letters and more, and the share of their triples that words contain."""
    if letters.size < 4:
        return 0, 1.0
    is_letter = np.concatenate(([False], letters >= 0, [False]))
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1])
    starts, ends = edges[::2], edges[1::2]
    long = ends - starts >= 4
    if not long.any():
        return 0, 1.0
    inside = np.zeros(letters.size + 1, dtype=np.int32)
    inside[starts[long]] += 1
    inside[ends[long] - 2] -= 1
    at = np.flatnonzero(np.cumsum(inside)[: letters.size - 2] > 0)
    found = _triple_table()[letters[at], letters[at + 1], letters[at + 2]]
    return int(long.sum()), float(found.mean())


@cache
def _triple_table() -> NDArray[np.bool_]:
    table = np.zeros((len(ALPHABET),) * 3, dtype=np.bool_)
    for triple in letter_triples():
        table[tuple(ALPHABET.index(letter) for letter in triple)] = True
    return table


def _kinds() -> NDArray[np.uint8]:
    """Kind of each character of the Basic Multilingual Plane, and of one beyond."""
    kinds = np.full(0x10001, _OTHER, dtype=np.uint8)
    for first, last, kind in (
        (0x00, 0x20, _BAD), (0x7F, 0xA0, _BAD), (0xE000, 0xF900, _BAD), (0xFFFD, 0xFFFE, _BAD),
        (0x41, 0x5B, _LATIN), (0x61, 0x7B, _LATIN), (0xC0, 0x100, _ACCENTED), (0x410, 0x450, _CYRILLIC),
    ):  # fmt: skip
        kinds[first:last] = kind
    for code in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x2009, 0x3000, 0xFEFF):
        kinds[code] = _BLANK
    kinds[[0x401, 0x451]] = _CYRILLIC
    kinds[[0x02, 0xFFFE]] = _OTHER  # hyphens at line ends
    return kinds


def _letters() -> NDArray[np.int32]:
    """Place in the alphabet of each Russian letter, large or small, -1 for all else."""
    places = np.full(0x10001, -1, dtype=np.int32)
    for place, letter in enumerate(ALPHABET):
        places[[ord(letter), ord(letter.upper())]] = place
    return places


_OTHER, _BLANK, _BAD, _LATIN, _ACCENTED, _CYRILLIC = _LAST_KINDS = range(6)
_LAST = max(_LAST_KINDS)
_KINDS, _LETTERS = _kinds(), _letters()


def _whole_words(text: str) -> str:
    return _DIVIDED.sub("", text)


def judge(text: str, *, russian: bool = True) -> Verdict:
    """Judge one page.

    Args:
        text: what the PDF reader gave.
        russian: whether the document has Russian pages, so that a page of Latin salad is suspect.
    """
    shares = measure(text)
    return judge_shares(text, shares, russian=russian)


def judge_shares(text: str, shares: Shares, *, russian: bool) -> Verdict:
    """Judge a page that has been measured."""
    if shares.signs < FEW:
        return Verdict.FEW
    if shares.accented > 0.3 and reread_latin_1(text):
        return Verdict.LATIN_1
    if shares.bad > 0.05 or shares.accented > 0.3 or (shares.words >= 8 and shares.known < 0.6):
        return Verdict.GARBAGE
    if russian and shares.cyrillic < 0.2 and shares.latin > 0.5 and _is_salad(text):
        return Verdict.GARBAGE
    return Verdict.GOOD


def reread_latin_1(text: str) -> str:
    """cp1251 that was taken for Latin-1 put right, or ``""`` where that does not give Russian."""
    again = "".join(_reread(char) for char in text)
    return again if russian_score(again) > 5 else ""


def _reread(char: str) -> str:
    if "\x7f" < char <= "\xff":
        return bytes([ord(char)]).decode("cp1251", "replace")
    return char


def _is_salad(text: str) -> bool:
    """Latin words without the shape of a language: capitals and digits inside, no vowels."""
    words = re.findall(r"[A-Za-z0-9]{3,}", text)
    if len(words) < 5:
        return False
    odd = sum(_is_odd(word) for word in words)
    return odd > 0.25 * len(words)


def _is_odd(word: str) -> bool:
    if word.isdigit():
        return False
    mixed = any(char.isdigit() for char in word) and any(char.isalpha() for char in word)
    inner_capital = any(char.isupper() for char in word[1:]) and not word.isupper()
    return mixed or inner_capital or not _VOWELS.intersection(word)
