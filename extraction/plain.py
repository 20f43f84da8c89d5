"""What every reader's text goes through before it leaves: line ends, control characters, invisible signs."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HYPHEN_WITHOUT_BREAK = "\u2011"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BULLETS = re.compile("[\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076]")
"""What fonts of signs put before the items of a list; in any other font they are empty boxes."""
_LINE_TAIL = re.compile(r"(?<![ \t\xa0])[ \t\xa0]++$", re.M)  # without the rest, a page of blanks takes hours
_GAPS = re.compile(r"\n{4,}")


def plain_text(text: str) -> str:
    r"""Text with ``\n`` line ends, no form feeds, control characters, soft hyphens, invisible signs.

    Signs of a list are ``•`` in whatever font they were; hyphens that hold a number together are hyphens.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text).replace(_HYPHEN_WITHOUT_BREAK, "-")
    text = _BULLETS.sub("•", text)
    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _LINE_TAIL.sub("", text)
    return _GAPS.sub("\n\n\n", text).strip("\n")


def has_words(text: str) -> bool:
    """Whether a text holds at least one letter or digit."""
    return any(char.isalnum() for char in text)
