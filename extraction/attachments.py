"""Files attached to a letter, or to a PDF, put out as members like those of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from extraction import sniff
from extraction.formats.mail import NAMELESS, Attachment, read_letter
from extraction.formats.text import read_bytes
from extraction.means import Means
from extraction.protocol import Archive
from extraction.unpacking import Unpacking, shown_name, unique_name


def unpack_attachments(path: Path, media_type: str, means: Means) -> Archive:
    """Put what is attached into ``members`` below the worker's folder, under the limits of archives.

    Args:
        path: the letter or PDF.
        media_type: what its bytes say it is; other kinds have no attachments.
        means: folder and limits.

    Raises:
        UnreadableError: the file cannot be opened.
    """
    unpacking = Unpacking(means.folder / "members", means.limits)
    taken: dict[str, int] = {}
    with _attached(path, media_type, means) as attachments:
        for one in attachments:
            name = unique_name(shown_name(one.name) if one.name.strip() else NAMELESS, taken)
            if unpacking.full():
                unpacking.refuse_rest(name)
                break
            unpacking.take(name, 0, partial(_write, unpacking, one))
    return Archive(media_type, tuple(unpacking.members))


def _write(unpacking: Unpacking, attachment: Attachment, target: Path) -> None:
    unpacking.write(target, iter((attachment.data(),)))


@contextmanager
def _attached(path: Path, media_type: str, means: Means) -> Iterator[list[Attachment]]:
    if media_type == sniff.EML:
        yield read_letter(read_bytes(path, means.limits)).attachments
    elif media_type == sniff.MSG:
        import olefile  # type: ignore[import-untyped]

        from extraction.formats.msg import letter_of

        with olefile.OleFileIO(str(path)) as ole:
            yield letter_of(ole).attachments
    elif media_type == sniff.PDF:
        from extraction.pdfium import attached_files, opened

        with opened(path) as document:
            yield [Attachment(name, data) for name, data in attached_files(document)]
    else:
        yield []
