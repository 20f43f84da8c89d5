"""The site's address: what stands in its way is said before anything is started."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from catalog.errors import AddressUnavailable
from cli.exits import ExitCode
from cli.listening import address_to_open, listening_socket
from tests.cli.programs import Program


def test_a_free_address_is_listened_at() -> None:
    with listening_socket("127.0.0.1", 0) as opened:
        assert opened.get_inheritable()
        with socket.create_connection(opened.getsockname(), timeout=5):
            pass


def test_a_taken_port_is_named() -> None:
    with listening_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnavailable, match=f"Порт {port} на 127.0.0.1 занят") as told:
            listening_socket("127.0.0.1", port)
    assert "--port" in told.value.hint


@pytest.mark.parametrize("host", ["192.0.2.7", "нет.такого.имени.invalid", "a" * 300])
def test_an_address_of_no_use_is_named(host: str) -> None:
    with pytest.raises(AddressUnavailable, match="Сайт не может отвечать по адресу") as told:
        listening_socket(host, 0)
    assert "host" in told.value.hint


@pytest.mark.parametrize(
    ("host", "names", "address"),
    [
        ("127.0.0.1", ("localhost",), "http://127.0.0.1:8000/"),
        ("0.0.0.0", ("localhost", "127.0.0.1", "biblioteka"), "http://biblioteka:8000/"),  # noqa: S104
        ("0.0.0.0", ("localhost", "*.local"), "http://127.0.0.1:8000/"),  # noqa: S104
        ("::", ("[::1]", "192.168.1.10"), "http://192.168.1.10:8000/"),
        ("fd00::1", (), "http://[fd00::1]:8000/"),
    ],
)
def test_the_address_told_is_one_that_can_be_opened(host: str, names: tuple[str, ...], address: str) -> None:
    assert address_to_open(host, 8000, names) == address


@pytest.mark.slow
def test_a_run_on_a_taken_port_ends_at_once_with_a_sentence(tmp_path: Path) -> None:
    with listening_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = Program(tmp_path / "home", {}).run("run", "--port", str(port), timeout=60)
    assert done.returncode == ExitCode.ADDRESS
    assert f"Порт {port}" in done.stderr
    assert "Сайт: http" not in done.stderr
