"""Where one act ends and the next begins in a text that holds many: a bulletin, a scan of a folder."""

from __future__ import annotations

import re
from collections import deque
from itertools import pairwise

from language.heads import is_requisite, part_of
from language.kinds import kind_alone
from language.normal import clean

_LINE = re.compile(r"[^\n\r\f]+")
_LONGEST = 80
_REQUISITES_WITHIN = 6
_HEAD_LINES = 10
_OF_HEAD = frozenset({"issuer", "region", "municipality", "session", "draft", "place", "rule"})

Line = tuple[str, int]


def split_acts(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each act of a text, in order and without gaps; one pair for one act or none.

    An act begins with the lines of its issuer above a line that is its kind alone («РЕШЕНИЕ») and has its
    date or number within some lines below. What stands before the first act belongs to it.
    """
    lines = [(line.group(), line.start()) for line in _LINE.finditer(clean(text)) if line.group().strip()]
    return tuple(pairwise([0, *_starts(lines)[1:], len(text)]))


def _starts(lines: list[Line]) -> list[int]:
    """Where acts begin."""
    starts: list[int] = []
    above: deque[Line] = deque(maxlen=_HEAD_LINES)
    for at, (line, offset) in enumerate(lines):
        if _is_kind(line) and _dated_below(lines, at):
            starts.append(_first_of_head(above, offset))
            above.clear()
        else:
            above.append((line, offset))
    return starts


def _is_kind(line: str) -> bool:
    if len(line) > _LONGEST or not line.strip().isupper():
        return False
    kind = kind_alone(line)
    return kind is not None and kind.rank == "act"


def _dated_below(lines: list[Line], at: int) -> bool:
    below = lines[at + 1 : at + 1 + _REQUISITES_WITHIN]
    return any(is_requisite(line.strip(" |")) for line, _ in below)


def _first_of_head(above: deque[Line], offset: int) -> int:
    """The offset of the uppermost line of the head whose kind stands at ``offset``."""
    for line, start in reversed(above):
        stripped = line.strip(" |")
        if part_of(stripped) not in _OF_HEAD and not stripped.isupper():
            break
        offset = start
    return offset
