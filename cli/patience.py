"""HTTP whose requests must come whole within a time: a few slow connections cannot hold the site."""

from __future__ import annotations

import asyncio

from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

REQUEST_SECONDS = 60.0


class PatientProtocol(H11Protocol):
    """Closes a connection whose request has begun, or should have, and does not come to its end."""

    _limit: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._watch()

    @override
    def data_received(self, data: bytes) -> None:
        """Take what has come; whatever dribbles in does not begin the time anew."""
        super().data_received(data)
        self._watch()

    @override
    def on_response_complete(self) -> None:
        """Answered: until the next request begins the usual limit of idle connections holds."""
        self._forget()
        super().on_response_complete()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle  # None until the first request
        if cycle is not None and not cycle.response_complete and not cycle.more_body:
            self._forget()  # it is whole; the answer may take what it takes
        elif self._limit is None:
            self._limit = self.loop.call_later(REQUEST_SECONDS, self._close)

    def _forget(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
