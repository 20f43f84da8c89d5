"""Requisites in the names that people give to files: «Решение № 41-3 от 05.03.2012 О бюджете.docx»."""

from __future__ import annotations

import re
import unicodedata

from language.dates import find_dates
from language.kinds import all_kinds
from language.normal import clean, fold
from language.readings import Reading

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_NUMBER = re.compile(r"№[ _]{0,2}(\d{1,6}(?:[-_/.]\d{1,5}){0,2}(?:[- ]?(?!от)[а-яА-Я]{1,3})?)(?![^\W_])")
_AFTER_KIND = re.compile(r"[ _-]{1,3}(\d{1,5}(?:-[\da-яА-Я]{1,4})?)(?=[ _]|\Z)")
_KINDS = {"реш": "решение", "пост": "постановление", "расп": "распоряжение", "прик": "приказ"}
_KIND = re.compile(
    r"(?<![а-яё])(реш(?:ени[ея])?|пост(?:ановлени[ея])?|расп(?:оряжени[ея])?|прик(?:аза?)?)(?![а-яё])"
)


def read_file_name(name: str) -> tuple[Reading, ...]:
    """Kind, date, number and title as far as a file name states them in so many words."""
    stem = _EXTENSION.sub("", unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1])
    line = clean(stem.replace("_", " "))
    folded = fold(line)
    readings: list[Reading] = []
    kind = _kind(folded)
    if kind:
        readings.append(_reading("kind", kind))
    days = list(find_dates(line))
    if len({day.day for day in days}) == 1:
        readings.append(_reading("date", days[0].day.isoformat()))
    number = _number(line, folded)
    if number:
        readings.append(_reading("number", number))
    title = re.search(r"(?:^|[\s.,_])((?:О|Об)\s+[а-яё«\"].{5,})", line)
    if title:
        readings.append(_reading("title", title[1].strip()))
    return tuple(readings)


def _kind(folded: str) -> str:
    found = _KIND.search(folded)
    if found:
        kind = next(kind for head, kind in _KINDS.items() if found[1].startswith(head))
        return f"проект {_genitive(kind)}" if re.search(r"(?<![а-яё])проект(?![а-яё])", folded) else kind
    return ""


def _genitive(kind: str) -> str:
    return next(known.genitive for known in all_kinds() if known.name == kind)


def _number(line: str, folded: str) -> str:
    signed = _NUMBER.search(line)
    if signed:
        return signed[1].strip()
    kind = _KIND.search(folded)
    found = _AFTER_KIND.match(line, kind.end()) if kind else None
    return found[1] if found else ""


def _reading(field: str, value: str) -> Reading:
    return Reading(field, value, "file-name", -1, -1, 0.5)
