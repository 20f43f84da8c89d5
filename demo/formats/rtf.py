"""RTF 1.9 as office programs of the 2000s wrote it: ANSI code page 1251, letters as hexadecimal escapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from demo.blocks import Block, Line, PageBreak, Sides, Table

_HEAD = (
    r"{\rtf1\ansi\ansicpg1251\deff0\deflang1049"
    r"{\fonttbl{\f0\froman\fcharset204 Times New Roman;}}"
    r"\paperw11906\paperh16838\margl1701\margr851\margt1134\margb1134\f0\fs26"
)
_ROLES = {
    "body": r"\pard\qj\fi709 ",
    "centre": r"\pard\qc ",
    "heading": r"\pard\qc\b ",
    "right": r"\pard\qr ",
    "flush": r"\pard\ql ",
}
_TEXT_WIDTH = 9354


def render(blocks: Iterable[Block]) -> bytes:
    """The bytes of an RTF file."""
    return ("\r\n".join([_HEAD, *(_paragraph(block) for block in blocks), "}"])).encode("ascii")


def _paragraph(block: Block) -> str:
    match block:
        case PageBreak():
            return r"\page"
        case Sides(left, right):
            return rf"\pard\tqr\tx{_TEXT_WIDTH} {_escaped(left)}\tab {_escaped(right)}\par"
        case Table(rows):
            return "\r\n".join(_rows(rows)) + "\r\n\\pard\\par"
        case Line(text, role):
            end = r"\b0\par" if role == "heading" else r"\par"
            return _ROLES[role] + _escaped(text) + end


def _rows(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    longest = [max(4, *(len(row[place]) for row in rows)) for place in range(len(rows[0]))]
    weights = [min(length, 40) for length in longest]
    edges, right = [], 0
    for weight in weights:
        right += _TEXT_WIDTH * weight // sum(weights)
        edges.append(right)
    for row in rows:
        cells = "".join(rf"\pard\intbl {_escaped(cell)}\cell" for cell in row)
        yield r"\trowd" + "".join(rf"\cellx{edge}" for edge in edges) + cells + r"\row"


def _escaped(text: str) -> str:
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter in "\\{}":
        return "\\" + letter
    if letter.isascii():
        return letter
    try:
        return rf"\'{letter.encode('cp1251')[0]:02x}"
    except UnicodeEncodeError:
        return rf"\u{ord(letter)}?"
