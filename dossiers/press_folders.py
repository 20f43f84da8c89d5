"""Press folders (папки публикаций): the digest of a period (дайджест), by theme or by newspaper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from catalog.model import Record
from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.entries import described, is_open
from dossiers.grouping import divided, newest_first
from dossiers.information_lists import Period
from dossiers.publication import Publication, Section, numbered
from dossiers.publishing import ADDRESSES, Imprint, by_hand, last_publication

DigestBy = Literal["theme", "newspaper"]


def newest_day(work: UnitOfWork, saved: Selection) -> date | None:
    """The day of the newest article of a folder's last issue that may be shown; None if there is none."""
    issue = last_publication(work, saved.id)
    records = work.records.many([one.record for one in issue.entries] if issue else [])
    return max((one.date for one in records.values() if is_open(one) and one.date), default=None)


def digest(  # noqa: PLR0913 - what of which days, divided how, and for whom
    work: UnitOfWork,
    saved: Selection,
    period: Period,
    said: Imprint,
    by: DigestBy = "theme",
    *,
    published: bool = False,
) -> Publication:
    """The articles of a folder that appeared in a period, with annotations and a librarian's notes.

    Args:
        work: an open unit of work.
        saved: the folder.
        period: of the days of the articles.
        said: the imprint.
        by: ``theme`` (sections of the folder, or categories where it has none) or ``newspaper``.
        published: what the last issue holds, for readers; otherwise what the draft holds.
    """
    issue = last_publication(work, saved.id) if published else None
    head = issue or work.selections.draft(saved.id)
    parts = _issued(work, issue, period) if issue else _drafted(work, saved, period, said)
    if by == "newspaper":
        sections = divided(parts, "newspaper", {})
    elif any(one.title for one in parts):
        sections = tuple(replace(one, entries=tuple(newest_first(one.entries))) for one in parts)
    else:
        sections = divided(parts, "category", {})
    return numbered(
        Publication(
            kind=SelectionKind.PRESS.value,
            title=f"Дайджест: {head.title}",
            library=said.library,
            as_of=said.as_of.isoformat(),
            moment=said.stamp,
            theme=head.theme,
            audience=head.audience,
            first_day=period.first.isoformat(),
            last_day=period.last.isoformat(),
            compiler=said.compiler,
            address=f"{ADDRESSES[saved.kind]}/{saved.slug}",
            texts=False,
            sections=tuple(Section(one.title, one.note, one.entries) for one in sections if one.entries),
        )
    )


def _drafted(work: UnitOfWork, saved: Selection, period: Period, said: Imprint) -> tuple[Section, ...]:
    draft = work.selections.draft(saved.id)
    wanted = _within(work, [one.record for one in draft.entries], period)
    return by_hand(draft, described(work, list(wanted.values()), said.as_of))


def _issued(work: UnitOfWork, issue: Publication, period: Period) -> tuple[Section, ...]:
    wanted = _within(work, [one.record for one in issue.entries], period)
    return tuple(
        replace(part, entries=tuple(one for one in part.entries if one.record in wanted))
        for part in issue.sections
    )


def _within(work: UnitOfWork, records: Sequence[int], period: Period) -> dict[int, Record]:
    """Those of the records that are open and of days of the period."""
    return {
        number: one
        for number, one in work.records.many(records).items()
        if is_open(one) and one.date is not None and period.first <= one.date <= period.last
    }
