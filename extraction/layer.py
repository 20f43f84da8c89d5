"""Is the text layer of a page language, or garbage left by a font without its table of characters?

Four shares tell: signs that no text has, Latin letters with accents (cp1251 taken for Latin-1), Cyrillic
letters, and three-letter groups that Russian words contain. A garbage page has as many characters as a
good one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from extraction.encodings import russian_score
from extraction.letters import letter_triples

FEW = 30
"""Fewer signs than this on a page is no text layer."""

_WORD = re.compile(r"[а-яё]{4,}")
_ACCENTED = re.compile(r"[À-ÿ]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")
_BAD = re.compile("[\ufffd\ue000-\uf8ff\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f]|\\(cid:\\d+\\)")
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
    solid = "".join(text.split())
    signs = len(solid)
    each = max(1, signs)
    triples = letter_triples()
    words = _WORD.findall(solid_words(text))
    groups = [word[at : at + 3] for word in words for at in range(len(word) - 2)]
    return Shares(
        signs=signs,
        bad=len(_BAD.findall(solid)) / each,
        accented=len(_ACCENTED.findall(solid)) / each,
        cyrillic=len(_CYRILLIC.findall(solid)) / each,
        latin=len(_LATIN.findall(solid)) / each,
        words=len(words),
        known=sum(group in triples for group in groups) / len(groups) if groups else 1.0,
    )


def solid_words(text: str) -> str:
    """The text in small letters, its divided words whole."""
    return re.sub(r"[\ufffe\x02\xad-]\s*\n\s*", "", text).lower()


def judge(text: str, *, russian: bool = True) -> Verdict:
    """Judge one page.

    Args:
        text: what the PDF reader gave.
        russian: whether the document has Russian pages, so that a page of Latin salad is suspect.
    """
    shares = measure(text)
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
