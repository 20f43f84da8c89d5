"""XML that is no known document: the text of its elements, block after block."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from extraction.encodings import decode
from extraction.formats import odt, word_xml
from extraction.formats.text import read_bytes
from extraction.packages import parse_xml
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, UnreadableError
from extraction.sniff import XML

name = "xml"
version = "2"

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)""")
_FLAT_DOCUMENT = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}document"
_OF_WORD = (
    "{http://schemas.microsoft.com/office/word/2003/wordml}wordDocument",
    "{http://schemas.microsoft.com/office/2006/xmlPackage}package",
)
_INLINE = frozenset({"r", "t", "span", "b", "i", "u", "em", "strong", "a", "sub", "sup", "font", "emphasis"})


def extract(path: Path, limits: Limits) -> Extracted:
    """Read XML; documents of office programs as what they are; markup that does not parse is cut out."""
    data = read_bytes(path, limits)
    declared = _DECLARED.match(data[:200])
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else None)
    notes = list(decoded.notes)
    try:
        root, mended = parse_xml(_DECLARATION.sub("", decoded.text).encode("utf-8"))
        if document := _document(root, limits):
            return document
        text = "".join(_pieces(root))
        if mended:
            notes.append(f"{Note.PART_DAMAGED}:xml")
    except UnreadableError:
        text = re.sub(r"<[^<>]*>", " ", decoded.text)
        notes.append(Note.TEXT_BY_TAGS)
    text = re.sub(r"(?:(?<![ \t])[ \t]++)?\n\s*", "\n", text).strip()
    return Extracted(XML, (text,), "born", name, version, notes=tuple(notes))


def _document(root: etree._Element, limits: Limits) -> Extracted | None:
    """A document of an office program that is one XML file."""
    if root.tag == _FLAT_DOCUMENT:
        return odt.extract_flat(root, XML)
    return word_xml.extract_word(root, XML, limits) if str(root.tag) in _OF_WORD else None


def _pieces(root: etree._Element) -> list[str]:
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append(element.tail or "")
            continue
        tag = str(element.tag)
        if event == "start" and not tag.endswith("binData"):
            pieces.append(element.text or "")
        elif event == "end":
            block = tag.rpartition("}")[2].lower() not in _INLINE
            pieces.append(("\n" if block else "") + (element.tail or ""))
    return pieces
