"""Letters to customers and followers: their words stand in ``letters.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MANY_EMPTY = re.compile(r"\n{3,}")
_SUBJECT_AT_MOST = 200
_YEAR = "\u00a0г."  # it ends a sentence by itself
_INNER_QUOTES = str.maketrans("«»", "„“")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it gets its closing lines."""

    subject: str
    body: str


def letter(name: str, **words: str) -> Letter:
    """A letter with its words filled in; the subject is one line of bearable length."""
    found = letters()[name]
    told = found["subject"] + found["body"]
    words = {key: _unquoted(word) if f"«{{{key}}}»" in told else word for key, word in words.items()}
    subject = " ".join(found["subject"].format_map(words).split())
    body = _MANY_EMPTY.sub("\n\n", found["body"].format_map(words)).replace(f"{_YEAR}.", _YEAR)
    return Letter(shortened(subject, _SUBJECT_AT_MOST), body.strip())


def _unquoted(words: str) -> str:
    """Words as they stand within the «ёлочки» of a letter: without their own around the whole of them."""
    bare = words.strip()
    whole = bare.startswith("«") and bare.endswith("»") and "»" not in bare[1:-1]
    return (bare[1:-1] if whole else bare).translate(_INNER_QUOTES)


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis if it is longer than so many signs."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@cache
def letters() -> Mapping[str, Mapping[str, str]]:
    """All letters by name."""
    return tomllib.loads(resources.files("desk").joinpath("letters.toml").read_text(encoding="utf-8"))
