"""What a setting takes: how it is read from TOML and from the environment, and the words for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_YES = frozenset({"1", "true", "yes", "on", "да"})
_NO = frozenset({"0", "false", "no", "off", "нет"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value; both readers raise ValueError or TypeError for what is none.

    Attributes:
        takes: what it takes, in Russian.
        from_toml: from a value of ``veche.toml``.
        from_text: from a text of the environment.
    """

    takes: str
    from_toml: Callable[[Any], Any]
    from_text: Callable[[str], Any]


def whole(least: int, most: int) -> Kind:
    """A whole number between two."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError
        return value

    return Kind(f"целое число от {least} до {most}", read, lambda text: read(int(text)))


def seconds(least: float, most: float) -> Kind:
    """A number of seconds between two."""

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError
        return float(value)

    takes = f"число секунд от {least:g} до {most:g}"
    return Kind(takes, read, lambda text: read(float(text.replace(",", "."))))


def one_of(*words: str) -> Kind:
    """One of some words."""

    def read(value: Any) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return Kind("одно из: " + ", ".join(words), read, read)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return " ".join(value.split())


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _switch_text(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError
    return text.lower() in _YES


def _zone(value: Any) -> str:
    name = _text(value)
    try:
        return ZoneInfo(name).key
    except (OSError, KeyError) as error:
        raise ValueError from error


def _host(value: Any) -> str:
    name = _text(value)
    return "127.0.0.1" if name == "localhost" else str(ip_address(name.strip("[]")))


def _database(value: Any) -> str:
    from sqlalchemy import make_url  # few libraries name a database, and the supervisor opens none
    from sqlalchemy.exc import ArgumentError

    try:
        driver = make_url(_text(value)).drivername
    except ArgumentError as error:
        raise ValueError from error
    if driver not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise ValueError
    return str(value).strip()


def _list(read: Callable[[Any], Any]) -> tuple[Callable[[Any], Any], Callable[[str], Any]]:
    def from_toml(value: Any) -> tuple[Any, ...]:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            raise TypeError
        return tuple(read(item) for item in value)

    def from_text(text: str) -> tuple[Any, ...]:
        return tuple(read(item) for item in text.split(",") if item.strip())

    return from_toml, from_text


def _network(value: Any) -> str:
    return str(ip_network(_text(value), strict=False))


def _folder(value: Any) -> Path:
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        raise ValueError
    return Path(value.strip()).expanduser()


def _site_address(value: Any) -> str:
    address = urlsplit(_text(value))
    if address.scheme not in ("http", "https") or not address.hostname or address.query or address.fragment:
        raise ValueError
    return address.geturl().rstrip("/")


def _mail_address(value: Any) -> str:
    address = _text(value)
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or not address.isascii() or set(address) & set(' <>,;"'):
        raise ValueError
    return address


def is_day_or_none(text: str) -> bool:
    """Whether a text is empty or a day in ISO form."""
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


TEXT = Kind("непустой текст", _text, _text)
SWITCH = Kind("true или false", _switch, _switch_text)
TIME_ZONE = Kind("часовой пояс, например Europe/Moscow", _zone, _zone)
HOST = Kind("адрес этого компьютера, например 127.0.0.1 или 0.0.0.0", _host, _host)
DATABASE = Kind("sqlite:///ПУТЬ или postgresql+psycopg://ИМЯ@УЗЕЛ/БАЗА", _database, _database)
NAMES = Kind('список имён, например ["один", "два"]', *_list(_text))
NETWORKS = Kind('список сетей, например ["192.168.0.0/16"]', *_list(_network))
FOLDERS = Kind("папка или список папок", *_list(_folder))
FILE = Kind("путь к файлу", _folder, _folder)
SITE_ADDRESS = Kind("адрес сайта, например http://biblioteka.local", _site_address, _site_address)
MAIL_ADDRESS = Kind("адрес почты, например biblioteka@zarechny.example", _mail_address, _mail_address)
