"""Which numbers of an issuer are held and which are missing, for a librarian and for a table program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acts.completeness import ASK_FROM, Gap, Series
from dossiers.exports.table import safe_cell
from language.wording import number_range
from web.presenters.layout import Way
from web.presenters.requisites import first_upper, written
from web.visit import Visit

_SHOWN = 24


@dataclass(frozen=True, slots=True)
class GapView:
    """A gap: what is missing, whether it is likely, and the record that may be it with a misread number."""

    label: str
    likely: bool
    perhaps: Way | None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One line of the table.

    Attributes:
        issuer: name.
        kinds: of the acts.
        year: of the acts.
        numbers: «1–140», or the one number held.
        sample: the last number as printed, where it is more than what runs: «58/3»; or "".
        held: how many are held.
        missing: how many are not.
        gaps: the first of them.
        folded: those behind them.
        doubtful: records whose number does not go with their day.
    """

    issuer: str
    kinds: str
    year: int
    numbers: str
    sample: str
    held: int
    missing: int
    gaps: tuple[GapView, ...]
    folded: tuple[GapView, ...]
    doubtful: tuple[Way, ...]


def series_view(visit: Visit, series: Series) -> SeriesView:
    """A series as a line of the table."""
    gaps = tuple(_gap(visit, gap) for gap in series.gaps)
    shown = len(gaps) if len(gaps) <= _SHOWN + 3 else _SHOWN
    return SeriesView(
        issuer=series.issuer,
        kinds=first_upper(", ".join(series.kinds)),
        year=series.year,
        numbers=number_range(series.first, series.last) if series.first < series.last else series.sample,
        sample=series.sample if series.first < series.last and series.sample != str(series.last) else "",
        held=series.held,
        missing=series.missing,
        gaps=gaps[:shown],
        folded=gaps[shown:],
        doubtful=tuple(
            Way(written(one.number), visit.url("record", record=one.record)) for one in series.doubtful
        ),
    )


def _gap(visit: Visit, gap: Gap) -> GapView:
    perhaps = None
    if gap.perhaps is not None:
        label = visit.t("audit_subject.record", name=gap.perhaps)
        perhaps = Way(label, visit.url("record", record=gap.perhaps))
    return GapView(gap.label, gap.confidence >= ASK_FROM, perhaps)


def as_csv(visit: Visit, series: Sequence[Series]) -> bytes:
    """The table for a table program: a line a gap, in the form that Russian ones open without asking."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(visit.t(f"completeness.{name}") for name in _HEAD)
    for one in series:
        writer.writerows([safe_cell(str(cell)) for cell in line] for line in _lines(one))
    return out.getvalue().encode("utf-8-sig")


_HEAD = ("issuer", "kind", "year", "numbers", "held", "missing", "gap", "gap_size", "trust", "perhaps")


def _lines(series: Series) -> Iterator[tuple[object, ...]]:
    begin = (
        series.issuer,
        ", ".join(series.kinds),
        series.year,
        f"{series.first}–{series.last}",
        series.held,
        series.missing,
    )
    for gap in series.gaps:
        yield (*begin, gap.label, gap.count, f"{gap.confidence:.2f}".replace(".", ","), gap.perhaps or "")
    if not series.gaps:
        yield (*begin, "", 0, "", "")
