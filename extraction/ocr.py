"""Recognition of pages that have no text: scans in PDF, garbage layers, pictures, faxes of many pages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from PIL import Image

from extraction.hyphens import join_hyphens
from extraction.means import Means
from extraction.ocr_mending import mended
from extraction.page_cleaning import cleaned
from extraction.page_images import rendered
from extraction.plain import has_words, plain_text
from extraction.programs import tesseract
from extraction.progress import more_time
from extraction.protocol import Extracted, TextLayer, Word, document_layer
from extraction.reasons import Note, Waiting, page_list
from extraction.sniff import PDF
from extraction.word_places import is_doubtful_number

version = "3"

DPI = 300
STEP_SECONDS = 180
"""Two recognitions, one look at how the page lies, and the cleaning."""
_DOUBTFUL = 75.0
_TURNED = 70.0
_SPECK = 55.0
_LEAST_SIDE = 10
"""In pixels: no line of letters fits into fewer."""
_WIDEST_GAP = 3.0
"""In heights of a line: a wider gap between two words of a line is a gap between columns."""


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A page read: text, boxes in thousandths of the page, mean confidence of its words, turn in degrees."""

    text: str
    words: tuple[Word, ...]
    confidence: float
    turned: int


@dataclass(frozen=True, slots=True)
class _Found:
    """Words by page, pages by remark, and the pages beyond the limit."""

    words: dict[int, tuple[Word, ...]]
    remarks: dict[str, list[int]]
    left: list[int]


def recognise(outcome: Extracted, path: Path, means: Means) -> Extracted:
    """Fill the pages of an outcome that have no text; pages that have some stay as they are.

    Args:
        outcome: what the reader of the format made, its ``page_layers`` saying which pages lack text.
        path: the same file.
        means: where to put pictures, and whether to recognise at all.
    """
    if not means.ocr or not tesseract.available():
        return replace(outcome, waiting=Waiting.NO_OCR) if means.ocr else outcome
    count = len(outcome.pages)
    layers: list[TextLayer] = list(outcome.page_layers) or ["none"] * count
    wanted = [number for number in range(1, count + 1) if layers[number - 1] == "none"]
    wanted, left = wanted[: means.limits.ocr_pages], wanted[means.limits.ocr_pages :]
    pages = list(outcome.pages)
    words: dict[int, tuple[Word, ...]] = {}
    remarks: dict[str, list[int]] = {}
    for number, picture in _pictures(path, outcome.media_type, wanted):
        if min(picture.size) < _LEAST_SIDE:
            continue
        more_time(STEP_SECONDS)
        try:
            page = recognise_picture(picture, means.folder)
        except tesseract.RecognitionError:
            remarks.setdefault(Note.OCR_FAILED, []).append(number)
            continue
        if not has_words(page.text):
            continue
        pages[number - 1] = _joined(pages[number - 1], page.text)
        layers[number - 1] = "ocr"
        words[number] = page.words
        if page.confidence < _DOUBTFUL:
            remarks.setdefault(Note.OCR_LOW_CONFIDENCE, []).append(number)
        if any(is_doubtful_number(word) for word in page.words):
            remarks.setdefault(Note.OCR_DOUBTFUL_NUMBERS, []).append(number)
        if page.turned:
            remarks.setdefault(Note.OCR_TURNED, []).append(number)
    return _outcome(outcome, pages, layers, _Found(words, remarks, left))


def _outcome(
    outcome: Extracted,
    pages: list[str],
    layers: list[TextLayer],
    found: _Found,
) -> Extracted:
    notes = [note for note in outcome.notes if not note.startswith(Note.PAGES_WITHOUT_TEXT)]
    notes += [f"{note}:{page_list(numbers)}" for note, numbers in found.remarks.items()]
    missing = sorted([*found.remarks.get(Note.OCR_FAILED, []), *found.left])
    if missing:
        notes.append(f"{Note.PAGES_WITHOUT_TEXT}:{page_list(missing)}")
    waiting = outcome.waiting if missing else "" if any(map(has_words, pages)) else Waiting.NO_TEXT
    return replace(
        outcome,
        pages=tuple(pages),
        text_layer=document_layer(pages, layers),
        extractor=f"{outcome.extractor}+ocr",
        version=f"{outcome.version}+{version}/{tesseract.version()}",
        waiting=waiting,
        notes=tuple(notes),
        page_layers=tuple(layers),
        words=found.words,
    )


def _joined(before: str, recognised: str) -> str:
    """A stamp's text that the page already had stays, after what was recognised, unless that holds it too."""
    stamp = plain_text(before)
    if not has_words(stamp):
        return recognised
    flat = "".join(recognised.split()).lower()
    missing = [line for line in stamp.split("\n") if "".join(line.split()).lower() not in flat]
    return "\n".join([recognised, *missing])


def _pictures(path: Path, media_type: str, wanted: list[int]) -> Iterator[tuple[int, Image.Image]]:
    """The wanted pages as grey pictures of 300 dpi, one at a time."""
    if media_type == PDF:
        from extraction.pdfium import opened

        with opened(path) as document:
            for number in wanted:
                page = document[number - 1]
                yield number, rendered(page, DPI / 72)
                page.close()
        return
    from extraction.formats.images import frames

    for number, frame in enumerate(islice(frames(path), max(wanted, default=0)), start=1):
        if number in wanted:
            yield number, _at_reading_size(frame)


def _at_reading_size(picture: Image.Image) -> Image.Image:
    """A photograph or a fax scaled to what an A4 page has at 300 dpi, if it is much smaller or larger."""
    longest = max(picture.size)
    scale = 3508 / longest
    if longest < 300 or 0.6 < scale < 1.4:
        return picture
    scale = min(scale, 2.0) if scale > 1 else max(scale, 0.5) if longest < 8000 else scale
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def recognise_picture(picture: Image.Image, folder: Path) -> RecognisedPage:
    """Recognise one page.

    Args:
        picture: in grey.
        folder: for the picture's file.

    Raises:
        tesseract.RecognitionError: the program failed or took too long.
    """
    page, skewed = cleaned(picture)
    boxes, confidence = _read(page, folder)
    turned = 0
    if confidence < _TURNED:
        turned = _turn(picture, folder)
        if turned:
            again, askew = cleaned(picture.rotate(-turned, expand=True, fillcolor=255))
            other, other_confidence = _read(again, folder)
            if other_confidence > confidence:
                page, skewed, boxes, confidence = again, askew, other, other_confidence
            else:
                turned = 0
    words = tuple(_upright(_word(box, page, skewed), turned) for box in boxes)
    return RecognisedPage(_text(boxes), words, confidence, turned)


def _read(page: Image.Image, folder: Path) -> tuple[list[tesseract.Box], float]:
    file = _saved(page, folder)
    boxes = mended(tesseract.words(file, DPI))
    weight = sum(len(box.text) for box in boxes)
    confidence = sum(box.confidence * len(box.text) for box in boxes) / weight if weight else 0.0
    return boxes, confidence


def _turn(page: Image.Image, folder: Path) -> int:
    return tesseract.turn(_saved(page, folder), DPI)


def _saved(page: Image.Image, folder: Path) -> Path:
    file = folder / "page.pgm"
    page.save(file, "PPM")
    return file


def _text(boxes: list[tesseract.Box]) -> str:
    """Lines of words; wide gaps, as between columns, are tabs; a blank line between paragraphs."""
    boxes = _without_specks(boxes)
    lines: list[str] = []
    last: tesseract.Box | None = None
    for box in boxes:
        if last is None or box.line != last.line:
            if last is not None and box.line[:2] != last.line[:2]:
                lines.append("")
            lines.append(box.text)
        else:
            gap = box.left - last.left - last.width
            wide = gap > _WIDEST_GAP * max(box.height, last.height)
            lines[-1] += ("\t" if wide else " ") + box.text
        last = box
    return join_hyphens("\n".join(lines))


def _without_specks(boxes: list[tesseract.Box]) -> list[tesseract.Box]:
    """Leave out lines of a sign or two that the program itself doubts: crests, seals, flourishes."""
    lines: dict[tuple[int, int, int], list[tesseract.Box]] = {}
    for box in boxes:
        lines.setdefault(box.line, []).append(box)
    return [box for box in boxes if not _is_speck(lines[box.line])]


def _is_speck(line: list[tesseract.Box]) -> bool:
    letters = sum(char.isalnum() for box in line for char in box.text)
    return letters <= 3 and max(box.confidence for box in line) < _SPECK


def _word(box: tesseract.Box, page: Image.Image, skewed: float) -> Word:
    """The word with its box where it stands on the page before that was straightened about its middle."""
    angle = math.radians(skewed)
    x = box.left + (box.width - page.width) / 2
    y = box.top + (box.height - page.height) / 2
    x, y = x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
    across, down = 1000 / page.width, 1000 / page.height
    return Word(
        box.text,
        round((x + (page.width - box.width) / 2) * across),
        round((y + (page.height - box.height) / 2) * down),
        max(1, round(box.width * across)),
        max(1, round(box.height * down)),
        round(box.confidence),
    )


def _upright(word: Word, turned: int) -> Word:
    """The box on the page as it lies, when it was turned clockwise by so many degrees to be read."""
    text, left, top, width, height, confidence = word
    match turned:
        case 90:
            return Word(text, top, 1000 - left - width, height, width, confidence)
        case 180:
            return Word(text, 1000 - left - width, 1000 - top - height, width, height, confidence)
        case 270:
            return Word(text, 1000 - top - height, left, height, width, confidence)
    return word
