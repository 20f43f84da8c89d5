"""Whether everything that the catalogue tells of is there and agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from catalog.arrivals import LedgerState
from catalog.database import Database
from catalog.originals import OriginalFiles
from catalog.tables import editions, ledger, originals, pages, records, text_bands, texts

Progress = Callable[[int, int], object]
_WITH_RECORD = (LedgerState.CATALOGUED.value, LedgerState.DUPLICATE.value)
_WITH_BYTES = (
    LedgerState.STORED.value,
    LedgerState.EXTRACTED.value,
    LedgerState.DESCRIBED.value,
    *_WITH_RECORD,
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found.

    Attributes:
        files: rows of the ledger.
        originals: bytes that must be held.
        records: in the catalogue, withdrawn ones too.
        by_state: rows of the ledger by state, states without any left out.
        faults: sentences, empty when all is well.
    """

    files: int
    originals: int
    records: int
    by_state: dict[str, int]
    faults: tuple[str, ...]


def check(database: Database, files: OriginalFiles, progress: Progress | None = None) -> CheckReport:
    """Check the database, the rows against each other, and every original against its SHA-256.

    Bytes that no row names are no fault: they were stored just before a stop and are taken again.
    """
    with database.read() as work:
        held = work.originals.sizes()
        counts = work.ledger.counts()
        count = work.records.count()
    with database.snapshot() as connection:
        faults = [*_database_faults(connection), *_row_faults(connection)]
    for at, (sha256, size) in enumerate(held.items(), 1):
        fault = _fault_of_original(files, sha256, size)
        if fault:
            faults.append(fault)
        if progress is not None:
            progress(at, len(held))
    by_state = {state.value: number for state, number in counts.items() if number}
    return CheckReport(sum(counts.values()), len(held), count, by_state, tuple(faults))


def _fault_of_original(files: OriginalFiles, sha256: str, size: int) -> str:
    path = files.path(sha256)
    if not path.is_file():
        return f"Нет подлинника {sha256}."
    if path.stat().st_size != size or not files.whole(sha256):
        return f"Подлинник {sha256} повреждён."
    return ""


def _database_faults(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if found != "ok":
            yield f"База данных повреждена: {found}."
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"База данных: строка {row[1]} таблицы {row[0]} ссылается на пустое место."


def _row_faults(connection: Connection) -> Iterator[str]:
    lost = select(ledger.c.id, ledger.c.path).where(
        ledger.c.state.in_(_WITH_RECORD), ledger.c.record_id.is_(None)
    )
    for row in connection.execute(lost.order_by(ledger.c.id)):
        yield f"Файл «{row.path}» (строка {row.id}) учтён, но записи нет."
    unheld = (
        select(ledger.c.id, ledger.c.path)
        .outerjoin(originals, originals.c.sha256 == ledger.c.sha256)
        .where(ledger.c.state.in_(_WITH_BYTES), originals.c.sha256.is_(None))
    )
    for row in connection.execute(unheld.order_by(ledger.c.id)):
        yield f"Файл «{row.path}» (строка {row.id}) принят, но подлинника в каталоге нет."
    counted = select(pages.c.text_id, func.count().label("found")).group_by(pages.c.text_id).subquery()
    torn = (
        select(records.c.id)
        .join(texts, texts.c.id == records.c.text_id)
        .outerjoin(counted, counted.c.text_id == records.c.text_id)
        .where(
            or_(
                func.coalesce(counted.c.found, 0) != texts.c.pages,
                records.c.pages != texts.c.pages,
            )
        )
    )
    for number in connection.execute(torn.order_by(records.c.id)).scalars():
        yield f"У записи {number} не хватает страниц текста."
    banded = (
        select(text_bands.c.text_id, func.count().label("found")).group_by(text_bands.c.text_id).subquery()
    )
    most = select(func.max(banded.c.found)).scalar_subquery()
    odd = select(banded.c.text_id).where(banded.c.found != 1, banded.c.found != most)
    for number in connection.execute(odd.order_by(banded.c.text_id)).scalars():
        yield f"У текста {number} неполный отпечаток: копии с ним не сравнить."
    own = (editions.c.record_id == records.c.id) & (editions.c.text_id == records.c.text_id)
    foreign = (
        select(records.c.id)
        .outerjoin(editions, own)
        .where(editions.c.id.is_(None), records.c.withdrawn_at.is_(None))
    )
    for number in connection.execute(foreign.order_by(records.c.id)).scalars():
        yield f"Запись {number} показывает текст не своей редакции."
