"""Ways to narrow an answer, each a link; and what narrows it now, each with a link that takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from catalog.headings import Category, Heading
from language.wording import day
from search.results import FacetValue
from web.addresses import FIELD_OF, Many, SearchAddress
from web.presenters.layout import Way
from web.presenters.requisites import clipped, first_upper
from web.visit import Visit

ORDER = ("class", "category", "status", "issuer", "kind", "year")
SHOWN = 8
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Choice:
    """One value with its count; ``current`` of the way says that it is chosen and the link takes it away."""

    way: Way
    count: int


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet: its name, the first values, and the rest behind a fold."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    rest: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A narrowing in words, and the link without it."""

    label: str
    address: str


def field_of(facet: str) -> Many:
    """The field of the address that a facet narrows."""
    name = FIELD_OF.get(facet, facet)
    return next(field for field in get_args(Many) if field == name)


def value_label(visit: Visit, facet: str, value: str, categories: Sequence[Category]) -> str:
    """A value of a facet in the language of the visit."""
    if facet in ("class", "status"):
        key = f"classes.{value}" if facet == "class" else f"status.{value}"
        return first_upper(visit.t(key)) if key in visit.t else value
    if facet == "category":
        for category in categories:
            if category.slug == value:
                return category.label_en if visit.language == "en" else category.label_ru
    return first_upper(value) if facet == "kind" else value


def facet_views(
    visit: Visit,
    address: SearchAddress,
    facets: Mapping[str, tuple[FacetValue, ...]],
    categories: Sequence[Category],
) -> tuple[FacetView, ...]:
    """The facets in their usual order; one whose only value is not chosen narrows nothing and is left out."""
    views = []
    for facet in ORDER:
        values = facets.get(facet, ())
        field = field_of(facet)
        if facet == "status":
            values = _of_acts(values, facets.get("class", ()))
        if facet == "year":
            values = tuple(sorted(values, key=lambda value: value.value, reverse=True))
        choices = []
        for value in values:
            on = address.has(field, value.value)
            target = address.without(field, value.value) if on else address.with_value(field, value.value)
            label = clipped(value_label(visit, facet, value.value, categories), LONGEST)
            choices.append(
                Choice(Way(label, f"{visit.url('search')}?{target.query_string()}", on), value.count)
            )
        if len(choices) > 1 or any(choice.way.current for choice in choices):
            views.append(
                FacetView(facet, visit.t(f"facet.{facet}"), tuple(choices[:SHOWN]), tuple(choices[SHOWN:]))
            )
    return tuple(views)


def _of_acts(values: Sequence[FacetValue], classes: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
    """The states without an «unknown» that only counts publications and facts, which have no state."""
    stateless = sum(one.count for one in classes if one.value != "act")
    return tuple(one for one in values if one.value != "unknown" or one.count > stateless)


def chosen(
    visit: Visit, address: SearchAddress, categories: Sequence[Category], headings: Sequence[Heading]
) -> tuple[Chosen, ...]:
    """What narrows the search."""
    found = []
    names = {one.id: one.label_en if visit.language == "en" else one.label_ru for one in headings}
    for facet in (*ORDER, "heading"):
        field = field_of(facet)
        for value in getattr(address, field):
            label = (
                names.get(value, value)
                if facet == "heading"
                else value_label(visit, facet, value, categories)
            )
            found.append(_chosen(visit, label, address.without(field, value)))
    if address.dated_from:
        label = visit.t("chosen.from", day=day(address.dated_from, visit.language))
        found.append(_chosen(visit, label, address.changed(dated_from=None)))
    if address.dated_to:
        label = visit.t("chosen.to", day=day(address.dated_to, visit.language))
        found.append(_chosen(visit, label, address.changed(dated_to=None)))
    return tuple(found)


def _chosen(visit: Visit, label: str, without: SearchAddress) -> Chosen:
    return Chosen(label, f"{visit.url('search')}?{without.query_string()}")
