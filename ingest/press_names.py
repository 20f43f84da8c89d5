"""Newspaper, day, issue and headline in the names of clippings and their folders.

Clippings are named by people: «Знамя 2012-03-05 №18 с2 О бюджете.docx», «Знамя/2012/№ 18/О бюджете.txt».
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.names import words_of
from language.dates import find_dates
from language.normal import fold_signs
from language.press_credits import page_numbers

_ISSUE = re.compile(
    r"(?:№|(?<![^\W_])(?:вып|выпуск)\.?)\s{0,3}(\d{1,5}(?:\s?[-–/]\s?\d{1,5})?)(?:\s?\(\d{1,6}\))?"
)
_PAGE = re.compile(
    r"(?<![^\W_])(?:с|стр|полоса)\.?\s{0,2}(\d{1,3}(?:\s?[-–,]\s?\d{1,3})*)(?![^\W_])", re.IGNORECASE
)
_LINE = re.compile(r"[^\n\f]+")
_SIGNS = re.compile(r"[\W_]+")
_TOP = 2000
_EDGES = ' \t.,;:-–—_()[]«»"'
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PressName:
    """What names tell of a clipping; None or "" for what they do not."""

    newspaper: str = ""
    date: str | None = None
    number: str | None = None
    pages: str | None = None
    title: str = ""


def read_press_name(path: str, newspaper: str = "") -> PressName:
    """Read the name of a clipping, then the names of its folders from the innermost out.

    Args:
        path: as in the ledger, ``/`` between folders and ``!/`` behind an archive.
        newspaper: the periodical if the subfolder or an option names it.
    """
    parts = [part for part in PurePosixPath(path.replace("!/", "/")).parts if part != "/"]
    found = PressName()
    for depth, part in enumerate(reversed(parts)):
        found = _joined(found, _read_one(words_of(part) if depth == 0 else part, newspaper), own=depth == 0)
    return replace(found, newspaper=newspaper or found.newspaper)


def headline_in(text: str, named: str) -> tuple[int, int] | None:
    """Where a clipping bears the headline that its file name tells: a line of the same letters at its top.

    A name has no colon and no question mark, the headline has.
    """
    wanted = _letters(named)
    for line in _LINE.finditer(text, 0, _TOP):
        words = line.group().strip()
        if wanted and _letters(words) == wanted:
            start = line.start() + line.group().index(words)
            return start, start + len(words)
    return None


def is_newspaper(words: str, newspaper: str) -> bool:
    """Whether words at the top of a clipping are but the name of its periodical."""
    return bool(_letters(newspaper)) and _letters(words) == _letters(newspaper)


def _letters(words: str) -> str:
    return _SIGNS.sub("", words.casefold().replace("ё", "е"))


def _joined(inner: PressName, outer: PressName, *, own: bool) -> PressName:
    if own:
        return outer
    return replace(inner, date=inner.date or outer.date, number=inner.number or outer.number)


def _read_one(name: str, newspaper: str) -> PressName:
    text = fold_signs(_SPACES.sub(" ", name.replace("_", " ")))
    day = next(find_dates(text), None)
    spans = [(day.start, day.end)] if day else []
    issue, page = _ISSUE.search(text), _PAGE.search(text)
    if page and not (day or issue or re.match(r"с\d", text)):
        page = None  # «с 5 марта» of an ordinary name
    spans += [found.span() for found in (issue, page) if found]
    before = text[: min((start for start, _ in spans), default=0)].strip(_EDGES)
    behind = text[max((end for _, end in spans), default=0) :].strip(_EDGES)
    if not spans and newspaper and behind.casefold().startswith(newspaper.casefold()):
        behind = behind[len(newspaper) :].strip(_EDGES) or behind
    is_headline = bool(before and not behind)  # «О бюджете 05.03.2012.txt»
    return PressName(
        newspaper="" if is_headline else before,
        date=day.day.isoformat() if day else None,
        number=_plain(issue.group(1)) if issue else None,
        pages=page_numbers(page.group(1)) if page else None,
        title=before if is_headline else behind,
    )


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("–", "-")
