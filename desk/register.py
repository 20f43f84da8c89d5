"""The register of orders (журнал заказов) as rows and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from catalog.clock import Clock
from catalog.orders import Order, OrderEvent, OrderFilter, OrderSort, OrderState
from catalog.unit_of_work import UnitOfWork
from desk.orders import named
from desk.words import CHANNELS, STATES
from dossiers.exports.table import safe_cell
from dossiers.printable import one_line

_SERVED = (OrderState.READY, OrderState.SENT, OrderState.HANDED_OVER)
_LOT = 200


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An order as its row of the register says it; days are in the library's time zone.

    Attributes:
        number: of the order.
        placed: the day that it came in.
        customer: by whom, or "" once it is forgotten.
        organisation: theirs.
        subject: what was ordered.
        format: of the file.
        channel: how it is handed over, in Russian.
        needed_by: wanted for, or None.
        state: in Russian.
        since: the day that it has this state since.
        served: the day that it was ready first, or None.
        late: days that it was or is behind its day; 0 if it is not.
        enclosed: what it was fulfilled by, or "".
        code: of that publication, or "".
        librarian: who took it up, or "".
        again_of: number of the order that it repeats, or "".
    """

    number: str
    placed: date
    customer: str
    organisation: str
    subject: str
    format: str
    channel: str
    needed_by: date | None
    state: str
    since: date
    served: date | None
    late: int
    enclosed: str
    code: str
    librarian: str
    again_of: str


HEADS = (
    "№ заказа", "Поступил", "Заказчик", "Организация", "Что заказано", "Вид файла", "Как получить",
    "Нужен к", "Состояние", "С какого дня", "Выполнен", "Опоздание, дней", "Чем выполнен", "Код проверки",
    "Библиотекарь", "Повтор заказа №",
)  # fmt: skip


def register(
    work: UnitOfWork, clock: Clock, wanted: OrderFilter, sort: OrderSort = OrderSort.OLDEST
) -> Iterator[RegisterRow]:
    """The rows of all orders that a filter lets through, some hundred in memory at a time."""
    offset = 0
    while True:
        page = work.orders.find(wanted, sort, limit=_LOT, offset=offset)
        steps = work.orders.events_of([order.id for order in page.orders])
        for order in page.orders:
            yield _row(work, clock, order, steps[order.id])
        offset += _LOT
        if offset >= page.total:
            return


def _row(work: UnitOfWork, clock: Clock, order: Order, steps: Sequence[OrderEvent]) -> RegisterRow:
    def day_of(moment: datetime) -> date:
        return moment.astimezone(clock.zone).date()

    since = next((step.moment for step in _changes(steps) if step.state is order.state), order.created)
    served = next((day_of(step.moment) for step in steps if step.state in _SERVED), None)
    reckoned = served or (clock.today() if order.state.open else None)
    late = (reckoned - order.needed_by).days if reckoned and order.needed_by else 0
    issue = None if order.publication is None else work.publications.get(order.publication)
    before = None if order.again_of is None else work.orders.get(order.again_of)
    taken_by = next((step.actor for step in steps if step.state is OrderState.ACCEPTED), "")
    return RegisterRow(
        number=order.number,
        placed=day_of(order.created),
        customer=one_line(order.customer),
        organisation=one_line(order.organisation),
        subject=one_line(order.subject),
        format=order.format.upper(),
        channel=CHANNELS[order.channel],
        needed_by=order.needed_by,
        state=STATES[order.state],
        since=day_of(since),
        served=served,
        late=max(0, late),
        enclosed="" if issue is None else named(issue),
        code="" if issue is None else issue.code,
        librarian=taken_by,
        again_of="" if before is None else before.number,
    )


def _changes(steps: Sequence[OrderEvent]) -> list[OrderEvent]:
    """The steps that brought another state, the last first."""
    found = [step for at, step in enumerate(steps) if not at or steps[at - 1].state is not step.state]
    return found[::-1]


def csv_lines(rows: Iterator[RegisterRow]) -> Iterator[str]:
    """The register as CSV: UTF-8 with its mark, semicolons, line ends of Windows, no cell a formula."""
    yield "\ufeff" + _line(HEADS)
    for row in rows:
        cells = [getattr(row, name) for name in RegisterRow.__slots__]
        yield _line([safe_cell(_text(cell)) for cell in cells])


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _text(cell: str | int | date | None) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else str(cell)
