"""The cover made fit for print: of a bounded size, whole, and without anything but its picture."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from dossiers.exports.cover import find_cover
from dossiers.publication import Contents, Publication

_LONGEST_SIDE = 1600
_QUALITY = 85
_MOST_PIXELS = 120_000_000


def printed_cover(publication: Publication, contents: Contents, target: Path) -> Path | None:
    """Write the cover as a JPEG; None where there is none or it cannot be read as a picture.

    Raises:
        StorageError: its bytes are not those that were received.
    """
    cover = find_cover(publication, contents)
    if cover is None:
        return None
    try:
        with warnings.catch_warnings(), Image.open(cover.path) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            seen = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    seen.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    white.save(target, "JPEG", quality=_QUALITY)
    return target
