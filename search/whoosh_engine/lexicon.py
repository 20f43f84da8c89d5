"""Which words the visible records hold: asked while a query is understood."""

from __future__ import annotations

from language.words import stems_tried
from search.analysis import Terms
from search.whoosh_engine.inversion import STEMS, WORDS
from search.whoosh_engine.slips import one_slip_away
from search.whoosh_engine.view import View

_LONGEST_SLIP = 24
_FEW = 2  # records
_FAR_MORE = 20  # times


class ViewLexicon:
    """The words of the records that an asker may see."""

    def __init__(self, view: View) -> None:
        self._view = view

    def knows(self, given: Terms) -> bool:
        """Whether a record holds the token."""
        words = given.words if given.kind == "word" else given.words[:1]
        if any(self._view.holds(WORDS, term) for term in words):
            return True
        if any(self._view.holds(STEMS, term) for term in given.stems[:1]):
            return True
        return given.kind == "compound" and all(self._view.holds(WORDS, term) for term in given.words[1:])

    def near(self, word: str) -> list[str]:
        """Words held that are a slip away, one for each stem, the most frequent first.

        Those that are next to nothing beside the most frequent one are slips themselves and left out.
        """
        counted = self._near(word)
        return [other for count, other in counted if count * _FAR_MORE > counted[0][0]]

    def likelier(self, word: str, given: Terms) -> list[str]:
        """Words a slip away that are far more frequent than one that next to no record holds."""
        count = self._view.count_with(WORDS, given.whole)
        if count > _FEW:
            return []
        return [other for often, other in self._near(word) if often >= max(count, 1) * _FAR_MORE]

    def _near(self, word: str) -> list[tuple[int, str]]:
        if len(word) > _LONGEST_SLIP:
            return []
        tried = list(one_slip_away(word))
        roots = stems_tried(tried)
        counts = self._view.counts(STEMS, frozenset(roots))
        best = {
            root: (counts[root], other)
            for other, root in zip(reversed(tried), reversed(roots), strict=True)
            if root in counts
        }
        return sorted(best.values(), key=lambda one: (-one[0], one[1]))
