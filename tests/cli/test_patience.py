"""Slow connections are closed, whole requests are answered."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from cli import patience
from cli.listening import listening_socket
from cli.patience import PatientProtocol

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


async def _answers(_scope: Scope, receive: Receive, send: Send) -> None:
    while (message := await receive()).get("more_body"):
        pass
    if message["type"] == "http.request":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(patience, "REQUEST_SECONDS", 0.3)
    with listening_socket("127.0.0.1", 0) as opened:
        config = uvicorn.Config(_answers, http=PatientProtocol, log_level="critical", lifespan="off")
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [opened]})
        thread.start()
        yield opened.getsockname()
        running.should_exit = True
        thread.join()


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HT", HEAD, HEAD + b"Content-Length: 9\r\n\r\nabc"],
    ids=["nothing", "line", "head", "body"],
)
def test_a_request_that_does_not_come_to_its_end_is_not_waited_for(
    address: tuple[str, int], begun: bytes
) -> None:
    with socket.create_connection(address, timeout=10) as slow:
        slow.sendall(begun)
        assert slow.recv(100) == b""


def test_a_second_request_on_a_connection_is_waited_for_no_longer(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=10) as slow:
        slow.sendall(HEAD + b"Content-Length: 2\r\n\r\nab")
        answer = b""
        while not answer.endswith(b"ok"):
            answer += slow.recv(1000)
        slow.sendall(b"GET / HT")
        assert slow.recv(100) == b""


def test_what_dribbles_in_does_not_begin_the_time_anew(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=0.05) as slow:
        slow.sendall(HEAD)
        for _ in range(400):
            try:
                slow.sendall(b"X: y\r\n")
                if slow.recv(100) == b"":
                    return
            except TimeoutError:
                continue
            except ConnectionError:
                return
    pytest.fail("the connection stayed open")
