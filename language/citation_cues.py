"""Words by which a text says what it does to an act, as ``citation_cues.toml`` has them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD_START = r"\b"


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues, compiled; the name of a matched group is the kind of the cue.

    Attributes:
        before: cues that stand before a citation.
        behind: cues that stand behind it.
        gate: parts of words of which every cue behind has one.
    """

    before: re.Pattern[str]
    behind: re.Pattern[str]
    gate: tuple[str, ...]

    def first_behind(self, words: str) -> re.Match[str] | None:
        """The first cue in the words behind a citation."""
        return self.behind.search(words) if any(part in words for part in self.gate) else None


@cache
def cues() -> Cues:
    """The tables, read once."""
    table = tomllib.loads(files("language").joinpath("data", "citation_cues.toml").read_text("utf-8"))
    return Cues(_compiled(table["before"]), _compiled(table["behind"]), tuple(table["gate"]["stems"]))


def _compiled(groups: dict[str, list[str]]) -> re.Pattern[str]:
    named = (
        f"(?P<{name}>{'|'.join(cue.removeprefix(_WORD_START) for cue in listed)})"
        for name, listed in groups.items()
    )
    return re.compile(rf"{_WORD_START}(?:{'|'.join(named)})")
