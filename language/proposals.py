"""The last day on which proposals to a draft are taken: «предложения принимаются до 15 марта 2024 года»."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from language.dates import FoundDate, find_dates, parse_date
from language.normal import fold
from language.readings import Reading

_WINDOW = 400
_MOST = 60
_STEMS = ("предложени", "замечани")
_SAID = re.compile(
    r"(?<![а-яё])(?:прием\w*|принима\w+|приня\w+|направ\w+|пода(?:ва\w+|ть|ч[аиеу]\w*|ются)|вн(?:ос|ес)\w+|представ\w+|"
    r"предостав\w+|срок\w*|окончани\w+|присыла\w+|жд[её]м|собира\w+|посту\w+)"
)
_NAMED = re.compile(r"(?<![а-яё])(?:предложени[яйею]\w*|замечани[яйею]\w*)")
# «до 17 часов 15 марта 2024 года», «по 15.03.2024», «не позднее 15 марта»: what stands before the day.
_UP_TO = re.compile(
    r"(?<![а-яё])(?:до|по|не\s+позднее)\s{1,3}"
    r"(?:(?:\d{1,2}[.:-]\d\d(?![.\d])\s*(?:ч(?:ас\w*|\.)?)?|\d{1,2}\s*ч(?:ас\w*|\.)?\s*(?:\d\d\s*мин\w*\.?)?),?\s*)?"
    r"(?:[а-яё]+\s+времени,?\s*)?(?:включительно\s+)?(?=[\d«\"„])"
)
_RANGE = re.compile(r"\s{0,3}(?:г(?:ода|\.)?)?\s{0,3}[-–—]\s{0,3}\Z")
_LAST_DAY = re.compile(
    r"(?:(?:дата|день|срок)\s+(?:и\s+время\s+)?окончани\w+|последний\s+день|окончани\w+)\s[^.;]{0,90}?[:–—-]?\s{0,3}\Z"
)
_TERM = re.compile(
    r"(?:в\s+течение|не\s+позднее)\s+(?P<count>\d{1,3}|одного|десяти|пятнадцати|двадцати|тридцати)?\s*(?:\([^)]{1,20}\)\s*)?"
    r"(?P<unit>(?:календарных\s+)?дней|месяца)\s+(?:со\s+дня|с\s+момента|с\s+даты|после(?:\s+дня)?)\s+(?:его\s+|ее\s+)?"
    r"(?:официального\s+)?(?:опубликовани|обнародовани|размещени|публикаци)"
)
_COUNTS = {"одного": 1, "десяти": 10, "пятнадцати": 15, "двадцати": 20, "тридцати": 30}
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[А-ЯЁ«\d]|\s*\Z)")
_SHORTENED = re.compile(
    r"(?:(?<![а-яё])(?:г|гг|ул|д|каб|тел|ч|мин|р|п|с|им|обл|пом|оф|кв|см|т|e-mail)|[A-ZА-ЯЁ])\Z"
)


def read_proposals(text: str, published: date | None = None) -> Reading | None:
    """The last day for proposals that a clean text names, or that follows from the day of its publication.

    A term «в течение 10 дней со дня опубликования» counts from the day after ``published``; without a known
    day of publication, and for a day without its year, there is no answer.
    """
    folded = fold(text)
    if not any(stem in folded for stem in _STEMS):
        return None
    found: list[Reading] = []
    behind = 0
    for at, named in enumerate(_NAMED.finditer(folded)):
        if at >= _MOST:
            break
        start, end = _sentence(text, named.start())
        if start < behind:
            continue
        behind = end
        sentence = folded[start:end].replace("\n", " ").replace("\r", " ")
        if _SAID.search(sentence):
            found += _in_sentence(sentence, start, published)
    if not found:
        return None
    first = found[0]
    agreed = all(reading.value == first.value for reading in found)
    return first if agreed else Reading(
        first.field, first.value, first.source, first.start, first.end, 0.55, "several-days"
    )  # fmt: skip


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The bounds of the sentence around an offset; shortened words («г.», «ул.») do not end it."""
    low, high = max(0, at - _WINDOW), min(len(text), at + _WINDOW)
    start, end = low, high
    for stop in _SENTENCE_END.finditer(text, low, high):
        if stop.group() == "." and _SHORTENED.search(text, max(low, stop.start() - 8), stop.start()):
            continue
        if stop.start() < at:
            start = stop.end()
        else:
            end = stop.end()
            break
    return start, end


def _in_sentence(sentence: str, shift: int, published: date | None) -> Iterator[Reading]:
    days = list(find_dates(sentence))
    last = _last_of(sentence, days)
    if last:
        value = last.day.isoformat()
        yield Reading("proposals_until", value, "read", shift + last.start, shift + last.end, 0.85)
        return
    term = _TERM.search(sentence)
    if term and published:
        until = _after(published, term)
        yield Reading(
            "proposals_until", until.isoformat(), "read", shift + term.start(), shift + term.end(), 0.65
        )


def _last_of(sentence: str, days: Sequence[FoundDate]) -> FoundDate | None:
    """The day up to which something is taken in a sentence about proposals."""
    ends = {found.end() for found in _UP_TO.finditer(sentence)}
    for at, day in enumerate(days):
        before = sentence[: day.start]
        after_range = at > 0 and _RANGE.fullmatch(sentence[days[at - 1].end : day.start])
        if day.start in ends or after_range or _LAST_DAY.search(before[-160:]):
            return day
    return None


def _after(published: date, term: re.Match[str]) -> date:
    told = term["count"] or "1"
    count = _COUNTS.get(told) or int(told)
    if term["unit"] != "месяца":
        return published + timedelta(days=count)
    year, month = divmod(published.year * 12 + published.month - 1 + count, 12)
    return date(year, month + 1, min(published.day, calendar.monthrange(year, month + 1)[1]))


_NOTICES = frozenset(
    {"извещение", "оповещение", "объявление", "информационное сообщение", "уведомление", "сообщение"}
)
_ABOUT_DRAFT = re.compile(r"публичн\w+\s+слушани|общественн\w+\s+обсуждени|проект[а-яё]*(?![а-яё])")


def until_when(text: str, readings: Sequence[Reading], *, draft: bool) -> Reading | None:
    """The last day for proposals of a draft or of a notice of one; None for any other document."""
    shown = {reading.field: reading.value for reading in reversed(readings)}
    notice = shown.get("kind") in _NOTICES or "kind" not in shown
    about = _ABOUT_DRAFT.search(
        fold(shown.get("title", "") + " " + text[:1500] if notice else shown.get("title", ""))
    )
    if not (draft or about):
        return None
    return read_proposals(text, parse_date(shown.get("published", "")))
