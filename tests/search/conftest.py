"""A catalogue with an indexer for the tests of search."""

from __future__ import annotations

from pathlib import Path

import pytest

from acts.status import intervals
from catalog.database import Database
from search.indexer import Indexer


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """Search reads the catalogue through its stores; they have tests of their own on PostgreSQL."""
    return sqlite_database


@pytest.fixture
def indexer(tmp_path: Path, database: Database) -> Indexer:
    return Indexer(database, tmp_path / "index", intervals)
