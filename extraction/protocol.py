"""The protocol of extraction: what goes into a worker and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

TextLayer = Literal["born", "ocr", "none"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one extraction may use.

    Attributes:
        memory_mib: address space of a worker.
        cpu_seconds: processor time for one file.
        wall_seconds: time by the clock for one file.
        output_chars: characters of text.
        entries: members of one archive, nested ones counted.
        depth: archives inside archives.
        unpacked_mib: bytes that an archive may unpack to.
        pages: pages of a document.
        ocr_pages: pages of a document that are recognised; each has a time of its own.
        table_pages: pages of a document that are searched for ruled tables; each has a time of its own.
    """

    memory_mib: int = 1024
    cpu_seconds: int = 24
    wall_seconds: int = 28
    output_chars: int = 50_000_000
    entries: int = 10_000
    depth: int = 5
    unpacked_mib: int = 2048
    pages: int = 20_000
    ocr_pages: int = 1_000
    table_pages: int = 1_000


class Word(NamedTuple):
    """A recognised word and its box, in thousandths of the page's width and height.

    Attributes:
        text: the word.
        left: distance of its box from the left edge.
        top: distance of its box from the upper edge.
        width: of its box.
        height: of its box.
        confidence: 0 to 100.
    """

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: int


class WordBox(NamedTuple):
    """A word of a page and where it stands, for a site that draws boxes over it.

    Attributes:
        text: the word as it stands on the page, its punctuation included.
        left: distance of its box from the left edge, as a part of the page's width (0 to 1).
        top: distance from the upper edge, as a part of the page's height.
        width: as a part of the page's width.
        height: as a part of the page's height.
        start: offset of its first character in the page's text, -1 where it was not found there.
        end: offset after its last character, -1 likewise.
        confidence: 0 to 100; 100 for text that was not recognised.
    """

    text: str
    left: float
    top: float
    width: float
    height: float
    start: int = -1
    end: int = -1
    confidence: int = 100


class Heading(NamedTuple):
    """An entry of a document's own table of contents.

    Attributes:
        title: as written there.
        level: 1 for the outermost.
        page: from 1; 0 where it leads nowhere.
    """

    title: str
    level: int
    page: int


class Contents(NamedTuple):
    """How a document itself counts its pages, and what it says stands on them.

    Attributes:
        labels: what it calls its pages («iii», «А-2»); empty where it counts from 1 like all.
        outline: its own table of contents, in its order.
    """

    labels: tuple[str, ...] = ()
    outline: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    r"""A document that is kept: its pages of text, or no text yet.

    Attributes:
        media_type: by the bytes, for example ``application/pdf``.
        pages: the text of each page, lines divided by ``\n``; a format without pages is one page.
        text_layer: ``born`` digital, ``ocr``, or ``none`` when there is no text yet.
        extractor: module that read it, for example ``pdf``; ``""`` when nothing did.
        version: version of that extractor, raised when its output changes.
        waiting: why the text (or that of some pages) has to wait, one of ``reasons.Waiting``, or "".
        notes: what is uncertain or worth saying, ``reasons.Note`` with its parameter (``encoding-
            guessed:cp1251``).
        metadata: title, author and the like from inside the file, as strings.
        page_layers: for a format with real pages, the layer of each; empty where all are ``text_layer``.
        words: for recognised pages, page number from 1 -> its words with their places.
        page_labels: what the document calls its pages («iii», «А-2»); empty where it counts from 1 like all.
        outline: its own table of contents, in its order.
    """

    media_type: str
    pages: tuple[str, ...]
    text_layer: TextLayer
    extractor: str
    version: str
    waiting: str = ""
    notes: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    page_layers: tuple[TextLayer, ...] = ()
    words: dict[int, tuple[Word, ...]] = field(default_factory=dict)
    page_labels: tuple[str, ...] = ()
    outline: tuple[Heading, ...] = ()

    @property
    def text(self) -> str:
        """All pages joined by form feeds."""
        return "\f".join(self.pages)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document, put together over its pages.

    Attributes:
        first_page: where it begins, from 1; the sheet of a workbook; 1 where a format has no pages.
        last_page: where it ends.
        rows: cells as text on one line each, all rows of one length; a merged cell's text stands in its first
            place, the others are empty.
        header_rows: how many first rows are the head.
        caption: the lines above it («Приложение 4», «тыс. рублей»), or the name of its sheet.
        confidence: 0 to 1: how much of its text was surely put into the right cells.
        notes: ``rows-joined:3`` (rows cut by a page end made whole), ``from-text`` (columns told by tabs
            alone), ``layer-repaired``, ``garbage-layer``, ``numbers-rounded``, ``numbers-as-stored``,
            ``truncated:pages``.
    """

    first_page: int
    last_page: int
    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 0
    caption: str = ""
    confidence: float = 1.0
    notes: tuple[str, ...] = ()


def document_layer(pages: Sequence[str], layers: Sequence[TextLayer]) -> TextLayer:
    """The layer of a document from those of its pages: the best of any page that holds a word."""
    found = {layer for page, layer in zip(pages, layers, strict=True) if any(char.isalnum() for char in page)}
    return "born" if "born" in found else "ocr" if "ocr" in found else "none"


@dataclass(frozen=True, slots=True)
class Archive:
    """The file is an archive, or what is attached to a letter: members are to be taken one by one.

    Attributes:
        media_type: for example ``application/zip``.
        members: in the archive's own order.
        folder: where the members lie; the caller deletes it when done.
        notes: ``reasons.Note`` with its parameter, as in ``Extracted``.
    """

    media_type: str
    members: tuple[Member, ...]
    folder: Path | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside an archive, unpacked under a plain name.

    Attributes:
        name: its path inside the archive, decoded, ``/`` between folders, shown to people as it is.
        unpacked: where its bytes were put, or None if it could not be unpacked.
        reason_code: why it could not, one of ``reasons.MemberRefusal``, or "".
        params: parameters of the reason.
    """

    name: str
    unpacked: Path | None
    reason_code: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """The file cannot be kept as a document.

    Attributes:
        reason_code: one of ``reasons.Refusal``, which also says what stands in ``params``.
        params: parameters for the sentence (``limit``, ``value``, ``format``).
        media_type: by the bytes, as far as known.
        retry: true where it may pass later (a worker that died once, a disk that was full).
    """

    reason_code: str
    params: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/octet-stream"
    retry: bool = False


Outcome = Extracted | Archive | Refused


class Extractor(Protocol):
    """Reads one format. Runs inside a worker; may raise anything, the worker turns it into ``Refused``."""

    name: str
    version: str

    def extract(self, path: Path, limits: Limits) -> Extracted | Refused:
        """Read the file at ``path``."""
        ...


class Extraction(Protocol):
    """What the road calls: thread-safe, never raises for what a file holds."""

    def extract(self, path: Path, name: str) -> Outcome:
        """Read one file.

        Args:
            path: where the bytes are.
            name: the name that a person gave it (its suffix is a hint only).
        """
        ...

    def close(self) -> None:
        """End the workers and remove their folders."""
        ...
