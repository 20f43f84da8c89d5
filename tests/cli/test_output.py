"""What is printed on stderr beside the answers."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from cli import output
from tests.cli.programs import ROOT


def test_a_message_names_a_file_without_moving_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    output.message("файл :memo: [b]\x1b[2J\rпринят\x9b1A\n\tкопия")
    assert capsys.readouterr().err == "файл :memo: [b][2Jпринят1A\n\tкопия\n"


def test_a_meter_is_silent_where_stderr_is_not_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with output.meter("Указатель") as show:
        show(1, 2)
    assert capsys.readouterr().err == ""


def test_a_message_stands_above_the_meter_on_a_terminal() -> None:
    script = """
from cli import output
with output.meter("Приём", 2) as show:
    output.message("Начато")
    show(1)
"""
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", script], stderr=theirs, env=environment, check=True)
    os.close(theirs)
    with os.fdopen(ours, "rb") as terminal:
        shown = terminal.read1(65_536).decode()
    assert shown.index("Начато") < shown.index("1/2")
