"""The command line of Veche: every command, its help and what the shell is told."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path

import typer

from catalog.errors import VecheError
from cli import keeping, output, people, reading, serving, taking
from cli.exits import ExitCode, exit_code
from cli.sentences import say

app = typer.Typer(
    help=say("app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run", help=say("run"))(serving.run)
app.command("serve", help=say("serve"))(serving.serve)
app.command("watch", help=say("watch"))(serving.watch)
app.command("add", help=say("add"))(taking.add)
app.command("describe", help=say("describe"))(reading.describe)
app.command("search", help=say("search"))(reading.search)
app.command("import", help=say("import"))(taking.import_records)
app.command("reextract", help=say("reread"))(taking.reextract)
app.command("check", help=say("check"))(keeping.check)
app.command("backup", help=say("backup"))(keeping.backup)
app.command("restore", help=say("restore"))(keeping.restore)
app.command("child", hidden=True)(serving.child)
app.add_typer(keeping.index_app, name="index", help=say("index"))
app.add_typer(people.user_app, name="user", help=say("user"))
app.add_typer(people.dossier_app, name="dossier", help=say("dossier"))


def main() -> None:
    """Run the command line; a person sees sentences, never a traceback."""
    try:
        app()
    except VecheError as error:
        output.message(str(error))
        if error.hint:
            output.message(say("hint", hint=error.hint))
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        output.message(say("interrupted"))
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - the last net: it is written down and said in one sentence
        output.message(say("unexpected", error=f"{type(error).__name__}: {error}"[:300], log=_write_down()))
        sys.exit(ExitCode.FAULTS)


def _write_down() -> Path:
    """Keep the traceback in a file of this user's."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="veche-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(traceback.format_exc())
    return Path(file.name)


if __name__ == "__main__":
    main()
