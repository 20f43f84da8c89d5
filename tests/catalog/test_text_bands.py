"""Bands of texts, places of words and rules of closing, on both kinds of database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.database import Database
from catalog.errors import NotFound
from catalog.headings import ClosingRule
from catalog.model import PlacedWord, Visibility
from tests.catalog.drafts import act, held, text

WORDS = {1: (PlacedWord("РЕШЕНИЕ", 400, 100, 200, 20, 90), PlacedWord("№ 1", 1, 2, 3, 4, 50))}


def test_texts_with_bands_in_common_are_found_those_with_most_first(database: Database) -> None:
    with database.write() as work:
        first, second, third = work.records.add_many(
            [
                act(text=replace(text("один"), bands=(1, 2, 3, 4))),
                act(text=replace(text("два"), bands=(1, 2, 9, 9)), number=""),
                act(text=text("три")),
            ]
        )
        near = work.bands.near((1, 2, 3, 5), blank=False)
        assert [(one.record, one.bands) for one in near] == [(first, 3), (second, 2)]
        assert [one.record for one in work.bands.near((1, 2, 3, 5), blank=True)] == [second]
        assert [one.record for one in work.bands.near((1, 2, 3, 5), blank=False, least=3)] == [first]
        assert work.bands.near((7, 7, 7, 7), blank=False) == []
        assert work.bands.near((0,), blank=False) == []
        (missing,) = work.bands.missing(0, 10)
        assert work.texts.draft(missing).pages == ("три",)  # type: ignore[union-attr]
        work.bands.put({missing: (1, 2, 3, 5)})
        assert work.bands.missing(0, 10) == []
        assert work.bands.near((1, 2, 3, 5), blank=False)[0].record == third


def test_words_of_pages_keep_their_places_and_go_with_their_text(database: Database) -> None:
    with database.write() as work:
        scan = held(work, b"scan")
        number = work.records.add(act(text=replace(text("РЕШЕНИЕ № 1", sha256=scan), words=WORDS)))
        assert work.texts.words(number, 1) == WORDS[1]
        assert work.texts.words(number, 2) == ()
        (shown,) = work.texts.held([number])
        assert work.texts.draft(shown.id).words == WORDS  # type: ignore[union-attr]
        copy = replace(text("РЕШЕНИЕ № 1", sha256=held(work, b"copy")), words=WORDS)
        work.records.add_original(number, copy, "копия.pdf", "copy")
        one = next(one for one in work.texts.held([number]) if not one.shown)
        fresh = work.texts.put_again(one.id, replace(copy, words={}))
        assert work.texts.draft(one.id) is None
        assert work.texts.words_of(one.id, 1) == work.texts.words_of(fresh, 1) == ()
        assert work.texts.words(number, 1) == WORDS[1]


def test_rules_of_closing_are_kept_once_and_forgotten(database: Database) -> None:
    with database.write() as work:
        assert [rule.pattern for rule in work.closing_rules.all()] == ["passport", "snils"]
        rule = work.closing_rules.add(ClosingRule(kind="постановление", words="опека"))
        assert work.closing_rules.add(ClosingRule(kind="постановление", words="опека")) == rule
        first, second = work.records.add_many([act(kind="постановление"), act(kind="постановление")])
        work.records.add(act(kind="решение"))
        assert work.closing_rules.open_records(rule, None, 5) == [second, first]
        assert work.closing_rules.open_records(rule, second, 5) == [first]
        work.records.close(second, [f"closed-by-rule:{rule.id}"], actor="Иванова", reason="правило")
        closed = work.records.get(second)
        assert closed is not None
        assert (closed.visibility, closed.needs_review) == (Visibility.STAFF, True)
        assert work.closing_rules.open_records(rule, None, 5) == [first]
        work.closing_rules.remove(rule.id)
        with pytest.raises(NotFound):
            work.closing_rules.remove(rule.id)


def test_notes_are_found_by_what_their_keys_begin_with(database: Database) -> None:
    with database.write() as work:
        work.notes.set("reread:2", "Иванова")
        work.notes.set("reread:17", "Петрова")
        work.notes.set("rereading", "нет")
        assert work.notes.starting("reread:") == {"reread:17": "Петрова", "reread:2": "Иванова"}
        work.notes.forget("reread:2")
        assert list(work.notes.starting("reread:")) == ["reread:17"]
