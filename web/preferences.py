"""How a reader wants to see the site: the only thing beside a sign-in that is kept in a cookie."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "veche_display"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Display:
    """Large type and high contrast."""

    large: bool = False
    contrast: bool = False

    @classmethod
    def of(cls, request: HTTPConnection) -> Display:
        """The preferences that a request brings; anything unknown in the cookie is passed over."""
        words = request.cookies.get(COOKIE, "").split("-")
        return cls(large="large" in words, contrast="contrast" in words)

    def switched(self, what: str) -> Display:
        """The same with one preference turned over."""
        if what == "large":
            return replace(self, large=not self.large)
        if what == "contrast":
            return replace(self, contrast=not self.contrast)
        return self

    @property
    def classes(self) -> str:
        """Classes of the root element."""
        return " ".join(name for name, on in (("large", self.large), ("contrast", self.contrast)) if on)

    def keep(self, response: Response, *, secure: bool) -> None:
        """Write the cookie, or take it away when nothing differs from the usual."""
        words = self.classes.replace(" ", "-")
        if words:
            response.set_cookie(COOKIE, words, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)
        else:
            response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=secure)
