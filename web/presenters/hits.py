"""The records of a page of results: the main act first, its amendments folded under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from acts.status import CHANGING
from catalog.headings import Category
from catalog.model import Record, RecordClass
from catalog.unit_of_work import UnitOfWork
from search.results import Hit, SearchResult
from web.access import sees_text
from web.addresses import PAGE, SearchAddress
from web.marking import safe_snippet
from web.presenters.asked import suffix_of
from web.presenters.layout import Way
from web.presenters.requisites import (
    act_link,
    act_name,
    clipped,
    dated_and_numbered,
    first_upper,
    shown_title,
)
from web.presenters.state import StateView, states
from web.visit import Visit

CHAIN = 3
LONGEST_TITLE = 350
LONGEST_ISSUER = 150


@dataclass(frozen=True, slots=True)
class HitView:
    """One found record.

    Attributes:
        record: its number.
        title: as a link.
        state: of an act, or None.
        kind: with a capital.
        issuer: or "".
        dated: date and number.
        subject: label of its first category, or "".
        snippet: escaped, with marks; or empty.
        page: number of the page of the hit, or 0.
        pages: how many pages there are.
        opening: link to the page of the hit, or "".
        amendments: acts that change it, the latest first; ``current`` marks those that were found too.
        more: how many more change it.
        relations: link to all of them.
        amends: acts that it changes.
        opens_divide: whether the records with a part of the words begin here.
    """

    record: int
    title: Way
    state: StateView | None
    kind: str
    issuer: str
    dated: str
    subject: str
    snippet: Markup
    page: int
    pages: int
    opening: str
    amendments: tuple[Way, ...]
    more: int
    relations: str
    amends: tuple[Way, ...]
    opens_divide: bool


def hit_views(
    visit: Visit,
    work: UnitOfWork,
    address: SearchAddress,
    answer: SearchResult,
    categories: Sequence[Category],
) -> tuple[HitView, ...]:
    """The hits of the page; amendments are folded in the order of relevance alone, other orders stay."""
    records = work.records.many([hit.record for hit in answer.hits])
    hits = [hit for hit in answer.hits if hit.record in records]
    chains = amending_acts(visit, work, list(records))
    groups = grouped_hits(hits, chains) if address.sort == "relevance" else [(hit, ()) for hit in hits]
    told = states(visit, work, [records[hit.record] for hit, _ in groups])
    labels = {one.slug: one.label_en if visit.language == "en" else one.label_ru for one in categories}
    divide = next((at for at, (hit, _) in enumerate(groups) if not hit.all_words), 0)
    places = {hit.record: at for at, hit in enumerate(answer.hits, (address.page - 1) * PAGE + 1)}
    views = []
    for at, (hit, folded) in enumerate(groups):
        record = records[hit.record]
        suffix = suffix_of(address, places[hit.record])
        chain = sorted(chains.get(hit.record, ()), key=lambda act: act.id not in folded)
        shown = chain[: max(CHAIN, len(folded))]
        text = sees_text(record.record_class, visit.account, inside=visit.inside)
        opens = text and hit.page is not None
        views.append(
            HitView(
                record=record.id,
                title=Way(
                    clipped(shown_title(visit, record), LONGEST_TITLE), _opening(visit, record, suffix, None)
                ),
                state=told.get(record.id),
                kind=first_upper(record.kind or visit.t(f"class.{record.record_class}")),
                issuer=clipped(record.issuer or "", LONGEST_ISSUER),
                dated=dated_and_numbered(record.date, record.number, visit.language),
                subject=next((labels[slug] for slug in record.categories if slug in labels), ""),
                snippet=safe_snippet(hit.snippet) if text else Markup(""),
                page=hit.page or 0,
                pages=hit.pages,
                opening=_opening(visit, record, suffix, hit.page) if opens else "",
                amendments=tuple(
                    Way(
                        dated_and_numbered(act.date, act.number, visit.language) or act_name(visit, act),
                        visit.url("record", record=act.id),
                        act.id in folded,
                    )
                    for act in shown
                ),
                more=len(chain) - len(shown),
                relations=visit.url("record", record=record.id) + "#relations",
                amends=amended_acts(visit, work, record) if record.record_class == RecordClass.ACT else (),
                opens_divide=address.sort == "relevance" and bool(divide) and at == divide,
            )
        )
    return tuple(views)


def _opening(visit: Visit, record: Record, suffix: str, page: int | None) -> str:
    if page is None:
        return visit.url("record", record=record.id) + suffix
    return visit.url("record-page", record=record.id, number=page) + suffix + "#page"


def grouped_hits(
    hits: Sequence[Hit], chains: Mapping[int, Sequence[Record]]
) -> list[tuple[Hit, tuple[int, ...]]]:
    """Hits with those folded under them: an amending act stands under an act that it changes.

    The group takes the place of its best hit. Hits with all the words and hits with a part of them are never
    put together, and an act that is folded itself takes nothing under it.
    """
    by_record = {hit.record: hit for hit in hits}
    above: dict[int, int] = {}
    for hit in hits:
        for act in chains.get(hit.record, ()):
            other = by_record.get(act.id)
            if other is not None and other.all_words == hit.all_words and act.id != hit.record:
                above.setdefault(act.id, hit.record)
    above = {child: parent for child, parent in above.items() if parent not in above}
    groups: list[tuple[Hit, tuple[int, ...]]] = []
    placed: set[int] = set()
    for hit in hits:
        main = by_record[above.get(hit.record, hit.record)]
        if main.record not in placed:
            placed.add(main.record)
            groups.append((main, tuple(child for child, parent in above.items() if parent == main.record)))
    return groups


def amending_acts(visit: Visit, work: UnitOfWork, ids: Sequence[int]) -> dict[int, list[Record]]:
    """The visible acts that change each record, the latest first."""
    effects = work.relations.effects_on(list(ids)) if ids else {}
    actors = {
        number: {
            relation.record
            for relation in relations
            if relation.target == number
            and relation.record != number
            and relation.draft.relation in CHANGING
            and relation.confirmed is not False
        }
        for number, relations in effects.items()
    }
    found = work.records.many(sorted(set().union(*actors.values()))) if actors else {}
    return {
        number: sorted(
            (
                found[one]
                for one in acting
                if one in found and _shown(visit, found[one]) and not found[one].draft
            ),
            key=lambda act: (act.date or date.min, act.id),
            reverse=True,
        )
        for number, acting in actors.items()
    }


def amended_acts(visit: Visit, work: UnitOfWork, record: Record) -> tuple[Way, ...]:
    """Links to the acts that a record changes."""
    targets = [
        relation.target
        for relation in work.relations.of_record(record.id)
        if relation.target is not None
        and relation.draft.relation in CHANGING
        and relation.confirmed is not False
    ]
    found = work.records.many(list(dict.fromkeys(targets))[:CHAIN]) if targets else {}
    return tuple(act_link(visit, act) for act in found.values() if _shown(visit, act))


def _shown(visit: Visit, record: Record) -> bool:
    return str(record.visibility) in visit.visibility and record.withdrawn_at is None
