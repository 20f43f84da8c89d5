"""Types of columns that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

_UNDECODED = 0xDC00  # os.fsdecode puts a byte that is no UTF-8 here; no database takes such a character
_KEPT_BYTE = 0x10F700  # so it is kept in a private plane, and given back unchanged
_TO_KEPT = {_UNDECODED + byte: _KEPT_BYTE + byte for byte in range(0x80, 0x100)}
_FROM_KEPT = {kept: lone for lone, kept in _TO_KEPT.items()}


def storable(text: str) -> str:
    """The text with what no database keeps (NUL, lone surrogates) as U+FFFD; its length stays."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in text)
    return text


class Words(TypeDecorator[str]):
    """Text for people; characters that PostgreSQL or UTF-8 refuse are replaced."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class FilePath(TypeDecorator[str]):
    """A path of this machine; bytes that are no UTF-8 come back as ``os.fsdecode`` gave them."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(os.fspath(value).translate(_TO_KEPT))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.translate(_FROM_KEPT)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone, kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Names(TypeDecorator[tuple[str, ...]]):
    """A short list of strings, as JSON text."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(json.dumps(list(value), ensure_ascii=False))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class Parameters(TypeDecorator[dict[str, str]]):
    """Names with values, as JSON text."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(json.dumps(dict(value), ensure_ascii=False))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else dict(json.loads(value))


class Unsigned(TypeDecorator[int]):
    """A number of 64 bits without a sign (inodes of network folders), in a signed column."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        value &= (1 << 64) - 1
        return value - (1 << 64) if value >= 1 << 63 else value

    @override
    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else value % (1 << 64)


def plain(value: Any) -> Any:
    """A value of a row as JSON takes it: moments and days in ISO form."""
    return value.isoformat() if hasattr(value, "isoformat") else value
