"""Citations: which acts a text leans on, changes or ends, with their articles, parts and points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from language.citation_heads import Head, is_draft, names_a_body, names_state_body, read_head
from language.citation_kinds import KindWord, codes_named, full_kind, grammar, kind_word
from language.citation_lists import Listed, read_list, titled
from language.citation_merge import Found, merge
from language.citation_named import NamedLaw, charter_named, colloquial_law, constitution_named, law_by_name
from language.citation_numbers import Core, core_at, law_number_at, more_cores
from language.citation_own import Own, is_heading, is_parent, is_self
from language.citation_places import Places, places_after, places_before, places_through
from language.citation_relations import Judged, Mention, Sentences, judge
from language.citation_titles import title_at
from language.normal import fold, fold_signs, repair_lookalikes
from language.readings import Citation, Reading

_BLANKS = ("\u00a0", "\u202f", "\u2009", "\t", "\ufeff", "\r")
_BROKEN = re.compile(r"(?<=[а-яё])([а-яё])-\n[ ]{0,20}([а-яё]{2,})")  # a word divided by the end of a line
_EDITION = re.compile(
    r"(?:ред(?:\.|акци[ия]х?)|изм(?:\.|енени[а-я]+))"
    r"[,\s]{0,9}(?:и\s+доп(?:\.|олнени[а-я]+))?[,\s]{0,9}(?:внесенн[а-я]+)?\s{0,9}(?=от\s{0,3}[«\"]?\s?\d|№)"
)
_TO_WHOM = re.compile(r"(?:на|в|о|об|к)\s")  # «письмо в Министерство», «указание на размер»
_CUT_LIST = re.compile(r"[\s,;–•-]{0,20}(?=от\s{0,3}\d)")
_ALIAS = re.compile(r"[\s»\"]{0,4}\(\s{0,3}далее\s{0,3}(?:по\s+тексту\s{0,3})?[-–—:]?\s{0,3}")
_COLLOQUIAL = re.compile(r"\d{1,3}")
_AMBIGUOUS = "ск "  # «СК РФ» is also a committee of investigators; with an article it is the code
_MOST_IN_LIST = 400
_EDITION_HEADS = ("решение", "постановление", "распоряжение", "приказ", "указ", "закон", "федеральный")


def find_citations(text: str, readings: tuple[Reading, ...] = ()) -> tuple[Citation, ...]:
    """All acts that a text cites: one citation for each act and relation, in the order of the text.

    Args:
        text: the text as given; offsets of the answer point into it.
        readings: the requisites read from the same text, by which its own heading and its parent are told
            from acts that it cites.
    """
    return merge(_Scan(text, readings).run(), text)


class _Scan:
    """One pass over a text from anchor to anchor."""

    def __init__(self, text: str, readings: tuple[Reading, ...]) -> None:
        src = text
        for blank in _BLANKS:
            src = src.replace(blank, " ")
        if "-\n" in src:
            src = _BROKEN.sub(lambda word: (word[1] + word[2]).ljust(len(word.group())), src)
        self.src = fold_signs(repair_lookalikes(src))
        self.low = fold(self.src)
        self.sentences = Sentences(self.src)
        self.own = Own.of(readings)
        self.before: tuple[Mention, Judged] | None = None
        self.recent: dict[str, Found] = {}
        self.head_kind: str | None = None
        self.skip = 0

    def run(self) -> Iterator[Found]:
        """Every mention with its relation, in the order of the text."""
        yield from self._cut_list()
        yield from self._between(self.skip, len(self.low))

    def _cut_list(self) -> Iterator[Found]:
        """«- от 03.03.2015 № 12 «О ...»; - от ...»: a list whose head stands on an earlier page."""
        lead = _CUT_LIST.match(self.low)
        core = core_at(self.src, self.low, lead.end()) if lead else None
        title = title_at(self.src, core.end) if core and core.number else None
        if core is None or title is None:
            return
        head = Head(core, (0, 0), title[0], title[1], core.end)
        word = KindWord("", "decree", "gN", core.start, core.start)
        kind = full_kind(self.low, KindWord("закон", "law", "gN", 0, 0), "", core.number)
        acts = read_list(self.src, self.low, word, head)
        yield from self._listed(word, None if kind == "закон" else kind, head, acts)
        self.skip = acts[-1].end

    def _between(self, at: int, end: int) -> Iterator[Found]:
        scan = grammar().anchor
        while at < end and (anchor := scan.search(self.low, at, end)):
            at = anchor.end()
            self.skip = 0
            for found in self._at(anchor.start()):
                at = max(at, found.tail)
                yield found
            at = max(at, self.skip)

    def _at(self, at: int) -> Iterator[Found]:
        if self.low.startswith(("ред", "изм"), at):
            return self._editions(at)
        word = kind_word(self.low, at)
        if word is None:
            return iter(())
        if self.low[at] == "ф":
            core = law_number_at(self.src, self.low, at)
            if core:
                return self._numbered(word, core)
        if word.group == "code":
            return self._codes(word)
        if word.group in {"charter", "constitution"}:
            return self._named(word)
        return self._act(word)

    # laws, decrees, letters

    def _act(self, word: KindWord) -> Iterator[Found]:
        named = colloquial_law(self.low, word)
        if named:
            yield from self._by_name(word, named, (word.end, word.end))
            return
        head = read_head(self.src, self.low, word, word.end)
        if is_draft(self.low, word):
            self.skip = max(word.end, head.end if head.core or head.title else 0)
            return
        if head.core is None:
            yield from self._unnumbered(word, head)
            return
        issuer = self.low[head.issuer[0] : head.issuer[1]]
        if word.group == "letter" and (_TO_WHOM.match(issuer) or not names_state_body(issuer)):
            return
        if not head.core.date and not names_a_body(self.src[head.issuer[0] : head.issuer[1]]):
            return  # «решение задачи № 5»
        kind = full_kind(self.low, word, issuer, head.core.number)
        named_before = self.before is not None and not self.own.names(head.core.number, head.core.date)
        heads = not named_before and is_heading(self.src, self.low, word, head, self.own)
        if heads or is_parent(self.src, self.low, word, head, self.own):
            self.skip, self.head_kind = head.named_end, self.head_kind or kind
            if not self.own.known:
                self.own = Own.headed(kind, head.core)
            return
        yield from self._listed(word, kind, head, read_list(self.src, self.low, word, head))

    def _listed(self, word: KindWord, kind: str | None, head: Head, acts: list[Listed]) -> Iterator[Found]:
        judged: Judged | None = None
        for at, act in enumerate(acts):
            start = act.core.start if at else word.start
            places = Places() if at else places_before(self.low, start) or places_through(self.low, start)
            mention = _mention(word, places, start, act.end)
            judged = (
                replace(judged, sentence=(judged.sentence[0], act.end)) if judged else self._judge(mention)
            )
            span = act.core.issuer or head.issuer
            if act.core.issuer:
                kind = full_kind(self.low, word, self.low[span[0] : span[1]], act.core.number)
            found = self._found((kind, self._issuer(span)), act, places, judged, start)
            self._remember(word.name, found, mention)
            yield found
            if at + 1 < len(acts):
                kept = self.before
                yield from self._between(act.end, acts[at + 1].core.start)
                self.before = kept

    def _found(
        self, named: tuple[str | None, str | None], act: Listed, places: Places, judged: Judged, start: int
    ) -> Found:
        """A mention of an act of some kind and issuer, with the places that follow it taken in."""
        (kind, issuer), core = named, act.core
        places.add(places_after(self.low, act.end) or places_after(self.low, core.end))
        number = core.number
        if kind == "закон" and number and _COLLOQUIAL.fullmatch(number) and not core.date:
            kind = "федеральный закон"
        if kind == "федеральный закон" and number and number.isdigit():
            number += "-ФЗ"
        first = places.start if 0 <= places.start < start and places.end <= start else start
        return Found(kind, issuer, number, core.date, places, judged, first, core.end, act.end, act.title)

    def _unnumbered(self, word: KindWord, head: Head) -> Iterator[Found]:
        """A law by its title or by a bare number; a bare word adds its places to the act named before."""
        if is_self(self.low, word) and not word.name.startswith(("закон", "федер")):
            return
        named = law_by_name(self.src, self.low, word, head)
        if named is None:
            self._refer_back(word)
            return
        yield from self._by_name(word, named, head.issuer)

    def _by_name(self, word: KindWord, named: NamedLaw, issuer: tuple[int, int]) -> Iterator[Found]:
        core = Core(named.number, None, word.start, named.end)
        places = places_before(self.low, named.start) or places_through(self.low, named.start)
        mention = _mention(word, places, named.start, named.end)
        words = self.low[issuer[0] : issuer[1]]
        kind = "федеральный закон" if named.number else full_kind(self.low, word, words, None)
        listed = Listed(core, named.title, named.end)
        found = self._found((kind, self._issuer(issuer)), listed, places, self._judge(mention), named.start)
        self._remember(word.name, found, mention)
        yield found

    def _refer_back(self, word: KindWord) -> None:
        """«статьи 15 указанного Федерального закона»: the places go to the law named last."""
        if (
            word.plural
            or word.group == "letter"
            or "настоящ" in self.low[max(0, word.start - 14) : word.start]
        ):
            return
        last = self.recent.get(word.name)
        if last and (self.src[word.start].isupper() or is_self(self.low, word)):
            last.places.add(places_before(self.low, word.start))

    def _numbered(self, word: KindWord, core: Core) -> Iterator[Found]:
        """«131-ФЗ» without a word for the law before it."""
        if self.own.names(core.number, core.date):
            self.skip = core.end
            return
        act = titled(self.src, core)
        places = places_before(self.low, core.start)
        mention = _mention(replace(word, cases="ngdip"), places, core.start, act.end)
        found = self._found((word.name, None), act, places, self._judge(mention), core.start)
        self._remember("федеральный закон", found, mention)
        yield found

    # codes, charters, constitutions

    def _codes(self, word: KindWord) -> Iterator[Found]:
        names, start, end = codes_named(self.low, word)
        if not names:
            self._refer_back(word)
            return
        if grammar().foreign.match(self.low, end):
            return
        core = self._core_behind(end) or Core(None, None, start, end)
        core = replace(core, start=start)
        act = titled(self.src, core) if core.number else Listed(core, None, core.end)
        places = places_before(self.low, start)
        if not places and self.low.startswith(_AMBIGUOUS, start):
            return
        mention = _mention(word, places, start, act.end)
        judged = self._judge(mention)
        for name in names:
            found = self._found((name, None), act, places, judged, start)
            self._remember("кодекс", found, mention)
            yield found

    def _named(self, word: KindWord) -> Iterator[Found]:
        """A charter or a constitution."""
        if is_self(self.low, word) or grammar().foreign.match(self.low, word.end):
            return
        reader = charter_named if word.group == "charter" else constitution_named
        named = reader(self.src, self.low, word, own_kind=self.own.kind)
        if named is None:
            return
        issuer, end = named
        core = self._core_behind(end) or Core(None, None, word.start, end)
        places = places_before(self.low, word.start)
        mention = _mention(word, places, word.start, core.end)
        kind = full_kind(self.low, word, "", None)
        act = Listed(core, None, core.end)
        found = self._found((kind, self._issuer(issuer)), act, places, self._judge(mention), word.start)
        self._remember(word.name, found, mention)
        yield found

    def _core_behind(self, at: int) -> Core | None:
        lead = re.compile(r"\s{0,4}(?=от\s{0,3}[«\"]?\s?\d|№)").match(self.low, at)
        return core_at(self.src, self.low, lead.end()) if lead else None

    # editions without a word for the act

    def _editions(self, at: int) -> Iterator[Found]:
        """«(в ред. от 05.03.2010 № 26, от 29.04.2010 № 37)»: kind and issuer of the act before it."""
        lead = _EDITION.match(self.low, at)
        core = core_at(self.src, self.low, lead.end()) if lead else None
        if core is None or core.number is None:
            return
        head = self._amended_head(core.number)
        acts = [core]
        while len(acts) < _MOST_IN_LIST:
            more = more_cores(self.src, self.low, acts[-1], acts[-1].end, plural=True)
            if not more:
                break
            acts += more
        kind, issuer = (head.kind, head.issuer) if head else (self._heading_kind(core.number), None)
        for member in acts:
            judged = Judged("edition", "", (at, acts[-1].end))
            listed = Listed(member, None, member.end)
            yield self._found((kind, issuer), listed, Places(), judged, member.start)

    def _amended_head(self, number: str) -> Found | None:
        """The act named last, if acts with such numbers can have changed it."""
        federal = number.endswith("ФЗ")
        for found in reversed(self.recent.values()):
            kind = found.kind or ""
            if kind.startswith(_EDITION_HEADS) and federal == kind.startswith("федеральный"):
                return found
        return None

    def _heading_kind(self, number: str) -> str | None:
        if number.endswith("ФЗ"):
            return "федеральный закон"
        if self.own.kind and self.own.kind.startswith(_EDITION_HEADS):
            return self.own.kind
        return self.head_kind

    # what all of them share

    def _judge(self, mention: Mention) -> Judged:
        return judge(self.sentences, self.low, mention, self.before)

    def _remember(self, name: str, found: Found, mention: Mention) -> None:
        self.recent.pop(name, None)
        self.recent[name] = found
        if not found.judged.bracketed:
            self.before = mention, found.judged
        alias = _ALIAS.match(self.low, found.tail)
        called = kind_word(self.low, alias.end()) if alias else None
        if called:
            self.recent[called.name] = found

    def _issuer(self, span: tuple[int, int]) -> str | None:
        return " ".join(self.src[span[0] : span[1]].split()) or None


def _mention(word: KindWord, places: Places, start: int, tail: int) -> Mention:
    leads = places and places.end <= start and not places.through
    return Mention(
        lead=places.start if leads else start,
        tail=tail,
        has_places=bool(places),
        direct=word.direct,
        only_direct=word.cases in {"n", "N"},
        instrumental=word.instrumental,
        prepositional=word.cases in {"p", "P"},
        federal=word.group in {"code", "constitution"} or word.name.startswith("федеральный"),
    )
