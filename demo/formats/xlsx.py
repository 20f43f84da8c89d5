"""XLSX (ECMA-376, part 1) with text in the cells themselves, and CSV as a Russian Excel saves it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from string import ascii_uppercase
from xml.sax.saxutils import escape

from demo.blocks import Block, Line, PageBreak, Sides, Table
from demo.formats.archive import Entry, pack

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_NUMBER = re.compile(r"-?\d{1,3}(?:[ \u00a0]\d{3})*,\d+")


def render(blocks: Iterable[Block], *, sheet: str = "Лист1") -> bytes:
    """The bytes of a workbook with one sheet; sums are numbers, codes stay text."""
    rows = "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{ascii_uppercase[place]}{number}", value) for place, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(_rows(blocks), start=1)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return pack([Entry(name, (_XML + part).encode()) for name, part in parts.items()])


def render_csv(blocks: Iterable[Block], encoding: str = "cp1251") -> bytes:
    """The bytes of a CSV file: semicolons, decimal commas, Windows line ends."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(_rows(blocks))
    return buffer.getvalue().encode(encoding)


def _rows(blocks: Iterable[Block]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for block in blocks:
        match block:
            case Table(table):
                rows.extend(table)
            case Sides(left, right):
                rows.append((left, right))
            case Line(text, _):
                rows.append((text,))
            case PageBreak():
                rows.append(("",))
    return rows


def _cell(reference: str, value: str) -> str:
    if _NUMBER.fullmatch(value):
        plain = value.replace(" ", "").replace("\u00a0", "").replace(",", ".")
        return f'<c r="{reference}"><v>{plain}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
