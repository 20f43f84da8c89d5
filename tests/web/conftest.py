"""A made district for every test, clients that read and sign in, a server and a browser."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from tests.web.district import PASSWORD, District, close_services, fill, open_services
from web.app import create_app

INSIDE = ("192.168.1.20", 50000)
OUTSIDE = ("203.0.113.9", 50000)
TOKEN = re.compile(r'name="token" value="([^"]+)"')
ClientOf = Callable[..., TestClient]


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, District]:
    """A filled home that nobody has open; tests take copies of it."""
    folder = tmp_path_factory.mktemp("district")
    services = open_services(folder / "home")
    try:
        return folder / "home", fill(services, folder)
    finally:
        close_services(services)


@pytest.fixture
def district(made_home: tuple[Path, District], tmp_path: Path) -> Iterator[District]:
    """A district of the test's own."""
    home, made = made_home
    services = open_services(Path(shutil.copytree(home, tmp_path / "home")))
    yield replace(made, services=services)
    close_services(services)


@pytest.fixture(scope="module")
def shared(made_home: tuple[Path, District], tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A district that the tests of a module only read."""
    home, made = made_home
    services = open_services(Path(shutil.copytree(home, tmp_path_factory.mktemp("shared") / "home")))
    yield replace(made, services=services)
    close_services(services)


def client_of(district: District, *, at: tuple[str, int] = INSIDE, **settings: object) -> TestClient:
    """A browser without cookies at an address."""
    services = replace(district.services, settings=replace(district.services.settings, **settings))  # type: ignore[arg-type]
    return TestClient(create_app(services), client=at, follow_redirects=False)


def staff_of(district: District, name: str, *, at: tuple[str, int] = INSIDE) -> TestClient:
    """A browser in which somebody is signed in, without the slow check of a password."""
    client = client_of(district, at=at)
    with district.services.database.write() as work:
        account = work.accounts.by_name(name)
        assert account is not None
        client.cookies.set("veche_session", work.accounts.open_session(account.id, datetime.now(UTC)))
    return client


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> TestClient:
    """The same browser signed in by the form."""
    answer = send(client, "/staff/sign-in", "/staff/sign-in", name=name, password=password)
    assert answer.status_code == 303, answer.text
    return client


def token_of(page: str) -> str:
    """The token of the first form of a page."""
    found = TOKEN.search(page)
    assert found is not None
    return found.group(1)


def send(client: TestClient, shown_at: str, address: str, /, **fields: object):  # type: ignore[no-untyped-def]
    """Fill in a form of a page and send it."""
    page = client.get(shown_at)
    assert page.status_code == 200, page.status_code
    return client.post(address, data={"token": token_of(page.text), **fields})


def words(page: str) -> str:
    """What a page says, in one line without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()).replace("\u00a0", " ")


@pytest.fixture
def reader(shared: District) -> TestClient:
    """A reader inside the library."""
    return client_of(shared)


@pytest.fixture
def stranger(shared: District) -> TestClient:
    """A reader somewhere in the network."""
    return client_of(shared, at=OUTSIDE)


@pytest.fixture
def librarian(district: District) -> TestClient:
    """A librarian at work in a district of the test's own."""
    return staff_of(district, "Иванова")


@pytest.fixture
def administrator(district: District) -> TestClient:
    """An administrator likewise."""
    return staff_of(district, "Главный")


@pytest.fixture(scope="module")
def server(shared: District) -> Iterator[str]:
    """The address of a running site."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(
            create_app(shared.services), log_level="warning", proxy_headers=False, lifespan="off"
        )
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        listening.listen(64)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        running.should_exit = True
        thread.join()
