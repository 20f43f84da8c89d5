"""``veche dossier``, ``veche press``, ``veche list``: selections with their drafts and issues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from catalog.errors import NotFound, VecheError
from catalog.selections import Selection, SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from cli import exporting, output
from cli.options import JsonFlag, day_of
from cli.selection_rows import (
    change_rows,
    draft_rows,
    issue_row,
    publication_rows,
    selection_row,
    selection_words,
    show,
)
from cli.sentences import say
from cli.wiring import Station, opened
from dossiers import editing, refreshing
from dossiers.arranging import Into
from dossiers.drafts import read_draft
from dossiers.editing import Hand
from dossiers.publication import from_json
from dossiers.publishing import imprint, publish
from dossiers.requests import saved_query

_MOST_LISTED = 10_000
Slug = Annotated[str, typer.Argument(help=say("selection_slug"))]
Records = Annotated[list[int], typer.Argument(help=say("selection_records"))]
Query = Annotated[str, typer.Option("--query", help=say("selection_query"))]
Many = list[str] | None
ByClass = Annotated[Many, typer.Option("--class", help=say("filter_class"))]
ByCategory = Annotated[Many, typer.Option("--category", help=say("filter_category"))]
ByHeading = Annotated[Many, typer.Option("--heading", help=say("filter_heading"))]
ByIssuer = Annotated[Many, typer.Option("--issuer", help=say("filter_issuer"))]
ByKind = Annotated[Many, typer.Option("--kind", help=say("filter_kind"))]
ByStatus = Annotated[Many, typer.Option("--status", help=say("filter_status"))]
From = Annotated[str, typer.Option("--from", help=say("filter_from"))]
To = Annotated[str, typer.Option("--to", help=say("filter_to"))]


def kind_of(context: typer.Context) -> SelectionKind:
    """The kind of selections that a command was called for: ``veche press show`` is for press folders."""
    return SelectionKind((context.parent and context.parent.info_name) or "")


def selection_named(work: UnitOfWork, kind: SelectionKind, slug: str) -> Selection:
    """A selection that stands, by its address.

    Raises:
        NotFound: there is none.
    """
    found = work.selections.by_slug(kind, slug)
    if found is None or found.removed_at is not None:
        raise NotFound(say("selection_missing", slug=slug, kind=kind.value))
    return found


def _hand(context: typer.Context, station: Station, saved: Selection) -> Hand:
    return Hand(f"veche {kind_of(context).value}", saved.version, station.clock)


def listed(context: typer.Context, json_lines: JsonFlag = False) -> None:
    """Show the selections of a kind."""
    kind = kind_of(context)
    with opened() as station, station.database.read() as work:
        found, _ = work.selections.page(SelectionFilter(kind=kind.value), limit=_MOST_LISTED, sort="title")
    for one in found:
        show(selection_row(one), selection_words(one), json_lines=json_lines)
    if not found:
        output.message(say(f"{kind.value}_none"))


def shown(
    context: typer.Context,
    slug: Slug,
    issue: Annotated[int | None, typer.Option(help=say("selection_issue_number"))] = None,
    json_lines: JsonFlag = False,
) -> None:
    """Show the draft of a selection, or one of its issues."""
    with opened() as station, station.database.read() as work:
        saved = selection_named(work, kind_of(context), slug)
        if issue is None:
            rows = list(draft_rows(read_draft(work, saved, station.clock.today())))
        else:
            found = exporting.issue_of(work, saved, issue)
            rows = list(publication_rows(from_json(work.publications.content(found.id))))
    for row, words in rows:
        show(row, words, json_lines=json_lines)


def created(
    context: typer.Context,
    title: Annotated[str, typer.Argument(help=say("selection_title"))],
    theme: Annotated[str, typer.Option(help=say("selection_theme"))] = "",
    query: Query = "",
    grouping: Annotated[str, typer.Option(help=say("selection_grouping"))] = "sections",
    public: Annotated[bool, typer.Option("--public", help=say("selection_public"))] = False,
    refresh_days: Annotated[int, typer.Option(min=0, help=say("selection_refresh_days"))] = 0,
    json_lines: JsonFlag = False,
) -> None:
    """Make a selection."""
    kind = kind_of(context)
    with opened() as station, station.database.write() as work:
        head = {"theme": theme, "query": {"q": query}, "grouping": grouping}
        made = editing.create(
            work,
            kind,
            title,
            actor=f"veche {kind.value}",
            clock=station.clock,
            **head,
            public=public,
            refresh_days=refresh_days,
        )
    show(selection_row(made), selection_words(made), json_lines=json_lines)


def added(
    context: typer.Context,
    slug: Slug,
    records: Annotated[list[int] | None, typer.Argument(help=say("selection_records"))] = None,
    section: Annotated[str, typer.Option(help=say("selection_section"))] = "",
    note: Annotated[str, typer.Option(help=say("selection_note"))] = "",
    query: Query = "",
    record_class: ByClass = None,
    category: ByCategory = None,
    heading: ByHeading = None,
    issuer: ByIssuer = None,
    act_kind: ByKind = None,
    status: ByStatus = None,
    dated_from: From = "",
    dated_to: To = "",
    json_lines: JsonFlag = False,
) -> None:
    """Bring records into a draft: by their numbers, or all that a request finds."""
    narrowed = {"class": record_class, "category": category, "heading": heading, "issuer": issuer}
    narrowed |= {"kind": act_kind, "status": status}
    asked = {name: "\n".join(values or ()) for name, values in narrowed.items()}
    wanted = saved_query(asked | {"q": query, "from": dated_from, "to": dated_to})
    if not records and not wanted:
        raise VecheError(say("selection_need_records"))
    with opened() as station:
        saved, left = _add_records(context, station, slug, records or [], section, note)
        if wanted:
            told = _add_found(context, station, saved, wanted, section)
            saved, left = told.selection, told.left
    row = selection_row(saved) | {"left": left}
    show(row, selection_words(saved), json_lines=json_lines)
    if left:
        output.message(say("selection_left", count=left))


def _add_records(
    context: typer.Context, station: Station, slug: str, records: list[int], section: str, note: str
) -> tuple[Selection, int]:
    with station.database.write() as work:
        saved = selection_named(work, kind_of(context), slug)
        if not records:
            return saved, 0
        hand = _hand(context, station, saved)
        where = Into(_section(work, saved, section))
        return editing.add_records(work, saved.id, records, hand, where=where, note=note), 0


def _add_found(
    context: typer.Context, station: Station, saved: Selection, query: dict[str, str], section: str
) -> editing.AddedByQuery:
    with station.database.read() as work:
        where = Into(_section(work, saved, section))
    hand = _hand(context, station, saved)
    with station.searcher() as searcher:
        return editing.add_by_query(station.database, searcher, saved.id, query, hand, where=where)


def _section(work: UnitOfWork, saved: Selection, title: str) -> int | None:
    """The number of a section by its title; "" is none."""
    if not title:
        return None
    found = [one.id for one in work.selections.draft(saved.id).sections if one.title == title]
    if not found:
        raise NotFound(say("selection_no_section", title=title))
    return found[0]


def removed(context: typer.Context, slug: Slug, records: Records, json_lines: JsonFlag = False) -> None:
    """Take records out of a draft."""
    with opened() as station, station.database.write() as work:
        saved = selection_named(work, kind_of(context), slug)
        saved = editing.remove_records(work, saved.id, records, _hand(context, station, saved))
    show(selection_row(saved), selection_words(saved), json_lines=json_lines)


def changed(context: typer.Context, slug: Slug, json_lines: JsonFlag = False) -> None:
    """Show what the next issue would say of itself against the last."""
    with opened() as station, station.database.read() as work:
        saved = selection_named(work, kind_of(context), slug)
        rows = list(change_rows(read_draft(work, saved, station.clock.today()).changes))
    for row, words in rows:
        show(row, words, json_lines=json_lines)
    if not rows:
        output.message(say("selection_unchanged"))


def refreshed(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help=say("selection_slug_or_due"))] = "",
    json_lines: JsonFlag = False,
) -> None:
    """Put the saved request of a selection again, or those of all whose days have passed."""
    with opened() as station, station.searcher() as searcher:
        if not slug:
            count = refreshing.refresh_due(station.database, searcher, station.clock)
            show({"refreshed": count}, say("selection_due", count=count), json_lines=json_lines)
            return
        with station.database.read() as work:
            saved = selection_named(work, kind_of(context), slug)
        told = refreshing.refresh(station.database, searcher, saved.id, station.clock)
    row = {"slug": slug, "found": told.found, "offered": told.offered, "leaving": told.leaving}
    words = say("selection_refreshed", found=told.found, offered=told.offered, leaving=told.leaving)
    show(row | {"left": told.left}, words, json_lines=json_lines)
    if told.left:
        output.message(say("selection_left", count=told.left))


def accepted(
    context: typer.Context,
    slug: Slug,
    records: Annotated[list[int] | None, typer.Argument(help=say("selection_proposed"))] = None,
    json_lines: JsonFlag = False,
) -> None:
    """Follow what is proposed: offered records come in, leaving ones go."""
    _decide(context, slug, records, refreshing.accept, json_lines=json_lines)


def refused(
    context: typer.Context,
    slug: Slug,
    records: Annotated[list[int] | None, typer.Argument(help=say("selection_proposed"))] = None,
    json_lines: JsonFlag = False,
) -> None:
    """Do not follow it; the same is not proposed again."""
    _decide(context, slug, records, refreshing.refuse, json_lines=json_lines)


def _decide(
    context: typer.Context,
    slug: str,
    records: list[int] | None,
    decide: Callable[..., Selection],
    *,
    json_lines: bool,
) -> None:
    with opened() as station, station.database.write() as work:
        saved = selection_named(work, kind_of(context), slug)
        saved = decide(work, saved.id, _hand(context, station, saved), records or None)
    show(selection_row(saved), selection_words(saved), json_lines=json_lines)


def published(
    context: typer.Context,
    slug: Slug,
    as_of: Annotated[str, typer.Option("--as-of", help=say("selection_as_of"))] = "",
    compiler: Annotated[str, typer.Option(help=say("selection_compiler"))] = "",
    json_lines: JsonFlag = False,
) -> None:
    """Publish the draft as the next issue."""
    day = day_of(as_of or None)
    with opened() as station, station.database.write() as work:
        saved = selection_named(work, kind_of(context), slug)
        said = imprint(station.settings.library_name, station.clock, compiler, day)
        issue = publish(work, saved.id, _hand(context, station, saved), said)
        words = say("selection_published", number=issue.number, count=issue.entries, code=issue.code)
        changes = from_json(work.publications.content(issue.id)).changes
    row = {"slug": slug} | issue_row(issue) | {"changes": len(changes)}
    show(row, words, json_lines=json_lines)


def exported(
    context: typer.Context,
    slug: Slug,
    format: exporting.FormatName = "pdf",
    out: exporting.Out = exporting.HERE,
    issue: Annotated[int | None, typer.Option(help=say("selection_issue_number"))] = None,
    json_lines: JsonFlag = False,
) -> None:
    """Make a file of an issue, of the last one if no other is named."""
    with opened() as station:
        with station.database.read() as work:
            found = exporting.issue_of(work, selection_named(work, kind_of(context), slug), issue)
        exporting.make(station, found, format, out, json_lines=json_lines)


def digested(
    context: typer.Context,
    slug: Slug,
    dated_from: From,
    dated_to: To,
    by: Annotated[str, typer.Option(help=say("digest_by"))] = "theme",
    format: exporting.FormatName = "pdf",
    out: exporting.NoOut = None,
    json_lines: JsonFlag = False,
) -> None:
    """Show the articles of a folder in a period, or make a file of them."""
    period = exporting.period_of(dated_from, dated_to)
    if by not in ("theme", "newspaper"):
        raise VecheError(say("digest_by"))
    with opened() as station:
        with station.database.read() as work:
            saved = selection_named(work, kind_of(context), slug)
            found = exporting.digest_of(work, station, saved, period, by)
        exporting.give(station, found, format, out, json_lines=json_lines)


COMMANDS: dict[str, Callable[..., None]] = {
    "list": listed,
    "show": shown,
    "create": created,
    "add": added,
    "remove": removed,
    "changes": changed,
    "accept": accepted,
    "refuse": refused,
    "refresh": refreshed,
    "publish": published,
    "export": exported,
}


def _app(kind: SelectionKind) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    for name, command in COMMANDS.items():
        app.command(name, help=say(f"{kind.value}_{name}"))(command)
    return app


dossier_app, press_app, list_app = (_app(kind) for kind in SelectionKind)
press_app.command("digest", help=say("press_digest"))(digested)
list_app.command("arrivals", help=say("list_arrivals"))(exporting.arrivals)
list_app.command("deposit", help=say("list_deposit"))(exporting.deposit)
list_app.command("acts", help=say("list_acts"))(exporting.acts)
