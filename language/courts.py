"""The court that ruled: named below the kind in the sentence that lists its judges."""

from __future__ import annotations

import re

from language.heads import Fragment
from language.issuers import Lifted, issuer_name

_WITHIN = 14
_ADJECTIVE = r"(?:[А-ЯЁа-яё-]{2,30}(?:ий|ый|ой|ого|его)\s+)"
_COURT = re.compile(
    rf"(?:(?:мировой\s+)?судья\s+)?(?P<name>(?:\d{{1,3}}(?:-?(?:й|го))?\s+)?{_ADJECTIVE}{{1,5}}суда?(?![^\W_])"
    rf"(?:\s+(?:{_ADJECTIVE}|[А-ЯЁ][а-яё-]+ой\s+)?(?:области|края|республики|района|округа|города\s+[А-ЯЁ][а-яё-]+)"
    r"(?![^\W_])|\s+Республики\s+[А-ЯЁ][а-яё-]+)?)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\A(\d{1,3})(?:-?(?:й|го))?\s+")


def court_below(fragments: tuple[Fragment, ...], anchor: int) -> Lifted | None:
    """The court that a line below the kind begins with: «101 гарнизонный военный суд в составе …».

    The judge may stand in front of it in the nominative: «Судья Зареченского суда Седова, …».
    """
    for line in fragments[anchor + 1 : anchor + 1 + _WITHIN]:
        found = _COURT.match(line.text)
        if found:
            start = line.start + found.start("name")
            return _court_name(found["name"]), start, line.start + found.end("name")
    return None


def _court_name(words: str) -> str:
    """A court in the nominative, its number in front as printed."""
    number = _NUMBERED.match(words)
    if number is None:
        return issuer_name(words)
    name = issuer_name(words[number.end() :])
    return f"{number[1]} {name[:1].lower()}{name[1:]}"
