"""Typst in a process of its own, with limits on memory and time: it holds a whole volume while it sets it.

The process is this module: ``python -m dossiers.exports.typesetting FOLDER PARENT MEMORY``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.errors import VecheError
from catalog.processes import end_with

if TYPE_CHECKING:
    from typst import PDFStandard

DATA, PLACES, RESULT = "data.json", "places.json", "volume.pdf"
STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]
"""PDF/A-2a and PDF/UA-1 at once: kept for long, and read aloud."""
_TEMPLATE = Path(__file__).with_name("publication.typ")
_FONTS = Path(__file__).with_name("fonts")
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


@dataclass(frozen=True, slots=True)
class Typeset:
    """A volume that was set.

    Attributes:
        file: of it.
        places: sections and documents by their heading, with the page that they begin on.
    """

    file: Path
    places: tuple[tuple[str, int], ...]


def typeset(folder: Path, data: dict[str, Any], name: str, limits: Limits = LIMITS) -> Typeset:
    """Set a volume.

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
    command = [sys.executable, "-m", __name__, str(folder), str(os.getpid()), str(limits.memory)]
    try:
        done = subprocess.run(  # noqa: S603 - this module
            command,
            cwd=_OWN_PACKAGES,
            env=os.environ | {"MALLOC_ARENA_MAX": "1"},  # a tenth less memory
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(name, "вёрстка не закончилась в отведённое время") from error
    if done.returncode:
        raise _failed(name, _why(done))
    places = json.loads((folder / PLACES).read_text(encoding="utf-8"))
    return Typeset(result, tuple((heading, page) for heading, page in places))


def _why(done: subprocess.CompletedProcess[bytes]) -> str:
    told = done.stderr.decode(errors="replace").strip()
    if done.returncode < 0 or "memory" in told.lower():
        return "не хватило памяти"
    return told.splitlines()[-1][:300] if told else f"вёрстка прервана с кодом {done.returncode}"


def _failed(name: str, why: str) -> VecheError:
    return VecheError(
        f"Файл PDF не сделан: {name}, {why}.",
        "Разделите подборку на несколько или закажите её в формате DOCX или ZIP.",
    )


def _main(folder: Path, parent: int, memory: int) -> None:
    end_with(parent)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import typst

    told = json.loads((folder / DATA).read_bytes())
    moment = int(datetime.fromisoformat(told["stamp"]).timestamp())
    several = bool(told["volume"])
    del told
    (folder / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
    compiler = typst.Compiler(
        folder / _TEMPLATE.name, root=folder, font_paths=[_FONTS], ignore_system_fonts=True
    )
    compiler.compile(output=folder / RESULT, pdf_standards=STANDARDS, timestamp=moment)
    places = compiler.query("<places>", field="value", one=True) if several else "[]"
    (folder / PLACES).write_text(places, encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
