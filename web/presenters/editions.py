"""The editions of a record as its page lists them, and the text of one that is not the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model import Edition, Record
from language.paragraphs import unwrapped
from language.wording import day
from search.analysis import readable
from web.presenters.page_text import LONGEST_PAGE, TextPage, blocks
from web.visit import Visit


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition in a list.

    Attributes:
        id: its number.
        label: «Как принят», «С изменениями на 25 апреля 2024 г.».
        address: of its text; the newest one is the record's own.
        read: whether it is the one on this page.
        newest: whether it is the one that the record shows.
        compared: link to the comparison with the edition before it, or "".
    """

    id: int
    label: str
    address: str
    read: bool
    newest: bool
    compared: str


def edition_name(visit: Visit, edition: Edition) -> str:
    """What an edition is called."""
    if not edition.amended:
        return visit.t("edition.adopted")
    if edition.as_of is None:
        return visit.t("edition.amended")
    return visit.t("edition.as_of", day=day(edition.as_of, visit.language))


def edition_address(visit: Visit, record: Record, edition: Edition) -> str:
    """Where an edition is read: the one that the record shows on the record's own page."""
    if edition.shown:
        return visit.url("record", record=record.id)
    return visit.url("edition", record=record.id, edition=edition.id)


def edition_views(
    visit: Visit, record: Record, editions: Sequence[Edition], read: int | None = None
) -> tuple[EditionView, ...]:
    """The editions of a record from the first to the newest; none where there is but one.

    Args:
        visit: who asks.
        record: whose they are.
        editions: in their order.
        read: number of the one on this page, or None for the one that the record shows.
    """
    if len(editions) < 2:
        return ()
    return tuple(
        EditionView(
            id=one.id,
            label=edition_name(visit, one),
            address=edition_address(visit, record, one),
            read=one.id == read if read is not None else one.shown,
            newest=one.shown,
            compared=visit.url(
                "compare-editions", record=record.id, edition=editions[at - 1].id, other=one.id
            )
            if at
            else "",
        )
        for at, one in enumerate(editions)
    )


def edition_pages(texts: Sequence[str], most: int) -> tuple[TextPage, ...]:
    """The pages of an edition one below the other, up to so many characters; links are the newest one's."""
    shown: list[TextPage] = []
    size = 0
    for number, text in enumerate(texts, 1):
        size += len(text)
        if size > most and shown:
            break
        clean = unwrapped(readable(text[:LONGEST_PAGE]))
        shown.append(TextPage(number, blocks(clean), 0, "", len(text) > LONGEST_PAGE))
    return tuple(shown)
