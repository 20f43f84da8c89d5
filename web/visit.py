"""A visit: one request as a page sees it, with who asks, from where, and in which language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.accounts import Account
from web import access
from web.access import Needs
from web.forms import NO_FORM, SESSION_COOKIE, Form
from web.network import is_inside, is_secure
from web.preferences import Display
from web.reminders import NOTHING, Reminders, reminders_of
from web.sentences import LANGUAGES, Sentences, sentences

if TYPE_CHECKING:
    from web.services import Services


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page receives.

    Attributes:
        request: as it came.
        services: what the site works with.
        account: who is signed in, or None.
        language: of the page.
        display: the reader's preferences.
        inside: whether the asker sits in a network of the library's.
        secure: whether the browser speaks HTTPS.
        form: the fields of a sent form; empty for a page that is only asked for.
        reminders: what waits for whoever is signed in.
    """

    request: Request
    services: Services
    account: Account | None
    language: str
    display: Display
    inside: bool
    secure: bool
    form: Form = NO_FORM
    reminders: Reminders = NOTHING

    @property
    def t(self) -> Sentences:
        """The sentences of the visit's language."""
        return sentences(self.language)

    @property
    def asked(self) -> QueryParams:
        """The parameters of the address."""
        return self.request.query_params

    @property
    def actor(self) -> str:
        """The name that the audit keeps."""
        return self.account.name if self.account else ""

    @property
    def visibility(self) -> frozenset[str]:
        """Which records the asker may know of."""
        return access.visibility(self.account)

    def may(self, needs: Needs) -> bool:
        """Whether the asker's role suffices."""
        return access.may(self.account, needs)

    def url(self, name: str, **parts: object) -> str:
        """The path of a named page in the language of the visit."""
        return page_path(self.request, self.language, self.services.settings.language, name, parts)

    def to(self, name: str, *, ask: dict[str, str] | None = None, **parts: object) -> Response:
        """Send the browser on to another page after a form."""
        path = self.url(name, **parts)
        return RedirectResponse(f"{path}?{urlencode(ask)}" if ask else path, status_code=303)


def page_path(request: Request, language: str, usual: str, name: str, parts: dict[str, object]) -> str:
    """The path of a named page; a language other than the usual one stands first in it.

    Raises:
        KeyError: there is no page of this name.
    """
    path, plain = request.app.state.paths[name]
    filled = path.format_map(
        {key: quote(str(value), safe="/" if plain else "") for key, value in parts.items()}
    )
    return str(filled if plain or language == usual else f"/{language}{filled}")


def path_language(path: str, usual: str) -> str:
    """The language that a path names, or the usual one."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else usual


def open_visit(request: Request, services: Services, form: Form | None = None) -> Visit:
    """Find out who asks and from where."""
    token = request.cookies.get(SESSION_COOKIE, "")
    account, reminders = None, NOTHING
    if token:
        with services.database.read() as work:
            account = work.accounts.session(token, services.clock.now())
            reminders = reminders_of(work, account, services.clock.today())
    return replace(_visit(request, services, account, form), reminders=reminders)


def stranger(request: Request, services: Services) -> Visit:
    """A visit that knows nobody, for pages that must not ask the catalogue."""
    return _visit(request, services, None, None)


def _visit(request: Request, services: Services, account: Account | None, form: Form | None) -> Visit:
    settings = services.settings
    return Visit(
        request=request,
        services=services,
        account=account,
        language=path_language(request.url.path, settings.language),
        display=Display.of(request),
        inside=is_inside(request, settings),
        secure=is_secure(request, settings),
        form=form or NO_FORM,
    )
