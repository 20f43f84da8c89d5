"""The Whoosh engine keeps the contract of engines, and what is its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engine import Engine
from search.whoosh_engine import WhooshEngine
from tests.search.engine_contract import EngineContract


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        with WhooshEngine.create(tmp_path / "index") as engine:
            yield engine
