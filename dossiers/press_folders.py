"""Press folders (папки публикаций): the digest of a period (дайджест), by theme or by newspaper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.entries import described, is_open
from dossiers.grouping import divided, newest_first
from dossiers.information_lists import Period
from dossiers.publication import Publication, Section, numbered
from dossiers.publishing import ADDRESSES, Imprint, by_hand

DigestBy = Literal["theme", "newspaper"]


def newest_day(work: UnitOfWork, saved: Selection) -> date | None:
    """The day of the newest article of a folder that may be shown; None for a folder without any."""
    records = work.records.many([one.record for one in work.selections.draft(saved.id).entries])
    return max((one.date for one in records.values() if is_open(one) and one.date), default=None)


def digest(
    work: UnitOfWork, saved: Selection, period: Period, said: Imprint, by: DigestBy = "theme"
) -> Publication:
    """The articles of a folder that appeared in a period, with annotations and a librarian's notes.

    Args:
        work: an open unit of work.
        saved: the folder.
        period: of the days of the articles.
        said: the imprint.
        by: ``theme`` (sections of the folder, or categories where it has none) or ``newspaper``.
    """
    draft = work.selections.draft(saved.id)
    records = work.records.many([one.record for one in draft.entries])
    wanted = [
        one
        for one in records.values()
        if is_open(one) and one.date is not None and period.first <= one.date <= period.last
    ]
    parts = by_hand(draft, described(work, wanted, said.as_of))
    if by == "newspaper":
        sections = divided(parts, "newspaper", {})
    elif draft.sections:
        sections = tuple(replace(one, entries=tuple(newest_first(one.entries))) for one in parts)
    else:
        sections = divided(parts, "category", {})
    return numbered(
        Publication(
            kind=SelectionKind.PRESS.value,
            title=f"Дайджест: {draft.title}",
            library=said.library,
            as_of=said.as_of.isoformat(),
            moment=said.stamp,
            theme=draft.theme,
            audience=draft.audience,
            first_day=period.first.isoformat(),
            last_day=period.last.isoformat(),
            compiler=said.compiler,
            address=f"{ADDRESSES[saved.kind]}/{saved.slug}",
            texts=False,
            sections=tuple(Section(one.title, one.note, one.entries) for one in sections if one.entries),
        )
    )
