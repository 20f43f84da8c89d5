"""Settings: ``veche.toml`` of the data home, overridden by ``VECHE_*`` of the environment.

All faults are found at once, each named with its key and what it takes. ``docs/SETTINGS.md`` lists the keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from catalog import setting_values as takes
from catalog.errors import SettingsError
from catalog.home import INTAKE_FOLDERS, sqlite_url
from catalog.setting_values import Kind
from catalog.system_errors import said_by_system

PREFIX = "VECHE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a library may set; every field is a key of ``veche.toml`` and, in capitals, of the environment.

    Attributes:
        database_url: address of the catalogue; SQLite in the home if not given.
        language: of pages and messages, ``ru`` or ``en``.
        time_zone: in which moments are shown.
        library_name: at the head of every page and on paper.
        host: address on which the site listens.
        port: of it.
        host_names: names under which the site is asked for.
        trusted_networks: where text and image of press clippings may be read.
        proxies: networks of proxies whose word on the asker's address is taken.
        intake_acts: folders into which acts are dropped.
        intake_budgets: folders of budgets.
        intake_press: folders of press clippings.
        held_folders: folders below an intake folder whose documents a librarian opens first.
        polling_seconds: look into intake folders so often instead of being told (network shares); 0 is off.
        settle_seconds: how long a file has to stay unchanged before it is taken.
        rescan_seconds: a full look into the intake folders at least so often.
        reserve_mib: room on the disk below which nothing is taken.
        workers: documents read at the same time.
        ocr: whether scans are read.
        memory_mib: memory of one reading.
        wall_seconds: time of one reading.
        rejected_days: how long bytes of refused files are kept.
        backup_reminder_days: after how many days without a backup the staff page says so.
        body_limit: octets of one request at most.
        demo: the collection is invented, and every page says so.
        site_address: under which readers know the site, for links in mail; "" where none is known.
        smtp_host: the server that takes mail; "": mail is laid into ``outbox/`` of the home as files.
        smtp_port: of it; 0 is the usual one of ``smtp_security``.
        smtp_security: ``none``, ``starttls`` or ``tls``.
        smtp_user: name to log in with, or "".
        smtp_password_file: file that holds the password and nothing else, or None.
        mail_from: the address that mail comes from.
        mail_limit_mib: larger files are not attached to a mail, which names their address instead.
        export_days: how long a file made for a reader can be downloaded.
        one_off_days: after how many days what was saved of a record, a search or a period is forgotten.
        order_days: after how many days a settled order forgets who placed it.
    """

    database_url: str
    language: str = "ru"
    time_zone: str = "Europe/Moscow"
    library_name: str = "Муниципальные акты"
    host: str = "127.0.0.1"
    port: int = 8000
    host_names: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    trusted_networks: tuple[str, ...] = (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
    proxies: tuple[str, ...] = ()
    intake_acts: tuple[Path, ...] = ()
    intake_budgets: tuple[Path, ...] = ()
    intake_press: tuple[Path, ...] = ()
    held_folders: tuple[str, ...] = ()
    polling_seconds: float = 0.0
    settle_seconds: float = 2.0
    rescan_seconds: float = 180.0
    reserve_mib: int = 1024
    workers: int = 2
    ocr: bool = True
    memory_mib: int = 1024
    wall_seconds: int = 28
    rejected_days: int = 90
    backup_reminder_days: int = 7
    body_limit: int = 1 << 20
    demo: bool = False
    site_address: str = ""
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    mail_from: str = ""
    mail_limit_mib: int = 10
    export_days: int = 30
    one_off_days: int = 30
    order_days: int = 365

    @property
    def intake_folders(self) -> dict[str, tuple[Path, ...]]:
        """The intake folders by what comes there: ``acts``, ``budgets``, ``press``."""
        return {"acts": self.intake_acts, "budgets": self.intake_budgets, "press": self.intake_press}


KINDS: Mapping[str, Kind] = {
    "database_url": takes.DATABASE,
    "language": takes.one_of("ru", "en"),
    "time_zone": takes.TIME_ZONE,
    "library_name": takes.TEXT,
    "host": takes.HOST,
    "port": takes.whole(1, 65_535),
    "host_names": takes.NAMES,
    "trusted_networks": takes.NETWORKS,
    "proxies": takes.NETWORKS,
    "intake_acts": takes.FOLDERS,
    "intake_budgets": takes.FOLDERS,
    "intake_press": takes.FOLDERS,
    "held_folders": takes.NAMES,
    "polling_seconds": takes.seconds(0, 3600),
    "settle_seconds": takes.seconds(0, 3600),
    "rescan_seconds": takes.seconds(1, 86_400),
    "reserve_mib": takes.whole(0, 1_000_000_000),
    "workers": takes.whole(1, 64),
    "ocr": takes.SWITCH,
    "memory_mib": takes.whole(256, 65_536),
    "wall_seconds": takes.whole(1, 3600),
    "rejected_days": takes.whole(1, 3650),
    "backup_reminder_days": takes.whole(1, 3650),
    "body_limit": takes.whole(1 << 16, 1 << 30),
    "demo": takes.SWITCH,
    "site_address": takes.SITE_ADDRESS,
    "smtp_host": takes.TEXT,
    "smtp_port": takes.whole(1, 65_535),
    "smtp_security": takes.one_of("none", "starttls", "tls"),
    "smtp_user": takes.TEXT,
    "smtp_password_file": takes.FILE,
    "mail_from": takes.MAIL_ADDRESS,
    "mail_limit_mib": takes.whole(1, 1024),
    "export_days": takes.whole(1, 3650),
    "one_off_days": takes.whole(1, 3650),
    "order_days": takes.whole(1, 3650),
}

_TOGETHER = (
    ("smtp_host", "mail_from"),
    ("smtp_user", "smtp_password_file"),
    ("smtp_password_file", "smtp_user"),
)  # the first asks for the second


def load(environ: Mapping[str, str], home: Path) -> Settings:
    """Read and check the settings of a home.

    Args:
        environ: of the process; ``VECHE_PORT=8080`` overrides ``port = 8000``, lists are divided by commas.
        home: the data home; relative folders in its ``veche.toml`` are below it.

    Raises:
        SettingsError: with all faults, one a line.
    """
    faults: list[str] = []
    written = _file(home / "veche.toml", faults)
    given = {key: (f"veche.toml: {key}", value, False) for key, value in written.items()}
    for key in KINDS:
        text = environ.get(PREFIX + key.upper())
        if text is not None and text.strip():
            given[key] = (PREFIX + key.upper(), text.strip(), True)
    values: dict[str, Any] = {}
    for key, (place, value, from_text) in given.items():
        kind = KINDS.get(key)
        if kind is None:
            faults.append(f"{place} — такой настройки нет{_near(key)}.")
            continue
        try:
            values[key] = kind.from_text(value) if from_text else kind.from_toml(value)
        except (ValueError, TypeError, OverflowError):
            faults.append(f"{place} = {_shown(key, value)} — {kind.takes}.")
    if not takes.is_day_or_none(environ.get("VECHE_TODAY", "").strip()):
        faults.append("VECHE_TODAY — день вида 2026-05-20.")
    faults += [
        f"{key} — нужна настройка {other}."
        for key, other in _TOGETHER
        if key in values and other not in given
    ]
    if faults:
        raise SettingsError(
            "Настройки не подходят:\n" + "\n".join(faults), f"Исправьте {home / 'veche.toml'} или окружение."
        )
    return _with_defaults(values, home.absolute())


def _file(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        faults.append("veche.toml — не в кодировке UTF-8.")
    except tomllib.TOMLDecodeError as error:
        faults.append(
            f"veche.toml — не читается ({error}); значения пишутся как ключ = «значение» в кавычках."
        )
    except OSError as error:
        faults.append(f"veche.toml — не открывается: {said_by_system(error)}.")
    return {}


def _with_defaults(values: dict[str, Any], home: Path) -> Settings:
    for name, folder in INTAKE_FOLDERS.items():
        key = f"intake_{name}"
        values[key] = tuple(home / path for path in values.get(key, ())) or (home / "intake" / folder,)
    if "smtp_password_file" in values:
        values["smtp_password_file"] = home / values["smtp_password_file"]
    values["database_url"] = values.get("database_url") or sqlite_url(home / "catalog.sqlite")
    return Settings(**values)


def _near(key: str) -> str:
    close = get_close_matches(key, KINDS, 1)
    return f" (может быть, {close[0]}?)" if close else ""


def _shown(key: str, value: Any) -> str:
    """A value as it is named in a fault; an address may hold a password and is not."""
    return "…" if key == "database_url" else repr(value)


def defaults() -> dict[str, Any]:
    """Key -> value that stands when nothing is given."""
    return {field.name: None if field.default is MISSING else field.default for field in fields(Settings)}
