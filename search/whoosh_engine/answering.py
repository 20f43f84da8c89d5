"""From matched documents to an answer: filters, facets, order, one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from search.engine import EngineHit
from search.requests import Filters, SearchRequest
from search.results import FacetValue
from search.whoosh_engine.columns import CLASSES, NO_DAY, Tags, title_key
from search.whoosh_engine.evaluation import Matched
from search.whoosh_engine.view import Mask, View

PRESS_FACTOR = 0.6
CHANGING_FACTOR = DRAFT_FACTOR = 0.8
TITLE_BEGUN = 0.5
_BEGUN_WORDS = 2
_CHANGES, _DRAFT = title_key("О внесении изменени"), title_key("проект")
_YEAR_STARTS = np.array([date(year, 1, 1).toordinal() for year in range(1, 10000)])


def years(days: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """The year of each day, 0 for none."""
    return np.searchsorted(_YEAR_STARTS, days, side="right")


def filtered(view: View, filters: Filters, today: date) -> Mask | None:
    """The documents that pass all filters, or None when there are none to pass."""
    columns = view.columns
    masks: list[Mask] = []
    coded = (
        (CLASSES, columns.classes, filters.record_class),
        (columns.kinds.names, columns.kinds.codes, filters.kind),
        (columns.issuers.names, columns.issuers.codes, filters.issuer),
        (columns.statuses.names, view.statuses(today), filters.status),
    )
    masks += [np.isin(codes, _codes(names, wanted)) for names, codes, wanted in coded if wanted]
    tagged = ((columns.categories, filters.category), (columns.headings, filters.heading))
    masks += [_tagged(view.size, tags, wanted) for tags, wanted in tagged if wanted]
    if filters.year:
        masks.append(np.isin(years(columns.days), filters.year))
    if filters.dated_from or filters.dated_to:
        low = filters.dated_from.toordinal() if filters.dated_from else NO_DAY + 1
        high = filters.dated_to.toordinal() if filters.dated_to else date.max.toordinal()
        masks.append((columns.days >= low) & (columns.days <= high))
    if not masks:
        return None
    passed = masks[0]
    for mask in masks[1:]:
        passed = passed & mask
    return passed


def _codes(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [at for at, name in enumerate(names) if name in wanted]


def _tagged(size: int, tags: Tags, wanted: Sequence[str]) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[tags.documents[np.isin(tags.codes, _codes(tags.names, wanted))]] = True
    return mask


def facets(view: View, mask: Mask, today: date) -> dict[str, tuple[FacetValue, ...]]:
    """Counts of the values of all facets over all hits, the most frequent first; years newest first."""
    columns = view.columns
    tags = columns.categories
    found = {
        "class": _counted(CLASSES, columns.classes[mask]),
        "category": _counted(tags.names, tags.codes[mask[tags.documents]]),
        "issuer": _counted(columns.issuers.names, columns.issuers.codes[mask]),
        "kind": _counted(columns.kinds.names, columns.kinds.codes[mask]),
        "status": _counted(columns.statuses.names, view.statuses(today)[mask]),
    }
    counts = np.bincount(years(columns.days[mask]))
    found["year"] = tuple(
        FacetValue(str(year), str(year), int(counts[year])) for year in np.flatnonzero(counts)[::-1] if year
    )
    return found


def _counted(names: Sequence[str], codes: npt.NDArray[np.generic]) -> tuple[FacetValue, ...]:
    counts = np.bincount(codes[codes >= 0].astype(np.int64), minlength=len(names))  # type: ignore[operator]
    values = [
        FacetValue(name, name, int(count))
        for name, count in zip(names, counts, strict=True)
        if name and count
    ]
    return tuple(sorted(values, key=lambda one: (-one.count, one.value)))


def page(view: View, matched: Matched, request: SearchRequest, *, wants_press: bool) -> tuple[EngineHit, ...]:
    """One page of hits in the order asked for; ties go by the number of the record, the newest first."""
    if request.limit <= 0:
        return ()
    chosen = np.flatnonzero(matched.mask)
    scores = _weighed(view, chosen, matched.scores[chosen], request.query, wants_press=wants_press)
    records = view.columns.records[chosen]
    key = _SORTS[request.sort](view, chosen, matched.whole[chosen], scores)
    order = _top(key, records, request.offset, request.limit)
    statuses, names = view.statuses(request.today), view.columns.statuses.names
    return tuple(
        EngineHit(
            int(records[at]),
            round(float(scores[at]), 4),
            bool(matched.whole[chosen[at]]),
            names[statuses[chosen[at]]] if statuses[chosen[at]] >= 0 else "unknown",
        )
        for at in order
    )


def _weighed(
    view: View,
    chosen: npt.NDArray[np.int64],
    scores: npt.NDArray[np.float32],
    query: str,
    *,
    wants_press: bool,
) -> npt.NDArray[np.float32]:
    """Scores as a reader would have them.

    The act whose title was begun comes first, acts before the press, the main act before those that change
    it and before its draft.
    """
    begun, titles = title_key(query), view.columns.title_keys[chosen]
    if len(query.split()) >= _BEGUN_WORDS:
        scores = np.where(np.char.startswith(titles, begun), scores * np.float32(1 + TITLE_BEGUN), scores)
    if not begun.startswith(_CHANGES):
        scores = np.where(np.char.startswith(titles, _CHANGES), scores * np.float32(CHANGING_FACTOR), scores)
    if _DRAFT not in begun:
        drafts = np.isin(view.columns.kinds.codes[chosen], _begun(view.columns.kinds.names, _DRAFT))
        scores = np.where(drafts, scores * np.float32(DRAFT_FACTOR), scores)
    if not wants_press:
        press = view.columns.classes[chosen] == CLASSES.index("press")
        scores = np.where(press, scores * np.float32(PRESS_FACTOR), scores)
    return scores


def _begun(names: Sequence[str], key: bytes) -> list[int]:
    return [at for at, name in enumerate(names) if title_key(name).startswith(key)]


def _top(
    key: npt.NDArray[np.generic], records: npt.NDArray[np.int32], offset: int, limit: int
) -> npt.NDArray[np.int64]:
    """The places of a page in rising order of the key; the same for any page size."""
    upto = offset + limit
    if upto * 4 < len(key) and np.issubdtype(key.dtype, np.number):
        bound = np.partition(key, upto - 1)[upto - 1]
        near = np.flatnonzero(key <= bound)
    else:
        near = np.arange(len(key))
    order = near[np.lexsort((-records[near], key[near]))]
    return order[offset:upto]


def _by_relevance(
    view: View, chosen: npt.NDArray[np.int64], whole: Mask, scores: npt.NDArray[np.float32]
) -> npt.NDArray[np.generic]:
    high = np.float64(scores.max(initial=0)) + 1
    return np.where(whole, -scores.astype(np.float64) - high, -scores.astype(np.float64))


def _by_day(newest: bool) -> Callable[..., npt.NDArray[np.generic]]:
    def key(
        view: View, chosen: npt.NDArray[np.int64], whole: Mask, scores: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.generic]:
        days = view.columns.days[chosen].astype(np.int64)
        return np.where(days == NO_DAY, np.iinfo(np.int64).max, -days if newest else days)

    return key


def _by_title(
    view: View, chosen: npt.NDArray[np.int64], whole: Mask, scores: npt.NDArray[np.float32]
) -> npt.NDArray[np.generic]:
    return view.columns.title_keys[chosen]


_SORTS: dict[str, Callable[..., npt.NDArray[np.generic]]] = {
    "relevance": _by_relevance,
    "newest": _by_day(True),
    "oldest": _by_day(False),
    "title": _by_title,
}
