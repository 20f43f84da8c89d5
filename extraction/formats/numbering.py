"""List numbers of DOCX: Word stores how to count, not the numbers (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction.formats.list_counting import Level, ListCounters, NumberedList

if TYPE_CHECKING:
    from lxml.etree import _Element


def local(element: _Element) -> str:
    """Name of an element without its namespace; comments and instructions have none."""
    tag: object = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def value(element: _Element | None, name: str = "val") -> str:
    """An attribute by its local name, or ``""``."""
    if element is None:
        return ""
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return ""


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def number_of(text: str, otherwise: int = 0) -> int:
    """An integer attribute, or another number where it is none."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else otherwise


class Numbering:
    """Counts the paragraphs of all lists of one document, in its order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._lists: dict[str, NumberedList] = {}
        self._style_of: dict[str, tuple[str, int]] = {}
        self._counters = ListCounters(self._lists)
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_lists(self, numbering: _Element) -> None:
        abstract = {
            value(one, "abstractNumId"): {
                number_of(value(level, "ilvl")): _level(level) for level in one if local(level) == "lvl"
            }
            for one in numbering
            if local(one) == "abstractNum"
        }
        linked = {
            name: value(one, "abstractNumId")
            for one in numbering
            if local(one) == "abstractNum" and (name := value(child(one, "styleLink")))
        }
        borrowed = {  # a list that a style of lists describes elsewhere (17.9.21)
            value(one, "abstractNumId"): linked[name]
            for one in numbering
            if local(one) == "abstractNum" and (name := value(child(one, "numStyleLink"))) in linked
        }
        for one in numbering:
            if local(one) != "num":
                continue
            of = value(child(one, "abstractNumId"))
            of = borrowed.get(of, of)
            levels, overrides = dict(abstract.get(of, {})), {}
            for change in one:
                if local(change) != "lvlOverride":
                    continue
                at = number_of(value(change, "ilvl"))
                if (start := child(change, "startOverride")) is not None:
                    overrides[at] = number_of(value(start), 1)
                if (level := child(change, "lvl")) is not None:
                    levels[at] = _level(level)
            self._lists[value(one, "numId")] = NumberedList(of, levels, overrides)

    def _read_styles(self, styles: _Element) -> None:
        parents: dict[str, str] = {}
        for style in styles:
            name = value(style, "styleId")
            parents[name] = value(child(style, "basedOn"))
            if (properties := child(style, "pPr", "numPr")) is not None:
                number = value(child(properties, "numId"))
                self._style_of[name] = (number, self._level_for(number, name, properties))
        for name in parents:
            ancestor, steps = name, 0
            while ancestor and ancestor not in self._style_of and steps < 20:
                ancestor, steps = parents.get(ancestor, ""), steps + 1
            if ancestor in self._style_of:
                self._style_of.setdefault(name, self._style_of[ancestor])

    def _level_for(self, number: str, style: str, properties: _Element) -> int:
        """The level of a style: the list's level that names the style, else what the style says."""
        levels = self._lists[number].levels if number in self._lists else {}
        linked = next((at for at, level in levels.items() if level.paragraph_style == style), None)
        return linked if linked is not None else number_of(value(child(properties, "ilvl")))

    def label(self, properties: _Element | None) -> str:
        """Number or bullet of the next paragraph with these properties (``w:pPr``), or ``""``."""
        number, at = self._style_of.get(value(child(properties, "pStyle")), ("", 0))
        own = child(properties, "numPr")
        if own is not None:
            number = value(child(own, "numId")) or number
            at = number_of(value(child(own, "ilvl")), at)
        return self._counters.label(number, at)


def _level(element: _Element) -> Level:
    restart = child(element, "lvlRestart")
    legal = child(element, "isLgl")
    return Level(
        start=number_of(value(child(element, "start")), 1),
        style=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")),
        restart=number_of(value(restart)) if restart is not None else None,
        legal=legal is not None and value(legal) not in ("0", "false"),
        paragraph_style=value(child(element, "pStyle")),
    )
