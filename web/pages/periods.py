"""What came in a period: the bulletin of arrivals, the register of legal deposit, the digest of a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from catalog.errors import VecheError
from catalog.selections import SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers import information_lists, press_folders
from dossiers.information_lists import Period
from dossiers.press_folders import DigestBy
from dossiers.publication import Publication
from dossiers.publishing import Imprint, imprint
from web.pages.issues import NAMES, seen_selection
from web.presenters.issue import section_views
from web.presenters.layout import Way
from web.templating import page
from web.visit import Visit

Making = Callable[[UnitOfWork, Period, Imprint], Publication]


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands around the list of a period.

    Attributes:
        title: of the page.
        lead: what it is.
        here: its path.
        save: what a file of it is asked of.
        kind: of selections that it belongs to.
        crumbs: the ways back.
        by: how a digest is divided, or "".
        first: a day to show from the beginning of its month, where no days are asked for.
    """

    title: str
    lead: str
    here: str
    save: str
    kind: SelectionKind
    crumbs: tuple[Way, ...]
    by: str = ""
    first: date | None = None


def arrivals(visit: Visit) -> Response:
    """The bulletin of what was catalogued in a period."""
    clock = visit.services.clock
    return _list(
        visit, "arrivals", lambda work, period, said: information_lists.arrivals(work, period, said, clock)
    )


def deposit(visit: Visit) -> Response:
    """The register of legal deposit copies of a period."""
    clock = visit.services.clock
    return _list(
        visit,
        "deposit",
        lambda work, period, said: information_lists.deposit_register(work, period, said, clock),
    )


def _list(visit: Visit, name: str, making: Making) -> Response:
    title = visit.t(f"export.of_{name}")
    crumbs = (Way(visit.t("selections.list.title"), visit.url("list-index")),)
    shown = Shown(
        title, visit.t(f"periods.{name}_lead"), visit.url(f"list-{name}"), name, SelectionKind.LIST, crumbs
    )
    with visit.services.database.read() as work:
        return _page(visit, work, shown, making)


def digest(visit: Visit) -> Response:
    """What a folder holds of a period, with annotations."""
    by: DigestBy = "newspaper" if visit.asked.get("by") == "newspaper" else "theme"
    with visit.services.database.read() as work:
        selection = seen_selection(visit, work, SelectionKind.PRESS)
        crumbs = (
            Way(visit.t("selections.press.title"), visit.url("press-index")),
            Way(selection.title, visit.url("press", slug=selection.slug)),
        )
        shown = Shown(
            visit.t("periods.digest_of", title=selection.title),
            visit.t("periods.digest_lead"),
            visit.url("press-digest", slug=selection.slug),
            f"digest={selection.slug}:",
            SelectionKind.PRESS,
            crumbs,
            by,
            first=press_folders.newest_day(work, selection),
        )
        return _page(
            visit,
            work,
            shown,
            lambda work, period, said: press_folders.digest(
                work, selection, period, said, by, published=True
            ),
        )


def _page(visit: Visit, work: UnitOfWork, shown: Shown, making: Making) -> Response:
    said = imprint(visit.services.settings.library_name, visit.services.clock)
    fault = ""
    try:
        period = _period(visit, shown.first)
        made = making(work, period, said)
    except VecheError as error:
        fault = f"{error} {error.hint}".strip()
        today = visit.services.clock.today()
        period, made = Period(today.replace(day=1), today), _empty(said)
    save = shown.save if "=" in shown.save else f"{shown.save}="
    return page(
        visit,
        "period.html",
        current=NAMES[shown.kind],
        status=400 if fault else 200,
        title=shown.title,
        lead=shown.lead,
        here=shown.here,
        crumbs=shown.crumbs,
        by=shown.by,
        period=period,
        publication=made,
        sections=section_views(visit, work, made),
        save=f"{visit.url('export-new')}?{save}{period.first}..{period.last}",
        said=fault,
    )


def _empty(said: Imprint) -> Publication:
    return Publication("list", "", said.library, said.as_of.isoformat(), said.stamp)


def _period(visit: Visit, first: date | None) -> Period:
    """The days that the address asks for; if none, this month so far, or since the month of ``first``.

    Raises:
        VecheError: they are no days, or the first comes after the last.
    """
    today = visit.services.clock.today()
    since = min(today, first or today).replace(day=1)
    return Period(_day(visit.asked.get("from", ""), since), _day(visit.asked.get("to", ""), today))


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        raise VecheError(f"«{text}» — не дата.") from error
