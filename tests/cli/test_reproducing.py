"""The same issue, exported on two data homes that one backup filled, is the same file to the byte."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo.blocks import parse
from demo.formats import pages
from dossiers.exports.all import FORMATS

TEXT = "Решение\n\nО бюджете Заречного района на 2024 год\n\n1. Утвердить бюджет района."


def veche(home: Path, *arguments: str, zone: str = "UTC") -> str:
    """What the real program answers, in a time zone and with a seed of its own."""
    environ = os.environ | {"VECHE_HOME": str(home), "TZ": zone, "PYTHONHASHSEED": str(len(zone))}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        capture_output=True, check=False, env=environ, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two homes restored from one backup of a third with a published dossier of an act and an article."""
    folder = tmp_path_factory.mktemp("reproducing")
    first = folder / "first"
    act, article = (
        folder / "Решение 2023-12-22 № 41-3.pdf",
        folder / "Заречная новь 2024-01-12 №2 с1 Бюджет.txt",
    )
    act.write_bytes(pages.render_pdf(parse(TEXT)))
    article.write_text("Бюджет принят\n\nДепутаты приняли бюджет района.\n", "utf-8")
    veche(first, "add", str(act))
    veche(first, "add", str(article), "--class", "press", "--source", "Заречная новь")
    slug = json.loads(veche(first, "dossier", "create", "Бюджет района", "--public", "--json"))["slug"]
    veche(first, "dossier", "add", slug, "1", "2")
    veche(first, "dossier", "publish", slug, "--as-of", "2024-02-01")
    veche(first, "backup", str(folder / "backup.zip"))
    restored = folder / "second", folder / "third"
    for home in restored:
        veche(home, "restore", str(folder / "backup.zip"))
    return restored


@pytest.mark.parametrize("form", list(FORMATS))
def test_two_homes_of_one_backup_make_the_same_file(
    homes: tuple[Path, Path], form: str, tmp_path: Path
) -> None:
    sums = []
    for home, zone in zip(homes, ("Asia/Vladivostok", "UTC"), strict=True):
        target = tmp_path / f"{home.name}{FORMATS[form].extension}"
        veche(home, "dossier", "export", "byudzhet-rajona", "--format", form, "--out", str(target), zone=zone)
        sums.append(hashlib.sha256(target.read_bytes()).hexdigest())
    assert sums[0] == sums[1]
