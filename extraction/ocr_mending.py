"""Mistakes that the recognition of Russian always makes, put right where nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.programs.tesseract import Box

_COMMAS = re.compile("[,‚]*‚[,‚]*")
"""A low quotation mark is a comma with a speck; quotations open so in German and Polish only."""
_DATE_END = re.compile(r".*(?:\d\d|г\.?|года)")
_NUMBER_SIGN = re.compile(r"[МИ](?=\d)")


def mended(boxes: Iterable[Box]) -> list[Box]:
    """The words with commas for low quotation marks, and «N» before a number that follows a date."""
    told: list[Box] = []
    before = ""
    for box in boxes:
        text = _COMMAS.sub(",", box.text)
        if _NUMBER_SIGN.match(text) and _DATE_END.fullmatch(before):  # Latin letters are not in the model
            text = "N" + text[1:]
        told.append(box if text == box.text else replace(box, text=text))
        before = text
    return told
