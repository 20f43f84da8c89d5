"""How an outcome travels from a reading process to the one that asked: JSON, checked on arrival.

Not pickle: what comes out of a process that has read a hostile file is itself not to be trusted.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn, cast

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
from extraction.reasons import MemberRefusal, Refusal, Waiting

_LAYERS = ("born", "ocr", "none")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,99}/[a-z0-9][a-z0-9.+-]{0,99}")
_MOST_VALUES = 12_000_000
"""Lists, objects and values of one answer: a book of tables has fewer, and each takes room at its owner."""
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"')
_LARGEST = 1 << 53
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


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
        told = _loaded(data)
        kind = told["is"]
        if kind == "extracted":
            return _extracted(told)
        if kind == "archive":
            return _archive(told, folder)
        return Refused(
            reason_code=Refusal(told["reason_code"]).value,
            params=_strings(told["params"]),
            media_type=_media_type(told["media_type"]),
            retry=bool(told["retry"]),
        )
    except (*_BROKEN, OSError) as error:
        raise BrokenAnswerError(str(error)) from error


def _extracted(told: dict[str, Any]) -> Extracted:
    layers, pages = _texts(told["page_layers"]), _texts(told["pages"])
    if any(layer not in _LAYERS for layer in (*layers, told["text_layer"])):
        raise BrokenAnswerError(told["text_layer"])
    if layers and len(layers) != len(pages):
        raise BrokenAnswerError("layers")
    words = {
        int(page): tuple(Word(_text(word[0]), *map(_whole, word[1:])) for word in _list(found))
        for page, found in told["words"].items()
    }
    if any(not 0 < page <= len(pages) for page in words):
        raise BrokenAnswerError("words")
    return Extracted(
        media_type=_media_type(told["media_type"]),
        pages=pages,
        text_layer=cast("TextLayer", told["text_layer"]),
        extractor=_text(told["extractor"]),
        version=_text(told["version"]),
        waiting=Waiting(told["waiting"]).value if told["waiting"] else "",
        notes=_texts(told["notes"]),
        metadata=_strings(told["metadata"]),
        page_layers=cast("tuple[TextLayer, ...]", layers),
        words=words,
        page_labels=_texts(told.get("page_labels", [])),
        outline=tuple(map(_heading, _list(told.get("outline", [])))),
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
        labels, entries = _loaded(data)
        return Contents(_texts(labels), tuple(map(_heading, _list(entries))))
    except _BROKEN as error:
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
        return tuple(map(_table, _list(_loaded(data))))
    except _BROKEN as error:
        raise BrokenAnswerError(str(error)) from error


def _table(told: list[Any]) -> Table:
    first, last, rows, heads, caption, confidence, notes = told
    cells = tuple(map(_texts, _list(rows)))
    if len({len(row) for row in cells}) > 1:
        raise BrokenAnswerError("rows")
    return Table(
        *(_whole(first), _whole(last), cells, _whole(heads)), _text(caption), _real(confidence), _texts(notes)
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
        return tuple(map(_box, _list(_loaded(data))))
    except _BROKEN as error:
        raise BrokenAnswerError(str(error)) from error


def _box(told: list[Any]) -> WordBox:
    text, left, top, width, height, start, end, confidence = told
    sides = (_real(left), _real(top), _real(width), _real(height))
    return WordBox(_text(text), *sides, _whole(start), _whole(end), _whole(confidence))


def _archive(told: dict[str, Any], folder: Path) -> Archive:
    members = tuple(
        Member(
            _text(name),
            _inside(folder, unpacked),
            MemberRefusal(code).value if code else "",
            _strings(params),
        )
        for name, unpacked, code, params in _list(told["members"])
    )
    return Archive(_media_type(told["media_type"]), members, folder, _texts(told["notes"]))


def _inside(folder: Path, name: str | None) -> Path | None:
    """A plain regular file of that folder, and nothing that a link or a path could make of it."""
    if name is None:
        return None
    path = folder / name
    if os.sep in name or name in ("", ".", "..") or not stat.S_ISREG(path.lstat().st_mode):
        raise BrokenAnswerError(name)
    return path


# values of the types that were asked for, and no others: JSON says more than we understand


def _loaded(data: bytes) -> Any:
    structure = _STRING.sub(b"", data)
    if sum(structure.count(sign) for sign in (b",", b"[", b"{")) > _MOST_VALUES:
        raise BrokenAnswerError("values")
    return json.loads(data, parse_constant=_no_constant)


def _no_constant(name: str) -> NoReturn:
    raise BrokenAnswerError(name)


def _list(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise BrokenAnswerError(type(told).__name__)
    return told


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise BrokenAnswerError(type(told).__name__)
    if not told.isascii():
        told.encode()  # half a character is none
    return told


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(map(_text, _list(told)))


def _strings(told: dict[str, Any]) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in told.items()}


def _media_type(told: Any) -> str:
    if not _MEDIA_TYPE.fullmatch(_text(told)):
        raise BrokenAnswerError("media type")
    return str(told)


def _whole(told: Any) -> int:
    if type(told) is not int or abs(told) > _LARGEST:
        raise BrokenAnswerError("number")
    return told


def _real(told: Any) -> float:
    number = float(told) if type(told) in (int, float) else math.nan
    if not math.isfinite(number):
        raise BrokenAnswerError("number")
    return number


def _heading(told: Any) -> Heading:
    title, level, page = told
    return Heading(_text(title), _whole(level), _whole(page))
