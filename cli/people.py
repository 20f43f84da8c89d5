"""``veche user``: accounts."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from catalog.accounts import Role
from catalog.errors import NotFound
from catalog.unit_of_work import UnitOfWork
from cli import output
from cli.exits import ExitCode
from cli.sentences import say
from cli.wiring import opened

MINIMUM = 8
user_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument()]


def _password() -> str:
    """Ask for a password twice on the terminal, or read it from a pipe; never from an argument."""
    if not sys.stdin.isatty():
        first = second = sys.stdin.readline().rstrip("\n")
    else:
        first = getpass.getpass(say("password_new", minimum=MINIMUM) + ": ")
        second = getpass.getpass(say("password_again") + ": ")
    if first != second:
        output.message(say("password_differs"))
        raise typer.Exit(ExitCode.REFUSED)
    if len(first) < MINIMUM:
        output.message(say("password_short", minimum=MINIMUM))
        raise typer.Exit(ExitCode.REFUSED)
    return first


def _account(work: UnitOfWork, name: str) -> int:
    """The number of an account by its name."""
    account = work.accounts.by_name(name)
    if account is None:
        raise NotFound(say("user_missing", name=name))
    return account.id


@user_app.command("add", help=say("user_add"))
def add(name: Name, role: Annotated[str, typer.Option(help=say("role"))] = Role.LIBRARIAN) -> None:
    """Make an account."""
    if role not in set(Role):
        output.message(say("role_unknown", role=role))
        raise typer.Exit(ExitCode.USAGE)
    with opened() as station:
        password = _password()
        with station.database.write() as work:
            work.accounts.add(name, password, Role(role), actor="veche user")
    output.message(say("user_added", name=name, role=role))


@user_app.command("password", help=say("user_password"))
def password(name: Name) -> None:
    """Change a password."""
    with opened() as station:
        new = _password()
        with station.database.write() as work:
            work.accounts.set_password(_account(work, name), new, actor="veche user")
    output.message(say("user_password_set", name=name))


@user_app.command("disable", help=say("user_disable"))
def disable(name: Name) -> None:
    """Close an account."""
    with opened() as station, station.database.write() as work:
        work.accounts.disable(_account(work, name), actor="veche user")
    output.message(say("user_disabled", name=name))


@user_app.command("list", help=say("user_list"))
def accounts() -> None:
    """Show the accounts."""
    with opened() as station, station.database.read() as work:
        found = work.accounts.list()
    for account in found:
        state = say("user_closed" if account.disabled else "user_open")
        output.answer(say("user_row", name=account.name, role=account.role, state=state))
    if not found:
        output.message(say("users_none"))
