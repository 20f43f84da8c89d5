"""Inside a reading process: from a file to an outcome, whatever the file holds."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from typing import cast

from extraction import sniff
from extraction.means import Means
from extraction.plain import has_words, plain_text
from extraction.protocol import Archive, Extracted, Extractor, Limits, Outcome, Refused
from extraction.reasons import Note, Refusal, UnreadableError, Waiting

_READERS = {
    sniff.PDF: "pdf",
    sniff.DOCX: "docx",
    sniff.ODT: "odt",
    sniff.RTF: "rtf",
    sniff.HTML: "html",
    sniff.MHTML: "mhtml",
    sniff.XML: "xml",
    sniff.TEXT: "text",
    sniff.CSV: "csv",
    sniff.XLSX: "sheets",
    sniff.XLSB: "sheets",
    sniff.XLS: "sheets",
    sniff.ODS: "sheets",
    sniff.DOC: "doc",
    sniff.EML: "eml",
    sniff.MSG: "msg",
    sniff.EPUB: "epub",
}
_ARCHIVES = frozenset({sniff.ZIP, sniff.SEVEN_ZIP, sniff.RAR, sniff.GZIP, sniff.BZIP2, sniff.XZ, sniff.TAR})
_NOTHING = {sniff.EMPTY: "bytes", sniff.ZEROS: "zeros", sniff.BLANKS: "blanks"}
_SUFFIXES = {
    sniff.PDF: "pdf",
    sniff.DOCX: "docx docm dotx",
    sniff.DOC: "doc dot",
    sniff.RTF: "rtf",
    sniff.ODT: "odt ott",
    sniff.HTML: "html htm xhtml",
    sniff.MHTML: "mht mhtml",
    sniff.XML: "xml",
    sniff.CSV: "csv tsv",
    sniff.XLSX: "xlsx xlsm",
    sniff.XLS: "xls",
    sniff.ODS: "ods",
    sniff.PPTX: "pptx",
    sniff.PPT: "ppt pps",
    sniff.ZIP: "zip",
    sniff.RAR: "rar",
    sniff.SEVEN_ZIP: "7z",
    sniff.EML: "eml",
    sniff.MSG: "msg",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/tiff": "tif tiff",
}
_BY_SUFFIX = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}


def read(path: Path, name: str, means: Means) -> Outcome:
    """Read one file; never raises.

    Args:
        path: where the bytes are.
        name: the name that a person gave it.
        means: folder, limits, abilities.
    """
    return _guarded(
        path, means, lambda media_type: _finished(_read_as(media_type, path, name, means), name, means)
    )


def read_attachments(path: Path, means: Means) -> Outcome:
    """Put out what is attached to a letter or lies inside a PDF; never raises."""
    from extraction.attachments import unpack_attachments

    return _guarded(path, means, lambda media_type: unpack_attachments(path, media_type, means))


def _guarded(path: Path, means: Means, call: Callable[[str], Outcome]) -> Outcome:
    media_type = sniff.UNKNOWN
    try:
        media_type = sniff.sniff(path)
        return call(media_type)
    except UnreadableError as error:
        named = {"format": media_type} if error.code in (Refusal.DAMAGED, Refusal.ENCRYPTED) else {}
        return Refused(error.code, named | error.params, media_type)
    except MemoryError:
        limit = {"limit": "memory", "value": str(means.limits.memory_mib)}
        return Refused(Refusal.OVER_LIMIT, limit, media_type)
    except OSError as error:
        return _system_refusal(error, media_type, means)
    except (ImportError, NameError, SyntaxError):
        raise  # the program is broken, not the file: the process ends and the file may be tried again
    except Exception as error:  # noqa: BLE001 - hostile bytes make libraries raise anything; each is «damaged»
        return Refused(Refusal.DAMAGED, {"format": media_type, "detail": type(error).__name__}, media_type)


def _system_refusal(error: OSError, media_type: str, means: Means) -> Refused:
    if error.errno == errno.ENOSPC:
        return Refused(Refusal.NO_SPACE, media_type=media_type, retry=True)
    if error.errno == errno.EFBIG:
        limit = {"limit": "unpacked", "value": str(means.limits.unpacked_mib)}
        return Refused(Refusal.OVER_LIMIT, limit, media_type)
    if error.errno == errno.ENOENT:
        return Refused(Refusal.GONE, media_type=media_type, retry=True)
    if error.errno in (errno.EIO, errno.EACCES, errno.EPERM):
        detail = {"detail": errno.errorcode[error.errno]}
        return Refused(Refusal.UNREADABLE, detail, media_type, retry=True)
    return Refused(Refusal.DAMAGED, {"format": media_type, "detail": type(error).__name__}, media_type)


def _read_as(media_type: str, path: Path, name: str, means: Means) -> Outcome:
    if refused := _refused_at_sight(media_type):
        return refused
    if media_type in _ARCHIVES:
        from extraction.archives import unpack

        return unpack(path, media_type, name, means)
    if media_type.startswith("image/"):
        from extraction.formats.images import extract

        return _recognised(extract(path, media_type, means.limits), path, means)
    if media_type == sniff.TEXT and _suffix(name) in ("csv", "tsv"):
        media_type = sniff.CSV
    if reader := _READERS.get(media_type):
        module = cast("Extractor", import_module(f"extraction.formats.{reader}"))
        return _recognised(module.extract(path, means.limits), path, means)
    return _without_reader(media_type, path, name)


def _refused_at_sight(media_type: str) -> Refused | None:
    if media_type in _NOTHING:
        return Refused(Refusal.EMPTY, {"what": _NOTHING[media_type]}, media_type)
    if media_type in sniff.NOT_DOCUMENTS:
        return Refused(Refusal.NOT_A_DOCUMENT, {"format": media_type}, media_type)
    if media_type == sniff.ENCRYPTED_OFFICE:
        return Refused(Refusal.ENCRYPTED, {"format": media_type}, media_type)
    return None


def _without_reader(media_type: str, path: Path, name: str) -> Outcome:
    """Formats that wait for a reader; bytes that are not what their suffix promises are damaged."""
    if media_type in (sniff.PACKAGE, sniff.PPTX):
        from extraction.packages import Package

        with Package(path, Limits()):
            pass
    if media_type in (sniff.UNKNOWN, sniff.OLE) and (claimed := _BY_SUFFIX.get(_suffix(name))):
        return Refused(Refusal.DAMAGED, {"format": claimed}, media_type)
    return Extracted(media_type, (), "none", "", "", Waiting.FORMAT_LATER)


def _recognised(outcome: Extracted | Refused, path: Path, means: Means) -> Extracted | Refused:
    if not isinstance(outcome, Extracted) or outcome.waiting not in (
        Waiting.SCAN,
        Waiting.IMAGE,
        Waiting.GARBAGE_LAYER,
    ):
        return outcome
    from extraction.ocr import recognise

    return recognise(outcome, path, means)


def _finished(outcome: Outcome, name: str, means: Means) -> Outcome:
    """Clean text, the limit on output, the note of a wrong suffix; a document without a word has no layer."""
    if isinstance(outcome, Refused):
        return outcome
    notes = outcome.notes
    suffix, claimed = _suffix(name), _BY_SUFFIX.get(_suffix(name))
    known = _SUFFIXES.get(outcome.media_type, "").split()
    if claimed and claimed != outcome.media_type:
        kind = known[0] if known else outcome.media_type.rpartition("/")[2]
        notes = (*notes, f"{Note.NAMED_OTHERWISE}:{suffix}-is-{kind}")
    if isinstance(outcome, Archive):
        return replace(outcome, notes=notes)
    pages = tuple(plain_text(page) for page in outcome.pages)
    if sum(map(len, pages)) > means.limits.output_chars:
        limit = {"limit": "output", "value": str(means.limits.output_chars)}
        return Refused(Refusal.OVER_LIMIT, limit, outcome.media_type)
    metadata = {key: plain_text(value)[:20_000] for key, value in outcome.metadata.items() if value.strip()}
    outcome = replace(outcome, pages=pages, notes=notes, metadata=metadata)
    if outcome.text_layer != "none" and not any(map(has_words, pages)):
        return replace(outcome, text_layer="none", waiting=outcome.waiting or Waiting.NO_TEXT)
    return outcome


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")
