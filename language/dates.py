"""Calendar days in Russian text: every way in which acts write them, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = (
    r"(?P<month>(?i:январ[яьеюи]|феврал[яьеюи]|марта?|марте|апрел[яьеюи]|ма[яйе]|июн[яьеюи]|июл[яьеюи]|"
    r"августа?|августе|сентябр[яьеюи]|октябр[яьеюи]|ноябр[яьеюи]|декабр[яьеюи]))"
)
_OPENS, _CLOSES = "«\"“„‘'’`<", "»\"”“’'`>"
_S = r"[ \u00a0]{0,4}"
_G = rf"(?:{_S}[гГ](?!\.?[ \u00a0]{{0,3}}[А-ЯЁ][а-яё]{{3}})(?:ода?|ОДА?|оду|\.)?(?![^\W_]))?"
_ISO = r"(?P<y1>(?:18|19|20)\d\d)-(?P<m1>0\d|1[0-2])-(?P<d1>[0-3]\d)(?![\d-])"
_FIGURES = (
    rf"(?P<d2>\d{{1,2}}){_S}[.,/]{_S}(?P<m2>0?[1-9]|1[0-2]){_S}[.,/]{_S}"
    rf"(?P<y2>(?:18|19|20)\d\d|(?<=\d\d[.,/]\d\d[.,/])\d\d(?![\d/])|\d\d(?=[ \u00a0]?[гГ])){_G}"
)
_WORDS = (
    rf"(?:[{_OPENS}]{_S})?(?P<d3>\d{{1,2}}){_S}(?:-?го(?![^\W_]))?[{_CLOSES}]{{0,2}}\.?{_S}{_MONTH}"
    rf"[ \u00a0\r\n]{{0,4}},?[ \u00a0]{{0,2}}(?P<y3>(?:18|19|20)\d\d|\d\d(?=[ \u00a0]?[гГ])){_G}"
)
_PATTERN = re.compile(rf"(?<!\d)(?=[{_OPENS}\d])(?:{_ISO}|{_FIGURES}|{_WORDS})(?!\d)")
# A day left open: «____» ______ 2024 года, « » 2017год, ____мая 2022, «__» мая 2022, __.__.2020
_OPEN_DAY = rf"(?:[{_OPENS}]{_S}[_.\-]{{0,30}}{_S}[{_CLOSES}]|_{{2,60}})"
_OPEN_MONTH = rf"(?:{_MONTH}|[.,/]?[_…]{{2,60}}[.,/]?)?"
_OPEN_YEAR = r"(?P<year>(?:19|20)\d\d|20[_…]{1,4}|20[ \u00a0]{1,3}(?=г))?"
_BLANK = re.compile(rf"(?<!_){_OPEN_DAY}{_S}{_S}{_OPEN_MONTH}[_ \u00a0]{{0,9}}{_OPEN_YEAR}(?!\d){_G}")
_MONTH_WORD = re.compile(_MONTH)
_YEARLESS = re.compile(
    rf"(?<!\d)[{_OPENS}]?{_S}\d{{1,2}}{_S}[{_CLOSES}]{{0,2}}{_S}{_MONTH}(?![^\W_])"
    r"(?![ \u00a0,]{0,4}\d{2,4}(?!\d))"
)
_FIGURES_OF_LETTERS = str.maketrans("OoОоlI|Зз", "000011133")
_MISREAD = re.compile(
    rf"(?<![^\W_])[{_OPENS}]?(?P<day>[0-3OОlI|]?[\dOОlI|Зз])(?P<between>[{_CLOSES}]?{_S}{_MONTH}{_S})"
    rf"(?P<year>[12][\dOОlI|Зз]{{3}}){_G}(?![^\W_])"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day in a text.

    Attributes:
        day: the day.
        start: offset of its first character.
        end: offset behind its last, «г.» included.
    """

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BlankDate:
    """A place for a day that nobody has filled in.

    Attributes:
        year: the year if that much is printed.
        start: offset of the first character.
        end: offset behind the last.
    """

    year: int | None
    start: int
    end: int


def month_number(word: str) -> int | None:
    """1..12 for the name of a month in any case form, else None."""
    if not _MONTH_WORD.fullmatch(word):
        return None
    stem = word.lower()
    return next((at for at, head in enumerate(_MONTHS, 1) if at != 5 and stem.startswith(head)), 5)


def full_year(year: int) -> int:
    """A year of two figures made whole: 00..49 are of this century, 50..99 of the last."""
    if year >= 100:
        return year
    return year + (2000 if year < 50 else 1900)


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[FoundDate]:
    """All days written out in the text, in order; impossible ones (31.02.2012) are passed over."""
    for found in _PATTERN.finditer(text, start, len(text) if end is None else end):
        day = _day(found)
        if day is not None:
            yield FoundDate(day, found.start(), found.end())


def _day(found: re.Match[str]) -> date | None:
    year = found["y1"] or found["y2"] or found["y3"]
    month = found["m1"] or found["m2"]
    number = int(month) if month else month_number(found["month"])
    day = found["d1"] or found["d2"] or found["d3"]
    try:
        return date(full_year(int(year)), number or 0, int(day))
    except ValueError:
        return None


def find_blank_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[BlankDate]:
    """Places for a day that are left open: «____» ______ 2024 года, « » 2017год, ____мая 2022 года."""
    for found in _BLANK.finditer(text, start, len(text) if end is None else end):
        if not (found["month"] or found["year"] or found.group().count("_") > 6):
            continue
        year = found["year"]
        yield BlankDate(int(year) if year and year.isdigit() else None, found.start(), found.end())


def find_yearless(text: str) -> Iterator[BlankDate]:
    """Days with a month and no year («от 18 октября № 5»): the year is never guessed."""
    for found in _YEARLESS.finditer(text):
        yield BlankDate(None, found.start(), found.end())


def find_misread_dates(text: str) -> Iterator[FoundDate]:
    """Days in whose figures recognition saw letters («O5» декабря 2OO8 г.)."""
    for found in _MISREAD.finditer(text):
        figures = found.group().translate(_FIGURES_OF_LETTERS)
        if figures != found.group():
            mended = found["day"].translate(_FIGURES_OF_LETTERS) + found["between"]
            day = parse_date(mended + found["year"].translate(_FIGURES_OF_LETTERS))
            if day:
                yield FoundDate(day, found.start(), found.end())


def parse_date(text: str) -> date | None:
    """The first day in a short text, or None."""
    found = next(find_dates(text), None)
    return found.day if found else None
