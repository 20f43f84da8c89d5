"""The formats in which a publication is issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dossiers.publication import Contents, Progress, Publication

CSV_TYPE = "text/csv"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EPUB_TYPE = "application/epub+zip"
HTML_TYPE = "text/html"
PDF_TYPE = "application/pdf"
RIS_TYPE = "application/x-research-info-systems"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP_TYPE = "application/zip"


class Writer(Protocol):
    """Writes one file of a publication; the same publication and contents give the same bytes."""

    def __call__(
        self, publication: Publication, contents: Contents, target: Path, progress: Progress
    ) -> None:
        """Write the file.

        Args:
            publication: what is issued.
            contents: texts and originals.
            target: does not exist yet; half-written files are the caller's to remove.
            progress: called after each entry.
        """
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file is from outside: a large publication may be a ZIP of volumes.

    Attributes:
        extension: with the point.
        media_type: as it is served.
    """

    extension: str
    media_type: str


ShapeOf = Callable[[Publication, Contents], Shape]


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: machine name, as in addresses and options.
        extension: of its files, with the point.
        media_type: as it is served.
        write: makes the file.
        shape_of: tells the shape where it depends on the publication, or None.
    """

    name: str
    extension: str
    media_type: str
    write: Writer
    shape_of: ShapeOf | None = None

    def shape(self, publication: Publication, contents: Contents) -> Shape:
        """Extension and media type of the file of a publication."""
        if self.shape_of is not None:
            return self.shape_of(publication, contents)
        return Shape(self.extension, self.media_type)
