"""Requisites as people write them: «решение от 5 марта 2012 г. № 12», titles with their unbroken spaces."""

from __future__ import annotations

from datetime import date

from catalog.model import Record, RecordClass
from language.wording import NBSP, day, unbroken
from web.presenters.layout import Way
from web.visit import Visit


def written(number: str | None) -> str:
    """A number with its sign."""
    return f"№{NBSP}{number}" if number else ""


def dated_and_numbered(when: date | None, number: str | None, language: str) -> str:
    """«22 декабря 2023 г. № 41/3», as much of it as is known."""
    return " ".join(part for part in (day(when, language) if when else "", written(number)) if part)


def shown_title(visit: Visit, record: Record) -> str:
    """The title of a record; one without a title goes by its file name."""
    if record.title:
        return unbroken(record.title)
    return record.file_name or visit.t("record.untitled", number=record.id)


def clipped(text: str, most: int) -> str:
    """A text that fits into a line or two of a list; a longer one ends at a word with «…»."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def act_name(visit: Visit, record: Record) -> str:
    """«решение от 19 декабря 2024 г. № 52/4»: how an act is called in a sentence."""
    number = written(record.number)
    when = day(record.date, visit.language) if record.date else ""
    if record.record_class != RecordClass.ACT or not (when or number):
        return shown_title(visit, record)
    dated = visit.t("record.dated", day=when) if when else ""
    return " ".join(part for part in (record.kind or visit.t("record.act"), dated, number) if part)


def by_text_of(visit: Visit, act: Record) -> str:
    """«по тексту решения № 44/1, не проверено»: on what a change rests until a librarian has looked."""
    kind = (act.kind or "").lower()
    of_kind = visit.t(f"of_kind.{kind}") if f"of_kind.{kind}" in visit.t else visit.t("of_kind.act")
    numbered = dated_and_numbered(None if act.number else act.date, act.number, visit.language)
    return visit.t("state.by_text", act=" ".join(part for part in (of_kind, numbered) if part))


def act_link(visit: Visit, record: Record) -> Way:
    """A link to an act by its name."""
    return Way(act_name(visit, record), visit.url("record", record=record.id))


def first_upper(text: str) -> str:
    """The text with a capital letter at its start."""
    return text[:1].upper() + text[1:]
