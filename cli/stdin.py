"""What is asked by JSON lines on stdin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def json_lines(stream: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Number and object of each line that is not blank; None for one that is no JSON object."""
    for number, raw in enumerate(stream, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError):
            row = None
        yield number, row if isinstance(row, dict) else None
