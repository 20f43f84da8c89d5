"""Text that may stand in any file: without the signs that XML, a terminal or a reader's eye cannot take."""

from __future__ import annotations

import re

# Control characters, surrogates and noncharacters that XML 1.0 refuses (section 2.2, production Char), and
# the signs that turn the order of letters around (Unicode, annex 9): a title must not dress up as another.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff"
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""The text with ``\n`` for every kind of line end, and without what no file may hold."""
    return _REFUSED.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The same in one line; non-breaking and narrow blanks stay."""
    return " ".join(part for part in re.split("[ \t\n]+", printable(text)) if part)
