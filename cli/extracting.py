"""Extraction for commands that keep nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extraction.pool import ExtractionPool
from extraction.protocol import Limits


@contextmanager
def extraction_alone() -> Iterator[ExtractionPool]:
    """Workers without a home, for reading without keeping."""
    with (
        tempfile.TemporaryDirectory(prefix="veche-describe-") as scratch,
        ExtractionPool(min(2, os.cpu_count() or 1), Limits(), Path(scratch)) as pool,
    ):
        yield pool
