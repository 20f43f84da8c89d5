"""What the tests of the intake share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction.pool import ExtractionPool
from extraction.protocol import Limits
from tests.ingest.stations import Station, station


@pytest.fixture(scope="session")
def extraction(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExtractionPool]:
    """Reading processes, shared by all tests of a run."""
    with ExtractionPool(1, Limits(), tmp_path_factory.mktemp("extraction"), ocr=False) as pool:
        yield pool


@pytest.fixture
def home(tmp_path: Path, extraction: ExtractionPool) -> Iterator[Station]:
    """An empty data home."""
    with station(tmp_path, extraction) as opened:
        yield opened
