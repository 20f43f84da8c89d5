"""A scanned page made ready for recognition: even ground, no specks, straight lines; in this order.

Straightening an uneven page spoils it, so the ground is flattened first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_MOST_DEGREES = 4.0
_GROUND_SCALE = 16


def cleaned(picture: Image.Image) -> tuple[Image.Image, float]:
    """A grey page flattened, without specks, straightened; and by how many degrees it was turned for that."""
    flat = flattened(picture.convert("L"))
    smooth = flat.filter(ImageFilter.MedianFilter(3)) if is_noisy(flat) else flat
    angle = skew(smooth)
    if abs(angle) < 0.05:
        return smooth, 0.0
    return smooth.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255), angle


def flattened(picture: Image.Image) -> Image.Image:
    """Divide by the ground (what is left when letters are rubbed out), so that shadows become white."""
    small = (max(1, picture.width // _GROUND_SCALE), max(1, picture.height // _GROUND_SCALE))
    ground = picture.resize(small, Image.Resampling.BOX)
    for _ in range(2):
        ground = ground.filter(ImageFilter.MaxFilter(5))
    ground = ground.filter(ImageFilter.GaussianBlur(3)).resize(picture.size, Image.Resampling.BILINEAR)
    paper = np.asarray(picture, dtype=np.float32)
    light = np.maximum(np.asarray(ground, dtype=np.float32), 40.0)
    return Image.fromarray(np.minimum(paper * (255.0 / light), 255.0).astype(np.uint8))


def is_noisy(picture: Image.Image) -> bool:
    """Whether single pixels differ from their surroundings in the middle greys, as scanners' noise does."""
    left, top = picture.width // 4, picture.height // 4
    part = picture.crop((left, top, min(left + 800, picture.width), min(top + 800, picture.height)))
    pixels = np.asarray(part, dtype=np.float32)
    if pixels.size < 100:
        return False
    calm = np.asarray(part.filter(ImageFilter.MedianFilter(3)), dtype=np.float32)
    bright = calm > 200
    return bool(np.abs(pixels - calm)[bright].mean() > 2.0) if bright.any() else True


def skew(picture: Image.Image) -> float:
    """By how many degrees, counter-clockwise, the page has to be turned so that its lines lie straight.

    The right angle is the one at which the sums of ink by rows differ most from one row to the next.
    """
    small = picture.copy()
    small.thumbnail((1000, 1000), Image.Resampling.BOX)
    ink: NDArray[np.uint8] = (np.asarray(small) < 160).astype(np.uint8)
    if not 0.002 < ink.mean() < 0.6:
        return 0.0
    best, step = 0.0, 1.0
    span = np.arange(-_MOST_DEGREES, _MOST_DEGREES + 0.1, step)
    for _ in range(3):
        scores = [_sharpness(ink, angle) for angle in span]
        best = float(span[int(np.argmax(scores))])
        step /= 5
        span = np.arange(best - 4 * step, best + 4.1 * step, step)
    straight = _sharpness(ink, 0.0)
    return best if _sharpness(ink, best) > 1.02 * straight else 0.0


def _sharpness(ink: NDArray[np.uint8], degrees: float) -> float:
    """How sharply rows of ink and blank rows alternate when the page is sheared by this angle."""
    height, width = ink.shape
    rows, columns = np.nonzero(ink)
    shifted = np.round(rows + (columns - width / 2) * np.tan(np.radians(-degrees))).astype(np.int64)
    sums = np.bincount(np.clip(shifted + 100, 0, height + 199), minlength=height + 200)
    return float(np.square(np.diff(sums.astype(np.float64))).sum())
