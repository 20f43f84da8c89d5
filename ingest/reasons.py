"""Reason codes in the words of a librarian: what happened and what to do, from ``reasons.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from language.wording import NBSP, counted, plural, size

_DECIDING = ("limit", "what", "kind")
_SUMMED_UP = frozenset({"opened", "letter"})
_CLOSED_SOME = "closed-some"
_COUNTED = {
    "acts": (("акт", "акта", "актов"), "acts"),
    "articles": (("статья", "статьи", "статей"), "articles"),
}


@dataclass(frozen=True, slots=True)
class _Sentences:
    reasons: dict[str, dict[str, str]]
    notes: dict[str, dict[str, str]]
    formats: dict[str, str]


@cache
def _sentences() -> _Sentences:
    table = tomllib.loads(files("ingest").joinpath("reasons.toml").read_text("utf-8"))
    return _Sentences(table["reason"], table["note"], table["format"])


def known_reasons() -> frozenset[str]:
    """The codes that have a sentence of their own."""
    return frozenset(code for code in _sentences().reasons if "/" not in code)


def known_notes() -> frozenset[str]:
    """The codes of notes that have a sentence."""
    return frozenset(_sentences().notes)


def say(code: str, params: Mapping[str, str] | None = None, language: str = "ru") -> str:
    """The sentence for a reason code; ``""`` for no code, a general sentence for an unknown one.

    Args:
        code: as in the ledger (``over-limit``).
        params: its parameters; the one named ``limit``, ``what`` or ``kind`` chooses a finer sentence.
        language: ``ru`` or ``en``.
    """
    if not code:
        return ""
    given = dict(params or {})
    if code in _SUMMED_UP:
        given["summary"] = summary(given, language)
    reasons = _sentences().reasons
    finer = (f"{code}/{given[name]}" for name in _DECIDING if name in given)
    found = next((reasons[key] for key in finer if key in reasons), None) or reasons.get(code)
    if found is None:
        found, given = reasons["failed"], {"detail": code}
    told = _filled(found[language], given, language)
    if "closed" in given and code != _CLOSED_SOME:
        told += " " + say(_CLOSED_SOME, {"closed": given["closed"]}, language)
    return told


def say_note(note: str, language: str = "ru") -> str:
    """The sentence for a note of an extractor (``truncated:pages``); an unknown one is given back.

    Notes of pages have another sentence for a single one.
    """
    code, _, value = note.partition(":")
    found = _sentences().notes.get(code)
    if not found:
        return note
    one = found.get(f"{language}_one") if value.isdigit() else None
    return _filled(one or found[language], {"value": value}, language)


def format_name(media_type: str) -> str:
    """What people call a media type («DOCX»), or "" where they have no name for it."""
    return _sentences().formats.get(media_type, "")


def named_formats() -> frozenset[str]:
    """Media types that people have a name for."""
    return frozenset(_sentences().formats)


def _filled(sentence: str, params: dict[str, str], language: str) -> str:
    if not format_name(params.get("format", "")):
        sentence = sentence.replace(" ({format})", "")
    values = {}
    for _, name, _, _ in Formatter().parse(sentence):
        if name:
            values[name] = _shown(name, params, language)
    return sentence.format_map(values)


def _shown(name: str, params: dict[str, str], language: str) -> str:
    value = params.get(name, "")
    if name == "format":
        return format_name(value)
    if name in _COUNTED and value.isdigit():
        russian, english = _COUNTED[name]
        told = counted(int(value), *russian) if language == "ru" else f"{value} {english}"
        return told.replace(NBSP, " ")
    if name == "value" and "limit" in params:
        return _amount(params["limit"], value, language)
    return value


def _amount(limit: str, value: str, language: str) -> str:
    """A limit with its unit; what is not a plain number is shown as it came."""
    if not value.isdigit():
        return value
    number = int(value)
    if limit in {"cpu", "wall"}:
        return f"{number}{NBSP}{'с' if language == 'ru' else 's'}"
    if limit in {"memory", "unpacked", "file-size"}:
        octets = number if number > 1 << 20 else number << 20
        return size(octets, language)
    return value


def summary(params: Mapping[str, str], language: str = "ru") -> str:
    """What an archive held: «7 файлов: 6 новых, 1 уже есть»; in English «7 files: 6 new, 1 known»."""
    count = {name: int(params.get(name, "0")) for name in ("files", "new", "known", "rejected")}
    if not count["files"]:
        return "В архиве нет файлов" if language == "ru" else "No files in the archive"
    if language == "ru":
        total = counted(count["files"], "файл", "файла", "файлов")
        parts = [
            f"{count['new']} {plural(count['new'], 'новый', 'новых', 'новых')}",
            f"{count['known']} уже есть",
            f"{count['rejected']} не {plural(count['rejected'], 'принят', 'приняты', 'принято')}",
        ]
    else:
        total = f"{count['files']} {'file' if count['files'] == 1 else 'files'}"
        parts = [f"{count['new']} new", f"{count['known']} known", f"{count['rejected']} not taken"]
    named = [part for part, name in zip(parts, ("new", "known", "rejected"), strict=True) if count[name]]
    return f"{total}: {', '.join(named)}".replace(NBSP, " ")
