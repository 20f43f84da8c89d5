"""The real program as a test starts it: one home, one free port, `veche` as its users call it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VECHE = [sys.executable, "-m", "cli.main"]
ROOT = Path(__file__).resolve().parents[2]


def until(condition: Callable[[], bool], seconds: float = 60.0, pause: float = 0.05) -> bool:
    """Wait for a condition that another process brings about."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(pause)
    return condition()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Program:
    """The command line on one data home.

    Attributes:
        home: the data home.
        changes: further environment variables.
    """

    home: Path
    changes: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        plain = {key: value for key, value in os.environ.items() if not key.startswith("VECHE_")}
        return plain | {"VECHE_HOME": str(self.home), "PYTHONPATH": str(ROOT)} | self.changes

    def run(
        self, *arguments: str, feed: str | None = None, timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; a traceback in what it prints fails the test."""
        done = subprocess.run(
            [*VECHE, *arguments],
            input=feed,
            text=True,
            capture_output=True,
            env=self.environment,
            timeout=timeout,
            check=False,
        )
        assert "Traceback (most recent call last)" not in done.stderr + done.stdout, done.stderr
        return done

    def lines(self, *arguments: str, feed: str | None = None) -> list[dict[str, Any]]:
        """The JSON lines that a command prints."""
        return [json.loads(line) for line in self.run(*arguments, feed=feed).stdout.splitlines()]


@dataclass(frozen=True, slots=True)
class Running:
    """A running `veche run` or one of its halves."""

    process: subprocess.Popen[bytes]
    address: str

    def get(self, path: str) -> str:
        """A page of the site, or "" while it does not answer."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:  # noqa: S310 - our own site
                return str(answer.read().decode("utf-8")).replace("\N{NO-BREAK SPACE}", " ")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""


@contextmanager
def running(program: Program, command: str = "run") -> Iterator[Running]:
    """Start `veche run` (or `serve`, `watch`) and end it with SIGTERM."""
    port = free_port()
    arguments = [command] if command == "watch" else [command, "--port", str(port)]
    with subprocess.Popen([*VECHE, *arguments], env=program.environment) as process:
        found = Running(process, f"http://127.0.0.1:{port}")
        try:
            if command != "watch":
                assert until(lambda: found.get("/health") != "", 60), "the site does not answer"
            yield found
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(40)
