"""Words wider than their column stay whole, and text of the next column stays where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from extraction.protocol import Limits
from extraction.tables.overhang import draw_in
from extraction.tables.ruled import ruled_tables


def letters(text: str, left: float, width: float = 5.0) -> list[dict[str, object]]:
    """Letters side by side from a place on."""
    return [
        {"text": char, "x0": left + at * width, "x1": left + (at + 1) * width, "top": 2.0, "bottom": 8.0}
        for at, char in enumerate(text)
    ]


CELLS = [(0.0, 0.0, 42.0, 10.0), (42.0, 0.0, 80.0, 10.0)]


@pytest.mark.parametrize(("text", "left", "home"), [("Исполнено", 0.0, 0), ("518580,7", 38.0, 1)])
def test_a_word_stands_in_the_cell_that_holds_most_of_it(text: str, left: float, home: int) -> None:
    word = letters(text, left)
    draw_in(CELLS, word)
    for char in word:
        middle = (float(str(char["x0"])) + float(str(char["x1"]))) / 2
        assert CELLS[home][0] <= middle < CELLS[home][2]
    assert [char["text"] for char in sorted(word, key=lambda one: float(str(one["x0"])))] == list(text)


def test_text_that_begins_behind_the_rule_stays_there() -> None:
    chars = letters("да", 30.0) + letters("%", 43.0)
    draw_in(CELLS, chars)
    assert chars == letters("да", 30.0) + letters("%", 43.0)


def test_a_head_wider_than_its_column_is_read_whole(tmp_path: Path) -> None:
    source = """#set page(width: 300pt, height: 200pt, margin: 20pt)
#set text(size: 11pt, lang: "ru", hyphenate: false)
#table(columns: (90pt, 46pt, 40pt), inset: 2pt, stroke: 0.5pt,
  [Доходы], [Исполнено], [%], [Налоги], [1 240,5], [98,8], [Сборы], [40,0], [100,0])"""
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(typst.compile(source.encode())))
    (table,) = ruled_tables(path, Limits())
    assert table.rows == (
        ("Доходы", "Исполнено", "%"),
        ("Налоги", "1 240,5", "98,8"),
        ("Сборы", "40,0", "100,0"),
    )
