"""Receipts in the intake folder itself: one HTML page a day, what came and what became of it.

A librarian opens it from the share with any browser; it needs nothing from anywhere.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Protocol

from catalog.arrivals import Arrival, LedgerState
from catalog.clock import Clock
from catalog.database import Database
from ingest.editions import EDITION
from ingest.names import shown
from ingest.reasons import say
from language.wording import counted, day, size

_SECONDS = 2.0
_SHARE_OF_TIME = 10
_OUTCOMES = {
    LedgerState.CATALOGUED: "принят",
    LedgerState.DUPLICATE: "уже есть",
    LedgerState.OPENED: "распакован",
    LedgerState.REJECTED: "не принят",
    LedgerState.GONE: "исчез",
}
_STYLE = (
    "body{font:18px/1.45 sans-serif;max-width:60em;margin:1.5em auto;padding:0 1em;color:#111;"
    "background:#fff}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #bbb;"
    "padding:.3em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}.no{font-weight:bold}"
    "[role=alert]{border:3px solid #a00;padding:.5em 1em}@media print{body{font-size:12pt}}"
)


class DiskState(Protocol):
    """What a receipt says of the disk."""

    @property
    def low(self) -> bool:
        """Whether there is too little room."""
        ...

    @property
    def free_bytes(self) -> int:
        """Room on the disk."""
        ...


class Receipts:
    """Writes the page of a day anew when something has come, not more often than it takes."""

    def __init__(self, database: Database, clock: Clock, folder: Path, disk: DiskState) -> None:
        """Nothing is written yet.

        Args:
            database: the catalogue.
            clock: now, and the library's time zone.
            folder: «Квитанции».
            disk: how it stands.
        """
        self._database = database
        self._clock = clock
        self._folder = folder
        self._disk = disk
        self._changed = False
        self._low = False
        self._day: date | None = None
        self._not_before = 0.0

    def mark(self) -> None:
        """Something has come to its outcome; any thread may say so."""
        self._changed = True

    def write_if_due(self) -> None:
        """Write the page of today if something has changed, and that of yesterday once after midnight."""
        if self._low != self._disk.low:
            self._low = not self._low
            self._changed = True
        if self._changed and time.monotonic() >= self._not_before:
            self.write_now()

    def write_now(self) -> None:
        """Write the page of today."""
        began = time.monotonic()
        self._changed = False
        today = self._clock.now().astimezone(self._clock.zone).date()
        if self._day is not None and self._day != today:
            self.write(self._day)
        self._day = today
        self.write(today)
        took = time.monotonic() - began
        self._not_before = time.monotonic() + max(_SECONDS, took * _SHARE_OF_TIME)

    def write(self, on: date) -> Path:
        """Write the page of a day, whole or not at all."""
        with self._database.read() as work:
            rows = work.ledger.finished_on(on, self._clock.zone)
            waiting = work.ledger.unfinished()
        page = receipt(rows, on, self._clock, waiting=waiting, disk=self._disk)
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{on.isoformat()}.html"
        beside = self._folder / f".{on.isoformat()}-{secrets.token_hex(4)}.part"
        try:
            beside.write_text(page, encoding="utf-8", errors="replace")
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        return target


def receipt(
    rows: Sequence[Arrival], on: date, clock: Clock, *, waiting: int = 0, disk: DiskState | None = None
) -> str:
    """The page of a day as HTML."""
    heading = f"Квитанция за {day(on)}"
    body = [f"<h1>{escape(heading)}</h1>", f"<p>{escape(_summary(rows))}</p>"]
    if disk and disk.low:
        body.append(
            '<p role="alert">На диске мало места: приём остановлен. Ничего не потеряно: файлы ждут в папках. '
            "Освободите место, приём продолжится сам.</p>"
        )
    if waiting:
        body.append(f"<p>Ещё в работе: {escape(counted(waiting, 'файл', 'файла', 'файлов'))}.</p>")
    refused = [row for row in rows if row.state is LedgerState.REJECTED]
    if refused:
        body.append("<h2>Не принято</h2>" + _table(refused, clock))
    others = [row for row in rows if row.state is not LedgerState.REJECTED]
    if others:
        body.append("<h2>Принято</h2>" + _table(others, clock))
    now = clock.now().astimezone(clock.zone)
    room = f" Свободно на диске: {size(disk.free_bytes)}." if disk else ""
    body.append(f"<p>Составлено {_moment(now)}.{escape(room)}</p>")
    return (
        '<!DOCTYPE html>\n<html lang="ru"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(heading)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _summary(rows: Sequence[Arrival]) -> str:
    if not rows:
        return "За этот день ничего не поступило."
    count = Counter(row.state for row in rows)
    merged = sum(row.reason_code == "merged" for row in rows)
    editions = sum(row.reason_code == EDITION for row in rows)
    parts = [
        (count[LedgerState.CATALOGUED] - merged - editions, "принято новых"),
        (editions, "другие редакции тех же актов"),
        (merged, "ещё экземпляры тех же актов"),
        (count[LedgerState.DUPLICATE], "уже есть"),
        (count[LedgerState.OPENED], "архивы распакованы"),
        (count[LedgerState.REJECTED], "не принято"),
        (count[LedgerState.GONE], "исчезли до приёма"),
    ]
    told = "; ".join(f"{words} — {number}" for number, words in parts if number)
    return f"Всего {counted(len(rows), 'файл', 'файла', 'файлов')}: {told}."


def _table(rows: Sequence[Arrival], clock: Clock) -> str:
    lines = ["<table><thead><tr><th>Время<th>Файл<th>Итог<th>Запись</tr></thead><tbody>"]
    for row in rows:
        at = f"{row.finished.astimezone(clock.zone):%H:%M}" if row.finished else ""
        reason = say(row.reason_code, row.reason_params)
        outcome = _OUTCOMES[row.state] + (f". {reason}" if reason else "")
        mark = ' class="no"' if row.state is LedgerState.REJECTED else ""
        record = f"№ {row.record}" if row.record else ""
        lines.append(
            f"<tr><td>{at}<td>{escape(shown(row.path))}<td{mark}>{escape(outcome)}<td>{escape(record)}</tr>"
        )
    return "".join(lines) + "</tbody></table>"


def _moment(moment: datetime) -> str:
    return f"{day(moment.date())}, {moment:%H:%M}"
