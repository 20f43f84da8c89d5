"""Two texts side by side: paragraph beside paragraph, and in changed ones word beside word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from acts.comparison import compare
from language.paragraphs import unwrapped
from search.analysis import readable

MOST_PARAGRAPHS = 3000
MOST_CHARACTERS = 400_000
_KINDS = {"same": "same", "changed": "changed", "removed": "gone", "added": "come"}
_MOST_WORDS = 1500
_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words of one side, and whether the other side has it not."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: what stands left and right; an empty side has no such paragraph.

    Attributes:
        left: runs of the left text.
        right: of the right one.
        kind: ``same``, ``changed``, ``gone`` or ``come``.
    """

    left: tuple[Run, ...]
    right: tuple[Run, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Paragraphs that are the same on both sides and far from any change."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared.

    Attributes:
        rows: pairs, and folds of pairs that are the same.
        changed: at how many places paragraphs differ.
        gone: how many stand left alone.
        come: how many stand right alone.
        cut: whether a text is too long to be compared whole.
    """

    rows: tuple[Pair | Fold, ...]
    changed: int
    gone: int
    come: int
    cut: bool


def compared(left: Sequence[str], right: Sequence[str]) -> Comparison:
    """Compare two texts by their pages; where lines and pages break makes no difference."""
    one, other = _paragraphs(left), _paragraphs(right)
    cut = max(len(one), len(other)) > MOST_PARAGRAPHS
    pairs = _pairs(one[:MOST_PARAGRAPHS], other[:MOST_PARAGRAPHS])
    kinds = [pair.kind for pair in pairs]
    return Comparison(_folded(pairs), kinds.count("changed"), kinds.count("gone"), kinds.count("come"), cut)


def compared_by_article(left: Sequence[str], right: Sequence[str]) -> Comparison:
    """Compare two editions of one act: an article or point beside its later wording, wherever it stands."""
    cut = any(sum(map(len, pages)) > MOST_CHARACTERS for pages in (left, right))
    one, other = ("\n".join(map(readable, pages))[:MOST_CHARACTERS] for pages in (left, right))
    pairs = [
        Pair(
            tuple(Run(piece.text, piece.fate != "kept") for piece in block.before),
            tuple(Run(piece.text, piece.fate != "kept") for piece in block.after),
            _KINDS[block.change],
        )
        for block in compare(one, other).blocks
    ]
    kinds = [pair.kind for pair in pairs]
    return Comparison(_folded(pairs), kinds.count("changed"), kinds.count("gone"), kinds.count("come"), cut)


def _paragraphs(pages: Sequence[str]) -> list[str]:
    """Paragraphs with single blanks; one that runs on over the end of a page is one."""
    text = unwrapped("\n".join(readable(page).strip() for page in pages))
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]


def _pairs(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    found: list[Pair] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other).get_opcodes():
        if tag == "equal":
            found += [Pair((Run(text, False),), (Run(text, False),), "same") for text in one[a:b]]
        elif tag == "replace" and b - a != d - c:  # the same words may be parted otherwise
            found.append(_pair("\n".join(one[a:b]), "\n".join(other[c:d])))
        else:
            found += [_pair(left, right) for left, right in zip_longest(one[a:b], other[c:d])]
    return found


def _pair(left: str | None, right: str | None) -> Pair:
    if left is None:
        return Pair((), (Run(right or "", True),), "come")
    if right is None:
        return Pair((Run(left, True),), (), "gone")
    words, others = _WORDS.findall(left), _WORDS.findall(right)
    if max(len(words), len(others)) > _MOST_WORDS:
        return Pair((Run(left, True),), (Run(right, True),), "changed")
    runs: tuple[list[Run], list[Run]] = ([], [])
    keys, other_keys = ([word.strip() for word in side] for side in (words, others))
    for tag, a, b, c, d in SequenceMatcher(None, keys, other_keys).get_opcodes():
        for side, part in zip(runs, (words[a:b], others[c:d]), strict=True):
            if part:
                side.append(Run("".join(part), tag != "equal"))
    return Pair(tuple(runs[0]), tuple(runs[1]), "changed")


def _folded(pairs: Sequence[Pair]) -> tuple[Pair | Fold, ...]:
    """Fold away what is the same, but for a paragraph or two around each change."""
    near = {
        at + step
        for at, pair in enumerate(pairs)
        if pair.kind != "same"
        for step in range(-_AROUND, _AROUND + 1)
    }
    rows: list[Pair | Fold] = []
    waiting: list[Pair] = []
    for at, pair in enumerate(pairs):
        if at not in near:
            waiting.append(pair)
            continue
        rows += _fold(waiting)
        waiting = []
        rows.append(pair)
    return (*rows, *_fold(waiting))


def _fold(pairs: Sequence[Pair]) -> list[Pair | Fold]:
    return [Fold(tuple(pairs))] if len(pairs) > _AROUND else list(pairs)
