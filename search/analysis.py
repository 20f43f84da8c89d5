"""From text to the terms that are indexed and asked for; the same for a document and for a query.

A token is a run of letters and digits, or several joined as one name: «Усть-Кубинский», «131-п»,
«12 марта 2012 г.». Each takes one place in the text and gives words (lemmas, whole numbers, dates, parts) and
stems.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from language.dates import find_dates, parse_date
from language.normal import fold, fold_signs, join_spaced, number_key, repair_lookalikes
from language.words import lemma, stem

Kind = Literal["word", "compound", "number", "digits", "date", "roman"]

# Figures first: 131-п, 38/298, 170.1, 12.03.2012, 2012–2015; letters first: Усть-Кубинский, А40-12/2012.
TOKEN = re.compile(
    r"\d[^\W_]*+(?:[-/][^\W_]++|–(?=\d|[а-я]{1,3}(?![^\W_]))[^\W_]++|\.(?=\d)[^\W_]++)*+"
    r"|[^\W\d_][^\W_]*+(?:-[^\W_]++|/(?=\d)[^\W_]++)*+"
)
_PARTS = re.compile(r"[^\W_]+")
_DAY = re.compile(r"d(\d{4})(\d\d)(\d\d)")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_GLUED = re.compile(r"(\d+)([а-я]{1,3})")
_SPACED_NUMBER = re.compile(r"(№ *\d+)( ?)-( ?)([а-яА-Я]{1,4})(?![^\W_])")
_UNSEEN = "\u00ad\u0301\u200b\u200c\u200d\u2060"
_WITHOUT_UNSEEN = dict.fromkeys(map(ord, _UNSEEN))
_MONTHS = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
           "ноябрь", "декабрь")  # fmt: skip
HEAD = 7  # letters
_LONGEST = 64
_NOT_ROMAN = frozenset("lcdm")
_MOST_TERMS = 8


class Terms(NamedTuple):
    """What one token gives.

    Attributes:
        kind: what it is.
        whole: the one term that stands for the token in a phrase.
        words: all terms with a place, ``whole`` first.
        stems: stems, without a place.
        heads: the first letters of the words as printed: what words of one root share beyond their stems.
    """

    kind: Kind
    whole: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    heads: tuple[str, ...] = ()


class Token(NamedTuple):
    """A token in a text."""

    terms: Terms
    start: int
    end: int


def readable(text: str) -> str:
    """The text as it is indexed and shown: composed letters, no soft hyphens, stress marks or zero spaces."""
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if any(char in text for char in _UNSEEN):
            text = text.translate(_WITHOUT_UNSEEN)
    return text


def _tidy(text: str) -> str:
    """Mended letters and number signs, «№ 131 - П» drawn together; the length stays."""
    for hyphen in "\u2010\u2011":
        if hyphen in text:
            text = text.replace(hyphen, "-")
    return _SPACED_NUMBER.sub(_draw_together, join_spaced(fold_signs(repair_lookalikes(text))))


def _draw_together(found: re.Match[str]) -> str:
    return f"{found[1]}-{found[4]}".ljust(len(found.group()))


def token_list(text: str) -> list[str]:
    """Folded tokens of a readable text in order; a day in any shape is one token ``d20120312``."""
    text = _tidy(text)
    pieces, at = [], 0
    for found in find_dates(text):
        pieces += [text[at : found.start], f" d{found.day:%Y%m%d} "]
        at = found.end
    pieces.append(text[at:])
    return TOKEN.findall(fold("".join(pieces)))


def tokens(text: str) -> Iterator[Token]:
    """Tokens of a readable text with their places."""
    tidy = _tidy(text)
    folded, at = fold(tidy), 0
    for day in find_dates(tidy):
        yield from _plain_tokens(text, folded, at, day.start)
        at = day.start + len(tidy[day.start : day.end].rstrip())
        yield Token(terms(f"d{day.day:%Y%m%d}"), day.start, at)
    yield from _plain_tokens(text, folded, at, len(folded))


def _plain_tokens(text: str, folded: str, start: int, end: int) -> Iterator[Token]:
    for found in TOKEN.finditer(folded, start, end):
        yield Token(terms(found.group()), found.start(), _end(text, found.start(), found.group()))


def _end(text: str, start: int, token: str) -> int:
    """Where a token ends in a text that has blanks within it («№ 131 - П»)."""
    end = start + len(token)
    lacking = _signs(token) - _signs(text[start:end])
    while lacking > 0 and end < len(text):
        lacking -= text[end].isalnum()
        end += 1
    return end


def _signs(text: str) -> int:
    return sum(map(str.isalnum, text))


@lru_cache(1 << 16)
def terms(token: str) -> Terms:
    """The terms of one folded token."""
    token = token[:_LONGEST]
    if token.isalpha():
        return _roman(token) or Terms("word", lemma(token), (lemma(token),), (stem(token),), (token[:HEAD],))
    day = _DAY.fullmatch(token)
    if day:
        return _date(day[1], day[2], day[3])
    if token.isdigit():
        return Terms("digits", token, (token,), ())
    if any(letter.isdigit() for letter in token):
        return _number(token)
    return _compound(token)


def _roman(token: str) -> Terms | None:
    if not token.isascii() or not _ROMAN.fullmatch(token) or token in _NOT_ROMAN:
        return None
    values = [_ROMAN_VALUES[letter] for letter in token]
    after = [*values[1:], 0]
    value = sum(-one if one < following else one for one, following in zip(values, after, strict=True))
    return Terms("roman", token, (token, str(value)), ())


def _date(year: str, month: str, day: str) -> Terms:
    whole = f"d{year}{month}{day}"
    name = _MONTHS[(int(month) - 1) % 12]
    return Terms("date", whole, (whole, str(int(day)), name, year), ())


def _number(token: str) -> Terms:
    if token[0].isdigit() and token.count(".") == 2:
        day = parse_date(token)
        if day is not None:
            return terms(f"d{day:%Y%m%d}")
    whole = number_key(token)
    parts = [part for part in _PARTS.findall(whole) if part != whole]
    glued = _GLUED.fullmatch(whole)
    if glued:
        whole, parts = f"{glued[1]}-{glued[2]}", [whole, glued[1], glued[2]]
    words = dict.fromkeys([whole, *parts[: _MOST_TERMS - 1]])
    return Terms("number", whole, tuple(words), ())


def _compound(token: str) -> Terms:
    parts = _PARTS.findall(token)
    joined = "".join(parts[:-1])
    whole = joined + lemma(parts[-1])
    words = dict.fromkeys([whole, *(lemma(part) for part in parts)])
    stems = dict.fromkeys([joined + stem(parts[-1]), *(stem(part) for part in parts)])
    heads = dict.fromkeys(part[:HEAD] for part in ("".join(parts), *parts))
    return Terms("compound", whole, *(tuple(some)[:_MOST_TERMS] for some in (words, stems, heads)))
