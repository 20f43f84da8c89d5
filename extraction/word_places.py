"""Words of a page found again in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extraction.protocol import Word, WordBox
from language.dates import month_number

DOUBTFUL_NUMBER = 60
"""Confidence below which a recognised number or date is marked."""
_FAR, _NEAR = 400, 40
"""Characters that may be skipped to find a word, and one of a letter or two."""
_HYPHENS = "-\xad\u2010"


def is_doubtful_number(word: Word | WordBox) -> bool:
    """Whether a word holds figures, or names a month, and the recognition is not sure of it."""
    if word.confidence >= DOUBTFUL_NUMBER:
        return False
    return any(char.isdigit() for char in word.text) or month_number(word.text.strip(",.;()«»")) is not None


def boxes_of(words: Iterable[Word], text: str) -> tuple[WordBox, ...]:
    """Recognised words as boxes in parts of the page, with their offsets in the page's text."""
    boxes = [
        WordBox(
            word.text,
            word.left / 1000,
            word.top / 1000,
            word.width / 1000,
            word.height / 1000,
            confidence=word.confidence,
        )
        for word in words
    ]
    return placed(boxes, text)


def placed(boxes: Sequence[WordBox], text: str) -> tuple[WordBox, ...]:
    """The words with their offsets in a text that holds them in the same order, divided ones joined.

    Words that the text has moved to where the eye meets them are looked for once more in what is left of it.
    """
    found: list[WordBox] = []
    at = 0
    rest = list(text)
    for box in boxes:
        start, length = _find(text, at, box.text)
        if start >= 0:
            at = start + length
            rest[start:at] = "\0" * length
            box = box._replace(start=start, end=at)  # noqa: PLW2901 - the same word, now with its place
        found.append(box)
    left, at = "".join(rest), 0
    for number, box in enumerate(found):
        if box.start < 0 and (start := left.find(box.text, at)) >= 0:
            at = start + len(box.text)
            found[number] = box._replace(start=start, end=at)
    return tuple(found)


def _find(text: str, at: int, word: str) -> tuple[int, int]:
    """Where a word stands from some place on, and how many of its characters; -1 where it does not."""
    while at < len(text) and text[at].isspace():
        at += 1
    half = word.rstrip(_HYPHENS)
    for form in (word, half):
        if form and text.startswith(form, at):
            return at, len(form)
    until = at + (_FAR if len(word) > 2 else _NEAR)
    for form in (word, half):
        if form and (start := text.find(form, at, until)) >= 0:
            return start, len(form)
    return -1, 0
