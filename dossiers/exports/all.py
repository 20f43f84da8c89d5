"""Every format in which a publication is issued, in the order in which people are offered them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dossiers.exports import docx, epub, html, package, pdf, ris, table
from dossiers.exports.formats import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format("pdf", ".pdf", pdf.MEDIA_TYPE, pdf.write_pdf, pdf.shape_of),
            Format("docx", ".docx", docx.MEDIA_TYPE, docx.write_docx),
            Format("epub", ".epub", epub.MEDIA_TYPE, epub.write),
            Format("html", ".html", html.MEDIA_TYPE, html.write),
            Format("zip", ".zip", package.MEDIA_TYPE, package.write),
            Format("xlsx", ".xlsx", table.XLSX_TYPE, table.write_xlsx),
            Format("csv", ".csv", table.CSV_TYPE, table.write_csv),
            Format("ris", ".ris", ris.MEDIA_TYPE, ris.write),
        )
    }
)
