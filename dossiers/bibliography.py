"""The bibliographic record of a document as lists of literature print it (ГОСТ Р 7.0.100-2018).

Areas are joined by «. – »; months of a newspaper's day are shortened by ГОСТ Р 7.0.12-2011. An act goes by
its title, with its kind, body, day and number behind the colon; an article by its author and title, with
the newspaper behind the two strokes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalog.model import Record, RecordClass, Status
from dossiers.responsibility import Responsibility, responsibility
from language.body_genitive import body_in_genitive
from language.dates import find_dates, parse_date
from language.kinds import all_kinds
from language.normal import fold
from language.wording import NBSP, day

_SHORT_MONTHS = (
    "янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек.",
)  # fmt: skip
_AREA = f".{NBSP}– "
_OTHER_TITLE = f"{NBSP}: "
_QUOTED = re.compile(r"«([^»]+)»")
_ISSUE = re.compile(r"№\s*(\d[\d\-/–() ]*\d|\d)\)?")
_ON_PAGES = re.compile(r"(?<![^\W_])(?:с|стр)\.\s*(\d[\d\s,–-]*\d|\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY_ALONE = re.compile(r"(?<!\d)(\d{1,2}\s+[а-яё]{3,9})")
_PLACE_SORT = re.compile(
    r"\A(?:г|гор|с|п|пос|пгт|р\.\s?п|д|дер|ст|х|село|город|посёлок|деревня)[.\s]\s*", re.I
)
_NAMED_BY_THEMSELVES = frozenset({"устав", "кодекс"})
_NEUTER = ("решение", "постановление", "распоряжение", "положение", "заключение", "приложение")
_FEMININE = ("инструкция", "программа", "резолюция", "стратегия", "декларация", "концепция")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a bibliographic record says beside the requisites of the document.

    Attributes:
        status: of an act as of the day of the list, or None where it is not to be said.
        amended: whether the text shown has amendments in it.
        as_of: the day of the latest of them, or None.
        url: address of a copy in the network, or "".
        accessed: day on which it was opened there; without it the address is not printed.
    """

    status: Status | None = None
    amended: bool = False
    as_of: date | None = None
    url: str = ""
    accessed: date | None = None


PLAIN = Circumstances()


def bibliographic_record(
    record: Record, values: Mapping[str, str], circumstances: Circumstances = PLAIN
) -> str:
    """The record of a document as lists of literature print it.

    Args:
        record: with its shown values.
        values: further shown requisites by field (``author``, ``press_pages``, ``paper_copy``, ``parent``,
            ``not_published``, ``publication``).
        circumstances: its status, edition and address, as far as they are to be said.
    """
    is_press = record.record_class == RecordClass.PRESS
    head = _article(record, values) if is_press else _act(record, values, circumstances)
    areas = [head, f"Текст{_OTHER_TITLE}{'непосредственный' if values.get('paper_copy') else 'электронный'}"]
    host = _newspaper(record, values) if is_press else _published_in(record, values)
    if is_press and not record.issuer:
        areas += host  # no newspaper is known in which it could stand
    elif host:
        areas[-1] += f"{NBSP}// {host[0]}"
        areas += host[1:]
    elif not is_press:
        areas += _imprint(record, values)
    if circumstances.url and circumstances.accessed:
        seen = f"{circumstances.accessed:%d.%m.%Y}"
        areas.append(f"URL: {circumstances.url} (дата обращения: {seen})")
    return _joined(areas)


def _joined(areas: list[str]) -> str:
    """Areas with their signs; one that ends in a point or in «…» keeps it as the point of the sign."""
    told = areas[0]
    for area in areas[1:]:
        told += (_AREA[1:] if told.endswith((".", "…")) else _AREA) + area
    return told if told.endswith((".", "…")) else told + "."


def _without_point(text: str) -> str:
    """A title without its final point, and with «…» and an abbreviation left alone."""
    bare = " ".join(text.split())
    return bare[:-1].rstrip() if bare.endswith(".") and not bare.endswith("..") else bare


def _whole_day(when: date) -> str:
    return day(when).removesuffix("г.") + "года"


def _act(record: Record, values: Mapping[str, str], circumstances: Circumstances) -> str:
    title, about = _without_point(record.title), _kind_and_body(record, values, titled=bool(record.title))
    parts = [part for part in (title, about) if part] or [f"[{record.file_name or f'№{NBSP}{record.id}'}]"]
    if not title:
        parts[0] = parts[0][:1].upper() + parts[0][1:]
    if circumstances.amended:
        since = circumstances.as_of
        parts.append(
            f"(в{NBSP}редакции от{NBSP}{_whole_day(since)})" if since else "(с изменениями и дополнениями)"
        )
    if circumstances.status is Status.REPEALED:
        parts.append(ended(record.kind or ""))
    return _OTHER_TITLE.join(parts)


def _kind_and_body(record: Record, values: Mapping[str, str], *, titled: bool) -> str:
    """«решение Собрания депутатов Заречного района от 5 марта 2012 года № 12»."""
    kind, federal = record.kind or "", (record.kind or "").startswith("федеральный")
    parent = values.get("parent", "")
    if parent:
        return _belongs_to(kind, parent) if titled else parent
    named = titled and kind in _NAMED_BY_THEMSELVES and fold(record.title).startswith(fold(kind))
    said = [] if named else [kind[:1].upper() + kind[1:] if federal else kind]
    if record.issuer and kind and not federal and not named:
        said.append(body_in_genitive(record.issuer))
    if record.date:
        said.append(f"от{NBSP}{_whole_day(record.date)}")
    if record.number:
        said.append(f"№{NBSP}{record.number}")
    told = " ".join(part for part in said if part)
    return f"{told}{NBSP}/ {record.issuer}" if record.issuer and not (kind or federal) else told


def _belongs_to(kind: str, parent: str) -> str:
    """«приложение к решению Собрания … № 5/1»; a charter is «утв. решением …»."""
    word, _, rest = parent.partition(" ")
    known = next((one for one in all_kinds() if one.name == word.lower()), None)
    if known is None:
        return parent
    if kind == "приложение":
        return f"приложение к{NBSP}{known.dative} {rest}"
    return f"утв. {known.instrumental} {rest}"


def ended(kind: str) -> str:
    """«утратил силу» in the gender of a kind of act."""
    folded = fold(kind.partition(" ")[0])
    if folded in {fold(one) for one in _NEUTER}:
        return "утратило силу"
    return "утратила силу" if folded in {fold(one) for one in _FEMININE} else "утратил силу"


def _imprint(record: Record, values: Mapping[str, str]) -> list[str]:
    """Place and year, size, and that the document was not published."""
    areas = []
    place = _PLACE_SORT.sub("", record.place or "").strip()
    year = str(record.date.year) if record.date else ""
    if place:
        areas.append(f"{place}, {year}" if year else place)
    if record.pages > 1:  # a file without page breaks counts as one page, which tells nothing of its size
        areas.append(f"{record.pages}{NBSP}с.")
    if values.get("not_published"):
        areas.append("Документ опубликован не был")
    return areas


def _published_in(record: Record, values: Mapping[str, str]) -> list[str]:
    """Where an act was published, as areas: the newspaper, the year, the day, the number, the pages."""
    told = " ".join((record.publication or values.get("publication", "")).split()).rstrip(". ")
    if not told:
        return []
    named = _QUOTED.search(told)
    year = _YEAR.search(told)
    found = _day_told(told, year.group() if year else "") or record.published
    if named is None or not (found or year):
        return [told]
    issue, pages = _ISSUE.search(told), _ON_PAGES.search(told)
    when = [str(found.year), _short_day(found)] if found else [year.group() if year else ""]
    if issue:
        when.append(f"№{NBSP}{issue[1].strip()}")
    return [named[1], *when, *_on_pages(pages[1] if pages else "")]


def _day_told(told: str, year: str) -> date | None:
    """The day of an issue; its year may stand apart («2023, 28 декабря»)."""
    whole = next((one.day for one in find_dates(told)), None)
    if whole or not year:
        return whole
    return next(
        (one for found in _DAY_ALONE.finditer(told) if (one := parse_date(f"{found[1]} {year}"))), None
    )


def _short_day(when: date) -> str:
    return f"{when.day}{NBSP}{_SHORT_MONTHS[when.month - 1]}"


def _on_pages(pages: str) -> list[str]:
    """«С. 3», «С. 8–61», «С. 1, 3»."""
    told = re.sub(r"\s*[-–—]\s*", "–", " ".join(pages.split()).rstrip(". "))
    return [f"С.{NBSP}{told}"] if told else []


def _article(record: Record, values: Mapping[str, str]) -> str:
    said: Responsibility = responsibility(values.get("author", ""))
    title = _without_point(record.title) or f"[{record.file_name or f'№{NBSP}{record.id}'}]"
    head = f"{said.heading} {title}" if said.heading else title
    return f"{head}{NBSP}/ {said.statement}" if said.statement else head


def _newspaper(record: Record, values: Mapping[str, str]) -> list[str]:
    """The issue that holds an article, as areas."""
    named = _QUOTED.search(record.issuer or "")
    name = named[1] if named else record.issuer or ""
    place = _PLACE_SORT.sub("", record.place or "").strip()
    areas = [f"{name} ({place})" if name and place and fold(place) not in fold(name) else name]
    if record.date:
        areas += [str(record.date.year), _short_day(record.date)]
    if record.number:
        areas.append(f"№{NBSP}{record.number}")
    areas += _on_pages(values.get("press_pages", ""))
    return [area for area in areas if area]
