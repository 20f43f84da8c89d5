"""Every command of the command line, with its help."""

from __future__ import annotations

import typer

from cli import keeping, office, ordering, people, reading, selecting, serving, tabling, taking
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
app.command("office", help=say("office"))(office.office)
app.command("add", help=say("add"))(taking.add)
app.command("describe", help=say("describe"))(reading.describe)
app.command("search", help=say("search"))(reading.search)
app.command("tables", help=say("tables"))(tabling.tables)
app.command("import", help=say("import"))(taking.import_records)
app.command("reextract", help=say("reread"))(taking.reextract)
app.command("check", help=say("check"))(keeping.check)
app.command("backup", help=say("backup"))(keeping.backup)
app.command("restore", help=say("restore"))(keeping.restore)
app.command("child", hidden=True)(serving.child)
app.add_typer(keeping.index_app, name="index", help=say("index"))
app.add_typer(people.user_app, name="user", help=say("user"))
app.add_typer(selecting.dossier_app, name="dossier", help=say("dossier"))
app.add_typer(selecting.press_app, name="press", help=say("press"))
app.add_typer(selecting.list_app, name="list", help=say("list"))
app.add_typer(ordering.order_app, name="order", help=say("order"))
