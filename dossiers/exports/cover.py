"""The cover of a publication: a picture among the originals."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dossiers.exports.zipping import pieces_of, require_intact
from dossiers.publication import Contents, HeldFile, Publication

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF8", "image/gif", ".gif"),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture that every reader shows.

    Attributes:
        path: of its bytes.
        media_type: PNG, JPEG or GIF.
        extension: with the point.
        file: what it is among the originals.
    """

    path: Path
    media_type: str
    extension: str
    file: HeldFile


def find_cover(publication: Publication, contents: Contents) -> Cover | None:
    """The cover, or None where there is none, it is not issued any more, or no reader shows its kind.

    Raises:
        StorageError: its bytes are not those that were received.
    """
    if not publication.cover:
        return None
    file = HeldFile(publication.cover, "Обложка", 0, "", "cover")
    path = contents.original(file)
    if path is None:
        return None
    digest, head = hashlib.sha256(), b""
    for piece in pieces_of(path, file):
        digest.update(piece)
        head = head or piece[:8]
    require_intact(file, digest.hexdigest())
    kind = next(((media, extension) for magic, media, extension in _KINDS if head.startswith(magic)), None)
    return Cover(path, *kind, file) if kind else None
