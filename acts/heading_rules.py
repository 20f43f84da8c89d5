"""Rules by which records get their headings («всё из раздела budget за 2024 год»), as a librarian edits them.

A rule adds headings to those of a record's categories, now and for all that comes later; where a person has
put a record under headings, no rule moves it. Saving or removing a rule and filing the records anew is one
transaction of the caller; ``preview`` tells beforehand what will come and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalog.errors import NotFound, VecheError
from catalog.headings import HeadingRule
from catalog.model import Record, RecordClass
from catalog.unit_of_work import UnitOfWork

_YEARS = re.compile(r"\s*(\d{4})\s*(?:[-–—]\s*(\d{4})\s*)?")
_OLDEST = 1700
_WORDS = 200
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filing:
    """What a change of rules does to one record.

    Attributes:
        record: its number.
        come: headings that it gets.
        go: headings that it leaves.
    """

    record: int
    come: tuple[str, ...]
    go: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of rules would do.

    Attributes:
        answering: records that answer the rule.
        by_hand: those of them that a person has filed and that stay as they are.
        filings: records whose headings change, by number.
    """

    answering: int
    by_hand: int
    filings: tuple[Filing, ...]

    @property
    def come(self) -> int:
        """How many records get a heading."""
        return sum(bool(filing.come) for filing in self.filings)

    @property
    def go(self) -> int:
        """How many records leave one."""
        return sum(bool(filing.go) for filing in self.filings)


def parse_rule(work: UnitOfWork, form: Mapping[str, str | Sequence[str]], number: int = 0) -> HeadingRule:
    """A rule as a form gives it.

    Args:
        work: an open unit of work: a rule names categories, issuers and headings that there are.
        form: ``headings`` (ids), ``category`` (slug), ``class``, ``kind``, ``issuer`` (a name), ``years``
            («2024» or «2019-2024») and ``words`` of the title; blank ones ask for nothing.
        number: of the rule that is changed, or 0 for a new one.

    Raises:
        VecheError: with every fault, one a line.
    """
    faults: list[str] = []
    rule = HeadingRule(
        headings=_headings(work, form.get("headings", ()), faults),
        category=_category(work, _given(form, "category"), faults),
        record_class=_class(_given(form, "class"), faults),
        kind=_given(form, "kind").lower(),
        issuer_id=_issuer(work, _given(form, "issuer"), faults),
        words=_given(form, "words")[:_WORDS],
        id=number,
    )
    first, last = _years(_given(form, "years"), faults)
    rule = replace(rule, first_year=first, last_year=last)
    if not faults and replace(rule, headings=(), id=0) == HeadingRule(()):
        faults.append("Правило без условий собрало бы весь каталог: назовите раздел, год, орган или слова.")
    if faults:
        raise VecheError("\n".join(faults))
    return rule


def matches(rule: HeadingRule, record: Record, work: UnitOfWork) -> bool:
    """Whether a record that is held answers a rule."""
    return bool(work.heading_rules.answering(rule, [record.id]))


def preview(work: UnitOfWork, rule: HeadingRule) -> Preview:
    """What saving a rule would change; a rule with a number takes the place of the one that has it."""
    kept = [one for one in work.heading_rules.all() if one.id != rule.id]
    return _preview(work, rule, [*kept, rule])


def preview_removal(work: UnitOfWork, number: int) -> Preview:
    """What removing a rule would change.

    Raises:
        NotFound: no rule of that number.
    """
    rule = _existing(work, number)
    return _preview(work, rule, [one for one in work.heading_rules.all() if one.id != number])


def apply_rule(work: UnitOfWork, rule: HeadingRule, *, actor: str) -> tuple[HeadingRule, Preview]:
    """Save a rule and file the records anew; the rule with its number, and what has changed."""
    before = work.heading_rules.get(rule.id) if rule.id else None
    done = preview(work, rule)
    saved = work.heading_rules.put(rule)
    _file(work, done)
    words = (in_words(work, before) if before else "", in_words(work, saved))
    work.audit.add(actor, "heading-rule", f"heading-rule:{saved.id}", "rule", *words)
    _note(work, saved.id, done, actor)
    return saved, done


def remove_rule(work: UnitOfWork, number: int, *, actor: str) -> Preview:
    """Remove a rule and file the records anew; what has changed.

    Raises:
        NotFound: no rule of that number.
    """
    rule = _existing(work, number)
    done = preview_removal(work, number)
    work.heading_rules.remove(number)
    _file(work, done)
    work.audit.add(actor, "heading-rule", f"heading-rule:{number}", "rule", in_words(work, rule), "")
    _note(work, number, done, actor)
    return done


def in_words(work: UnitOfWork, rule: HeadingRule) -> str:
    """A rule as a sentence: «Раздел «Бюджет», 2024 год → Бюджет района»."""
    slugs = {one.slug: one.label_ru for one in work.headings.categories(_NOBODY)}
    source = work.sources.get(rule.issuer_id) if rule.issuer_id else None
    parts = (
        f"раздел «{slugs.get(rule.category, rule.category)}»" if rule.category else "",
        {"act": "акты", "fact": "факты", "press": "публикации"}.get(rule.record_class, ""),
        f"вид «{rule.kind}»" if rule.kind else "",
        source.name if source else "",
        years_in_words(rule.first_year, rule.last_year),
        f"в заглавии «{rule.words}»" if rule.words else "",
    )
    asked = ", ".join(part for part in parts if part)
    return f"{asked[:1].upper()}{asked[1:]} → {'; '.join(_labels(work, rule.headings))}"


def years_in_words(first: int | None, last: int | None) -> str:
    """«2024 год», «2019–2024 годы», «с 2019 года», «по 2024 год», or ""."""
    if first and last:
        return f"{first} год" if first == last else f"{first}–{last} годы"
    if first:
        return f"с {first} года"
    return f"по {last} год" if last else ""


def _preview(work: UnitOfWork, rule: HeadingRule, rules: Iterable[HeadingRule]) -> Preview:
    """Compare the headings of all that the rule, new or former, concerns with those under ``rules``."""
    answering = work.heading_rules.answering(rule)
    former = work.heading_rules.get(rule.id) if rule.id else None
    concerned = sorted({*answering, *(work.heading_rules.answering(former) if former else ())})
    by_hand = work.headings.entered(concerned)
    moved = [record for record in concerned if record not in by_hand]
    now = work.headings.direct(moved)
    wanted = _wanted(work, moved, rules)
    filings = [
        Filing(
            record, tuple(sorted(wanted[record] - now[record])), tuple(sorted(now[record] - wanted[record]))
        )
        for record in moved
        if wanted[record] != now[record]
    ]
    return Preview(len(answering), len(by_hand & set(answering)), tuple(filings))


def _wanted(work: UnitOfWork, ids: Sequence[int], rules: Iterable[HeadingRule]) -> dict[int, set[str]]:
    mapping = work.headings.mapping()
    found = {
        number: {heading for slug in record.categories for heading in mapping.get(slug, ())}
        for number, record in work.records.many(ids).items()
    }
    for rule in rules:
        for record in work.heading_rules.answering(rule, ids):
            found[record].update(rule.headings)
    return found


def _file(work: UnitOfWork, done: Preview) -> None:
    changed = [filing.record for filing in done.filings]
    work.headings.reassign(changed)
    work.queue.add(changed)


def _note(work: UnitOfWork, number: int, done: Preview, actor: str) -> None:
    for filing in done.filings:
        words = (
            "; ".join(_labels(work, filing.go)),
            "; ".join(_labels(work, filing.come)),
        )
        work.audit.add(actor, f"heading-rule:{number}", f"record:{filing.record}", "headings", *words)


def _existing(work: UnitOfWork, number: int) -> HeadingRule:
    rule = work.heading_rules.get(number)
    if rule is None:
        raise NotFound("Такого правила больше нет.")
    return rule


def _labels(work: UnitOfWork, ids: Iterable[str]) -> list[str]:
    labels = {one.id: one.label_ru for one in work.headings.tree(_NOBODY)}
    return [labels.get(id_, id_) for id_ in ids]


def _given(form: Mapping[str, str | Sequence[str]], name: str) -> str:
    value = form.get(name, "")
    return " ".join((value if isinstance(value, str) else " ".join(value)).split())


def _headings(work: UnitOfWork, given: str | Sequence[str], faults: list[str]) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(given.split() if isinstance(given, str) else given))
    known = {one.id for one in work.headings.tree(_NOBODY)}
    faults.extend(f"Рубрики «{id_}» в каталоге нет." for id_ in ids if id_ not in known)
    if not ids:
        faults.append("Назовите рубрику, в которую ставить документы.")
    return ids


def _category(work: UnitOfWork, slug: str, faults: list[str]) -> str:
    if slug and slug not in {one.slug for one in work.headings.categories(_NOBODY)}:
        faults.append(f"Раздела «{slug}» в каталоге нет.")
    return slug


def _class(name: str, faults: list[str]) -> str:
    if name and name not in set(RecordClass):
        faults.append(f"Вид записей — act, fact или press, а не «{name}».")
    return name


def _issuer(work: UnitOfWork, name: str, faults: list[str]) -> int | None:
    if not name:
        return None
    found = work.sources.find(name) or work.sources.find(name, "periodical")
    if found is None:
        faults.append(f"Органа или газеты «{name}» в каталоге нет.")
    return found


def _years(text: str, faults: list[str]) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    found = _YEARS.fullmatch(text)
    first = int(found[1]) if found else 0
    last = int(found[2] or found[1]) if found else 0
    if not _OLDEST <= first <= last <= date.max.year:
        faults.append(f"Годы пишутся как 2024 или 2019-2024, а не «{text}».")
        return None, None
    return first, last
