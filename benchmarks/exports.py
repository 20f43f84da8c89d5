"""Files of publications made of real texts: ``python -m benchmarks.exports [FORMAT ...] [--size N]...``.

Takes municipal programmes, decisions and laws of ``VECHE_CORPUS``, repeated as often
as needed, and prints for each format and number of documents the seconds, the peak memory of the process
tree and the size of the file. Every file is made in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from benchmarks.memory import PeakMemory
from dossiers.exports.all import FORMATS
from dossiers.publication import Change, Entry, HeldFile, Publication, Section, numbered
from tests.corpus import DEFAULT

SIZES = (100, 300, 2000)
_PAGE = 3_000
_STATUSES = (
    ("in-force", "действует"),
    ("amended", "действует с изменениями от 26 марта 2026 г. № 63/1"),
    ("repealed", "утратил силу с 1 января 2024 г.: решение Совета депутатов от 19 декабря 2023 г. № 61"),
    ("not-yet", "вступает в силу 1 января 2027 г."),
    ("unknown", ""),
)


class Corpus:
    """Texts of the corpus as documents, and their files as originals."""

    def __init__(self, root: Path) -> None:
        self.files = sorted((root / "acts" / "rurebus").rglob("*.txt"))

    def pages(self, entry: Entry) -> Iterator[str] | None:
        """Pages of the text that an entry stands for."""
        return None if entry.withheld else iter(_pages(self.file(entry.position)))

    def original(self, file: HeldFile) -> Path | None:
        """The file that a text was read from."""
        return next((path for path in self.files if path.name == file.name), None)

    def file(self, position: int) -> Path:
        """The file of an entry."""
        return self.files[position % len(self.files)]


@cache
def _pages(path: Path) -> tuple[str, ...]:
    """A text as pages of some 3,000 letters that end where lines end."""
    text = re.sub(r" ([,.;:)»])", r"\1", path.read_text(encoding="utf-8", errors="replace"))
    pages = [""]
    for line in text.splitlines(keepends=True):
        if len(pages[-1]) > _PAGE:
            pages.append("")
        pages[-1] += line
    return tuple(pages)


@cache
def _held(path: Path) -> HeldFile:
    octets = path.read_bytes()
    return HeldFile(sha256(octets).hexdigest(), path.name, len(octets), "text/plain")


def publication_of(corpus: Corpus, count: int) -> Publication:
    """A dossier of so many documents in sections of some thirty."""
    entries = [_entry(corpus, at) for at in range(1, count + 1)]
    step = 30
    sections = tuple(
        Section(
            f"Раздел {at // step + 1}. Программы и решения",
            "Сначала **новые**.",
            tuple(entries[at : at + step]),
        )
        for at in range(0, count, step)
    )
    made = Publication(
        kind="dossier",
        title="Муниципальные программы Заречного района",
        library="Заречная центральная библиотека",
        as_of="2026-11-01",
        moment="2026-11-01T09:30:00+00:00",
        number=7,
        theme="Программы развития и их исполнение",
        audience="для специалистов отдела экономики",
        compiler="О. Петрова, библиограф",
        introduction="Как принимаются программы района и *на что* они тратятся.\n\n- решения\n- отчёты\n",
        first_day="2022-01-01",
        last_day="2026-10-31",
        address="/dossiers/programmy",
        sections=sections,
        changes=(
            Change("came", 1, "Решение от 19 декабря 2025 г. № 61/2 «О бюджете на 2026 год»"),
            Change("status", 2, "Постановление от 5 марта 2024 г. № 12", "действует", "утратило силу"),
        ),
    )
    return numbered(made)


def _entry(corpus: Corpus, at: int) -> Entry:
    path = corpus.file(at)
    pages = _pages(path)
    status, told = _STATUSES[at % len(_STATUSES)]
    when = date(2022, 1, 10) + timedelta(days=at % 1500)
    title = " ".join("".join(pages).split())[:140].rsplit(" ", 1)[0] or path.name
    return Entry(
        position=at,
        record=1000 + at,
        record_class="act",
        title=title,
        kind="постановление",
        issuer="администрация Заречного района",
        date=when.isoformat(),
        number=f"{at}-п",
        description=f"{title} : постановление администрации района № {at}-п. – Текст : электронный.",
        status=status,
        status_words=told,
        note="Читать сначала **разделы 3 и 5**." if at % 7 == 0 else "",
        annotation="Сроки, исполнители и деньги по годам." if at % 5 == 0 else "",
        categories=("Программы района", f"Тема {at % 23}"),
        pages=len(pages),
        text=at,
        files=(_held(path),),
    )


def main() -> None:
    """Measure what is asked for, and print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("formats", nargs="*", default=list(FORMATS), help="names of formats")
    asked.add_argument("--size", type=int, action="append", help="number of documents")
    asked.add_argument("--into", type=Path, help="make the one file of this name and end")
    told = asked.parse_args()
    sizes = told.size or SIZES
    if told.into:
        _make(told.formats[0], sizes[0], told.into)
        return
    sys.stdout.write(f"{'format':8} {'documents':>9} {'seconds':>8} {'peak MB':>8} {'file MB':>8}\n")
    for name in told.formats:
        for size in sizes:
            _measure(name, size)


def _make(name: str, size: int, target: Path) -> None:
    corpus = Corpus(Path(os.environ.get("VECHE_CORPUS", str(DEFAULT))))
    made = publication_of(corpus, size)
    started = time.monotonic()
    FORMATS[name].write(made, corpus, target, lambda _done, _all: None)
    sys.stdout.write(f"{time.monotonic() - started:.2f}\n")


def _measure(name: str, size: int) -> None:
    with tempfile.TemporaryDirectory(prefix="veche-exports-") as folder:
        target = Path(folder) / "file"
        command = [
            sys.executable,
            "-m",
            "benchmarks.exports",
            name,
            "--size",
            str(size),
            "--into",
            str(target),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this module
        with PeakMemory(process.pid) as memory:
            told, _ = process.communicate()
        if process.returncode:
            sys.stdout.write(f"{name:8} {size:9} failed\n")
            return
        megabytes = target.stat().st_size / 1e6
        sys.stdout.write(f"{name:8} {size:9} {float(told):8.1f} {memory.peak / 1e6:8.0f} {megabytes:8.1f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
