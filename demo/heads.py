"""Heads and signatures of acts, as different offices set them."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from demo.blocks import Block, Line, Sides, Table

_ISSUERS = Path(__file__).with_name("texts") / "issuers.toml"
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body of the fictional district.

    Attributes:
        name: in the nominative.
        genitive: the same after «решение ...».
        lines: as its letterhead prints it, line by line.
        place: of its acts.
        decides: its deciding words, with the colon.
        signatures: (post, name) pairs.
    """

    name: str
    genitive: str
    lines: tuple[str, ...]
    place: str
    decides: str
    signatures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requisites:
    """What the head of an act states; None where the act leaves a blank."""

    issuer: Issuer
    kind: str
    title: str
    date: date | None = None
    number: str | None = None
    session: str = ""


@cache
def issuers() -> dict[str, Issuer]:
    """The bodies of the district by their short names."""
    tables = tomllib.loads(_ISSUERS.read_text("utf-8"))
    return {
        key: Issuer(
            name=table["name"],
            genitive=table["genitive"],
            lines=tuple(table["lines"]),
            place=table["place"],
            decides=table.get("decides", ""),
            signatures=tuple((post, name) for post, name in table.get("signatures", [])),
        )
        for key, table in tables.items()
    }


def in_words(day: date) -> str:
    """A date as people write it: 5 марта 2012 г."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} г."


def head(style: str, act: Requisites) -> tuple[Block, ...]:
    """The head of an act in one of the styles of ``STYLES``."""
    return STYLES[style](act)


def signatures(issuer: Issuer) -> tuple[Block, ...]:
    """The lines that close an act."""
    return tuple(Sides(post, name) for post, name in issuer.signatures)


def _letterhead(act: Requisites) -> list[Block]:
    lines = ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", *act.issuer.lines)
    session = (act.session,) if act.session else ()
    return [Line(line, "centre") for line in (*lines, *session)]


def _spaced(kind: str) -> str:
    return "   ".join(" ".join(word) for word in kind.upper().split())


def _title_lines(title: str) -> list[Block]:
    return [Line(line, "flush") for line in textwrap.wrap(title, 40)]


def _number(act: Requisites) -> str:
    return f"№ {act.number}" if act.number else "№ _____"


def _classic(act: Requisites) -> tuple[Block, ...]:
    """Spaced kind, date in words and number in one line, title in the middle."""
    day = f"от {in_words(act.date)}" if act.date else "от «___» __________ 20__ г."
    return (
        *_letterhead(act),
        Line(_spaced(act.kind), "heading"),
        Sides(day, _number(act)),
        Line(act.issuer.place, "centre"),
        Line(act.title, "heading"),
    )


def _wide(act: Requisites) -> tuple[Block, ...]:
    """Date by figures at the left, number at the right, title in short lines at the left."""
    day = f"{act.date:%d.%m.%Y}" if act.date else "__.__.20__"
    return (
        *_letterhead(act),
        Line(act.kind.upper(), "heading"),
        Sides(day, _number(act)),
        Line(act.issuer.place, "centre"),
        *_title_lines(act.title),
    )


def _quoted(act: Requisites) -> tuple[Block, ...]:
    """Day in quotes, title in capitals."""
    day = f"«{act.date:%d}» {in_words(act.date).split(' ', 1)[1]}" if act.date else "«__» ________ 20__ г."
    return (
        *_letterhead(act),
        Line(act.kind.upper(), "heading"),
        Line(f"{day}   {act.issuer.place}   {_number(act)}", "centre"),
        Line(act.title.upper(), "heading"),
    )


def _table(act: Requisites) -> tuple[Block, ...]:
    """Date, place and number in the cells of a table."""
    day = f"{act.date:%d.%m.%Y}" if act.date else "________"
    return (
        *_letterhead(act),
        Line(_spaced(act.kind), "heading"),
        Table(((day, act.issuer.place, _number(act)),)),
        *_title_lines(act.title),
    )


def _reverse(act: Requisites) -> tuple[Block, ...]:
    """The number before the date, the title in quotation marks."""
    day = f"{in_words(act.date)[:-3]} года" if act.date else "____________"
    return (
        *_letterhead(act),
        Line(act.kind.upper(), "heading"),
        Line(f"{_number(act)}   от {day}", "centre"),
        Line(f"«{act.title}»", "heading"),
    )


def _caption(act: Requisites) -> tuple[Block, ...]:
    """A portal's line above the act."""
    day = f"{act.date:%d.%m.%Y}" if act.date else ""
    caption = f"{act.kind.capitalize()} {act.issuer.genitive} от {day} {_number(act)} «{act.title}»"
    return (Line(caption, "flush"), *_classic(act))


def _draft(act: Requisites) -> tuple[Block, ...]:
    """The mark of a draft, blanks where date and number will stand."""
    blank = Requisites(
        issuer=act.issuer,
        kind=act.kind.removeprefix("проект ").replace("решения", "решение"),
        title=act.title,
    )
    return (Line("ПРОЕКТ", "right"), *_classic(blank))


def _bare(act: Requisites) -> tuple[Block, ...]:
    """A notice, a schedule, a report: nothing but its title."""
    return (Line(act.title, "heading"),)


def _none(_act: Requisites) -> tuple[Block, ...]:
    """The text brings its own head."""
    return ()


STYLES: dict[str, Callable[[Requisites], tuple[Block, ...]]] = {
    "classic": _classic,
    "wide": _wide,
    "quoted": _quoted,
    "table": _table,
    "reverse": _reverse,
    "caption": _caption,
    "draft": _draft,
    "bare": _bare,
    "none": _none,
}
