from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dossiers.publication import Change, Entry, HeldFile, Publication, Section, from_json, numbered, to_json

words = st.text(max_size=12)
files = st.builds(HeldFile, words, words, st.integers(0, 1 << 40), words, words)
entries = st.builds(
    Entry,
    position=st.integers(1, 9),
    record=st.integers(1, 9),
    record_class=st.sampled_from(["act", "press"]),
    title=words,
    number=words,
    categories=st.lists(words, max_size=2).map(tuple),
    text=st.none() | st.integers(1, 9),
    files=st.lists(files, max_size=2).map(tuple),
)
sections = st.builds(Section, words, words, st.lists(entries, max_size=3).map(tuple))
publications = st.builds(
    Publication,
    kind=st.just("dossier"),
    title=words,
    library=words,
    as_of=st.just("2024-03-05"),
    moment=st.just("2024-03-05T10:00:00Z"),
    sections=st.lists(sections, max_size=3).map(tuple),
    changes=st.lists(st.builds(Change, words, st.integers(1, 9), words), max_size=2).map(tuple),
)


@given(publications)
def test_a_publication_comes_back_from_its_canonical_form(publication: Publication) -> None:
    assert from_json(to_json(publication)) == publication
    assert to_json(from_json(to_json(publication))) == to_json(publication)


@given(publications)
def test_entries_are_numbered_through_all_sections(publication: Publication) -> None:
    positions = [entry.position for entry in numbered(publication).entries]
    assert positions == list(range(1, len(positions) + 1))


@given(publications, words)
def test_the_code_is_of_the_content_alone(publication: Publication, title: str) -> None:
    code = publication.code
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", code)
    assert from_json(to_json(publication)).code == code
    other = replace(publication, title=title)
    assert (other.code == code) == (other == publication)
