"""Forms: their tokens against forgery and their fields as plain strings."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

SESSION_COOKIE = "veche_session"
FORM_COOKIE = "veche_form"
TOKEN_FIELD = "token"  # noqa: S105 - the name of a field
_SALT = "veche-form"
_HOURS_24 = 24 * 3600
_MAX_FIELDS = 2000
_MAX_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a sent form."""

    fields: tuple[tuple[str, str], ...]

    def text(self, name: str) -> str:
        """The first value of a field without the blanks around it, or an empty string."""
        return next((value for key, value in self.fields if key == name), "").strip()

    def raw(self, name: str) -> str:
        """The first value of a field as sent (a password may end in a blank)."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(value for key, value in self.fields if key == name)

    def number(self, name: str) -> int:
        """A field that holds a number.

        Raises:
            HTTPException: 400, it does not.
        """
        text = self.text(name)
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise HTTPException(400)
        return int(text)


NO_FORM = Form(())


def _binding(request: Request) -> str:
    secret = request.cookies.get(SESSION_COOKIE) or request.cookies.get(FORM_COOKIE) or ""
    return hashlib.sha256(secret.encode()).hexdigest()[:32] if secret else ""


def new_nonce() -> str:
    """A value for the cookie to which the form of somebody not yet signed in is bound."""
    return secrets.token_urlsafe(24)


def token(request: Request, secret: bytes, nonce: str = "") -> str:
    """A token for a form on this page, bound to the session or to the nonce that goes out with the page."""
    bound = hashlib.sha256(nonce.encode()).hexdigest()[:32] if nonce else _binding(request)
    return URLSafeTimedSerializer(secret, salt=_SALT).dumps(bound)


def _is_genuine(request: Request, sent: str, secret: bytes) -> bool:
    bound = _binding(request)
    if not bound or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    try:
        told = URLSafeTimedSerializer(secret, salt=_SALT).loads(sent, max_age=_HOURS_24)
    except BadSignature:
        return False
    return secrets.compare_digest(str(told), bound)


def _is_form(content_type: str) -> bool:
    """Whether a body is a form in UTF-8, as pages of UTF-8 send it.

    An asker who could name the codec would choose one that takes minutes, or fails.
    """
    kind, parameters = parse_options_header(content_type)
    if kind == b"application/x-www-form-urlencoded":
        return True
    return kind == b"multipart/form-data" and parameters.get(b"charset", b"utf-8").lower() == b"utf-8"


async def read_form(request: Request, secret: bytes) -> Form:
    """Read a sent form and check its token.

    Raises:
        HTTPException: 400 for a body that is no form, 403 for a form that was not filled in on this site.
    """
    if not _is_form(request.headers.get("content-type", "")):
        raise HTTPException(400)
    try:
        data: FormData = await request.form(max_files=0, max_fields=_MAX_FIELDS)
    except ClientDisconnect as error:
        raise HTTPException(400) from error
    form = Form(
        tuple((name, value[:_MAX_LENGTH]) for name, value in data.multi_items() if isinstance(value, str))
    )
    if any("\0" in name or "\0" in value for name, value in form.fields):
        raise HTTPException(400)
    if not _is_genuine(request, form.text(TOKEN_FIELD), secret):
        raise HTTPException(403, "form")
    return form
