"""What the citing act does to the cited one, read from the words before and behind the citation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from language.citation_cues import cues
from language.readings import Relation

_ABOUT_CHANGE = re.compile(r"изменен|дополнен|поправк|исправлен|редакци|правк")
_PART_WORDS = re.compile(
    r"\b(?:пункт|подпункт|абзац|част[ьией]|стать|приложени|раздел|строк|позици|слова\b|глав[уыа]\b|таблиц|преамбул)"
)
_IN_PART = re.compile(r"\s{0,3},?\s{0,3}в\s+част(?:и|ях)\b")
_PART_GONE = re.compile(
    r"\b(?:пункт|подпункт|часть|статья|абзац|глава|приложение|раздел|строка)(?:\s+[\w.()-]{1,12}){0,2}\s+\Z"
)
_ATTACHED = re.compile(r"\bприложени[а-я]+[^.;]{0,40}\sк\s+\Z")
_OTHERS = re.compile(r"\A.{0,60}\bв\s.{0,60}(?:федеральн|кодекс|закон|решени[ея]\s+[а-я]+)", re.DOTALL)
_SELF = re.compile(
    r"\b(?:настоящ|данн|это)[а-я]*\s+(?:[а-я]+\s+){0,2}?(?:решени|постановлени|распоряжени|приказ|положени|порядок|устав|закон|документ|акт|регламент|программ)|\bдокумент\b"
)
_OBLIQUE_KIND = re.compile(
    r"\b(?:решени(?:ем|ями)|постановлени(?:ем|ями)|распоряжени(?:ем|ями)|закон(?:ом|ами)|приказ(?:ом|ами)|указ(?:ом|ами)|устав(?:ом)|кодекс(?:ом))\b"
)
_CLOSED = re.compile(r"\([^()]*\)|«[^«»]*»|„[^“”]*[“”]")
_STRAIGHT = re.compile(r"\"[^\"]*\"")
_BOUNDARY = re.compile(
    r"[.!?…][»\")]?\s+(?=[«\"(]?[А-ЯЁA-Z\d])|\n\s*\n|;\s*\n|\n(?=\s*\d{1,2}(?:\.\d{1,3}){0,3}[.)]?\s*\n?\s*[А-ЯЁа-яё«\"])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:гг|ст|пп|им|пгт|пос|ул|обл|ред|изм|абз|др|руб|тыс|млн|рп|гор|см|мин|утв|[а-яё])"
    r"|\s\d{1,2}(?:\.\d{1,2})*)\Z"
)
# The gap is matched with its blanks run together, and only when it is short.
_LIST_GAP = re.compile(
    r"\.? ?(?:[;,]|и\b|а также\b)? ?(?:и\b|а также\b)? ?"
    r"(?:\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]? ?|[а-я]\) ?|[-–—•·*] ?)?(?:в )?(?:и )?(?:муниципальн[а-я]{1,5} )?"
)
_NUMBERED = re.compile(r"\A[\s;.,]*\n\s*(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)]?\s|[-–—•]|[а-я]\))")
_APPROVED_GAP = re.compile(r" ?,? ?(?:утвержд|принят|одобрен)[а-я]+ ")
_EFFECTS = {"supplement": "supplements", "suspend": "suspends", "extend": "extends"}
_CAUSE = re.compile(r"в\s+связи|на\s+основани|согласно|в\s+соответстви")
_DASH = re.compile(r"\s[-–—]\s")
_OF_IT = re.compile(
    r"\b(?:действи[ея]|срок[а-я]*|приложени[а-я]+[^.;]{0,30}|преамбул[а-я]+|текст[а-я]*|назван[а-я]+|наименован[а-я]+)"
    r"\s*(?:к\s+)?\Z"
)
_COLON = re.compile(r"[\s,»\"]*:|\s*(?:\([^)]*\)\s*)?:")
_ITEM_START = re.compile(r"(?:\A|[\n.;:)]|\d)\s*(?:[-–]\s*)?\Z|\A\s*\Z")
_LIST_GAP_MOST, _LIST_GAP_SHORT = 600, 60
_BACK, _AHEAD, _OVERLAP = 900, 420, 40


@dataclass(frozen=True, slots=True)
class Judged:
    """The relation of one citation.

    Attributes:
        relation: what the citing act does.
        effect: the finer word, or "".
        sentence: offsets of the words that it was read from.
        bracketed: whether it stands in brackets that belong to another citation.
    """

    relation: Relation
    effect: str
    sentence: tuple[int, int]
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an act is cited, as the judgement sees it.

    Attributes:
        lead: where its places («пунктом 3») or else its kind begin.
        tail: behind its title.
        has_places: whether places stand before it.
        direct: whether its kind may be a nominative or accusative.
        only_direct: whether it can be nothing else.
        instrumental: whether its kind may be an instrumental.
        prepositional: whether its kind may be a prepositional («в решении»).
        federal: whether it is an act of the state, which no act in a library changes by a word behind it.
    """

    lead: int
    tail: int
    has_places: bool
    direct: bool
    only_direct: bool
    instrumental: bool
    prepositional: bool
    federal: bool = False


def judge(sentences: Sentences, low: str, mention: Mention, before: tuple[Mention, Judged] | None) -> Judged:
    """The relation of a citation.

    Args:
        sentences: those of the cleaned text.
        low: the text, folded.
        mention: the citation.
        before: the citation before it that stands in no closed brackets, with its relation.
    """
    if before:
        inherited = _inherit(low, mention, before)
        if inherited:
            return inherited
    floor = before[0].tail if before else 0
    start = sentences.start(mention.lead)
    end = sentences.end(mention.tail)
    window, opened = _blank(low[max(start, mention.lead - _BACK) : mention.lead])
    offset = mention.lead - len(window)
    bracketed = window.rfind("(") > window.rfind(")")
    known = window[floor - offset :] if floor > offset else window
    return _decide(low, mention, _Context(known, window, opened, (start, end), bracketed))


# A claim that an act be repealed repeals nothing: «по заявлению о признании незаконным и отмене …».
_DISPUTED = re.compile(
    r"(?<![а-яё])(?:заявлени|жалоб|иск(?![лрп])|требовани|ходатайств)[а-я]{0,4}[^.;:]{0,200}\Z"
)


@dataclass(frozen=True, slots=True)
class _Context:
    known: str
    window: str
    quoted: bool
    sentence: tuple[int, int]
    bracketed: bool

    def judged(self, relation: Relation, effect: str = "") -> Judged:
        return Judged(relation, effect, self.sentence, self.bracketed)


def _decide(low: str, mention: Mention, context: _Context) -> Judged:
    found = list(cues().before.finditer(context.known))
    last = found[-1] if found else None
    name = last.lastgroup if last else None
    if name == "edition":
        return context.judged("edition")
    led = mention.only_direct or mention.prepositional or mention.has_places
    behind = _behind(low, mention, context) if led or name != "basis" else None
    if behind:
        return behind
    if last is None:
        return context.judged("cites")
    if name == "approved":
        outer = next((cue for cue in reversed(found) if cue.lastgroup != "approved"), None)
        if outer is None or outer.lastgroup in {"basis", "gone", "edition"}:
            return (None if outer else _approval_changed(low, mention, context)) or context.judged(
                "cites", "approves"
            )
        last, mention = outer, replace(mention, direct=True)
    return _active(low, mention, context, last)


def _approval_changed(low: str, mention: Mention, context: _Context) -> Judged | None:
    """«Приложение к программе, утверждённой постановлением ..., изложить в новой редакции»."""
    return _behind(low, replace(mention, only_direct=True, direct=True, instrumental=False), context)


def _active(low: str, mention: Mention, context: _Context, last: re.Match[str]) -> Judged:
    """The relation by the last cue before the citation."""
    name = last.lastgroup or ""
    passive = mention.instrumental and not mention.direct
    if name == "basis":
        return _leans(context, last)
    if name == "gone":
        return _gone(mention, context, last)
    if passive:
        this = name == "repeal" and _SELF.search(context.window)
        return context.judged("repealed-by" if this else "cites")
    if name == "repeal":
        return _repealed(low, mention, context, last)
    if last.group().startswith("вне"):
        about = context.known[last.end() :] + " " + low[mention.tail : mention.tail + 160]
        if not _ABOUT_CHANGE.search(about):
            return context.judged("cites")
    return context.judged("amends", _EFFECTS.get(name, "amends"))


def _repealed(low: str, mention: Mention, context: _Context, last: re.Match[str]) -> Judged:
    if _DISPUTED.search(context.known[: last.start()]):
        return context.judged("cites")
    part = mention.has_places or _PART_WORDS.search(context.known, last.end())
    part = part or _IN_PART.match(low, mention.tail)
    return context.judged("amends", "repeals-part") if part else context.judged("repeals")


def _leans(context: _Context, last: re.Match[str]) -> Judged:
    gone = any(cue.lastgroup == "gone" for cue in cues().before.finditer(context.known))
    if gone and _CAUSE.match(last.group()):
        return context.judged("repealed-by")
    return context.judged("cites", "basis")


def _gone(mention: Mention, context: _Context, last: re.Match[str]) -> Judged:
    if _PART_GONE.search(context.known[: last.start()]):
        return context.judged("edition")
    if mention.direct and not mention.instrumental and last.group().startswith("признан"):
        return context.judged("repeals")
    by_that = mention.instrumental or _DASH.search(context.known, last.end())
    return context.judged("repealed-by" if by_that else "cites")


def _behind(low: str, mention: Mention, context: _Context) -> Judged | None:
    """A cue behind the citation: «решение ... отменить», «пункт 3 решения ... изложить»."""
    words, _ = _blank(low[mention.tail : min(context.sentence[1], mention.tail + _AHEAD)])
    if _heads_a_list(mention, context, words):
        return context.judged("amends", "amends")
    cue = cues().first_behind(words)
    if cue is None or _OBLIQUE_KIND.search(words[: cue.start()]):
        return None
    name = cue.lastgroup or ""
    if name in {"gone", "changed"}:
        return _passive(mention, context, words, cue)
    spared = mention.federal and name in {"amend", "supplement"}
    return (
        _behind_named(mention, context, name) if not spared and _is_object(mention, context, name) else None
    )


def _is_object(mention: Mention, context: _Context, name: str) -> bool:
    """Whether a verb behind the citation can speak of it."""
    if mention.only_direct or mention.has_places or mention.prepositional or _ATTACHED.search(context.known):
        return True
    return mention.direct and (name == "repeal" or bool(_OF_IT.search(context.known)))


def _heads_a_list(mention: Mention, context: _Context, words: str) -> bool:
    """«2) в решении ... № 5:» — what follows the colon are changes of it."""
    led = mention.prepositional or context.known.endswith(("в ", "в\n"))
    return bool(
        led and not context.quoted and _COLON.match(words) and _ITEM_START.search(context.known[:-2] or " ")
    )


def _passive(mention: Mention, context: _Context, words: str, cue: re.Match[str]) -> Judged | None:
    if not mention.instrumental or mention.direct:
        return None
    if cue.lastgroup == "changed":
        return None if _OTHERS.search(words[cue.end() :]) else context.judged("edition")
    return context.judged("repealed-by") if _SELF.search(words + " " + context.window) else None


def _behind_named(mention: Mention, context: _Context, name: str) -> Judged:
    if name in {"repeal", "part"}:
        partial = mention.has_places or name == "part" or _ATTACHED.search(context.known)
        return context.judged("amends", "repeals-part") if partial else context.judged("repeals")
    return context.judged("amends", _EFFECTS.get(name, "amends"))


def _inherit(low: str, mention: Mention, before: tuple[Mention, Judged]) -> Judged | None:
    """The relation of the citation before, when this one only goes on with its list."""
    previous, judged = before
    if mention.lead - previous.tail > _LIST_GAP_MOST:
        return None
    gap, _ = _blank(low[previous.tail : mention.lead])
    joined = " ".join(gap.split()) + " "
    if not joined.strip() or len(joined) > _LIST_GAP_SHORT:
        return None
    if _LIST_GAP.fullmatch(joined) and ("." not in gap or _NUMBERED.match(gap)):
        return _next_of_list(mention, judged)
    if _APPROVED_GAP.fullmatch(joined) and judged.relation in {"amends", "repeals"}:
        return judged
    return None


def _next_of_list(mention: Mention, judged: Judged) -> Judged | None:
    relation, effect = judged.relation, "" if judged.effect == "approves" else judged.effect
    if relation in {"repeals", "amends"} and mention.instrumental and not mention.direct:
        return None
    if relation == "repeals" and mention.has_places:
        relation, effect = "amends", "repeals-part"
    elif effect == "repeals-part" and not mention.has_places:
        relation, effect = "repeals", ""
    sentence = (judged.sentence[0], max(judged.sentence[1], mention.tail))
    return Judged(relation, effect, sentence, judged.bracketed)


def _blank(window: str) -> tuple[str, bool]:
    """The window without what stands in closed brackets and quotes; cut behind a quote that stays open."""
    plain = _CLOSED.sub(_spaces, window)
    plain = _CLOSED.sub(_spaces, plain)
    plain = _STRAIGHT.sub(_spaces, plain)
    cut = max(plain.rfind("«"), plain.rfind('"'), plain.rfind("„"))
    if cut >= 0:
        return plain[cut + 1 :], True
    return plain, False


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


@dataclass(slots=True)
class Sentences:
    """Where sentences begin and end; asked in the order of the text, so that no stretch is searched twice.

    Attributes:
        src: the cleaned text.
    """

    src: str
    _asked: int = 0
    _start: int = 0

    def start(self, at: int) -> int:
        """Where the sentence that holds an offset begins; an item after a colon belongs to its sentence."""
        floor = max(0, at - _BACK)
        near = 0 <= at - self._asked < _BACK
        begin = max(floor, self._asked - _OVERLAP) if near else floor
        known = max(floor, self._start) if near else floor
        for found in reversed(list(_BOUNDARY.finditer(self.src, begin, at))):
            if _ends(self.src, found, floor):
                known = max(known, found.end())
                break
        self._asked, self._start = at, known
        return known

    def end(self, at: int) -> int:
        """Where the sentence that holds an offset ends."""
        limit = min(len(self.src), at + _AHEAD)
        for found in _BOUNDARY.finditer(self.src, at, limit):
            if _ends(self.src, found, at):
                return found.start() + (1 if found.group()[0] in ".!?…;" else 0)
        return limit


def _ends(src: str, found: re.Match[str], floor: int) -> bool:
    head = src[max(floor, found.start() - 8) : found.start()]
    if found.group()[0] in ".":
        return not _ABBREVIATED.search(head.lower()) or "\n" in found.group()
    if found.group()[0] == "\n":
        return not src[floor : found.start()].rstrip().endswith((":", ",", "№"))
    return True
