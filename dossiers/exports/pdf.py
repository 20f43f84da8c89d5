"""A publication as PDF: one file, or, where it is large, volumes (тома) in a ZIP.

Data goes to the template as JSON and is never markup. Each file is PDF/A-2a and PDF/UA-1.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dossiers.exports import words
from dossiers.exports.cover_print import printed_cover
from dossiers.exports.naming import plain_name
from dossiers.exports.typesetting import typeset
from dossiers.exports.volume_data import Binding, volume_data
from dossiers.exports.volumes import volumes
from dossiers.exports.zipping import Archive
from dossiers.publication import Contents, Progress, Publication
from extraction.pdfium import opened, outline
from extraction.protocol import Heading
from language.wording import NBSP

_PIECE = 1 << 20


def write_pdf(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the PDF, or the ZIP of its volumes.

    Raises:
        VecheError: it cannot be set within the limits of memory and time.
    """
    divided = volumes(publication, contents)
    ends = {share.entry.position: share.end for shares in divided for share in shares}
    done = 0
    with tempfile.TemporaryDirectory(prefix="veche-pdf-", dir=target.parent) as scratch:
        folder = Path(scratch)
        cover = printed_cover(publication, contents, folder / "cover.jpg")
        press = _Press(publication, contents, folder, len(divided), cover.name if cover else "")
        elsewhere: list[tuple[str, tuple[Heading, ...]]] = []
        for number in range(len(divided), 0, -1):  # the first says where all stands in the others
            told = tuple(reversed(elsewhere)) if number == 1 else ()
            press.set_volume(Binding(number, len(divided), divided[number - 1], told))
            if number > 1:
                elsewhere.append((f"Том{NBSP}{number}", press.places(number)))
            for share in divided[number - 1]:
                if share.end == ends[share.entry.position]:
                    done += 1
                    progress(done, len(publication.entries))
        if len(divided) == 1:
            press.file(1).replace(target)
        else:
            _bind(press, target)


@dataclass(frozen=True, slots=True)
class _Press:
    """Sets the volumes of a publication in a scratch folder."""

    publication: Publication
    contents: Contents
    folder: Path
    volumes: int
    cover: str

    def file(self, number: int) -> Path:
        """Where a volume lies."""
        return self.folder / f"{number}.pdf"

    def places(self, number: int) -> tuple[Heading, ...]:
        """Where sections and documents stand in a volume."""
        with opened(self.file(number)) as document:
            return outline(document)

    def set_volume(self, binding: Binding) -> None:
        """Set one."""
        data = volume_data(self.publication, self.contents, binding, self.cover)
        name = f"том {binding.number}" if binding.of > 1 else "документ"
        typeset(self.folder, data, name).replace(self.file(binding.number))


def _bind(press: _Press, target: Path) -> None:
    """The volumes as one ZIP, stored as they are."""
    title = plain_name(press.publication.title, 60)
    name = f"{words.kind_name(press.publication)} {words.quoted(title)}"
    with Archive(target, press.publication.moment) as archive:
        for number in range(1, press.volumes + 1):
            volume = press.file(number)
            archive.add(
                f"{name}. Том {number} из {press.volumes}.pdf",
                _bytes_of(volume),
                size=volume.stat().st_size,
                dense=True,
            )
            volume.unlink()


def _bytes_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
