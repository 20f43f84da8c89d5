"""Turns a page, a plain function from a visit to a response, into what Starlette calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from catalog.errors import VecheError
from web.access import Needs, may
from web.forms import Form, read_form
from web.pages import errors
from web.services import Services
from web.visit import Visit, open_visit, stranger

PageFunction = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """One named page of the site.

    Attributes:
        name: by which links find it.
        path: with its parameters.
        show: answers GET, or None.
        take: answers POST with a form, or None.
        needs: the least role.
        plain: machines ask for it: errors are told in JSON, no language stands in its path.
    """

    name: str
    path: str
    show: PageFunction | None = None
    take: PageFunction | None = None
    needs: Needs = Needs.NOBODY
    plain: bool = False

    @property
    def methods(self) -> list[str]:
        """The methods that it answers."""
        return [*(["GET"] if self.show else []), *(["POST"] if self.take else [])]


def endpoint(page: Page, services: Services) -> Endpoint:
    """The endpoint of a page; the page itself runs in a thread, so that it may ask the catalogue."""

    async def answer(request: Request) -> Response:
        request.scope["veche.page"] = page.name
        form = None
        if request.method == "POST":
            form = await read_form(request, services.secret)
        return await run_in_threadpool(_serve, page, request, services, form)

    return answer


def _serve(page: Page, request: Request, services: Services, form: Form | None) -> Response:
    visit = stranger(request, services)
    try:
        visit = open_visit(request, services, form)
        if not may(visit.account, page.needs):
            return errors.not_allowed(visit, plain=page.plain)
        function = page.take if request.method == "POST" else page.show
        if function is None:
            return errors.from_status(visit, 405)
        return function(visit)
    except VecheError as error:
        return errors.from_error(visit, error, plain=page.plain)
    except HTTPException as error:
        return errors.from_status(visit, error.status_code, detail=error.detail, plain=page.plain)
