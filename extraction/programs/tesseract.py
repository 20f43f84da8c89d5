"""Tesseract: its arguments, limits, environment and version; no shell, one thread, words with their boxes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from catalog.processes import end_with

LANGUAGE = "rus"
TEXT_SECONDS = 70
TURN_SECONDS = 25
_COLUMNS = 12


class RecognitionError(Exception):
    """The program failed, or took too long."""


@dataclass(frozen=True, slots=True)
class Box:
    """A recognised word: its text, line, place in pixels, and how sure the program is (0 to 100)."""

    text: str
    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int
    confidence: float


@cache
def version() -> str:
    """Its version, or ``""`` where it is not installed."""
    program = _program()
    if not program:
        return ""
    told = subprocess.run(  # noqa: S603
        [program, "--version"], capture_output=True, text=True, timeout=20, env={}, check=False
    )
    match = re.search(r"tesseract v?(\S+)", told.stdout + told.stderr)
    return match[1] if match else "?"


@cache
def available() -> bool:
    """Whether it is installed with Russian."""
    program = _program()
    if not program:
        return False
    told = subprocess.run(  # noqa: S603
        [program, "--list-langs"], capture_output=True, text=True, timeout=20, env={}, check=False
    )
    return LANGUAGE in (told.stdout + told.stderr).split()


@cache
def _program() -> str | None:
    return shutil.which("tesseract", path="/usr/local/bin:/usr/bin:/bin")


def words(picture: Path, dpi: int) -> list[Box]:
    """Recognise a page.

    Args:
        picture: a grey image file.
        dpi: its pixels an inch.

    Raises:
        RecognitionError: the program failed or took more than a minute.
    """
    told = _run([str(picture), "-", "-l", LANGUAGE, "--psm", "3", "--dpi", str(dpi), "tsv"], TEXT_SECONDS)
    return [box for row in told.splitlines()[1:] if (box := _box(row.split("\t"))) is not None]


def turn(picture: Path, dpi: int) -> int:
    """By how many degrees, clockwise, a page has to be turned to stand upright: 0, 90, 180 or 270."""
    try:
        told = _run([str(picture), "-", "-l", "osd", "--psm", "0", "--dpi", str(dpi)], TURN_SECONDS)
    except RecognitionError:
        return 0
    match = re.search(r"Rotate: (\d+)", told)
    return int(match[1]) % 360 if match else 0


def _box(row: list[str]) -> Box | None:
    if len(row) != _COLUMNS or row[0] != "5" or not row[11].strip():
        return None
    block, paragraph, line = int(row[2]), int(row[3]), int(row[4])
    left, top, width, height = map(int, row[6:10])
    return Box(row[11].strip(), (block, paragraph, line), left, top, width, height, float(row[10]))


def _begin(parent: int, seconds: int) -> None:
    """Between fork and exec: end with the parent, or by an alarm: a reading process may signal nobody."""
    end_with(parent)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _run(arguments: list[str], seconds: int) -> str:
    program = _program()
    if not program:
        raise RecognitionError("not installed")
    try:
        done = subprocess.run(  # noqa: S603 - a list of our own making
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
            preexec_fn=partial(_begin, os.getpid(), seconds),  # a reading process has one thread
            check=False,
        )
    except OSError as error:
        raise RecognitionError("start") from error
    if done.returncode == -signal.SIGALRM:
        raise RecognitionError("time")
    if done.returncode != 0:
        raise RecognitionError(f"exit {done.returncode}")
    return done.stdout.decode("utf-8", "replace")
