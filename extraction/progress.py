"""Work that goes on in steps (pages to recognise) asks here for time; limits then hold for a step."""

from __future__ import annotations

from collections.abc import Callable

_ask: Callable[[int], None] | None = None


def on_request(ask: Callable[[int], None] | None) -> None:
    """Say who gives time: the worker does when it starts; without one, asking does nothing."""
    global _ask  # noqa: PLW0603 - one process reads one document at a time
    _ask = ask


def more_time(seconds: int) -> None:
    """A step is done and another begins that may take so many seconds by the clock."""
    if _ask is not None:
        _ask(seconds)
