"""Of the lines above a table those that head it."""

from __future__ import annotations

import re

_OF_THE_TEXT = re.compile(
    r"^\d{1,3}(?:\.\d{1,3}){0,3}[.)]\s|[;:]$|(?<!руб)(?<!тыс)(?<!млн)(?<!млрд)(?<! г)(?<!гг)\.$"
    r"|(?:^|\s)[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё-]+$|[а-яё]\s[А-ЯЁ][а-яё-]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\.$"
)
"""A line that belongs to the text of an act or ends it, and heads no table."""


def caption_lines(caption: str) -> tuple[str, ...]:
    """The lines above a table without points of the act and without who signed it."""
    lines = [line for line in caption.split("\n") if line.strip()]
    text = max((at for at, line in enumerate(lines, 1) if _OF_THE_TEXT.search(line.strip())), default=0)
    return tuple(lines[text:])
