"""Every command of the command line, with its help and the place of its code."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperGroup

from cli.deferred import Deferred
from cli.sentences import say

COMMANDS = (
    Deferred("run", "cli.serving:run", say("run")),
    Deferred("serve", "cli.serving:serve", say("serve")),
    Deferred("watch", "cli.serving:watch", say("watch")),
    Deferred("office", "cli.office:office", say("office")),
    Deferred("add", "cli.taking:add", say("add")),
    Deferred("describe", "cli.describing:describe", say("describe")),
    Deferred("search", "cli.searching:search", say("search")),
    Deferred("tables", "cli.tabling:tables", say("tables")),
    Deferred("import", "cli.importing:import_records", say("import")),
    Deferred("reextract", "cli.rereading:reextract", say("reread")),
    Deferred("check", "cli.keeping:check", say("check")),
    Deferred("backup", "cli.keeping:backup", say("backup")),
    Deferred("restore", "cli.keeping:restore", say("restore")),
    Deferred("child", "cli.parts:child", hidden=True),
    Deferred("index", "cli.keeping:index_app", say("index")),
    Deferred("user", "cli.people:user_app", say("user")),
    Deferred("dossier", "cli.selecting:dossier_app", say("dossier")),
    Deferred("press", "cli.selecting:press_app", say("press")),
    Deferred("list", "cli.selecting:list_app", say("list")),
    Deferred("order", "cli.ordering:order_app", say("order")),
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"veche {version('veche')}")
        raise typer.Exit


def _veche(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help=say("version"))
    ] = False,
) -> None:
    """What stands before any command."""


def _program() -> TyperGroup:
    app = typer.Typer(
        name="veche", help=say("app"), no_args_is_help=True, rich_markup_mode=None, add_completion=False
    )
    app.callback()(_veche)
    group = typer.main.get_group(app)
    group.commands.update({one.name or "": one for one in COMMANDS})
    return group


program = _program()
