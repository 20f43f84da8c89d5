"""Where one article ends and the next begins in a text that is a whole issue of a newspaper.

Only an issue that shows it surely is cut: it begins with its day and number, its headlines stand in capitals
on lines of their own, and every article but the last is signed. Anything else is one record, as it came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from language.dates import find_dates
from language.heads import is_requisite
from language.kinds import kind_alone
from language.normal import clean

_LINE = re.compile(r"[^\n\r\f]+")
_EDGES = " |\t\xa0"
_TOP_LINES = 8
_ISSUE = re.compile(r"№\s*\d|(?<![^\W_])выпуск\s+\d", re.IGNORECASE)
_LONGEST_HEADLINE = 140
_LEAST_BODY = 150
_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?"
_SURNAME = r"[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+)(?:-[А-ЯЁ][А-ЯЁа-яё]+)?"
_NAME = rf"(?:{_INITIALS}{_SURNAME}|{_SURNAME}\s+{_INITIALS}|[А-ЯЁ][а-яё]+\s+{_SURNAME})"
_SIGNED = re.compile(
    rf"(?:(?:[Аа]втор|[Пп]одготовил[аи]?|[Бб]еседовал[аи]?|[Зз]аписал[аи]?)\s*:?\s*)?{_NAME}\.?"
    r"|[Нн]аш\s+корр(?:еспондент|\.)|[Сс]об\.\s?(?:инф|корр)\.|[Пп]ресс-служба\s.{3,60}"
)
_CREDIT = re.compile(r"(?:фото|рисунок|на\s+снимк[ае]х?)(?![^\W_])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")

Line = tuple[str, int]


def split_articles(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each article of an issue, in order and without gaps; one pair for anything else.

    What stands before the first headline belongs to the first article.
    """
    lines = _lines(text)
    if not _is_issue(lines):
        return ((0, len(text)),)
    starts = _headlines(lines)
    bounds = tuple(pairwise([0, *starts[1:], len(text)]))
    whole = all(end - start >= _LEAST_BODY for start, end in bounds)
    return bounds if whole else ((0, len(text)),)


def headline_of(article: str, *, opens_issue: bool = False) -> tuple[int, int] | None:
    """Where the headline of an article of an issue stands; its lines in capitals are one.

    Args:
        article: its text, as cut.
        opens_issue: whether the name, the day and the number of the issue stand above it.
    """
    lines = _lines(article)
    top = range(min(_TOP_LINES, len(lines))) if opens_issue else ()
    below = next((at + 1 for at in top if _ISSUE.search(lines[at][0])), 0)
    heads = (at for at in range(below, len(lines)) if _is_headline(lines[at][0]) and _has_body(lines, at))
    first = next(heads, None)
    if first is None:
        return None
    last = first
    while last + 1 < len(lines) and _is_headline(lines[last + 1][0]):
        last += 1
    words, start = lines[last]
    return lines[first][1], start + len(words)


def _lines(text: str) -> list[Line]:
    return [
        (bare, line.start() + line.group().index(bare))
        for line in _LINE.finditer(clean(text))
        if (bare := line.group().strip(_EDGES))
    ]


def _is_issue(lines: Sequence[Line]) -> bool:
    """Whether a text begins with the day and the number of an issue."""
    top = [line for line, _ in lines[:_TOP_LINES] if len(line) < _LONGEST_HEADLINE]
    return any(next(find_dates(line), None) for line in top) and any(_ISSUE.search(line) for line in top)


def _headlines(lines: Sequence[Line]) -> list[int]:
    """Where articles begin: the first headline, then those below a signature."""
    starts: list[int] = []
    for at, (line, offset) in enumerate(lines):
        if not _is_headline(line) or not _has_body(lines, at):
            continue
        if not starts or _signed_above(lines, at):
            starts.append(offset)
    return starts


def _is_headline(line: str) -> bool:
    if len(line) > _LONGEST_HEADLINE or not line.isupper() or line.endswith((".", ",", ":", ";")):
        return False
    if len(_WORD.findall(line)) < 2 or _ISSUE.search(line) or _is_signature(line) or is_requisite(line):
        return False
    return kind_alone(line) is None and not _CREDIT.match(line)


def _is_signature(line: str) -> bool:
    return len(line) < _LONGEST_HEADLINE and _SIGNED.fullmatch(line) is not None


def _has_body(lines: Sequence[Line], at: int) -> bool:
    """Whether sentences follow a headline, at once or below its other lines."""
    for line, _ in lines[at + 1 : at + 5]:
        if not _is_headline(line):
            return not line.isupper() and len(_WORD.findall(line)) > 2
    return False


def _signed_above(lines: Sequence[Line], at: int) -> bool:
    """Whether a signature stands right above, or above the credit of a photograph."""
    above = at - 1
    if above >= 0 and _CREDIT.match(lines[above][0]):
        above -= 1
    return above >= 0 and _is_signature(lines[above][0])
