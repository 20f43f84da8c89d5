"""Every format in which a publication is issued, in the order in which people are offered them.

A writer is loaded when it writes: those who only offer the formats need none of the libraries behind them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import cast

from dossiers.exports.formats import (
    CSV_TYPE,
    DOCX_TYPE,
    EPUB_TYPE,
    HTML_TYPE,
    PDF_TYPE,
    RIS_TYPE,
    XLSX_TYPE,
    ZIP_TYPE,
    Format,
    Writer,
)
from dossiers.exports.volumes import shape_of
from dossiers.publication import Contents, Progress, Publication


@dataclass(frozen=True, slots=True)
class LoadedToWrite:
    """A writer by its place.

    Attributes:
        module: of ``dossiers.exports``.
        name: of the function in it.
    """

    module: str
    name: str

    def __call__(
        self, publication: Publication, contents: Contents, target: Path, progress: Progress
    ) -> None:
        """Write the file."""
        write = cast("Writer", getattr(import_module(f"dossiers.exports.{self.module}"), self.name))
        write(publication, contents, target, progress)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format("pdf", ".pdf", PDF_TYPE, LoadedToWrite("pdf", "write_pdf"), shape_of),
            Format("docx", ".docx", DOCX_TYPE, LoadedToWrite("docx", "write_docx")),
            Format("epub", ".epub", EPUB_TYPE, LoadedToWrite("epub", "write")),
            Format("html", ".html", HTML_TYPE, LoadedToWrite("html", "write")),
            Format("zip", ".zip", ZIP_TYPE, LoadedToWrite("package", "write")),
            Format("xlsx", ".xlsx", XLSX_TYPE, LoadedToWrite("table", "write_xlsx")),
            Format("csv", ".csv", CSV_TYPE, LoadedToWrite("table", "write_csv")),
            Format("ris", ".ris", RIS_TYPE, LoadedToWrite("ris", "write")),
        )
    }
)
