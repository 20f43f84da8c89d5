"""RTF: its text in order, with the numbers of lists, cells divided by tabs, notes and headers once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from extraction.encodings import repair
from extraction.formats.rtf_codes import (
    CHARSETS,
    MACINTOSH,
    SIGNS,
    SILENT,
    SPOKEN,
    SYMBOLIC,
    SYMBOLS,
    code_page,
    tokens,
)
from extraction.formats.rtf_fields import Field
from extraction.formats.symbol_fonts import PRIVATE, sign, signs
from extraction.formats.text import read_bytes
from extraction.plain import has_words, plain_text
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import RTF

name = "rtf"
version = "3"

_Piece = tuple[bytes | str, str]
"""Bytes or text, and the codec or ``_WIDE``."""
_WIDE = "utf-16"
_LINE_END = ("\n", _WIDE)
_ANSI = ""
"""Stands for the alphabet of the document, which is known only when all of it has been read."""
_AFTER = ("footnote", "headerf", "header", "headerr", "headerl", "footerf", "footer", "footerr", "footerl")
_OPENING = ("headerf", "header", "headerr")
"""Headers of the first page, the likeliest first."""
_BLOCKS = frozenset({"annotation", *_AFTER})
_MOST_GROUPS = 20_000
_HIGH = re.compile(rb"[\xa8\xb8\xc0-\xff]+")


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an RTF file as one page."""
    data = read_bytes(path, limits)
    walk = _Walk(data)
    text, how = repair(walk.text())
    if not has_words(text) and not data.rstrip().endswith(b"}"):
        raise UnreadableError(Refusal.DAMAGED, detail="cut")
    comments = walk.lines("annotation")
    notes = [f"{Note.MOJIBAKE_REPAIRED}:{how}"] if how else []
    notes += [f"{Note.COMMENTS}:{len(comments)}"] if comments else []
    metadata = {"comments": "\n".join(comments)} if comments else {}
    return Extracted(RTF, (text,), "born", name, version, notes=tuple(notes), metadata=metadata)


def rtf_text(data: bytes) -> str:
    """Text of RTF bytes."""
    return _Walk(data).text()


@dataclass(slots=True)
class _State:
    """What holds inside one group and ends with it."""

    font: int | None = None
    silent: bool = False
    hidden: bool = False
    fallback: int = 1
    numbering: bool = False
    in_table: bool = False
    form: Field | None = None
    instructing: bool = False
    sink: list[_Piece] = field(default_factory=list)


class _Walk:
    """One pass over the tokens; bytes are decoded at the end, when the alphabet is known."""

    def __init__(self, data: bytes) -> None:
        self._body: list[_Piece] = []
        self._blocks: dict[str, list[list[_Piece]]] = {}
        self._fonts: dict[int, str] = {}
        self._font_names: dict[int, str] = {}
        self._of_first_section: dict[str, int] = {}
        self._boxes: dict[int, tuple[list[_Piece], list[list[_Piece]]]] = {}  # by the text they hang on
        self._default_font: int | None = None
        self._page = ""
        self._in_fonts = 0
        self._optional = False
        self._skip = 0
        self._number_at = 0
        self._cell_lines: list[tuple[list[_Piece], int]] = []
        self._state = _State(sink=self._body)
        self._states: list[_State] = []
        self._words: dict[str, Callable[[int | None], None]] = {
            "ansicpg": self._set_page,
            "f": self._set_font,
            "deff": self._set_default_font,
            "fcharset": self._set_charset,
            "cpg": self._set_font_page,
            "plain": self._plain,
            "uc": self._set_fallback,
            "u": self._unicode,
            "v": self._hide,
            "deleted": self._hide,
            "pard": self._begin_paragraph,
            "intbl": self._enter_table,
            "itap": self._enter_table,
            "par": self._end_paragraph,
            "line": self._end_paragraph,
            "sect": self._end_section,
            "pc": self._set_dos,
            "pca": self._set_dos,
        }
        for token in tokens(data):
            self._take(token)
        for sink, _ in list(self._boxes.values()):
            self._unpack_boxes(sink)
        self._ansi = self._alphabet()

    def text(self) -> str:
        """Letterhead, body, notes, other headers and footers; none twice, no bare page number."""
        openings = (
            block for kind in _OPENING for block in self.lines(kind, self._of_first_section.get(kind))
        )
        headers = [block for block in openings if not block.isdecimal()][:1]
        parts = [*headers, self._decoded(self._body)]
        seen = {tuple(sorted(block.split())) for block in headers}
        for kind in _AFTER:
            for block in self.lines(kind):
                words = tuple(sorted(block.split()))
                if kind == "footnote" or (words not in seen and not block.isdecimal()):
                    parts.append(block)
                    seen.add(words)
        return "\n".join(part.strip("\n") for part in parts)

    def lines(self, kind: str, most: int | None = None) -> list[str]:
        """The texts of all groups of a kind that hold a word, of so many first ones at most."""
        texts = (plain_text(self._decoded(block)).strip() for block in self._blocks.get(kind, [])[:most])
        return [text for text in texts if has_words(text)]

    def _take(self, token: re.Match[bytes]) -> None:
        word, number, code, symbol, brace, plain = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word.decode(), int(number) if number else None)
        elif code:
            self._bytes(bytes.fromhex(code.decode().replace("\\'", "")))
        elif symbol:
            self._symbol(symbol.decode("latin-1"))
        elif plain:
            self._bytes(plain)

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        self._optional = False
        if brace == b"{":
            if len(self._states) >= _MOST_GROUPS:
                raise UnreadableError(Refusal.DAMAGED, detail="groups inside groups")
            self._states.append(self._state)
            self._state = replace(self._state)
        elif self._states:
            if self._state.numbering and not self._states[-1].numbering:
                self._end_numbering()
            closed, self._state = self._state, self._states.pop()
            if closed.form and closed.instructing and not self._state.instructing and not self._state.silent:
                self._state.sink += closed.form.shown()
            if closed.sink is not self._state.sink:
                self._unpack_boxes(closed.sink)
            if len(self._states) < self._in_fonts:
                self._in_fonts = 0

    def _end_numbering(self) -> None:
        """A number is followed by a blank, as in other formats, whatever the distance to its text."""
        sink = self._state.sink
        while sink and sink[-1][0] == "\t":
            sink.pop()
        if sink and not self._state.silent:
            piece, codec = sink[self._number_at] if self._number_at < len(sink) else ("", _WIDE)
            if isinstance(piece, bytes):
                sink[self._number_at] = (piece.lstrip(b" "), codec)
            sink.append((" ", _WIDE))

    def _word(self, word: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if self._skip:
            self._skip -= 1
            return
        if optional and word not in SPOKEN:
            self._state.silent = True
        if self._state.instructing and self._state.form and word.startswith("ff"):
            self._form(self._state.form, word, number)
        elif word in self._words:
            self._words[word](number)
        elif word in SIGNS:
            self._end_cell(word)
            self._say(SIGNS[word])
        else:
            self._group(word)

    def _group(self, word: str) -> None:
        state = self._state
        if word == "fonttbl":
            self._in_fonts = len(self._states)
            state.silent = True
        elif word in ("field", "fldinst", "fldrslt"):
            self._field(word)
        elif word in SILENT:
            state.silent = True
        elif word == "ud":
            state.silent = False
        elif word == "mden":
            self._say("/")
        elif word in ("listtext", "pntext"):
            state.numbering = True
            self._number_at = len(state.sink)
        elif word in _BLOCKS:
            state.sink = []
            state.hidden = state.numbering = False
            if not state.silent:
                self._blocks.setdefault(word, []).append(state.sink)
        elif word in ("shptxt", "dptxbxtext") and not state.silent:
            outer, state.sink = state.sink, []
            self._boxes.setdefault(id(outer), (outer, []))[1].append(state.sink)

    def _field(self, word: str) -> None:
        state = self._state
        if word == "field":
            state.form, state.instructing = Field(), False
        elif word == "fldinst":
            state.instructing = state.silent = True
        elif state.form is not None and state.form.counts_pages():
            state.silent = True

    def _form(self, kept: Field, word: str, number: int | None) -> None:
        """Data of a form inside the instruction of its field."""
        if word == "ffl":
            self._state.sink, self._state.silent = [], False
            kept.entries.append(self._state.sink)
        elif number is not None:
            kept.numbers[word] = number

    def _unpack_boxes(self, sink: list[_Piece]) -> None:
        """Write the text boxes that hang on the paragraph which has just ended after it."""
        _, waiting = self._boxes.pop(id(sink), (sink, []))
        for box in waiting:
            if sink and sink[-1] != _LINE_END:
                sink.append(_LINE_END)
            sink += box
            if box and box[-1] != _LINE_END:
                sink.append(_LINE_END)

    def _symbol(self, symbol: str) -> None:
        if self._skip:
            self._skip -= 1
        elif symbol == "*":
            self._optional = True
        elif symbol in SYMBOLS:
            self._say(SYMBOLS[symbol])

    def _bytes(self, data: bytes) -> None:
        self._optional = False
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        state = self._state
        if data and not state.silent and not state.hidden:
            state.sink.append((data, self._codec()))
        elif data and state.instructing and state.form:
            state.form.instruction.append(data.decode("latin-1"))
        elif data and self._in_fonts and state.font is not None:
            named = self._font_names.get(state.font, "") + data.decode("latin-1")
            self._font_names[state.font] = named.partition(";")[0]

    def _codec(self) -> str:
        """The alphabet of what comes now: that of its font."""
        font = self._default_font if self._state.font is None else self._state.font
        if font is None:
            return _ANSI
        codec = self._fonts.get(font, _ANSI)
        return codec + self._font_names.get(font, "").strip() if codec == SYMBOLIC else codec

    def _say(self, text: str) -> None:
        if not self._state.silent and not self._state.hidden:
            self._state.sink.append((text, _WIDE))

    def _set_page(self, number: int | None) -> None:
        self._page = code_page(number or 0)

    def _set_dos(self, _: int | None) -> None:
        self._page = self._page or "cp866"

    def _set_font(self, number: int | None) -> None:
        self._state.font = number

    def _set_default_font(self, number: int | None) -> None:
        self._default_font = number

    def _set_charset(self, number: int | None) -> None:
        if self._in_fonts and self._state.font is not None and number in CHARSETS:
            codec = CHARSETS[number]
            told_by_page = codec == MACINTOSH and self._page.startswith("mac")
            self._fonts.setdefault(self._state.font, self._page if told_by_page else codec)

    def _set_font_page(self, number: int | None) -> None:
        if self._in_fonts and self._state.font is not None and number:
            self._fonts[self._state.font] = code_page(number)

    def _plain(self, _: int | None) -> None:
        self._state.font = None
        self._state.hidden = False

    def _set_fallback(self, number: int | None) -> None:
        self._state.fallback = max(0, min(number or 0, 8))

    def _unicode(self, number: int | None) -> None:
        if number is not None:
            char, codec = chr(number & 0xFFFF), self._codec()
            if codec.startswith(SYMBOLIC):
                char = signs(codec.removeprefix(SYMBOLIC), char) if PRIVATE.match(char) else char
            self._say(char)
            self._skip = self._state.fallback

    def _hide(self, number: int | None) -> None:
        self._state.hidden = number != 0

    def _begin_paragraph(self, _: int | None) -> None:
        self._state.in_table = False

    def _enter_table(self, depth: int | None) -> None:
        self._state.in_table = depth != 0

    def _end_paragraph(self, _: int | None) -> None:
        sink = self._state.sink
        place = len(sink)
        self._say("\n")
        if not self._state.silent and self._boxes:
            self._unpack_boxes(sink)
        if self._state.in_table:
            self._cell_lines += [(sink, at) for at in range(place, len(sink)) if sink[at] == _LINE_END]

    def _end_section(self, _: int | None) -> None:
        """Headers that come after the first section do not open the document."""
        for kind in _OPENING:
            self._of_first_section.setdefault(kind, len(self._blocks.get(kind, ())))
        self._say("\n")

    def _end_cell(self, word: str) -> None:
        """The paragraphs of a cell stand on one line, or its row would fall apart."""
        if self._boxes and not self._state.silent:
            sink = self._state.sink
            place = len(sink)
            self._unpack_boxes(sink)
            self._cell_lines += [(sink, at) for at in range(place, len(sink)) if sink[at] == _LINE_END]
        if word in ("cell", "nestcell"):
            for sink, place in self._cell_lines:
                if place < len(sink) and sink[place] == _LINE_END:
                    sink[place] = (" ", _WIDE)
        if word in ("cell", "nestcell", "row", "nestrow"):
            self._cell_lines.clear()

    def _alphabet(self) -> str:
        """The alphabet of text in fonts that name none: letters side by side are Russian, not accents."""
        high = [
            run for data, codec in self._joined(self._body) if codec == _ANSI for run in _HIGH.findall(data)
        ]
        together = sum(len(run) for run in high if len(run) > 1)
        if self._page in ("", "cp1252") and 2 * together > sum(map(len, high)) > 0:
            return "cp1251"
        return self._page or "cp1252"

    @staticmethod
    def _joined(pieces: list[_Piece]) -> Iterator[tuple[bytes, str]]:
        """Neighbours of one alphabet put together: letters of two bytes, words of two runs."""
        run: list[bytes] = []
        last = _ANSI
        for piece, codec in pieces:
            if codec != last and run:
                yield b"".join(run), last
                run = []
            last = codec
            run.append(piece.encode("utf-16-le", "surrogatepass") if isinstance(piece, str) else piece)
        if run:
            yield b"".join(run), last

    def _decoded(self, pieces: list[_Piece]) -> str:
        text: list[str] = []
        for data, codec in self._joined(pieces):
            if codec.startswith(SYMBOLIC):
                font = codec.removeprefix(SYMBOLIC)
                text.append("".join(sign(font, 0xF000 + byte) if byte >= 0x20 else "" for byte in data))
            else:
                actual = "utf-16-le" if codec == _WIDE else codec or self._ansi
                text.append(data.decode(actual, "replace"))
        return "".join(text)
