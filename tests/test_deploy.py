"""The files for a Debian machine: what the updating script does when it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"


def _update(bundle: Path, program: Path) -> subprocess.CompletedProcess[str]:
    shutil.copy(DEPLOY / "update.sh", bundle)
    return subprocess.run(
        ["sh", str(bundle / "update.sh")],
        env=os.environ | {"VECHE_PROGRAM": str(program)},
        capture_output=True,
        text=True,
        check=False,
    )


def _installed(folder: Path) -> Path:
    program = folder / "opt" / "veche"
    program.mkdir(parents=True)
    (program / "прежняя").write_text("1")
    return program


def test_an_update_without_its_parts_touches_nothing(tmp_path: Path) -> None:
    program = _installed(tmp_path)
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    done = _update(bundle, program)
    assert done.returncode == 1
    assert "нет veche.tar.gz" in done.stdout
    assert (program / "прежняя").exists()


@pytest.mark.long
def test_an_update_that_fails_brings_the_former_program_back(tmp_path: Path) -> None:
    program = _installed(tmp_path)
    bundle = tmp_path / "bundle"
    (bundle / "wheels").mkdir(parents=True)
    (tmp_path / "veche").mkdir()
    (tmp_path / "veche" / "pyproject.toml").write_text("[project]\nname = 'veche'\nversion = '2'\n")
    with tarfile.open(bundle / "veche.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "veche", "veche")
    done = _update(bundle, program)
    assert done.returncode == 1
    assert "возвращаю прежнюю программу" in done.stdout
    assert [path.name for path in program.iterdir()] == ["прежняя"]
    assert not program.with_name("veche.old").exists()
