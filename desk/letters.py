"""Letters to customers and followers in their language; ``letters.ru.toml`` and its like hold the words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from language.wording import grouped, plural

_MANY_EMPTY = re.compile(r"\n{3,}")
_SUBJECT_AT_MOST = 200
_YEAR = "\u00a0г."  # it ends a sentence by itself
_INNER_QUOTES = str.maketrans("«»", "„“")
_WORDS = "words"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it gets its closing lines."""

    subject: str
    body: str


def letter(name: str, language: str, /, **words: str) -> Letter:
    """A letter with its words filled in; the subject is one line of bearable length."""
    found = letters(language)[name]
    told = found["subject"] + found["body"]
    words = {key: _unquoted(word) if _is_quoted(key, told) else word for key, word in words.items()}
    subject = " ".join(found["subject"].format_map(words).split())
    body = _MANY_EMPTY.sub("\n\n", found["body"].format_map(words)).replace(f"{_YEAR}.", _YEAR)
    return Letter(shortened(subject, _SUBJECT_AT_MOST), body.strip())


def said(name: str, language: str, /, **words: str) -> str:
    """A sentence or a piece of one that letters share."""
    found = _file(language)[_WORDS][name]
    return str(found.format_map(words)).replace(f"{_YEAR}.", _YEAR)


def counted_in(name: str, language: str, number: int) -> str:
    """A number with its word: «7 документов», «7 documents»."""
    forms = _file(language)[_WORDS][name]
    english = "one" if number == 1 else "many"
    form = plural(number, "one", "few", "many") if language == "ru" else english
    return str(forms[form].format(n=grouped(number, language)))


def _is_quoted(key: str, told: str) -> bool:
    return f"«{{{key}}}»" in told or f"“{{{key}}}”" in told


def _unquoted(words: str) -> str:
    """Words as they stand within the marks of a letter: without their own around the whole of them."""
    bare = words.strip()
    whole = bare.startswith("«") and bare.endswith("»") and "»" not in bare[1:-1]
    return (bare[1:-1] if whole else bare).translate(_INNER_QUOTES)


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis if it is longer than so many signs."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def letters(language: str) -> Mapping[str, Mapping[str, str]]:
    """All letters of a language by name."""
    return {name: found for name, found in _file(language).items() if name != _WORDS}


@cache
def _file(language: str) -> Mapping[str, Mapping[str, Any]]:
    text = resources.files("desk").joinpath(f"letters.{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
