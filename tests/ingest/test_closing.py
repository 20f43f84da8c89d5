"""Rules of the library by which a document comes in closed."""

from __future__ import annotations

import pytest

from catalog.arrivals import LedgerState
from catalog.errors import VecheError
from catalog.headings import ClosingRule
from catalog.model import Visibility
from ingest.closing import close_held, findings, in_words, look_through, parse_rule
from ingest.reasons import say
from ingest.receipts import receipt
from tests.ingest.stations import CLOCK, Station, decision

PASSPORT = "Выделить помощь Петровой А. С., паспорт 4510 123456, выдан Зареченским РОВД."
OPEN = "Выделить помощь жителям района."


def number_of(home: Station, point: str, number: str = "41/3", name: str = "решение.txt") -> int:
    """Take a decision with a point; the number of its record."""
    row = home.take(home.drop(name, decision(number=number, title=f"О помощи № {number}", point=point)))
    assert row.state is LedgerState.CATALOGUED
    assert row.record is not None
    return row.record


def visibility(home: Station, record: int) -> Visibility:
    """Who may see a record."""
    with home.database.read() as work:
        found = work.records.get(record)
    assert found is not None
    return found.visibility


def test_a_passport_closes_a_document_and_is_written_nowhere_but_in_its_text(home: Station) -> None:
    record = number_of(home, PASSPORT)
    with home.database.read() as work:
        found = work.records.get(record)
        rows = work.ledger.list(limit=10)[0]
        audit = work.audit.of(f"record:{record}")
    assert found is not None
    assert found.visibility is Visibility.STAFF
    assert found.needs_review
    mark = next(mark for mark in found.marks if mark.startswith("closed-by-rule:"))
    _, _, what, page, start = mark.split(":")
    assert (what, page) == ("passport", "1")
    with home.database.read() as work:
        text = work.texts.pages(record)[0]
    assert text[int(start) :].startswith("4510 123456")
    paper = receipt(rows, CLOCK.today(), CLOCK)
    assert "Закрыт по правилу «паспортные данные», страница 1" in paper
    told = repr((found, rows, audit)) + paper
    assert "123456" not in told
    assert "паспортные данные" in audit[0].after


def test_a_document_without_personal_data_comes_in_open(home: Station) -> None:
    assert visibility(home, number_of(home, OPEN)) is Visibility.PUBLIC


def test_what_a_librarian_opens_stays_open_and_loses_the_mark(home: Station) -> None:
    record = number_of(home, PASSPORT)
    with home.database.write() as work:
        work.records.set_visibility(record, Visibility.PUBLIC, actor="Иванова")
        rule = work.closing_rules.all()[0]
        found = work.records.get(record)
        assert found is not None
        assert not found.needs_review
        assert not any(mark.startswith("closed-by-rule") for mark in found.marks)
        looked = look_through(work, rule, None, 5)
        assert (looked.found, looked.opened) == ((), 1)


def test_a_removed_first_rule_does_not_come_back(home: Station) -> None:
    with home.database.write() as work:
        for rule in work.closing_rules.all():
            work.closing_rules.remove(rule.id)
        work.closing_rules.seed()
        assert work.closing_rules.all() == []
    assert visibility(home, number_of(home, PASSPORT)) is Visibility.PUBLIC


def test_a_new_rule_shows_what_it_would_close_and_closes_only_what_is_named(home: Station) -> None:
    first = number_of(home, "Звоните Петровой по номеру 8-902-123-45-67.", "1", "один.txt")
    second = number_of(home, "Звоните Сидоровой по номеру 8-902-765-43-21.", "2", "два.txt")
    number_of(home, OPEN, "3", "три.txt")
    with home.database.write() as work:
        rule = work.closing_rules.add(ClosingRule(pattern="phone"))
        looked = look_through(work, rule, None, 5)
        assert [record for record, _why in looked.found] == [second, first]
        assert (looked.looked, looked.further) == (3, None)
        assert close_held(work, rule, [first], actor="Иванова") == 1
    assert visibility(home, first) is Visibility.STAFF
    assert visibility(home, second) is Visibility.PUBLIC


def test_all_conditions_of_a_rule_have_to_hold() -> None:
    rule = ClosingRule("act", "постановление", "опека над детьми", "passport", 7)
    page = "Назначить опеку\nнад детьми. " + PASSPORT
    told = ("act", "постановление", "Об опеке")
    assert [one.mark for one in findings([rule], told, ["", page])] == ["closed-by-rule:7:passport:2:68"]
    assert findings([rule], ("act", "решение", "Об опеке"), ["", page]) == []
    assert findings([rule], ("press", "постановление", "Об опеке"), ["", page]) == []
    assert findings([rule], told, ["", page.replace("опеку", "опекуна")]) == []
    assert findings([rule], told, ["", page.replace("123456", "12345")]) == []
    assert in_words(rule) == "акты; постановление; слова «опека над детьми»; паспортные данные"


def test_words_are_found_in_any_form_in_the_title_first() -> None:
    rule = ClosingRule(words="усыновлённый ребёнок", id=2)
    assert findings([rule], ("act", "", "Об усыновленных ребёнком"), []) != []
    (found,) = findings([rule], ("act", "", ""), ["О помощи", "список усыновленного ребенка"])
    assert (found.what, found.page, found.start) == ("words", 2, 7)


def test_of_several_documents_of_a_file_only_those_are_closed_that_a_rule_speaks_of(home: Station) -> None:
    both = (
        decision("1/1", title="О первом", point=OPEN)
        + "\n\n"
        + decision("2/1", title="О втором", point=PASSPORT)
    )
    row = home.take(home.drop("сборник.txt", both))
    first = row.record or 0
    assert [visibility(home, one) for one in (first, first + 1)] == [Visibility.PUBLIC, Visibility.STAFF]
    told = say(row.reason_code, row.reason_params)
    assert told.endswith(f"видны только сотрудникам: записи {first + 1}.")


@pytest.mark.parametrize(
    "form",
    [{}, {"class": "act"}, {"words": "— !"}, {"pattern": "fingerprint"}, {"class": "book", "kind": "x"}],
)
def test_a_rule_that_would_close_everything_or_means_nothing_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(VecheError):
        parse_rule(form)


def test_a_copy_with_personal_data_does_not_join_the_open_record_of_the_act(home: Station) -> None:
    open_ = number_of(home, OPEN)
    row = home.take(
        home.drop("скан.txt", decision(title="О помощи № 41/3", point=OPEN) + "\nпаспорт 4510 123456\n")
    )
    assert row.record not in (None, open_)
    assert visibility(home, row.record or 0) is Visibility.STAFF
    assert visibility(home, open_) is Visibility.PUBLIC
