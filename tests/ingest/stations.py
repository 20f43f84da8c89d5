"""A small data home for tests of the road: real catalogue, real originals, real reading processes."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from catalog.arrivals import Arrival, ArrivalDraft
from catalog.clock import Clock
from catalog.database import Database
from catalog.home import sqlite_url
from catalog.leases import current_lease
from catalog.migrating import migrate
from catalog.model import RecordClass
from catalog.originals import OriginalFiles
from extraction.protocol import Extraction, Limits
from ingest.road import Road
from ingest.settling import Look

CLOCK = Clock(ZoneInfo("Europe/Moscow"))
DECISION = """СОБРАНИЕ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА
Р Е Ш Е Н И Е
от {day} г.                                   № {number}
с. Заречное
{title}
В соответствии со статьёй 184.1 Бюджетного кодекса Российской Федерации, частью 1 статьи 35 Федерального
закона от 06.10.2003 № 131-ФЗ Собрание депутатов РЕШИЛО:
1. Утвердить основные характеристики бюджета Заречного района согласно приложению к настоящему решению.
2. {point}
3. Настоящее решение вступает в силу со дня его официального опубликования в газете «Знамя».
Глава Заречного района                                   И. И. Петров
"""


def decision(
    number: str = "41/3",
    day: str = "22 декабря 2023",
    title: str = "О бюджете Заречного района на 2024 год",
    point: str = "Признать утратившим силу решение Собрания депутатов Заречного района от 15.02.2022 № 18/2.",
) -> str:
    """The text of a decision of the invented district."""
    return DECISION.format(number=number, day=day, title=title, point=point)


@dataclass(frozen=True, slots=True)
class Station:
    """A home with its road and its intake folders."""

    home: Path
    database: Database
    originals: OriginalFiles
    road: Road

    @property
    def acts(self) -> Path:
        """The folder «Акты»."""
        return self.home / "intake" / "Акты"

    @property
    def rejected(self) -> Path:
        """The folder «Не принято»."""
        return self.home / "intake" / "Не принято"

    def drop(self, name: str, content: str | bytes, folder: str = "Акты") -> Path:
        """Put a file into an intake folder."""
        path = self.home / "intake" / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def seen(self, path: Path, record_class: RecordClass = RecordClass.ACT) -> int:
        """Note a file as settled; the number of its row."""
        look = Look.of(path.lstat())
        draft = ArrivalDraft(
            path=str(path.relative_to(self.home / "intake")),
            origin="intake",
            location=str(path),
            record_class=record_class,
            size=look.size,
            mtime_ns=look.mtime_ns,
            inode=look.inode,
        )
        with self.database.write() as work:
            number = work.ledger.see(draft, CLOCK.now())
            work.ledger.settle(number, look.size, look.mtime_ns, look.inode)
        return number

    def claimed(self, number: int) -> Arrival:
        """The row, held."""
        with self.database.write() as work:
            claimed = work.ledger.claim(current_lease(), CLOCK.now(), ids=[number])
        assert claimed is not None
        return claimed

    def take(self, path: Path, record_class: RecordClass = RecordClass.ACT) -> Arrival:
        """Bring a file of an intake folder to its outcome."""
        return self.take_on(self.road, path, record_class)

    def take_on(self, road: Road, path: Path, record_class: RecordClass = RecordClass.ACT) -> Arrival:
        """The same on another road."""
        return road.process(self.claimed(self.seen(path, record_class)))

    def row(self, number: int) -> Arrival:
        """A row of the ledger."""
        with self.database.read() as work:
            found = work.ledger.get(number)
        assert found is not None
        return found


@contextmanager
def station(home: Path, extraction: Extraction, limits: Limits | None = None) -> Iterator[Station]:
    """Open a home in an empty folder, or again in one that was made before."""
    for name in ("originals", "scratch", "intake/Акты", "intake/Бюджеты", "intake/Пресса"):
        (home / name).mkdir(parents=True, exist_ok=True)
    with Database.open(sqlite_url(home / "catalog.sqlite")) as database:
        migrate(database)
        originals = OriginalFiles(home / "originals", home / "scratch")
        road = Road(
            database,
            originals,
            extraction,
            CLOCK,
            home / "scratch",
            limits=limits or Limits(),
            rejected_folder=home / "intake" / "Не принято",
        )
        yield Station(home, database, originals, road)


def zipped(path: Path, members: dict[str, str | bytes | Path]) -> Path:
    """Write an archive; a path as a member is another archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            data = content.read_bytes() if isinstance(content, Path) else content
            archive.writestr(name, data)
    return path


def bytes_of(number: int) -> bytes:
    """Bytes of no known sort."""
    return os.urandom(64) + bytes([number])
