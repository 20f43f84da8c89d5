from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.sandbox import sandbox_abilities

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import os, socket, sys
from pathlib import Path
from extraction.protocol import Limits
from extraction.sandbox import enter_sandbox
folder, outside = Path(sys.argv[1]), Path(sys.argv[2])
enter_sandbox(folder, Limits(), os.getppid())
def refused(act):
    try:
        act()
    except OSError:
        return True
    return False
(folder / "a").write_text("x")
(folder / "a").rename(folder / "b")
print(
    refused(lambda: outside.write_text("x")),
    refused(lambda: socket.create_connection(("127.0.0.1", 9), 1)),
    refused(lambda: socket.socket()),
    refused(lambda: os.kill(os.getppid(), 0)),
    (folder / "b").exists(),
)
"""


def _probe(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return done.stdout.strip()


def test_a_reading_process_cannot_write_outside_nor_connect_nor_signal(tmp_path: Path) -> None:
    abilities = sandbox_abilities()
    if not (abilities.no_writing_outside and abilities.no_signals_outside):
        pytest.skip("this kernel cannot confine it")
    folder = tmp_path / "scratch"
    folder.mkdir()
    assert _probe(PROBE, str(folder), str(tmp_path / "outside")) == "True True True True True"
    assert not (tmp_path / "outside").exists()


def test_a_reading_process_ends_when_its_parent_is_another(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom extraction.protocol import Limits\n"
        "from extraction.sandbox import enter_sandbox\n"
        "enter_sandbox(Path(sys.argv[1]), Limits(), 1)\nprint('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_the_environment_of_a_reading_process_is_empty_of_ours(tmp_path: Path) -> None:
    from extraction.process import _environment

    assert not {"VECHE_HOME", "LD_PRELOAD", "HTTP_PROXY"} & set(_environment(tmp_path))
    assert os.environ.get("PATH") != _environment(tmp_path)["PYTHONPATH"]
