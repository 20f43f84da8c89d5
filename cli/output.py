"""What is printed: JSON lines and answers on stdout, messages and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


def line(value: object) -> None:
    """Print one JSON object as one line, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def answer(text: str) -> None:
    """Print an answer for a person on stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def message(text: str) -> None:
    """Print a message on stderr, as it is, without markup."""
    ERRORS.print(text, markup=False)


@dataclass(slots=True)
class Meter:
    """A progress bar on stderr; silent where stderr is not a terminal."""

    progress: Progress
    task: int

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show that ``done`` of ``total`` are done."""
        self.progress.update(self.task, completed=done, total=total)  # type: ignore[arg-type]


@contextmanager
def meter(title: str, total: int | None = None) -> Iterator[Meter]:
    """A progress bar for one long action."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=ERRORS, transient=True, disable=not ERRORS.is_terminal) as progress:
        yield Meter(progress, progress.add_task(title, total=total))
