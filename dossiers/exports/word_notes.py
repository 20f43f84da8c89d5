"""Notes of librarians in a DOCX: paragraphs, headings and lists with styles and numberings of their own."""

from __future__ import annotations

from collections.abc import Iterator

from dossiers.exports.word_template import FIRST_LIST
from dossiers.exports.word_xml import link_out, paragraph, run
from dossiers.markdown import Block, Run, to_blocks
from dossiers.publication import Publication

_STEP = 357
_CODE = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
_LINK = '<w:color w:val="0D5561"/><w:u w:val="single"/>'
_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="C9C4B8"/></w:pBdr>'


class Notes:
    """All notes of a publication: each numbered list in them gets a numbering of its own."""

    def __init__(self, publication: Publication) -> None:
        told = [publication.introduction]
        for section in publication.sections:
            told += [section.note, *(entry.note for entry in section.entries)]
        self.starts: list[int] = []
        self._numberings: dict[str, list[int]] = {}
        for note in dict.fromkeys(told):
            self._numberings[note] = list(self._read(note))

    def paragraphs(self, note: str, style: str = "") -> Iterator[str]:
        """A note, paragraph by paragraph."""
        numbers = iter(self._numberings[note])
        for block in to_blocks(note, site_links=False):
            number = next(numbers)
            yield paragraph("".join(map(_run, block.runs)), *_look(block, style, number))

    def _read(self, note: str) -> Iterator[int]:
        """For each block the numbering that it belongs to, or 0."""
        expected: dict[int, tuple[int, int]] = {}
        for block in to_blocks(note, site_links=False):
            digits = block.marker.rstrip(".")
            if block.kind != "item" or not digits.isdecimal():
                yield 0
                continue
            value = int(digits)
            numbering, following = expected.get(block.level, (0, -1))
            if value != following:
                self.starts.append(value)
                numbering = FIRST_LIST + len(self.starts) - 1
            expected = {level: one for level, one in expected.items() if level < block.level}
            expected[block.level] = (numbering, value + 1)
            yield numbering


def _look(block: Block, style: str, numbering: int) -> tuple[str, str]:
    """Style and further properties of a block."""
    depth = block.level + int(block.quoted)
    indent = f'<w:ind w:left="{_STEP * depth}"/>' if depth else ""
    match block.kind:
        case "heading":
            return "Heading3", ""
        case "rule":
            return style, _RULE
        case "item" if numbering:
            places = f'<w:ind w:left="{_STEP * depth}" w:hanging="{_STEP}"/>'
            return (
                "ListNumber",
                f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>{places}',
            )
        case "item":
            return "ListBullet", f'<w:ind w:left="{_STEP * depth}" w:hanging="{_STEP}"/>'
        case _:
            return style, indent


def _run(one: Run) -> str:
    look = (_CODE if one.code else "") + ("<w:b/>" if one.strong else "") + ("<w:i/>" if one.emphasis else "")
    return link_out(one.link, run(one.text, look + _LINK)) if one.link else run(one.text, look)
