"""What is said when a page cannot be shown: what happened, what is safe, what to do next."""

from __future__ import annotations

import logging
import secrets

from starlette.responses import JSONResponse, Response

from catalog.errors import (
    AccessDenied,
    Conflict,
    DatabaseUnavailable,
    DiskFull,
    IndexDamaged,
    NotFound,
    QueryRefused,
    TooBusy,
    VecheError,
)
from web.templating import page
from web.visit import Visit

_log = logging.getLogger("veche.web")
_STATUS: tuple[tuple[type[VecheError], int], ...] = (
    (NotFound, 404),
    (Conflict, 409),
    (AccessDenied, 403),
    (QueryRefused, 400),
    (DiskFull, 507),
    (DatabaseUnavailable, 503),
    (IndexDamaged, 503),
    (TooBusy, 503),
)
_TOLD = frozenset({400, 403, 404, 405, 409, 410, 413, 500, 503})


def _show(visit: Visit, status: int, said: str, hint: str, *, plain: bool) -> Response:
    key = status if status in _TOLD else (400 if status < 500 else 500)
    if plain:
        title = visit.t(f"error.{key}.title")
        return JSONResponse({"error": {"status": status, "title": title, "detail": said}}, status_code=status)
    response = page(visit, "error.html", status=status, key=str(key), said=said, hint=hint)
    response.headers["cache-control"] = "no-store"
    return response


def from_status(visit: Visit, status: int, *, detail: str = "", plain: bool = False) -> Response:
    """The page for a status of HTTP; the detail ``form`` is a form that has grown old."""
    said = visit.t("error.old_form") if detail == "form" else ""
    return _show(visit, status, said, "", plain=plain)


def from_error(visit: Visit, error: VecheError, *, plain: bool = False) -> Response:
    """The page for an error that Veche raised on purpose."""
    usual = 400 if type(error) is VecheError else 500  # one of no kind says what was filled in wrongly
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), usual)
    if status >= 500:
        _log.error("page refused: %s", error)
    said = str(error) if visit.language == "ru" else ""
    return _show(visit, status, said, error.hint if said else "", plain=plain)


def not_allowed(visit: Visit, *, plain: bool = False) -> Response:
    """Somebody who is not signed in is asked to sign in; anybody else, and a machine, is told."""
    if plain:
        return from_status(visit, 403, plain=True)
    if visit.account is None and visit.request.method == "GET":
        return visit.to("sign-in", ask={"next": visit.request.url.path})
    return from_status(visit, 403)


def unforeseen(visit: Visit, error: BaseException) -> Response:
    """The page for an error that nobody foresaw; the log holds the details under a short mark."""
    mark = secrets.token_hex(4)
    _log.error("unforeseen %s at %s", mark, visit.request.url.path, exc_info=error)
    response = page(
        visit, "error.html", status=500, key="500", said=visit.t("error.mark", mark=mark), hint=""
    )
    response.headers["cache-control"] = "no-store"
    return response
