"""``veche reextract``: reading again what is held."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from cli import output
from cli.options import JsonFlag
from cli.sentences import language, say
from cli.wiring import opened
from ingest.reading_again import Change, Job
from ingest.reasons import say as why
from ingest.rereading import Wish, check_wish, reread, take_requests, wanted

_LAYERS = frozenset({"born", "ocr", "none"})


def reextract(
    formats: Annotated[list[str] | None, typer.Option("--format", help=say("reread_format"))] = None,
    older_than: Annotated[str, typer.Option(help=say("reread_older"))] = "",
    record: Annotated[list[int] | None, typer.Option(help=say("reread_record"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("reread_dry"))] = False,
    json_lines: JsonFlag = False,
) -> None:
    """Read again what waited and what a better reader reads now, or what is asked for; a line a text."""
    wish = Wish(tuple(formats or ()), older_than, tuple(record or ()))
    counts: Counter[str] = Counter()
    with opened() as station, station.road() as road:
        with station.database.read() as work:
            check_wish(work, wish)
            files = wanted(work, wish)
        with output.meter(say("rereading"), sum(map(len, files))) as show:
            for change in reread(road, files, Job(dry_run=dry_run), parallel=station.settings.workers):
                counts[change.outcome] += 1
                show(counts.total())
                _show_change(change, json_lines=json_lines)
        if not dry_run:
            take_requests(road)
            station.bring_up_to_date()
    if not json_lines:
        output.message(
            say(
                "reread_done",
                total=counts.total(),
                changed=counts["changed"],
                same=counts["same"],
                left=counts.total() - counts["changed"] - counts["same"],
            )
        )


def _show_change(change: Change, *, json_lines: bool) -> None:
    before, after = change.before, change.after or change.before
    reason = why(change.reason, change.params, language())
    if json_lines:
        output.line(
            {
                "record": change.record,
                "file": change.name,
                "outcome": change.outcome,
                "chars": [before.chars, after.chars],
                "pages": [before.pages, after.pages],
                "text_layer": [before.layer, after.layer],
                "extractor": [before.reader, after.reader],
                "requisites": change.requisites,
                "reason": reason,
            }
        )
        return
    told = [say(f"reread_{change.outcome}")]
    if change.after:
        told.append(
            say(
                "reread_figures",
                chars=_turned(before.chars, after.chars),
                pages=_turned(before.pages, after.pages),
                layer=_turned(_layer(before.layer), _layer(after.layer)),
                reader=_turned(before.reader, after.reader),
            )
        )
    told += [f"{say(f'field_{name}')}: «{was}» → «{now}»" for name, (was, now) in change.requisites.items()]
    output.answer(
        say(
            "reread_line",
            record=change.record,
            file=change.name,
            told="; ".join([*told, reason] if reason else told),
        )
    )


def _layer(layer: str) -> str:
    """What kind of text it is, in words."""
    return say(f"layer_{layer}") if layer in _LAYERS else layer


def _turned(before: object, after: object) -> str:
    return f"{before}" if before == after else f"{before} → {after}"
