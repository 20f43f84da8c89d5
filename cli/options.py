"""Options that several commands take."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cli import output
from cli.exits import ExitCode
from cli.sentences import say

JsonFlag = Annotated[bool, typer.Option("--json", help=say("json"))]


def day_of(value: str | None) -> date | None:
    """A day of an option, None if it is not given. What is no day ends the program with a sentence."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        output.message(say("bad_date", value=value))
        raise typer.Exit(ExitCode.USAGE) from error
