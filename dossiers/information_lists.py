"""Information lists (информационные списки): by period, body, heading; arrivals; legal deposit.

They hold descriptions, numbered through, and no texts; names and subjects are indexed by
``dossiers.exports.indexes``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from catalog.clock import Clock
from catalog.errors import NotFound, VecheError
from catalog.stores.record_listing import Listed
from catalog.unit_of_work import UnitOfWork
from dossiers.entries import described, is_open
from dossiers.grouping import divided
from dossiers.publication import Entry, Publication, Section, numbered
from dossiers.publishing import Imprint, levels_of
from dossiers.requests import MOST

ARRIVALS = "Бюллетень новых поступлений"
DEPOSIT = "Реестр обязательного экземпляра"
ACTS = "Правовые акты"
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # days beyond have no moment in every time zone


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included.

    Raises:
        VecheError: the first comes after the last, or they lie in no century of which anything is held.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise VecheError("Начало периода позже его конца.")
        if self.first.year < _FIRST_YEAR or self.last.year > _LAST_YEAR:
            raise VecheError(f"Дни периода — с {_FIRST_YEAR} по {_LAST_YEAR} год.")

    def moments(self, clock: Clock) -> tuple[datetime, datetime]:
        """From when until before when the period lasts in the library's time zone."""
        since, until = (
            datetime.combine(one, time.min, clock.zone) for one in (self.first, self.last + timedelta(days=1))
        )
        return since, until


def arrivals(work: UnitOfWork, period: Period, said: Imprint, clock: Clock) -> Publication:
    """The bulletin of what was catalogued in a period, by level of power, new acts first."""
    since, until = period.moments(clock)
    found = _found(work, Listed(catalogued_since=since, catalogued_until=until))
    return _listed(work, ARRIVALS, found, period, said, grouping="level")


def deposit_register(work: UnitOfWork, period: Period, said: Imprint, clock: Clock) -> Publication:
    """The register of legal deposit copies that came in a period, by body, in bibliographic form."""
    since, until = period.moments(clock)
    wanted = Listed(catalogued_since=since, catalogued_until=until, legal_deposit=True)
    return _listed(work, DEPOSIT, _found(work, wanted), period, said, grouping="issuer")


def acts_list(  # noqa: PLR0913 - what narrows a list
    work: UnitOfWork,
    period: Period,
    said: Imprint,
    *,
    issuer: str = "",
    heading: str = "",
    title: str = "",
) -> Publication:
    """A list of acts of a period, of one body or under one heading, if they are named; new acts first.

    Args:
        work: an open unit of work.
        period: of the acts' own dates.
        said: the imprint.
        issuer: name of the body, in any of its forms.
        heading: id of a heading.
        title: of the list; made of the body and the heading if not given.

    Raises:
        NotFound: there is no such body or heading.
    """
    source = work.sources.find(issuer) if issuer else None
    if issuer and source is None:
        raise NotFound(f"Органа «{issuer}» в каталоге нет.")
    label = ""
    if heading:
        headings = {one.id: one.label_ru for one in work.headings.tree(frozenset())}
        if heading not in headings:
            raise NotFound(f"Рубрики «{heading}» в каталоге нет.")
        label = headings[heading]
    wanted = Listed(
        dated_from=period.first, dated_to=period.last, issuer=source, heading=heading, record_class="act"
    )
    named = ": ".join(one for one in (issuer, label) if one) or ACTS
    return _listed(work, title or named, _found(work, wanted), period, said, grouping="level")


def _found(work: UnitOfWork, wanted: Listed) -> list[int]:
    found, total = work.listing.ids(wanted, MOST)
    if total > len(found):
        raise VecheError(
            f"В список попало бы {total} документов; больше {MOST} в одном списке не бывает.",
            "Возьмите период короче.",
        )
    return found


def _listed(  # noqa: PLR0913, PLR0917 - a list with its head
    work: UnitOfWork, title: str, records: Sequence[int], period: Period, said: Imprint, grouping: str
) -> Publication:
    held = work.records.many(records)
    entries = described(work, [held[one] for one in records if is_open(held[one])], said.as_of)
    sections = divided([Section("", "", tuple(entries.values()))], grouping, levels_of(work, list(entries)))
    return numbered(
        Publication(
            kind="list",
            title=title,
            library=said.library,
            as_of=said.as_of.isoformat(),
            moment=said.stamp,
            first_day=period.first.isoformat(),
            last_day=period.last.isoformat(),
            compiler=said.compiler,
            texts=False,
            sections=tuple(replace(one, entries=tuple(map(_bare, one.entries))) for one in sections),
        )
    )


def _bare(entry: Entry) -> Entry:
    return replace(entry, text=None, text_sha256="", files=())
