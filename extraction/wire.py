"""How an outcome travels from a reading process to the one that asked: JSON, checked on arrival.

Not pickle: what comes out of a process that has read a hostile file is itself not to be trusted.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from extraction.protocol import (
    Archive,
    Contents,
    Extracted,
    Heading,
    Member,
    Outcome,
    Refused,
    Table,
    TextLayer,
    Word,
    WordBox,
)

_LAYERS = ("born", "ocr", "none")


class BrokenAnswerError(ValueError):
    """What arrived is not an outcome."""


def pack(outcome: Outcome) -> bytes:
    """An outcome as JSON."""
    return json.dumps(_as_dict(outcome), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _as_dict(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Extracted):
        return {
            "is": "extracted",
            "media_type": outcome.media_type,
            "pages": outcome.pages,
            "text_layer": outcome.text_layer,
            "extractor": outcome.extractor,
            "version": outcome.version,
            "waiting": outcome.waiting,
            "notes": outcome.notes,
            "metadata": outcome.metadata,
            "page_layers": outcome.page_layers,
            "words": outcome.words,
            "page_labels": outcome.page_labels,
            "outline": outcome.outline,
        }
    if isinstance(outcome, Archive):
        return {
            "is": "archive",
            "media_type": outcome.media_type,
            "notes": outcome.notes,
            "members": [
                [
                    member.name,
                    member.unpacked.name if member.unpacked else None,
                    member.reason_code,
                    member.params,
                ]
                for member in outcome.members
            ],
        }
    return {
        "is": "refused",
        "reason_code": outcome.reason_code,
        "params": outcome.params,
        "media_type": outcome.media_type,
        "retry": outcome.retry,
    }


def unpack(data: bytes, folder: Path) -> Outcome:
    """The outcome again.

    Args:
        data: what ``pack`` made.
        folder: where the members of an archive lie by now.

    Raises:
        BrokenAnswerError: for anything that ``pack`` would not have made.
    """
    try:
        told = json.loads(data)
        kind = told["is"]
        if kind == "extracted":
            return _extracted(told)
        if kind == "archive":
            return _archive(told, folder)
        return Refused(
            reason_code=str(told["reason_code"]),
            params=_strings(told["params"]),
            media_type=str(told["media_type"]),
            retry=bool(told["retry"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenAnswerError(str(error)) from error


def _extracted(told: dict[str, Any]) -> Extracted:
    layers = tuple(map(str, told["page_layers"]))
    if any(layer not in _LAYERS for layer in (*layers, told["text_layer"])):
        raise BrokenAnswerError(told["text_layer"])
    words = {
        int(page): tuple(Word(str(word[0]), *(int(number) for number in word[1:])) for word in found)
        for page, found in told["words"].items()
    }
    return Extracted(
        media_type=str(told["media_type"]),
        pages=tuple(map(str, told["pages"])),
        text_layer=cast("TextLayer", told["text_layer"]),
        extractor=str(told["extractor"]),
        version=str(told["version"]),
        waiting=str(told["waiting"]),
        notes=tuple(map(str, told["notes"])),
        metadata=_strings(told["metadata"]),
        page_layers=cast("tuple[TextLayer, ...]", layers),
        words=words,
        page_labels=tuple(map(str, told.get("page_labels", ()))),
        outline=tuple(
            Heading(str(title), int(level), int(page)) for title, level, page in told.get("outline", ())
        ),
    )


def pack_contents(contents: Contents) -> bytes:
    """Labels and outline as JSON."""
    return json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpack_contents(data: bytes) -> Contents:
    """The labels and the outline again.

    Raises:
        BrokenAnswerError: for anything that ``pack_contents`` would not have made.
    """
    try:
        labels, entries = json.loads(data)
        outline = tuple(Heading(str(title), int(level), int(page)) for title, level, page in entries)
        return Contents(tuple(map(str, labels)), outline)
    except (ValueError, TypeError, RecursionError) as error:
        raise BrokenAnswerError(str(error)) from error


def pack_tables(tables: Sequence[Table]) -> bytes:
    """Tables as JSON."""
    told = [[getattr(table, one.name) for one in fields(Table)] for table in tables]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpack_tables(data: bytes) -> tuple[Table, ...]:
    """The tables again.

    Raises:
        BrokenAnswerError: for anything that ``pack_tables`` would not have made.
    """
    try:
        return tuple(map(_table, json.loads(data)))
    except (ValueError, TypeError, RecursionError) as error:
        raise BrokenAnswerError(str(error)) from error


def _table(told: list[Any]) -> Table:
    first, last, rows, heads, caption, confidence, notes = told
    cells = tuple(tuple(map(str, row)) for row in rows)
    return Table(
        int(first), int(last), cells, int(heads), str(caption), float(confidence), tuple(map(str, notes))
    )


def pack_boxes(boxes: Sequence[WordBox]) -> bytes:
    """Boxes of words as JSON."""
    return json.dumps(boxes, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpack_boxes(data: bytes) -> tuple[WordBox, ...]:
    """The boxes again.

    Raises:
        BrokenAnswerError: for anything that ``pack_boxes`` would not have made.
    """
    try:
        return tuple(map(_box, json.loads(data)))
    except (ValueError, TypeError, RecursionError) as error:
        raise BrokenAnswerError(str(error)) from error


def _box(told: list[Any]) -> WordBox:
    text, left, top, width, height, start, end, confidence = told
    sides = (float(left), float(top), float(width), float(height))
    return WordBox(str(text), *sides, int(start), int(end), int(confidence))


def _archive(told: dict[str, Any], folder: Path) -> Archive:
    members = tuple(
        Member(str(name), _inside(folder, unpacked), str(code), _strings(params))
        for name, unpacked, code, params in told["members"]
    )
    return Archive(str(told["media_type"]), members, folder, tuple(map(str, told["notes"])))


def _inside(folder: Path, name: str | None) -> Path | None:
    """A plain regular file of that folder, and nothing that a link or a path could make of it."""
    if name is None:
        return None
    path = folder / name
    if os.sep in name or name in ("", ".", "..") or not stat.S_ISREG(path.lstat().st_mode):
        raise BrokenAnswerError(name)
    return path


def _strings(told: dict[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in told.items()}
