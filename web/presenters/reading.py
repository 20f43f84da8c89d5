"""How a file was read: its pages, the layer of its text, how sure that is, by what and in which time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.arrivals import Arrival, LedgerState
from catalog.stores.texts import HeldText
from catalog.unit_of_work import UnitOfWork
from ingest.reasons import known_notes, say_note
from language.paragraphs import unwrapped
from search.analysis import readable
from web.page_pictures import is_drawn
from web.visit import Visit

_SAMPLE = 2_500
_ALIKE_LAYERS = frozenset({"born", "ocr", "none"})


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How a file was read, in words.

    Attributes:
        pages: «3 страницы», or "" where the format has none.
        layer: «текст в файле».
        confidence: «распознано уверенно на 93 %», or "" where nothing was recognised.
        reader: «программой „pdf“, версия 2», or "" where nothing read it.
        took: «2 секунды», or "".
        notes: what is uncertain, in words.
    """

    pages: str
    layer: str
    confidence: str
    reader: str
    took: str
    notes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """What a librarian wants to know of it, in one line."""
        return " · ".join(part for part in (self.pages, self.layer, self.confidence) if part)


@dataclass(frozen=True, slots=True)
class SampleView:
    """A page of a file as a picture with its text.

    Attributes:
        number: of the page, from 1.
        last: number of the last page.
        text: of the page, or its beginning.
        cut: whether it is longer.
        picture: address of the picture, or "" where the format has none.
        before: address of the page before it, or "".
        after: of the page behind it, or "".
    """

    number: int
    last: int
    text: str
    cut: bool
    picture: str
    before: str
    after: str


def readings(visit: Visit, work: UnitOfWork, arrivals: Sequence[Arrival]) -> dict[int, ReadingView]:
    """Arrival -> how its file was read, for those that became records which the asker may see."""
    texts = texts_of(work, arrivals)
    return {
        arrival.id: _view(visit, work, arrival, texts[arrival.id])
        for arrival in arrivals
        if arrival.id in texts
    }


def texts_of(work: UnitOfWork, arrivals: Sequence[Arrival]) -> dict[int, HeldText]:
    """Arrival -> the text of its file."""
    records = sorted({arrival.record for arrival in arrivals if arrival.record is not None})
    held = {(text.record, text.sha256): text for text in reversed(work.texts.held(records))}
    return {
        arrival.id: text
        for arrival in arrivals
        if (text := held.get((arrival.record or 0, arrival.sha256 or "")))
    }


def sample(
    visit: Visit, work: UnitOfWork, arrival: Arrival, text: HeldText, number: int
) -> SampleView | None:
    """A page of the text beside the picture of the page; None where there is neither."""
    draft = work.texts.draft(text.id)
    last = max(text.pages, 1)
    drawn = is_drawn(text.media_type)
    if draft is None or number > last or not (drawn or any(page.strip() for page in draft.pages)):
        return None
    page = draft.pages[number - 1] if number <= len(draft.pages) else ""
    here = visit.url("arrival", arrival=arrival.id)
    return SampleView(
        number,
        last,
        unwrapped(readable(page[:_SAMPLE])),
        len(page) > _SAMPLE,
        visit.url("arrival-picture", arrival=arrival.id, number=number) if drawn else "",
        f"{here}?page={number - 1}#sample" if number > 1 else "",
        f"{here}?page={number + 1}#sample" if number < last else "",
    )


def _view(visit: Visit, work: UnitOfWork, arrival: Arrival, text: HeldText) -> ReadingView:
    t = visit.t
    layer = text.text_layer if text.text_layer in _ALIKE_LAYERS else "none"
    took = arrival.milliseconds if arrival.state != LedgerState.DUPLICATE else None  # read by the first one
    notes = (say_note(note, visit.language) for note in text.notes if note.partition(":")[0] in known_notes())
    return ReadingView(
        t("count.pages", n=text.pages) if text.pages else "",
        t(f"reading.layer_{layer}"),
        _confidence(visit, work, text) if layer == "ocr" else "",
        t("reading.reader", name=text.extractor, version=text.version) if text.extractor else "",
        _took(visit, took) if took is not None else "",
        tuple(notes),
    )


def _took(visit: Visit, milliseconds: int) -> str:
    seconds = round(milliseconds / 1000)
    return visit.t("count.seconds", n=seconds) if seconds else visit.t("reading.at_once")


def _confidence(visit: Visit, work: UnitOfWork, text: HeldText) -> str:
    """How sure the recogniser was of the words of the first page that it has read."""
    words = work.texts.words_of(text.id, 1)
    if not words:
        return ""
    average = sum(word.confidence for word in words) / len(words)
    return visit.t("reading.confidence", percent=round(average))
