"""Pictures: how many pages they have; their text is the business of recognition."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError, Waiting

name = "images"
version = "1"

_READ = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", "image/webp", "image/jp2"}
)
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, UnidentifiedImageError)


def extract(path: Path, media_type: str, limits: Limits) -> Extracted:
    """Count the pages of a picture and see that its first one opens; formats unknown here just wait."""
    if media_type not in _READ:
        return Extracted(media_type, (), "none", "", "", Waiting.FORMAT_LATER)
    pages_found = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # twice as many are an error
        try:
            with Image.open(path) as picture:
                picture.load()
                pages_found = 1
                if media_type == "image/tiff":
                    pages_found = sum(1 for _ in islice(_turned(picture), limits.pages + 1))
        except Image.DecompressionBombError as error:
            most = str(2 * (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000)
            raise UnreadableError(Refusal.OVER_LIMIT, limit="pixels", value=most) from error
        except _BROKEN as error:
            raise UnreadableError(Refusal.DAMAGED, format=media_type, detail=type(error).__name__) from error
    notes = (f"{Note.TRUNCATED}:pages",) if pages_found > limits.pages else ()
    pages = ("",) * min(pages_found, limits.pages)
    return Extracted(media_type, pages, "none", name, version, Waiting.IMAGE, notes)


def frames(path: Path) -> Iterator[Image.Image]:
    """The pages of a picture, upright as its camera noted, in grey on white."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(path)
    with picture:
        for _ in _turned(picture):
            yield flat(ImageOps.exif_transpose(picture))


def _turned(picture: Image.Image) -> Iterator[int]:
    """Turn to one page after the other; each is found from all before it, so none is sought in advance."""
    for index in count():
        try:
            picture.seek(index)
        except EOFError:
            return
        yield index


def flat(picture: Image.Image) -> Image.Image:
    """In grey; what is transparent is white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        coloured = picture.convert("RGBA")
        ground = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(ground, coloured).convert("L")
    return picture.convert("L")
