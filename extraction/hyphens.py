"""Words divided at the end of a line put together again, true hyphens kept."""

from __future__ import annotations

import re
from functools import cache

from extraction.letters import hyphen_parts, letter_triples

# PDFium writes U+FFFE or U+0002 for a hyphen at a line end and swallows the line end; in tagged tables the
# hyphen may stand on a line of its own. The word before is looked for only where a seam is: most have none.
_SEAM = re.compile(
    r"[-\xad\u2010\ufffe\x02](?:[ \t]*\n[ \t]*|(?<=[\ufffe\x02]))(?P<second>[^\W_]+)"
    r"(?P<tail>[^\s\ufffe\x02]*)[ \t]?"
)
_LONE_SIGN = re.compile(r"[\ufffe\x02]")
_PARTICLES = frozenset({"то", "либо", "нибудь", "таки", "ка"})
_AFTER_PO = frozenset({"прежнему", "новому", "иному", "видимому", "разному", "другому", "своему", "русски"})
_ALWAYS_APART = frozenset({"интернет", "онлайн", "веб", "пресс", "бизнес", "вице"})
_ADJECTIVE = re.compile(r"(?:ионно|енно|льно|ивно|арно|орно|ично|ебно|учно|амно)$")
"""First parts of compound adjectives: the same letters inside a word are followed by its ending."""
_ENDING = re.compile(r"го|му|ст")


def join_hyphens(text: str) -> str:
    r"""Join «постанов-\nление»; leave «социально-\nэкономический» as it is; a line ends after it."""
    pieces: list[str] = []
    done = at = 0
    while match := _SEAM.search(text, at):
        seam = match.start()
        if text[seam - 1 : seam + 2] == "\n-\n":
            seam -= 1
        start = _word_start(text, seam, done)
        if start == seam:
            at = match.start() + 1
            continue
        first, second = text[start:seam], match["second"]
        hyphen = "-" if keeps_hyphen(first, second) else ""
        pieces += (text[done:start], first, hyphen, second, match["tail"], "\n")
        done = at = match.end()
    return _LONE_SIGN.sub("-", "".join((*pieces, text[done:])))


def _word_start(text: str, end: int, least: int) -> int:
    """Where the word begins that ends before a place; that place itself where none does."""
    start = end
    while start > least and text[start - 1].isalnum():
        start -= 1
    return end if start == least and start and text[start - 1].isalnum() else start


def keeps_hyphen(first: str, second: str) -> bool:
    """Whether two halves at a line end are a compound with its own hyphen, not one divided word."""
    if second[0].isupper() and not (first.isupper() and (len(second) == 1 or second.isupper())):
        return True  # «Усть-Кубинский», «Н-Иванов»; capitals throughout are a divided heading
    if first[-1].isdigit() or second[0].isdigit() or not (_is_russian(first) and _is_russian(second)):
        return not (first.isalpha() and second.isalpha() and first.isascii() == second.isascii())
    return _is_compound(first.lower(), second.lower())


@cache
def _parts() -> dict[str, frozenset[str]]:
    return hyphen_parts()


def _is_compound(first: str, second: str) -> bool:
    if first == "по":
        return second in _AFTER_PO
    if second[:2] in _parts().get(first, ()):
        return True
    if len(second) >= 4 and (
        first in _ALWAYS_APART or (_ADJECTIVE.search(first) and not _ENDING.match(second))
    ):
        return True
    if (
        second in _PARTICLES
        and len(first) > 2
        and first.startswith(("к", "ч", "г"))
        and f"{first}-" not in second
    ):
        return first in (
            "кто",
            "что",
            "где",
            "куда",
            "когда",
            "как",
            "какой",
            "какая",
            "какое",
            "какие",
            "чей",
        )
    seam = first[-2:] + second[:2]
    known = letter_triples()
    return any(seam[at : at + 3] not in known for at in range(len(seam) - 2))


def _is_russian(word: str) -> bool:
    return all("а" <= char <= "я" or char == "ё" for char in word.lower())
