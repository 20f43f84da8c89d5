"""Every code that extraction may answer with, and the parameters that its sentence may use.

The sentences themselves are made where people read them; here stand the codes, so that none is invented
twice.
"""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why a file cannot be kept as a document (``Refused.reason_code``)."""

    EMPTY = "empty"
    """Nothing in it. ``what``: ``bytes`` (no byte), ``zeros`` (NUL bytes only), ``blanks`` (spaces and line
    ends only)."""
    DAMAGED = "damaged"
    """Its inside is broken. ``format``: media type that it claims to be; ``detail``: what failed, for the
    log."""
    ENCRYPTED = "encrypted"
    """A password is needed. ``format``: media type."""
    OVER_LIMIT = "over-limit"
    """``limit``: ``memory``, ``cpu``, ``wall``, ``output``, ``file-size``,
    ``entries``, ``depth``, ``unpacked``, ``pixels`` (millions); ``value``: what was allowed."""
    NOT_A_DOCUMENT = "not-a-document"
    """A program, a shortcut, a database. ``format``: media type."""
    NOT_A_FILE = "not-a-file"
    """A folder, a device, a pipe. ``kind``: which."""
    GONE = "gone"
    """The file went away while it was waiting. No parameters; may pass."""
    UNREADABLE = "unreadable"
    """The system refuses to open it. ``detail``: the system's name of the error; may pass."""
    WORKER_DIED = "worker-died"
    """The reading process died twice on it. ``signal``: name of the signal or exit status."""
    STOPPED = "stopped"
    """The pool was closed meanwhile. No parameters; may pass."""
    NO_SPACE = "no-space"
    """No room left in the scratch folder. No parameters; may pass."""


class MemberRefusal(StrEnum):
    """Why one member of an archive is not unpacked (``Member.reason_code``)."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    """``detail``: what failed."""
    OVER_LIMIT = "over-limit"
    """``limit``: ``entries`` or ``unpacked``; ``value``: what was allowed."""
    UNSAFE_PATH = "unsafe-path"
    """Its path leads out of the archive. ``path``: as stored."""
    LINK = "link"
    """A symbolic or hard link, a device. No parameters."""
    UNSUPPORTED = "unsupported"
    """Packed by a method that no reader here knows. ``method``: its number."""


class Waiting(StrEnum):
    """Why the text of a kept document has to wait (``Extracted.waiting``)."""

    SCAN = "scan"
    """Page images without text."""
    GARBAGE_LAYER = "garbage-layer"
    """A text layer that is not language."""
    IMAGE = "image"
    """A picture."""
    FORMAT_LATER = "format-later"
    """A format that has no reader yet: sound, moving pictures, presentations."""
    NO_OCR = "no-ocr"
    """Recognition is needed and its program is not installed."""
    NO_UNPACKER = "no-unpacker"
    """An archive whose unpacking program is not installed."""
    NO_TEXT = "no-text"
    """Read, and it holds no words: an empty form, a blank page."""


class Note(StrEnum):
    """What is uncertain or worth saying (``Extracted.notes``); what follows the colon is the parameter."""

    ENCODING_GUESSED = "encoding-guessed"
    """``:cp1251``: the encoding was worked out from the letters."""
    CHARSET_LIED = "charset-lied"
    """``:windows-1251``: the encoding that the file declares is not the one it uses."""
    MOJIBAKE_REPAIRED = "mojibake-repaired"
    """``:utf-8-as-cp1251``: text that someone had once read in a wrong encoding was put right."""
    NAMED_OTHERWISE = "named"
    """``:doc-is-rtf``: the suffix says one format, the bytes another."""
    LAYER_REPAIRED = "layer-repaired"
    """``:PAGES``: a text layer in cp1251 taken for Latin-1 was put right."""
    SECOND_OPINION = "second-opinion"
    """``:PAGES``: pages read by the second PDF reader."""
    PAGES_WITHOUT_TEXT = "pages-without-text"
    """``:PAGES``: pages that still have to be recognised."""
    PAGES_DAMAGED = "pages-damaged"
    """``:PAGES``: pages that could not be opened."""
    OFF_PAGE = "off-page-dropped"
    """``:PAGES``: text outside the page was left out."""
    NUMBERS_ROUNDED = "numbers-rounded"
    """Numbers longer than the fifteen figures that a spreadsheet keeps: their last ones are zeros."""
    NUMBERS_AS_STORED = "numbers-as-stored"
    """The number formats of a spreadsheet were not read: its numbers are not as it shows them."""
    TRUNCATED = "truncated"
    """``:pages``: the document has more pages than the limit."""
    PART_DAMAGED = "part-damaged"
    """``:PART``: one inner part could not be read, the rest is here."""
    COMMENTS = "comments"
    """``:COUNT``: reviewers' comments were left out of the text, they stand in ``metadata["comments"]``."""
    TRACKED_CHANGES = "tracked-changes"
    """``:COUNT``: unaccepted changes were read as if accepted."""
    ATTACHMENTS = "attachments"
    """``:COUNT``: files that are attached to a letter (named in its text too) or lie inside a document."""
    TEXT_BY_TAGS = "text-by-tags"
    """The page is nested beyond what the parser takes; its text was taken by cutting the tags out."""
    OCR_LOW_CONFIDENCE = "ocr-low-confidence"
    """``:PAGES``: pages whose recognition is doubtful."""
    OCR_DOUBTFUL_NUMBERS = "ocr-doubtful-numbers"
    """``:PAGES``: pages with numbers or dates that may be misread."""
    OCR_TURNED = "ocr-turned"
    """``:PAGES``: pages that lay on their side or upside down."""
    OCR_FAILED = "ocr-failed"
    """``:PAGES``: pages whose recognition failed or took too long."""


class UnreadableError(Exception):
    """Raised by a reader for a file that it cannot read; the worker makes a ``Refused`` of it.

    Attributes:
        code: one of ``Refusal``.
        params: parameters of the sentence.
    """

    def __init__(self, code: Refusal, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def page_list(pages: list[int]) -> str:
    """Page numbers from 1, in runs: ``[1, 2, 3, 7]`` gives ``1-3,7``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
