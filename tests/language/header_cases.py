"""Cases of headers and how an answer is judged against them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from language.normal import fold, number_key
from language.requisites import read_requisites

FIELDS = ("kind", "issuer", "date", "number", "title")


@dataclass(frozen=True, slots=True)
class HeaderCase:
    """A header with what it should be read as; a field that is not judged is missing from ``wanted``."""

    name: str
    half: str
    text: str
    wanted: dict[str, str]


def written_cases() -> list[HeaderCase]:
    """The headers in our own words."""
    rows = tomllib.loads(Path(__file__).with_name("headers.toml").read_text("utf-8"))["case"]
    kept = {"half", "source", "text"}
    return [
        HeaderCase(
            f"{at} {row['source']}",
            row["half"],
            row["text"],
            {field: value for field, value in row.items() if field not in kept},
        )
        for at, row in enumerate(rows)
    ]


def shown(text: str) -> dict[str, str]:
    """The shown value of each field."""
    values: dict[str, str] = {}
    for reading in read_requisites(text):
        values.setdefault(reading.field, reading.value)
    return values


def same(field: str, wanted: str, got: str) -> bool:
    """Whether a value is the wanted one; letter case, quotes and spaces of names and titles aside."""
    if field == "number":
        return number_key(wanted) == number_key(got)
    if field in {"kind", "date", "register_number"}:
        return wanted == got
    return _bare(wanted) == _bare(got)


def begins(wanted: str, got: str) -> bool:
    """Whether a title begins with the first four words of the wanted one."""
    return _bare(got).startswith(" ".join(_bare(wanted).split()[:4]))


def _bare(value: str) -> str:
    return re.sub(r"[^\w]+", " ", fold(value)).strip()
