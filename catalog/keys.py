"""Forms in which names and requisites are compared."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from language.normal import clean, fold, number_key

__all__ = ["external_name", "match_key", "name_key", "number_key"]

_NO_LETTER = re.compile(r"[^\w]+")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name as it is compared: lower case, е for ё, one alphabet a word, no quotes or signs."""
    return _NO_LETTER.sub(" ", fold(clean(name))).strip()


@lru_cache(maxsize=8192)
def match_key(day: date | None, number: str | None) -> str | None:
    """The key by which a citation finds its act; None when day or number is unknown: nulls never match."""
    if day is None or not number:
        return None
    key = number_key(number)
    return f"{day.isoformat()} {key}" if key else None


def external_name(name: str) -> str:
    """A name as it is kept and shown: trimmed, its blanks single."""
    return " ".join(name.split())
