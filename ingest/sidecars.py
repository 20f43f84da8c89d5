"""Description files beside documents: ``NAME.toml`` for one file, ``_описание.toml`` for a folder.

They travel with their documents: what they say is stored as values of the source ``sidecar``, and the
file goes where its document goes. A TOML file that describes nothing is a file like any other. Names may
stand without quotes also where they are Russian, which TOML itself does not allow.
"""

from __future__ import annotations

import re
import stat
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from catalog.model import DATE_FIELDS, FLAG_FIELDS
from catalog.system_errors import said_by_system
from ingest.names import divided, shown
from language.dates import parse_date

FOLDER_FILE = "_описание.toml"
_SUFFIX = ".toml"
_BYTES = 64 << 10
_CHARACTERS = 2000
_KEY_SHOWN = 60
_FAULTS_TOLD = 5
_LARGEST = 10**18
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BARE_KEY = re.compile(r"""^([ \t]*)([^\W\d_][^\n"'=#\[\]]{0,80}?|№)([ \t]*=)""", re.MULTILINE)
_CLASSES = {
    "акт": "act", "акты": "act", "act": "act", "бюджет": "budget", "бюджеты": "budget", "budget": "budget",
    "пресса": "press", "публикация": "press", "press": "press", "факт": "fact", "fact": "fact",
}  # fmt: skip
_VISIBILITIES = {
    "всем": "public", "public": "public", "сотрудникам": "staff", "staff": "staff",
    "закрыто": "held", "никому": "held", "held": "held",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a description file says.

    Attributes:
        values: by requisite, or by ``class``, ``categories`` (slugs joined by «; »), ``visibility``,
            ``held``, ``newspaper``, ``source``.
        faults: sentences on what could not be read, in Russian.
    """

    values: dict[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def is_folder_sidecar(name: str) -> bool:
    """Whether the file describes its folder."""
    return unicodedata.normalize("NFC", name).casefold() == FOLDER_FILE


def is_sidecar_name(name: str) -> bool:
    """Whether the file may describe a neighbour."""
    return name.casefold().endswith(_SUFFIX) and not is_folder_sidecar(name)


class Neighbours:
    """The files of one folder, asked which of them describe others."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        documents = sorted((name for name in self._names if not is_sidecar_name(name)), reverse=True)
        self._by_stem = {divided(name)[0]: name for name in documents if not is_folder_sidecar(name)}

    def described_by(self, name: str) -> str | None:
        """The neighbour that ``name`` describes, or None: «акт.pdf» by «акт.pdf.toml» or «акт.toml»."""
        if not is_sidecar_name(name):
            return None
        target = name[: -len(_SUFFIX)]
        return target if target in self._names else self._by_stem.get(target)

    def descriptions_of(self, name: str) -> list[str]:
        """The neighbours that describe ``name``."""
        candidates = dict.fromkeys((name + _SUFFIX, divided(name)[0] + _SUFFIX))
        return [other for other in candidates if other in self._names and self.described_by(other) == name]

    def is_companion(self, name: str) -> bool:
        """Whether a file describes a neighbour or its folder, and is therefore not taken by itself."""
        return is_folder_sidecar(name) or self.described_by(name) is not None


def sidecar_of(path: Path) -> Path | None:
    """The description file that stands beside a document, or None."""
    if is_sidecar_name(path.name) or is_folder_sidecar(path.name):
        return None
    for name in dict.fromkeys((path.name + _SUFFIX, divided(path.name)[0] + _SUFFIX)):
        if _is_plain(path.with_name(name)):
            return path.with_name(name)
    return None


def read_for(path: Path) -> Sidecar:
    """What is said of a document: its own description over that of its folder."""
    folder = _folder_file(path.parent)
    own = sidecar_of(path)
    parts = [read_sidecar(found) for found in (folder, own) if found]
    values: dict[str, str] = {}
    for part in parts:
        values |= part.values
    return Sidecar(values, tuple(fault for part in parts for fault in part.faults))


def _folder_file(folder: Path) -> Path | None:
    for form in ("NFC", "NFD"):
        found = folder / unicodedata.normalize(form, FOLDER_FILE)
        if _is_plain(found):
            return found
    return None


def _is_plain(path: Path) -> bool:
    """Whether a regular file is there; a name that is too long is not."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def read_sidecar(path: Path) -> Sidecar:
    """Read one description file; what cannot be read is named, the rest is taken."""
    try:
        with path.open("rb") as file:
            raw = file.read(_BYTES + 1)
    except OSError as error:
        return Sidecar(faults=(f"{shown(path.name)}: {said_by_system(error)}",))
    if len(raw) > _BYTES:
        return Sidecar(faults=(f"{shown(path.name)}: описание больше 64 КБ",))
    try:
        table = tomllib.loads(_BARE_KEY.sub(r'\1"\2"\3', _decoded(raw)))
    except (ValueError, RecursionError) as error:  # a number of thousands of figures is a plain ValueError
        return Sidecar(faults=(f"{shown(path.name)}: {_explained(error)}",))
    return _understood(table, shown(path.name))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="replace").replace("\r\n", "\n")


def _explained(error: Exception) -> str:
    place = re.search(r"at line (\d+)", str(error))
    return f"ошибка в строке {place[1]}" if place else "это не TOML"


@cache
def _fields() -> dict[str, str]:
    table: dict[str, list[str]] = tomllib.loads(files("ingest").joinpath("sidecar.toml").read_text("utf-8"))
    return {word: target for target, words in table.items() for word in words}


def _understood(table: dict[str, object], name: str) -> Sidecar:
    values: dict[str, str] = {}
    faults: list[str] = []
    for key, given in table.items():
        target = _fields().get(key.casefold().replace("_", " ").strip()) or _fields().get(key.casefold())
        value = _value(target, given) if target else None
        if target and value:
            values[target] = value
        elif value is None:
            faults.append(f"{name}: непонятно «{_one_line(key)[:_KEY_SHOWN]}»")
    more = len(faults) - _FAULTS_TOLD
    told = faults[:_FAULTS_TOLD] + ([f"{name}: и ещё {more}"] if more > 0 else [])
    return Sidecar(values, tuple(told))


def _value(target: str, given: object) -> str | None:
    """The value as text; "" for one left empty, None for one that cannot be understood."""
    if target == "categories":
        listed = given if isinstance(given, list) else [given]
        return "; ".join(_one_line(item) for item in listed if isinstance(item, str))[:_CHARACTERS]
    if isinstance(given, int) and abs(given) > _LARGEST:
        return None
    if target in FLAG_FIELDS or target == "held":
        return _flag(given)
    if target in DATE_FIELDS:
        return _day(given)
    if not isinstance(given, (str, int, float, date)) or isinstance(given, bool):
        return None
    text = _one_line(str(given))[:_CHARACTERS]
    chosen = {"class": _CLASSES, "visibility": _VISIBILITIES}.get(target)
    return chosen.get(text.casefold()) if chosen else text


def _one_line(text: str) -> str:
    """Without breaks of lines, control characters and marks of direction."""
    return " ".join(_CONTROLS.sub("", text).split())


def _day(given: object) -> str | None:
    if isinstance(given, datetime):
        given = given.date()
    day = given if isinstance(given, date) else parse_date(str(given))
    return day.isoformat() if day else (None if str(given).strip() else "")


def _flag(given: object) -> str | None:
    words = str(given).strip().casefold()
    if words in {"true", "1", "да", "yes"}:
        return "1"
    return "" if words in {"false", "0", "нет", "no", ""} else None
