"""Drafts as readers see them: until when proposals are taken, and which act the draft became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from acts.drafts import DRAFT_OF
from acts.links import Link
from catalog.model import Record
from catalog.unit_of_work import UnitOfWork
from language.wording import day
from web.presenters.layout import Way
from web.presenters.requisites import act_link, first_upper, shown_title
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft.

    Attributes:
        title: link to it.
        kind: «Проект решения».
        issuer: who is to adopt it, or "".
        until: the last day for proposals in words, or "".
        open: whether proposals are still taken.
        adopted: link to the act that it became, or None.
        sure: whether that is said by a text or a librarian, not only concluded.
        compare: address of both texts side by side, or "".
    """

    title: Way
    kind: str
    issuer: str
    until: str
    open: bool
    adopted: Way | None
    sure: bool
    compare: str


def draft_view(visit: Visit, record: Record, adopted: Sequence[Link]) -> DraftView:
    """A draft with the act that it became.

    Args:
        visit: who asks.
        record: the draft.
        adopted: links to acts, those that are held and not refused.
    """
    link = next((one for one in adopted if one.other is not None), None)
    act = link.other if link else None
    until = record.proposals_until
    sure = link is not None and (bool(link.relation.confirmed) or not link.relation.proposed)
    in_time = until is not None and until >= visit.services.clock.today()
    return DraftView(
        title=Way(shown_title(visit, record), visit.url("record", record=record.id)),
        kind=first_upper(record.kind or visit.t("status.draft")),
        issuer=record.issuer or "",
        until=day(until, visit.language) if until else "",
        open=in_time and not sure,
        adopted=act_link(visit, act) if act else None,
        sure=sure,
        compare=visit.url("compare", record=record.id, other=act.id) if act else "",
    )


def draft_views(visit: Visit, work: UnitOfWork, numbers: Sequence[int]) -> list[DraftView]:
    """Drafts in the order given."""
    records = work.records.many(numbers)
    links = {
        number: [
            one
            for one in work.relations.of_record(number)
            if one.draft.relation == DRAFT_OF and one.confirmed is not False and one.target is not None
        ]
        for number in records
    }
    targets = work.records.many(
        sorted({one.target for found in links.values() for one in found if one.target})
    )
    seen = {
        number: act
        for number, act in targets.items()
        if act.withdrawn_at is None and str(act.visibility) in visit.visibility
    }
    return [
        draft_view(visit, records[number], [Link(one, seen.get(one.target or 0)) for one in links[number]])
        for number in numbers
        if number in records
    ]
