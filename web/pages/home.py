"""The first page: one box, examples that teach, all headings with counts, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from catalog.errors import IndexDamaged
from catalog.headings import Category
from catalog.model import Record, RecordClass
from catalog.selections import SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from search.requests import SearchRequest
from web.addresses import SearchAddress
from web.presenters.drafts import draft_views
from web.presenters.layout import Way
from web.presenters.requisites import dated_and_numbered, first_upper, shown_title
from web.presenters.results import CLASS_ORDER
from web.presenters.state import StateView, states
from web.templating import page
from web.visit import Visit

NEWEST = 6
DOSSIERS = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """A link with a number behind it."""

    way: Way
    count: int


@dataclass(frozen=True, slots=True)
class Shelved:
    """A dossier or a folder with its last issue."""

    way: Way
    count: int
    issued: date


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record just come in."""

    title: Way
    dated: str
    kind: str
    state: StateView | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything that the first page shows.

    Attributes:
        holdings: «7412 актов и 318 публикаций с 1998 года».
        examples: searches that teach.
        categories: all of them, those without records too.
        newest: the last that came.
        dossiers: dossiers and press folders with the newest issues.
        drafts: how many drafts are open for proposals.
    """

    holdings: str
    examples: tuple[Way, ...]
    categories: tuple[Counted, ...]
    newest: tuple[NewRecord, ...]
    dossiers: tuple[Shelved, ...]
    drafts: int


def category_link(visit: Visit, category: Category) -> Counted:
    """A category as a link to all its records."""
    address = SearchAddress(q="*", category=(category.slug,), sort="newest")
    label = category.label_en if visit.language == "en" else category.label_ru
    return Counted(Way(label, f"{visit.url('search')}?{address.query_string()}"), category.count)


def new_records(visit: Visit, work: UnitOfWork, limit: int) -> tuple[NewRecord, ...]:
    """The records that came last, as links."""
    records = work.records.newest(limit, visit.visibility)
    told = states(visit, work, records)
    return tuple(
        NewRecord(
            Way(shown_title(visit, record), visit.url("record", record=record.id)),
            dated_and_numbered(record.date, record.number, visit.language),
            first_upper(_said_first(visit, record)),
            told.get(record.id),
        )
        for record in records
    )


def _said_first(visit: Visit, record: Record) -> str:
    """What a record is: an act by its kind, a publication by its newspaper."""
    if record.record_class == RecordClass.PRESS and record.issuer:
        return record.issuer
    return record.kind or visit.t(f"class.{record.record_class}")


def _holdings(visit: Visit, work: UnitOfWork) -> str:
    """What is held, in one sentence; while the index cannot be read the catalogue is asked, without years."""
    today: date = visit.services.clock.today()
    request = SearchRequest(query="*", today=today, limit=0, visibility=visit.visibility, snippets=False)
    years: list[int] = []
    try:
        facets = visit.services.searcher.search(request).facets
        counts = {value.value: value.count for value in facets.get("class", ())}
        years = sorted(int(value.value) for value in facets.get("year", ()) if value.value.isdigit())
    except IndexDamaged:
        counts = {str(one): work.records.count(visit.visibility, one) for one in CLASS_ORDER}
    parts = [visit.t(f"count.{one}", n=counts[one]) for one in CLASS_ORDER if counts.get(one)]
    if not parts:
        return visit.t("home.empty")
    since = visit.t("home.since", year=years[0]) if years else ""
    joined = visit.t("list.and").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return " ".join(part for part in (joined, since) if part) + "."


def _dossiers(visit: Visit, work: UnitOfWork) -> tuple[Shelved, ...]:
    """Dossiers and press folders, the newest issues first."""
    found = [
        one
        for kind in (SelectionKind.DOSSIER, SelectionKind.PRESS)
        for one in work.selections.page(
            SelectionFilter(kind=kind, public=True), limit=DOSSIERS, sort="published"
        )[0]
    ]
    dated = [(one.issue_moment, one) for one in found if one.issue_moment]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    zone = visit.services.clock.zone
    return tuple(
        Shelved(
            Way(one.title, visit.url(one.kind.value, slug=one.slug)),
            one.issue_entries,
            moment.astimezone(zone).date(),
        )
        for moment, one in dated[:DOSSIERS]
    )


def open_drafts(visit: Visit, work: UnitOfWork) -> int:
    """How many drafts are open for proposals."""
    waiting, _ = work.surveys.drafts_until(visit.visibility, visit.services.clock.today())
    return sum(one.open for one in draft_views(visit, work, waiting))


def order_page(visit: Visit) -> str:
    """Where dossiers are ordered, or "" where the site takes no orders."""
    try:
        return visit.url("order-new")
    except KeyError:
        return ""


def home(visit: Visit) -> Response:
    """The first page."""
    with visit.services.database.read() as work:
        shown = HomePage(
            holdings=_holdings(visit, work),
            examples=tuple(
                Way(words, f"{visit.url('search')}?{SearchAddress(q=words).query_string()}")
                for words in visit.t("home.examples").split("|")
            ),
            categories=tuple(category_link(visit, one) for one in work.headings.categories(visit.visibility)),
            newest=new_records(visit, work, NEWEST),
            dossiers=_dossiers(visit, work),
            drafts=open_drafts(visit, work),
        )
    return page(visit, "home.html", current="home", page=shown, order=order_page(visit))
