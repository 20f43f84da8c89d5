"""The supervisor keeps its children alive, and none outlives it."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli import supervisor
from cli.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parents[2]


def until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait for a condition that another process brings about."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def script(folder: Path, body: str) -> Path:
    path = folder / "child.py"
    path.write_text(textwrap.dedent(body), encoding="utf-8")
    return path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Let the supervisor start small scripts instead of the whole program; gives what was started."""
    found: list[subprocess.Popen[bytes]] = []

    def start(arguments: tuple[str, ...], _inherits: tuple[int, ...]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, *arguments])
        found.append(process)
        return process

    monkeypatch.setattr(supervisor, "start", start)
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.05)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield found
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_a_child_that_ends_is_started_again_and_all_are_drained(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    path = script(tmp_path, "raise SystemExit(3)")
    events: list[tuple[str, str, int]] = []

    def say(event: str, name: str, code: int) -> None:
        events.append((event, name, code))
        kept.stopping = len(started) == 3

    kept = Supervisor([Child("site", (str(path),), pause=0.05)], say)
    assert kept.run() == 0
    assert events[0] == ("restarted", "site", 3)
    assert events[-1][0] == "stopping"
    assert all(process.wait(10) is not None for process in started)


def test_a_child_that_has_come_to_its_end_is_not_started_again(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    events: list[str] = []
    ends = script(tmp_path, "raise SystemExit(0)")
    stays = tmp_path / "stays.py"
    stays.write_text(
        "import os, signal, time; time.sleep(1); os.kill(os.getppid(), signal.SIGTERM); time.sleep(9)"
    )
    children = [Child("demo", (str(ends),), ends=True, pause=0.05), Child("site", (str(stays),))]
    assert Supervisor(children, lambda event, *_: events.append(event)).run() == 0
    assert events == ["stopping"]
    assert len(started) == 2


def test_a_child_dies_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    sleeper = script(
        tmp_path,
        f"""
        import os, pathlib, time
        pathlib.Path({str(mark)!r}).write_text(str(os.getpid()))
        time.sleep(600)
        """,
    )
    parent = tmp_path / "parent.py"
    parent.write_text(
        textwrap.dedent(
            f"""
            import sys
            sys.path.insert(0, {str(ROOT)!r})
            from cli import supervisor
            sys.executable, program = {str(tmp_path / "python")!r}, sys.executable
            from pathlib import Path
            wrapper = Path({str(tmp_path / "python")!r})
            wrapper.write_text(f"#!/bin/sh\\nexec {{program}} {sleeper}\\n")
            wrapper.chmod(0o755)
            supervisor.Supervisor([supervisor.Child("site", ())], lambda *_: None).run()
            """
        ),
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, str(parent)]) as process:
        assert until(lambda: mark.exists() and mark.read_text() != "")
        child = int(mark.read_text())
        process.kill()
    assert until(lambda: not Path(f"/proc/{child}").exists() or _state(child) == "Z")


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def test_a_child_that_ignores_the_request_to_end_is_killed(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(
        tmp_path,
        """
        import os, signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.kill(os.getppid(), signal.SIGTERM)
        time.sleep(600)
        """,
    )
    monkeypatch.setattr(supervisor, "DRAIN_SECONDS", 0.2)
    assert Supervisor([Child("intake", (str(path),))], lambda *_: None).run() == 1
    assert started[0].returncode == -signal.SIGKILL
