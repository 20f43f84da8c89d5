"""A tree evaluated over arrays: which documents, how well (BM25), and whether with all words.

BM25 with k1 = 1.2 and b = 0.75 (Robertson, Zaragoza 2009). A word is found by its lemma or its stem and is
scored by both and by its first letters; a term that has neither counts for all. In a loose query a document
is a hit with all content words, or with at least a third of the query's weight, which is the sum of the
inverse document frequencies of its words. Of a long query (a whole title, a question) two thirds of the
weight with all its figures stand for all words: the one right act often lacks a word that some long act has
by chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from search.trees import Both, Either, Loose, Node, Phrase, Prefix, Without, Word
from search.whoosh_engine.inversion import HEADS, OWN, STEMS, TITLES, WORDS
from search.whoosh_engine.postings import Ints
from search.whoosh_engine.view import K1, Mask, Postings, View

LEMMA_SHARE, STEM_SHARE, HEAD_SHARE = 0.25, 0.25, 0.5
TITLE_SHARE = 0.2
WHOLE_TITLE = 1.0
LEADING, LEAD_SHARE = 2, 1.0  # words of a title, with its preposition
OWN_BOOST = 2.0
BOOST_SHARE = 0.5
ENOUGH = 1 / 3
LONG = 4
SLACK = 1 / 3
ASIDE_SHARE = 0.5
_TINY = 1e-6

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """What a node finds over all documents of a view.

    Attributes:
        mask: which documents.
        scores: of each, 0 where it says nothing.
        weight: how much the node weighs in a query (idf).
        titled: which documents have it in their title, or are of the kind that it names; None where titles
            were not asked.
        leading: which documents have it at the beginning of their title.
    """

    mask: Mask
    scores: Scores
    weight: float
    titled: Mask | None = None
    leading: Mask | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """The hits of a whole query.

    Attributes:
        mask: all hits.
        whole: those with all content words.
        scores: of all documents.
        missing: content words that no visible document holds.
    """

    mask: Mask
    whole: Mask
    scores: Scores
    missing: tuple[str, ...]


def idf(view: View, holding: int) -> float:
    """Inverse document frequency, positive also for words in most documents."""
    return math.log(1 + (view.count - holding + 0.5) / (holding + 0.5))


class Evaluator:
    """Evaluates trees over one view."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._norm = view.norm
        self.missing: list[str] = []

    def match(self, tree: Node) -> Matched:
        """The hits of a tree."""
        if isinstance(tree, Loose):
            return self._loose(tree)
        found = self._find(tree)
        mask = found.mask & self._view.visible
        return Matched(mask, mask, found.scores, tuple(self.missing))

    def _find(self, node: Node) -> Found:
        if isinstance(node, Word):
            return self._word(node)
        if isinstance(node, Phrase):
            return self._phrase(node)
        if isinstance(node, Prefix):
            return self._prefix(node)
        return self._compose(node)

    def _compose(self, node: Node) -> Found:
        if isinstance(node, Both | Either):
            parts = [self._find(part) for part in node.parts]
            meet = np.logical_and if isinstance(node, Both) else np.logical_or
            mask = reduce(meet, [part.mask for part in parts])
            return Found(mask, _total([part.scores for part in parts]), sum(part.weight for part in parts))
        if isinstance(node, Without):
            return Found(~self._excluded(node.part), self._nothing(), 0.0)
        if isinstance(node, Loose):
            matched = self._loose(node)
            return Found(matched.mask, matched.scores, 0.0)
        return Found(np.ones(self._view.size, np.bool_), self._nothing(), 0.0)

    def _excluded(self, node: Node) -> Mask:
        """What a part finds that is not wanted; that it finds nothing is no loss."""
        missing = len(self.missing)
        mask = self._find(node).mask
        del self.missing[missing:]
        return mask

    def _nothing(self) -> Scores:
        return np.zeros(self._view.size, np.float32)

    def _loose(self, query: Loose) -> Matched:
        required = [self._find(part) for part in query.required]
        allowed = self._view.visible.copy()
        for part in required:
            allowed &= part.mask
        for node in query.excluded:
            allowed &= ~self._excluded(node)
        wanted = [self._find(node) for node in query.wanted]
        scores = _total([self._nothing(), *(part.scores for part in (*required, *wanted))])
        for node in query.asides:
            scores += np.float32(ASIDE_SHARE) * self._find(node).scores
        self._raise_titles(scores, [*required, *wanted])
        held = np.full(self._view.size, sum(part.weight for part in required), np.float32)
        for part in wanted:
            held += np.float32(part.weight) * part.mask
        total = sum(part.weight for part in (*required, *wanted))
        slack = SLACK if len(wanted) >= LONG else 0.0
        whole = allowed & (held >= total * (1 - slack) - _TINY)
        for node, part in zip(query.wanted, wanted, strict=True):
            if any(map(str.isdigit, node.text)):
                whole &= part.mask
        mask = whole | (allowed & (held >= total * ENOUGH - _TINY) & (held > 0))
        return Matched(mask, whole, scores, tuple(self.missing))

    def _word(self, word: Word) -> Found:
        view = self._view
        mask = np.zeros(view.size, np.bool_)
        scores = self._nothing()
        lemma_share = LEMMA_SHARE if word.stems else LEMMA_SHARE + STEM_SHARE + HEAD_SHARE
        for field, given, share in ((WORDS, word.words, lemma_share), (STEMS, word.stems, STEM_SHARE)):
            for term in given:
                postings = view.postings(field, term)
                mask[postings.documents] = True
                self._add(scores, postings, share)
        for term in word.heads:
            self._add(scores, view.postings(HEADS, term), HEAD_SHARE)
        titled, leading = self._titles(scores, word)
        if word.together:
            mask |= self._together(word.together)
        count = int(np.count_nonzero(mask))
        if not count and word.content:
            self.missing.append(word.text)
        self._raise(scores, word)
        return Found(mask, scores, idf(view, count) if word.content else 0.0, titled, leading)

    def _titles(self, scores: Scores, word: Word) -> tuple[Mask, Mask]:
        """Which titles hold a word, and which begin with it; its share of the scores is added."""
        view, kinds = self._view, self._view.columns.kinds
        titled, leading = np.zeros(view.size, np.bool_), np.zeros(view.size, np.bool_)
        for term in word.words:
            in_titles = view.postings(TITLES, term)
            if len(in_titles):
                self._add_title(scores, in_titles)
                titled[in_titles.documents] = True
                places = view.places(WORDS, term)
                leading[places[(places & 0xFFFFFFFF) < LEADING] >> 32] = True
            if term in kinds.names:
                titled |= kinds.codes == kinds.names.index(term)
        return titled, leading & titled

    def _raise_titles(self, scores: Scores, parts: Sequence[Found]) -> None:
        """Raise titles with all content words: the more, the less else they say and if they begin so."""
        content = [part for part in parts if part.weight and part.titled is not None]
        if not content or len(content) < sum(1 for part in parts if part.weight):
            return
        named = np.flatnonzero(reduce(np.logical_and, (part.titled for part in content)))  # type: ignore[arg-type]
        lengths = np.maximum(self._view.columns.title_lengths[named], len(content))
        factor = np.float32(WHOLE_TITLE * sum(part.weight for part in content))
        leading = reduce(np.logical_or, (part.leading for part in content))[named]  # type: ignore[arg-type,index]
        scores[named] += factor * (
            np.float32(0.5) + np.float32(0.5 * len(content)) / lengths + np.float32(LEAD_SHARE) * leading
        )

    def _together(self, given: Sequence[str]) -> Mask:
        masks = []
        for term in given:
            mask = np.zeros(self._view.size, np.bool_)
            mask[self._view.postings(WORDS, term).documents] = True
            masks.append(mask)
        return reduce(np.logical_and, masks)

    def _raise(self, scores: Scores, word: Word) -> None:
        """A document that bears the number or the day itself stands above those that speak of it."""
        for term in word.boosts:
            self._add(scores, self._view.postings(WORDS, term), BOOST_SHARE)
        for term in (*word.words, *word.boosts):
            own = self._view.postings(OWN, term) if any(map(str.isdigit, term)) else ()
            if isinstance(own, Postings) and len(own):
                scores[own.documents] += np.float32(OWN_BOOST * idf(self._view, len(own)))

    def _add(self, scores: Scores, postings: Postings, share: float) -> None:
        if len(postings):
            documents, weights = postings.documents, postings.weights
            factor = np.float32(share * idf(self._view, len(postings)) * (K1 + 1))
            scores[documents] += factor * weights / (weights + self._norm[documents])

    def _add_title(self, scores: Scores, postings: Postings) -> None:
        """A short title of the query's words says more than a long one that has them too."""
        if len(postings):
            documents, weights = postings.documents, postings.weights
            factor = np.float32(TITLE_SHARE * idf(self._view, len(postings)) * (K1 + 1))
            scores[documents] += factor * weights / (weights + self._view.title_norm[documents])

    def _phrase(self, phrase: Phrase) -> Found:
        view = self._view
        keys = reduce(_follow, [view.places(WORDS, term) - at for at, term in enumerate(phrase.words)])
        documents = keys >> 32
        starts = np.flatnonzero(np.diff(documents, prepend=-1))
        holding = documents[starts]
        weights = np.diff(starts, append=len(documents)).astype(np.float32)
        mask = np.zeros(view.size, np.bool_)
        mask[holding] = True
        scores = self._nothing()
        self._add(scores, Postings(holding, weights), float(len(phrase.words)))
        return Found(mask, scores, idf(view, len(holding)))

    def _prefix(self, prefix: Prefix) -> Found:
        view = self._view
        mask = np.zeros(view.size, np.bool_)
        weights = self._nothing()
        for field in (WORDS, STEMS):
            for term in view.with_prefix(field, prefix.prefix):
                postings = view.postings(field, term)
                mask[postings.documents] = True
                weights[postings.documents] += postings.weights
        documents = np.flatnonzero(mask)
        if not len(documents):
            self.missing.append(prefix.text)
        scores = self._nothing()
        self._add(scores, Postings(documents, weights[documents] * np.float32(0.5)), 1.0)
        return Found(mask, scores, idf(view, len(documents)))


def _follow(keys: Ints, others: Ints) -> Ints:
    """Keys that both hold; both rise."""
    if len(keys) > len(others):
        keys, others = others, keys
    at = np.searchsorted(others, keys)
    at[at == len(others)] = 0
    return keys[others[at] == keys] if len(others) else keys[:0]


def _total(scores: Sequence[Scores]) -> Scores:
    total = scores[0].copy()
    for one in scores[1:]:
        total += one
    return total
