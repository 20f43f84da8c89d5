"""Where one act ends and the next begins in a text that holds many: a bulletin, a scan of a folder.

A single act is never to be cut, however many attachments, forms and quoted acts it holds; so an act within a
text has to show all that an act shows, and anything that speaks for an attachment keeps the text together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from language.dates import find_dates
from language.heads import is_requisite, part_of
from language.kinds import find_decision, kind_alone
from language.normal import clean
from language.numbers import find_numbers

_LINE = re.compile(r"[^\n\r\f]+")
_LONGEST = 80
_REQUISITES_WITHIN = 6
_HEAD_LINES = 10
_NEAR = 3
_ATTACHMENT_WITHIN = 10
_LEAST_BODY = 120
_OF_HEAD = frozenset({"issuer", "region", "municipality", "session", "draft", "place", "rule", "country"})
_KINDS = frozenset({"решение", "постановление", "распоряжение", "приказ"})
_ATTACHED = re.compile(
    r"\W*(?:приложени[еяй]|форма(?![^\W_])|образец|утвержд[её]н|в\s+(?:новой\s+)?редакции|копия|выписка|прилагается|шаблон)",
    re.IGNORECASE,
)
_BODY_LINE = re.compile(r"\s*(?:\d+(?:\.\d+)*[.)]\s|[-–—•]\s)|.*[.;]\s*\Z|.*\|")
_SIGNED = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.\s*[А-ЯЁ][а-яёА-ЯЁ]|[а-яё]\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.?\s*\Z")
_OPEN = re.compile(r".*[:,]\s*\Z")
_POINT = re.compile(r"^\s*1\.\s*\S", re.MULTILINE)
_OPENING = ("«", '"', "“", "„")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    page: int
    in_cells: bool

    @property
    def bare(self) -> str:
        return self.text.strip(" |\t\xa0")


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of an act in the text.

    Attributes:
        first: index of its uppermost line.
        kind: index of the line that names the kind.
        identity: its day and number.
    """

    first: int
    kind: int
    identity: tuple[str, str]


def split_acts(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each act of a text, in order and without gaps; one pair for one act or none.

    An act begins with the lines of its issuer above a line that is its kind alone («РЕШЕНИЕ»), has its
    day and number within some lines below, both of its own, and decides something. What stands before the
    first act belongs to it.
    """
    cleaned = clean(text)
    lines = [
        _Line(line.group(), line.start(), page, "\t" in text[slice(*line.span())])
        for page, (start, end) in enumerate(_pages(cleaned))
        for line in _LINE.finditer(cleaned, start, end)
        if line.group().strip()
    ]
    heads = _heads(lines)
    ends = [*(lines[head.first].start for head in heads[1:]), len(text)]
    decided = [head for head, end in zip(heads, ends, strict=False) if _decides(cleaned, head, lines, end)]
    starts = [lines[head.first].start for head in decided]
    return tuple(pairwise([0, *starts[1:], len(text)]))


def _pages(text: str) -> Iterator[tuple[int, int]]:
    breaks = [-1, *(found.start() for found in re.finditer("\f", text)), len(text)]
    return ((start + 1, end) for start, end in pairwise(breaks))


def _heads(lines: Sequence[_Line]) -> list[_Head]:
    """The heads of acts, those of attachments and of quoted acts left out; none if another act holds them."""
    heads: list[_Head] = []
    known: set[tuple[str, str]] = set()
    quotes = _Quotes()
    for at, line in enumerate(lines):
        quoted = quotes.open
        quotes.read(line.text)
        kind = _kind(lines, at)
        if kind is None:
            continue
        identity = _identity(lines, at) if kind in _KINDS else None
        if identity is None:
            if not heads and kind not in _KINDS and _dated_below(lines, at):
                return []  # minutes, conclusions and the like quote the decisions that they speak of
            continue
        head = _Head(_first_of_head(lines, at, heads[-1].kind if heads else -1), at, identity)
        if identity in known or (heads and (quoted or not _stands_alone(lines, head))):
            continue
        known.add(identity)
        heads.append(head)
        quotes = _Quotes()
    return heads


class _Quotes:
    """Whether a new wording in quotation marks goes on over lines: it begins its line below a colon.

    Marks elsewhere tell nothing, so often are they lost or doubled; one that never closes holds some lines.
    """

    _LINES = 400

    def __init__(self) -> None:
        self._left = 0
        self._announced = False

    @property
    def open(self) -> bool:
        return self._left > 0

    def read(self, line: str) -> None:
        bare = line.strip(" |\t\xa0")
        if self._left:
            self._left = 0 if _closes(bare) else self._left - 1
        elif self._announced and bare[:1] in _OPENING and not _closes(bare[1:]):
            self._left = self._LINES
        self._announced = bare.endswith(":")


def _closes(line: str) -> bool:
    """Whether a line closes more quotations than it opens."""
    straight = line.count('"') % 2
    return sum(line.count(mark) for mark in "»”") + straight > sum(line.count(mark) for mark in "«“„")


def _kind(lines: Sequence[_Line], at: int) -> str | None:
    """The kind that a line consists of: in capitals, or «Решение» right between its issuer and its day."""
    line = lines[at]
    if len(line.text) > _LONGEST or not line.bare[:1].isupper():
        return None
    kind = kind_alone(line.text)
    if kind is None or line.bare.isupper():
        return kind.name if kind else None
    return kind.name if kind.name in _KINDS and _between_issuer_and_day(lines, at) else None


def _between_issuer_and_day(lines: Sequence[_Line], at: int) -> bool:
    above = (part_of(line.bare) for line in reversed(lines[max(0, at - _NEAR) : at]))
    named = next((part for part in above if part not in _OF_HEAD - {"issuer"}), None) == "issuer"
    return named and any(is_requisite(line.bare) for line in lines[at + 1 : at + 1 + _NEAR])


def _dated_below(lines: Sequence[_Line], at: int) -> bool:
    return any(is_requisite(line.bare) for line in lines[at + 1 : at + 1 + _REQUISITES_WITHIN])


def _identity(lines: Sequence[_Line], at: int) -> tuple[str, str] | None:
    """The day and the number below the line of the kind; None where one is missing or left blank."""
    day = number = ""
    for line in lines[at + 1 : at + 1 + _REQUISITES_WITHIN]:
        if not is_requisite(line.bare):
            continue
        day = day or next((str(found.day) for found in find_dates(line.text)), "")
        number = number or next((found.value for found in find_numbers(line.text) if found.value), "")
    return (day, number) if day and number else None


def _first_of_head(lines: Sequence[_Line], at: int, above: int) -> int:
    """The index of the uppermost line of the head whose kind stands at ``at``, below the act above."""
    first = at
    for index in range(at - 1, max(above, at - 1 - _HEAD_LINES), -1):
        bare = lines[index].bare
        if lines[index].page != lines[at].page or _ATTACHED.match(bare) or _SIGNED.search(bare):
            break
        if part_of(bare) not in _OF_HEAD and not bare.isupper():
            break
        first = index
    return first


def _stands_alone(lines: Sequence[_Line], head: _Head) -> bool:
    """Whether nothing above a head says that it is attached or quoted."""
    if lines[head.first].bare.startswith((*_OPENING, "(")) or head.first == 0:
        return False
    if _OPEN.fullmatch(lines[head.first - 1].bare):
        return False
    for line in reversed(lines[max(0, head.first - _ATTACHMENT_WITHIN) : head.first]):
        if _ATTACHED.match(line.bare):
            return False
        if line.in_cells or _BODY_LINE.match(line.text):
            return True
    return True


def _decides(text: str, head: _Head, lines: Sequence[_Line], end: int) -> bool:
    """Whether there is a deciding word or a first point below a head, and enough of a text."""
    start = lines[head.kind].start
    if end - start < _LEAST_BODY:
        return False
    return find_decision(text, start + len(lines[head.kind].text), end) is not None or bool(
        _POINT.search(text, start, end)
    )
