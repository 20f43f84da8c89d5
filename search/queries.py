"""A reader's query -> tree.

Plain words are a loose query. «…» and "…" are phrases. И, ИЛИ, НЕ, AND, OR, NOT in capitals are operators
when the rest is not all capitals; then brackets group and everything else is asked for strictly. `` -слово``
excludes, a final ``*`` makes a prefix, ``*`` alone is every record. Nothing that is typed is an error: what
makes no sense is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from language.normal import fold
from language.words import question_words, stop_words
from search.analysis import readable, tokens
from search.results import Understood
from search.trees import Both, Either, Everything, Loose, Node, Phrase, Prefix, Query, Without, Word, word_of
from search.understanding import Lexicon, Repaired, Typed, join_numbers, repair, suggest

LONGEST = 1000
MOST_WORDS = 64
MOST_PREFIXES = 8
_DEEPEST = 16
_SHORTEST_PREFIX = 2
_AND, _OR, _NOT = {"И", "AND"}, {"ИЛИ", "OR"}, {"НЕ", "NOT"}
_OPERATORS = _AND | _OR | _NOT
_PRESS = frozenset(
    {"газета", "статья", "публикация", "пресса", "печать", "заметка", "интервью", "журнал", "новость"}
)
_LEXEME = re.compile(
    r"(?P<minus>(?<=\s)-(?=[^\s\-]))?"
    r"(?:[«\"“„](?P<phrase>[^«»\"“”„]*)[»\"”“]|(?P<bracket>[()])|(?P<plain>[^\s()«»\"“”„]+))"
)

_QUOTES = re.compile('[«»"“”„]')

_DEPTH = {"(": 1, ")": -1}

Shape = Literal["phrase", "bracket", "plain", "nothing", "operator", "prefix", "all"]


@dataclass(slots=True)
class _Budget:
    """What a query may still spend."""

    words: int = MOST_WORDS
    prefixes: int = MOST_PREFIXES

    def take_prefix(self) -> bool:
        self.prefixes -= 1
        return self.prefixes >= 0


@dataclass(frozen=True, slots=True)
class _Lexeme:
    shape: Shape
    text: str
    minus: bool
    start: int
    end: int


def parse(query: str, lexicon: Lexicon, today: date, *, literal: bool = False) -> Query:
    """Understand a query.

    Args:
        query: as typed.
        lexicon: knows which words the asker's records hold.
        today: the day from which «прошлый год» is counted.
        literal: take it as typed.
    """
    text = " ".join(readable(query)[:LONGEST].split())
    repaired = Repaired(text) if literal else repair(text, lexicon, today)
    notes = list(repaired.notes)
    if len(query) > LONGEST:
        notes.append(Understood(f"{query[LONGEST : LONGEST + 60]}…", "", "cut"))
    reader = _Reader(repaired.text, lexicon, literal=literal)
    tree = reader.tree()
    if tree is None:
        return Query(None, tuple(notes))
    suggestions = suggest(repaired, reader.seen if isinstance(tree, Loose) else [], lexicon)
    quoted = any(one.shape == "phrase" for one in reader.lexemes)
    return Query(
        tree,
        (*notes, *reader.notes),
        tuple(one for one in dict.fromkeys(suggestions) if one not in {query, repaired.text}),
        any(term in _PRESS for word in reader.seen if word.content for term in word.words),
        " ".join(_QUOTES.sub(" ", repaired.text).split()) if quoted else "",
    )


def _lexemes(text: str) -> Iterator[_Lexeme]:
    budget = _Budget()
    for found in _LEXEME.finditer(text):
        shape: Shape = "plain"
        body = found["plain"] or ""
        if found["phrase"] is not None:
            shape, body = "phrase", found["phrase"]
        elif found["bracket"]:
            shape, body = "bracket", found["bracket"]
        elif body.strip("*") == "" and body:
            shape = "all"
        elif not any(map(str.isalnum, body)):
            shape = "nothing"
        elif body in _OPERATORS:
            shape = "operator"
        elif body.endswith("*") and _prefix(body) and budget.take_prefix():
            shape = "prefix"
        yield _Lexeme(shape, body, found["minus"] is not None, found.start(), found.end())


def _prefix(body: str) -> str:
    """The one word before the star, or "" if there is not just one of some length."""
    found = [token.terms for token in tokens(body)]
    word = fold(body.strip("*").strip(".,;:!?"))
    return word if len(found) == 1 and len(word) >= _SHORTEST_PREFIX else ""


def _boolean(lexemes: Sequence[_Lexeme]) -> bool:
    """Whether the capitals И, ИЛИ, НЕ are meant as operators."""
    if not any(one.shape == "operator" for one in lexemes):
        return False
    rest = "".join(one.text for one in lexemes if one.shape != "operator")
    letters = [letter for letter in rest if letter.isalpha()]
    return any(char.isalnum() for char in rest) and (
        not letters or any(letter.islower() for letter in letters)
    )


class _Reader:
    """Reads the lexemes of one query from left to right."""

    def __init__(self, text: str, lexicon: Lexicon, *, literal: bool) -> None:
        self._text = text
        self._lexicon = lexicon
        self._literal = literal
        self._budget = _Budget()
        self.lexemes = list(_lexemes(text))
        self._boolean = _boolean(self.lexemes)
        self._at = 0
        self.seen: list[Word] = []
        self.notes: list[Understood] = []

    def tree(self) -> Node | None:
        """The whole query."""
        if self._boolean:
            return self._either(0)
        return self._loose()

    def _loose(self) -> Node | None:
        wanted: list[Word | Prefix] = []
        required: list[Node] = []
        excluded: list[Node] = []
        asides: list[Word | Prefix] = []
        every, depth = False, 0
        while self._at < len(self.lexemes):
            one = self.lexemes[self._at]
            if one.shape in {"bracket", "all", "nothing"}:
                self._at += 1
                every |= one.shape == "all"
                depth = max(depth + _DEPTH.get(one.text, 0), 0)
            elif one.minus and (wanted or required or every):
                self._at += 1
                excluded += self._items([one])
            elif one.shape == "phrase":
                self._at += 1
                required += self._items([one])
            else:
                found = [node for node in self._items(self._run()) if isinstance(node, Word | Prefix)]
                (asides if depth else wanted).extend(found)
        if not wanted:
            wanted, asides = asides, []
        content = tuple(one for one in wanted if isinstance(one, Prefix) or one.content)
        if every and not content:
            required.append(Everything())
        if not content and not required:
            # Nothing but stop words: they are all there is to go by.
            content = tuple(replace(one, content=True) for one in wanted if isinstance(one, Word))
        if not content and not required:
            return None
        return Loose(content, tuple(asides), tuple(required), tuple(excluded))

    def _run(self) -> list[_Lexeme]:
        """Plain words in a row: dates and numbers may span them."""
        start = self._at
        while self._at < len(self.lexemes) and self._plain(self.lexemes[self._at], self._at > start):
            self._at += 1
        self._at = max(self._at, start + 1)
        return self.lexemes[start : self._at]

    def _plain(self, one: _Lexeme, later: bool) -> bool:
        if one.shape == "operator" and not self._boolean:
            return True
        return one.shape == "plain" and not (later and one.minus)

    def _items(self, run: Sequence[_Lexeme]) -> list[Node]:
        """The nodes of a phrase, a prefix, or a run of plain words."""
        first = run[0]
        if first.shape == "prefix":
            return [Prefix(first.text, _prefix(first.text))]
        if first.shape == "phrase":
            return self._phrase(first.text)
        begins = first.start + first.minus
        text = self._text[begins : run[-1].end]
        typed = [Typed(text[token.start : token.end], token.terms) for token in tokens(text)]
        if not self._literal:
            typed, notes = join_numbers(typed, self._lexicon)
            self.notes += notes
        words = [self._word(each) for each in typed[: self._budget.words]]
        self._budget.words -= len(words)
        self.seen += words
        return list(words)

    @staticmethod
    def _word(typed: Typed) -> Word:
        folded = fold(typed.text)
        word = word_of(typed.text, typed.terms)
        passed = folded in stop_words() or folded in question_words()
        return replace(word, boosts=typed.boosts, content=not passed)

    def _phrase(self, text: str) -> list[Node]:
        found = [token.terms.whole for token in tokens(text)][: self._budget.words]
        self._budget.words -= len(found)
        if not found:
            return []
        if len(found) == 1:
            token = next(iter(tokens(text)))
            word = word_of(text.strip(), token.terms)
            return [word]
        return [Phrase(text, tuple(found))]

    # Operators: ИЛИ binds least, then И and standing side by side, then НЕ.

    def _either(self, depth: int) -> Node | None:
        parts = [self._both(depth)]
        while self._operator(_OR):
            parts.append(self._both(depth))
        return _joined(Either, parts)

    def _both(self, depth: int) -> Node | None:
        parts: list[Node | None] = []
        while self._at < len(self.lexemes):
            one = self.lexemes[self._at]
            if one.shape == "operator" and one.text in _OR:
                break
            if one.shape == "bracket" and one.text == ")":
                if depth:
                    break
                self._at += 1
            elif not self._operator(_AND):
                parts += self._single(depth)
        return _joined(Both, parts)

    def _single(self, depth: int) -> Sequence[Node | None]:
        denied = False
        while self._operator(_NOT):
            denied = not denied
        if self._at >= len(self.lexemes):
            return []
        one = self.lexemes[self._at]
        if one.shape == "operator":
            return []
        denied ^= one.minus
        found = self._group(depth) if one.shape == "bracket" else self._strict(one, alone=denied)
        return [Without(node) for node in found] if denied else found

    def _group(self, depth: int) -> list[Node]:
        self._at += 1
        if depth >= _DEEPEST:
            return []
        inner = self._either(depth + 1)
        if self._at < len(self.lexemes) and self.lexemes[self._at].text == ")":
            self._at += 1
        return [] if inner is None else [inner]

    def _strict(self, one: _Lexeme, *, alone: bool) -> list[Node]:
        """One item after НЕ or a minus, else a run; stop words are passed over."""
        if one.shape in {"all", "nothing"}:
            self._at += 1
            return [Everything()] if one.shape == "all" else []
        if alone or one.shape in {"phrase", "prefix"}:
            self._at += 1
            return self._items([one])
        found = self._items(self._run())
        kept = [node for node in found if not isinstance(node, Word) or node.content]
        return [Both(tuple(kept))] if len(kept) > 1 else kept

    def _operator(self, names: set[str]) -> bool:
        if self._at < len(self.lexemes):
            one = self.lexemes[self._at]
            if one.shape == "operator" and one.text in names:
                self._at += 1
                return True
        return False


def _joined(kind: type[Both] | type[Either], parts: Sequence[Node | None]) -> Node | None:
    there = tuple(part for part in parts if part is not None)
    if len(there) < 2:
        return there[0] if there else None
    return kind(there)
