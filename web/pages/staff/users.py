"""Accounts, for administrators."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.accounts import Role
from catalog.errors import VecheError
from web.pages.records import number_in_path
from web.templating import page
from web.visit import Visit


def _show(visit: Visit, *, said: str = "", status: int = 200) -> Response:
    with visit.services.database.read() as work:
        accounts = work.accounts.list()
    return page(
        visit,
        "staff/users.html",
        current="users",
        status=status,
        accounts=accounts,
        roles=list(Role),
        said=said,
    )


def users(visit: Visit) -> Response:
    """All accounts and the form for a new one."""
    return _show(visit)


def _role(visit: Visit) -> Role:
    wanted = visit.form.text("role")
    if wanted not in set(Role):
        raise HTTPException(400)
    return Role(wanted)


def add(visit: Visit) -> Response:
    """Make an account."""
    form, role = visit.form, _role(visit)
    try:
        with visit.services.database.write() as work:
            work.accounts.add(form.text("name")[:200], form.raw("password"), role, actor=visit.actor)
    except VecheError as error:
        return _show(visit, said=f"{error} {error.hint}".strip(), status=400)
    return visit.to("users", ask={"done": "account"})


def change(visit: Visit) -> Response:
    """Give an account another role or password, bar it or let it in again."""
    number, form = number_in_path(visit, "account"), visit.form
    action = form.text("action")
    try:
        with visit.services.database.write() as work:
            if action == "password":
                work.accounts.set_password(number, form.raw("password"), actor=visit.actor)
            elif action == "role":
                work.accounts.set_role(number, _role(visit), actor=visit.actor)
            elif action in ("disable", "enable"):
                work.accounts.disable(number, action == "disable", actor=visit.actor)
            else:
                raise HTTPException(400)
    except VecheError as error:
        return _show(visit, said=f"{error} {error.hint}".strip(), status=400)
    return visit.to("users", ask={"done": "account"})
