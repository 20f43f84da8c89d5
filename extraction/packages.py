"""Office documents are ZIP packages: their parts read under a budget, their XML without surprises."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from lxml import etree

from extraction.protocol import Limits
from extraction.reasons import Note, Refusal, UnreadableError

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, OSError)
PART_MIB = 200
"""A part larger than this is a bomb: the longest real ``document.xml`` has some tens of megabytes."""


def parse_xml(data: bytes) -> tuple[etree._Element, bool]:
    """Parse XML without entities from elsewhere, network or unlimited depth.

    Returns:
        The root, and whether the parser had to mend something.

    Raises:
        UnreadableError: there is nothing left to read.
        MemoryError: it takes more memory than there is.
    """
    huge = len(data) > 9_000_000
    for recover in (False, True):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=recover, huge_tree=huge)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            continue
        except ValueError:
            continue
        if root is not None:
            return root, recover
    raise UnreadableError(Refusal.DAMAGED, detail="XMLSyntaxError")


def refuse_entities(data: bytes) -> None:
    """Refuse XML that declares entities: no office program writes them; bombs and thieves do.

    Raises:
        UnreadableError: it declares some.
    """
    if b"<!ENTITY" in data[:65_536]:
        raise UnreadableError(Refusal.DAMAGED, detail="entities")


class Package:
    """A ZIP package opened for reading.

    Args:
        path: the file, or its bytes.
        limits: bytes in all and number of entries.
    """

    def __init__(self, path: Path | BytesIO, limits: Limits) -> None:
        self.mended: list[str] = []
        self._budget = limits.unpacked_mib << 20
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise UnreadableError(Refusal.DAMAGED, detail=type(error).__name__) from error
        self.names = set(self._zip.namelist())
        if len(self.names) > limits.entries:
            raise UnreadableError(Refusal.OVER_LIMIT, limit="entries", value=str(limits.entries))

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def declared_size(self) -> int:
        """Bytes that its directory promises, parts that overlap counted as often as they are named."""
        return sum(info.file_size for info in self._zip.infolist())

    def size(self, name: str) -> int:
        """Bytes that its directory promises for one part; 0 for one that is not there."""
        return self._zip.getinfo(name).file_size if name in self.names else 0

    def read(self, name: str) -> bytes:
        """The bytes of one part, counted as they come: what a ZIP says of its sizes is not believed.

        Raises:
            UnreadableError: it is missing, damaged, encrypted or larger than the budget.
        """
        most = min(self._budget, PART_MIB << 20)
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise UnreadableError(Refusal.ENCRYPTED)
            if info.file_size > most:
                raise UnreadableError(Refusal.OVER_LIMIT, limit="unpacked", value=str(PART_MIB))
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except _BROKEN as error:
            raise UnreadableError(Refusal.DAMAGED, detail=f"{name}: {type(error).__name__}") from error
        if len(data) > most:
            raise UnreadableError(Refusal.OVER_LIMIT, limit="unpacked", value=str(PART_MIB))
        self._budget -= len(data)
        return data

    def without(self, *endings: str) -> BytesIO:
        """The package again, without the parts whose names end so."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as kept:
            for name in self._zip.namelist():
                if not name.endswith(endings):
                    kept.writestr(name, self.read(name))
        out.seek(0)
        return out

    def xml(self, name: str) -> etree._Element:
        """A part parsed as XML; ``mended`` remembers those that were not quite well-formed."""
        data = self.read(name)
        refuse_entities(data)
        root, mended = parse_xml(data)
        if mended:
            self.mended.append(name)
        return root

    def notes(self) -> tuple[str, ...]:
        """A note for each part that had to be mended."""
        return tuple(f"{Note.PART_DAMAGED}:{name}" for name in self.mended)
