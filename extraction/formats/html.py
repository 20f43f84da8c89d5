"""HTML, also saved by Word: what a browser shows, with rows of tables on lines and list items numbered."""

from __future__ import annotations

import html as entities
import re
from pathlib import Path

from lxml import etree

from extraction.encodings import Decoded, decode
from extraction.formats.docx_drawings import is_caption
from extraction.formats.html_lists import OpenList
from extraction.formats.html_rows import Rows
from extraction.formats.symbol_fonts import is_symbolic, sign
from extraction.formats.text import read_bytes
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note
from extraction.sniff import HTML

name = "html"
version = "2"

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HIDDEN = frozenset({
    "script", "style", "head", "template", "noscript", "object", "svg", "xml", "datalist",
    "iframe", "canvas", "audio", "video", "del", "rp",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table",
    "caption", "tr", "thead", "tbody", "tfoot", "blockquote", "pre", "section", "article", "header",
    "footer", "nav", "aside", "main", "address", "form", "fieldset", "hr", "center", "body", "html",
    "figure", "figcaption", "title", "details", "summary",
})  # fmt: skip
_INVISIBLE = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden"
    r"|mso-element\s*:\s*(?:foot|end)note-(?:continuation-)?(?:separator|notice)",
    re.I,
)
_COMMENTS = re.compile(r"mso-element\s*:\s*comment-list", re.I)
_BOX = re.compile(r"<v:textbox\b[^>]*>(.*?)</v:textbox>", re.I | re.S)
"""Word keeps text boxes in comments, and shows browsers a picture of them."""
_FONT = re.compile(r"font-family\s*:\s*[\"']?\s*([^;,\"']+)", re.I)
_MOST_BOXES = 1000
_NOTE = re.compile(r"\d{1,4}|[ivxlc]{1,6}|\*{1,5}", re.I)
_POURED_IN = 3000
"""A paragraph longer than this is a whole document poured in: blank lines of the source then divide it."""
_BLANK_LINE, _BLANK_LINES = "\x1e", re.compile(r"\n[ \t\r]*\n\s*")
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an HTML page."""
    data = read_bytes(path, limits)
    text, decoded, title, page = read_page(data)
    notes, metadata = notes_of(page)
    if title:
        metadata["title"] = title
    notes = (*decoded.notes, *notes)
    return Extracted(HTML, (text,), "born", name, version, notes=notes, metadata=metadata)


def notes_of(page: Page | None) -> tuple[tuple[str, ...], dict[str, str]]:
    """What is to be noted of a page, and what was put aside of it."""
    if page is None:
        return (Note.TEXT_BY_TAGS,), {}
    notes = (f"{Note.TRACKED_CHANGES}:{page.changes}",) if page.changes else ()
    if not page.comments:
        return notes, {}
    return (*notes, f"{Note.COMMENTS}:{len(page.comments)}"), {"comments": "\n".join(page.comments)}


def html_text(data: bytes, declared: str = "") -> tuple[str, Decoded]:
    """Text of HTML bytes, and how they were decoded.

    Args:
        data: the page.
        declared: encoding told from outside (a mail header), stronger than what the page says.
    """
    text, decoded, _, _ = read_page(data, declared)
    return text, decoded


def read_page(data: bytes, declared: str = "") -> tuple[str, Decoded, str, Page | None]:
    """Text, how it was decoded, the title, and the walk over the page where it could be walked."""
    match = _CHARSET.search(data[:8192])
    decoded = decode(data, declared or (match[1].decode("ascii", "replace") if match else None))
    source = _XML_DECLARATION.sub("", decoded.text).replace("\0", "")
    root = _parse(source)
    text, title, page = "", "", Page()
    if root is not None:
        title = " ".join((root.findtext(".//title") or "").split())
        text = page.text(root)
    by_tags = not has_words(text) and has_words(cut_tags(source))
    return (cut_tags(source) if by_tags else text), decoded, title, (None if by_tags else page)


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


class Page:
    """One walk over a page; text gathers in a stack of buffers, one for each open cell.

    Attributes:
        changes: deletions under review that were left out.
        comments: of reviewers, which Word puts below the text.

    Args:
        inner: it is a piece of another page, whose own comments nobody wants.
    """

    def __init__(self, *, inner: bool = False) -> None:
        self._inner = inner
        self._buffers: list[list[str]] = [[]]
        self._rows = Rows()
        self._lists: list[OpenList] = []
        self._fonts: list[tuple[etree._Element, str]] = []
        self._labelled = (0, 0)  # the buffer that an item has just begun in, and the place of its text
        self._hidden = 0
        self._preformatted = 0
        self.changes = 0
        self.comments: list[str] = []

    def text(self, root: etree._Element) -> str:
        """Text of the page."""
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                self._comment(element.text or "")
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
        if self._fonts:
            font = self._fonts[-1][1]
            text = "".join(char if char.isspace() else sign(font, 0xF000 | ord(char)) for char in text)
        if self._preformatted:
            self._buffers[-1].append(text)
            return
        marked = _BLANK_LINES.sub(_BLANK_LINE, text) if "\n" in text else text
        self._buffers[-1].append(_BLANKS.sub(" ", marked))

    def _comment(self, text: str) -> None:
        if self._hidden or "<v:textbox" not in text:
            return
        for box in _BOX.findall(text)[:_MOST_BOXES]:
            root = _parse(box)
            if root is not None and has_words(inside := Page(inner=True).text(root)):
                self._buffers[-1] += ("\n", inside, "\n")

    def _open(self, tag: str, element: etree._Element) -> None:
        if self._hidden or self._is_hidden(tag, element):
            self._hidden += 1
            return
        if tag in _BLOCKS:
            self._end_line()
        if tag == "br":
            self._buffers[-1].append("\n")
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("ol", "ul", "menu"):
            self._lists.append(OpenList.of(tag, element))
        elif tag == "li" and self._lists:
            self._buffers[-1].append(self._lists[-1].label(element))
            self._labelled = (id(self._buffers[-1]), len(self._buffers[-1]))
        elif tag in ("table", "tr", "td", "th"):
            self._open_table(tag, element)
        else:
            self._open_inline(tag, element)

    def _end_line(self) -> None:
        """Before a block; the number of an item and its first paragraph stand on one line."""
        buffer = self._buffers[-1]
        of, place = self._labelled
        if of != id(buffer) or any(map(str.strip, buffer[place:])):
            buffer.append("\n")

    def _open_table(self, tag: str, element: etree._Element) -> None:
        if tag == "table":
            self._rows.begin_table()
        elif tag == "tr":
            self._rows.begin()
        elif self._rows:
            self._rows.begin_cell(element)
            self._buffers.append([])
        else:
            self._buffers[-1].append(" ")

    def _open_inline(self, tag: str, element: etree._Element) -> None:
        """Pictures and fields that say something themselves, signs, marks of notes."""
        if tag == "img" and is_caption(told := " ".join((element.get("alt") or "").split())):
            self._buffers[-1].append(f" {told} ")
        elif tag == "input":
            self._buffers[-1].append(element.get("value") or "")
        elif tag == "rt":
            self._buffers[-1].append(" (")
        elif tag in ("a", "sup") and _is_mark_of_note(tag, element):
            self._buffers[-1].append("[")
        elif (tag in ("span", "font") and (font := _font(element))) and is_symbolic(font):
            self._fonts.append((element, font))

    def _is_hidden(self, tag: str, element: etree._Element) -> bool:
        style = element.get("style") or ""
        if tag == "del":
            self.changes += 1
        elif style and _COMMENTS.search(style):
            if not self._inner:
                texts = (" ".join(Page(inner=True).text(one).split()) for one in element)
                self.comments += filter(has_words, texts)
            return True
        return (
            tag in _HIDDEN
            or (tag == "input" and element.get("type", "text").lower() != "text")
            or (tag == "option" and element.get("selected") is None)
            or (tag == "sdfield" and (element.get("type") or "").lower() == "page")
            or element.get("class") == "MsoCommentReference"
            or element.get("hidden") is not None
            or bool(style and _INVISIBLE.search(style))
        )

    def _close(self, tag: str, element: etree._Element) -> None:
        if self._hidden:
            self._hidden -= 1
            return
        while self._fonts and self._fonts[-1][0] is element:
            self._fonts.pop()
        if tag in ("td", "th") and self._rows and len(self._buffers) > 1:
            self._end_cell()
        elif tag == "tr" and self._rows:
            self._end_row()
        elif tag == "table":
            self._rows.end_table()
        elif tag in ("ol", "ul", "menu") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._preformatted -= 1
        elif tag == "rt" or (tag in ("a", "sup") and _is_mark_of_note(tag, element)):
            self._buffers[-1].append(")" if tag == "rt" else "]")
        if tag in _BLOCKS:
            self._buffers[-1].append("\n")

    def _end_cell(self) -> None:
        text = self._joined(self._buffers.pop())
        if self._rows:
            self._rows.end_cell(text)
        else:
            self._buffers[-1].append(text)

    def _end_row(self) -> None:
        row = self._rows.end()
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


def _font(element: etree._Element) -> str:
    found = _FONT.search(element.get("style") or "")
    return found[1].strip() if found else (element.get("face") or "").split(",")[0].strip()


def _is_mark_of_note(tag: str, element: etree._Element) -> bool:
    """Whether a number leads to a note: it must not run together with the word before it."""
    parent = element.getparent()
    if tag == "a":
        if element.get("epub:type") != "noteref":
            return False
    elif parent is None or str(parent.tag).lower() != "a" or not (parent.get("href") or "").startswith("#"):
        return False
    return len(element) == 0 and bool(_NOTE.fullmatch((element.text or "").strip()))
