"""A folder of originals for each test of exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dossiers.exports.samples import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Contents without anything in them."""
    root = tmp_path / "originals"
    root.mkdir()
    return Folder(root)
