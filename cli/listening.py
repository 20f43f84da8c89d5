"""The socket of the site: bound once, before anything is started, and handed to each site child in turn.

Whatever keeps the site from its address is so told at once, in one sentence; and requests that come while a
child is started again wait for it instead of being refused.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Sequence

from catalog.errors import AddressUnavailable
from catalog.system_errors import said_by_system

BACKLOG = 256
_FIRST_FREE_PORT = 1024
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not listened at
_THIS_PC = ("localhost", "127.0.0.1", "[::1]", "::1")


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens; children may inherit it.

    Raises:
        AddressUnavailable: the address is taken, not of this machine, unknown, or not for this user.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise AddressUnavailable(
            f"Сайт не может отвечать по адресу {host}: такого адреса нет.",
            "Впишите в настройку host адрес этого компьютера, 127.0.0.1 или 0.0.0.0.",
        ) from error
    opened = socket.socket(family, kind, protocol)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise _refused(error, host, port) from error
    opened.set_inheritable(True)
    return opened


def _refused(error: OSError, host: str, port: int) -> AddressUnavailable:
    if error.errno == errno.EADDRINUSE:
        return AddressUnavailable(
            f"Порт {port} на {host} занят другой программой: сайт не запущен.",
            "Остановите её или назовите другой порт: veche run --port 8080 (или port в veche.toml).",
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return AddressUnavailable(
            f"Сайт не может отвечать по адресу {host}: у этого компьютера его нет.",
            "Впишите в настройку host адрес этого компьютера, 127.0.0.1 или 0.0.0.0.",
        )
    if error.errno in (errno.EACCES, errno.EPERM) and port < _FIRST_FREE_PORT:
        return AddressUnavailable(
            f"Порт {port} открыт только администратору компьютера: сайт не запущен.",
            "Назовите порт от 1024 и выше: veche run --port 8080 (или port в veche.toml).",
        )
    return AddressUnavailable(f"Сайт не может отвечать по адресу {host}:{port}: {said_by_system(error)}.")


def address_to_open(host: str, port: int, names: Sequence[str]) -> str:
    """The address that people type: where the site listens everywhere, one of the names that it goes by."""
    if host in _EVERYWHERE:
        here = [name for name in names if "*" not in name]
        host = next((name for name in here if name not in _THIS_PC), "127.0.0.1")
    return (
        f"http://[{host}]:{port}/" if ":" in host and not host.startswith("[") else f"http://{host}:{port}/"
    )
