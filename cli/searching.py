"""``veche search``: asking without a browser."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from catalog.model import RecordClass
from cli import output
from cli.exits import ExitCode
from cli.options import JsonFlag, day_of
from cli.sentences import say
from cli.stdin import json_lines as lines_of
from cli.wiring import opened
from search.requests import Filters, SearchRequest
from search.results import Hit, SearchResult


def search(
    query: Annotated[str, typer.Argument(help=say("search"))] = "",
    json_lines: JsonFlag = False,
    stdin: Annotated[bool, typer.Option("--stdin", help=say("search_stdin"))] = False,
    limit: Annotated[int, typer.Option(min=0, max=1000, help=say("limit"))] = 10,
    offset: Annotated[int, typer.Option(min=0, help=say("offset"))] = 0,
    record_class: Annotated[list[str] | None, typer.Option("--class", help=say("filter_class"))] = None,
    category: Annotated[list[str] | None, typer.Option(help=say("filter_category"))] = None,
    issuer: Annotated[list[str] | None, typer.Option(help=say("filter_issuer"))] = None,
    kind: Annotated[list[str] | None, typer.Option(help=say("filter_kind"))] = None,
    status: Annotated[list[str] | None, typer.Option(help=say("filter_status"))] = None,
    dated_from: Annotated[str | None, typer.Option("--from", help=say("filter_from"))] = None,
    dated_to: Annotated[str | None, typer.Option("--to", help=say("filter_to"))] = None,
) -> None:
    """Search the records of this home."""
    filters = Filters(
        record_class=tuple(record_class or ()),
        category=tuple(category or ()),
        issuer=tuple(issuer or ()),
        kind=tuple(kind or ()),
        status=tuple(status or ()),
        dated_from=day_of(dated_from),
        dated_to=day_of(dated_to),
    )
    with opened() as station, station.searcher() as searcher:
        ask = searcher.search
        today = station.clock.today()
        staff = frozenset({"public", "staff"})
        if stdin:
            raise typer.Exit(_search_stdin(ask, SearchRequest("", today, filters=filters, visibility=staff)))
        found = ask(
            SearchRequest(query, today, limit=limit, offset=offset, filters=filters, visibility=staff)
        )
    if json_lines:
        output.line(found_object(found))
    else:
        _show_found(found)


def _search_stdin(ask: Callable[[SearchRequest], SearchResult], base: SearchRequest) -> ExitCode:
    """Answer JSON lines against one open engine."""
    code = ExitCode.OK
    for number, row in lines_of(sys.stdin.buffer):
        if row is None or not isinstance(row.get("query"), str):
            output.message(say("bad_json", line=number))
            code = ExitCode.SOME_FAILED
            continue
        limit, offset = _count(row.get("limit"), 10), _count(row.get("offset"), 0)
        request = SearchRequest(
            row["query"],
            base.today,
            limit=min(limit, 1000),
            offset=offset,
            filters=base.filters,
            visibility=base.visibility,
        )
        output.line({"id": row.get("id")} | found_object(ask(request)))
    return code


def _count(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else otherwise


def found_object(found: SearchResult) -> dict[str, Any]:
    """The contract's object for one answer."""
    return {
        "total": found.total,
        "total_all_words": found.total_all_words,
        "took_ms": round(found.took_ms, 2),
        "understood": [{"from": step.before, "to": step.after, "why": step.why} for step in found.understood],
        "hits": [_hit(hit) for hit in found.hits],
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
            for name, values in found.facets.items()
        },
        "suggestions": list(found.suggestions),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "record": hit.record,
        "key": hit.key,
        "class": hit.record_class,
        "title": hit.title,
        "kind": hit.kind,
        "issuer": hit.issuer,
        "date": hit.date,
        "number": hit.number,
        "status": hit.status,
        "page": hit.page,
        "snippet": hit.snippet,
        "score": round(hit.score, 4),
        "all_words": hit.all_words,
    }


def _show_found(found: SearchResult) -> None:
    output.answer(say("found", total=found.total) if found.total else say("found_nothing"))
    for hit in found.hits:
        number = f" № {hit.number}" if hit.number else ""
        state = f" · {say(f'status_{hit.status}')}" if hit.record_class == RecordClass.ACT else ""
        output.answer(f"\n{hit.record}. {hit.title}\n   {hit.kind or ''} {hit.date or ''}{number}{state}")
        output.answer("   " + hit.snippet.replace("<mark>", "[").replace("</mark>", "]"))
    for query in found.suggestions:
        output.answer(say("suggestion", query=query))
