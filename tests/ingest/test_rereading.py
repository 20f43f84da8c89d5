"""Texts that wait are read again; numbers and corrections stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from extraction.protocol import Extracted, Outcome
from ingest.rereading import reread_if_readers_changed
from tests.ingest.stations import Station, decision
from tests.ingest.test_road import png


@dataclass
class NewReader:
    """A reader that has come since: it finds a text where there was none."""

    text: str

    def extract(self, path: Path, name: str) -> Outcome:
        assert path.exists()
        assert name
        return Extracted("image/png", (self.text,), "ocr", "ocr", "2")

    def close(self) -> None:
        """Nothing is held."""


def test_what_waited_is_read_and_keeps_its_number_and_corrections(home: Station) -> None:
    row = home.take(home.drop("Схема границ.png", png()))
    number = row.record or 0
    assert home.road.reread_waiting().done == 0
    with home.database.write() as work:
        record = work.records.get(number)
        assert record is not None
        work.records.correct(number, {"place": "п. Дальний"}, actor="librarian", version=record.version)
    road = replace(home.road, extraction=NewReader(decision()))
    report = road.reread_waiting()
    assert (report.done, report.waiting) == (1, 0)
    with home.database.read() as work:
        record = work.records.get(number)
        pages = work.texts.pages(number)
        left = work.texts.waiting(10)
        count = work.records.count()
    assert record is not None
    assert (record.number, record.place, record.text_layer) == ("41/3", "п. Дальний", "ocr")
    assert "waiting" not in record.marks
    assert "Петров" in pages[0]
    assert (left, count) == ([], 1)


def test_reading_again_is_not_tried_until_the_readers_change(home: Station) -> None:
    home.take(home.drop("Схема границ.png", png()))
    assert reread_if_readers_changed(home.road) is not None
    assert reread_if_readers_changed(home.road) is None
