"""Sheets that the library prints and signs, as DOCX: one look, and the same bytes for the same sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import _Cell

BLANK = "_" * 24
_FONT = "Times New Roman"


def blank_page(title: str, library: str, written: date) -> Document:
    """An A4 page with the margins of office papers (ГОСТ Р 7.0.97-2016)."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(6)
    core = document.core_properties
    core.title, core.author, core.comments = title, library, ""
    core.language = "ru-RU"
    core.created = core.modified = datetime.combine(written, time(12), UTC).replace(tzinfo=None)
    return document


def fill(
    cells: Sequence[_Cell], words: Sequence[str], widths: Sequence[Length], *, bold: bool = False
) -> None:
    """Write a row of a table."""
    for cell, text, width in zip(cells, words, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(11)


def signature(document: Document, under: str = "должность\tподпись\tимя, отчество и фамилия") -> None:
    """A line to sign on, with what belongs on it in small print below."""
    sign = document.add_paragraph(f"{BLANK}     {BLANK}     {BLANK}")
    sign.paragraph_format.space_before = Pt(24)
    sign.paragraph_format.space_after = Pt(0)
    sign.paragraph_format.keep_with_next = True
    small = document.add_paragraph(under)
    small.paragraph_format.tab_stops.add_tab_stop(Cm(6.5))
    small.paragraph_format.tab_stops.add_tab_stop(Cm(12))
    for run in small.runs:
        run.font.size = Pt(9)


def docx_bytes(document: Document, written: date) -> bytes:
    """The package with one day on every part, so that it can be made again byte for byte."""
    raw, again = io.BytesIO(), io.BytesIO()
    document.save(raw)
    stamp = (max(written.year, 1980), written.month, written.day, 12, 0, 0)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return again.getvalue()
