"""Everything that is read from one text: requisites, status, categories, citations, disagreements."""

from __future__ import annotations

import re
from datetime import date

from language.categories import suggest
from language.citations import find_citations
from language.normal import fold, number_key
from language.press_credits import read_credits
from language.readings import Conflict, Description, Reading
from language.requisites import Document, read_document

_COMPARED = ("kind", "issuer", "date", "number")
_HEAD = 3000
_TAIL = 3000
_AMENDED = re.compile(
    r"\(\s*(?:в\s+ред(?:\.|акции)|с\s+(?:изм(?:\.|енени)|доп(?:\.|олнени)))|список\s+изменяющих\s+документов|"
    r"\(с\s+учетом\s+изменений|текущая\s+редакция:?\s*\|?\s*(?:[2-9]|1\d)(?!\d)"
)
_ACT = r"(?:решени\w+|постановлени\w+|распоряжени\w+|приказ\w*|закон\w*|положени\w+|документ\w*|акт\w*)"
_REPEALED = re.compile(
    rf"(?:настоящ\w+\s+{_ACT}\s+(?:признан[оы]?|считать|считается|отменен[оы]?|утратил[оаи]?)(?!\s+не)"
    rf"|^\W*(?:{_ACT}\s+)?утратил[оаи]?\s+силу|^\W*недействующ\w+\s*$|статус\s+документа:?\s*\|?\s*(?:утратил|недейств|не\s+действ))",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[.!?…]\s+[«\"]?[А-ЯЁ]")
_OUTLINE = re.compile(r"^\s*(?:статья\s+\d|\d+\.\d+\.|раздел\s+[ivx\d]|глава\s+[ivx\d])", re.MULTILINE)


def describe(
    text: str, file_name: str = "", record_class: str | None = None, today: date | None = None
) -> Description:
    """Read one text: requisites with their places, status, categories, citations, conflicts.

    ``record_class`` is what the reader of the file knows already (``act``, ``press``, ``fact``); without it a
    text that has no header and reads like news is taken for press. ``today`` decides between acts in force
    and those that come into force later; without it no act is called ``not-yet``.
    """
    document = read_document(text, file_name)
    shown = {reading.field: reading.value for reading in reversed(document.readings)}
    title = shown.get("title", "")
    record_class = record_class or ("press" if _like_news(text, document) else "act")
    credited = read_credits(text) if record_class == "press" else ()
    return Description(
        record_class=record_class,
        readings=(*_without_signatures(document.readings, credited), *credited),
        status=_status(text, document, shown, today),
        categories=suggest(title, text, shown.get("kind")) if text.strip() else (),
        citations=find_citations(text, document.readings),
        conflicts=find_conflicts(document.readings),
    )


def _without_signatures(readings: tuple[Reading, ...], credited: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The readings without places that are the author's name: «П. Дорожкин» is no settlement."""
    names = [one for one in credited if one.field == "author"]
    return tuple(
        one
        for one in readings
        if one.field != "place" or not any(one.start < name.end and name.start < one.end for name in names)
    )


def _like_news(text: str, document: Document) -> bool:
    """Whether a text without any requisites of an act runs in sentences like an article."""
    if document.headed or len(text) < 300:
        return False
    if any(
        reading.field in {"kind", "number", "issuer"} and reading.source != "file-name"
        for reading in document.readings
    ):
        return False
    sample = text[:6000]
    return len(_SENTENCE.findall(sample)) >= 3 and len(_OUTLINE.findall(fold(sample))) < 2


def _status(text: str, document: Document, shown: dict[str, str], today: date | None) -> str:
    if document.draft:
        return "draft"
    if not document.headed or "kind" not in shown:
        return "unknown"
    head = fold(text[: max(document.body, 0) + 400][-_HEAD - 400 :])
    if _REPEALED.search(head) or _REPEALED.search(fold(text[-_TAIL:])):
        return "repealed"
    if today and shown.get("in_force_from", "") > today.isoformat():
        return "not-yet"
    if _AMENDED.search(fold(text[: document.body + 300][-_HEAD:])):
        return "amended"
    return "in-force"


def find_conflicts(readings: tuple[Reading, ...]) -> tuple[Conflict, ...]:
    """Fields on which body, caption and file name disagree, each source with its first value."""
    conflicts = []
    for field in _COMPARED:
        first: dict[str, str] = {}
        for reading in readings:
            if reading.field == field:
                first.setdefault(reading.source, reading.value)
        if len({_comparable(field, value) for value in first.values()}) > 1:
            conflicts.append(Conflict(field, tuple(first.items())))
    return tuple(conflicts)


def _comparable(field: str, value: str) -> str:
    if field == "number":
        return re.sub(r"[-/._ ]", "-", number_key(value))
    if field == "issuer":  # «Тальского сельсовета» and «МО Тальский сельсовет» are one body
        return " ".join(word[:4] for word in re.findall(r"[^\W\d_]+", fold(value))[:2])
    return fold(value).removeprefix("проект ") if field == "kind" else value
