"""What the citing act does to the cited one, read from the words before and behind the citation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from language.readings import Relation

# Each cue is a named group; the last one before the citation governs it.
_CUES = re.compile(
    r"(?P<edition>\bв\s+(?:действующей\s+|последней\s+)?ред(?:\.|акци(?:и|ях)\b)|\bред\.|\bс\s+(?:последними\s+|учетом\s+)?изм(?:\.|енени(?:ями|ем|й)\b)"
    r"|\bизменени[а-я]+(?:\s+и\s+дополнени[а-я]+|,\s*дополнени[а-я]+)?\s*,?\s+внесенн[а-я]+"
    r"|\bвнесен[ыао]?\s+(?:соответствующие\s+|следующие\s+)?(?:изменени|дополнени)[а-я]+(?:\s+и\s+дополнени[а-я]+)?"
    r"|\bизменени[а-я]+(?:\s+и\s+дополнени[а-я]+)?\s+(?:были\s+)?внесены|изменяющих\s+документов"
    r"|\bдополнени[ея]\s+(?:част|пункт|стать|подпункт|абзац|глав)[а-я]+\s*[-–]|\bвведен[аоы]?\s+(?=федеральн|закон|решени|постановлени))"
    r"|(?P<gone>\b(?:утратил[оаи]?|признан[оаы]?\s+утратив[а-я]+|признан[оаы]?\s+недейств[а-я]+|отменен[оаы]?|отменяется|признается\s+утратив[а-я]+)\b)"
    r"|(?P<repeal>\bутратив[а-я]{2,3}\s+(?:свою\s+)?(?:юридическую\s+)?сил[уы]|\bутративш[а-я]{2,3}\b|\bотмен(?:ить|ы|е|а|у|ой|ив|яет|яю)\b|\bпрекратить\s+действие|\bпрекращении\s+действия"
    r"|\bнедейств(?:ительн|ующ)[а-я]+|\bне\s+действующ[а-я]+|\bне\s+подлеж[а-я]+\s+применению|\bутрат[еаы]\s+сил[ыу])"
    r"|(?P<suspend>\bприостанов(?:ить|лени[а-я]+|лено|лен[ао]?)\b)"
    r"|(?P<extend>\bпродл(?:ить|ени[а-я]+|ен[оа]?|евает[а-я]*)\b)"
    r"|(?P<supplement>\bдополни(?:ть|в)\b)"
    r"|(?P<amend>\bвнес(?:ти|ени[а-я]+|ений)\b|\bвне[cс]ение[а-я]*|\bвнос(?:ятся|им[а-я]+|ить|ит|я)\b|\bизменени[яейюм]{1,2}(?:\s+и\s+дополнени[яейм]{1,2})?\s+(?:в|во|к)\b"
    r"|\bизменить\b|\bизложи(?:ть|в)\b|\bисключи(?:ть|в)\b|\bзамени(?:ть|в)\b|\bизменени[еяи]\s+(?=решени|постановлени|распоряжени|приказ))"
    r"|(?P<approved>\b(?:утвержден(?:н[а-я]{2,3}|[аоы])?|принят(?:ый|ая|ое|ого|ому|ым|ой|ую|ые|ых|ыми|[аоы])"
    r"|одобрен(?:н[а-я]{2,3}|[аоы])?|согласован(?:н[а-я]{2,3}|[аоы])?)\b|\bутв\.)"
    r"|(?P<basis>\bв\s+соответстви[ие]|\bна\s+основани[ие]|\bсогласно\b|\bруководств[а-я]+|\bво\s+исполнени[ие]|\bв\s+цел(?:ях|ью)|\bс\s+целью|\bв\s+связи"
    r"|\bпо\s+результатам|\bрассмотр[а-я]+|\bв\s+порядке|\bс\s+учетом|\bисходя|\bпредусмотренн[а-я]+|\bустановленн[а-я]+|\bопределенн[а-я]+|\bуказанн[а-я]+\s+в\b|\bучитывая"
    r"|\bна\s+основе|\bв\s+рамках|\bв\s+силу\b|\bв\s+нарушение|\bтребовани[а-я]+|\bреализаци[а-я]+|\bсоответствующ[а-я]+|\bпо\s+вопросам|\bдействи[еям]+\s+(?=федеральн|закон)"
    r"|\bпротиворечащ[а-я]+|\bпринят[ыо]?\s+во|\bсо\s+статьей|\bсо\s+стать|\bисполнени[а-я]+|\bобразованн[а-я]+|\bсозданн[а-я]+)"
)
_INFINITIVE = re.compile(r"\bпризна(?:ть|нии|ние|ет|ю|вать)\b|\bсчита(?:ть|ет|ю)\b|\bобъяв")
_ABOUT_CHANGE = re.compile(r"изменен|дополнен|поправк|исправлен|редакци|правк")
_PART_WORDS = re.compile(
    r"\b(?:пункт|подпункт|абзац|част[ьией]|стать|приложени|раздел|строк|позици|слова\b|глав[уыа]\b|таблиц|преамбул)"
)
_IN_PART = re.compile(r"\s{0,3},?\s{0,3}в\s+част(?:и|ях)\b")
_PART_GONE = re.compile(r"\(\s*(?:пункт|подпункт|часть|статья|абзац|глава|приложение)\s+\Z")
_BEHIND = re.compile(
    r"(?P<repeal>\b(?:призна(?:ть|ется|ются|вать|в)|счита[а-я]+)\s+(?:с\s+[\d«\"][^,;]{3,30}\s)?(?:утратив|недейств|не\s+подлеж)|\bотменить\b|\bотменяется|\bпризнается\s+утратив|\bутрачива[ею]т\s+силу)"
    r"|(?P<part>\bотменить\s+в\s+части|\bпризнать\s+утратившим[и]?\s+силу\s+в\s+части)"
    r"|(?P<gone>\bутратил[оаи]?\s+силу|\bпризнан[оаы]?\s+утратив|\bотменен[оаы]?\b)"
    r"|(?P<changed>\bвнесен[ыоа]?\s+(?:соответствующие\s+|следующие\s+)?(?:изменени|дополнени)|\bвносятся\s+изменени)"
    r"|(?P<supplement>\bдополни(?:ть|в)\b)|(?P<suspend>\bприостанов(?:ить|лено))|(?P<extend>\bпродлить\b)"
    r"|(?P<amend>\bизложи(?:ть|в)\b|\bисключи(?:ть|в)\b|\bзамени(?:ть|в)\b|\bвнести\b|\bследующ[а-я]+\s+(?:изменени|дополнени)|\bчитать\b|\bвнести\b)"
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
    r"(?:\b(?:г|гг|ст|п|пп|ч|им|с|д|пгт|пос|ул|обл|р|н|ред|изм|абз|т|е|др|руб|тыс|млн|вв|рп|гор|см|соч|мин|утв|[а-яё])|\s\d{1,2}(?:\.\d{1,2})*)\Z"
)
# The gap is matched with its blanks run together, and only when it is short.
_LIST_GAP = re.compile(
    r"\.? ?(?:[;,]|и\b|а также\b)? ?(?:и\b|а также\b)? ?(?:\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]? ?|[а-я]\) ?|[-–—•·*] ?)?"
    r"(?:в )?(?:и )?(?:муниципальн[а-я]{1,5} )?"
)
_NUMBERED = re.compile(r"\A[\s;.,]*\n\s*(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)]?\s|[-–—•]|[а-я]\))")
_APPROVED_GAP = re.compile(r" ?,? ?(?:утвержд|принят|одобрен)[а-я]+ ")
_BACK, _AHEAD = 900, 420


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


def judge(src: str, low: str, mention: Mention, before: tuple[Mention, Judged] | None) -> Judged:
    """The relation of a citation.

    Args:
        src: the cleaned text.
        low: the same, folded.
        mention: the citation.
        before: the citation before it that stands in no closed brackets, with its relation.
    """
    if before:
        inherited = _inherit(low, mention, before)
        if inherited:
            return inherited
    floor = before[0].tail if before else 0
    start = sentence_start(src, mention.lead, 0)
    end = sentence_end(src, mention.tail)
    window, opened = _blank(low[max(start, mention.lead - _BACK) : mention.lead])
    offset = mention.lead - len(window)
    bracketed = window.rfind("(") > window.rfind(")")
    if floor > offset:
        known = window[floor - offset :]
    else:
        known = window
    return _decide(low, mention, _Context(known, window, opened, (start, end), bracketed))


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
    cues = list(_CUES.finditer(context.known))
    last = cues[-1] if cues else None
    name = last.lastgroup if last else None
    if name == "edition":
        return context.judged("edition")
    behind = _behind(low, mention, context)
    if behind and not (
        name == "basis" and not mention.only_direct and not mention.prepositional and not mention.has_places
    ):
        return behind
    if last is None:
        return context.judged("cites")
    if name == "approved":
        outer = next((cue for cue in reversed(cues) if cue.lastgroup != "approved"), None)
        if outer is None or outer.lastgroup in {"basis", "gone", "edition"}:
            return context.judged("cites", "approves")
        last, mention = outer, replace(mention, direct=True)
    return _active(low, mention, context, cues, last)


def _active(
    low: str, mention: Mention, context: _Context, cues: list[re.Match[str]], last: re.Match[str]
) -> Judged:
    name = last.lastgroup
    between = context.known[last.end() :]
    if name == "basis":
        gone = [cue for cue in cues if cue.lastgroup == "gone"]
        if gone and re.match(r"в\s+связи|на\s+основани|согласно|в\s+соответстви", last.group()):
            return context.judged("repealed-by")
        return context.judged("cites", "basis")
    if name == "gone" and _PART_GONE.search(context.known[: last.start()]):
        return context.judged("edition")
    if name == "gone":
        return context.judged(
            "repealed-by" if mention.instrumental or " - " in between or "–" in between else "cites"
        )
    if name == "repeal":
        if mention.instrumental and not mention.direct:
            return context.judged("repealed-by" if _SELF.search(context.window) else "cites")
        if mention.has_places or _PART_WORDS.search(between) or _IN_PART.match(low, mention.tail):
            return context.judged("amends", "repeals-part")
        return context.judged("repeals")
    if mention.instrumental and not mention.direct:
        return context.judged("cites")
    if name == "suspend":
        return context.judged("amends", "suspends")
    if name == "extend":
        return context.judged("amends", "extends")
    if name == "supplement":
        return context.judged("amends", "supplements")
    if last.group().startswith(("внес", "вноc", "вне")):
        about = between + " " + low[mention.tail : mention.tail + 160]
        if not _ABOUT_CHANGE.search(about):
            return context.judged("cites")
    return context.judged("amends", "amends")


def _behind(low: str, mention: Mention, context: _Context) -> Judged | None:
    """A cue behind the citation: «решение ... отменить», «пункт 3 решения ... изложить», «решением ... внесены»."""
    stop = context.sentence[1]
    words, _ = _blank(low[mention.tail : min(stop, mention.tail + _AHEAD)])
    cue = _BEHIND.search(words)
    prefix = context.known[-4:]
    if mention.prepositional or prefix.endswith(("в ", "в\n")):
        head = re.match(r"[\s,»\"]*:|\s*(?:\([^)]*\)\s*)?:", words)
        if (
            head
            and not context.quoted
            and re.search(r"(?:\A|[\n.;:)]|\d)\s*(?:[-–]\s*)?\Z|\A\s*\Z", context.known[:-2] or " ")
        ):
            return context.judged("amends", "amends")
    if cue is None or (mention.federal and cue.lastgroup in {"amend", "supplement"}):
        return None
    if _OBLIQUE_KIND.search(words[: cue.start()]):
        return None
    name = cue.lastgroup
    if name in {"gone", "changed"}:
        if not (mention.instrumental and not mention.direct):
            return None
        if name == "changed":
            return None if _OTHERS.search(words[cue.end() :]) else context.judged("edition")
        return context.judged("repealed-by") if _SELF.search(words + " " + context.window) else None
    attached = bool(_ATTACHED.search(context.known))
    if not (mention.direct or mention.has_places or mention.prepositional or attached):
        return None
    if not (mention.only_direct or mention.has_places or mention.prepositional or attached or name == "repeal"):
        if not re.search(
            r"\b(?:действи[ея]|срок[а-я]*|приложени[а-я]+[^.;]{0,30}|преамбул[а-я]+|текст[а-я]*|назван[а-я]+|наименован[а-я]+)\s*(?:к\s+)?\Z",
            context.known,
        ):
            return None
    return _behind_named(mention, context, name)


def _behind_named(mention: Mention, context: _Context, name: str | None) -> Judged:
    if name in {"repeal", "part"}:
        partial = (
            mention.has_places
            or name == "part"
            or re.search(r"\bприложени[а-я]+[^.;]{0,30}\Z", context.known)
        )
        return context.judged("amends", "repeals-part") if partial else context.judged("repeals")
    effects = {"supplement": "supplements", "suspend": "suspends", "extend": "extends"}
    return context.judged("amends", effects.get(name or "", "amends"))


def _inherit(low: str, mention: Mention, before: tuple[Mention, Judged]) -> Judged | None:
    """The relation of the citation before, when this one only goes on with its list."""
    previous, judged = before
    if mention.lead - previous.tail > 600:
        return None
    gap, _ = _blank(low[previous.tail : mention.lead])
    if not gap.strip():
        return None
    joined = " ".join(gap.split()) + " "
    if len(joined) < 60 and _LIST_GAP.fullmatch(joined):
        sentence = (judged.sentence[0], max(judged.sentence[1], mention.tail))
        if "." in gap and not _NUMBERED.match(gap):
            return None
        if judged.relation in {"repeals", "amends"} and mention.instrumental and not mention.direct:
            return None
        effect, relation = judged.effect if judged.effect != "approves" else "", judged.relation
        if relation == "repeals" and mention.has_places:
            relation, effect = "amends", "repeals-part"
        elif effect == "repeals-part" and not mention.has_places:
            relation, effect = "repeals", ""
        return Judged(relation, effect, sentence, judged.bracketed)
    if _APPROVED_GAP.fullmatch(joined) and judged.relation in {"amends", "repeals"}:
        return Judged(judged.relation, judged.effect, judged.sentence, judged.bracketed)
    return None


def _blank(window: str) -> tuple[str, bool]:
    """The window with what stands in closed brackets and quotes blanked; cut behind a quote that stays open."""
    plain = _CLOSED.sub(_spaces, window)
    plain = _CLOSED.sub(_spaces, plain)
    plain = _STRAIGHT.sub(_spaces, plain)
    cut = max(plain.rfind("«"), plain.rfind('"'), plain.rfind("„"))
    if cut >= 0:
        return plain[cut + 1 :], True
    return plain, False


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


def sentence_start(src: str, at: int, floor: int) -> int:
    """Where the sentence that holds an offset begins; an item after a colon belongs to its sentence."""
    low_end = max(floor, at - _BACK)
    for found in reversed(list(_BOUNDARY.finditer(src, low_end, at))):
        if _ends(src, found, low_end):
            return found.end()
    return low_end


def _ends(src: str, found: re.Match[str], floor: int) -> bool:
    head = src[max(floor, found.start() - 8) : found.start()]
    if found.group()[0] in ".":
        return not _ABBREVIATED.search(head.lower()) or "\n" in found.group()
    if found.group()[0] == "\n":
        return not src[floor : found.start()].rstrip().endswith((":", ",", "№"))
    return True


def sentence_end(src: str, at: int) -> int:
    """Where the sentence that holds an offset ends."""
    limit = min(len(src), at + _AHEAD)
    for found in _BOUNDARY.finditer(src, at, limit):
        if _ends(src, found, at):
            return found.start() + (1 if found.group()[0] in ".!?…;" else 0)
    return limit
