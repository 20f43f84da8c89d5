"""What is printed: JSON lines and answers on stdout, messages and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


def line(value: object) -> None:
    """Print one JSON object as one line, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def answer(text: str) -> None:
    """Print an answer for a person on stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def message(text: str) -> None:
    """Print a message on stderr, without what would move the cursor: names of files stand in messages.

    While a progress bar is shown it takes over ``sys.stderr`` and keeps the message above itself.
    """
    sys.stderr.write(text.translate(_CONTROLS) + "\n")
    sys.stderr.flush()


@dataclass(slots=True)
class Meter:
    """A progress bar on stderr.

    Attributes:
        progress: the bar; None where stderr is not a terminal.
        task: its number in the bar.
    """

    progress: Progress | None
    task: int = 0

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show that ``done`` of ``total`` are done."""
        if self.progress is not None:
            self.progress.update(self.task, completed=done, total=total)  # type: ignore[arg-type]


@contextmanager
def meter(title: str, total: int | None = None) -> Iterator[Meter]:
    """A progress bar for one long action; silent where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield Meter(None)
        return
    with _progress() as progress:
        yield Meter(progress, progress.add_task(title, total=total))


@cache
def _console() -> Console:
    from rich.console import Console  # wanted on a terminal alone

    return Console(stderr=True, highlight=False, soft_wrap=True)


def _progress() -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=_console(), transient=True)
