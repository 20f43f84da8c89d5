"""Receipts, room on the disk, copies past their time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from catalog.arrivals import LedgerState
from catalog.errors import Conflict
from ingest.receipts import Receipts, receipt
from ingest.sweeping import sweep_rejected
from tests.ingest.stations import CLOCK, Station, decision
from tests.ingest.test_describing import arrival


@dataclass
class Disk:
    low: bool = False
    free_bytes: int = 5 << 30


def test_a_receipt_counts_honestly_and_escapes_names() -> None:
    rows = [
        arrival("Акты/<b>&.txt", state=LedgerState.CATALOGUED, record=7),
        arrival("Акты/б.txt", state=LedgerState.CATALOGUED, record=7, reason_code="merged"),
        arrival("Акты/в.txt", state=LedgerState.DUPLICATE, record=7),
        arrival("Акты/г.pdf", state=LedgerState.REJECTED, reason_code="empty"),
    ]
    page = receipt(rows, date(2012, 3, 5), CLOCK, waiting=2, disk=Disk(low=True)).replace("\u00a0", " ")
    assert "Квитанция за 5 марта 2012 г." in page
    assert (
        "Всего 4 файла: принято новых — 1; ещё экземпляры тех же актов — 1; уже есть — 1; не принято — 1."
        in page
    )
    assert "&lt;b&gt;&amp;.txt" in page
    assert "<b>" not in page
    assert "Ещё в работе: 2 файла." in page
    assert "приём остановлен" in page
    assert "Свободно на диске: 5,0 ГБ" in page


def test_a_day_without_files_says_so() -> None:
    assert "ничего не поступило" in receipt([], date(2012, 3, 5), CLOCK)


def test_a_receipt_is_written_whole_and_only_when_something_has_come(home: Station) -> None:
    folder = home.home / "intake" / "Квитанции"
    receipts = Receipts(home.database, CLOCK, folder, Disk())
    receipts.write_if_due()
    assert not folder.exists()
    home.take(home.drop("а.txt", decision()))
    receipts.mark()
    receipts.write_if_due()
    (path,) = folder.iterdir()
    assert path.suffix == ".html"
    assert "Акты/а.txt" in path.read_text()


def test_bytes_of_rejected_files_are_kept_for_their_time_and_no_longer(home: Station) -> None:
    row = home.take(home.drop("пустой.pdf", b""))
    kept = home.take(home.drop("а.txt", decision()))
    assert row.sha256
    assert sweep_rejected(home.road, 90) == 0
    assert home.originals.path(row.sha256).exists()
    later = replace(home.road, clock=_Later(CLOCK.zone))
    assert sweep_rejected(later, 90) == 1
    assert not home.originals.path(row.sha256).exists()
    assert home.originals.path(kept.sha256 or "").exists()
    assert home.row(row.id).state is LedgerState.REJECTED
    assert sweep_rejected(later, 90) == 0
    with home.database.write() as work, pytest.raises(Conflict):
        work.ledger.retry(row.id, actor="librarian")


class _Later(type(CLOCK)):  # type: ignore[misc]
    def now(self):  # type: ignore[no-untyped-def]
        return super().now() + timedelta(days=91)
