"""Typst in a process of its own, with limits on memory and time: it holds a whole volume while it sets it.

The process is this module: ``python -m dossiers.exports.typesetting FOLDER PARENT MEMORY MOMENT``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.errors import VecheError
from catalog.processes import end_with

if TYPE_CHECKING:
    from typst import PDFStandard

DATA, RESULT = "data.json", "volume.pdf"
STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]
"""PDF/A-2a and PDF/UA-1 at once: kept for long, and read aloud."""
_TEMPLATE = Path(__file__).with_name("publication.typ")
_FONTS = Path(__file__).with_name("fonts")
# The allocator of glibc gives memory back early: a fifth less at the peak, for no more time.
_SPARING = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(256 << 10),
    "MALLOC_TRIM_THRESHOLD_": str(128 << 10),
    "MALLOC_TOP_PAD_": str(64 << 10),
}
_OWN_PACKAGES = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the setting of one volume may take.

    Attributes:
        memory: address space in bytes.
        seconds: of the clock.
    """

    memory: int = 2 << 30
    seconds: float = 600.0


LIMITS = Limits()


def typeset(folder: Path, data: dict[str, Any], name: str, limits: Limits = LIMITS) -> Path:
    """Set a volume; where its file lies.

    Args:
        folder: a scratch folder; pictures that the data name stand in it.
        data: for the template.
        name: of the volume, for a message.
        limits: on the process.

    Raises:
        VecheError: it cannot be set within the limits.
    """
    result = folder / RESULT
    result.unlink(missing_ok=True)
    with (folder / DATA).open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, separators=(",", ":"))
    moment = datetime.fromisoformat(data["stamp"])
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    numbers = (os.getpid(), limits.memory, int(moment.timestamp()))
    command = [sys.executable, "-m", __name__, str(folder), *map(str, numbers)]
    try:
        done = subprocess.run(  # noqa: S603 - this module
            command,
            cwd=_OWN_PACKAGES,
            env=os.environ | _SPARING,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(name, "вёрстка не закончилась в отведённое время") from error
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip()
        short = done.returncode < 0 or "memory" in told.lower()
        failure = _failed(name, "не хватило памяти" if short else "в вёрстке ошибка")
        failure.add_note(told or f"exit code {done.returncode}")
        raise failure
    return result


def _failed(name: str, why: str) -> VecheError:
    return VecheError(
        f"Файл PDF не сделан: {name}, {why}.",
        "Разделите подборку на несколько или закажите её в формате DOCX или ZIP.",
    )


def _main(folder: Path, parent: int, memory: int, seconds: int) -> None:
    end_with(parent)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import typst

    (folder / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
    compiler = typst.Compiler(
        folder / _TEMPLATE.name, root=folder, font_paths=[_FONTS], ignore_system_fonts=True
    )
    compiler.compile(output=folder / RESULT, pdf_standards=STANDARDS, timestamp=seconds)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
