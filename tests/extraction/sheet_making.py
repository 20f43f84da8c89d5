"""Spreadsheets whose cells have formats: XLSX by openpyxl, XLSB and XLS record by record, ODS."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence

import openpyxl  # type: ignore[import-untyped]

from tests.extraction.making import ole, package

Formatted = tuple[object, str]
"""A value and the code of its format."""
Rows = Sequence[Sequence[Formatted]]
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_FIRST_OWN_FORMAT = 164


def xlsx(rows: Rows, *, title: str = "Лист1", date1904: bool = False) -> bytes:
    """An XLSX of one sheet; the format ``""`` is none."""
    book = openpyxl.Workbook()
    if date1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = title
    for at, row in enumerate(rows, 1):
        for column, (value, code) in enumerate(row, 1):
            cell = sheet.cell(at, column, value)
            if code:
                cell.number_format = code
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _styles(rows: Rows) -> dict[str, int]:
    """Format -> its number among the styles; the first has none."""
    codes = dict.fromkeys(["", *(code for row in rows for _, code in row)])
    return {code: at for at, code in enumerate(codes)}


# the binary kind of XLSX: MS-XLSB 2.1.4


def xlsb(rows: Rows, title: str = "Лист1") -> bytes:
    """An XLSB of one sheet of strings and numbers."""
    styles = _styles(rows)
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"))
        )
    )
    sheet_ids = struct.pack("<II", 0, 1) + _wide("r0") + _wide(title)
    book = [_record(131), _record(143), _record(156, sheet_ids), _record(144), _record(132)]
    return package(
        {
            "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Override PartName='/xl/workbook.bin' "
            "ContentType='application/vnd.ms-excel.sheet.binary.macroEnabled.main'/></Types>",
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
            "xl/workbook.bin": b"".join(book),
            "xl/styles.bin": _xlsb_styles(styles),
            "xl/worksheets/sheet1.bin": _xlsb_sheet(rows, styles),
        }
    )


def _xlsb_styles(styles: Mapping[str, int]) -> bytes:
    codes = list(styles)
    formats = b"".join(
        _record(44, struct.pack("<H", _FIRST_OWN_FORMAT + at) + _wide(code))
        for at, code in enumerate(codes[1:])
    )
    cells = b"".join(
        _record(47, struct.pack("<HH12x", 0, _FIRST_OWN_FORMAT + at - 1 if at else 0))
        for at in range(len(codes))
    )
    return b"".join(
        [
            _record(278),
            _record(615, struct.pack("<I", len(codes) - 1)),
            formats,
            _record(616),
            _record(617, struct.pack("<I", len(codes))),
            cells,
            _record(618),
            _record(279),
        ]
    )


def _xlsb_sheet(rows: Rows, styles: Mapping[str, int]) -> bytes:
    out = [
        _record(129),
        _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)),
        _record(145),
    ]
    for at, row in enumerate(rows):
        out.append(_record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0)))
        for column, (value, code) in enumerate(row):
            place = struct.pack("<II", column, styles[code])
            if isinstance(value, str):
                out.append(_record(6, place + _wide(value)))
            elif isinstance(value, int | float):
                out.append(_record(5, place + struct.pack("<d", value)))
    return b"".join([*out, _record(146), _record(130)])


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(data)
    while left >= 0x80:
        size += bytes([left & 0x7F | 0x80])
        left >>= 7
    return head + size + bytes([left]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


# the records of Excel 97: MS-XLS 2.1.4


def xls(rows: Rows, title: str = "Лист1", *, date1904: bool = False) -> bytes:
    """An XLS of one sheet of strings and numbers."""
    styles = _styles(rows)
    font = struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial"
    parts = [_biff(0x0031, font)] * 4
    parts.append(_biff(0x0022, struct.pack("<H", date1904)))
    for at, code in enumerate(list(styles)[1:]):
        parts.append(
            _biff(
                0x041E, struct.pack("<HHB", _FIRST_OWN_FORMAT + at, len(code), 1) + code.encode("utf-16-le")
            )
        )
    for at in range(len(styles)):
        number = _FIRST_OWN_FORMAT + at - 1 if at else 0
        parts.append(_biff(0x00E0, struct.pack("<HHHBBBBIIH", 0, number, 1, 0, 0, 0, 0, 0, 0, 0)))
    before = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)) + b"".join(parts)
    name = title.encode("utf-16-le")
    sheet_at = len(before) + 4 + 8 + len(name) + 4
    bound = _biff(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, len(title), 1) + name)
    stream = (
        before + bound + _biff(0x000A) + _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    )
    for at, row in enumerate(rows):
        for column, (value, code) in enumerate(row):
            place = struct.pack("<HHH", at, column, styles[code])
            if isinstance(value, str):
                stream += _biff(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            elif isinstance(value, int | float):
                stream += _biff(0x0203, place + struct.pack("<d", value))
    return ole({"Workbook": stream + _biff(0x000A)})


def _biff(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


# ODS


def ods(sheets: Mapping[str, str], *, before: str = "") -> bytes:
    """An ODS with these rows (``table:table-row`` elements) in its sheets."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw")
    )
    tables = "".join(
        f'<table:table table:name="{title}">{rows}</table:table>' for title, rows in sheets.items()
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>{before}"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_row(*cells: str, more: str = "") -> str:
    """A row of an ODS."""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", value: str = "", kind: str = "float", more: str = "") -> str:
    """A cell that shows a text and holds a value."""
    held = f' office:value-type="{kind}" office:value="{value}"' if value else ""
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell{held}{more}>{shown}</table:table-cell>"
