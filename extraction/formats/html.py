"""HTML, also saved by Word: what a browser shows, with rows of tables on lines and list items numbered."""

from __future__ import annotations

import html as entities
import re
from pathlib import Path

from lxml import etree

from extraction.encodings import Decoded, decode
from extraction.formats.text import read_bytes
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note
from extraction.rows import row_text
from extraction.sniff import HTML

name = "html"
version = "1"

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HIDDEN = frozenset({
    "script", "style", "head", "template", "noscript", "object", "svg", "xml", "select", "datalist",
    "iframe", "canvas", "audio", "video",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table",
    "caption", "tr", "thead", "tbody", "tfoot", "blockquote", "pre", "section", "article", "header",
    "footer", "nav", "aside", "main", "address", "form", "fieldset", "hr", "center", "body", "html",
    "figure", "figcaption", "title", "details", "summary",
})  # fmt: skip
_INVISIBLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.I)
_POURED_IN = 3000
"""A paragraph longer than this is a whole document poured in: blank lines of the source then divide it."""
_BLANK_LINE, _BLANK_LINES = "\x1e", re.compile(r"\n[ \t\r]*\n\s*")
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an HTML page."""
    data = read_bytes(path, limits)
    text, decoded, title, by_tags = _read(data)
    notes = (*decoded.notes, Note.TEXT_BY_TAGS) if by_tags else decoded.notes
    return Extracted(
        HTML, (text,), "born", name, version, notes=notes, metadata={"title": title} if title else {}
    )


def html_text(data: bytes, declared: str = "") -> tuple[str, Decoded]:
    """Text of HTML bytes, and how they were decoded.

    Args:
        data: the page.
        declared: encoding told from outside (a mail header), stronger than what the page says.
    """
    text, decoded, _, _ = _read(data, declared)
    return text, decoded


def _read(data: bytes, declared: str = "") -> tuple[str, Decoded, str, bool]:
    match = _CHARSET.search(data[:8192])
    decoded = decode(data, declared or (match[1].decode("ascii", "replace") if match else None))
    source = _XML_DECLARATION.sub("", decoded.text).replace("\0", "")
    root = _parse(source)
    text, title = "", ""
    if root is not None:
        title = " ".join((root.findtext(".//title") or "").split())
        text = _Page().text(root)
    by_tags = not has_words(text) and has_words(cut_tags(source))
    return (cut_tags(source) if by_tags else text), decoded, title, by_tags


def _parse(source: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        return etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def cut_tags(source: str) -> str:
    """Text of markup that no parser takes: tags cut out, entities read."""
    for start, end in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<head", "</head")):
        source = _without(source, start, end)
    source = re.sub(r"<(?:/?(?:p|div|tr|li|h[1-6]|table)|br)\b[^<>]*>", "\n", source, flags=re.I)
    text = entities.unescape(re.sub(r"<[^<>]*>", " ", source))
    return re.sub(r" ?\n\s*", "\n", re.sub(r"[ \t\xa0]+", " ", text)).strip()


def _without(source: str, start: str, end: str) -> str:
    """The source without its stretches from one mark to another; in one pass, whatever stands open."""
    small = source.lower() if len(source.lower()) == len(source) else source
    kept, at = [], 0
    while (begin := small.find(start, at)) >= 0:
        stop = small.find(end, begin)
        if stop < 0:
            break
        kept.append(source[at:begin])
        at = stop + len(end)
    return " ".join([*kept, source[at:]])


class _Page:
    """One walk over a page; text gathers in a stack of buffers, one for each open cell."""

    def __init__(self) -> None:
        self._buffers: list[list[str]] = [[]]
        self._rows: list[list[str]] = []
        self._lists: list[int | None] = []
        self._hidden = 0
        self._preformatted = 0

    def text(self, root: etree._Element) -> str:
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                self._say(element.tail)
                continue
            tag = str(element.tag).lower()
            if event == "start":
                self._open(tag, element)
                self._say(element.text)
            else:
                self._close(tag, element)
                self._say(element.tail)
        while len(self._buffers) > 1:
            self._end_cell()
        return self._joined(self._buffers[0])

    def _say(self, text: str | None) -> None:
        if not text or self._hidden:
            return
        if self._preformatted:
            self._buffers[-1].append(text)
            return
        marked = _BLANK_LINES.sub(_BLANK_LINE, text) if "\n" in text else text
        self._buffers[-1].append(_BLANKS.sub(" ", marked))

    def _open(self, tag: str, element: etree._Element) -> None:
        if self._hidden or self._is_hidden(tag, element):
            self._hidden += 1
            return
        if tag in _BLOCKS:
            self._buffers[-1].append("\n")
        if tag == "br":
            self._buffers[-1].append("\n")
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("ol", "ul", "menu"):
            self._lists.append(_start(element) if tag == "ol" else None)
        elif tag == "li":
            self._item(element)
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._buffers.append([])

    @staticmethod
    def _is_hidden(tag: str, element: etree._Element) -> bool:
        if tag in _HIDDEN or (tag == "input" and element.get("type") != "text"):
            return True
        style = element.get("style")
        return element.get("hidden") is not None or (
            style is not None and _INVISIBLE.search(style) is not None
        )

    def _item(self, element: etree._Element) -> None:
        if not self._lists or self._lists[-1] is None:
            return
        own = element.get("value") or ""
        number = int(own) if re.fullmatch(r"\d{1,6}", own) else self._lists[-1]
        self._lists[-1] = number + 1
        self._buffers[-1].append(f"{number}. ")

    def _close(self, tag: str, element: etree._Element) -> None:
        if self._hidden:
            self._hidden -= 1
            return
        if tag in ("td", "th") and self._rows and len(self._buffers) > 1:
            self._end_cell()
        elif tag == "tr" and self._rows:
            self._end_row()
        elif tag in ("ol", "ul", "menu") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._preformatted -= 1
        if tag in _BLOCKS:
            self._buffers[-1].append("\n")

    def _end_cell(self) -> None:
        text = self._joined(self._buffers.pop())
        if self._rows:
            self._rows[-1].append(text)
        else:
            self._buffers[-1].append(text)

    def _end_row(self) -> None:
        row = row_text(self._rows.pop())
        if row.strip():
            self._buffers[-1].append(row)

    @staticmethod
    def _joined(pieces: list[str]) -> str:
        text = "".join(pieces)
        if _BLANK_LINE in text:
            text = "\n".join(
                line.replace(_BLANK_LINE, "\n" if len(line) > _POURED_IN else " ")
                for line in text.split("\n")
            )
        return re.sub(r" ?\n[ \n]*", "\n", re.sub(r" {2,}", " ", text)).strip(" \n")


def _start(element: etree._Element) -> int:
    start = element.get("start") or ""
    return int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
