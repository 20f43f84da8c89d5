"""From bytes to Russian text: which Cyrillic encoding it is, and the repair of text once read in a wrong one.

The measure is ``russian_score``: the right encoding gives Russian, the others give letter salad. It needs no
dictionary and is sure from about twenty letters on.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass
from functools import cache

from extraction.reasons import Note
from extraction.russian_score import SAMPLE, russian_score

SINGLE_BYTE = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "cp855")
_RARE = {"cp855": 3.0}
"""What the mean of a rare encoding must be better by."""
_RARER = {"mac-cyrillic": 20.0}
"""The same for all letters together: it differs from cp1251 in capitals alone, from cp866 in small ones."""
GOOD = 4.0
"""Score from which a text is taken for Russian; real text has 15-25, letter salad less than -20."""

_TRIED = 1500
"""Bytes that are read in each encoding; more make the choice no surer."""

_WESTERN = "cp1252"
_CYRILLIC = re.compile("[а-яёА-ЯЁ]+")
_MIXED = re.compile("(?<=[a-zA-Z])[а-яё]+|[А-ЯЁа-яё]+(?=[a-z])")
_MOSTLY = 0.6

_BOXES = 0x25
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text out of bytes.

    Attributes:
        text: without byte order mark, line ends as they were.
        encoding: Python's name of it.
        notes: ``encoding-guessed:…``, ``charset-lied:…``, ``mojibake-repaired:…``.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes of unknown or doubtful encoding; never fails.

    Args:
        data: the whole file.
        declared: the encoding that the file says it is in; believed only if the result reads as a language.
    """
    for mark, name in _BOMS:
        if data.startswith(mark) and (name == "utf-8" or _is_wide(data, name)):
            return _repaired(data[len(mark) :].decode(name, "replace"), name, ())
    if wide := utf16_without_mark(data):
        return _repaired(data.decode(wide, "replace"), wide, (f"{Note.ENCODING_GUESSED}:{wide}",))
    if data.isascii():
        return Decoded(data.decode("ascii"), "ascii")
    if declared and (text := _as_declared(data, declared)) is not None:
        return _repaired(text, codecs.lookup(declared).name, ())
    notes = (f"{Note.CHARSET_LIED}:{declared}",) if declared else ()
    try:
        return _repaired(data.decode("utf-8"), "utf-8", notes)
    except UnicodeDecodeError:
        name = _best_encoding(data)
    guessed = (f"{Note.ENCODING_GUESSED}:{name}",) if name != "utf-8" else ()
    return _repaired(_decode_loosely(data, name), name, notes + guessed)


def _is_wide(data: bytes, name: str) -> bool:
    """Whether two or four bytes a letter give letters: «яю» in cp1251 looks like the mark of UTF-16."""
    text = data[:4096].decode(name, "replace")
    known = sum(char < "\u0530" or "\u2000" <= char <= "\u2122" or char == "\ufeff" for char in text)
    return known >= len(text) / 2


def utf16_without_mark(data: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` where every second byte says Latin or Cyrillic, otherwise ``""``."""
    head = data[:4096]
    if len(head) < 8 or not (b"\0" in head or b"\x04" in head):
        return ""
    half = len(head) // 2
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[offset::2]
        low = head[1 - offset :: 2]
        boxes = high.count(_BOXES)  # lines of tables drawn with letters: their lower bytes may be anything
        if sum(byte in (0, 4, 0x20, 0x21) for byte in high) + boxes < 0.95 * half:
            continue
        empty = sum(one == 0 and other != _BOXES for one, other in zip(low, high, strict=False))
        if empty <= 0.1 * half and low.count(4) < 0.5 * half:
            return name
    return ""


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        text = data.decode(declared)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    if codecs.lookup(declared).name == "utf-8":  # no other table's bytes come out as valid UTF-8
        return text
    foreign = re.sub(r"[\x00-\x7f]+", " ", text)
    return text if russian_score(_sample_text(text)) >= 0 or len(foreign) < 8 else None


def _sample(data: bytes) -> bytes:
    """Stretches around the non-ASCII bytes, so that a page of markup before the text does not hide it."""
    taken, size = [], 0
    for match in re.finditer(rb"[\x80-\xff][^\x00-\x1f]{0,120}", data):
        taken.append(match.group())
        size += len(match.group())
        if size > SAMPLE:
            break
    return b" ".join(taken)


def _sample_text(text: str) -> str:
    taken, size = [], 0
    for match in re.finditer(r"[^\x00-\x7f][^\x00-\x1f]{0,120}", text):
        taken.append(match.group())
        size += len(match.group())
        if size > SAMPLE:
            break
    return " ".join(taken)


def _decode_loosely(data: bytes, name: str) -> str:
    if name == "cp1251":  # 0x98 is unassigned there; programs pass it through
        return (
            data.decode("cp1251", "replace")
            if b"\x98" not in data
            else data.translate(_NO_98).decode("cp1251")
        )
    return data.decode(name, "replace")


_NO_98 = bytes(0x3F if byte == 0x98 else byte for byte in range(256))


def _best_encoding(data: bytes) -> str:
    sample = _sample(data)[:_TRIED]
    letters = max(1, sum(byte > 0x7F for byte in sample))
    scores = [
        (
            russian_score(sample.decode(name, "replace"))
            - _RARE.get(name, 0)
            - _RARER.get(name, 0) / letters,
            name,
        )
        for name in SINGLE_BYTE
    ]
    damaged_utf8 = _sample_text(data[: 10 * SAMPLE].decode("utf-8", "replace"))
    if sum(char > "\x7f" for char in damaged_utf8) > 2 * damaged_utf8.count("\ufffd"):
        scores.append((russian_score(damaged_utf8), "utf-8"))
    score, name = max(scores, key=lambda item: item[0])
    if _grown_into_latin(sample.decode(name, "replace")):
        other = _not_russian(data) or _WESTERN
        return _WESTERN if _grown_into_latin(sample.decode(other, "replace")) else other
    return name if score >= 0 else _not_russian(data) or name


def _grown_into_latin(text: str) -> bool:
    """Whether most Cyrillic letters stand inside Latin words: they are the accents of another language."""
    letters = _CYRILLIC.findall(text)
    return len(_MIXED.findall(text)) > _MOSTLY * len(letters) > 0


def _not_russian(data: bytes) -> str:
    import chardet

    guess = chardet.detect(data[:20_000])
    name = guess.get("encoding")
    if not name or (guess.get("confidence") or 0) < 0.4:
        return ""
    try:
        data.decode(name, "replace")
    except LookupError:
        return ""
    return name


_WRONG = ("cp1251", "cp1252", "cp866", "koi8-r")
_RIGHT = ("utf-8", "cp1251", "koi8-r", "cp866")
_SUSPECT = re.compile(r"(?:[РС][\u00a0-\u04ff\u2010-\u2122]){3}|[À-ÿ]{4}|(?:[ÐÑ][\u0080-\u2122]){3}")


@cache
def _back(name: str) -> dict[str, int]:
    """Character -> byte of an encoding; C1 controls stand for themselves, as ISO 8859 readers leave them."""
    table = {}
    for byte in range(256):
        with contextlib.suppress(UnicodeDecodeError):
            table[bytes([byte]).decode(name)] = byte
    for byte in range(0x80, 0xA0):
        table.setdefault(chr(byte), byte)
    return table


def _reread(text: str, wrong: str, right: str) -> str | None:
    table = _back(wrong)
    try:
        return bytes(table[char] for char in text).decode(right)
    except (KeyError, UnicodeDecodeError):
        return None


_LONG, _TOO_FEW = 4, 3
"""Only words of so many letters tell a language, and so many of them: «п1», «шт» read as anything."""


def repair(text: str) -> tuple[str, str]:
    """Put right text that had been read in a wrong encoding («в„–», «ÐÅØÅÍÈÅ»), line by line.

    Returns:
        The text and ``utf-8-as-cp1251`` or the like; the text as it was and ``""`` where nothing was wrong.
    """
    suspects = [line for line in text.split("\n") if _SUSPECT.search(line)]
    sample = _sample_text(text)
    overall = russian_score(sample)
    if not suspects and (overall > -10 or not _is_told_by_words(sample)):
        return text, ""
    best = _best_rereading(" ".join(suspects)[:SAMPLE] if suspects else text[:SAMPLE])
    if not best:
        return text, ""
    wrong, right = best
    if (right == "utf-8" or wrong == "cp1252") and (whole := _reread(text, wrong, right)) is not None:
        return whole, f"{right}-as-{wrong}"
    margin, ceiling = (0.0, 99.0) if overall < -10 else (10.0, GOOD)
    lines, mended = [], 0
    for line in text.split("\n"):
        before = russian_score(line)
        again = _reread(line, wrong, right) if before < ceiling and not line.isascii() else None
        if again is not None and russian_score(again) > before + margin:
            mended += 1
            lines.append(again)
        else:
            lines.append(line)
    return ("\n".join(lines), f"{right}-as-{wrong}") if mended else (text, "")


def _is_told_by_words(sample: str) -> bool:
    """Whether the long words of a text are no Russian; short ones alone prove nothing."""
    words = [word for word in sample.split() if sum(not char.isascii() for char in word) >= _LONG]
    return len(words) >= _TOO_FEW and russian_score(" ".join(words)) <= -10


def _best_rereading(sample: str) -> tuple[str, str] | None:
    before = russian_score(sample)
    found: list[tuple[float, str, str]] = []
    for wrong in _WRONG:
        for right in _RIGHT:
            if wrong == right:
                continue
            again = _reread_loosely(sample, wrong, right)
            if not again or _grown_into_latin(again):
                continue
            if (score := russian_score(again)) > max(GOOD, before + 15):
                found.append((score, wrong, right))
    if not found:
        return None
    _, wrong, right = max(found)
    return wrong, right


def _reread_loosely(sample: str, wrong: str, right: str) -> str:
    table = _back(wrong)
    raw = bytes(table.get(char, 0x3F) for char in sample)
    if raw.count(0x3F) - sample.count("?") > 0.1 * len(sample):
        return ""
    return raw.decode(right, "replace")


def _repaired(text: str, encoding: str, notes: tuple[str, ...]) -> Decoded:
    text, how = repair(text.removeprefix("\ufeff"))
    return Decoded(text, encoding, (*notes, f"{Note.MOJIBAKE_REPAIRED}:{how}") if how else notes)
