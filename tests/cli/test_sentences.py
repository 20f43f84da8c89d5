"""The program speaks two languages alike."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from cli.sentences import LANGUAGES, catalogue, language, say

CLI = Path(__file__).resolve().parents[2] / "cli"


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences_with_the_same_values() -> None:
    russian, english = (catalogue(name) for name in LANGUAGES)
    assert russian.keys() == english.keys()
    assert {key: fields(text) for key, text in russian.items()} == {
        key: fields(text) for key, text in english.items()
    }


def test_every_sentence_that_the_code_says_is_written() -> None:
    said = set()
    for path in CLI.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    said.add(first.value)
    assert said - catalogue("ru").keys() == set()
    assert len(said) > 40


def test_an_unknown_language_is_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VECHE_LANGUAGE", "de")
    assert language() == "ru"
    monkeypatch.setenv("VECHE_LANGUAGE", "en")
    assert say("stopped") == "Stopped."
