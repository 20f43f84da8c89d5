"""How the reader wants to see the site, and the way back to its beginning."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from web.preferences import Display
from web.visit import Visit


def local_path(path: str) -> str:
    """A path of this site to go back to, the first page in place of anything else."""
    if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return "/"


def switch(visit: Visit) -> Response:
    """Turn one preference over and go back."""
    what = str(visit.request.path_params["what"])
    if what not in ("large", "contrast"):
        raise HTTPException(404)
    response = RedirectResponse(local_path(visit.asked.get("back", "/")), status_code=303)
    visit.display.switched(what).keep(response, secure=visit.secure)
    response.headers["cache-control"] = "no-store"
    return response


def start_again(visit: Visit) -> Response:
    """The first page as a new reader finds it: nothing that was typed or chosen stays."""
    response = RedirectResponse(visit.url("home"), status_code=303)
    Display().keep(response, secure=visit.secure)
    response.headers["cache-control"] = "no-store"
    if visit.secure:
        response.headers["clear-site-data"] = '"cache"'
    return response
