"""Rules that put records under headings: written, shown in what they would change, and only then applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from acts.heading_rules import (
    Filing,
    Preview,
    apply_rule,
    in_words,
    parse_rule,
    preview,
    preview_removal,
    remove_rule,
)
from catalog.errors import NotFound, VecheError
from catalog.headings import HeadingRule
from catalog.model import RecordClass
from catalog.unit_of_work import UnitOfWork
from web.forms import Form
from web.presenters.layout import Way
from web.presenters.requisites import shown_title
from web.presenters.results import NO_COUNTS
from web.templating import page
from web.visit import Visit

_SHOWN = 100
_FIELDS = ("category", "class", "kind", "issuer", "years", "words")
Typed = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in words and as its form is filled."""

    number: int
    words: str
    typed: Typed


@dataclass(frozen=True, slots=True)
class FilingView:
    """What a change of rules does to one record, with the headings by their names."""

    record: Way
    come: str
    go: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a form is shown again, with what was typed into it."""

    said: tuple[str, ...]
    number: int
    typed: Typed


def rules(visit: Visit) -> Response:
    """All rules, each with its form, and an empty one."""
    with visit.services.database.read() as work:
        return _show(visit, work)


def change(visit: Visit) -> Response:
    """Show what a rule would change, apply it, or remove it."""
    form = visit.form
    number = form.number("rule") if form.text("rule") else 0
    action = form.text("action")
    steps = {"preview": _preview, "apply": _apply, "preview-removal": _preview_removal, "remove": _remove}
    if action not in steps:
        raise HTTPException(400)
    try:
        return steps[action](visit, number)
    except NotFound:
        raise
    except VecheError as error:
        refused = Refused(tuple(str(error).splitlines()), number, _typed(form))
        with visit.services.database.read() as work:
            return _show(visit, work, refused)


def _preview(visit: Visit, number: int) -> Response:
    with visit.services.database.read() as work:
        rule = _parsed(work, visit.form, number)
        return _shown(visit, work, rule, preview(work, rule))


def _apply(visit: Visit, number: int) -> Response:
    with visit.services.database.write() as work:
        apply_rule(work, _parsed(work, visit.form, number), actor=visit.actor)
    return visit.to("rules", ask={"done": "rule"})


def _preview_removal(visit: Visit, number: int) -> Response:
    with visit.services.database.read() as work:
        done = preview_removal(work, number)
        rule = work.heading_rules.get(number)
        return _shown(visit, work, rule or HeadingRule(()), done, removal=True)


def _remove(visit: Visit, number: int) -> Response:
    with visit.services.database.write() as work:
        remove_rule(work, number, actor=visit.actor)
    return visit.to("rules", ask={"done": "rule_removed"})


def _parsed(work: UnitOfWork, form: Form, number: int) -> HeadingRule:
    if number and work.heading_rules.get(number) is None:
        raise NotFound("Такого правила больше нет.")
    return parse_rule(work, _typed(form), number)


def _typed(form: Form) -> Typed:
    return {name: form.text(name)[:200] for name in _FIELDS} | {"headings": form.all("headings")}


def _filled(work: UnitOfWork, rule: HeadingRule) -> Typed:
    """A rule as the form that gives it is filled."""
    source = work.sources.get(rule.issuer_id) if rule.issuer_id else None
    first, last = rule.first_year, rule.last_year
    years = f"{first}" if first == last else f"{first}-{last}"
    return {
        "headings": rule.headings,
        "category": rule.category,
        "class": rule.record_class,
        "kind": rule.kind,
        "issuer": source.name if source else "",
        "years": years if first and last else "",
        "words": rule.words,
    }


def _show(visit: Visit, work: UnitOfWork, refused: Refused | None = None) -> Response:
    english = visit.language == "en"
    views = [RuleView(one.id, in_words(work, one), _filled(work, one)) for one in work.heading_rules.all()]
    empty: Typed = dict.fromkeys(_FIELDS, "") | {"headings": ()}
    if refused is not None:
        views = [
            RuleView(one.number, one.words, refused.typed if one.number == refused.number else one.typed)
            for one in views
        ]
        empty = refused.typed if not refused.number else empty
    return page(
        visit,
        "staff/rules.html",
        current="staff-headings",
        status=400 if refused else 200,
        rules=views,
        empty=RuleView(0, "", empty),
        said=refused.said if refused else (),
        opened=refused.number if refused else None,
        headings=[
            (one.id, one.label_en if english else one.label_ru, one.parent is not None)
            for one in work.headings.tree(NO_COUNTS)
        ],
        categories=[
            (one.slug, one.label_en if english else one.label_ru)
            for one in work.headings.categories(NO_COUNTS)
        ],
        classes=[(str(one), visit.t(f"classes.{one}")) for one in RecordClass],
    )


def _shown(
    visit: Visit, work: UnitOfWork, rule: HeadingRule, done: Preview, *, removal: bool = False
) -> Response:
    part = done.filings[:_SHOWN]
    return page(
        visit,
        "staff/rules_preview.html",
        current="staff-headings",
        rule=rule,
        words=in_words(work, rule),
        typed=_filled(work, rule),
        done=done,
        filings=_filings(visit, work, part),
        left=len(done.filings) - len(part),
        removal=removal,
    )


def _filings(visit: Visit, work: UnitOfWork, filings: Sequence[Filing]) -> list[FilingView]:
    english = visit.language == "en"
    labels = {one.id: one.label_en if english else one.label_ru for one in work.headings.tree(NO_COUNTS)}
    records = work.records.many([one.record for one in filings])
    return [
        FilingView(
            Way(shown_title(visit, records[one.record]), visit.url("record", record=one.record)),
            "; ".join(labels[id_] for id_ in one.come),
            "; ".join(labels.get(id_, id_) for id_ in one.go),
        )
        for one in filings
    ]
