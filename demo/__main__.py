"""``python -m demo FOLDER``: write the demo collection into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from demo.building import build

_USAGE = "python -m demo FOLDER: write the demo collection into FOLDER\n"


def main(arguments: list[str]) -> int:
    """Build the collection; the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write(_USAGE)
        return 0 if arguments == ["--help"] else 2
    build(Path(arguments[0]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
