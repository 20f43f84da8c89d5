"""Who wrote a press clipping and on which pages it stands, out of the lines around its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from language.dates import find_dates
from language.normal import clean, fold
from language.readings import Reading
from language.words import analyzer

_LINE = re.compile(r"[^\n\r\f]+")
_EDGES = " |\t\xa0()[]*_–—-"
_NEAR = 7
_LONGEST = 140
_INITIALS = r"[А-ЯЁ]\.[ ]?(?:[А-ЯЁ]\.[ ]?)?"
_SURNAME = r"[А-ЯЁ](?:[а-яё]{1,25}|[А-ЯЁ]{1,25})(?:-[А-ЯЁ][А-ЯЁа-яё]{1,25})?"
_NAME = (
    rf"(?:{_INITIALS}{_SURNAME}|{_SURNAME}[ ]{_INITIALS}|"
    rf"{_SURNAME}[ ]{_SURNAME}(?:[ ]{_SURNAME})?)"
)
_CREDIT = re.compile(
    r"(?:(?P<said>(?:материал(?:ы)?\s+|полос[уы]\s+|беседу\s+|интервью\s+)?(?:подготовил[аи]?|записал[аи]?|беседовал[аи]?|в[её]ла?|вели|"
    r"взял[аи]?|собрал[аи]?|пров[её]ла?))|(?P<plain>автор(?:ы)?(?:\s+(?:текста|статьи|материала))?|текст(?:\s+и\s+фото)?|"
    r"(?:собкор|(?:наш(?:\s+собственный)?\s+|специальный\s+|соб(?:ств)?\.\s?)?корр(?:еспондент)?\.?)(?:\s+[«\"][^»\"]{2,30}[»\"])?))\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_NAMES = re.compile(rf"{_NAME}(?:(?:\s?[,;]\s?|\s+и\s+){_NAME}){{0,4}}")
_ROLE = re.compile(
    r"(?:\s?[,–—-]\s?[а-яё][^.!?:]{2,80}|\s?,?\s(?:корр(?:еспондент)?|соб\.\s?корр|наш\s+корр(?:еспондент)?)\.?)?"
    r"\.?(?:\s*\(?(?:[Фф]ото|ФОТО)(?![^\W_]).{0,60})?"
)
_JOURNALIST = re.compile(
    r"\s?[,–—-]?\s?\(?(?:наш\s+|специальный\s+|собственный\s+|соб\.\s?)*"
    r"(?:корр|журналист|собкор|редактор|обозреватель|внештатн|член\s+союза\s+журналистов)"
)
_BYLINE = re.compile(r"[А-ЯЁ]\.|[а-яё]\s[А-ЯЁ]{3,}|[А-ЯЁ]{3,}\s[А-ЯЁ][а-яё]")
_SERVICE = re.compile(
    r"(?:пресс-служба|пресс-центр|отдел|по\s+информации\s+пресс)(?![^\W_])[^.!?]{3,80}\.?", re.IGNORECASE
)
_POST = re.compile(
    r"(?:и\.\s?о\.|врио|глава|председатель|начальник|директор|руководитель|прокурор|заместитель|мэр|депутат|секретарь)(?![а-яё])"
)
_PAGES = re.compile(
    r"(?<![^\W_])(?:[Сс]тр(?:аниц[аы]|\.)?|СТР\.?|[СсCc]\.|[Пп]олос[аы]\.?)\s{0,2}"
    r"(?P<pages>\d{1,3}(?:\s?[-–—,]\s?\d{1,3}){0,7})(?![^\W_])(?!\s*(?:экз|руб|чел|тыс))"
)
_PAGE_FIRST = re.compile(r"(?P<pages>\d{1,2})(?:-?(?:я|ая))\s+(?:полоса|страница)", re.IGNORECASE)
_PAGE_GLUED = re.compile(r"[СсCc]\s?(?P<pages>\d{1,3}(?:\s?[-–—,]\s?\d{1,3}){0,7})")
_ELSEWHERE = re.compile(r"начало|продолж|окончани|читайте|смотрите|(?<![^\W_])см\.", re.IGNORECASE)
_IMPRINT = re.compile(r"//|№\s?\d|(?<!\d)(?:19|20)\d\d(?!\d)")


def page_numbers(told: str) -> str:
    """Numbers of pages as they are kept: «2», «1, 3», «8–61»."""
    parts = [re.sub(r"\s*[-–—]\s*", "–", part.strip()) for part in re.split(r"[,;]", told)]
    return ", ".join(part for part in parts if part)


def read_credits(text: str) -> tuple[Reading, ...]:
    """The author of a clipping and the pages of its newspaper, as far as lines of their own tell.

    Up to five authors stand in ``author`` one behind another («И. Иванов, О. Петрова»); one who only
    prepared the text or held the conversation keeps the word for it («беседу вела О. Петрова»).
    """
    cleaned = clean(text)
    edge = min(len(cleaned), 4000)
    top = _lines(cleaned, 0, edge)[: _NEAR + 1]
    last = _lines(cleaned, max(0, len(cleaned) - 4000), len(cleaned))[-_NEAR:]
    tail = list(takewhile(lambda line: len(line[0]) <= _LONGEST and [line] != top[:1], reversed(last)))[::-1]
    top = [line for line in top if line not in tail]
    author = _author(tail, from_end=True) or _author(top, from_end=False)
    pages = next((found for line in (*top, *tail) if (found := _pages(line))), None)
    return tuple(reading for reading in (pages, author) if reading)


_Line = tuple[str, int]


def _lines(text: str, start: int, end: int) -> list[_Line]:
    found = []
    for line in _LINE.finditer(text, start, end):
        bare = line.group().strip(_EDGES)
        if bare:
            found.append((bare, line.start() + line.group().index(bare)))
    return found


def _author(lines: Sequence[_Line], *, from_end: bool) -> Reading | None:
    order = range(len(lines) - 1, -1, -1) if from_end else range(len(lines))
    for at in order:
        line, offset = lines[at]
        if at and _POST.match(fold(lines[at - 1][0])) and len(lines[at - 1][0]) < 100:
            continue  # a signature below a post: an official text, not the paper's own
        value = _credited(line, in_front=not from_end)
        if value:
            return Reading("author", value, "read", offset, offset + len(line), 0.8 if from_end else 0.7)
    return None


def _credited(line: str, *, in_front: bool) -> str:
    """The authors that a line consists of, or "".

    In front of the text a bare name may as well be the caption of a picture: there a name needs initials, a
    surname in capitals, a word for what was done or the post of a journalist.
    """
    if len(line) > _LONGEST:
        return ""
    credit = _CREDIT.match(line)
    names = _NAMES.match(line, credit.end() if credit else 0)
    if names and _ROLE.fullmatch(line, names.end()):
        people = [_tidy(name) for name in _split(names.group())]
        told = bool(credit) or _JOURNALIST.match(line, names.end()) is not None
        if in_front and not (told or all(_BYLINE.search(name) for name in _split(names.group()))):
            return ""
        if all(_is_person(name) for name in people):
            said = " ".join(credit["said"].lower().split()) if credit and credit["said"] else ""
            return f"{said} {', '.join(people)}".strip()
    if _SERVICE.fullmatch(line) and not line.isupper() and line[-1:] != ":":
        return line.rstrip(".")
    return ""


def _split(names: str) -> list[str]:
    return re.split(r"\s?[,;]\s?|\s+и\s+", names)


def _tidy(name: str) -> str:
    spaced = re.sub(r"(?<=[А-ЯЁ]\.)(?=[А-ЯЁ])", " ", " ".join(name.split()))
    return " ".join(_capital(word) for word in spaced.split(" "))


def _capital(word: str) -> str:
    if "." in word or not word.isupper():
        return word
    return "-".join(part.capitalize() for part in word.split("-"))


def _is_person(name: str) -> bool:
    """Whether words with initials, or with a first name among them, name a person in the nominative."""
    if "." in name:
        return True
    return any(_first_name(word) for word in name.split())


@lru_cache(2048)
def _first_name(word: str) -> bool:
    best = analyzer().parse(word.lower())[0]
    return best.is_known and "Name" in best.tag and "nomn" in best.tag


def _pages(line: _Line) -> Reading | None:
    words, offset = line
    if len(words) > _LONGEST or _ELSEWHERE.search(words):
        return None
    found = _PAGES.search(words) or _PAGE_FIRST.search(words) or _PAGE_GLUED.fullmatch(words)
    if found is None:
        return None
    rest = (words[: found.start()] + words[found.end() :]).strip(" .,;:()–—-")
    if rest and not (_IMPRINT.search(rest) or any(True for _ in find_dates(rest))):
        return None
    value = page_numbers(found["pages"])
    return Reading("press_pages", value, "read", offset + found.start(), offset + found.end(), 0.8)
