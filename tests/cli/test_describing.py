"""What ``veche describe`` says of a file."""

from __future__ import annotations

from pathlib import Path

from cli.describing import described_file
from extraction.protocol import Extracted
from tests.ingest.stations import decision


def test_of_several_acts_in_one_file_the_first_is_described() -> None:
    second = decision(number="41/2", day="2 марта 2024", point="Отменить решение от 01.02.2010 № 9/9.")
    text = decision(number="41/1", day="1 марта 2024") + second
    found = described_file(Path("Вестник.txt"), Extracted("text/plain", (text,), "born", "plain", "1"))
    assert (found["number"], found["date"], found["chars"]) == ("41/1", "2024-03-01", len(text))
    assert "9/9" not in {one["number"] for one in found["citations"]}
    assert "18/2" in {one["number"] for one in found["citations"]}
