"""The shape of a number: «38/298», «12-п», «7а», and which of its figures runs.

Numbers of one shape are one series: «12-п» and «12-р» are two, and «12-п» of two years are two. Of the
figures of «38/298» one is of the meeting and one runs; the numbers themselves show which.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from language.normal import number_key

_PIECES = re.compile(r"\d+|\D+")
_LETTER = re.compile(r"[-/]?[абвгде]")


@dataclass(frozen=True, slots=True)
class Shape:
    """A number taken apart.

    Attributes:
        pattern: with «#» for each run of figures.
        figures: the runs of figures.
        letter: behind them, of an act put in between («7а») or of a body; or "". One of the first six.
    """

    pattern: str
    figures: tuple[int, ...]
    letter: str = ""

    def printed(self, at: int, value: int) -> str:
        """The number with another value in one of its places."""
        figures = iter((*self.figures[:at], value, *self.figures[at + 1 :]))
        return "".join(str(next(figures)) if piece == "#" else piece for piece in self.pattern)


def shape(number: str) -> Shape | None:
    """The shape of a number, or None where no figure is in it («б/н»)."""
    key = number_key(number)
    pieces = _PIECES.findall(key)
    figures = tuple(int(piece) for piece in pieces if piece.isdigit() and len(piece) <= 7)
    if not figures or len(figures) != sum(piece.isdigit() for piece in pieces):
        return None
    put_in = _LETTER.fullmatch(pieces[-1]) if len(pieces) > 1 else None
    letter = pieces.pop() if put_in else ""
    pattern = "".join("#" if piece.isdigit() else piece for piece in pieces)
    return Shape(pattern, figures, letter)


@dataclass(frozen=True, slots=True)
class Running:
    """Which place of a shape counts.

    Attributes:
        place: index of the figures that run.
        within: indexes of the figures within which they begin anew; none where they run on.
    """

    place: int
    within: tuple[int, ...] = ()


def running_place(shapes: Sequence[Shape]) -> Running | None:
    """The place of the figures that run through numbers of one pattern; None where that does not show.

    A place whose figures are all different and lie dense runs; where none is, the last place runs anew
    within each value of the others («18/1», «18/2», «19/1»).
    """
    places = range(len(shapes[0].figures))
    if len(places) == 1:
        return Running(0)
    distinct = {at: {one.figures[at] for one in shapes} for at in places}
    total = len({(one.figures, one.letter) for one in shapes})
    if total < 3:
        return None
    single = [at for at in places if len(distinct[at]) >= 0.9 * total]
    if single:
        return Running(min(single, key=lambda at: (_gaps(distinct[at]), -at)))
    last = max(places, key=lambda at: (len(distinct[at]) < total and _anew(shapes, at), at))
    return Running(last, tuple(at for at in places if at != last)) if _anew(shapes, last) else None


def _gaps(values: set[int]) -> float:
    """How many numbers are missing for one that is there."""
    return (max(values) - min(values) + 1 - len(values)) / len(values)


def _anew(shapes: Sequence[Shape], at: int) -> float:
    """How surely the figures of a place begin anew within the others: the share that are few and low."""
    groups: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for one in shapes:
        groups[(*one.figures[:at], *one.figures[at + 1 :])].add(one.figures[at])
    several = [group for group in groups.values() if len(group) > 1]
    if not several:
        return 0.0
    return sum(min(group) <= 3 for group in several) / len(groups)
