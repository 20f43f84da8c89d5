"""``veche describe`` and ``veche search``: reading without keeping, asking without a browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.clock import Clock
from catalog.model import RecordClass
from cli import output
from cli.exits import ExitCode
from cli.sentences import language, say
from cli.wiring import extraction_alone, opened
from extraction.protocol import Archive, Extracted, Outcome, Refused
from ingest.reasons import say as reason
from language.act_bounds import split_acts
from language.description import describe as read
from language.readings import Citation, Description
from search.requests import Filters, SearchRequest
from search.results import Hit, SearchResult

_MISSING = "missing"
_NOTHING: dict[str, Any] = {"pages": 0, "chars": 0, "text_layer": "none"}
JsonFlag = Annotated[bool, typer.Option("--json", help=say("json"))]


def describe(
    paths: Annotated[list[Path] | None, typer.Argument(help=say("describing"))] = None,
    stdin: Annotated[bool, typer.Option("--stdin", help=say("describe_stdin"))] = False,
    json_lines: JsonFlag = False,
) -> None:
    """Read files or texts and print what they are."""
    if stdin:
        raise typer.Exit(_describe_stdin())
    if not paths:
        output.message(say("need_input"))
        raise typer.Exit(ExitCode.USAGE)
    failed = False
    with extraction_alone() as pool, ThreadPoolExecutor(2) as threads:
        readings = ((path, threads.submit(_extract, pool.extract, path)) for path in paths)
        for path, future in list(readings):
            found = described_file(path, future.result())
            if found["error"] is not None:
                failed = True
                output.message(f"{path}: {found['error']}")
            _show(found, json_lines=json_lines)
    raise typer.Exit(ExitCode.SOME_FAILED if failed else ExitCode.OK)


def _extract(extract: Callable[[Path, str], Outcome], path: Path) -> Outcome:
    if not path.exists():
        return Refused(_MISSING)
    if not path.is_file():
        return Refused("not-a-file")
    return extract(path, path.name)


def described_file(path: Path, found: Outcome) -> dict[str, Any]:
    """The contract's object for one file."""
    head: dict[str, Any] = {"path": str(path), "media_type": found.media_type}
    if isinstance(found, Refused) and found.reason_code == _MISSING:
        return head | _NOTHING | described(read("")) | {"error": say("path_missing", path=path)}
    match found:
        case Extracted():
            text = found.text
            layer = {"pages": len(found.pages), "chars": len(text), "text_layer": found.text_layer}
            first = text[: split_acts(text)[0][1]]  # one object a file: of several acts the first
            return head | layer | described(read(first, path.name, today=_today())) | {"error": None}
        case Archive():
            error = reason("archive", {"count": str(len(found.members))}, language())
        case Refused() | _:
            error = reason(found.reason_code, found.params, language())
    return head | _NOTHING | described(read("", path.name, today=_today())) | {"error": error}


def described(found: Description) -> dict[str, Any]:
    """The fields of a description as the contract names them."""
    fields = ("kind", "issuer", "date", "number", "register_number", "title", "place")
    return {
        "class": found.record_class,
        **{field: found.value(field) for field in fields},
        "status": found.status,
        "categories": [suggestion.slug for suggestion in found.categories],
        "citations": [_citation(citation) for citation in found.citations],
        "conflicts": [
            {
                "field": conflict.field,
                "readings": [{"source": source, "value": value} for source, value in conflict.readings],
            }
            for conflict in found.conflicts
        ],
        "readings": [
            {
                "field": reading.field,
                "value": reading.value,
                "source": reading.source,
                "start": reading.start if reading.start >= 0 else None,
                "end": reading.end if reading.end >= 0 else None,
                "confidence": round(reading.confidence, 2),
            }
            for reading in found.readings
        ],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    fields = (
        "text",
        "kind",
        "number",
        "date",
        "article",
        "part",
        "point",
        "relation",
        "issuer",
        "title",
        "effect",
    )
    return {field: getattr(citation, field) or None for field in fields}


def _describe_stdin() -> ExitCode:
    """Answer JSON lines in order; a bad line is named on stderr, the others are answered."""
    code = ExitCode.OK
    today = _today()
    for number, row in _json_lines(sys.stdin.buffer):
        if row is None or "id" not in row or not isinstance(row.get("text") or "", str):
            output.message(say("bad_json", line=number))
            code = ExitCode.SOME_FAILED
            continue
        text = row.get("text") or ""
        output.line({"id": row["id"]} | described(read(text, today=today)) | {"error": None})
    return code


def _today() -> date:
    return Clock.from_environment().today()


def _json_lines(stream: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Number and object of each line that is not blank; None for one that is no JSON object."""
    for number, raw in enumerate(stream, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError):
            row = None
        yield number, row if isinstance(row, dict) else None


def _show(found: dict[str, Any], *, json_lines: bool) -> None:
    if json_lines:
        output.line(found)
        return
    output.answer(found["path"])
    for field in (
        "error",
        "class",
        "kind",
        "issuer",
        "date",
        "number",
        "title",
        "place",
        "status",
        "categories",
    ):
        if found.get(field):
            value = found[field]
            output.answer(f"  {field}: {', '.join(value) if isinstance(value, list) else value}")
    for citation in found["citations"]:
        output.answer(f"  {citation['relation']}: {citation['text']}")


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
    for number, row in _json_lines(sys.stdin.buffer):
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


def day_of(value: str | None) -> date | None:
    """A day of an option, None if it is not given. What is no day ends the program with a sentence."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        output.message(say("bad_date", value=value))
        raise typer.Exit(ExitCode.USAGE) from error


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
