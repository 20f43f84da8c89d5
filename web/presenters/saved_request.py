"""A saved request: read from an address, shown in words, offered as a form."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from catalog.model import RecordClass, Status
from catalog.unit_of_work import UnitOfWork
from dossiers.requests import DAYS, MANY
from web.visit import Visit

FIELDS = ("q", *MANY, *DAYS)


def request_in(asked: QueryParams) -> dict[str, str]:
    """The fields of a request in an address; several values of one stand on lines of their own."""
    found = {name: "\n".join(one for one in asked.getlist(name) if one.strip())[:4000] for name in FIELDS}
    return {name: value for name, value in found.items() if value.strip()}


def request_address(query: Mapping[str, str], **more: str) -> str:
    """The query string of a request."""
    pairs = [
        (name, one)
        for name, value in query.items()
        for one in (value.splitlines() if name in MANY else [value])
    ]
    return urlencode([*pairs, *((name, value) for name, value in more.items() if value)])


def request_words(visit: Visit, work: UnitOfWork, query: Mapping[str, str]) -> str:
    """«бюджет района · раздел: Бюджет · с 2012-01-01», or "" for none."""
    told = []
    for name, value in query.items():
        shown = ", ".join(_shown(visit, work, name, one) for one in value.splitlines())
        told.append(f"«{shown}»" if name == "q" else f"{visit.t(f'selecting.q_{name}')}: {shown}")
    return " · ".join(told)


def _shown(visit: Visit, work: UnitOfWork, name: str, value: str) -> str:
    english = visit.language == "en"
    if name == "class" and value in tuple(RecordClass):
        return visit.t(f"classes.{value}")
    if name == "status" and value in tuple(Status):
        return visit.t(f"status.{value}")
    if name == "category":
        labels = {
            one.slug: one.label_en if english else one.label_ru
            for one in work.headings.categories(frozenset())
        }
        return labels.get(value, value)
    if name == "heading":
        named = {one.id: one.label_en if english else one.label_ru for one in work.headings.tree(frozenset())}
        return named.get(value, value)
    return value
