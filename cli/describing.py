"""``veche describe``: reading without keeping."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.clock import Clock
from cli import output
from cli.exits import ExitCode
from cli.extracting import extraction_alone
from cli.options import JsonFlag
from cli.sentences import language, say
from cli.stdin import json_lines as lines_of
from extraction.protocol import Archive, Extracted, Outcome, Refused
from ingest.reasons import say as reason
from language.act_bounds import split_acts
from language.description import describe as read
from language.readings import Citation, Description

_MISSING = "missing"
_NOTHING: dict[str, Any] = {"pages": 0, "chars": 0, "text_layer": "none"}


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
    for number, row in lines_of(sys.stdin.buffer):
        if row is None or "id" not in row or not isinstance(row.get("text") or "", str):
            output.message(say("bad_json", line=number))
            code = ExitCode.SOME_FAILED
            continue
        text = row.get("text") or ""
        output.line({"id": row["id"]} | described(read(text, today=today)) | {"error": None})
    return code


def _today() -> date:
    return Clock.from_environment().today()


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
