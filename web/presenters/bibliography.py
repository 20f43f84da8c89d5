"""A simple bibliographic record in the order of ГОСТ Р 7.0.100-2018, from the requisites that are known."""

from __future__ import annotations

from datetime import date

from catalog.model import Record, RecordClass
from language.wording import NBSP

_MONTHS = ("янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек.")
_MONTHS_WHOLE = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_IN_GENITIVE = {"март": "марта", "май": "мая", "июнь": "июня", "июль": "июля"}
_JOIN = f".{NBSP}– "


def _whole_day(day: date) -> str:
    return f"{day.day}{NBSP}{_MONTHS_WHOLE[day.month - 1]} {day.year}{NBSP}года"


def _short_day(day: date) -> str:
    month = _MONTHS[day.month - 1]
    return f"{day.day}{NBSP}{_IN_GENITIVE.get(month, month)}"


def _ended(text: str) -> str:
    return text.rstrip(" .") + "."


def bibliographic_record(record: Record, values: dict[str, str]) -> str:
    """The record of a document as lists of literature print it.

    Args:
        record: with its shown values.
        values: further requisites by field (``publication``, ``author``, ``not_published``).
    """
    medium = "Текст : непосредственный" if values.get("paper_copy") else "Текст : электронный"
    if record.record_class == RecordClass.PRESS:
        return _article(record, values, medium)
    named = [record.title.rstrip(".") or record.file_name]
    about = [record.kind or ""]
    if record.date:
        about.append(f"от {_whole_day(record.date)}")
    if record.number:
        about.append(f"№{NBSP}{record.number}")
    said = " ".join(part for part in about if part)
    if said:
        named.append(said)
    head = f"{NBSP}: ".join(named)
    if record.issuer:
        head += f"{NBSP}/ {record.issuer}"
    areas = [head, medium]
    publication = record.publication or values.get("publication", "")
    if publication:
        areas[-1] += f" // {publication.rstrip('.')}"
    else:
        if record.place and record.date:
            areas.append(f"{record.place}, {record.date.year}")
        if record.pages:
            areas.append(f"{record.pages}{NBSP}с")
        if values.get("not_published"):
            areas.append("Документ опубликован не был")
    return _ended(_JOIN.join(areas))


def _article(record: Record, values: dict[str, str], medium: str) -> str:
    author = values.get("author", "")
    title = record.title.rstrip(".") or record.file_name
    head = f"{title}{NBSP}/ {author}" if author else title
    host = [record.issuer or ""]
    if record.date:
        host += [str(record.date.year), _short_day(record.date).rstrip(".")]
    if record.number:
        host.append(f"№{NBSP}{record.number}")
    joined = f".{NBSP}– ".join(part for part in host if part)
    return _ended(f"{_JOIN.join([head, medium])} // {joined}" if joined else _JOIN.join([head, medium]))
