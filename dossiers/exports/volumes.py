"""A large publication in volumes (тома), as archives bind them: by number of documents and amount of text.

A document longer than a volume goes on in the next one. The division rests on the texts alone, so that the
same publication is divided alike wherever it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dossiers.exports.formats import PDF_TYPE, ZIP_TYPE, Shape
from dossiers.publication import Contents, Entry, Publication

MOST_DOCUMENTS = 150
MOST_DESCRIPTIONS = 2_500
MOST_LETTERS = 1_150_000
_LONGEST_PIECE = 200_000
_LETTERS_OF_A_CELL = 40  # what a cell of a table takes to be set, beside its words
_LETTERS_IN_CONTENTS, _LETTERS_IN_INVENTORY = 270, 8 * _LETTERS_OF_A_CELL


@dataclass(frozen=True, slots=True)
class Piece:
    """A page of a text, or a part of one that is too long.

    Attributes:
        page: its number in the original, from 1.
        text: of it.
        begins: whether the page begins here.
    """

    page: int
    text: str
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """What a volume has of a document: pieces from ``first`` up to, not including, ``end``."""

    entry: Entry
    first: int
    end: int

    @property
    def goes_on(self) -> bool:
        """Whether its beginning stands in an earlier volume."""
        return self.first > 0


@dataclass(slots=True)
class _Open:
    """A volume that is being filled."""

    shares: list[Share] = field(default_factory=list)
    letters: int = 0


def pieces(pages: Iterable[str]) -> Iterator[Piece]:
    """Pages of a text, the longest ones cut where a line ends."""
    for number, page in enumerate(pages, 1):
        at = 0
        while len(page) - at > _LONGEST_PIECE:
            cut = max(page.rfind("\n", at, at + _LONGEST_PIECE), at + _LONGEST_PIECE // 2)
            yield Piece(number, page[at:cut], begins=at == 0)
            at = cut
        yield Piece(number, page[at:], begins=at == 0)


def volumes(publication: Publication, contents: Contents) -> tuple[tuple[Share, ...], ...]:
    """What each volume holds; at least one, also for a publication without documents."""
    done: list[tuple[Share, ...]] = []
    most = MOST_DOCUMENTS if publication.texts else MOST_DESCRIPTIONS
    now = _Open(letters=sum(_LETTERS_IN_CONTENTS + len(entry.title) for entry in publication.entries))
    for entry in publication.entries:
        lengths = _lengths(publication, contents, entry)
        first = 0
        for at, length in enumerate(lengths):
            full = now.letters + length > MOST_LETTERS or len(now.shares) >= most
            if full and (now.shares or at > first):
                if at > first:
                    now.shares.append(Share(entry, first, at))
                done.append(tuple(now.shares))
                now, first = _Open(), at
            now.letters += length
        now.shares.append(Share(entry, first, len(lengths)))
    return (*done, tuple(now.shares))


def shape_of(publication: Publication, contents: Contents) -> Shape:
    """One PDF, or a ZIP of several."""
    if len(volumes(publication, contents)) > 1:
        return Shape(".zip", ZIP_TYPE)
    return Shape(".pdf", PDF_TYPE)


def _lengths(publication: Publication, contents: Contents, entry: Entry) -> list[int]:
    """Weights of the pieces of an entry in letters; one without a text has one piece."""
    beside = len(entry.description) + len(entry.annotation) + len(entry.note)
    beside += _LETTERS_IN_INVENTORY + len(entry.title)
    pages = contents.pages(entry) if publication.texts and not entry.withheld else None
    weights = [_weight(piece.text) for piece in pieces(pages or ())] or [0]
    return [weights[0] + beside, *weights[1:]]


def _weight(text: str) -> int:
    return len(text) + _LETTERS_OF_A_CELL * text.count("\t")
