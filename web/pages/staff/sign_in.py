"""Signing in and out, and one's own password."""

from __future__ import annotations

import math

from starlette.responses import RedirectResponse, Response

from catalog.errors import VecheError
from catalog.signing_in import SignedIn, sign_in
from web import forms
from web.pages.display import local_path
from web.templating import form_page, page
from web.visit import Visit

MOST_NAME = 200
MOST_PASSWORD = 1024


def _asks(visit: Visit, *, said: str = "", name: str = "", status: int = 200, onward: str = "") -> Response:
    return form_page(visit, "staff/sign_in.html", status=status, said=said, name=name, onward=onward)


def show(visit: Visit) -> Response:
    """The form; somebody already signed in goes on."""
    onward = visit.asked.get("next", "")
    if visit.account is not None:
        return RedirectResponse(local_path(onward) if onward else visit.url("intake"), status_code=303)
    return _asks(visit, onward=onward)


def take(visit: Visit) -> Response:
    """Let in whoever has the right password; a wrong one is answered later each time, known name or not."""
    services, form = visit.services, visit.form
    name, password, onward = form.text("name")[:MOST_NAME], form.raw("password"), form.text("next")
    moment = services.clock.now()
    tried = SignedIn(None)
    if name and len(password) <= MOST_PASSWORD:
        tried = sign_in(services.database, name, password, moment)
    account = tried.account
    if tried.wait > 0:
        seconds = math.ceil(tried.wait)
        said = visit.t("sign_in.wait", time=visit.t("count.seconds", n=seconds))
        response = _asks(visit, said=said, name=name, status=429, onward=onward)
        response.headers["retry-after"] = str(seconds)
        return response
    if account is None:
        return _asks(visit, said=visit.t("sign_in.wrong"), name=name, status=403, onward=onward)
    with services.database.write() as work:
        token = work.accounts.open_session(account.id, moment)
    response = RedirectResponse(local_path(onward) if onward else visit.url("intake"), status_code=303)
    response.set_cookie(forms.SESSION_COOKIE, token, httponly=True, samesite="lax", secure=visit.secure)
    response.delete_cookie(forms.FORM_COOKIE, httponly=True, samesite="lax", secure=visit.secure)
    return response


def sign_out(visit: Visit) -> Response:
    """End the session."""
    with visit.services.database.write() as work:
        work.accounts.close_session(visit.request.cookies.get(forms.SESSION_COOKIE, ""))
    response = visit.to("home")
    response.delete_cookie(forms.SESSION_COOKIE, httponly=True, samesite="lax", secure=visit.secure)
    response.headers["cache-control"] = "no-store"
    return response


def own_password(visit: Visit) -> Response:
    """The form for one's own new password."""
    return page(visit, "staff/own_password.html", said="")


def change_password(visit: Visit) -> Response:
    """Change one's own password: the old one is asked for, all sessions end, also this one."""
    account, form = visit.account, visit.form
    if account is None:
        return visit.to("sign-in")
    said = "" if form.raw("new") == form.raw("again") else visit.t("password.differ")
    if not said:
        try:
            moment = visit.services.clock.now()
            known = sign_in(visit.services.database, account.name, form.raw("old"), moment).account
            if known is not None:
                with visit.services.database.write() as work:
                    work.accounts.set_password(account.id, form.raw("new"), actor=account.name)
            said = "" if known else visit.t("password.wrong")
        except VecheError as error:
            said = str(error)
    if said:
        return page(visit, "staff/own_password.html", status=400, said=said)
    return visit.to("sign-in", ask={"done": "password"})
