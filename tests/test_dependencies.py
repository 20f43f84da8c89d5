"""Each dependency has a line that says why it is there; those that are frozen are pinned exactly."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = (ROOT / "docs" / "DEPENDENCIES.md").read_text(encoding="utf-8").lower()
PINNED = {"whoosh", "pdfminer.six", "pdfplumber"}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", requirement)[0].lower() for requirement in requirements}


def test_every_dependency_is_explained() -> None:
    wanted = names(PROJECT["dependencies"]) | names(PROJECT["optional-dependencies"]["test"])
    assert {name for name in wanted if name not in PAGE} == set()


def test_only_the_frozen_ones_are_pinned_exactly_and_all_have_a_bound() -> None:
    pinned = {name for one in PROJECT["dependencies"] if "==" in one for name in names([one])}
    assert pinned == PINNED
    loose = names([one for one in PROJECT["dependencies"] if not re.search("[<>=]", one)])
    assert loose <= {"pymorphy3-dicts-ru"}
