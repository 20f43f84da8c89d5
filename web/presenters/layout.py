"""The frame of every page: who, where, in which language, and the ways from here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from web.access import Needs, sees_all_orders
from web.visit import Visit, page_path

_WAYS = (
    ("search", "ways.search", "search"),
    ("headings", "ways.headings", "headings"),
    ("dossiers", "ways.dossiers", "dossier-index"),
    ("press", "ways.press", "press-index"),
    ("lists", "ways.lists", "list-index"),
)
_STAFF_WAYS = (
    ("intake", "ways.intake", Needs.CLERK),
    ("review", "ways.review", Needs.LIBRARIAN),
    ("completeness", "ways.completeness", Needs.LIBRARIAN),
    ("selections", "ways.selections", Needs.LIBRARIAN),
    ("staff-orders", "ways.orders", Needs.CLERK),
    ("staff-mails", "ways.mails", Needs.LIBRARIAN),
    ("staff-headings", "ways.staff_headings", Needs.LIBRARIAN),
    ("audit", "ways.audit", Needs.LIBRARIAN),
    ("users", "ways.users", Needs.ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A link with its words."""

    label: str
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page.

    Attributes:
        language: of the page.
        other_language: link to the same page in the other language.
        classes: display preferences as classes of the root element.
        library: name of the library.
        demo: whether the collection is invented.
        ways: links at the head.
        staff_ways: links for staff; empty for readers.
        who: name of the account, or "".
        address: of this page, for paper.
        back: path and query of this page, for the links that come back to it.
        token: for forms on this page, or "".
        notice: a sentence on what has just been done, or "".
        large: whether large type is on.
        contrast: whether high contrast is on.
    """

    language: str
    other_language: Way
    classes: str
    library: str
    demo: bool
    ways: tuple[Way, ...]
    staff_ways: tuple[Way, ...]
    who: str
    address: str
    back: str
    token: str
    notice: str
    large: bool
    contrast: bool


def frame(visit: Visit, current: str, token: str) -> Frame:
    """The frame of a page.

    Args:
        visit: who asks.
        current: name of the page, to mark its link.
        token: for its forms, or "".
    """
    request, t = visit.request, visit.t
    done = visit.asked.get("done", "")
    notice = t(f"done.{done}") if done and f"done.{done}" in t else ""
    query = f"?{request.url.query}" if request.url.query else ""
    return Frame(
        language=visit.language,
        other_language=Way(t("frame.other_language"), _other_language(visit) + query),
        classes=visit.display.classes,
        library=visit.services.settings.library_name,
        demo=visit.services.settings.demo,
        ways=tuple(Way(t(label), visit.url(target), name == current) for name, label, target in _WAYS),
        staff_ways=tuple(
            Way(visit.reminders.label(t, name, _whose(visit, label)), visit.url(name), name == current)
            for name, label, needs in _STAFF_WAYS
            if visit.may(Needs.CLERK) and visit.may(needs)
        ),
        who=visit.actor,
        address=unquote(str(request.url)),
        back=request.url.path + query,
        token=token,
        notice=notice,
        large=visit.display.large,
        contrast=visit.display.contrast,
    )


def _whose(visit: Visit, label: str) -> str:
    """The label of a link; somebody who does not serve orders sees their own."""
    return "ordering.own" if label == "ways.orders" and not sees_all_orders(visit.account) else label


def _other_language(visit: Visit) -> str:
    """The same page in the other language; the first page where this one has no name."""
    other = "en" if visit.language == "ru" else "ru"
    name = visit.request.scope.get("veche.page", "home")
    usual = visit.services.settings.language
    try:
        return page_path(visit.request, other, usual, name, visit.request.path_params)
    except KeyError:
        return page_path(visit.request, other, usual, "home", {})
