"""What the makers of text out of format codes share: the pieces of a code, and the blanks of a cell."""

from __future__ import annotations

import re
from typing import NamedTuple

BLANKS = re.compile(r"[^\S\xa0]+")
"""Runs of any blanks but those that hold a number together."""


class Token(NamedTuple):
    """A piece of a format code.

    Attributes:
        kind: ``date``, ``elapsed``, ``half`` (of the day), ``slash``, ``point``, ``comma``, ``place`` or
            ``literal``; ``language``; what else there is makes no day.
        text: as written.
    """

    kind: str
    text: str


def tidy(text: str) -> str:
    """A text on one line, with single blanks."""
    return BLANKS.sub(" ", text).strip(" ")
