"""One requisite of many chosen records at once: first shown, then written, and taken back by one button."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from acts.correcting import Correction, correct, take_back
from catalog.errors import Conflict, NotFound, VecheError
from catalog.model import DATE_FIELDS, TEXT_FIELDS, Record, ValueSource
from catalog.unit_of_work import UnitOfWork
from web.access import sees
from web.forms import Form
from web.presenters.card import shown_value
from web.presenters.layout import Way
from web.presenters.requisites import shown_title
from web.templating import page
from web.visit import Visit

MOST = 500
FIELDS = tuple(name for name in (*TEXT_FIELDS, *DATE_FIELDS) if name not in ("title", "number", "annotation"))
_NUMBERS = re.compile(r"(\d{1,9})(?:\s*[-–—]\s*(\d{1,9}))?")
_KEY = re.compile(r"[0-9a-f]{12}")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the preview."""

    record: int
    version: int
    title: Way
    before: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for.

    Attributes:
        numbers: of records.
        field: requisite.
        value: for it; empty says that it is known to be absent.
    """

    numbers: tuple[int, ...]
    field: str
    value: str


def show(visit: Visit) -> Response:
    """The form, with the records that were chosen in a list."""
    chosen = [one for one in visit.asked.getlist("record") if one.isascii() and one.isdigit()]
    return _form(visit, (" ".join(chosen[:MOST]), "", ""))


def take(visit: Visit) -> Response:
    """Show what would change, or change it."""
    form = visit.form
    try:
        asked = _asked(visit, form)
        if form.text("action") == "apply":
            key = _apply(visit, asked, form)
            return visit.to("bulk-done", key=key)
        with visit.services.database.read() as work:
            rows = _rows(visit, work, asked)
    except VecheError as error:
        said = f"{error} {error.hint}".strip()
        status = 409 if isinstance(error, Conflict) else 400
        typed = (form.text("numbers"), form.text("field"), form.text("value"))
        return _form(visit, typed, said=said, status=status)
    return page(
        visit,
        "staff/bulk_preview.html",
        current="review",
        asked=asked,
        numbers=" ".join(map(str, asked.numbers)),
        rows=rows,
        changing=[row for row in rows if row.changes],
        label=visit.t(f"field.{asked.field}"),
        after=shown_value(visit, asked.field, asked.value) if asked.value else "",
    )


def done(visit: Visit) -> Response:
    """A change that was made, with the button that takes it back."""
    key = _key(visit)
    with visit.services.database.read() as work:
        batch = _batch(work, key)
        records = work.records.many([item[0] for item in batch["items"]])
    rows = [
        Way(shown_title(visit, one), visit.url("record", record=one.id))
        for one in records.values()
        if sees(one, visit.account)
    ]
    return page(
        visit,
        "staff/bulk_done.html",
        current="review",
        key=key,
        rows=rows,
        label=visit.t(f"field.{batch['field']}"),
        after=shown_value(visit, batch["field"], batch["value"]) if batch["value"] else "",
        actor=batch["actor"],
        undone=batch.get("undone"),
        left=[
            Way(visit.t("audit_subject.record", name=n), visit.url("record", record=n))
            for n in batch.get("left", ())
        ],
    )


def undo(visit: Visit) -> Response:
    """Take a change back wherever nobody has touched the record since."""
    key = _key(visit)
    with visit.services.database.write() as work:
        batch = _batch(work, key)
        if batch.get("undone"):
            raise Conflict("Эта правка уже отменена.")
        left = []
        for record, version, entered in batch["items"]:
            try:
                take_back(work, record, {batch["field"]: entered}, actor=visit.actor, version=version)
            except (Conflict, NotFound):
                left.append(record)
        batch |= {"undone": visit.actor, "left": left}
        work.notes.set(f"bulk:{key}", json.dumps(batch, ensure_ascii=False))
        work.audit.add(visit.actor, "bulk-undo", f"bulk:{key}", batch["field"], batch["value"], "")
    return visit.to("bulk-done", key=key)


def _form(visit: Visit, typed: tuple[str, str, str], *, said: str = "", status: int = 200) -> Response:
    """The form with what was typed: numbers, field, value."""
    numbers, field, value = typed
    return page(
        visit,
        "staff/bulk.html",
        current="review",
        status=status,
        numbers=numbers,
        fields=[(name, visit.t(f"field.{name}"), name == field) for name in FIELDS],
        value=value,
        said=said,
    )


def _asked(visit: Visit, form: Form) -> Asked:
    numbers: dict[int, None] = {}
    for found in _NUMBERS.finditer(form.text("numbers")):
        first, last = int(found[1]), int(found[2] or found[1])
        if last - first >= MOST or len(numbers) > MOST:
            raise VecheError(visit.t("bulk.too_many", most=MOST))
        numbers |= dict.fromkeys(range(first, last + 1))
    if len(numbers) > MOST:
        raise VecheError(visit.t("bulk.too_many", most=MOST))
    if not numbers:
        raise VecheError(visit.t("bulk.no_records"))
    field = form.text("field")
    if field not in FIELDS:
        raise VecheError(visit.t("bulk.no_field"))
    return Asked(tuple(numbers), field, _value(visit, field, " ".join(form.text("value").split())))


def _value(visit: Visit, field: str, text: str) -> str:
    """The value as it is kept: a day may be written 05.03.2012 as well as 2012-03-05."""
    if not text or field not in DATE_FIELDS:
        return text
    found = _DAY.fullmatch(text)
    try:
        return (
            date(*map(int, found.groups()[::-1])).isoformat()
            if found
            else date.fromisoformat(text).isoformat()
        )
    except ValueError:
        raise VecheError(visit.t("bulk.no_day", text=text)) from None


def _rows(visit: Visit, work: UnitOfWork, asked: Asked) -> list[Row]:
    rows = []
    for number, record in _seen(visit, work, asked.numbers).items():
        before = next(
            (one.value for one in work.records.values(number) if one.field == asked.field and one.shown), ""
        )
        rows.append(
            Row(
                number,
                record.version,
                Way(shown_title(visit, record), visit.url("record", record=number)),
                shown_value(visit, asked.field, before) if before else "",
                before != asked.value,
            )
        )
    if not rows:
        raise VecheError(visit.t("bulk.no_records"))
    return rows


def _seen(visit: Visit, work: UnitOfWork, numbers: Sequence[int]) -> dict[int, Record]:
    return {
        number: record
        for number, record in work.records.many(numbers).items()
        if sees(record, visit.account) and record.withdrawn_at is None
    }


def _apply(visit: Visit, asked: Asked, form: Form) -> str:
    """Write the change into all records in one transaction, and keep what it takes to undo it; its key."""
    key = secrets.token_hex(6)
    with visit.services.database.write() as work:
        former: dict[int, str | None] = {}
        for row in _rows(visit, work, asked):
            if row.changes:
                former[row.record] = _entered(work, row.record, asked.field)
                version = form.number(f"version-{row.record}")
                changes: dict[str, str | None] = {asked.field: asked.value or None}
                correct(work, row.record, Correction(changes, version), actor=visit.actor)
        chosen = list(former)
        versions = {number: record.version for number, record in work.records.many(chosen).items()}
        batch = {
            "actor": visit.actor,
            "field": asked.field,
            "value": asked.value,
            "items": [[number, versions[number], former[number]] for number in chosen],
        }
        work.notes.set(f"bulk:{key}", json.dumps(batch, ensure_ascii=False))
        work.audit.add(visit.actor, "bulk", f"bulk:{key}", asked.field, "", asked.value)
    return key


def _entered(work: UnitOfWork, record: int, field: str) -> str | None:
    """What a person has entered before, or None."""
    values = work.records.values(record)
    return next(
        (one.value for one in values if one.field == field and one.source is ValueSource.ENTERED), None
    )


def _key(visit: Visit) -> str:
    key = str(visit.request.path_params["key"])
    if not _KEY.fullmatch(key):
        raise NotFound("Такой правки нет.")
    return key


def _batch(work: UnitOfWork, key: str) -> dict[str, Any]:
    text = work.notes.get(f"bulk:{key}")
    if text is None:
        raise NotFound("Такой правки нет.")
    found: dict[str, Any] = json.loads(text)
    return found
