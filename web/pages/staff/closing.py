"""Rules by which documents come in closed: written, shown in what they would close, only then applied."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.errors import NotFound, VecheError
from catalog.headings import ClosingRule
from catalog.model import RecordClass
from catalog.unit_of_work import UnitOfWork
from ingest.closing import PATTERNS, Finding, close_held, in_words, look_through, parse_rule
from web.presenters.layout import Way
from web.presenters.requisites import shown_title
from web.templating import page
from web.visit import Visit

_SECONDS = 8.0
_FIELDS = ("class", "kind", "words", "pattern")


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in words."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class HeldView:
    """A record that a rule would close, and where that stands on which it rests."""

    number: int
    record: Way
    place: Way | None


def rules(visit: Visit) -> Response:
    """All rules, and a form for a new one."""
    with visit.services.database.read() as work:
        return _show(visit, work, dict.fromkeys(_FIELDS, ""))


def change(visit: Visit) -> Response:
    """Show what a rule would close, write it, close records, or forget a rule."""
    action = visit.form.text("action")
    steps = {"preview": _preview, "apply": _apply, "remove": _remove}
    if action not in steps:
        raise HTTPException(400)
    try:
        return steps[action](visit)
    except NotFound:
        raise
    except VecheError as error:
        with visit.services.database.read() as work:
            return _show(visit, work, _typed(visit), tuple(str(error).splitlines()))


def _preview(visit: Visit) -> Response:
    below = visit.form.number("below") if visit.form.text("below") else None
    with visit.services.database.read() as work:
        rule = _asked(visit, work)
        looked = look_through(work, rule, below, _SECONDS)
        records = work.records.many([record for record, _why in looked.found])
        found = [
            _held(visit, record, shown_title(visit, records[record]), why) for record, why in looked.found
        ]
    return page(
        visit,
        "staff/closing_preview.html",
        current="intake",
        rule=rule,
        words=in_words(rule),
        typed=_typed(visit),
        looked=looked,
        found=found,
    )


def _held(visit: Visit, record: int, title: str, why: Finding) -> HeldView:
    place = None
    if why.page:
        address = visit.url("record-page", record=record, number=why.page)
        place = Way(visit.t("closing.on_page", page=why.page), address)
    return HeldView(record, Way(title, visit.url("record", record=record)), place)


def _apply(visit: Visit) -> Response:
    """Keep the rule, and close those of the records shown that are still ticked."""
    chosen = [int(one) for one in visit.form.all("record") if one.isdecimal() and len(one) < 16]
    with visit.services.database.write() as work:
        rule = _asked(visit, work)
        kept = work.closing_rules.add(rule)
        if not rule.id:
            work.audit.add(visit.actor, "closing-rule", f"closing-rule:{kept.id}", "rule", "", in_words(kept))
        close_held(work, kept, chosen, actor=visit.actor)
    return visit.to("closing", ask={"done": "closing_closed" if chosen else "closing"})


def _remove(visit: Visit) -> Response:
    with visit.services.database.write() as work:
        rule = _existing(work, visit.form.number("rule"))
        work.closing_rules.remove(rule.id)
        work.audit.add(visit.actor, "closing-rule", f"closing-rule:{rule.id}", "rule", in_words(rule), "")
    return visit.to("closing", ask={"done": "closing_removed"})


def _asked(visit: Visit, work: UnitOfWork) -> ClosingRule:
    """The rule that a form names by number, or describes."""
    if visit.form.text("rule"):
        return _existing(work, visit.form.number("rule"))
    return parse_rule(_typed(visit))


def _existing(work: UnitOfWork, number: int) -> ClosingRule:
    rule = work.closing_rules.get(number)
    if rule is None:
        raise NotFound("Такого правила больше нет.")
    return rule


def _typed(visit: Visit) -> dict[str, str]:
    return {name: visit.form.text(name)[:200] for name in _FIELDS}


def _show(visit: Visit, work: UnitOfWork, typed: dict[str, str], said: tuple[str, ...] = ()) -> Response:
    return page(
        visit,
        "staff/closing.html",
        current="intake",
        status=400 if said else 200,
        rules=[RuleView(one.id, in_words(one)) for one in work.closing_rules.all()],
        typed=typed,
        said=said,
        classes=[(str(one), visit.t(f"classes.{one}")) for one in RecordClass],
        patterns=[(str(name), visit.t(f"personal.{name}")) for name in PATTERNS if name],
    )
