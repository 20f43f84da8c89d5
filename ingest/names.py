"""Names of files as Windows, people and programs make them: left alone, shown, fitted."""

from __future__ import annotations

import os
import re
import unicodedata

NAME_BYTES = 255
_LEFT_ALONE = re.compile(
    r"(?:.*\.part|~\$.*|Thumbs\.db|desktop\.ini|\.DS_Store|\.~lock\..*#|\.nfs[0-9a-f]{8,}|\.fuse_hidden[0-9a-f]+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SPACES = re.compile(r"\s+")
_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# Marks that turn the direction of writing: «акт\u202efdp.exe» is shown as «актexe.pdf».
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def left_alone(name: str) -> bool:
    """Whether the watcher passes a file over: half-written, a lock of an editor, the file manager's own.

    ``.part``, ``~$*``, ``Thumbs.db``, ``desktop.ini``, ``.DS_Store``, LibreOffice's ``.~lock.*#`` and
    what NFS and FUSE keep of deleted files.
    """
    return _LEFT_ALONE.match(name) is not None


def editor_locks(name: str) -> tuple[str, ...]:
    """Names of the lock files that Word and LibreOffice put beside a document while it is open.

    Word replaces the first two letters of a longer name by ``~$`` and puts it before a short one.
    """
    return (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")


def shown(name: str) -> str:
    """A name or path as people see it, in one line.

    It is composed (NFC), bytes that are not UTF-8 are read as cp1251 or cp866, breaks of lines are blanks,
    marks of direction are left out, and other control characters are U+FFFD.
    """
    plain = _TURNS.sub("", _BREAKS.sub(" ", unicodedata.normalize("NFC", _decoded(name))))
    return _CONTROLS.sub("\ufffd", plain)


def _decoded(name: str) -> str:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
    else:
        return name
    readings = [raw.decode(table, errors="replace") for table in ("cp1251", "cp866")]
    return max(readings, key=_likeness)


def _likeness(text: str) -> int:
    """How much a name looks like Russian: small and plain letters count, frames and odd capitals do not."""
    good = len(re.findall("[а-яё0-9 ._-]", text))
    return good - 3 * len(re.findall("[^\\w\\s.,()№«»/-]|(?<=[а-яё])[А-ЯЁ]", text))


def divided(name: str) -> tuple[str, str]:
    """Stem and suffix of a file name; a name that begins with its only dot has no suffix."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem.strip(".") else (name, "")


def fitted(name: str, addition: str = "") -> str:
    """The name with an addition before its suffix («акт (2).pdf»), its stem cut so that 255 bytes suffice."""
    stem, suffix = divided(name)
    if len(os.fsencode(suffix)) > 32:
        stem, suffix = name, ""
    room = NAME_BYTES - len(os.fsencode(addition + suffix))
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return f"{stem}{addition}{suffix}"


def words_of(name: str) -> str:
    """The words of a file name, for a title: «реш_о_бюджете.doc» gives «реш о бюджете»."""
    last = shown(name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    stem, suffix = divided(last)
    if not re.search(r"\w", stem):
        stem, suffix = last, ""
    if re.search(r"\s|\w{8,}", suffix):  # «О бюджете. На 2012 год» has no suffix
        stem = last
    spaced = _SPACES.sub(" ", stem.replace("_", " ")).strip(" -").rstrip(".")
    return spaced or last.strip() or "без имени"
