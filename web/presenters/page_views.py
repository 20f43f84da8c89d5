"""The views of one page of a record: its text, its picture, the tables; what the file itself says of it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.errors import TooBusy
from catalog.model import Record
from catalog.stores.texts import HeldText
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Contents
from ingest.document_tables import shown_text
from web.access import sees_text
from web.presenters.asked import Asked
from web.presenters.common_file import open_originals
from web.presenters.layout import Way
from web.presenters.page_picture import PICTURE, Leaf, PictureView, open_leaf, picture_view, way_to
from web.visit import Visit

_TEXT = "text"
_MOST_ENTRIES = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a document's own contents.

    Attributes:
        level: 1 for the outermost.
        way: to its page.
    """

    level: int
    way: Way


@dataclass(frozen=True, slots=True)
class PageViews:
    """How a page can be looked at.

    Attributes:
        ways: to its text, its picture and the tables, as far as there are any.
        picture: shown instead of the text, or None.
        said: why there is no picture though one was asked for, or "".
        to_picture: address of the picture, or "".
        to_text: address of the text.
        label: what the document itself calls the page, or "".
        contents: of the document.
    """

    ways: tuple[Way, ...]
    picture: PictureView | None
    said: str
    to_picture: str
    to_text: str
    label: str
    contents: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies behind a page of a record.

    Attributes:
        leaf: the page of a file that can be drawn, or None.
        tabled: whether tables can be looked for.
    """

    leaf: Leaf | None
    tabled: bool


def behind(visit: Visit, work: UnitOfWork, record: Record, number: int) -> Behind:
    """What lies behind a page of a record, as far as the asker is given its file."""
    text = work.texts.page(record.id, number) or ""
    tabled = record.text_layer != "none" and open_text(visit, work, record) is not None
    return Behind(open_leaf(visit, work, record, number, text), tabled)


def open_text(visit: Visit, work: UnitOfWork, record: Record) -> HeldText | None:
    """The text that a record shows, where it was read from a file that the asker is given."""
    if not sees_text(record.record_class, visit.account, inside=visit.inside):
        return None
    held = shown_text(work, record.id)
    if held is None or held.sha256 not in {one.sha256 for one in open_originals(visit, work, record.id)}:
        return None
    return held


def wants_picture(visit: Visit, record: Record) -> bool:
    """Whether the address asks for the picture; a document without text has nothing else to show."""
    view = visit.asked.get("view", "")
    return view == PICTURE or (record.text_layer == "none" and view != _TEXT)


def page_views(visit: Visit, record: Record, place: tuple[int, Behind], asked: Asked) -> PageViews:
    """The views of a page, given with its number and what lies behind it."""
    number, found = place
    leaf = found.leaf
    picture, said = _picture(visit, leaf, record, asked)
    contents = _contents(visit, leaf)
    to_text = way_to(visit, record.id, number, picture=False)
    to_picture = way_to(visit, record.id, number, picture=True) if leaf else ""
    ways = [Way(visit.t("views.text"), to_text, picture is None)]
    if leaf:
        ways.append(Way(visit.t("views.pictures"), to_picture, picture is not None))
    if found.tabled:
        ways.append(Way(visit.t("views.tables"), visit.url("record-tables", record=record.id) + asked.suffix))
    return PageViews(
        tuple(ways),
        picture,
        said,
        to_picture,
        to_text,
        contents.labels[leaf.page - 1] if leaf and leaf.page <= len(contents.labels) else "",
        _entries(visit, record, leaf, contents, asked) if leaf else (),
    )


def _picture(visit: Visit, leaf: Leaf | None, record: Record, asked: Asked) -> tuple[PictureView | None, str]:
    if not wants_picture(visit, record):
        return None, ""
    if leaf is None:
        return None, visit.t("views.no_picture") if visit.asked.get("view") == PICTURE else ""
    try:
        drawn = picture_view(visit, leaf, record, asked)
    except TooBusy:
        return None, visit.t("views.busy")
    return drawn, "" if drawn else visit.t("views.not_drawn")


def _contents(visit: Visit, leaf: Leaf | None) -> Contents:
    if leaf is None:
        return Contents()
    held, services = leaf.held, visit.services
    try:
        return services.pictures.contents(services.originals.path(held.sha256), held.media_type, held.sha256)
    except TooBusy:
        return Contents()


def _entries(visit: Visit, record: Record, leaf: Leaf, contents: Contents, asked: Asked) -> tuple[Entry, ...]:
    """The lines that lead to pages of the record."""
    before = leaf.held.first_page - 1
    found = []
    for heading in contents.outline:
        number = heading.page - before
        if 1 <= number <= record.pages:
            address = visit.url("record-page", record=record.id, number=number) + asked.suffix + "#page"
            found.append(
                Entry(max(1, min(heading.level, 4)), Way(heading.title, address, number == leaf.number))
            )
    return tuple(found[:_MOST_ENTRIES])
