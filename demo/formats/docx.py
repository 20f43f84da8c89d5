"""DOCX by python-docx, its package written again with fixed dates."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

from demo.blocks import Block, Line, PageBreak, Sides, Table
from demo.formats.archive import repacked

_ALIGNMENTS = {
    "body": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "heading": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "flush": WD_ALIGN_PARAGRAPH.LEFT,
}
_FIXED = datetime(2024, 1, 9, 10, 0)  # noqa: DTZ001 - the format keeps moments without a zone


def render(blocks: Iterable[Block], *, title: str = "") -> bytes:
    """The bytes of a DOCX file."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(13)
    style.paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", "ru-RU"
    properties.created = properties.modified = _FIXED
    for block in blocks:
        _add(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _add(document: DocumentObject, block: Block) -> None:
    match block:
        case PageBreak():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case Sides(left, right):
            paragraph = document.add_paragraph(f"{left}\t{right}")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT)
        case Table(rows):
            table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        case Line(text, role):
            paragraph = document.add_paragraph()
            paragraph.alignment = _ALIGNMENTS[role]
            paragraph.add_run(text).bold = role == "heading"
            if role == "body":
                paragraph.paragraph_format.first_line_indent = Cm(1.25)
