"""Words one slip away: a letter left out, put in, replaced, or two swapped."""

from __future__ import annotations

from collections.abc import Iterator

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def one_slip_away(word: str) -> Iterator[str]:
    """All folded words that one slip turns into ``word``; the alphabet is that of its first letter."""
    letters = "abcdefghijklmnopqrstuvwxyz" if word[:1].isascii() else _LETTERS
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in letters:
            yield head + letter + tail
            if tail and tail[0] != letter:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
