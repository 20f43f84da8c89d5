"""The cover sheet of an order that goes by courier, fax or post."""

from __future__ import annotations

from catalog.clock import Clock
from catalog.errors import Conflict
from catalog.orders import Channel, Order
from catalog.unit_of_work import UnitOfWork
from desk.orders import named
from desk.words import CHANNELS
from dossiers.cover_sheet import CoverSheet


def sheet_of(  # noqa: PLR0913 - what the library adds by hand
    work: UnitOfWork, order: Order, clock: Clock, *, library: str, site: str = "", sheets: int | None = None
) -> CoverSheet:
    """What the cover sheet of an order says.

    Args:
        work: a transaction.
        order: that is sent.
        clock: the day of the sheet.
        library: that sends.
        site: address of the site, or "".
        sheets: how many sheets are enclosed, or None for a line to fill in.

    Raises:
        Conflict: nothing is compiled for it yet.
    """
    issue = None if order.publication is None else work.publications.get(order.publication)
    if issue is None:
        raise Conflict("Заказ ещё не выполнен: прилагать нечего.", "Сначала выберите, чем он выполнен.")
    return CoverSheet(
        library=library,
        number=order.number,
        placed=order.created.astimezone(clock.zone).date(),
        written=clock.today(),
        customer=order.customer,
        organisation=order.organisation,
        way=CHANNELS[order.channel],
        destination=order.phone if order.channel is Channel.FAX else order.address,
        subject=order.subject,
        enclosed=named(issue),
        as_of=issue.as_of,
        code=issue.code,
        check_at=f"{site}/check" if site else "",
        sheets=sheets,
    )
