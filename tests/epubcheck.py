"""Debian's epubcheck, the judge of EPUB by its standard."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_JAR = Path("/usr/share/java/epubcheck.jar")


def program() -> bool:
    """Whether it can be run."""
    return _JAR.exists() and shutil.which("java") is not None


def faults(book: Path) -> list[str]:
    """What it says against a book: fatals, errors and warnings."""
    told = subprocess.run(
        ["java", "-Xmx256m", "-jar", str(_JAR), "--quiet", str(book)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in (told.stdout + told.stderr).splitlines() if line.strip()]
    return [line for line in said if line.startswith(("FATAL", "ERROR", "WARNING"))] or said[
        : told.returncode
    ]
