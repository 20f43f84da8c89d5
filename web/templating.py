"""Fills the templates: escaped by default, an unknown name is an error, sentences come from the catalogue."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from language.wording import day, grouped, size
from web import forms
from web.presenters.layout import frame
from web.visit import Visit


@cache
def environment() -> Environment:
    """The one environment of the templates."""
    made = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset_version"] = asset_version()
    return made


@cache
def asset_version() -> str:
    """Changes whenever a style sheet or a module of script changes, so that browsers may keep them long."""
    digest = hashlib.sha256()
    root = Path(str(files("web").joinpath("static")))
    for path in sorted(root.rglob("*")):
        if path.suffix in (".css", ".js"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def fill(visit: Visit, template: str, *, current: str = "", token: str = "", **values: object) -> str:
    """The text of a filled template."""
    language = visit.language
    zone = visit.services.clock.zone

    def moment(value: datetime) -> str:
        local = value.astimezone(zone)
        return f"{day(local.date(), language)}, {local:%H:%M}"

    def brief(value: datetime) -> str:
        local = value.astimezone(zone)
        now = visit.services.clock.now().astimezone(zone)
        return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d.%m.%Y %H:%M}"

    def local_day(value: object) -> str:
        if isinstance(value, datetime):
            value = value.astimezone(zone).date()
        return day(value, language) if isinstance(value, date) else ""

    return (
        environment()
        .get_template(template)
        .render(
            frame=frame(visit, current, token),
            t=visit.t,
            url=visit.url,
            day=local_day,
            moment=moment,
            brief=brief,
            grouped=lambda number: grouped(number, language),
            octets=lambda number: size(number, language),
            today=visit.services.clock.today(),
            **values,
        )
    )


def page(visit: Visit, template: str, *, current: str = "", status: int = 200, **values: object) -> Response:
    """A page for readers; signed in, it may hold forms and so carries a token."""
    token = forms.token(visit.request, visit.services.secret) if visit.account else ""
    text = fill(visit, template, current=current, token=token, **values)
    response = HTMLResponse(text, status_code=status)
    response.headers["cache-control"] = "no-store" if visit.account else "no-cache, private"
    response.headers["vary"] = "cookie"
    return response


def form_page(
    visit: Visit, template: str, *, current: str = "", status: int = 200, **values: object
) -> Response:
    """A page with a form for anybody; with it a nonce goes out to those who are not signed in."""
    if visit.account:
        return page(visit, template, current=current, status=status, **values)
    nonce = visit.request.cookies.get(forms.FORM_COOKIE) or forms.new_nonce()  # two tabs share one
    token = forms.token(visit.request, visit.services.secret, nonce)
    response = HTMLResponse(fill(visit, template, current=current, token=token, **values), status_code=status)
    response.headers["cache-control"] = "no-store"
    response.set_cookie(forms.FORM_COOKIE, nonce, httponly=True, samesite="lax", secure=visit.secure)
    return response
