"""The command line as its users call it, in this process: a start takes longer than what it does."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from cli.main import main


class Done(NamedTuple):
    """Exit code, answers and messages of a command."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Program:
    """Runs commands one after another."""

    monkeypatch: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> Done:
        self.monkeypatch.setattr(sys, "argv", ["veche", *arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = self.captured.readouterr()
        assert "Traceback" not in told.err
        return Done(code, told.out, told.err)

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """The JSON lines that a command prints."""
        done = self.run(*arguments, "--json")
        assert done.code == 0, done.err
        return [json.loads(line) for line in done.out.splitlines()]

    def line(self, *arguments: str) -> dict[str, Any]:
        (row,) = self.lines(*arguments)
        return row
