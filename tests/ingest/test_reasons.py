"""Every reason code is said in plain words, in both languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from string import Formatter

import pytest

from extraction.reasons import MemberRefusal, Note, Refusal, Waiting
from ingest.reasons import known_notes, known_reasons, say, say_note

TABLE = tomllib.loads(files("ingest").joinpath("reasons.toml").read_text("utf-8"))


@pytest.mark.parametrize("code", sorted({str(code) for code in (*Refusal, *MemberRefusal, *Waiting)}))
def test_every_code_of_the_extraction_has_a_sentence(code: str) -> None:
    assert code in known_reasons()
    assert say(code, {}).endswith(".")


@pytest.mark.parametrize("note", list(Note))
def test_every_note_of_the_extraction_has_a_sentence(note: str) -> None:
    assert str(note) in known_notes()
    assert say_note(f"{note}:3-5") != f"{note}:3-5"


def test_notes_of_one_page_and_of_several_agree_with_their_number() -> None:
    assert say_note("ocr-turned:1") == "Страница 1 лежала боком или вверх ногами."
    assert say_note("ocr-turned:1-3,7") == "Страницы 1-3,7 лежали боком или вверх ногами."
    assert say_note("ocr-turned:2", "en") == "Page 2 lay on its side or upside down."


def test_both_numbers_of_a_note_name_the_same_parameters() -> None:
    for code, sentences in TABLE["note"].items():
        single = [sentences[name] for name in ("ru_one", "en_one") if name in sentences]
        assert len(single) in (0, 2), code
        assert all("{value}" in one for one in single), code


@pytest.mark.parametrize("section", ["reason", "note"])
def test_both_languages_name_the_same_parameters(section: str) -> None:
    for code, sentences in TABLE[section].items():
        named = {
            language: {name for _, name, _, _ in Formatter().parse(sentences[language]) if name}
            for language in ("ru", "en")
        }
        assert named["ru"] == named["en"], code


@pytest.mark.parametrize(
    "limit", ["memory", "cpu", "wall", "output", "file-size", "entries", "depth", "unpacked"]
)
def test_every_limit_is_named_with_its_value(limit: str) -> None:
    sentence = say("over-limit", {"limit": limit, "value": "2048"})
    assert sentence != say("over-limit")
    assert any(shown in sentence for shown in ("2048", "2\u00a0048", "2,0\u00a0ГБ", "2\u00a0ГБ")), sentence


def test_a_media_type_is_said_as_people_call_it() -> None:
    assert "(PDF)" in say("damaged", {"format": "application/pdf"})
    assert say("damaged", {"format": "application/x-unheard-of"}).startswith(
        "Файл повреждён и не открывается."
    )


def test_an_archive_is_summed_up_in_correct_russian() -> None:
    assert say("opened", {"files": "7", "new": "6", "known": "1"}) == "7 файлов: 6 новых, 1 уже есть"
    assert say("opened", {"files": "1", "new": "1"}) == "1 файл: 1 новый"
    assert say("opened", {"files": "24", "new": "21", "rejected": "3"}) == "24 файла: 21 новый, 3 не приняты"
    assert say("opened", {"files": "0"}) == "В архиве нет файлов"
    assert say("opened", {"files": "2", "new": "1", "known": "1"}, "en") == "2 files: 1 new, 1 known"


def test_an_unknown_code_is_still_a_sentence_and_no_code_is_none() -> None:
    assert "odd-code" in say("odd-code")
    assert say("") == ""
    assert say_note("odd-note:1") == "odd-note:1"
