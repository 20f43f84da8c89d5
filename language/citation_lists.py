"""Lists of acts under one head: «решения от 11.02.2019 № 5/3 «О ...»; от 30.09.2021 № 60/11 «О ...»»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from language.citation_heads import Head
from language.citation_kinds import KindWord
from language.citation_numbers import Core, more_cores
from language.citation_titles import title_at

_BRACKETS = re.compile(r"\s{0,3}\((?:[^()]|\([^()]{0,200}\)){0,1200}\)")
_MOST = 400


@dataclass(frozen=True, slots=True)
class Listed:
    """One act of a list.

    Attributes:
        core: its date and number.
        title: its title, or None.
        end: behind both.
    """

    core: Core
    title: str | None
    end: int


def titled(src: str, core: Core) -> Listed:
    """An act with the title that follows its number."""
    title = title_at(src, core.end)
    return Listed(core, title[0], title[1]) if title else Listed(core, None, core.end)


def read_list(src: str, low: str, word: KindWord, head: Head) -> list[Listed]:
    """The act of a head and those that go on behind it without a kind of their own.

    Args:
        src: the cleaned text.
        low: the same, folded.
        word: the word that names the kind of them all.
        head: what follows it; nothing is listed when it has no date or number.
    """
    if head.core is None:
        return []
    acts = [Listed(head.core, head.title, head.end)]
    plural = any(case.isupper() for case in word.cases)
    while len(acts) < _MOST:
        more = more_cores(src, low, acts[-1].core, _past_brackets(low, acts[-1].end), plural=plural)
        if not more:
            break
        acts += [titled(src, member) for member in more]
    return _dated(acts)


def _past_brackets(low: str, at: int) -> int:
    """Behind «(в ред. ...)», so that a list may go on after it."""
    found = _BRACKETS.match(low, at)
    return found.end() if found else at


def _dated(acts: list[Listed]) -> list[Listed]:
    """«№ 44 и № 45 от 25.12.2012»: the day of the last is that of those before it."""
    day = None
    dated = []
    for act in reversed(acts):
        day = act.core.date or day
        dated.append(replace(act, core=replace(act.core, date=day)))
    return dated[::-1]
