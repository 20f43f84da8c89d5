"""One line of an import made into a record: what is given stands, what is not is read from the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from catalog.columns import storable
from catalog.model import (
    CategoryMark,
    RecordClass,
    RecordDraft,
    Status,
    TextDraft,
    Value,
    ValueSource,
)
from ingest.describing import categories_read, read_values
from ingest.relating import relations_of
from language.dates import parse_date
from language.normal import fold
from language.readings import Citation, Description

_GIVEN = ("kind", "issuer", "number", "title")
_CITES = re.compile(r"внесени\w+\s+изменени|утративш|отмен[еы]|дополнени|приостановлени", re.IGNORECASE)
_HEAD = 20_000
_TITLE = 300
_CHARACTERS = 50_000_000


class BadLineError(ValueError):
    """A line that is no record; its message says why, in Russian."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an import, checked.

    Attributes:
        key: its ``id``, unchanged.
        record_class: act unless given.
        text: with form feeds between pages.
        given: field -> value of the requisites that are given; a day in ISO form.
        categories: as given.
    """

    key: str
    record_class: RecordClass
    text: str
    given: dict[str, str]
    categories: tuple[str, ...]


def parse_line(raw: bytes) -> Line:
    """Read one line.

    Raises:
        BadLineError: it is no JSON object, has no ``id`` or ``text``, or a field is of a wrong sort.
    """
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadLineError("это не строка JSON в кодировке UTF-8") from error
    if not isinstance(told, dict):
        raise BadLineError("нужен объект JSON с полями id и text")
    key, text = told.get("id"), told.get("text")
    if not isinstance(key, str) or not key:
        raise BadLineError("нет поля id (нужна непустая строка)")
    if not isinstance(text, str):
        raise BadLineError("нет поля text (нужна строка)")
    if storable(key) != key:
        raise BadLineError("в поле id есть знаки, которые нельзя сохранить")
    if len(text) > _CHARACTERS:
        raise BadLineError(f"текст длиннее {_CHARACTERS} знаков")
    given = {field: _text(told, field) for field in _GIVEN} | {"date": _day(told)}
    return Line(
        key=key,
        record_class=_class(told),
        text=text,
        given={field: value for field, value in given.items() if value},
        categories=_categories(told),
    )


def draft_of_line(line: Line, description: Description, moment: datetime) -> RecordDraft:
    """The record of a line; a value that is given is the only one of its field."""
    pages = tuple(line.text.split("\f")) if line.text else ()
    values = [Value(field, value, ValueSource.IMPORTED) for field, value in line.given.items()]
    is_press = line.record_class is RecordClass.PRESS
    own = {"date", "title", "place"} if is_press else None
    values += [
        value
        for value in read_values(description, pages)
        if value.field not in line.given and (own is None or value.field in own)
    ]
    if not any(value.field == "title" for value in values):
        values.append(Value("title", _first_words(line), ValueSource.READ, 0.3, note="first-words"))
    given = tuple(CategoryMark(slug, ValueSource.IMPORTED) for slug in line.categories)
    categories = given or categories_read(description, is_press=is_press)
    return RecordDraft(
        record_class=line.record_class,
        values=tuple(values),
        text=TextDraft(
            sha256=None,
            pages=pages,
            extractor="import",
            version="1",
            text_layer="born" if line.text.strip() else "none",
            media_type="text/plain",
        ),
        received=moment,
        categories=categories,
        relations=tuple(relations_of(description, pages, is_press=is_press)),
        key=line.key,
        status_read=Status(description.status),
    )


def title_that_cites(line: Line) -> str:
    """A title that names other acts («О внесении изменений в решение...») and is not in the text, or ""."""
    title = line.given.get("title", "")
    if not _CITES.search(title):
        return ""
    head = " ".join(line.text[:_HEAD].split())
    return "" if fold(title) in fold(head) else title


def said_in_title(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Citations of a title as citations of a text that does not hold it: they have no place there."""
    for citation in citations:
        yield replace(citation, start=-1, end=-1, sentence=(0, 0))


def _text(told: dict[str, Any], field: str) -> str:
    value = told.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise BadLineError(f"поле {field}: нужна строка")
    return " ".join(str(value).split())


def _day(told: dict[str, Any]) -> str:
    text = _text(told, "date")
    if not text:
        return ""
    day = parse_date(text)
    if day is None:
        raise BadLineError(f"поле date: «{text[:40]}» — не дата, нужна в виде 2012-03-05")
    return day.isoformat()


def _class(told: dict[str, Any]) -> RecordClass:
    text = _text(told, "class") or RecordClass.ACT
    if text == "budget":
        return RecordClass.ACT
    try:
        return RecordClass(text)
    except ValueError as error:
        raise BadLineError(f"поле class: «{text[:40]}», а нужно act, fact или press") from error


def _categories(told: dict[str, Any]) -> tuple[str, ...]:
    value = told.get("categories")
    if value is None or value == "":
        return ()
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(slug, str) for slug in listed):
        raise BadLineError("поле categories: нужен список строк")
    return tuple(dict.fromkeys(slug.strip() for slug in listed if slug.strip()))


def _first_words(line: Line) -> str:
    words = " ".join(line.text[: 4 * _TITLE].split())
    return words[:_TITLE].rsplit(" ", 1)[0] if len(words) > _TITLE else words or line.key
