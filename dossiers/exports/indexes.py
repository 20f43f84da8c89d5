"""Name and subject indexes (указатели) of a publication: they lead to numbers of documents, not to pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dossiers.printable import one_line
from dossiers.publication import Entry, Publication
from dossiers.responsibility import names_of
from language.normal import fold
from language.wording import number_range

NOTE = "Числа — номера документов."


@dataclass(frozen=True, slots=True)
class Index:
    """An index: names or subjects in the order of letters, each with numbers of documents."""

    title: str
    rows: tuple[tuple[str, str], ...]


def indexes(publication: Publication) -> tuple[Index, ...]:
    """The indexes that the publication has matter for; only lists of many documents have any."""
    if publication.kind in {"record", "search"} or len(publication.entries) < 2:
        return ()
    told = (("Именной указатель", _names), ("Предметный указатель", _subjects))
    made = (Index(title, tuple(_rows(publication.entries, terms))) for title, terms in told)
    return tuple(index for index in made if index.rows)


def _names(entry: Entry) -> Iterable[str]:
    return names_of(entry.author)


def _subjects(entry: Entry) -> Iterable[str]:
    return (one_line(label) for label in entry.categories)


def _rows(entries: Iterable[Entry], terms: Callable[[Entry], Iterable[str]]) -> Iterator[tuple[str, str]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for entry in entries:
        for term in dict.fromkeys(terms(entry)):
            if term:
                places[term].append(entry.position)
    for term in sorted(places, key=lambda one: (fold(one), one)):
        yield term, ", ".join(_runs(places[term]))


def _runs(numbers: list[int]) -> Iterator[str]:
    """«1, 3–5»: three and more in a row as a range."""
    breaks = [
        0,
        *(at for at, (one, after) in enumerate(pairwise(numbers), 1) if after != one + 1),
        len(numbers),
    ]
    for start, end in pairwise(breaks):
        run = numbers[start:end]
        if len(run) > 2:
            yield number_range(run[0], run[-1])
        else:
            yield from map(str, run)
