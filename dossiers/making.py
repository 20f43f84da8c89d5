"""One file of a publication made whole: written aside, forced to the disk, named, and noted as issued."""

from __future__ import annotations

import errno
import hashlib
import importlib.metadata
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import DiskFull, NotFound, TooLarge, VecheError
from catalog.issues import IssuedFile
from catalog.leases import current_lease, is_running
from catalog.originals import OriginalFiles, sync_folder
from dossiers.closed_since import without_closed
from dossiers.contents import HeldContents
from dossiers.entries import HIDDEN
from dossiers.exports.all import FORMATS
from dossiers.exports.formats import Format
from dossiers.exports.naming import file_name
from dossiers.publication import Progress, Publication, from_json
from language.wording import size as size_words

_TEMPORARY = re.compile(r"\.making-(\d+)-(\d+)-[0-9a-f]+")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_PER_PAGE = 12_000  # octets of a page in any format, generously
_LEAST = 8 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold.

    Attributes:
        entries: documents.
        pages: of their texts, in formats that hold texts.
        bytes: of the originals, in formats that hold them.
    """

    entries: int = 10_000
    pages: int = 100_000
    bytes: int = 16 << 30


LIMITS = Limits()
_WITH_TEXTS = frozenset({"pdf", "docx", "epub", "html", "zip"})
_WITH_ORIGINALS = frozenset({"zip"})


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where files are made, and of what.

    Attributes:
        database: the catalogue.
        originals: files as received.
        folder: of the files.
        clock: tells when a file was issued.
        formats: by name.
        limits: of one file.
    """

    database: Database
    originals: OriginalFiles
    folder: Path
    clock: Clock
    formats: Mapping[str, Format] = field(default_factory=lambda: FORMATS)
    limits: Limits = LIMITS


def release() -> str:
    """The name of this program and its version, as the register of issued files keeps it."""
    return f"Вече {importlib.metadata.version('veche')}"


def stored_name(issued: IssuedFile) -> str:
    """The name of a made file in its folder; the same bytes have the same name."""
    return f"{issued.publication}-{issued.sha256[:32]}{Path(issued.name).suffix}"


def format_named(name: str, formats: Mapping[str, Format] = FORMATS) -> Format:
    """A format by its machine name.

    Raises:
        NotFound: there is none of that name.
    """
    found = formats.get(name)
    if found is None:
        raise NotFound(f"Такого вида файла нет: {name}.", f"Есть: {', '.join(formats)}.")
    return found


def make(shelf: Shelf, publication: int, format: str, progress: Progress | None = None) -> IssuedFile:
    """Make a file of a publication in the folder of the shelf, under ``stored_name``.

    Args:
        shelf: where and of what.
        publication: its number.
        format: machine name.
        progress: told after each entry; what it raises ends the work and leaves nothing behind.

    Raises:
        NotFound: there is no such publication or format.
        TooLarge: it is over the limits.
        DiskFull: there is no room for it.
        VecheError: it cannot be made; the sentence says why.
    """
    kind = format_named(format, shelf.formats)
    with shelf.database.read() as work:
        frozen = without_closed(work, from_json(work.publications.content(publication)))
    if frozen.entries and all(one.withheld in HIDDEN for one in frozen.entries):
        raise VecheError("Всё, что было в этом выпуске, с тех пор закрыто для читателей: файл не делается.")
    _require_room(shelf, frozen, format)
    aside = shelf.folder / _temporary_name()
    aside.mkdir(mode=0o700)
    try:
        target = aside / "file"
        contents = HeldContents(shelf.database, shelf.originals)
        kind = replace(kind, extension=kind.shape(frozen, contents).extension)
        kind.write(frozen, contents, target, progress or _silent)
        sha256, size = _kept(target)
        issued = IssuedFile(
            0, publication, format, file_name(frozen, kind), size, sha256, release(), shelf.clock.now()
        )
        target.rename(shelf.folder / stored_name(issued))
        sync_folder(shelf.folder)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _disk_full() from error
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    with shelf.database.write() as work:
        return work.publications.add_issued(issued)


def _silent(_done: int, _total: int) -> None:
    return


def _kept(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a written file, once the disk has it."""
    with path.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        os.fsync(written.fileno())
        return sha256, os.fstat(written.fileno()).st_size


def _require_room(shelf: Shelf, publication: Publication, format: str) -> None:
    """Refuse what is over the limits or would fill the disk, before anything is written."""
    entries, limits = publication.entries, shelf.limits
    pages = sum(one.pages for one in entries if one.text is not None) if format in _WITH_TEXTS else 0
    files = {file.sha256: file.size for one in entries for file in one.files}
    octets = sum(files.values()) if format in _WITH_ORIGINALS else 0
    if len(entries) > limits.entries or pages > limits.pages or octets > limits.bytes:
        raise TooLarge(
            f"Файл получился бы слишком большим: документов {len(entries)}, страниц {pages}, "
            f"подлинников на {size_words(octets)}.",
            "Разделите подборку или закажите опись: она короче.",
        )
    try:
        shelf.originals.require_room(octets + pages * _PER_PAGE + _LEAST)
    except DiskFull as error:
        raise _disk_full() from error


def _disk_full() -> DiskFull:
    return DiskFull(
        "На диске мало места, чтобы сделать файл.", "Освободите место и закажите его снова: заказ не потерян."
    )


def _temporary_name() -> str:
    """A name that tells whose it is, so that what a dead process left can be swept."""
    lease = current_lease()
    return f".making-{lease.process}-{lease.started}-{secrets.token_hex(8)}"


def sweep_temporary(folder: Path) -> int:
    """Remove what dead processes left half made; how much that was."""
    count = 0
    for path in folder.iterdir():
        found = _TEMPORARY.match(path.name)
        if found and not is_running(int(found[1]), found[2]):
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count
