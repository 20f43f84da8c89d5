"""What every request passes before a page sees it: names of the host, size of the body, headers of safety."""

from __future__ import annotations

import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.pages import errors
from web.services import Services
from web.visit import stranger

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
_BIG_TARGET = 8192


_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/\\@?#\[\]]+)(?::[0-9]{1,5})?")


def _host(value: str) -> str:
    """A host without its port; "" for what is none («localhost:80@elsewhere»)."""
    found = _HOST.fullmatch(value.strip().lower())
    return found[1].rstrip(".") if found else ""


def answers_to(host: str, names: tuple[str, ...]) -> bool:
    """Whether the site goes by this name; an address by number is itself."""
    wanted = _host(host)
    for name in names if wanted else ():
        if name == "*" or wanted == _host(name) or wanted == f"[{name.lower()}]":
            return True
        if name.startswith("*.") and wanted.endswith(name[1:].lower()):
            return True
    return False


class BodyTooLargeError(Exception):
    """More came than a request may bring."""


class Guards:
    """The outermost middleware, in plain ASGI so that downloads stream through it."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, pass on, add headers and count."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            refused = self._refusal(scope)
            if refused is not None:
                await refused(scope, receive, send_guarded)
            else:
                await self._pass(scope, receive, send_guarded)
        finally:
            page = scope.get("veche.page", "other")
            self.services.metrics.count(page, status, time.perf_counter() - began)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not answers_to(headers.get("host", ""), self.services.settings.host_names):
            return PlainTextResponse(
                "Сайт не отвечает на это имя. Его называют в настройке host_names.\n", status_code=400
            )
        target = scope.get("raw_path", b"") + b"?" + scope.get("query_string", b"")
        if len(target) > _BIG_TARGET or b"%00" in target:  # no catalogue takes a sign that is none
            return self._page(scope, 400)
        length = headers.get("content-length", "0")
        if (
            not (length.isascii() and length.isdigit() and len(length) < 16)
            or int(length) > self.services.settings.body_limit
        ):
            return self._page(scope, 413)
        return None

    def _page(self, scope: Scope, status: int) -> Response:
        """A page that says why, with a way on."""
        request = Request(scope)
        return errors.from_status(
            stranger(request, self.services), status, plain=request.url.path.startswith("/api/")
        )

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0
        began = False

        async def receive_counted() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > self.services.settings.body_limit:
                    raise BodyTooLargeError
            return message

        async def send_noted(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self.app(scope, receive_counted, send_noted)
        except BodyTooLargeError:
            if not began:
                await self._page(scope, 413)(scope, receive, send)
