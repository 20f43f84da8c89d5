"""Text as the fonts that go with the product can show it: a sign without a look of its own is marked.

PDF/A and PDF/UA forbid a page with a glyph that says nothing (ISO 19005-2, 6.2.11.8), and a reader is told
more by a box than by a gap.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from dossiers.printable import printable

FONTS = Path(__file__).with_name("fonts")
UNSHOWN = "□"
_NARROW_BLANKS = re.compile("[\u2007\u2009\u202f]")
_UNSEEN = re.compile("[\u00ad\u200b]")
_LONGEST_WORD = 48
_NEVER_ENDING = re.compile(rf"(?<!\S)\S{{{_LONGEST_WORD + 1},}}")
_BREAK = "\u200b"


def legible(text: str) -> str:
    """The text with composed letters, boxes for signs that the fonts lack, and long words broken."""
    if text.isascii() and "\t" not in text and text.isprintable():
        return _broken(text)
    clean = unicodedata.normalize("NFC", printable(text))
    spaced = _UNSEEN.sub("", _NARROW_BLANKS.sub("\u00a0", clean))
    shown = _unshown().sub(UNSHOWN, spaced)
    return _broken(_adrift().sub(UNSHOWN, shown))


def _broken(text: str) -> str:
    return _NEVER_ENDING.sub(_in_parts, text) if len(text) > _LONGEST_WORD else text


def _in_parts(word: re.Match[str]) -> str:
    whole = word.group()
    return _BREAK.join(whole[at : at + _LONGEST_WORD] for at in range(0, len(whole), _LONGEST_WORD))


@cache
def _coverage() -> tuple[str, str, str]:
    """Classes of signs for expressions: all that can be set, those of the spare font, marks over letters."""
    told = tomllib.loads((FONTS / "coverage.toml").read_text(encoding="utf-8"))
    own, spare = _points(told["own"]), _points(told["spare"])
    marks = {point for point in spare - own if unicodedata.combining(chr(point))}
    return _signs(own | spare), _signs(spare), _signs(marks)


@cache
def _unshown() -> re.Pattern[str]:
    return re.compile(f"[^\n\t{_coverage()[0]}]")


@cache
def _adrift() -> re.Pattern[str]:
    """A mark that the spare font alone has, over a letter that it lacks: no font sets the two together."""
    _all, spare, marks = _coverage()
    return re.compile(rf"(?<![{spare}])[{marks}]+")


def _points(ranges: str) -> set[int]:
    points: set[int] = set()
    for one in ranges.split():
        first, _, last = one.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def _signs(points: set[int]) -> str:
    """The inside of a class of signs."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs)
