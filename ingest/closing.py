"""Rules of the library that let a document come in closed, and what they say of documents that are held.

A closed document is shown to staff alone until a librarian opens it. What is told of it, in marks, in the
journal and to people, is where something stands and of what sort it is, never the thing itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from catalog.choosing import choose
from catalog.errors import VecheError
from catalog.headings import ClosingRule
from catalog.model import Record, RecordClass, RecordDraft, Visibility
from catalog.stores.record_columns import CLOSED_BY_RULE
from catalog.unit_of_work import UnitOfWork
from language.normal import fold
from language.personal_data import CERTAIN, PersonalKind, find_personal_data
from language.words import lemma, stem, tokens

INTAKE = "intake"
WORDS = "words"
PATTERNS = {
    "": "",
    PersonalKind.PASSPORT: "паспортные данные",
    PersonalKind.SNILS: "СНИЛС",
    PersonalKind.INN: "ИНН гражданина",
    PersonalKind.PHONE: "личные телефоны",
    PersonalKind.BIRTH_DATE: "дата рождения",
    PersonalKind.HOME_ADDRESS: "домашний адрес",
    PersonalKind.EMAIL: "личная электронная почта",
}
_CLASSES = {"": "", "act": "акты", "fact": "факты", "press": "публикации"}
_LONGEST = 200
_LOT = 100
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a rule holds for a document.

    Attributes:
        rule: that holds.
        what: its pattern, ``words``, or "" where class and kind alone decide.
        page: on which it stands, from 1; 0 in the title or where nothing stands anywhere.
        start: offset in the page.
    """

    rule: ClosingRule
    what: str = ""
    page: int = 0
    start: int = 0

    @property
    def mark(self) -> str:
        """The mark of the record: ``closed-by-rule:3:passport:2:145``."""
        found = f":{self.what}:{self.page}:{self.start}" if self.what else ""
        return f"{CLOSED_BY_RULE}:{self.rule.id}{found}"

    @property
    def said(self) -> str:
        """In words: «правило «паспортные данные», страница 2»."""
        page = f", страница {self.page}" if self.page else ""
        return f"правило «{in_words(self.rule)}»{page}"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look through the records that readers see has found.

    Attributes:
        found: records that the rule would close, the newest first.
        looked: how many records were looked through.
        opened: how many of them it would close had no person opened them.
        further: number below which to go on, or None at the end.
    """

    found: tuple[tuple[int, Finding], ...]
    looked: int
    opened: int
    further: int | None


def in_words(rule: ClosingRule) -> str:
    """A rule in words: «постановление; слова «опека над»; паспортные данные»."""
    parts = (
        _CLASSES.get(rule.record_class, ""),
        rule.kind,
        f"слова «{rule.words}»" if rule.words else "",
        PATTERNS.get(rule.pattern, rule.pattern),
    )
    return "; ".join(part for part in parts if part)


def parse_rule(form: Mapping[str, str]) -> ClosingRule:
    """A rule as a form gives it: ``class``, ``kind``, ``words``, ``pattern``; blank ones ask for nothing.

    Raises:
        VecheError: with every fault, one a line.
    """
    given = {name: " ".join(form.get(name, "").split())[:_LONGEST] for name in ("kind", "words")}
    rule = ClosingRule(form.get("class", ""), given["kind"].lower(), given["words"], form.get("pattern", ""))
    faults = []
    if rule.record_class not in _CLASSES or rule.pattern not in PATTERNS:
        faults.append("Такого условия нет: выберите из списка.")
    if rule.words and not any(True for _ in tokens(rule.words)):
        faults.append("В условии о словах нет ни одного слова.")
    if not (rule.kind or rule.words or rule.pattern):
        faults.append("Правило без условий закрыло бы всё: назовите вид, слова или что стоит в тексте.")
    if faults:
        raise VecheError("\n".join(faults))
    return rule


def findings(
    rules: Iterable[ClosingRule], draft: tuple[str, str, str], pages: Sequence[str]
) -> list[Finding]:
    """Which rules hold for a document, each with the first place that it rests on.

    Args:
        rules: of the library.
        draft: class, kind (or "") and title.
        pages: of its text.
    """
    record_class, kind, title = draft
    held = []
    for rule in rules:
        if rule.record_class not in ("", record_class) or rule.kind not in ("", kind):
            continue
        words = Finding(rule)
        if rule.words:
            place = _words_in(rule.words, title, pages)
            if place is None:
                continue
            words = Finding(rule, WORDS, *place)
        pattern = _pattern_in(rule, pages) if rule.pattern else words
        if pattern is not None:
            held.append(pattern)
    return held


def close(draft: RecordDraft, rules: Sequence[ClosingRule]) -> tuple[RecordDraft, list[Finding]]:
    """A draft as the rules let it come in, and those that hold."""
    if not rules:
        return draft, []
    shown = choose(draft.values).shown
    told = (draft.record_class.value, shown.get("kind", ""), shown.get("title", ""))
    held = findings(rules, told, draft.text.pages)
    if not held:
        return draft, held
    visibility = Visibility.STAFF if draft.visibility is Visibility.PUBLIC else draft.visibility
    marks = (*draft.marks, *(one.mark for one in held))
    return replace(draft, visibility=visibility, marks=marks), held


def note_closed(work: UnitOfWork, record: int, held: Sequence[Finding]) -> None:
    """Say in the journal why a record came in closed."""
    for one in held:
        after = f"{Visibility.STAFF.value}: {one.said}"
        work.audit.add(INTAKE, "visibility", f"record:{record}", "visibility", "", after)


def close_if_read_anew(work: UnitOfWork, record: Record, held: Sequence[Finding]) -> None:
    """Close a record that readers saw without its text, now that the text can be read.

    What a person has opened stays open.
    """
    if record.visibility is Visibility.PUBLIC and held and not decided_by_person(work, record.id):
        reason = "; ".join(one.said for one in held)
        work.records.close(record.id, [one.mark for one in held], actor=INTAKE, reason=reason)


def decided_by_person(work: UnitOfWork, record: int) -> bool:
    """Whether a person has said who may see a record."""
    return any(
        entry.action == "visibility" and entry.actor != INTAKE for entry in work.audit.of(f"record:{record}")
    )


def look_through(work: UnitOfWork, rule: ClosingRule, below: int | None, seconds: float) -> Looked:
    """The records that readers see and that a rule would close, looked through for a limited time."""
    until = time.monotonic() + seconds
    found: list[tuple[int, Finding]] = []
    looked = opened = 0
    while True:
        numbers = work.closing_rules.open_records(rule, below, _LOT)
        for record, finding in _matching(work, rule, numbers):
            if decided_by_person(work, record):
                opened += 1
            else:
                found.append((record, finding))
        looked += len(numbers)
        below = numbers[-1] if numbers else None
        if len(numbers) < _LOT:
            return Looked(tuple(found), looked, opened, None)
        if time.monotonic() > until or len(found) >= _LONGEST:
            return Looked(tuple(found), looked, opened, below)


def close_held(work: UnitOfWork, rule: ClosingRule, numbers: Sequence[int], *, actor: str) -> int:
    """Close those of some records that readers see and for which a rule holds; how many."""
    known = work.records.many(numbers)
    still = [
        number
        for number, record in known.items()
        if record.visibility is Visibility.PUBLIC and record.withdrawn_at is None
    ]
    closed = list(_matching(work, rule, sorted(still, reverse=True)))
    for record, finding in closed:
        work.records.close(record, [finding.mark], actor=actor, reason=finding.said)
    return len(closed)


def _matching(work: UnitOfWork, rule: ClosingRule, numbers: Sequence[int]) -> Iterator[tuple[int, Finding]]:
    known = work.records.many(numbers)
    pages = work.texts.many_pages(numbers)
    for number in numbers:
        record = known[number]
        told = (RecordClass(record.record_class).value, record.kind or "", record.title)
        for finding in findings([rule], told, pages.get(number, ())):
            yield number, finding


def _pattern_in(rule: ClosingRule, pages: Sequence[str]) -> Finding | None:
    kinds = (PersonalKind(rule.pattern),)
    for number, page in enumerate(pages, 1):
        for span in find_personal_data(page, kinds):
            if span.confidence >= CERTAIN:
                return Finding(rule, rule.pattern, number, span.start)
    return None


def _words_in(words: str, title: str, pages: Sequence[str]) -> tuple[int, int] | None:
    """Page (0 for the title) and offset of words that stand next to each other, in any form."""
    wanted, pattern = _phrase(words)
    for number, page in enumerate((title, *pages)):
        for found in pattern.finditer(fold(page)):
            held = [word for word, _start, _end in tokens(found.group())]
            if len(held) == len(wanted) and all(map(_is_form, wanted, held)):
                return number, found.start()
    return None


def _is_form(wanted: str, word: str) -> bool:
    return stem(word) == stem(wanted) or lemma(word) == lemma(wanted)


@lru_cache(maxsize=256)
def _phrase(words: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The words, and what their forms begin with: the ends change, and a vowel before them may go."""
    wanted = tuple(word for word, _start, _end in tokens(words))
    begins = [
        stem(word) if len(word) < _SHORT else stem(word)[: max(3, len(stem(word)) - 2)] for word in wanted
    ]
    joined = r"\W{1,8}".join(f"{re.escape(begin)}\\w{{0,12}}" for begin in begins)
    return wanted, re.compile(r"(?<![^\W_])" + joined)
