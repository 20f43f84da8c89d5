"""Office objects inside a document: the text or the sheet that stands in their place on the page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from extraction import sniff
from extraction.formats.numbering import number_of, value
from extraction.packages import Package
from extraction.protocol import Limits
from extraction.rows import row_text

_MOST_ROWS = 1000
_PACKAGE = "Package"
"""The stream of an OLE object that holds an office package."""


def embedded_lines(data: bytes, limits: Limits, docx_text: Callable[[bytes], str]) -> list[str] | None:
    """What an object shows: all of a text, the open sheet of a workbook; None where that is not to be had.

    Args:
        data: its bytes.
        limits: of the document around it.
        docx_text: reads a DOCX.
    """
    with NamedTemporaryFile(buffering=0) as file:
        file.write(data)
        try:
            return _lines(Path(file.name), data, limits, docx_text)
        except Exception:  # noqa: BLE001 - a broken object must not take the document with it
            return None


def _lines(path: Path, data: bytes, limits: Limits, docx_text: Callable[[bytes], str]) -> list[str] | None:
    kind = sniff.sniff(path)
    if kind == sniff.DOCX:
        text = docx_text(data)
    elif kind == sniff.DOC:
        from extraction.formats import doc

        text = doc.extract(path, limits).text
    elif kind in (sniff.XLSX, sniff.XLSB, sniff.XLS, sniff.ODS):
        return _open_sheet(path, kind, limits)
    else:
        inner = _inside_ole(path) if kind == sniff.OLE else b""
        return embedded_lines(inner, limits, docx_text) if inner.startswith(b"PK") else None
    return [line for line in text.split("\n") if line.strip()]


def _open_sheet(path: Path, kind: str, limits: Limits) -> list[str]:
    from extraction.formats import sheets

    found = sheets.workbook(path, kind, limits).sheets
    shown = _open_tab(path, limits) if kind == sniff.XLSX else 0
    _, rows = found[shown if shown < len(found) else 0]
    return [row_text(list(row)) for row in rows[:_MOST_ROWS]]


def _open_tab(path: Path, limits: Limits) -> int:
    """Which sheet of a workbook stands open (ISO/IEC 29500-1, 18.2.30)."""
    with Package(BytesIO(path.read_bytes()), limits) as package:
        views = package.xml("xl/workbook.xml").iter("{*}workbookView")
        return max(0, number_of(value(next(views, None), "activeTab")))


def _inside_ole(path: Path) -> bytes:
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(str(path)) as ole:
        return bytes(ole.openstream(_PACKAGE).read()) if ole.exists(_PACKAGE) else b""
