"""The table of contents of a backup: what it holds and in which files, with their SHA-256."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from catalog.errors import BackupError

FORMAT = 1
NAME = "veche-backup.json"
_PART = re.compile(r"veche-[a-z0-9-]{1,60}\.zip|")
_TABLE = re.compile("[a-z_]{1,60}")
_SHA256 = re.compile("[0-9a-f]{64}")
_MOST = 1 << 40


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a backup.

    Attributes:
        part: name of the archive that they are in; "" for a backup that is one file.
        entry: their name in it.
        size: how many.
        sha256: of them.
    """

    part: str
    entry: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableCopy:
    """One table: its rows as JSON lines in one or more pieces."""

    rows: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        moment: when its snapshot was taken.
        version: the migration that the tables stand at.
        tables: name -> its rows.
        numbers: table -> the last number given.
        originals: SHA-256 -> its pieces in order.
        missing: originals that were lost or damaged when the backup was made.
    """

    moment: datetime
    version: str
    tables: dict[str, TableCopy]
    numbers: dict[str, int]
    originals: dict[str, tuple[Piece, ...]]
    missing: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def pieces(self) -> list[Piece]:
        """All pieces, those of the tables first."""
        of_tables = [piece for table in self.tables.values() for piece in table.pieces]
        return of_tables + [piece for pieces in self.originals.values() for piece in pieces]

    def parts(self) -> frozenset[str]:
        """Names of all archives."""
        return frozenset(piece.part for piece in self.pieces())


def written(manifest: Manifest) -> bytes:
    """The manifest as JSON that tells by its own SHA-256 whether it is whole."""
    content = asdict(manifest) | {"format": FORMAT, "moment": manifest.moment.isoformat()}
    body = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return json.dumps({"veche-backup": body, "sha256": _digest(body)}, ensure_ascii=False).encode()


def read(data: bytes) -> Manifest:
    """Read a manifest; nothing in it is believed before it is checked.

    Raises:
        BackupError: it is damaged, of a newer version, or made up.
    """
    try:
        outer = json.loads(data)
        body = outer["veche-backup"]
        if _digest(body) != outer["sha256"]:
            raise BackupError("Оглавление резервной копии повреждено.")
        content = json.loads(body)
        newer = content["format"] > FORMAT
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError("Это не резервная копия, или её оглавление повреждено.") from error
    if newer:
        raise BackupError("Копию сделала более новая версия программы.", "Обновите программу.")
    try:
        return _manifest(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError("Оглавление резервной копии составлено неверно.") from error


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _manifest(content: dict[str, Any]) -> Manifest:
    tables = {
        _matching(_TABLE, name): TableCopy(_count(copy["rows"]), _pieces(copy["pieces"]))
        for name, copy in content["tables"].items()
    }
    return Manifest(
        datetime.fromisoformat(content["moment"]),
        _matching(re.compile("[0-9a-z_]{1,32}"), content["version"]),
        tables,
        {_matching(_TABLE, name): _count(last) for name, last in content["numbers"].items()},
        {_matching(_SHA256, sha256): _pieces(pieces) for sha256, pieces in content["originals"].items()},
        tuple(_matching(_SHA256, sha256) for sha256 in content["missing"]),
    )


def _pieces(given: list[dict[str, Any]]) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            _matching(_PART, piece["part"]),
            str(piece["entry"]),
            _count(piece["size"]),
            _matching(_SHA256, piece["sha256"]),
        )
        for piece in given
    )


def _matching(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text):
        raise ValueError(text)
    return text


def _count(number: Any) -> int:
    if not isinstance(number, int) or not 0 <= number < _MOST:
        raise ValueError(number)
    return int(number)
