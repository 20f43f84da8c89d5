"""The site as one ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Lifespan

from web.guards import HEADERS, Guards
from web.pages import errors
from web.routes import PATHS, all_routes
from web.services import Services
from web.visit import stranger


def create_app(services: Services, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """The site over its services; it opens and closes nothing itself, but what the lifespan does."""

    def told(request: Request, error: Exception) -> Response:
        visit = stranger(request, services)
        if isinstance(error, HTTPException):
            plain = request.url.path.startswith("/api/")
            return errors.from_status(visit, error.status_code, detail=error.detail, plain=plain)
        response = errors.unforeseen(visit, error)
        response.headers.update(HEADERS)  # this one is answered outside of the guards
        return response

    app = Starlette(
        routes=all_routes(services),
        middleware=[Middleware(Guards, services=services)],
        lifespan=lifespan,
        exception_handlers={HTTPException: told, Exception: told},
    )
    app.state.paths = PATHS
    return app
