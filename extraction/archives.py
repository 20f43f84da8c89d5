"""Archives unpacked under a budget, their members put into one folder under plain names.

Nothing that an archive says of itself is believed: sizes are counted as bytes come, paths only become
names to show, links are not made. Archives inside archives are members like others; the caller counts the
depth.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, cast

from extraction import sniff
from extraction.means import Means
from extraction.protocol import Archive, Extracted, Member, Refused
from extraction.reasons import MemberRefusal, Refusal, UnreadableError, Waiting
from extraction.unpacking import BROKEN, Unpacking, is_unsafe, name_encoding, shown_name, unique_name

_BLOCK = 1 << 20
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)


def unpack(path: Path, media_type: str, name: str, means: Means) -> Archive | Refused | Extracted:
    """Unpack an archive into ``members`` below the worker's folder.

    Args:
        path: the archive.
        media_type: what the bytes say it is.
        name: its own name: that of the one member of a ``.gz``.
        means: folder and limits.

    Raises:
        UnreadableError: it cannot be opened at all, or nothing in it can be had.
    """
    if media_type == sniff.RAR:
        from extraction.programs import rar

        if not rar.readable(path):
            return Extracted(media_type, (), "none", "", "", Waiting.NO_UNPACKER)
    unpacking = Unpacking(means.folder / "members", means.limits)
    openers: dict[str, Callable[[], None]] = {
        sniff.ZIP: lambda: _zip(path, unpacking),
        sniff.TAR: lambda: _tar(path, unpacking),
        sniff.SEVEN_ZIP: lambda: _seven_zip(path, unpacking),
        sniff.RAR: lambda: _rar(path, unpacking),
        sniff.GZIP: lambda: _single(path, name, gzip.open, unpacking),
        sniff.BZIP2: lambda: _single(path, name, bz2.open, unpacking),
        sniff.XZ: lambda: _single(path, name, lzma.open, unpacking),
    }
    try:
        openers[media_type]()
    except (*BROKEN, NotImplementedError) as error:
        if not unpacking.members:
            raise UnreadableError(Refusal.DAMAGED, format=media_type, detail=type(error).__name__) from error
        unpacking.refuse("…", MemberRefusal.DAMAGED, detail=type(error).__name__)
    return _outcome(media_type, unpacking.members)


def _outcome(media_type: str, members: list[Member]) -> Archive | Refused:
    if not members:
        return Refused(Refusal.EMPTY, {"what": "archive"}, media_type)
    codes = {member.reason_code for member in members}
    if codes == {MemberRefusal.ENCRYPTED}:
        return Refused(Refusal.ENCRYPTED, {"format": media_type}, media_type)
    return Archive(media_type, tuple(members))


def _stream(opened: IO[bytes]) -> Iterator[bytes]:
    with opened:
        while block := opened.read(_BLOCK):
            yield block


# ZIP


def _zip(path: Path, unpacking: Unpacking) -> None:
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        decoder = _zip_names([info for info in infos if not info.flag_bits & 0x800])
        taken: dict[str, int] = {}
        for info in infos:
            stored = info.filename if info.flag_bits & 0x800 else decoder(info)
            if info.is_dir() or stored.endswith(("/", "\\")) or _JUNK.search(stored):
                continue
            name = unique_name(shown_name(stored), taken)
            if unpacking.full():
                unpacking.refuse_rest(name)
                return
            _zip_member(archive, info, stored, name, unpacking)


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, stored: str, name: str, unpacking: Unpacking
) -> None:
    mode = info.external_attr >> 16
    if is_unsafe(stored):
        unpacking.refuse(name, MemberRefusal.UNSAFE_PATH, path=stored)
    elif mode and stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        unpacking.refuse(name, MemberRefusal.LINK)
    elif info.flag_bits & 1:
        unpacking.refuse(name, MemberRefusal.ENCRYPTED)
    else:
        unpacking.take(name, info.file_size, _copy(unpacking, partial(archive.open, info)))


def _zip_names(infos: list[zipfile.ZipInfo]) -> Callable[[zipfile.ZipInfo], str]:
    """Names without the UTF-8 flag: cp866 (DOS, Explorer), cp1251 or UTF-8, whichever reads best."""
    raw = b"\n".join(_raw_name(info) for info in infos)
    if raw.isascii():
        return lambda info: info.filename
    encoding = name_encoding(raw)
    return lambda info: _raw_name(info).decode(encoding, "replace")


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("cp437", "replace")


# the others


def _tar(path: Path, unpacking: Unpacking) -> None:
    with tarfile.open(path, encoding="utf-8", errors="surrogateescape") as archive:
        taken: dict[str, int] = {}
        for info in archive:
            if info.isdir() or _JUNK.search(info.name):
                continue
            raw = info.name.encode("utf-8", "surrogateescape")
            stored = raw.decode(name_encoding(raw), "replace")
            name = unique_name(shown_name(stored), taken)
            if unpacking.full():
                unpacking.refuse_rest(name)
                return
            if is_unsafe(stored):
                unpacking.refuse(name, MemberRefusal.UNSAFE_PATH, path=stored)
            elif not info.isreg():
                unpacking.refuse(name, MemberRefusal.LINK)
            else:
                unpacking.take(name, info.size, _copy(unpacking, partial(archive.extractfile, info)))


def _copy(unpacking: Unpacking, open_member: Callable[[], object]) -> Callable[[Path], None]:
    return lambda target: unpacking.write(target, _stream(cast("IO[bytes]", open_member())))


def _write(unpacking: Unpacking, blocks: Iterator[bytes], target: Path) -> None:
    unpacking.write(target, blocks)


def _single(path: Path, name: str, opener: Callable[[Path], object], unpacking: Unpacking) -> None:
    """A compressed file without a folder: one member, named as the archive without its last suffix."""
    inner = re.sub(r"\.(?:gz|gzip|bz2|xz|lzma)$", "", name, flags=re.I)
    inner = re.sub(r"\.(?:tgz|tbz2?|txz)$", ".tar", inner, flags=re.I)
    unpacking.take(shown_name(inner), 0, _copy(unpacking, partial(opener, path)))
    if unpacking.members[0].reason_code == MemberRefusal.DAMAGED:
        unpacking.members.clear()
        raise EOFError


def _seven_zip(path: Path, unpacking: Unpacking) -> None:
    from extraction.seven_zip import unpack_seven_zip

    unpack_seven_zip(path, unpacking, _JUNK)


def _rar(path: Path, unpacking: Unpacking) -> None:
    from extraction.programs import rar

    taken: dict[str, int] = {}
    with rar.opened(path) as archive:
        for member in archive.members():
            name = unique_name(shown_name(member.name), taken)
            if unpacking.full():
                unpacking.refuse_rest(name)
                return
            if is_unsafe(member.name):
                unpacking.refuse(name, MemberRefusal.UNSAFE_PATH, path=member.name)
            elif member.link:
                unpacking.refuse(name, MemberRefusal.LINK)
            elif member.encrypted:
                unpacking.refuse(name, MemberRefusal.ENCRYPTED)
            else:
                unpacking.take(name, member.size, partial(_write, unpacking, archive.blocks(member)))
