"""Forms in which names and requisites are compared."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import lru_cache

from language.normal import clean, fold, number_key

__all__ = ["external_name", "indexed", "match_key", "name_key", "number_key"]

_LONGEST = 200  # PostgreSQL has no room for long texts in an index
_NO_LETTER = re.compile(r"[^\w]+")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name as it is compared: lower case, е for ё, one alphabet a word, no quotes or signs."""
    return indexed(_NO_LETTER.sub(" ", fold(clean(name))).strip())


@lru_cache(maxsize=8192)
def match_key(day: date | None, number: str | None) -> str | None:
    """The key by which a citation finds its act; None when day or number is unknown: nulls never match."""
    if day is None or not number:
        return None
    key = number_key(number)
    return indexed(f"{day.isoformat()} {key}") if key else None


def indexed(text: str) -> str:
    """A text as it may stand in an index: the end of a very long one is replaced by its SHA-256."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST - 65]} {hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"


def external_name(name: str) -> str:
    """A name as it is kept and shown: trimmed, its blanks single."""
    return " ".join(name.split())
