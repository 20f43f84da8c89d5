"""OpenDocument text (ISO/IEC 26300): the three parts that a reader needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from demo.blocks import Block, Line, PageBreak, Sides, Table
from demo.formats.archive import Entry, pack

_MIME = "application/vnd.oasis.opendocument.text"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2">'
    "<office:automatic-styles>"
)
_STYLES = {
    "body": '<style:paragraph-properties fo:text-indent="1.25cm" fo:text-align="justify"/>',
    "centre": '<style:paragraph-properties fo:text-align="center"/>',
    "heading": '<style:paragraph-properties fo:text-align="center"/>'
    '<style:text-properties fo:font-weight="bold"/>',
    "right": '<style:paragraph-properties fo:text-align="end"/>',
    "flush": '<style:paragraph-properties fo:text-align="start"/>',
    "page": '<style:paragraph-properties fo:break-before="page"/>',
}


def render(blocks: Iterable[Block]) -> bytes:
    """The bytes of an ODT file."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph">{properties}</style:style>'
        for name, properties in _STYLES.items()
    )
    body = "".join(_elements(blocks))
    content = (
        f"{_HEAD}{styles}</office:automatic-styles><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    return pack(
        [
            Entry("mimetype", _MIME.encode(), stored=True),
            Entry("META-INF/manifest.xml", _MANIFEST.encode()),
            Entry("content.xml", content.encode()),
        ]
    )


def _elements(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case PageBreak():
                yield '<text:p text:style-name="page"/>'
            case Sides(left, right):
                yield f'<text:p text:style-name="flush">{escape(left)}<text:tab/>{escape(right)}</text:p>'
            case Table(rows):
                yield (
                    "<table:table>" + f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
                )
                for row in rows:
                    cells = "".join(
                        f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>"
                        for cell in row
                    )
                    yield f"<table:table-row>{cells}</table:table-row>"
                yield "</table:table>"
            case Line(text, role):
                yield f'<text:p text:style-name="{role}">{escape(text)}</text:p>'
