"""What stands below an act: who signed it, days after the signature, publication, coming into force."""

from __future__ import annotations

import re
from datetime import date

from language.dates import FoundDate, find_dates
from language.heads import is_requisite
from language.normal import fold
from language.numbers import FoundNumber, find_numbers
from language.readings import Reading
from language.values import tidy

_POST = (
    r"(?:(?:Врио|ВРИО|И\.\s?о\.|И\.О\.|Исполняющ\w+\s+(?:обязанности|полномочия)|Временно\s+исполняющ\w+)\s+)?"
    r"(?:(?:[Пп]ерв\w+\s+)?(?:[Зз]аместител\w+\s+)?(?:Глав[аы]|глав[аы]|ГЛАВА|Председател\w+|председател\w+|ПРЕДСЕДАТЕЛЬ|Мэра?|МЭР|"
    r"Руководител\w+|Начальник\w*|начальник\w*|Директор\w*|Министра?|Президента?|Губернатора?|Управляющ\w+|Секретар\w+))"
)
_SIGNATURE = re.compile(rf"^[ \t\u00a0|]*(?P<post>{_POST})(?![^\W_])(?P<rest>[^\n]{{0,200}})$", re.MULTILINE)
_PERSON = re.compile(
    r"[А-ЯЁ]\.[ ]?[А-ЯЁ]\.[ ]?[А-ЯЁ][А-ЯЁа-яё-]{2,30}|[А-ЯЁ][А-ЯЁа-яё-]{2,30}[ ][А-ЯЁ]\.[ ]?[А-ЯЁ]\.|"
    r"[А-ЯЁ]\.[ ]?[А-ЯЁ][а-яё-]{2,30}"
)
_ATTACHMENT = re.compile(
    r"^[ \t\u00a0|]*(?:Приложени[ея]|ПРИЛОЖЕНИ[ЕЯ]|УТВЕРЖД[ЕЁ]Н\w*|Утвержд[её]н\w*)(?![^\W_])", re.MULTILINE
)
_FORCE = re.compile(r"(?:вступа[ею]т|ввести|вводится)\s+в\s+(?:законную\s+)?(?:силу|действие)", re.IGNORECASE)
_FROM = re.compile(r"\s+(?:в\s+законную\s+силу\s+)?(?:не\s+ранее\s+(?:чем\s+)?)?[сcСC]\s+", re.IGNORECASE)
_UNTIL = re.compile(r"(?:действует|срок\s+действия|действие\s+[^.]{0,60})\s+(?:по|до)\s+", re.IGNORECASE)
_SIGNING = re.compile(
    r"(?:со\s+дня|с\s+момента|с\s+даты|в\s+день)\s+(?:его\s+)?(?:подписания|принятия|издания)", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"(?:опубликован[оаы]?|обнародован[оаы]?|размещен[оа]?)(?![^\W_])[^\n]{0,160}", re.IGNORECASE
)
_SELF = re.compile(r"настоящ|решени|постановлени|распоряжени|приказ|закон|устав|положени", re.IGNORECASE)


def end_of_act(text: str, start: int) -> int:
    """Where the act ends and its attachments begin."""
    signature = _SIGNATURE.search(text, start)
    found = _ATTACHMENT.search(text, signature.end() if signature else start)
    return found.start() if found else len(text)


def read_signature(text: str, start: int, end: int) -> tuple[Reading, int] | None:
    """Who signed, and where the signature ends; the post may stand some lines above the name."""
    for found in _SIGNATURE.finditer(text, start, end):
        stop = min(end, found.end() + 260)
        person = _PERSON.search(text, found.end("post"), stop)
        if person is None or text.count("\n", found.end("post"), person.start()) > 6:
            continue
        between = text[found.end("post") : person.start()]
        if re.search(r"[.;:]\s+[А-ЯЁ]|\d\.", between):
            continue
        value = tidy(re.sub(r"[_/]+", " ", text[found.start("post") : person.end()]))
        return Reading("signatory", value, "read", found.start("post"), person.end(), 0.8), person.end()
    return None


def days_below(text: str, start: int, end: int) -> tuple[list[FoundDate], list[FoundNumber]]:
    """Days and numbers on lines of their own below a signature («31 октября 2018 года / № 65»)."""
    days: list[FoundDate] = []
    numbers: list[FoundNumber] = []
    at = start
    for line in text[start : min(end, start + 600)].splitlines(keepends=True):
        if is_requisite(line.strip(" |\t\n\r")):
            days += [FoundDate(found.day, at + found.start, at + found.end) for found in find_dates(line)]
            numbers += [
                FoundNumber(found.value, at + found.start, at + found.end) for found in find_numbers(line)
            ]
        at += len(line)
    return days, numbers


def read_force(text: str, start: int, end: int, adopted: date | None) -> list[Reading]:
    """The day from which an act says that it is in force, and the day until which."""
    readings: list[Reading] = []
    for found in _FORCE.finditer(text, start, end):
        sentence_start = max(
            text.rfind("\n", start, found.start()), text.rfind(". ", start, found.start()), start
        )
        if not _SELF.search(text, sentence_start, found.start() + 1) or found.start() - sentence_start > 250:
            continue
        reading = _from_day(text, found, adopted)
        if reading:
            readings.append(reading)
            break
    for found in _UNTIL.finditer(text, start, end):
        day = next(find_dates(text, found.end(), found.end() + 30), None)
        if day and day.start - found.end() < 3:
            readings.append(Reading("in_force_until", day.day.isoformat(), "read", day.start, day.end, 0.7))
            break
    return readings


def _from_day(text: str, found: re.Match[str], adopted: date | None) -> Reading | None:
    preposition = _FROM.match(text, found.end())
    if preposition:
        day = next(find_dates(text, preposition.end(), preposition.end() + 30), None)
        if day and day.start - preposition.end() < 3:
            return Reading("in_force_from", day.day.isoformat(), "read", day.start, day.end, 0.85)
    signing = _SIGNING.search(text, found.end(), found.end() + 60)
    if signing and adopted:
        return Reading("in_force_from", adopted.isoformat(), "read", found.start(), signing.end(), 0.75)
    return None


def read_publication(text: str, start: int, end: int) -> Reading | None:
    """The day of publication, where the text tells of it as done."""
    for found in _PUBLISHED.finditer(text, start, end):
        line = text[text.rfind("\n", start, found.start()) + 1 : found.start()]
        if len(line.strip()) > 40 or "подлежит" in fold(line):
            continue
        day = next(find_dates(text, found.start(), found.end()), None)
        if day:
            return Reading("published", day.day.isoformat(), "read", day.start, day.end, 0.7)
    return None
