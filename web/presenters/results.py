"""The page of results: how the query was understood, what was found, and the ways to narrow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from catalog.model import RecordClass
from catalog.unit_of_work import UnitOfWork
from search.requests import Sort
from search.results import SearchResult, Understood
from web.addresses import SearchAddress
from web.paging import Paging
from web.presenters.facets import Chosen, FacetView, chosen, facet_views
from web.presenters.hits import HitView, hit_views
from web.presenters.layout import Way
from web.visit import Visit

# Asked for nobody's eyes, headings and categories come without the cost of counting.
NO_COUNTS: frozenset[str] = frozenset()
CLASS_ORDER = (RecordClass.ACT, RecordClass.PRESS, RecordClass.FACT)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of understanding the query.

    Attributes:
        taken: the words as taken.
        why: in brackets behind them, or "".
        undo: link that takes the step back, or None.
    """

    taken: str
    why: str
    undo: Way | None


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything that the results show.

    Attributes:
        q: the words as typed.
        heading: «Найдено 133: 86 актов, 41 публикация, 6 фактов».
        words: how many have all the words and how many a part, and how many stand folded; or "".
        steps: how the query was understood.
        chosen: narrowings with links that take them away.
        sorts: orders.
        printed: link to the list for paper.
        hits: one page of them.
        facets: ways to narrow.
        paging: where the page stands.
        pages: links to pages, None where some are left out.
        before: link to the page before, or None.
        after: link to the next page, or None.
        suggestions: other queries.
        missing: words that no record has.
        without_missing: link to the query without them, or None.
        widened: link to the same words without narrowing, or None.
        hidden: fields of the state that the search box carries along.
    """

    q: str
    heading: str
    words: str
    steps: tuple[Step, ...]
    chosen: tuple[Chosen, ...]
    sorts: tuple[Way, ...]
    printed: str
    hits: tuple[HitView, ...]
    facets: tuple[FacetView, ...]
    paging: Paging
    pages: tuple[Way | None, ...]
    before: Way | None
    after: Way | None
    suggestions: tuple[Way, ...]
    missing: tuple[str, ...]
    without_missing: Way | None
    widened: Way | None
    hidden: tuple[tuple[str, str], ...]


def results_page(
    visit: Visit, work: UnitOfWork, address: SearchAddress, answer: SearchResult, size: int
) -> ResultsPage:
    """The page of an answer."""
    t = visit.t
    paging = Paging(address.page, size, answer.total)
    categories = work.headings.categories(NO_COUNTS)
    without = " ".join(
        word for word in address.q.split() if word.strip('«»",.?!').lower() not in answer.missing
    )
    hits = hit_views(visit, work, address, answer, categories)
    return ResultsPage(
        q=address.q,
        heading=_heading(visit, answer),
        words=_words(visit, answer, sum(1 for hit in hits for way in hit.amendments if way.current)),
        steps=tuple(_step(visit, address, step) for step in answer.understood),
        chosen=chosen(visit, address, categories, work.headings.tree(NO_COUNTS)),
        sorts=tuple(
            Way(t(f"sort.{sort}"), _link(visit, address.changed(sort=sort)), sort == address.sort)
            for sort in get_args(Sort)
        ),
        printed=visit.url("printed-list") + "?" + address.changed().query_string(),
        hits=hits,
        facets=facet_views(visit, address, answer.facets, categories),
        paging=paging,
        pages=tuple(
            None
            if number is None
            else Way(str(number), _link(visit, address.at_page(number)), number == paging.page)
            for number in paging.numbers
        ),
        before=Way("", _link(visit, address.at_page(paging.page - 1))) if paging.page > 1 else None,
        after=Way("", _link(visit, address.at_page(paging.page + 1))) if paging.page < paging.pages else None,
        suggestions=tuple(Way(one, _link(visit, SearchAddress(q=one))) for one in answer.suggestions),
        missing=answer.missing,
        without_missing=(
            Way(without, _link(visit, address.changed(q=without)))
            if answer.missing and without and without != address.q
            else None
        ),
        widened=Way("", _link(visit, address.widened())) if address.is_narrowed else None,
        hidden=tuple(pair for pair in address.changed(literal=False).pairs() if pair[0] != "q"),
    )


def _link(visit: Visit, address: SearchAddress) -> str:
    return f"{visit.url('search')}?{address.query_string()}"


def _heading(visit: Visit, answer: SearchResult) -> str:
    """The total with its parts by class, so that every figure is accounted for."""
    counts = {value.value: value.count for value in answer.facets.get("class", ())}
    parts = [visit.t(f"count.{one}", n=counts[one]) for one in CLASS_ORDER if counts.get(one)]
    if len(parts) == 1:
        return visit.t("results.found_one_class", parts=parts[0])
    total = visit.t("results.found", n=answer.total)
    return f"{total}: {', '.join(parts)}" if parts else total


def _words(visit: Visit, answer: SearchResult, folded: int) -> str:
    told = []
    part = answer.total - answer.total_all_words
    if part and not answer.total_all_words:
        told.append(visit.t("results.none_by_all"))
    elif part:
        told.append(visit.t("results.by_all_and_part", all=answer.total_all_words, part=part))
    if folded:
        told.append(visit.t("results.folded", n=folded))
    return " ".join(told)


def _step(visit: Visit, address: SearchAddress, step: Understood) -> Step:
    key = f"understood.{step.why}"
    why = visit.t(key, before=step.before) if key in visit.t else ""
    undo = None
    if not address.literal:
        undo = Way(visit.t("understood.undo"), _link(visit, address.changed(literal=True)))
    return Step(step.after or step.before, why, undo)
