"""Files of publications, made at once: ``veche dossier export``, ``veche list arrivals --out``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from catalog.clock import Clock
from catalog.errors import NotFound
from catalog.issues import Issue, IssuedFile
from catalog.selections import Selection
from catalog.unit_of_work import UnitOfWork
from cli import output
from cli.exits import ExitCode
from cli.options import JsonFlag, day_of
from cli.selection_rows import issue_row, publication_rows, show
from cli.sentences import say
from cli.wiring import Station, opened
from dossiers import information_lists, press_folders
from dossiers.information_lists import Period
from dossiers.issuing import make_file
from dossiers.making import format_named, stored_name
from dossiers.publication import Publication
from dossiers.publishing import Imprint, imprint, publish_once

HERE = Path()
ACTOR = "veche list"
FormatName = Annotated[str, typer.Option("--format", help=say("export_format"))]
Out = Annotated[Path, typer.Option("--out", help=say("export_out"))]
NoOut = Annotated[Path | None, typer.Option("--out", help=say("export_out_or_show"))]
From = Annotated[str, typer.Option("--from", help=say("filter_from"))]
To = Annotated[str, typer.Option("--to", help=say("filter_to"))]


def period_of(first: str, last: str) -> Period:
    """A period of two options, which both must be there."""
    found = (day_of(first or None), day_of(last or None))
    if found[0] is None or found[1] is None:
        output.message(say("need_period"))
        raise typer.Exit(ExitCode.USAGE)
    return Period(found[0], found[1])


def issue_of(work: UnitOfWork, saved: Selection, number: int | None) -> Issue:
    """An issue of a selection; the last one if no number is given.

    Raises:
        NotFound: there is none.
    """
    last = work.publications.last(saved.id)
    found = last if number is None else work.publications.issue(saved.id, number)
    if last is None:
        raise NotFound(say("issues_none", title=saved.title, kind=saved.kind.value, slug=saved.slug))
    if found is None:
        raise NotFound(say("issue_missing", number=number, last=last.number))
    return found


def make(station: Station, issue: Issue, format: str, out: Path, *, json_lines: bool) -> None:
    """Make a file of a publication and put it where it is wanted: into a folder under its own name."""
    format_named(format)
    folder = out if out.is_dir() else out.parent
    if not folder.is_dir():
        raise NotFound(say("folder_missing", folder=folder))
    with output.meter(say("exporting"), issue.entries) as meter:
        issued = make_file(
            station.database,
            station.originals,
            issue.id,
            format,
            folder,
            clock=station.clock,
            progress=meter,
        )
    path = _placed(folder / stored_name(issued), issued, out)
    row = {"path": str(path), "format": format, "size": issued.size, "sha256": issued.sha256}
    words = say("exported", path=path, code=issue.code)
    show(row | issue_row(issue), words, json_lines=json_lines)


def _placed(made: Path, issued: IssuedFile, out: Path) -> Path:
    """Give a made file the name that is wanted; a ZIP of volumes is not called PDF."""
    target = out / issued.name if out.is_dir() else out
    extension = Path(issued.name).suffix
    if extension == ".zip" and target.suffix.lower() in (".pdf", ".docx"):
        target = target.with_suffix(extension)
        output.message(say("export_in_volumes", path=target))
    return made.replace(target)


def give(station: Station, found: Publication, format: str, out: Path | None, *, json_lines: bool) -> None:
    """Print the entries of a publication, or keep it and make a file of it."""
    if out is None:
        for row, words in publication_rows(found):
            show(row, words, json_lines=json_lines)
        return
    with station.database.write() as work:
        issue = publish_once(work, found, actor=ACTOR)
    make(station, issue, format, out, json_lines=json_lines)


def _said(station: Station) -> Imprint:
    return imprint(station.settings.library_name, station.clock)


def digest_of(work: UnitOfWork, station: Station, saved: Selection, period: Period, by: str) -> Publication:
    """The digest of a press folder."""
    way: Literal["theme", "newspaper"] = "newspaper" if by == "newspaper" else "theme"
    return press_folders.digest(work, saved, period, _said(station), way)


def _catalogued(
    listed: Callable[[UnitOfWork, Period, Imprint, Clock], Publication],
    dated_from: str,
    dated_to: str,
    format: str,
    out: Path | None,
    json_lines: bool,
) -> None:
    period = period_of(dated_from, dated_to)
    with opened() as station:
        with station.database.read() as work:
            found = listed(work, period, _said(station), station.clock)
        give(station, found, format, out, json_lines=json_lines)


def arrivals(
    dated_from: From,
    dated_to: To,
    format: FormatName = "pdf",
    out: NoOut = None,
    json_lines: JsonFlag = False,
) -> None:
    """Show what was catalogued in a period, or make the bulletin of it."""
    _catalogued(information_lists.arrivals, dated_from, dated_to, format, out, json_lines)


def deposit(
    dated_from: From,
    dated_to: To,
    format: FormatName = "pdf",
    out: NoOut = None,
    json_lines: JsonFlag = False,
) -> None:
    """Show the legal deposit copies of a period, or make their register."""
    _catalogued(information_lists.deposit_register, dated_from, dated_to, format, out, json_lines)


def acts(
    dated_from: From,
    dated_to: To,
    issuer: Annotated[str, typer.Option(help=say("filter_issuer"))] = "",
    heading: Annotated[str, typer.Option(help=say("filter_heading"))] = "",
    title: Annotated[str, typer.Option(help=say("selection_title"))] = "",
    format: FormatName = "pdf",
    out: NoOut = None,
    json_lines: JsonFlag = False,
) -> None:
    """Show the acts of a period, of a body or under a heading, or make a list of them."""
    period = period_of(dated_from, dated_to)
    with opened() as station:
        with station.database.read() as work:
            found = information_lists.acts_list(
                work, period, _said(station), issuer=issuer, heading=heading, title=title
            )
        give(station, found, format, out, json_lines=json_lines)
