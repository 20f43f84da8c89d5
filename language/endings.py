"""What stands below an act: who signed it, days after the signature, publication, coming into force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from language.dates import FoundDate, find_dates
from language.headers import Header
from language.heads import Fragment, is_requisite
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
_OF_KREMLIN = re.compile(r"\AМосква,\s*(?:Кремль|Дом Советов)[\s,.]*")
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
        if is_requisite(_OF_KREMLIN.sub("", line.strip(" |\t\n\r"))):
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


@dataclass(frozen=True, slots=True)
class Closing:
    """The last lines of a long text, clean, and the length of the whole."""

    text: str
    length: int


def date_by_closing(header: Header, closing: Closing) -> None:
    """Date and number of a long law, which stand below the signature at its very end."""
    if not closing.text or {"date", "number"} & (header.readings.keys() | header.blanks):
        return
    days, numbers = days_below(closing.text, 0, len(closing.text))
    shift = closing.length - len(closing.text)
    if days and numbers and numbers[-1].value:
        header.put(
            "date", days[-1].day.isoformat(), (shift + days[-1].start, shift + days[-1].end), 0.7, "read"
        )
        header.put(
            "number", numbers[-1].value, (shift + numbers[-1].start, shift + numbers[-1].end), 0.7, "read"
        )


def date_by_adoption(header: Header, fragments: tuple[Fragment, ...]) -> None:
    """The day of «Принято Собранием депутатов …», where no other is given."""
    if (
        "date" in header.readings
        or "date" in header.blanks
        or header.readings["kind"].value.endswith(("закон", "кодекс"))
    ):
        return  # a law bears the day of its signing, not of its adoption
    for fragment in fragments[header.first : header.end]:
        day = next(find_dates(fragment.text), None) if fragment.part == "adopted" else None
        if day:
            span = (fragment.start + day.start, fragment.start + day.end)
            header.put("date", day.day.isoformat(), span, 0.75, "read")
            return


def read_ending(header: Header, window: str, body: int) -> list[Reading]:
    """Signature, days below it, publication and force; a date and number that the header lacks."""
    stop = end_of_act(window, body)
    readings: list[Reading] = []
    signature = read_signature(window, body, stop)
    after = signature[1] if signature else None
    if signature:
        readings.append(signature[0])
    if after is not None:
        readings += _below(header, window, after, stop)
    adopted = header.readings.get("date")
    readings += read_force(window, body, stop, date.fromisoformat(adopted.value) if adopted else None)
    published = read_publication(window, 0, stop)
    return [*readings, published] if published else readings


def _below(header: Header, window: str, after: int, stop: int) -> list[Reading]:
    days, numbers = days_below(window, after, stop)
    valued = [number for number in numbers if number.value]
    if valued and "number" not in header.readings and "number" not in header.blanks:
        header.put_number(valued[0], 0, 0.8, "read")
    if not days:
        return []
    if "date" not in header.readings and "date" not in header.blanks:
        header.put("date", days[0].day.isoformat(), (days[0].start, days[0].end), 0.8, "read")
        return []
    shown = header.readings.get("date")
    if shown and shown.value != days[0].day.isoformat():
        return [Reading("signed", days[0].day.isoformat(), "read", days[0].start, days[0].end, 0.6)]
    return []
