"""The documents of the demo district, read from ``demo/texts``.

A text file is a head in TOML, a line ``+++`` and a body in the markup of ``demo.blocks``. Keys of the head:

- ``files``: paths in the intake tree, each a string or a table ``{path, as, encoding}``; ``A.zip!/x`` is a
  member of an archive. ``as`` names the format where the suffix lies about it.
- ``issuer`` (a key of ``issuers.toml``), ``kind``, ``date``, ``number``, ``title``, ``place``, ``session``.
- ``head``: a style of ``demo.heads``.
- ``categories``: slugs, the main one first. ``class``: ``act`` (default) or ``press``.
- ``budget``: figures and tables of ``demo.budgets`` become placeholders.
- ``expect``: what is to be read where it differs from what was meant.
- ``[[others]]``: ``kind``, ``date``, ``number``, ``title`` of each act that the file holds behind the first.
- ``[[each]]``: one document for each table, its keys over the common ones.

Any key may be used in the body and in paths as ``$key``; ``$date_words``, ``$parent``, ``$decides``,
``$issuer_genitive``, and for a ``year`` also ``$year_before``, ``$year_next``, ``$year_after_next`` are made.
A line ``---`` is the place of the signatures; without it they close the text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from demo import budgets
from demo.blocks import Block, parse
from demo.heads import Requisites, head, in_words, issuers, signatures

FOLDER = Path(__file__).with_name("texts")
_DATIVE = {
    "решение": "решению", "постановление": "постановлению", "распоряжение": "распоряжению",
    "приказ": "приказу", "проект решения": "решению", "устав": "уставу", "заключение": "заключению",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file that a document is written to.

    Attributes:
        path: in the intake tree, ``!/`` before a member of an archive.
        format: a key of ``demo.building.WRITERS``.
        encoding: of text, ``utf-8`` unless told.
    """

    path: str
    format: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Another:
    """One more act in a file that begins with another."""

    kind: str
    date: date
    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of the district: its blocks, its files, and what a reader should find in it."""

    source: str
    record_class: str
    kind: str | None
    issuer: str | None
    date: date | None
    number: str | None
    title: str
    categories: tuple[str, ...]
    files: tuple[FileSpec, ...]
    blocks: tuple[Block, ...]
    expect: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Another, ...] = ()


def documents() -> tuple[Document, ...]:
    """All documents, in the order of their text files."""
    return tuple(document for path in sorted(FOLDER.glob("**/*.txt")) for document in _read(path))


def _read(path: Path) -> Iterator[Document]:
    front, _, body = path.read_text("utf-8").partition("\n+++\n")
    common = tomllib.loads(front)
    variants = common.pop("each", [{}])
    for variant in variants:
        yield _document(path.relative_to(FOLDER).as_posix(), common | variant, body)


def _document(source: str, keys: dict[str, Any], body: str) -> Document:
    values = _values(keys)
    filled = {name: _filled(source, value, values) for name, value in keys.items()}
    act = Requisites(
        issuer=issuers()[filled["issuer"]],
        kind=filled.get("kind", ""),
        title=filled["title"],
        date=filled.get("date"),
        number=filled.get("number"),
        session=filled.get("session", ""),
    )
    is_press = filled.get("class") == "press"
    return Document(
        source=source,
        record_class=filled.get("class", "act"),
        kind=filled.get("kind"),
        issuer=None if is_press else act.issuer.name,
        date=act.date,
        number=act.number,
        title=act.title,
        categories=tuple(filled["categories"]),
        files=tuple(_file(entry) for entry in filled["files"]),
        blocks=_blocks(act, filled.get("head", "bare"), _filled(source, body, values)),
        expect=filled.get("expect", {}),
        others=tuple(Another(**table) for table in filled.get("others", ())),
    )


def _blocks(act: Requisites, style: str, body: str) -> tuple[Block, ...]:
    before, mark, after = body.partition("\n---\n")
    opening = (*head(style, act), *parse(before))
    if mark:
        return (*opening, *signatures(act.issuer), *parse(after))
    return opening if " >>> " in body or style in {"bare", "none"} else (*opening, *signatures(act.issuer))


def _values(keys: Mapping[str, Any]) -> dict[str, str]:
    """What the placeholders of one document stand for."""
    issuer = issuers()[keys["issuer"]]
    values = {name: str(value) for name, value in keys.items() if isinstance(value, str | int)}
    values |= {"decides": issuer.decides, "issuer_name": issuer.name, "issuer_genitive": issuer.genitive}
    if year := keys.get("year"):
        steps = {"year_before": -1, "year_next": 1, "year_after_next": 2}
        values |= {name: str(year + step) for name, step in steps.items()}
    if isinstance(day := keys.get("date"), date):
        kind = _DATIVE.get(keys["kind"], keys["kind"])
        values |= {"date_words": in_words(day), "date_figures": f"{day:%d.%m.%Y}"}
        values["parent"] = f"{kind} {issuer.genitive} от {in_words(day)} № {keys.get('number', '___')}"
    if budget := keys.get("budget"):
        values |= budgets.values(budget)
        values["table_rows"] = values.get(f"table_{keys.get('table')}", "")
    return values


def _filled(source: str, value: Any, values: Mapping[str, str]) -> Any:
    match value:
        case str():
            try:
                return Template(value).substitute(values)
            except (KeyError, ValueError) as error:
                msg = f"{source}: placeholder {error}"
                raise ValueError(msg) from error
        case list():
            return [_filled(source, item, values) for item in value]
        case dict():
            return {name: _filled(source, item, values) for name, item in value.items()}
        case _:
            return value


def _file(entry: str | dict[str, str]) -> FileSpec:
    table = {"path": entry} if isinstance(entry, str) else entry
    suffix = table["path"].rpartition(".")[2].lower()
    return FileSpec(table["path"], table.get("as", suffix), table.get("encoding", "utf-8"))
