"""Editing the headings of the catalogue."""

from __future__ import annotations

import re

from starlette.responses import Response

from catalog.errors import VecheError
from catalog.headings import Heading
from web.templating import page
from web.visit import Visit

MOST = 200
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


def _show(visit: Visit, *, said: str = "", status: int = 200) -> Response:
    with visit.services.database.read() as work:
        tree = work.headings.tree(visit.visibility)
    depth: dict[str | None, int] = {None: -1}
    for one in tree:
        depth[one.id] = depth[one.parent] + 1
    rows = [(one, depth[one.id]) for one in tree]
    return page(visit, "staff/headings.html", current="staff-headings", status=status, rows=rows, said=said)


def headings(visit: Visit) -> Response:
    """The tree with its forms."""
    return _show(visit)


def change(visit: Visit) -> Response:
    """Add a heading, give one other words, or put it elsewhere."""
    form = visit.form
    name = form.text("id")
    parent = form.text("parent") or None
    labels = (form.text("label_ru")[:MOST], form.text("label_en")[:MOST])
    try:
        with visit.services.database.write() as work:
            if form.text("action") == "add":
                if not _ID.fullmatch(name) or not labels[0]:
                    raise VecheError(visit.t("headings.bad_id"))
                codes = (form.text("bbk")[:60], form.text("udc")[:60])
                heading = Heading(name, parent, labels[0], labels[1] or labels[0], *codes)
                work.headings.add(heading, actor=visit.actor)
            else:
                if not labels[0]:
                    raise VecheError(visit.t("headings.bad_label"))
                known = {one.id: one for one in work.headings.tree(visit.visibility)}
                work.headings.rename(name, labels[0], labels[1] or labels[0], actor=visit.actor)
                if name in known and known[name].parent != parent:
                    work.headings.move(name, parent, actor=visit.actor)
    except VecheError as error:
        return _show(visit, said=f"{error} {error.hint}".strip(), status=400)
    return visit.to("staff-headings", ask={"done": "saved"})
