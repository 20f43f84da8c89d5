"""PDFium as this house uses it: text in reading order, forms, annotations, images, what lies off the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from extraction.page_order import as_drawn, in_reading_order
from extraction.plain import plain_text
from extraction.protocol import Heading
from extraction.reasons import Refusal, UnreadableError

_EDGE = 3.0
"""Points by which text may stick out of the page."""
_WORD = re.compile("[^\x00- \xa0]+")
_MOST_HEADINGS, _LONGEST_TITLE, _LONGEST_LABEL = 5000, 500, 40
_WIDGETS_READ = (c.FPDF_FORMFIELD_TEXTFIELD, c.FPDF_FORMFIELD_COMBOBOX, c.FPDF_FORMFIELD_LISTBOX)
_ANNOTATIONS_READ = (c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_TEXT, c.FPDF_ANNOT_STAMP)


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF, its form ready for reading.

    Raises:
        UnreadableError: it is damaged, or asks for a password.
    """
    try:
        document = pdfium.PdfDocument(str(path))
    except pdfium.PdfiumError as error:
        asks = getattr(error, "err_code", None) in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
        locked = asks or _names_a_lock(path)
        code = Refusal.ENCRYPTED if locked else Refusal.DAMAGED
        raise UnreadableError(code, format="application/pdf", detail=str(error)) from error
    try:
        if document.get_formtype() != c.FORMTYPE_NONE:
            document.init_forms()
        yield document
    finally:
        document.close()


def _names_a_lock(path: Path) -> bool:
    """Whether a file that does not open says it is encrypted: by a way that PDFium does not know."""
    with path.open("rb") as file:
        return b"/Encrypt" in file.read(50 << 20)


def page_text(page: pdfium.PdfPage) -> tuple[str, bool]:
    r"""Text of a page with ``\n`` line ends, and whether some was left out because it lies off the page."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count <= 0:
            return "", False
        text = textpage.get_text_range(errors="replace")
        if _all_inside(page, textpage, text):
            return _in_order(page, textpage, text, count), False
        if len(text) != count:
            text = _characters(textpage, count)
        kept = _inside_only(page, textpage, text)
        lines = _in_order(page, textpage, kept, count).split("\n")
        return "\n".join(line for line in lines if line.strip()), kept != text
    finally:
        textpage.close()


def _in_order(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str, count: int) -> str:
    if len(text) == count and page.get_rotation() == 0:
        return in_reading_order(textpage, text)
    return as_drawn(text)


def _all_inside(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str) -> bool:
    """Whether every sign lies on the page: told by how many there are, blanks apart where it has to be."""
    left, bottom, right, top = page.get_bbox()
    edges = (left - _EDGE, top + _EDGE, right + _EDGE, bottom - _EDGE)
    count = int(c.FPDFText_GetBoundedText(textpage, *edges, None, 0))
    if count >= len(text):
        return True
    buffer = (ctypes.c_ushort * (count + 1))()
    c.FPDFText_GetBoundedText(textpage, *edges, buffer, count)
    inside = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    return len("".join(inside.split())) >= len("".join(text.split()))


def _inside_only(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str) -> str:
    """Blanks in the places of what lies off the page; its rectangles do not tell of what is far away."""
    left, bottom, right, top = page.get_bbox()
    least_x, most_x, least_y, most_y = left - _EDGE, right + _EDGE, bottom - _EDGE, top + _EDGE
    sides = x_left, x_right, y_bottom, y_top = [ctypes.c_double() for _ in range(4)]
    ask, handle = c.FPDFText_GetCharBox, textpage.raw

    def blanked(word: re.Match[str]) -> str:  # a word lies on the page or off it as a whole
        ask(handle, word.start(), *sides)
        across = x_right.value >= least_x and x_left.value <= most_x
        inside = across and y_top.value >= least_y and y_bottom.value <= most_y
        return word[0] if inside else " " * len(word[0])

    return _WORD.sub(blanked, text)


def _characters(textpage: pdfium.PdfTextPage, count: int) -> str:
    """The characters of a page by their numbers: one each, where its text leaves some out or adds some."""
    codes = (c.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)


def image_share(page: pdfium.PdfPage) -> float:
    """Part of the page that its largest image covers, 0 to 1."""
    width, height = page.get_size()
    area = max(1.0, width * height)
    largest = 0.0
    for index, thing in enumerate(page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=4)):
        if index >= 500:
            break
        left, bottom, right, top = thing.get_bounds()
        largest = max(largest, abs((right - left) * (top - bottom)) / area)
    return min(1.0, largest)


def is_drawn(page: pdfium.PdfPage) -> bool:
    """Whether anything at all is drawn on the page."""
    return bool(c.FPDFPage_CountObjects(page) > 0)


def has_invisible_text(page: pdfium.PdfPage) -> bool:
    """Whether its text is written invisibly, as recognition programs do over a scan."""
    seen = 0
    for thing in page.get_objects(filter=(c.FPDF_PAGEOBJ_TEXT,), max_depth=4):
        seen += 1
        if c.FPDFTextObj_GetTextRenderMode(thing) != c.FPDF_TEXTRENDERMODE_INVISIBLE:
            return False
        if seen >= 20:
            break
    return seen > 0


def annotation_texts(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> list[str]:
    """What was filled into form fields and written in notes on the page."""
    texts: list[str] = []
    count = c.FPDFPage_GetAnnotCount(page)
    for index in range(min(count, 5000)):
        annotation = c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            text = _annotation_text(document, annotation)
        finally:
            c.FPDFPage_CloseAnnot(annotation)
        if text.strip():
            texts.append(text)
    return texts


def page_labels(document: pdfium.PdfDocument, count: int) -> tuple[str, ...]:
    """What the document calls its first pages, or nothing where it only counts them from 1."""
    try:
        labels = tuple(document.get_page_label(index).strip()[:_LONGEST_LABEL] for index in range(count))
    except UnicodeDecodeError:
        return ()
    usual = all(label in ("", str(number)) for number, label in enumerate(labels, start=1))
    return () if usual else labels


def outline(document: pdfium.PdfDocument) -> tuple[Heading, ...]:
    """The document's own table of contents."""
    found = []
    for entry in islice(document.get_toc(max_depth=8), _MOST_HEADINGS):
        try:
            title = plain_text(entry.get_title()).replace("\n", " ").strip()
            target = entry.get_dest()
            page = target.get_index() if target else None
        except (UnicodeDecodeError, pdfium.PdfiumError):
            continue
        if title:
            found.append(Heading(title[:_LONGEST_TITLE], entry.level + 1, 0 if page is None else page + 1))
    return tuple(found)


def attached_files(document: pdfium.PdfDocument) -> list[tuple[str, Callable[[], bytes]]]:
    """Names of the files that lie inside a PDF, each with a function that gives its bytes."""
    found = map(document.get_attachment, range(min(document.count_attachments(), 10_000)))
    return [(str(one.get_name()), partial(_file_bytes, one)) for one in found]


def _file_bytes(attachment: pdfium.PdfAttachment) -> bytes:
    return bytes(attachment.get_data())


def _annotation_text(document: pdfium.PdfDocument, annotation: object) -> str:
    kind = c.FPDFAnnot_GetSubtype(annotation)
    if kind in _ANNOTATIONS_READ:
        return _wide(lambda buffer, size: c.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    form = document.formenv
    if kind != c.FPDF_ANNOT_WIDGET or form is None:
        return ""
    if c.FPDFAnnot_GetFormFieldType(form, annotation) in _WIDGETS_READ:
        return _wide(lambda buffer, size: c.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    return ""


def _wide(call: Callable[[object, int], int]) -> str:
    """A string that PDFium hands out in UTF-16, its size asked first."""
    size = int(call(None, 0))
    if not 2 < size < 2_000_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
