"""The catalogue of sentences: both languages whole, every key used is there."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import web
from catalog.accounts import Role
from catalog.arrivals import LedgerState
from catalog.model import REQUISITE_FIELDS, RecordClass, Status, ValueSource, Visibility
from web.sentences import LANGUAGES, sentences

ROOT = Path(web.__file__).parent
USED = re.compile(r"""\bt\(\s*(f?)["']([^"']+)["'](?:\s*(?:if|~)[^)]*?else\s*["']([^"']+)["'])?""")
TEMPLATE_PARTS: dict[str, list[str]] = {
    "status": list(Status),
    "classes": list(RecordClass),
    "class": list(RecordClass),
    "count": list(RecordClass),
    "ledger": list(LedgerState),
    "role": list(Role),
    "source": list(ValueSource),
    "visibility": list(Visibility),
    "banner": list(Status),
    "field": list(REQUISITE_FIELDS),
    "sort": ["relevance", "newest", "oldest", "title"],
    "error": [
        f"{status}.{part}"
        for status in (400, 403, 404, 405, 409, 410, 413, 500, 503)
        for part in ("title", "said", "next")
    ],
    "intake": [
        "tab_all",
        "tab_working",
        "tab_rejected",
        "tab_duplicate",
        "tab_opened",
        "sort_newest",
        "sort_path",
    ],
}


def keys_used() -> set[str]:
    """Keys that stand whole in templates and modules."""
    found = set()
    for path in [*ROOT.rglob("*.html"), *ROOT.rglob("*.py")]:
        for computed, key, other in USED.findall(path.read_text("utf-8")):
            if not computed and not key.endswith((".", "_")) and "." in key:
                found.add(key)
            if other:
                found.add(other)
    return found


def blanks(entry: str | dict[str, str]) -> set[str]:
    """The names of the blanks of a sentence in all its forms."""
    forms = entry.values() if isinstance(entry, dict) else [entry]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


FORMATS_AND_PROGRAMS = {"PDF", "DOCX", "EPUB", "HTML", "ZIP", "XLSX", "RIS", "Word", "Zotero", "Windows"}


def test_both_languages_have_the_same_keys() -> None:
    assert sentences("ru").keys() == sentences("en").keys()


def test_every_key_that_is_used_is_there() -> None:
    used = keys_used()
    assert len(used) > 200
    assert used <= sentences("ru").keys()


@pytest.mark.parametrize("prefix", TEMPLATE_PARTS)
def test_every_value_that_is_put_behind_a_prefix_has_its_sentence(prefix: str) -> None:
    missing = [part for part in TEMPLATE_PARTS[prefix] if f"{prefix}.{part}" not in sentences("ru")]
    assert missing == []


def test_both_languages_fill_the_same_blanks() -> None:
    russian, english = sentences("ru"), sentences("en")
    differing = [key for key in russian.keys() if blanks(russian.forms(key)) != blanks(english.forms(key))]  # noqa: SIM118
    assert differing == []


def test_russian_plurals_have_three_forms_and_english_ones_two() -> None:
    for language, forms in (("ru", {"one", "few", "many"}), ("en", {"one", "many"})):
        told = sentences(language)
        for key in told.keys():  # noqa: SIM118
            entry = told.forms(key)
            if isinstance(entry, dict):
                assert set(entry) == forms, (language, key)


def test_numbers_agree_with_their_nouns() -> None:
    told = sentences("ru")
    assert [told("count.act", n=n) for n in (1, 2, 5, 11, 21, 112)] == [
        "1 акт",
        "2 акта",
        "5 актов",
        "11 актов",
        "21 акт",
        "112 актов",
    ]
    assert [sentences("en")("count.act", n=n) for n in (1, 2)] == ["1 act", "2 acts"]


def test_russian_pages_have_no_english_words() -> None:
    told = sentences("ru")
    allowed = {
        "English",
        "Atom",
        "SHA",
        "CSV",
        "Ctrl",
        "Enter",
        "Alt",
        "Shift",
        "P",
        "pp",
        "roads",
    } | FORMATS_AND_PROGRAMS
    for key in told.keys():  # noqa: SIM118
        entry = told.forms(key)
        for form in entry.values() if isinstance(entry, dict) else [entry]:
            words = set(re.findall(r"[A-Za-z]+", re.sub(r"\{\w+\}", "", form)))
            assert words <= allowed, (key, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shouts_or_begs(language: str) -> None:
    told = sentences(language)
    for key in told.keys():  # noqa: SIM118
        entry = told.forms(key)
        for form in entry.values() if isinstance(entry, dict) else [entry]:
            assert "!" not in form
            assert "ожалуйста" not in form
            assert "lease " not in form.replace("release ", "")


def test_acts_have_a_status_and_files_and_orders_a_state() -> None:
    of_acts = ("facet.", "status.", "banner.", "results.", "issue.", "changes.", "selecting.")
    for language, word in (
        ("ru", re.compile("состояни", re.IGNORECASE)),
        ("en", re.compile(r"\bstates?\b", re.IGNORECASE)),
    ):
        told = sentences(language)
        wrong = [
            key
            for key in sorted(told.keys())
            if key.startswith(of_acts) and word.search(str(told.forms(key)))
        ]
        assert wrong == []
    assert sentences("ru")("facet.status") == "Статус"
    assert sentences("ru")("intake.state") == sentences("ru")("ordering.state") == "Состояние"
