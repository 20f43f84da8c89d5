"""Which numbers of an issuer, kind and year are held and which are missing: the best tool of acquisition.

Numbers are taken apart into series (``acts.number_shapes``); in each the numbers of a year rise with their
days. What does not rise with them is misread or out of order and makes no gap: a «1310» among 1..140 is
shown as doubtful, not as a thousand missing acts. A series begins anew each year, or runs on through a
convocation; which of the two, its years show. The denser the numbers held, the surer is what is missing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from acts.number_runs import Point, Run, runs_of
from acts.number_shapes import Running, Shape, running_place, shape
from catalog.stores.surveys import NumberHeld
from catalog.unit_of_work import UnitOfWork
from language.wording import number_range

ASK_FROM = 0.5
_LOW_START = 10
_SURE = 0.95
_FEW = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that follow each other and are not held.

    Attributes:
        first: the first of them.
        last: the last of them.
        label: as printed: «14», «17–19», «38/299».
        after: the act held before them, or None at the beginning of a year.
        before: the act held behind them.
        confidence: that they exist, 0..1.
        perhaps: a record that may be one of them with a misread number, or None.
    """

    first: int
    last: int
    label: str
    after: NumberHeld | None
    before: NumberHeld
    confidence: float
    perhaps: int | None = None

    @property
    def count(self) -> int:
        """How many numbers it has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one issuer, kind, year and shape.

    Attributes:
        issuer_id: number of the source.
        issuer: its name.
        kinds: of the acts; two where they share one journal.
        year: of their days.
        sample: the number of the last act, to tell the series by.
        first: the lowest number expected.
        last: the highest number held.
        held: acts that are held.
        put_in: acts with a letter («7а»).
        gaps: what is missing, in order.
        doubtful: acts whose number does not go with their day.
    """

    issuer_id: int
    issuer: str
    kinds: tuple[str, ...]
    year: int
    sample: str
    first: int
    last: int
    held: int
    put_in: int
    gaps: tuple[Gap, ...]
    doubtful: tuple[NumberHeld, ...]

    @property
    def missing(self) -> int:
        """How many numbers are not held."""
        return sum(gap.count for gap in self.gaps)

    def to_ask(self, least: float = ASK_FROM) -> tuple[Gap, ...]:
        """The gaps that are sure enough to ask the issuer for."""
        return tuple(gap for gap in self.gaps if gap.confidence >= least)


def completeness(
    work: UnitOfWork, issuer: int | None = None, first_year: int | None = None, last_year: int | None = None
) -> list[Series]:
    """All series of the catalogue, or of one issuer or of some years.

    Args:
        work: an open unit of work.
        issuer: number of a source.
        first_year: from this year.
        last_year: to this year, included.
    """
    since = first_year - 1 if first_year else None  # the year before tells whether numbers run on
    rows = work.surveys.numbers_held(issuer, since, last_year)
    return [one for one in series_of(rows) if not first_year or one.year >= first_year]


def series_of(rows: Iterable[NumberHeld]) -> list[Series]:
    """The series that numbers make, by issuer, kind, year and shape; the newest year first."""
    by_issuer: dict[int, list[NumberHeld]] = defaultdict(list)
    for row in rows:
        by_issuer[row.issuer_id].append(row)
    found = [one for held in by_issuer.values() for one in _of_issuer(held)]
    return sorted(found, key=lambda one: (one.issuer, -one.year, one.kinds, one.sample, one.first))


@dataclass(frozen=True, slots=True)
class _Group:
    """Acts of one shape: of one kind, or of two in one journal."""

    kinds: tuple[str, ...]
    acts: tuple[tuple[NumberHeld, Shape], ...]


def _of_issuer(rows: Sequence[NumberHeld]) -> Iterator[Series]:
    by_kind: dict[tuple[str, str], list[tuple[NumberHeld, Shape]]] = defaultdict(list)
    for row in rows:
        taken = shape(row.number)
        if taken is not None:
            by_kind[row.kind, taken.pattern].append((row, taken))
    parted = [(kind, pattern, part) for (kind, pattern), acts in by_kind.items() for part in _by_letter(acts)]
    patterns: dict[str, list[_Group]] = defaultdict(list)
    for kind, pattern, part in parted:
        patterns[pattern].append(_Group((kind,), tuple(part)))
    for groups in patterns.values():
        for group in _journals(groups):
            yield from _of_group(group)


def _by_letter(acts: Sequence[tuple[NumberHeld, Shape]]) -> Iterator[list[tuple[NumberHeld, Shape]]]:
    """A letter at most acts of a shape names their body («12-а»); at few it tells an act put in («7а»)."""
    letters = Counter(taken.letter for _row, taken in acts)
    own = {letter for letter, count in letters.items() if letter and count >= 3 and count >= 0.3 * len(acts)}
    for letter in sorted(own):
        yield [(row, Shape(f"{t.pattern}{letter}", t.figures)) for row, t in acts if t.letter == letter]
    rest = [(row, taken) for row, taken in acts if taken.letter not in own]
    if rest:
        yield rest


def _journals(groups: Sequence[_Group]) -> Iterator[_Group]:
    """Kinds that share one journal made one: their numbers never meet, and fill each other's gaps."""
    waiting = sorted(groups, key=lambda group: (-len(group.acts), group.kinds))
    while waiting:
        first = waiting.pop(0)
        for other in list(waiting):
            if _share_a_journal(first, other):
                waiting.remove(other)
                first = _Group(tuple(sorted(first.kinds + other.kinds)), first.acts + other.acts)
        yield first


def _share_a_journal(one: _Group, other: _Group) -> bool:
    if len(other.acts) < 3 or len(one.acts) < 3 or one.acts[0][1].pattern != other.acts[0][1].pattern:
        return False
    first, second = _numbers(one), _numbers(other)
    if len(first & second) > 0.03 * min(len(first), len(second)):
        return False
    both = _Group(one.kinds, one.acts + other.acts)
    apart = sum(gap.count for group in (one, other) for series in _of_group(group) for gap in series.gaps)
    together = list(_of_group(both))
    if any(series.doubtful for series in together):
        return False
    return sum(gap.count for series in together for gap in series.gaps) < 0.5 * apart


def _numbers(group: _Group) -> set[tuple[int, tuple[int, ...]]]:
    return {(row.date.year, taken.figures) for row, taken in group.acts}


def _of_group(group: _Group) -> Iterator[Series]:
    running = running_place([taken for _row, taken in group.acts])
    if running is None:
        return
    by_year: dict[tuple[tuple[int, ...], int], list[Point]] = defaultdict(list)
    for row, taken in group.acts:
        within = tuple(taken.figures[at] for at in running.within)
        by_year[within, row.date.year].append(Point(row, taken, taken.figures[running.place]))
    runs = {key: runs_of(points) for key, points in by_year.items()}
    yearly = _begin_each_year(runs)
    for (within, year), parts in runs.items():
        former = runs.get((within, year - 1), [])
        for at, run in enumerate(parts):
            anew = at > 0 or bool(running.within) or (yearly and run.low <= 0.3 * run.high)
            start = 1 if anew else _start(run, former[-1:])
            yield _series(group.kinds, year, running, run, start)


def _begin_each_year(runs: Mapping[tuple[tuple[int, ...], int], Sequence[Run]]) -> bool:
    """Whether numbers fall back more often than they run on from one year to the next."""
    steps = [
        parts[0].low <= runs[within, year - 1][-1].high
        for (within, year), parts in runs.items()
        if (within, year - 1) in runs
    ]
    return 2 * sum(steps) > len(steps)


def _start(run: Run, former: Sequence[Run]) -> int:
    """The lowest number to expect: 1 where numbers begin anew, the next one where they run on."""
    low, high = run.low, run.high
    if former:
        runs_on = low > former[0].high and low > _LOW_START
        return former[0].high + 1 if runs_on else 1
    begins = low <= max(_LOW_START, len(run.points)) or (len(run.points) > 2 and low <= high / 4)
    return 1 if begins else low


def _series(kinds: tuple[str, ...], year: int, running: Running, run: Run, start: int) -> Series:
    values = {point.value: point for point in run.points}
    lowest = min(start, run.low)
    share = len(values) / (run.high - lowest + 1)
    gaps = []
    for low, high in pairwise([lowest - 1, *sorted(values)]):
        if high - low > 1:
            gaps.append(_gap(run, running, (values.get(low), values[high]), (low + 1, high - 1), share))
    last = run.points[-1].held
    return Series(
        issuer_id=last.issuer_id,
        issuer=last.issuer,
        kinds=kinds,
        year=year,
        sample=last.number,
        first=lowest,
        last=run.high,
        held=len(run.points),
        put_in=sum(bool(point.shape.letter) for point in run.points),
        gaps=tuple(gaps),
        doubtful=tuple(point.held for point in run.doubtful),
    )


def _gap(
    run: Run,
    running: Running,
    beside: tuple[Point | None, Point],
    numbers: tuple[int, int],
    share: float,
) -> Gap:
    after, before = beside
    perhaps = next(
        (
            point.held.record
            for point in run.doubtful
            if (after is None or after.held.date <= point.held.date) and point.held.date <= before.held.date
        ),
        None,
    )
    confidence = _confidence(run, share, beside, numbers[1] - numbers[0] + 1)
    return Gap(
        first=numbers[0],
        last=numbers[1],
        label=_label(run, running, beside, numbers),
        after=after.held if after else None,
        before=before.held,
        confidence=round(confidence * (0.5 if perhaps is not None else 1.0), 2),
        perhaps=perhaps,
    )


def _confidence(run: Run, share: float, beside: tuple[Point | None, Point], size: int) -> float:
    """How surely the numbers of a gap were given: surest between two acts of one day.

    Numbers that rise with their days prove those between them; what is left of doubt is that another kind may
    have some of them, the more so the wider the gap.
    """
    after, before = beside
    if after is not None and after.held.date == before.held.date and size <= _FEW:
        return _SURE
    rises = len(run.points) >= _FEW and len(run.doubtful) <= 0.05 * len(run.points)
    sizes = ((_FEW, 1.0), (20, 0.95), (100, 0.8))
    confidence = (0.55 + 0.4 * share) if rises else (0.35 + 0.5 * share)
    confidence *= next((trust for limit, trust in sizes if size <= limit), 0.4)
    return confidence * (1.0 if after else 0.85) * (1.0 if len(run.points) >= _FEW else 0.6)


def _label(run: Run, running: Running, beside: tuple[Point | None, Point], numbers: tuple[int, int]) -> str:
    """«14», «17–19», «12-п»; where the other figures of a number are not known, the running ones alone."""
    after, before = beside
    others = [at for at in range(len(before.shape.figures)) if at != running.place]
    alike = [after] if after else run.points
    if any(point.shape.figures[at] != before.shape.figures[at] for point in alike for at in others):
        return number_range(*numbers)
    ends = [before.shape.printed(running.place, value) for value in numbers]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)
