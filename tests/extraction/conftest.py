"""A pool of one process for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.pool import ExtractionPool
from extraction.protocol import Limits, Outcome


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExtractionPool]:
    """A pool without recognition."""
    with ExtractionPool(1, Limits(), tmp_path_factory.mktemp("scratch"), ocr=False) as opened:
        yield opened


@pytest.fixture
def read(pool: ExtractionPool, tmp_path: Path) -> Callable[[bytes, str], Outcome]:
    """Reads bytes under a name through the pool."""

    def read_bytes(data: bytes, name: str) -> Outcome:
        path = tmp_path / "given"
        path.write_bytes(data)
        return pool.extract(path, name)

    return read_bytes
