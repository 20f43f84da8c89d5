"""A description put together: what was read, what stands beside the file, what its name and folder tell.

The result is a ``RecordDraft``: every value of every source with its place. Which value is shown, and
where they disagree, the catalogue decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from catalog.arrivals import Arrival
from catalog.choosing import choose
from catalog.model import (
    REQUISITE_FIELDS,
    CategoryMark,
    PlacedWord,
    RecordClass,
    RecordDraft,
    Status,
    TextDraft,
    Value,
    ValueSource,
    Visibility,
)
from extraction.protocol import Extracted
from ingest.names import shown, words_of
from ingest.offsets import PageOffsets
from ingest.press_names import headline_in, is_newspaper, read_press_name
from ingest.relating import amended_on, relations_of
from ingest.sidecars import Sidecar, read_for
from language.bodies import starts_body
from language.readings import Description, Reading

BUDGET_FOLDER = "budget"
LETTERS = frozenset({"message/rfc822", "application/vnd.ms-outlook"})
FOLDER_CATEGORY = "folder category"
SIDECAR_FAULT = "fault"
READER_VERSION = "1"
_BUDGETS = ("budget", "budget-execution")
_EXECUTION = re.compile(r"исполнени|отч[её]т", re.IGNORECASE)
_EFFECTS = frozenset({"amends", "supplements", "suspends", "extends", "repeals-part"})
_JUNK_TITLE = re.compile(
    r"(?i)microsoft|\.(?:docx?|rtf|xlsx?|pdf|odt)\b|^(?:документ|без имени|untitled)|https?:"
)
_DATED = frozenset({"постановление", "решение", "распоряжение", "приказ"})
_MISREAD_TITLE = re.compile(
    r"(?i)[_|@~]|^(?:постановление|решение|распоряжение|приказ)\W{0,3}\s(?:от|№|с\.|г\.|п\.|д\.)\s"
)
_OF_AN_ARTICLE = frozenset({"author", "date", "place", "press_pages", "title"})
_CONFIDENCE_FOLDER, _CONFIDENCE_NAME, _CONFIDENCE_WORDS = 0.7, 0.6, 0.3
_CONFIDENCE_PLACE = 0.4  # a folder that names no body («С флешки»): a hint, no second reading
_CONFIDENCE_PLAIN = 0.75  # of a category that stands beside the likeliest one


@dataclass(frozen=True, slots=True)
class Received:
    """How the file came.

    Attributes:
        path: as in the ledger; its last part is the file's name.
        record_class: by folder or option.
        source_name: issuer or newspaper by subfolder or option, or "".
        sidecar: values given beside the file.
        held: whether a librarian has to open the record first.
    """

    path: str
    record_class: RecordClass
    source_name: str = ""
    sidecar: dict[str, str] | None = None
    held: bool = False

    @classmethod
    def of(cls, arrival: Arrival) -> Received:
        """What the ledger says."""
        return cls(arrival.path, arrival.record_class, arrival.source_name, arrival.sidecar, arrival.held)

    @property
    def file_name(self) -> str:
        """The name of the file alone, composed, bytes of old encodings read."""
        return shown(self.path).replace("!/", "/").rsplit("/", 1)[-1]


def informed(arrival: Arrival) -> Arrival:
    """The arrival with what is said beside its file by now: descriptions may come after their documents."""
    beside = read_for(Path(arrival.location)) if arrival.location else Sidecar()
    told = arrival.sidecar | beside.values
    if beside.faults:
        told[SIDECAR_FAULT] = "; ".join(beside.faults)[:1000]
    given = told.get("class", "")
    if given == BUDGET_FOLDER:
        told[FOLDER_CATEGORY] = BUDGET_FOLDER
    return replace(
        arrival,
        sidecar=told,
        record_class=RecordClass("act" if given == BUDGET_FOLDER else given or arrival.record_class),
        source_name=told.get("newspaper") or told.get("source") or arrival.source_name,
    )


def draft_of(arrival: Arrival, extracted: Extracted, description: Description) -> RecordDraft:
    """The record that a file becomes."""
    received = Received.of(arrival)
    text = TextDraft(
        sha256=arrival.sha256,
        pages=extracted.pages,
        extractor=extracted.extractor,
        version=extracted.version,
        text_layer=extracted.text_layer,
        media_type=extracted.media_type,
        waiting=extracted.waiting,
        notes=extracted.notes,
        words={
            number: tuple(PlacedWord(*word) for word in words) for number, words in extracted.words.items()
        },
    )
    values = tuple(all_values(received, extracted, description))
    is_press = received.record_class is RecordClass.PRESS
    relations = tuple(relations_of(description, extracted.pages, is_press=is_press))
    own = choose(values).day("date")
    return RecordDraft(
        record_class=received.record_class,
        values=values,
        text=text,
        received=arrival.seen,
        categories=categories_of(received, description, f"{_title(values)} {received.file_name}"),
        relations=relations,
        file_name=received.file_name,
        visibility=_visibility(received),
        marks=tuple(_marks(received, extracted, values)),
        status_read=description.status,
        as_of=None if is_press else amended_on(description.status, own, relations),
    )


def all_values(received: Received, extracted: Extracted, description: Description) -> Iterator[Value]:
    """Values of all sources, in no order; a title is always among them."""
    yield from _sidecar_values(received.sidecar or {})
    found = list(read_values(description, extracted.pages))
    if extracted.media_type in LETTERS:
        found = list(_of_letter(found, extracted))
    if received.record_class is RecordClass.PRESS:  # an article about an act has not the act's requisites
        found = list(_of_article(found, received, extracted.pages))
    yield from found
    named = list(_named_values(received))
    yield from named
    titles = [value for value in (*found, *named) if value.field == "title"]
    if not titles and not (received.sidecar or {}).get("title"):
        yield from _spare_titles(received, extracted)


def _of_letter(found: Iterable[Value], extracted: Extracted) -> Iterator[Value]:
    """What is read of a letter: its subject is its title, its first lines tell who writes to whom."""
    subject = " ".join(extracted.metadata.get("title", "").split())
    kinds = False
    for value in found:
        kinds |= value.field == "kind"
        if value.field != "title" or not subject:
            yield value
    if subject:
        yield Value("title", subject[:1000], ValueSource.CAPTION, 0.9, note="inside-file")
    if not kinds:
        yield Value("kind", "письмо", ValueSource.CAPTION, 0.7)


def read_values(description: Description, pages: tuple[str, ...]) -> Iterator[Value]:
    """The readings of a text as values with page and offset."""
    offsets = PageOffsets(pages)
    for reading in description.readings:
        if reading.field in REQUISITE_FIELDS:
            yield _read(reading, offsets)
    if description.status == Status.DRAFT:
        yield Value("draft", "1", ValueSource.READ, reader_version=READER_VERSION)


def _read(reading: Reading, offsets: PageOffsets) -> Value:
    page, start, end = offsets.place(reading.start, reading.end)
    return Value(
        field=reading.field,
        value=reading.value,
        source=ValueSource(reading.source),
        confidence=reading.confidence,
        page=page,
        start=start,
        end=end,
        reader_version=READER_VERSION,
        note=reading.note,
    )


def _sidecar_values(sidecar: dict[str, str]) -> Iterator[Value]:
    for field, value in sidecar.items():
        if field in REQUISITE_FIELDS:
            yield Value(field, value, ValueSource.SIDECAR)
    if sidecar.get("newspaper") and "issuer" not in sidecar:
        yield Value("issuer", sidecar["newspaper"], ValueSource.SIDECAR)


def _named_values(received: Received) -> Iterator[Value]:
    """What the names of the file and of its folder tell beyond what ``language`` reads of a file name."""
    if received.record_class is RecordClass.ACT:
        if received.source_name:
            sure = _CONFIDENCE_FOLDER if starts_body(received.source_name) else _CONFIDENCE_PLACE
            yield Value("issuer", received.source_name, ValueSource.FOLDER, sure)
        return
    if received.record_class is not RecordClass.PRESS:
        return
    name = read_press_name(shown(received.path), received.source_name)
    if received.source_name:
        yield Value("issuer", received.source_name, ValueSource.FOLDER, _CONFIDENCE_FOLDER)
    elif name.newspaper:
        yield Value("issuer", name.newspaper, ValueSource.FILE_NAME, _CONFIDENCE_NAME)
    for field, value in (("date", name.date), ("number", name.number), ("press_pages", name.pages)):
        if value:
            yield Value(field, value, ValueSource.FILE_NAME, _CONFIDENCE_NAME)
    if name.title and (name.date or name.number):
        yield Value("title", name.title, ValueSource.FILE_NAME, _CONFIDENCE_NAME)


def _of_article(found: Iterable[Value], received: Received, pages: tuple[str, ...]) -> Iterator[Value]:
    """What is read of a clipping itself; its headline is the line that its file name tells."""
    name = read_press_name(shown(received.path), received.source_name)
    named = name.title if name.date or name.number else ""
    text = "\f".join(pages)
    headline = headline_in(text, named)
    for value in found:
        if value.field == "title" and (named or is_newspaper(value.value, name.newspaper)):
            continue
        if value.field == "date" and name.date and value.value != name.date:
            continue  # the day of an act that the article writes of
        if value.field in _OF_AN_ARTICLE:
            yield value
    if headline:
        page, start, end = PageOffsets(pages).place(*headline)
        words = text[slice(*headline)]
        yield Value(
            "title", words, ValueSource.READ, page=page, start=start, end=end, reader_version=READER_VERSION
        )


def _spare_titles(received: Received, extracted: Extracted) -> Iterator[Value]:
    """Titles for a text that has none: from inside the file, else the words of its name."""
    inside = " ".join(extracted.metadata.get("title", "").split())
    if len(inside) >= 10 and re.search("[а-яё]", inside.lower()) and not _JUNK_TITLE.search(inside):
        yield Value("title", inside[:1000], ValueSource.CAPTION, 0.5, note="inside-file")
    yield Value(
        "title", words_of(received.file_name), ValueSource.FILE_NAME, _CONFIDENCE_WORDS, note="from-name"
    )


def _title(values: Iterable[Value]) -> str:
    order = list(ValueSource)
    titles = [value for value in values if value.field == "title"]
    return min(titles, key=lambda value: order.index(value.source)).value


def categories_of(received: Received, description: Description, words: str) -> tuple[CategoryMark, ...]:
    """Categories given beside the file, then those read, then that of the folder for budgets."""
    sidecar = received.sidecar or {}
    given = [slug for slug in sidecar.get("categories", "").split("; ") if slug]
    marks = [CategoryMark(slug, ValueSource.SIDECAR) for slug in given]
    is_press = received.record_class is RecordClass.PRESS
    marks += [mark for mark in categories_read(description, is_press=is_press) if mark.slug not in given]
    if sidecar.get(FOLDER_CATEGORY) == BUDGET_FOLDER and not any(mark.slug in _BUDGETS for mark in marks):
        slug = _BUDGETS[1] if _EXECUTION.search(words) else _BUDGETS[0]
        marks.insert(len(given), CategoryMark(slug, ValueSource.FOLDER, _CONFIDENCE_FOLDER))
    return tuple(marks)


def categories_read(description: Description, *, is_press: bool = False) -> tuple[CategoryMark, ...]:
    """The likeliest category and those beside it that the text names plainly; the rest are only guesses.

    An article whose headline tells nothing is filed by its words, not as a legal act of no other category.
    """
    found = description.categories
    if is_press:
        found = tuple(one for one in found if one.cue) or found
        found = tuple(sorted(found, key=lambda one: -one.confidence))
    return tuple(
        CategoryMark(one.slug, ValueSource.READ, one.confidence, one.cue)
        for at, one in enumerate(found)
        if not at or one.confidence >= _CONFIDENCE_PLAIN
    )


def _visibility(received: Received) -> Visibility:
    sidecar = received.sidecar or {}
    if received.held or sidecar.get("held"):
        return Visibility.HELD
    return Visibility(sidecar.get("visibility") or Visibility.PUBLIC)


def _marks(received: Received, extracted: Extracted, values: Iterable[Value]) -> Iterator[str]:
    if extracted.waiting:
        yield "waiting"
    sidecar = received.sidecar or {}
    if sidecar.get(FOLDER_CATEGORY) == BUDGET_FOLDER:
        yield "tables"
    if sidecar.get(SIDECAR_FAULT):
        yield "sidecar-fault"
    notes = {value.note for value in values if value.field == "title"}
    if "from-name" in notes and len([value for value in values if value.field == "title"]) == 1:
        yield "title-from-name"
        if not extracted.waiting:
            yield "doubt:title"
    if extracted.text_layer == "ocr" and received.record_class is RecordClass.ACT:
        yield from _misread(values)


def _misread(values: Iterable[Value]) -> Iterator[str]:
    """Doubts of a recognised act: no day or no number, a heading or specks taken for the title."""
    told = choose(values).shown
    dated = told.get("kind") in _DATED and "draft" not in told
    for one, other in (("date", "number"), ("number", "date")):
        if one not in told and (dated or other in told):
            yield f"doubt:{one}"
    if _MISREAD_TITLE.search(told.get("title", "")):
        yield "doubt:title"
