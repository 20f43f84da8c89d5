"""Names of files that people read and Windows opens: plain Cyrillic, short, unique in their folder."""

from __future__ import annotations

import re
import unicodedata

from dossiers.exports.formats import Format
from dossiers.exports.words import kind_name, quoted
from dossiers.printable import one_line
from dossiers.publication import Publication

LONGEST = 110
LONGEST_ISSUE = 90  # leaves room for the folders that a ZIP unpacks into: Windows takes 260 signs in all
_MOST_BYTES = 240  # file systems of Linux take 255; Cyrillic letters are two each
_LONGEST_TITLE = 60
_KEPT = frozenset(" -–—_«»„“№()[],.;!+=&'")
_INSTEAD = str.maketrans({"/": "-", "\\": "-", "|": "-", ":": " ", '"': "'", "%": " процентов"})
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])(?=\s*(?:\.|\Z))", re.IGNORECASE
)
_LEFT_HANGING = re.compile(r"(?:\s+[^\W\d]{1,2})+\s*\Z")  # «о», «на», «и» at the end of what was cut
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}\Z")


def plain_name(text: str, longest: int = LONGEST, *, otherwise: str = "без названия") -> str:
    """A name of a file or folder, without an extension, that every system takes.

    Args:
        text: any.
        longest: signs.
        otherwise: the name if nothing of the text can stay.
    """
    composed = unicodedata.normalize("NFC", one_line(text)).translate(_INSTEAD)
    kept = "".join(sign if sign.isalnum() or sign in _KEPT else _blank(sign) for sign in composed)
    name = _shortened(" ".join(kept.split()), longest)
    name = name.lstrip(" .-'").rstrip(" .-,;'") or otherwise
    return f"_{name}" if _RESERVED.match(name) else name


def file_name(publication: Publication, format: Format, longest: int = LONGEST_ISSUE) -> str:
    """The name that a file of a publication has: «Досье «Бюджет района» выпуск 3 на 2024-03-05.pdf»."""
    title = plain_name(publication.title, _LONGEST_TITLE)
    issue = f" выпуск {publication.number}" if publication.number else ""
    tail = f"{issue} на {plain_name(publication.as_of, 10)}"
    head = f"{kind_name(publication)} {quoted(title)}"
    stem = plain_name(head, longest - len(tail) - len(format.extension))
    if head.endswith("»") and not stem.endswith("»"):
        stem += "»"
    return f"{stem}{tail}{format.extension}"


class Names:
    """Gives out names of one folder, none twice; capitals and small letters are alike, as for Windows."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def take(self, stem: str, extension: str = "") -> str:
        """The name, with «(2)» behind it if it is taken."""
        name, at = f"{stem}{extension}", 1
        while name.casefold() in self._given:
            at += 1
            name = f"{stem} ({at}){extension}"
        self._given.add(name.casefold())
        return name


def extension_of(name: str) -> str:
    """The extension of a name, with the point and in small letters, or ""."""
    found = _EXTENSION.search(name.lower())
    return found.group() if found else ""


def _blank(sign: str) -> str:
    """Marks over letters and signs without a look go without leaving a gap."""
    return "" if unicodedata.category(sign)[0] in "MC" else " "


def _shortened(text: str, longest: int) -> str:
    """Cut between words where that leaves most of it."""
    cut = text[:longest]
    while len(cut.encode()) > _MOST_BYTES:
        cut = cut[:-1]
    if len(cut) == len(text):
        return text
    between = cut.rfind(" ")
    if text[len(cut)] != " " and between > len(cut) // 2:
        cut = cut[:between]
    opened = cut.rfind(" (")
    if opened > len(cut) // 2 and ")" not in cut[opened:]:
        cut = cut[:opened]
    return _LEFT_HANGING.sub("", cut)
