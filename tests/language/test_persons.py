"""Names of persons as they sign."""

from __future__ import annotations

import pytest

from language.persons import Person, read_person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("О. Петрова", Person("Петрова", "О.")),
        ("Петрова О.И.", Person("Петрова", "О. И.")),
        ("Петрова, О. И.", Person("Петрова", "О. И.")),
        ("Ольга Петрова", Person("Петрова", "О.")),
        ("Петрова Ольга Ивановна", Person("Петрова", "О. И.")),
        ("Иван Иванович Сидоров", Person("Сидоров", "И. И.")),
        ("Петрова-Ручьёва О. И.", Person("Петрова-Ручьёва", "О. И.")),
    ],
)
def test_surname_and_initials_are_told_in_any_order(text: str, person: Person) -> None:
    assert read_person(text) == person


@pytest.mark.parametrize(
    "text", ["", "Наш корр.", "Собственный Корреспондент", "пресс-служба района", "Петрова", "П. С."]
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert read_person(text) is None
