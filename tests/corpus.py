"""Where the optional corpus of real documents stands: the only place that reads ``VECHE_CORPUS``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def corpus_root() -> Path:
    """The corpus folder; skips the test that asks for it when there is none."""
    root = Path(os.environ.get("VECHE_CORPUS", str(DEFAULT)))
    if not root.is_dir():
        pytest.skip("no corpus of real documents: set VECHE_CORPUS")
    return root
