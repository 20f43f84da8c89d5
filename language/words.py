"""Russian words: tokens with their places, lemmas, stems, stop words and question words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import pymorphy3  # type: ignore[import-untyped]
import Stemmer  # type: ignore[import-not-found]

from language.normal import fold

WORD = re.compile(r"[^\W_]+")
_SHORT = 4
_ACRONYM = 5
_MEMO = 1 << 18


@cache
def analyzer() -> pymorphy3.MorphAnalyzer:
    """The one morphological analyser of the process (0.2 s and 26 MB at its first use)."""
    return pymorphy3.MorphAnalyzer()


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("russian", 0)


@cache
def package_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of the package; lines that begin with # are comments."""
    text = files("language").joinpath("data", name).read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no meaning of their own in a query, folded."""
    return frozenset(row[0] for row in package_rows("stop_words.tsv"))


@cache
def question_words() -> frozenset[str]:
    """Words with which a question is put («что», «где», «сколько»), folded."""
    return frozenset(row[0] for row in package_rows("question_words.tsv"))


@cache
def _exceptions() -> dict[str, str]:
    return {row[0]: row[1] for row in package_rows("lemmas.tsv")}


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Runs of letters and digits with their offsets, as printed."""
    for found in WORD.finditer(text):
        yield found.group(), found.start(), found.end()


def _is_inflected(word: str) -> bool:
    """Whether a folded word is one whose endings change: acronyms, short words and figures are not."""
    if len(word) < _SHORT or not word.isalpha():
        return False
    return len(word) > _ACRONYM or analyzer().word_is_known(word)


_inflected = lru_cache(_MEMO)(_is_inflected)


@lru_cache(_MEMO)
def _folded_lemma(word: str) -> str:
    if word in _exceptions():
        return _exceptions()[word]
    if not _inflected(word):
        return word
    return fold(analyzer().parse(word)[0].normal_form)


@lru_cache(_MEMO)
def _folded_stem(word: str) -> str:
    return str(_stemmer().stemWord(word)) if _inflected(word) else word


def lemma(word: str) -> str:
    """The dictionary form of a word, folded; short words and acronyms come back folded only."""
    return _folded_lemma(fold(word))


def stem(word: str) -> str:
    """The stem of a word, folded; short words and acronyms come back folded only."""
    return _folded_stem(fold(word))


def stems_tried(words: Sequence[str]) -> list[str]:
    """Stems of many folded words, of which none is remembered: most of them are no words at all."""
    stemmed = _stemmer().stemWords(words)
    return [root if _is_inflected(word) else word for word, root in zip(words, stemmed, strict=True)]


@lru_cache(1 << 12)
def forms(word: str) -> frozenset[str]:
    """All forms of a word, folded: «человек» has «людей»; short words and acronyms have one."""
    folded = fold(word)
    if not _inflected(folded):
        return frozenset({folded})
    return frozenset({folded, *(fold(one.word) for one in analyzer().parse(folded)[0].lexeme)})
