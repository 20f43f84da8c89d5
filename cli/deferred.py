"""Commands that are known by their names and help; what they use is loaded when they are called.

The whole program takes a second and 100 MB to load, and no command uses half of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typing_extensions import override


class Deferred(TyperCommand):
    """A command, or a group of commands, whose module is loaded when it is called.

    Args:
        name: as it is typed.
        place: ``module:name`` of the function or the Typer application.
        help: shown in the list of commands and in the command's own help; None is its docstring.
        hidden: left out of the list.
    """

    def __init__(self, name: str, place: str, help: str | None = None, *, hidden: bool = False) -> None:
        super().__init__(name, help=help, hidden=hidden)
        self.place = place

    def load(self) -> TyperCommand | TyperGroup:
        """The command itself."""
        module, _, attribute = self.place.partition(":")
        found = getattr(import_module(module), attribute)
        around = typer.Typer(rich_markup_mode=None)
        if isinstance(found, typer.Typer):
            around.add_typer(found, name=self.name, help=self.help)
        else:
            around.command(self.name, help=self.help, hidden=self.hidden)(found)
        return cast("TyperCommand | TyperGroup", typer.main.get_group(around).commands[self.name or ""])

    @override
    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> typer.Context:
        """Load the command and let it read its arguments: the context is that of the loaded one."""
        return self.load().make_context(info_name, args, parent, **extra)  # type: ignore[return-value]
