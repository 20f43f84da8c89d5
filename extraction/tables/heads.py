"""Which rows of a table are its head: above the first row of figures, down to «1 2 3 4»."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST = 6
_FIGURE = re.compile(r"[-–—]?\d[\d \xa0]*(?:[.,]\d+)?%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}")

Row = tuple[str, ...]


def head_rows(rows: Sequence[Row]) -> int:
    """How many rows stand above the figures; 0 where the table begins with them."""
    for at, row in enumerate(rows[: _MOST + 1]):
        if is_column_numbers(row):
            return at + 1
    for at, row in enumerate(rows[: _MOST + 1]):
        if any(map(is_figure, row)) or _is_section(row, rows[:at]):
            return at
    return 1 if len(rows) > 1 and all(rows[0]) and max(map(len, rows[0])) < 200 else 0


def _is_section(row: Row, above: Sequence[Row]) -> bool:
    """Whether a row is the title of a part («Доходы») below a head that already names every column."""
    return bool(above) and all(above[-1]) and [at for at, cell in enumerate(row) if cell] == [0]


def is_column_numbers(row: Row) -> bool:
    """Whether a row only counts the columns: 1, 2, 3 ..."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or len(filled) < len(row) / 2:
        return False
    numbers = [int(cell) for cell in filled if cell.isdecimal() and len(cell) < 4]
    return len(numbers) == len(filled) and numbers == list(range(1, len(numbers) + 1))


def is_figure(cell: str) -> bool:
    """Whether a cell holds a sum or a code and no year, date or text."""
    text = cell.strip()
    return bool(_FIGURE.fullmatch(text)) and not _YEAR.fullmatch(text) and not _DATE.fullmatch(text)
