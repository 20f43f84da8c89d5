"""Who wrote an article (ГОСТ Р 7.0.100-2018): the heading by the first author, then all behind a stroke.

One to three authors make a heading; four stand behind the stroke alone; of five and more the first three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.persons import Person, read_person
from language.wording import NBSP

_BETWEEN = re.compile(r"\s*(?:;|\sи\s|,)\s*")
_MOST_IN_HEADING, _MOST_NAMED, _NAMED_OF_MANY = 3, 4, 3


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers for a text.

    Attributes:
        heading: «Иванов, П. С.», or "".
        statement: «П. С. Иванов, О. Петрова», «подготовила О. Петрова», or "".
    """

    heading: str
    statement: str


def responsibility(author: str) -> Responsibility:
    """Read what a clipping says of its authors; what is not a list of names is printed as it stands."""
    told = " ".join(author.split()).rstrip(";, ")
    if not told:
        return Responsibility("", "")
    people = _people(told)
    if not people:
        return Responsibility("", told)
    names = [f"{_spaced(one.initials)}{NBSP}{one.surname}" for one in people]
    if len(people) > _MOST_NAMED:
        return Responsibility("", f"{', '.join(names[:_NAMED_OF_MANY])} [и{NBSP}др.]")
    first = people[0]
    heading = f"{first.surname}, {_spaced(first.initials)}" if len(people) <= _MOST_IN_HEADING else ""
    return Responsibility(heading, ", ".join(names))


def names_of(author: str) -> list[str]:
    """The persons of a list of names for an index: «Иванов, П. С.»; none where it is no list of names."""
    return [
        f"{one.surname}, {_spaced(one.initials)}" for one in _people(" ".join(author.split()).rstrip(";, "))
    ]


def _spaced(initials: str) -> str:
    return initials.replace(" ", NBSP)


def _people(told: str) -> list[Person]:
    """All names of a list, or none where one of its parts is no name."""
    alone = read_person(told)
    if alone:
        return [alone]
    parts = _BETWEEN.split(told)
    found = [read_person(part) for part in parts]
    if None in found:  # «Иванов, П. С., Петрова, О.»: the comma stands within the names too
        found = [read_person(f"{one} {two}") for one, two in zip(parts[::2], parts[1::2], strict=False)]
        if len(parts) % 2:
            return []
    return [one for one in found if one] if None not in found else []
