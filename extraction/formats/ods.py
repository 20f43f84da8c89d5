"""OpenDocument spreadsheets: their cells hold the text that they show (OASIS OpenDocument 1.3, part 3, 9)."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from extraction.formats import odt
from extraction.formats.format_codes import BLANKS
from extraction.formats.number_places import EXACT, GROUP, general
from extraction.formats.numbering import local, number_of
from extraction.formats.sheet_cells import Room
from extraction.packages import Package, refuse_entities
from extraction.protocol import Limits
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import ODS

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT_MIB = 160
"""Larger content is left to a reader that knows values alone."""
_WIDEST, _LONGEST = 16_384, 1_048_576
_FOREIGN = "'file:"
"""So begin the names of sheets that hold what formulas took from other files."""
_NARROW = re.compile("(?<=\\d)[\u2009\u202f](?=\\d)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)\S*)?)?")
_SPAN = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_NUMBERS = frozenset({"float", "percentage", "currency"})


class Sheets:
    """The sheets of an ODS.

    Attributes:
        found: name and rows of each, in their order; rows that hold nothing are left out.
        rounded: whether a number is longer than spreadsheets keep.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        """Read the file.

        Raises:
            UnreadableError: it is damaged, encrypted or over a limit.
        """
        self.found: list[tuple[str, list[list[str]]]] = []
        self.rounded = False
        self._room = Room(limits)
        self._writes_text = False  # if it does, a zero without text is one that is not shown
        self._walk = odt.Walk(etree.Element("none"))
        with Package(path, limits) as package:
            odt.refuse_encrypted(package, ODS)
            if package.size("content.xml") > CONTENT_MIB << 20:
                raise UnreadableError(Refusal.OVER_LIMIT, limit="unpacked", value=str(CONTENT_MIB))
            data = package.read("content.xml")
        refuse_entities(data)
        try:
            self._read(data)
        except etree.XMLSyntaxError as error:
            raise UnreadableError(Refusal.DAMAGED, detail="XMLSyntaxError") from error

    def _read(self, data: bytes) -> None:
        """Row by row, each forgotten as soon as it is read."""
        events = etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            tag=(f"{_TABLE}table", f"{_TABLE}table-row"),
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
        )
        rows: list[list[str]] | None = None
        depth = 0
        for event, element in events:
            kind = element.tag[len(_TABLE) :]
            if kind == "table" and event == "start":
                depth += 1
                if depth == 1:
                    rows = self._sheet(element)
            elif kind == "table":
                depth -= 1
            elif event == "end" and depth == 1:
                if rows is not None:
                    self._take(element, rows)
                element.clear()

    def _sheet(self, table: _Element) -> list[list[str]] | None:
        """A place for the rows of a table; None for one that is no sheet of this file."""
        title = table.get(f"{_TABLE}name", "")
        parent = table.getparent()
        if title.startswith(_FOREIGN) or parent is None or local(parent) != "spreadsheet":
            return None
        self.found.append((title, []))
        return self.found[-1][1]

    def _take(self, row: _Element, rows: list[list[str]]) -> None:
        cells = self._cells(row)
        if not cells:
            return
        times = max(1, min(_LONGEST, number_of(row.get(f"{_TABLE}number-rows-repeated", "1"), 1)))
        self._room.take(cells, times)
        rows += [cells] * times

    def _cells(self, row: _Element) -> list[str]:
        """Texts of a row up to the last cell that holds anything."""
        cells: list[str] = []
        empty = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            text = self._text(cell) if len(cell) or cell.attrib else ""
            repeated = cell.get(f"{_TABLE}number-columns-repeated")
            times = max(1, min(_WIDEST, number_of(repeated, 1))) if repeated else 1
            if not text:
                empty += times
                continue
            cells += [""] * empty + [text] * times
            empty = 0
            if len(cells) > _WIDEST:
                return cells[:_WIDEST]
        return cells

    def _text(self, cell: _Element) -> str:
        kind = cell.get(f"{_OFFICE}value-type", "")
        text = self._written(cell)
        self._writes_text = self._writes_text or bool(text)
        if kind in _NUMBERS:
            number = _number(cell.get(f"{_OFFICE}value", ""))
            self.rounded |= number is not None and abs(number) >= EXACT
            hidden = self._writes_text and number == 0
            return BLANKS.sub(" ", _NARROW.sub(GROUP, text)).strip() or (
                "" if hidden else _shown(kind, number)
            )
        return " ".join(text.split()) or _as_stored(cell, kind)

    def _written(self, cell: _Element) -> str:
        """What is written in a cell, without the remarks on it."""
        if len(cell) == 1 and len(cell[0]) == 0 and cell[0].tag == f"{_TEXT}p":
            return cell[0].text or ""
        return " ".join(self._walk.blocks(cell)) if len(cell) else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _shown(kind: str, number: float | None) -> str:
    """A number whose text its program did not write."""
    if number is None:
        return ""
    return f"{general(number * 100)}%" if kind == "percentage" else general(number)


def _as_stored(cell: _Element, kind: str) -> str:
    """Any other value without its text: 31.01.2016, 12:30:00, ИСТИНА."""
    if kind == "boolean":
        return {"true": "ИСТИНА", "false": "ЛОЖЬ"}.get(cell.get(f"{_OFFICE}boolean-value", ""), "")
    if kind == "date" and (day := _DAY.match(cell.get(f"{_OFFICE}date-value", ""))):
        time = f" {day[4]}:{day[5]}" if day[4] and (day[4], day[5]) != ("00", "00") else ""
        return f"{day[3]}.{day[2]}.{day[1]}{time}"
    if kind == "time" and (span := _SPAN.match(cell.get(f"{_OFFICE}time-value", ""))):
        days, hours, minutes, seconds = (int(part or 0) for part in span.groups())
        return f"{24 * days + hours}:{minutes:02d}:{seconds:02d}"
    return " ".join(cell.get(f"{_OFFICE}string-value", "").split()) if kind == "string" else ""
