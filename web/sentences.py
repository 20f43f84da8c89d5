"""The sentences of the site in both languages, read once from ``web/locale``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from language.wording import grouped, plural

LANGUAGES = ("ru", "en")


def _flat(tree: dict[str, Any], above: str = "") -> Iterator[tuple[str, str | dict[str, str]]]:
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, dict) and not {"one", "many"} <= value.keys():
            yield from _flat(value, f"{key}.")
        else:
            yield key, value


class Sentences:
    """Sentences of one language by key; a plural has the forms ``one``, ``few`` and ``many``."""

    def __init__(self, language: str, entries: dict[str, str | dict[str, str]]) -> None:
        self.language = language
        self._entries = entries

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._entries)

    def forms(self, key: str) -> str | dict[str, str]:
        """What stands under a key, unfilled."""
        return self._entries[key]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with its blanks filled; a plural agrees with ``n``."""
        entry = self._entries[key]
        if isinstance(entry, dict):
            number = int(str(values["n"]))
            entry = entry[self._form(number)]
            values["n"] = grouped(number, self.language)
        return entry.format(**values) if values else entry

    def _form(self, number: int) -> str:
        if self.language == "ru":
            return plural(number, "one", "few", "many")
        return "one" if abs(number) == 1 else "many"


@cache
def sentences(language: str) -> Sentences:
    """The sentences of a language."""
    source = files("web").joinpath("locale", f"{language}.toml").read_text("utf-8")
    return Sentences(language, dict(_flat(tomllib.loads(source))))
