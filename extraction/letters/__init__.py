"""How letters follow one another in Russian: tables counted over 23 million letters of acts, codes and news.

``letter_pairs.tsv``: ten times the binary logarithm of how much likelier a pair of letters is than chance
(``_`` is the edge of a word). ``letter_triples.tsv``: all that occur at least 40 times.
``hyphen_parts.tsv``: first parts of compounds and the two letters that follow their hyphen («социально-
экономический»), where the hyphen is likelier than a word that goes on.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


@cache
def letter_pairs() -> dict[str, int]:
    """Pair of lower-case letters (a blank for a word's edge) -> tenths of a bit above or below chance."""
    pairs = {}
    for row in _rows("letter_pairs.tsv"):
        first = row.pop("first").replace("_", " ")
        for second, weight in row.items():
            pairs[first + second.replace("_", " ")] = int(weight)
    return pairs


@cache
def letter_triples() -> frozenset[str]:
    """Every three lower-case letters in a row that Russian words contain."""
    return frozenset(row["pair"] + third for row in _rows("letter_triples.tsv") for third in row["third"])


@cache
def hyphen_parts() -> dict[str, frozenset[str]]:
    """First part of a compound -> the two letters with which its second part may start."""
    return {row["first"]: frozenset(row["next"].split()) for row in _rows("hyphen_parts.tsv")}
