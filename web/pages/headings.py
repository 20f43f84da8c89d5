"""The headings of the catalogue and what stands under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from catalog.errors import NotFound
from catalog.headings import Heading
from catalog.model import Record
from catalog.unit_of_work import UnitOfWork
from web.addresses import SearchAddress
from web.pages.home import category_link, open_drafts
from web.paging import Paging, asked_page
from web.presenters.layout import Way
from web.presenters.requisites import clipped, dated_and_numbered, first_upper, shown_title
from web.presenters.state import StateView, states
from web.templating import page
from web.visit import Visit

SIZE = 20
LONGEST = 350
SORTS = ("newest", "oldest", "title")


@dataclass(frozen=True, slots=True)
class Branch:
    """A heading with what stands below it."""

    way: Way
    count: int
    codes: str
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list."""

    id: int
    title: Way
    state: StateView | None
    kind: str
    issuer: str
    dated: str


def branches(visit: Visit, tree: Sequence[Heading], parent: str | None = None) -> tuple[Branch, ...]:
    """The tree below a heading."""
    return tuple(
        Branch(
            Way(
                one.label_en if visit.language == "en" else one.label_ru, visit.url("heading", heading=one.id)
            ),
            one.count,
            " · ".join(
                part
                for part in (f"ББК {one.bbk}" if one.bbk else "", f"УДК {one.udc}" if one.udc else "")
                if part
            ),
            branches(visit, tree, one.id),
        )
        for one in tree
        if one.parent == parent
    )


def record_rows(visit: Visit, work: UnitOfWork, records: Sequence[Record]) -> tuple[Row, ...]:
    """Records as lines of a list, in the order given."""
    told = states(visit, work, records)
    return tuple(
        Row(
            record.id,
            Way(clipped(shown_title(visit, record), LONGEST), visit.url("record", record=record.id)),
            told.get(record.id),
            first_upper(record.kind or visit.t(f"class.{record.record_class}")),
            record.issuer or "",
            dated_and_numbered(record.date, record.number, visit.language),
        )
        for record in records
    )


def headings(visit: Visit) -> Response:
    """All categories and the tree of headings."""
    with visit.services.database.read() as work:
        tree = branches(visit, work.headings.tree(visit.visibility))
        categories = tuple(category_link(visit, one) for one in work.headings.categories(visit.visibility))
        drafts = open_drafts(visit, work)
    return page(visit, "headings.html", current="headings", tree=tree, categories=categories, drafts=drafts)


def heading(visit: Visit) -> Response:
    """The records under a heading and below it."""
    name = str(visit.request.path_params["heading"])
    sort = visit.asked.get("sort", "newest")
    sort = sort if sort in SORTS else "newest"
    number = asked_page(visit.asked.get("page"))
    with visit.services.database.read() as work:
        tree = work.headings.tree(visit.visibility)
        by_id = {one.id: one for one in tree}
        if name not in by_id:
            raise NotFound("Такой рубрики в каталоге нет.", "Все рубрики — на странице «Рубрики».")
        records, total = work.headings.records_under(name, visit.visibility, SIZE, (number - 1) * SIZE, sort)
        rows = record_rows(visit, work, records)
    english = visit.language == "en"
    above: list[Way] = []
    parent = by_id[name].parent
    while parent is not None and parent in by_id:
        one = by_id[parent]
        label = one.label_en if english else one.label_ru
        above.insert(0, Way(label, visit.url("heading", heading=one.id)))
        parent = one.parent
    here = visit.url("heading", heading=name)
    return page(
        visit,
        "heading.html",
        current="headings",
        title=by_id[name].label_en if english else by_id[name].label_ru,
        above=above,
        below=branches(visit, tree, name),
        rows=rows,
        paging=Paging(number, SIZE, total),
        sorts=[Way(visit.t(f"sort.{one}"), f"{here}?sort={one}", one == sort) for one in SORTS],
        links=page_links(here, {"sort": sort}, Paging(number, SIZE, total)),
        within=f"{visit.url('search')}?{SearchAddress(q='*', heading=(name,)).query_string()}",
    )


def page_links(here: str, asked: dict[str, str], paging: Paging) -> tuple[Way | None, ...]:
    """Links to the pages of a list; None where some are left out."""
    query = "".join(f"{name}={value}&" for name, value in asked.items() if value)
    return tuple(
        None if number is None else Way(str(number), f"{here}?{query}page={number}", number == paging.page)
        for number in paging.numbers
    )
