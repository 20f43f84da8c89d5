"""Text that was decoded with the wrong table: found out and put right, with a map of offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_SAMPLE = 4_000


def _letter(byte: int) -> str:
    return bytes([byte]).decode("cp1251") if byte != 0x98 else "\x98"


_BYTE = {_letter(byte): byte for byte in range(0x80, 0x100)}
_TAIL = re.escape("".join(_letter(byte) for byte in range(0x80, 0xC0)))
# UTF-8 read as cp1251: a lead letter and its tails. The tail 0xA0 is often lost to a plain space.
_PAIRS = re.compile(rf"[РС][{_TAIL}]")
_UTF8 = re.compile(rf"Р (?=[РС][{_TAIL}]|$)|[В-Я][{_TAIL}]|[а-п][{_TAIL}]{{2}}")
_LATIN = re.compile("[\u00c0-\u00ff]{2}")
_LATIN_TABLE = {byte: _letter(byte) for byte in (*range(0xC0, 0x100), 0xA8, 0xB8, 0xB9, 0xAB, 0xBB)}
_CYRILLIC = re.compile("[А-Яа-яЁё]")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text put right and the way back to the text as given.

    Attributes:
        text: the text put right.
        steps: (position here, position in the text as given) wherever the distance changes; rising.
    """

    text: str
    steps: tuple[tuple[int, int], ...] = ()

    def origin(self, position: int) -> int:
        """The position in the text as given of a position in ``text``."""
        at = bisect_right(self.steps, (position, 1 << 60)) - 1
        if at < 0:
            return position
        here, there = self.steps[at]
        return there + position - here


def mend(text: str) -> Mended:
    """Put right UTF-8 read as cp1251 («Р РµС€РµРЅРёРµ») and cp1251 read as Latin-1 («ÐÅØÅÍÈÅ»).

    A text that is not so spoilt comes back as it is.
    """
    sample = text[:_SAMPLE]
    cyrillic = len(_CYRILLIC.findall(sample))
    if 2 * len(_LATIN.findall(sample)) > max(cyrillic, 8):
        return Mended(text.translate(_LATIN_TABLE))
    if 4 * len(_PAIRS.findall(sample)) > max(cyrillic, 8):
        return _from_utf8(text)
    return Mended(text)


def _from_utf8(text: str) -> Mended:
    pieces: list[str] = []
    steps: list[tuple[int, int]] = []
    last = length = 0
    for found in _UTF8.finditer(text):
        letter = _decoded(found.group())
        if letter is None:
            continue
        pieces += (text[last : found.start()], letter)
        length += found.start() - last + 1
        last = found.end()
        steps.append((length, last))
    pieces.append(text[last:])
    return Mended("".join(pieces), tuple(steps))


def _decoded(run: str) -> str | None:
    try:
        return bytes(_BYTE.get(letter, 0xA0) for letter in run).decode("utf-8")
    except UnicodeDecodeError:
        return None
