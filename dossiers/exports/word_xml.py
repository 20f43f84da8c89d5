"""Pieces of WordprocessingML (ECMA-376, part 1, 17) as strings: small enough to be written as a stream."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from dossiers.printable import printable

_SPACED = ' xml:space="preserve"'
_RIGHT = '<w:jc w:val="right"/>'


def run(text: str, properties: str = "") -> str:
    """A run of text; line ends are breaks, tabs are tabs.

    Args:
        text: any.
        properties: elements of its ``w:rPr`` in the order of the schema.
    """
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = []
    for line in printable(text).split("\n"):
        parts = line.split("\t")
        lines.append("<w:tab/>".join(f"<w:t{_SPACED}>{escape(part)}</w:t>" if part else "" for part in parts))
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph.

    Args:
        content: its runs.
        style: identifier of its style, or "" for the usual one.
        properties: further elements of its ``w:pPr`` in the order of the schema.
    """
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{look}{content}</w:p>"


def field(instruction: str, shown: str, properties: str = "") -> str:
    """A field with what it shows until it is brought up to date."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f"{_mark('begin', look)}<w:r>{look}<w:instrText{_SPACED}> {escape(instruction)} </w:instrText></w:r>"
        f"{_mark('separate', look)}<w:r>{look}<w:t{_SPACED}>{escape(printable(shown))}</w:t></w:r>"
        f"{_mark('end', look)}"
    )


def field_begins(instruction: str) -> str:
    """The first half of a field that spans paragraphs."""
    return (
        f"{_mark('begin')}<w:r><w:instrText{_SPACED}> {escape(instruction)} </w:instrText></w:r>"
        f"{_mark('separate')}"
    )


def field_ends() -> str:
    """Its other half."""
    return _mark("end")


def bookmark(name: str, number: int, content: str) -> str:
    """Content that links lead to."""
    begins = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{begins}{content}<w:bookmarkEnd w:id="{number}"/>'


def link_within(name: str, content: str) -> str:
    """A link to a bookmark."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{content}</w:hyperlink>'


def link_out(address: str, content: str) -> str:
    """A link out of the document, as a field, which needs no relationship."""
    clean = printable(address).replace("\\", "%5C").replace('"', "%22").replace("\n", "")
    instruction = f'HYPERLINK "{clean}"'
    return f"{field_begins(instruction)}{content}{field_ends()}"


def table(
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    *,
    head: Sequence[str] = (),
    figures: Collection[int] = (),
    style: str = "Cell",
) -> Iterable[str]:
    """A table with a grid, row by row.

    Args:
        rows: texts of cells.
        widths: of columns, in twentieths of a point.
        head: of the columns, repeated on every page, or none.
        figures: columns that keep to the right.
        style: of the paragraphs in its cells.
    """

    def cells(texts: Sequence[str], look: str = "") -> str:
        return "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{paragraph(run(text, look), style, _RIGHT if at in figures else '')}</w:tc>"
            for at, (text, width) in enumerate(zip(texts, widths, strict=True))
        )

    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="{int(bool(head))}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    if head:
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells(head, '<w:b/>')}</w:tr>"
    for row in rows:
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells(row)}</w:tr>"
    yield "</w:tbl>"
    yield paragraph("", "AfterTable")


def _mark(kind: str, look: str = "") -> str:
    return f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'
