"""The whole road on real documents: ``python -m benchmarks.road [FOLDER ...]``.

Takes the corpus of ``VECHE_CORPUS`` in by ``veche add`` into a home of its own and prints outcomes, speed,
peak memory of the process tree, and the requisites against ``acts/truth.tsv`` field by field.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.memory import PeakMemory
from tests.corpus import DEFAULT

FOLDERS = ("acts", "budgets", "press", "hostile")
FIELDS = ("kind", "issuer", "date", "number")


def main() -> None:
    """Run the measurement and print it."""
    root = Path(os.environ.get("VECHE_CORPUS", str(DEFAULT)))
    folders = [Path(name) for name in sys.argv[1:]] or [root / name for name in FOLDERS]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    with tempfile.TemporaryDirectory(prefix="veche-road-") as home:
        started = time.monotonic()
        rows, peak = _add(folders, Path(home))
        seconds = time.monotonic() - started
        _print(
            f"{len(files)} files, {size / 1e6:.1f} MB, {seconds:.0f} s: {len(files) / seconds:.1f} files/s,"
        )
        _print(f"{size / 1e6 / seconds:.2f} MB/s, peak {peak / 1e6:.0f} MB in all processes")
        for folder in folders:
            found = Counter(row["outcome"] for row in rows if Path(row["path"]).is_relative_to(folder))
            _print(f"{folder.name}: {dict(found)}")
        for row in rows:
            if row["outcome"] in {"rejected", "opened"}:
                _print(f"  {row['outcome']} {row['path']}: [{row['reason_code']}] {row['reason']}")
        _print("slowest: " + ", ".join(f"{row['ms']} ms {Path(row['path']).name}" for row in _slowest(rows)))
    truth = root / "acts" / "truth.tsv"
    if truth.exists():
        _compare(root, truth)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _slowest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: -(row["ms"] or 0))[:5]


def _veche(arguments: list[str], home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "cli.main", *arguments],
        env=os.environ | {"VECHE_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )


def _add(folders: list[Path], home: Path) -> tuple[list[dict[str, Any]], int]:
    """Run ``veche add`` and watch the memory of its tree."""
    process = _veche(["add", *map(str, folders), "--json"], home)
    with PeakMemory(process.pid) as memory:
        rows = [json.loads(line) for line in process.stdout or ()]
        process.wait()
    return rows, memory.peak


def _compare(root: Path, truth: Path) -> None:
    """Requisites as described against the labelled ones."""
    with truth.open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file, delimiter="\t"))
    with tempfile.TemporaryDirectory() as home:
        process = _veche(["describe", *(str(root / row["path"]) for row in wanted), "--json"], Path(home))
        found = [json.loads(line) for line in process.stdout or ()]
        process.wait()
    right: Counter[str] = Counter()
    for want, have in zip(wanted, found, strict=True):
        for field in FIELDS:
            value = want[field] or None
            if (have[field] or None) == value:
                right[field] += 1
            else:
                _print(f"  {want['path']}: {field} {have[field]!r} instead of {value!r}")
        start = " ".join(want["title_start"].split()).casefold()
        title = " ".join((have["title"] or "").split()).casefold()
        if title.startswith(start) if start else not title:
            right["title_start"] += 1
        else:
            _print(f"  {want['path']}: title {have['title']!r} instead of {want['title_start']!r}")
    _print(f"of {len(wanted)}: " + ", ".join(f"{field} {count}" for field, count in right.items()))


if __name__ == "__main__":
    main()
