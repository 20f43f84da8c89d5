"""``veche order``: the desk of orders from the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from catalog.columns import plain
from catalog.errors import NotFound
from catalog.orders import Channel, Order, OrderFilter, OrderSort, OrderState
from catalog.selections import SelectionKind
from catalog.unit_of_work import UnitOfWork
from cli import output
from cli.exits import ExitCode
from cli.office import order_desk
from cli.options import JsonFlag
from cli.sentences import say
from cli.wiring import opened
from desk.orders import OrderDesk, Step
from desk.register import csv_lines, register
from desk.words import CHANNELS, MAILS, STATES
from dossiers.exports.all import FORMATS

ACTOR = "veche order"
Chosen = TypeVar("Chosen", bound=StrEnum)
order_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[str, typer.Argument(help=say("order_number"))]
Message = Annotated[str, typer.Option(help=say("order_message"))]
_SHOWN = (
    "number",
    "state",
    "created",
    "needed_by",
    "customer",
    "organisation",
    "subject",
    "channel",
    "format",
)


@order_app.command("list", help=say("order_list"))
def orders(
    state: Annotated[list[str] | None, typer.Option(help=say("order_state"))] = None,
    channel: Annotated[str | None, typer.Option(help=say("order_channel"))] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=say("order_overdue"))] = False,
    text: Annotated[str, typer.Option(help=say("order_text"))] = "",
    limit: Annotated[int, typer.Option(min=1, help=say("limit"))] = 100,
    offset: Annotated[int, typer.Option(min=0, help=say("offset"))] = 0,
    json_lines: JsonFlag = False,
) -> None:
    """Show orders."""
    states = frozenset(_one_of(OrderState, one) for one in state or ())
    way = None if channel is None else _one_of(Channel, channel)
    with opened() as station, station.database.read() as work:
        today = station.clock.today()
        wanted = OrderFilter(text=text, states=states, channel=way, overdue_on=today if overdue else None)
        page = work.orders.find(wanted, OrderSort.DUE, limit=limit, offset=offset)
    for order in page.orders:
        if json_lines:
            output.line(_short(order) | {"overdue": order.overdue(today)})
        else:
            who = order.customer or order.organisation
            subject = " ".join(order.subject.split())
            due = str(order.needed_by or "—")
            output.answer(
                say(
                    "order_row",
                    number=order.number,
                    state=STATES[order.state],
                    due=due,
                    subject=subject,
                    customer=who,
                )
            )
    if not page.orders:
        output.message(say("order_none"))


@order_app.command("show", help=say("order_show"))
def show(number: Number, json_lines: JsonFlag = False) -> None:
    """Show one order with its steps and mails."""
    with opened() as station, station.database.read() as work:
        order = _existing(work, number)
        steps, mails = work.orders.events(order.id), work.mails.of_order(order.id)
    if json_lines:
        events = [
            {name: plain(getattr(step, name)) for name in ("moment", "actor", "state", "message", "told")}
            for step in steps
        ]
        sent = [
            {name: plain(getattr(mail, name)) for name in ("subject", "state", "attempts", "error", "sent")}
            for mail in mails
        ]
        further = {name: plain(getattr(order, name)) for name in ("email", "phone", "address", "note")}
        output.line(
            _short(order) | further | {"publication": order.publication, "events": events, "mails": sent}
        )
        return
    zone = station.clock.zone
    told = _short(order) | {
        "state": STATES[order.state],
        "channel": CHANNELS[order.channel],
        "created": _moment(order.created, zone),
    }
    for name, value in told.items():
        if value:
            output.answer(f"{say(f'order_f_{name}')}: {value}")
    for step in steps:
        output.answer(f"{_moment(step.moment, zone)}  {STATES[step.state]}  {step.actor}  {step.message}")
    for mail in mails:
        output.answer(f"{_moment(mail.created, zone)}  {MAILS[mail.state]}  {mail.subject}  {mail.error}")


def _moment(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%d.%m.%Y %H:%M}"


@order_app.command("accept", help=say("order_accept"))
def accept(number: Number, message: Message = "") -> None:
    """Take an order up."""
    _do(number, message, OrderDesk.accept)


@order_app.command("refuse", help=say("order_refuse"))
def refuse(number: Number, reason: Annotated[str, typer.Argument(help=say("order_reason"))]) -> None:
    """Refuse an order."""
    _do(number, reason, OrderDesk.refuse)


@order_app.command("fulfil", help=say("order_fulfil"))
def fulfil(
    number: Number,
    publication: Annotated[int | None, typer.Option(help=say("order_publication"))] = None,
    selection: Annotated[str | None, typer.Option(help=say("order_selection"))] = None,
    format: Annotated[
        str, typer.Option("--format", help=say("order_format", formats=", ".join(FORMATS)))
    ] = "",
    message: Message = "",
) -> None:
    """Fulfil an order by an issue that is published."""
    if (publication is None) == (selection is None):
        output.message(say("order_which"))
        raise typer.Exit(ExitCode.USAGE)
    with _desk(number) as (desk, work, order):
        step = Step(order.id, order.version, ACTOR, message)
        if publication is not None:
            after = desk.fulfil(work, step, publication, format=format)
        else:
            found = _selection(work, selection or "")
            after = desk.fulfil_by_selection(work, step, found, format=format)
    _tell(after)


@order_app.command("sent", help=say("order_sent"))
def sent(number: Number, message: Message = "") -> None:
    """Note that an order has left the library."""
    _do(number, message, OrderDesk.send_out)


@order_app.command("handed-over", help=say("order_handed_over"))
def handed_over(number: Number, message: Message = "") -> None:
    """Note that the customer has it."""
    _do(number, message, OrderDesk.hand_over)


@order_app.command("close", help=say("order_close"))
def close(number: Number) -> None:
    """Close an order."""
    _do(number, "", OrderDesk.close)


@order_app.command("register", help=say("order_register"))
def register_of_orders(
    target: Annotated[Path | None, typer.Argument(help=say("order_target"))] = None,
    year: Annotated[int | None, typer.Option(help=say("order_year"))] = None,
    json_lines: JsonFlag = False,
) -> None:
    """Print or write the register."""
    with opened() as station, station.database.read() as work:
        rows = register(work, station.clock, OrderFilter(year=year))
        if json_lines:
            for row in rows:
                output.line({name: plain(value) for name, value in asdict(row).items()})
        elif target is None:
            for line in csv_lines(rows):
                output.answer(line.rstrip("\r\n"))
        else:
            with target.open("w", encoding="utf-8", newline="") as file:
                count = sum(bool(file.write(line)) for line in csv_lines(rows)) - 1
            output.message(say("order_written", target=target, rows=count))


def _do(number: str, message: str, action: Callable[[OrderDesk, UnitOfWork, Step], Order]) -> None:
    with _desk(number) as (desk, work, order):
        after = action(desk, work, Step(order.id, order.version, ACTOR, message))
    _tell(after)


@contextmanager
def _desk(number: str) -> Iterator[tuple[OrderDesk, UnitOfWork, Order]]:
    with opened() as station, station.database.write() as work:
        yield order_desk(station), work, _existing(work, number)


def _existing(work: UnitOfWork, number: str) -> Order:
    found = work.orders.by_number(number)
    if found is None:
        raise NotFound(say("order_missing", number=number))
    return found


def _selection(work: UnitOfWork, slug: str) -> int:
    for kind in SelectionKind:
        found = work.selections.by_slug(kind, slug)
        if found is not None:
            return found.id
    raise NotFound(say("selection_missing", slug=slug, kind="dossier"))


def _tell(order: Order) -> None:
    output.message(say("order_moved", number=order.number, state=STATES[order.state]))


def _short(order: Order) -> dict[str, Any]:
    return {name: plain(getattr(order, name)) for name in _SHOWN}


def _one_of(kind: type[Chosen], value: str) -> Chosen:
    known = [one.value for one in kind]
    if value not in known:
        output.message(say("order_unknown", value=value, known=", ".join(known)))
        raise typer.Exit(ExitCode.USAGE)
    return kind(value)
