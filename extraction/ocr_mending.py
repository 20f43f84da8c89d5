"""Mistakes that the recognition of Russian always makes, put right where nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.programs.tesseract import Box

_COMMAS = re.compile("[,‚]*‚[,‚]*")
"""A low quotation mark is a comma with a speck; quotations open so in German and Polish only."""
_DATE_END = re.compile(r".*(?:\d\d|г\.?|года)")
_SPECK = re.compile(r"[|¦]+|_")
_SPECKED_END = re.compile(r"(?<=[^\W_])[|¦_]$")
_NUMBER_SIGN = re.compile(r"[МИ](?=\d)")


def mended(boxes: Iterable[Box]) -> list[Box]:
    """The words with commas for low quotation marks, and «N» before a number that follows a date.

    Upright strokes and a single low one are specks or rules of a table; blanks to be filled in are longer.
    """
    told: list[Box] = []
    before = ""
    for box in boxes:
        if _SPECK.fullmatch(box.text):
            continue
        text = _SPECKED_END.sub("", _COMMAS.sub(",", box.text))
        if _NUMBER_SIGN.match(text) and _DATE_END.fullmatch(before):  # Latin letters are not in the model
            text = "N" + text[1:]
        told.append(box if text == box.text else replace(box, text=text))
        before = text
    return told
