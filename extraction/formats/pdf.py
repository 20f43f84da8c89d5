"""PDF: the text layer page by page, judged, mended where it can be, marked where it has to be recognised."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from extraction.alarm import within
from extraction.hyphens import join_hyphens
from extraction.layer import Shares, Verdict, judge, judge_shares, measure, reread_latin_1
from extraction.pdfium import (
    annotation_texts,
    has_invisible_text,
    image_share,
    is_drawn,
    opened,
    outline,
    page_labels,
    page_text,
)
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits, TextLayer, document_layer
from extraction.reasons import Note, Refusal, UnreadableError, Waiting, page_list
from extraction.sniff import PDF

name = "pdf"
version = "4"

_SCAN_SHARE = 0.5
_STAMP = 400
"""A page that is one picture and has fewer signs than this is a scan with a stamp, not a page of text."""
_SECOND_OPINION_SECONDS = 5
_MOST_SECOND_OPINIONS = 20


@dataclass(slots=True)
class _Reading:
    """Pages as they come, and the numbers of those of which something is to be said."""

    pages: list[str] = field(default_factory=list)
    layers: list[TextLayer] = field(default_factory=list)
    remarks: dict[str, list[int]] = field(default_factory=dict)
    shares: list[Shares] = field(default_factory=list)
    opinions: int = 0

    def remark(self, note: str, page: int) -> None:
        self.remarks.setdefault(note, []).append(page)


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a PDF."""
    with opened(path) as document:
        count = len(document)
        if count == 0:
            raise UnreadableError(Refusal.DAMAGED, format=PDF, detail="no pages")
        reading = _Reading()
        for index in range(min(count, limits.pages)):
            _read_page(document, index, path, reading)
        attached = document.count_attachments()
        labels, headings = page_labels(document, len(reading.pages)), outline(document)
        metadata = {
            key.lower(): text
            for key, text in document.get_metadata_dict(skip_empty=True).items()
            if key != "Producer"
        }
    if len(reading.remarks.get(Note.PAGES_DAMAGED, [])) == len(reading.pages):
        raise UnreadableError(Refusal.DAMAGED, format=PDF, detail="no page opens")
    _second_look(reading)
    waiting = _waiting(reading)
    notes = [f"{note}:{page_list(pages)}" for note, pages in reading.remarks.items()]
    if attached:
        notes.append(f"{Note.ATTACHMENTS}:{attached}")
    if count > limits.pages:
        notes.append(f"{Note.TRUNCATED}:pages")
    return Extracted(
        PDF,
        tuple(reading.pages),
        document_layer(reading.pages, reading.layers),
        name,
        version,
        waiting=waiting,
        notes=tuple(notes),
        metadata=metadata,
        page_layers=tuple(reading.layers),
        page_labels=labels,
        outline=headings,
    )


def _waiting(reading: _Reading) -> str:
    if reading.remarks.pop("garbage", None):
        return Waiting.GARBAGE_LAYER
    if reading.remarks.get(Note.PAGES_WITHOUT_TEXT):
        return Waiting.SCAN
    return "" if any(map(has_words, reading.pages)) else Waiting.NO_TEXT


def _read_page(document: pdfium.PdfDocument, index: int, path: Path, reading: _Reading) -> None:
    number = index + 1
    try:
        page = document[index]
        try:
            text, layer = _page(document, page, number, path, reading)
        finally:
            page.close()
    except pdfium.PdfiumError:
        reading.remark(Note.PAGES_DAMAGED, number)
        text, layer = "", "none"
        reading.shares.append(measure(""))
    reading.pages.append(text)
    reading.layers.append(layer)


def _page(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int, path: Path, reading: _Reading
) -> tuple[str, TextLayer]:
    text, dropped = page_text(page)
    if dropped:
        reading.remark(Note.OFF_PAGE, number)
    shares = measure(text)
    verdict = judge_shares(text, shares, russian=False)
    if verdict is Verdict.LATIN_1:
        text, verdict = reread_latin_1(text), Verdict.GOOD
        shares = measure(text)
        reading.remark(Note.LAYER_REPAIRED, number)
    extra = "\n".join(annotation_texts(document, page))
    hidden = has_invisible_text(page)
    picture = image_share(page) if _may_be_scan(text, shares, verdict) else 0.0
    if verdict is Verdict.GOOD and (hidden or picture > _SCAN_SHARE):
        verdict = judge_shares(text, shares, russian=True)  # recognised elsewhere, perhaps as English
    if verdict is not Verdict.GOOD and picture < _SCAN_SHARE and not dropped:  # pdfminer would drop nothing
        text, verdict = _second_opinion(path, number, text, verdict, reading)
    reading.shares.append(shares)
    layer: TextLayer = "ocr" if hidden else "born"
    if verdict is Verdict.GARBAGE:
        reading.remark("garbage", number)
        text, layer = "", "none"
    elif _is_scan(text, verdict, picture, hidden=hidden) or (
        verdict is Verdict.FEW and _is_drawing(page, text)
    ):
        layer = "none"
    if layer == "none":
        reading.remark(Note.PAGES_WITHOUT_TEXT, number)
    return "\n".join(filter(None, (join_hyphens(text).strip("\n"), extra))), layer


def _may_be_scan(text: str, shares: Shares, verdict: Verdict) -> bool:
    return verdict is not Verdict.GOOD or len(text) < _STAMP or (shares.latin > 0.5 and shares.cyrillic < 0.2)


def _is_scan(text: str, verdict: Verdict, picture: float, *, hidden: bool) -> bool:
    if picture <= _SCAN_SHARE:
        return False
    return verdict is Verdict.FEW or (picture > 0.8 and len(text) < _STAMP and not hidden)


def _is_drawing(page: pdfium.PdfPage, text: str) -> bool:
    """A page without a word on which something is drawn: letters as outlines, for example."""
    return not has_words(text) and is_drawn(page)


def _second_look(reading: _Reading) -> None:
    """A page of Latin salad among Russian pages is a page that was recognised as English."""
    if not any(shares.cyrillic > 0.3 for shares in reading.shares):
        return
    for at, shares in enumerate(reading.shares):
        if reading.layers[at] == "none" or shares.cyrillic >= 0.2:
            continue
        if judge_shares(reading.pages[at], shares, russian=True) is Verdict.GARBAGE:
            reading.remark("garbage", at + 1)
            reading.remark(Note.PAGES_WITHOUT_TEXT, at + 1)
            reading.pages[at], reading.layers[at] = "", "none"


def _second_opinion(
    path: Path, number: int, text: str, verdict: Verdict, reading: _Reading
) -> tuple[str, Verdict]:
    """Ask pdfminer about a page without a picture where PDFium reads little or garbage."""
    if reading.opinions >= _MOST_SECOND_OPINIONS:
        return text, verdict
    reading.opinions += 1
    other = _by_pdfminer(path, number)
    judged = judge(other, russian=False)
    better = judged is Verdict.GOOD or (
        verdict is Verdict.FEW and judged is Verdict.FEW and len(other.split()) > len(text.split())
    )
    if not better or len(other) < len(text) // 2:
        return text, verdict
    reading.remark(Note.SECOND_OPINION, number)
    return other, judged


def _by_pdfminer(path: Path, number: int) -> str:
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams

    try:
        with within(_SECOND_OPINION_SECONDS):
            text = extract_text(
                str(path), page_numbers=[number - 1], maxpages=1, laparams=LAParams(boxes_flow=None)
            )
    except Exception:  # noqa: BLE001 - a second opinion that fails, or takes too long, is none
        return ""
    return text.replace("\f", "\n").strip()
