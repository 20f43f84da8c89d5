"""Correcting a record: its requisites, subjects, visibility; what a person enters wins over every machine."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from acts.correcting import Correction, correct
from acts.correcting import restore as restore_record
from acts.correcting import withdraw as withdraw_record
from catalog.errors import Conflict, NotFound, VecheError
from catalog.model import FLAG_FIELDS, REQUISITE_FIELDS, Record, Value, Visibility
from catalog.unit_of_work import UnitOfWork
from ingest.describers import InlineDescriber
from ingest.editions import destroy as destroy_original
from ingest.joining import join_file
from web.access import Needs
from web.forms import Form
from web.pages.records import number_in_path, seen_record
from web.pages.staff.changes import TABS
from web.pages.staff.desk import next_at_desk
from web.pages.staff.desk_steps import former_of, keep_step
from web.pages.staff.fields import LONG, field_views
from web.presenters.copies import copy_views, parted_views
from web.presenters.editions import edition_views
from web.presenters.journal import journal_line
from web.presenters.marks import mark_views
from web.presenters.requisites import shown_title
from web.presenters.results import NO_COUNTS
from web.templating import page
from web.visit import Visit

_ALSO = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a form is shown again, with what was typed into it."""

    status: int
    said: str
    typed: Form | None = None


NOT_REFUSED = Refused(200, "")


def _show(visit: Visit, work: UnitOfWork, record: Record, refused: Refused = NOT_REFUSED) -> Response:
    typed = refused.typed
    values = work.records.values(record.id)
    chosen = typed.all("category") if typed else record.categories
    filled = {name: typed.text(name) for name in REQUISITE_FIELDS} if typed else {}
    english = visit.language == "en"
    under = set(work.records.headings(record.id))
    return page(
        visit,
        "staff/edit.html",
        current="review",
        status=refused.status,
        record=record,
        title=shown_title(visit, record),
        said=refused.said,
        fields=field_views(visit, record, values, filled),
        categories=[
            (one.slug, one.label_en if english else one.label_ru, one.slug in chosen)
            for one in work.headings.categories(NO_COUNTS)
        ],
        headings=[
            (one.id, one.label_en if english else one.label_ru, one.id in under, one.parent is not None)
            for one in work.headings.tree(NO_COUNTS)
        ],
        visibilities=[
            (str(one), visit.t(f"visibility.{one}"), one == record.visibility) for one in Visibility
        ],
        marks=mark_views(visit, record.marks),
        copies=copy_views(visit, work, record.id),
        parted=parted_views(visit, work, record.id),
        editions=edition_views(visit, record, work.editions.of_record(record.id)),
        originals=work.originals.of_record(record.id) if visit.may(Needs.ADMINISTRATOR) else [],
        shares_file=bool(work.originals.shared(record.id)),
        history=[journal_line(visit, one) for one in work.audit.of(f"record:{record.id}")],
        sample=_sample(work.texts.pages(record.id)),
        review=_review(visit, typed),
        onward=typed.text("next") if typed else visit.asked.get("next", ""),
    )


def _review(visit: Visit, typed: Form | None) -> str:
    """Whether the form was opened from the list of doubtful records or from the desk, or ""."""
    told = typed.text("review") if typed else visit.asked.get("review", "")
    return told if told in ("1", "desk") else ""


def _sample(pages: tuple[str, ...]) -> str:
    """The beginning of the text, to check the requisites against."""
    return pages[0][:3000] if pages else ""


def show(visit: Visit) -> Response:
    """The form, filled with what is shown now."""
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        return _show(visit, work, record)


def _changes(form: Form, values: list[Value]) -> dict[str, str | None]:
    shown = {value.field: value.value for value in values if value.shown}
    taken, _, reading = form.text("take").partition(":")
    if taken:
        if taken not in REQUISITE_FIELDS or not any(
            one.field == taken and one.value == reading for one in values
        ):
            raise HTTPException(400)
        return {taken: reading}
    sent = {name for name, _ in form.fields}
    changes: dict[str, str | None] = {}
    for name in REQUISITE_FIELDS:
        if name not in sent and not (name in FLAG_FIELDS and "version" in sent and f"has-{name}" in sent):
            continue
        value = " ".join(form.text(name).split()) if name not in LONG else form.text(name)
        if value != shown.get(name, ""):
            changes[name] = value or None
    return changes


def save(visit: Visit) -> Response:
    """Enter what was changed; if somebody else was quicker the form is shown again with what was typed."""
    number, form = number_in_path(visit, "record"), visit.form
    try:
        with visit.services.database.write() as work:
            record = seen_record(visit, work, number)
            values = work.records.values(number)
            changes = _changes(form, values) if form.text("done") != "as-is" else {}
            sent = form.all("category")
            told = form.text("has-category") == "1" and not form.text("take")
            categories = sent if told and set(sent) != set(record.categories) else None
            known = {one.slug for one in work.headings.categories(NO_COUNTS)}
            if categories and not set(categories) <= known:
                raise HTTPException(400)
            if changes or categories is not None:
                entered = Correction(changes, form.number("version"), categories)
                correct(work, number, entered, actor=visit.actor)
            if form.text("done") in ("reviewed", "as-is"):
                work.records.mark_reviewed(number, actor=visit.actor)
                keep_step(visit, work, record, former_of(values, changes))
    except NotFound:
        raise
    except VecheError as error:
        status = 409 if isinstance(error, Conflict) else 400
        with visit.services.database.read() as work:
            said = f"{error} {error.hint}".strip()
            return _show(visit, work, seen_record(visit, work, number), Refused(status, said, form))
    at_desk = form.text("review") == "desk"
    if form.text("take"):
        return visit.to("desk" if at_desk else "record-edit", record=number, ask={"done": "saved"})
    if at_desk:
        with visit.services.database.read() as work:
            return next_at_desk(visit, work, number)
    if form.text("review") == "1":
        return visit.to("review", ask={"done": "saved"})
    return visit.to("record", record=number, ask={"done": "saved"})


def set_headings(visit: Visit) -> Response:
    """Put the record under headings by hand, or give it back to its categories."""
    number = number_in_path(visit, "record")
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        known = {one.id for one in work.headings.tree(NO_COUNTS)}
        chosen = [one for one in visit.form.all("heading") if one in known]
        work.headings.set_of_record(number, chosen, actor=visit.actor)
    return visit.to("record-edit", record=number, ask={"done": "saved"})


def set_visibility(visit: Visit) -> Response:
    """Say who may see the record."""
    number, wanted = number_in_path(visit, "record"), visit.form.text("visibility")
    if wanted not in set(Visibility):
        raise HTTPException(400)
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        work.records.set_visibility(
            number, Visibility(wanted), actor=visit.actor, reason=visit.form.text("reason")[:1000]
        )
    if visit.form.text("review") == "1":
        return visit.to("review", ask={"done": "visibility"})
    if visit.form.text("from") == "record":
        return visit.to("record", record=number, ask={"done": "visibility"})
    return visit.to("record-edit", record=number, ask={"done": "visibility"})


def withdraw(visit: Visit) -> Response:
    """Take the record out of sight; a reason is asked for."""
    number, reason = number_in_path(visit, "record"), visit.form.text("reason")[:1000]
    if not reason:
        with visit.services.database.read() as work:
            record = seen_record(visit, work, number)
            return _show(visit, work, record, Refused(400, visit.t("edit.reason_wanted")))
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        withdraw_record(work, number, reason, actor=visit.actor)
    return visit.to("record", record=number)


def join(visit: Visit) -> Response:
    """Make one record of all that came in one file with this one."""
    number = number_in_path(visit, "record")
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number)
    try:
        stays = join_file(visit.services.database, number, actor=visit.actor)
    except VecheError as error:
        with visit.services.database.read() as work:
            return _show(visit, work, record, Refused(409, " ".join(filter(None, (str(error), error.hint)))))
    return visit.to("record-edit", record=stays, ask={"done": "gathered"})


def restore(visit: Visit) -> Response:
    """Put a withdrawn record back."""
    number = number_in_path(visit, "record")
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        restore_record(work, number, actor=visit.actor)
    return visit.to("record", record=number, ask={"done": "restored"})


def destroy(visit: Visit) -> Response:
    """Destroy an original of the record for good; its SHA-256, name and the reason stay in the journal."""
    number, sha256 = number_in_path(visit, "record"), str(visit.request.path_params["sha256"])
    reason = visit.form.text("reason")[:1000]
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        if sha256 not in [one.sha256 for one in work.originals.of_record(number)]:
            raise NotFound("У записи нет такого файла.")
        if not reason:
            raise HTTPException(400)
        destroy_original(work, InlineDescriber(), sha256, reason, actor=visit.actor)
    visit.services.originals.delete(sha256)
    visit.services.derived.forget(sha256)
    return visit.to("record-edit", record=number, ask={"done": "destroyed"})


def confirm_relation(visit: Visit) -> Response:
    """Say that a relation of this record, or of another record to it, is right or is not.

    Other places of the text that say the same are answered with it.
    """
    number, relation = number_in_path(visit, "record"), number_in_path(visit, "relation")
    answer = visit.form.text("answer")
    if answer not in ("yes", "no"):
        raise HTTPException(400)
    with visit.services.database.write() as work:
        seen_record(visit, work, number)
        also = [int(one) for one in visit.form.all("also")[:_ALSO] if one.isdecimal() and len(one) < 16]
        for one in dict.fromkeys((relation, *also)):
            found = work.relations.get(one)
            if found is None or number not in (found.record, found.target):
                raise NotFound("У записи нет такой связи.")
            work.relations.confirm(one, answer == "yes", actor=visit.actor)
    back = visit.form.text("back")
    if back in TABS:
        return visit.to("changes", ask={"tab": back, "done": "relation"})
    return visit.to("record", record=number, ask={"done": "relation"})
