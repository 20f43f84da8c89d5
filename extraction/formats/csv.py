"""Tables as text: cells divided by semicolons, commas or tabs."""

from __future__ import annotations

import csv
from pathlib import Path

from extraction.encodings import decode
from extraction.formats.text import read_bytes
from extraction.protocol import Extracted, Limits
from extraction.sniff import CSV

name = "csv"
version = "2"

_DIVIDERS = ";\t,|"
_LOOKED_AT = 60


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a CSV file: rows on lines, cells divided by tabs."""
    decoded = decode(read_bytes(path, limits))
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return Extracted(CSV, ("\n".join(rows(text)),), "born", name, version, notes=decoded.notes)


def rows(text: str) -> list[str]:
    """Lines with cells divided by tabs; a line end inside a quoted cell becomes a blank."""
    divider = divider_of(text)
    if not divider:
        return text.split("\n")
    csv.field_size_limit(10_000_000)
    try:
        cells = list(csv.reader(text.split("\n"), delimiter=divider))
    except csv.Error:
        return [line.replace(divider, "\t") for line in text.split("\n")]
    return ["\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") for row in cells]


def divider_of(text: str) -> str:
    """The sign that divides the cells: it stands equally often in most lines; ``""`` if none does."""
    lines = [line for line in text.split("\n", 4 * _LOOKED_AT)[: 4 * _LOOKED_AT] if line.strip()][:_LOOKED_AT]
    best, best_share = "", 0.0
    for divider in _DIVIDERS:
        counts = [len(row) - 1 for row in csv.reader(lines, delimiter=divider)]
        usual = max(set(counts), key=counts.count, default=0)
        share = counts.count(usual) / max(1, len(counts)) if usual else 0.0
        if share > best_share + 0.1:
            best, best_share = divider, share
    return best
