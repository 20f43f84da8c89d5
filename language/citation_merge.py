"""Mentions of one act brought together: one citation for each act and relation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from language.citation_places import Places
from language.citation_relations import Judged
from language.issuers import issuer_name, lawgiver
from language.normal import fold, number_key
from language.readings import Citation

_key = lru_cache(4096)(number_key)
_LAW = ("федеральный", "закон")


@dataclass(frozen=True, slots=True)
class Found:
    """One mention of an act.

    Attributes:
        kind: the kind in the nominative, or None.
        issuer: the issuer as printed, or None.
        number: without its sign, or None.
        date: ISO, or None.
        places: articles, parts and points named with it.
        judged: its relation.
        start: offset of its first word.
        end: behind its date and number.
        tail: behind its title.
        title: the title of the act, or None.
    """

    kind: str | None
    issuer: str | None
    number: str | None
    date: str | None
    places: Places
    judged: Judged
    start: int
    end: int
    tail: int
    title: str | None = None


@dataclass(slots=True)
class _Act:
    first: Found
    number: str | None
    date: str | None
    issuer: str | None
    title: str | None
    places: Places


def merge(mentions: Iterable[Found], text: str) -> tuple[Citation, ...]:
    """One citation for each act and relation, in the order of their first places.

    Args:
        mentions: in the order of the text.
        text: the text that they were found in.
    """
    acts: list[_Act] = []
    known: dict[tuple[str, ...], list[_Act]] = {}
    for found in list(mentions):  # all are read first: a later word may add places to an earlier mention
        keys = _keys(found)
        same = next((act for key in keys for act in known.get(key, ()) if _agree(act, found)), None)
        if same is None:
            same = _Act(found, found.number, found.date, found.issuer, found.title, Places())
            acts.append(same)
        else:
            same.number = same.number or found.number
            same.date = same.date or found.date
            same.issuer = same.issuer or found.issuer
            same.title = same.title or found.title
        same.places.add(found.places)
        for key in keys:
            row = known.setdefault(key, [])
            if same not in row:
                row.append(same)
    return tuple(_citation(act, text) for act in acts)


def _keys(found: Found) -> list[tuple[str, ...]]:
    relation: str = found.judged.relation
    family = _family(found)
    keys: list[tuple[str, ...]] = []
    if found.number:
        keys.append((relation, family, "number", _key(found.number)))
    elif found.date:
        keys.append((relation, family, "date", found.date))
    if found.title and (not found.number or family == "закон"):
        keys.append((relation, family, "title", fold(found.title)[:80]))
    if not keys:
        keys.append(
            (
                relation,
                found.kind or "",
                "bare",
                fold(found.issuer or "") if family == "устав области" else "",
            )
        )
    elif found.kind and found.kind[0].isupper():
        keys.append((relation, found.kind, "bare", ""))
    return keys


def _family(found: Found) -> str:
    kind = found.kind or ""
    if kind.startswith(_LAW):
        return "закон"
    if kind == "устав" and found.issuer and fold(found.issuer).split()[1:2] in (["области"], ["края"]):
        return "устав области"
    return kind if kind[:1].isupper() else kind.partition(" ")[0]


def _agree(act: _Act, found: Found) -> bool:
    if act.date and found.date and act.date != found.date:
        return False
    return not (act.number and found.number and _key(act.number) != _key(found.number))


def _issuer(kind: str, printed: str | None) -> str | None:
    """The issuer in the nominative: the state or a region for a law; a charter keeps its owner as printed."""
    if kind.startswith("федеральный") or kind == "закон РФ":
        return "Российская Федерация"
    if printed is None or kind == "устав":
        return printed
    return lawgiver(kind, printed) if kind.startswith("закон") else issuer_name(printed)


def _citation(act: _Act, text: str) -> Citation:
    found, places = act.first, act.places
    return Citation(
        text=" ".join(text[found.start : found.end].split()),
        kind=found.kind,
        issuer=_issuer(found.kind or "", act.issuer),
        number=act.number,
        date=act.date,
        article="; ".join(places.article) or None,
        part="; ".join(places.part) or None,
        point="; ".join(places.point) or None,
        relation=found.judged.relation,
        start=found.start,
        end=found.end,
        sentence=found.judged.sentence,
        effect=found.judged.effect,
        title=act.title,
    )
