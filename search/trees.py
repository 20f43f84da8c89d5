"""The tree that a reader's query becomes; engines evaluate it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from search.analysis import Terms
from search.results import Understood


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the query, found by any of its terms.

    Attributes:
        text: as typed.
        words: terms with places, any of which will do.
        stems: stems, any of which will do.
        heads: first letters, which raise a document and are not asked for.
        together: terms that will do if a document holds all of them.
        boosts: terms that raise a document's score and are not asked for.
        content: False for stop and question words: they weigh nothing.
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    boosts: tuple[str, ...] = ()
    content: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side in this order; one term for each."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    text: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Everything:
    """Every record."""


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Everything but the part."""

    part: Node


@dataclass(frozen=True, slots=True)
class Loose:
    """A query without operators: documents with all wanted parts first, then those with enough of the weight.

    Attributes:
        wanted: words and prefixes.
        asides: words in brackets: they raise a document and are not asked for.
        required: phrases, which every hit holds.
        excluded: what no hit holds.
    """

    wanted: tuple[Word | Prefix, ...]
    asides: tuple[Word | Prefix, ...] = ()
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()


Node: TypeAlias = Word | Phrase | Prefix | Everything | Both | Either | Without | Loose


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood.

    Attributes:
        tree: None when nothing is asked for.
        understood: how it was taken.
        suggestions: other queries worth trying, the likeliest first.
        wants_press: whether its words ask for the press.
        unquoted: the query without quotes, worth trying when nothing is found; "" if it has none.
    """

    tree: Node | None
    understood: tuple[Understood, ...] = ()
    suggestions: tuple[str, ...] = ()
    wants_press: bool = False
    unquoted: str = ""


def leaves(node: Node | None) -> list[Word | Phrase | Prefix]:
    """Words, phrases and prefixes that a hit may hold, in order; excluded ones are left out."""
    if isinstance(node, Word | Phrase | Prefix):
        return [node]
    if isinstance(node, Both | Either):
        return [leaf for part in node.parts for leaf in leaves(part)]
    if isinstance(node, Loose):
        return [*node.wanted, *(leaf for part in node.required for leaf in leaves(part))]
    return []


def word_of(text: str, terms: Terms) -> Word:
    """The word that a token of a query becomes."""
    if terms.kind == "compound":
        return Word(text, terms.words[:1], terms.stems[:1], terms.heads[:1], together=terms.words[1:])
    if terms.kind == "number":
        parts = terms.words[1:]
        years = len(parts) == 2 and all(len(part) == 4 and part[:2] in {"18", "19", "20"} for part in parts)
        return Word(text, terms.words[:1], together=parts if years else ())
    return Word(text, (terms.whole,), terms.stems[:1], terms.heads[:1])
