"""Two editions of an act compared by article and point, then by word: aligned blocks ready for a page.

Blocks are aligned first by what is the same in both, then by their headings («Статья 7», «2.1.»), then by
likeness of words. Time is bounded: both steps look for the longest common subsequence bit by bit, and words
of blocks too long for that are not compared one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from language.normal import clean, fold

Change = Literal["same", "changed", "added", "removed"]
Fate = Literal["kept", "added", "removed"]
CHANGES: tuple[Change, ...] = ("same", "changed", "added", "removed")

_HEADING = re.compile(
    r"(?:(?:статья|глава|раздел|часть|пункт|подпункт|приложение)\s*(?:№\s*)?(?:\d+(?:[.-]\d+)*|[IVXLC]+)(?!\w)"
    r"|\d{1,3}(?:\.\d{1,3}){0,4}(?:[.)]|(?=\s))|[а-я]\)|[IVXLC]{1,6}\.)",
    re.IGNORECASE,
)
_NEW_BLOCK = re.compile(
    r"(?im)^(?=[ \t]*(?:(?:статья|глава|раздел|приложение)[ \t]|\d{1,3}(?:\.\d{1,3}){0,4}[.)][ \t]"
    r"|[а-я]\)[ \t]))"
)
_TITLED = re.compile(r"(?i:статья|глава|раздел|приложение)\s")
_PARAGRAPH_END = re.compile(r"[.;:!?»\"]\s*$")
_WORDS = re.compile(r"(?:\w+|[^\w\s])\s*")
_TWINS = str.maketrans("«»“”„'–—−ёЁ", '""""""---еЕ')
_PAIRED_FROM = 0.5
_NEXT = 12  # blocks among which the later wording of one is looked for
_MOST = 400_000_000  # words of one text times words of the other
_SHORT = 4  # letters between two changes that are no island of their own


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate."""

    text: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class BlockPair:
    """An article, point or paragraph of both editions side by side.

    Attributes:
        change: what became of it.
        label: its heading («Статья 7», «2.1»), or "".
        before: its words in the former edition, ``kept`` and ``removed``; none if it was added.
        after: in the later one, ``kept`` and ``added``; none if it was removed.
    """

    change: Change
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared.

    Attributes:
        blocks: in the order of the texts.
    """

    blocks: tuple[BlockPair, ...]

    @property
    def counts(self) -> dict[Change, int]:
        """How many blocks there are of each change."""
        counted = Counter(block.change for block in self.blocks)
        return {change: counted[change] for change in CHANGES}

    @property
    def differs(self) -> bool:
        """Whether anything at all is different."""
        return any(block.change != "same" for block in self.blocks)

    def changes(self, around: int = 1) -> tuple[BlockPair | None, ...]:
        """The blocks that differ with some of those around them; None stands for what is left out."""
        wanted = {
            near
            for at, block in enumerate(self.blocks)
            if block.change != "same"
            for near in range(at - around, at + around + 1)
        }
        shown: list[BlockPair | None] = []
        for at, block in enumerate(self.blocks):
            if at in wanted:
                shown.append(block)
            elif not shown or shown[-1] is not None:
                shown.append(None)
        return tuple(shown)


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of one text.

    Attributes:
        text: with single blanks.
        label: its heading as printed, or "".
        place: its heading with those above it: the same places are compared.
        key: by which two blocks are the same: blanks, quotes, ё and look-alike letters do not count.
    """

    text: str
    label: str
    place: str
    key: str


def compare(before: Sequence[str] | str, after: Sequence[str] | str) -> Comparison:
    """Compare two texts, or the pages of two texts.

    Args:
        before: the former edition.
        after: the later one.
    """
    return Comparison(tuple(_aligned(_blocks(before), _blocks(after))))


def compare_words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The words of two blocks: (kept and removed of the former, kept and added of the later)."""
    first, second = _WORDS.findall(before), _WORDS.findall(after)
    if len(first) * len(second) > _MOST:
        return (Piece(before, "removed"),), (Piece(after, "added"),)
    steps = _steps([_word_key(word) for word in first], [_word_key(word) for word in second])
    old: list[Piece] = []
    new: list[Piece] = []
    for at, (same, a, b, c, d) in enumerate(steps):
        words = "".join(first[a:b])
        island = same and 0 < at < len(steps) - 1 and sum(map(str.isalnum, words)) < _SHORT
        kept = same and not island
        _put(old, words, "kept" if kept else "removed")
        _put(new, "".join(second[c:d]), "kept" if kept else "added")
    return tuple(old), tuple(new)


def _put(pieces: list[Piece], text: str, fate: Fate) -> None:
    """Add words to pieces; neighbours of one fate are one piece."""
    if pieces and pieces[-1].fate == fate:
        pieces[-1] = Piece(pieces[-1].text + text, fate)
    elif text:
        pieces.append(Piece(text, fate))


def _steps(first: Sequence[str], second: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """The longest common subsequence as steps: whether it is the same, and where in both."""
    numbers: dict[str, int] = {}
    coded = [[numbers.setdefault(key, len(numbers)) for key in keys] for keys in (first, second)]
    steps: list[tuple[bool, int, int, int, int]] = []
    for code in Indel.opcodes(*coded):
        step = (code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end)
        if steps and not step[0] and not steps[-1][0]:
            step = (False, steps[-1][1], step[2], steps[-1][3], step[4])
            steps.pop()
        steps.append(step)
    return steps


def _blocks(text: Sequence[str] | str) -> list[_Block]:
    whole = text if isinstance(text, str) else "\n".join(text)
    found = []
    above: dict[int, str] = {}
    for paragraph in _paragraphs(whole.replace("\f", "\n")):
        heading = _HEADING.match(paragraph)
        label = heading.group().strip(" .)") if heading else ""
        place = ""
        if label:
            rank = _rank(label)
            above = {level: name for level, name in above.items() if level < rank} | {rank: fold(label)}
            place = " / ".join(above[level] for level in sorted(above))
        found.append(_Block(paragraph, label, place, _key(paragraph)))
    return found


def _paragraphs(text: str) -> Iterator[str]:
    """Lines joined into paragraphs; a new one begins at a heading, a blank line or behind a sentence."""
    for part in re.split(r"\n[ \t]*\n", text):
        for stretch in _NEW_BLOCK.split(part):
            waiting: list[str] = []
            for line in stretch.split("\n"):
                words = " ".join(line.split())
                if waiting and words[:1].isupper() and _TITLED.match(waiting[0]):
                    yield " ".join(waiting)
                    waiting = []
                if words:
                    waiting.append(words)
                if waiting and _PARAGRAPH_END.search(words):
                    yield " ".join(waiting)
                    waiting = []
            if waiting:
                yield " ".join(waiting)


def _rank(label: str) -> int:
    word = fold(label)
    named = ("приложение", "раздел", "глава", "статья", "часть", "пункт", "подпункт")
    for rank, name in enumerate(named):
        if word.startswith(name):
            return rank
    return 7 + label.count(".") if label[0].isdigit() else 20


def _key(text: str) -> str:
    return " ".join(_word_key(word) for word in _WORDS.findall(clean(text)))


def _word_key(word: str) -> str:
    """A word as it is compared: quotes and dashes of all forms are one, and ё is е."""
    return word.strip().translate(_TWINS)


def _aligned(first: Sequence[_Block], second: Sequence[_Block]) -> Iterator[BlockPair]:
    for same, a, b, c, d in _steps([block.key for block in first], [block.key for block in second]):
        if same:
            yield from (_same(one, other) for one, other in zip(first[a:b], second[c:d], strict=True))
        else:
            yield from _replaced(first[a:b], second[c:d])


def _replaced(first: Sequence[_Block], second: Sequence[_Block]) -> Iterator[BlockPair]:
    """Blocks between two that are the same: paired in order by place, else by likeness."""
    at = 0
    for one in first:
        partner = _partner(one, second[at:])
        if partner is None:
            yield BlockPair("removed", one.label, (Piece(one.text, "removed"),), ())
            continue
        yield from (_added(block) for block in second[at : at + partner])
        yield _changed(one, second[at + partner])
        at += partner + 1
    yield from (_added(block) for block in second[at:])


def _partner(one: _Block, others: Sequence[_Block]) -> int | None:
    """Which of the next blocks is the later wording of this one."""
    if one.place:
        found = next((at for at, other in enumerate(others) if other.place == one.place), None)
        if found is not None:
            return found
    words = set(one.key.split())
    best, place = _PAIRED_FROM, None
    for at, other in enumerate(others[:_NEXT]):
        if one.place and other.place and one.place != other.place and at:
            continue  # renumbered ones follow each other; others with a place of their own have their partner
        alike = _alike(words, set(other.key.split()))
        if alike > best:
            best, place = alike, at
    return place


def _alike(first: set[str], second: set[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def _same(one: _Block, other: _Block) -> BlockPair:
    return BlockPair("same", other.label, (Piece(one.text, "kept"),), (Piece(other.text, "kept"),))


def _added(block: _Block) -> BlockPair:
    return BlockPair("added", block.label, (), (Piece(block.text, "added"),))


def _changed(one: _Block, other: _Block) -> BlockPair:
    before, after = compare_words(one.text, other.text)
    return BlockPair("changed", other.label or one.label, before, after)
