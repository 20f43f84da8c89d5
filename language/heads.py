"""The head of a document cut into fragments, each with the part that it plays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from language.bodies import starts_body
from language.dates import find_blank_dates, find_dates, find_misread_dates, find_yearless
from language.kinds import find_decision, kind_alone
from language.normal import fold
from language.numbers import bare_number, find_numbers
from language.words import analyzer

_Judge = Callable[[str, str], bool]

LIMIT = 12_000
FRAGMENTS = 220
_BODY_LINES = 14
_OPENING = 160

_LINE = re.compile(r"[^\n\r\f\v\u2028]+")
_CELL = re.compile(r"[^|]+")
_COUNTRY = re.compile(
    r"(?:российск(?:ая|ой)\s+федераци[яи]|россия|р\s?с\s?ф\s?с\s?р|(?:герб|флаг)(?![^\W_]))"
)
_REGION = re.compile(
    r"(?:(?:республик[аи]\s+[а-яё\s()«»\"-]{2,60}|[а-яё-]+(?:ая|ой|ский|ского|ое|ого)\s+"
    r"(?:(?:муниципальн(?:ый|ого)|национальн(?:ый|ого))\s+)?(?:област[ьи]|кра[йя]|республик[аи]|автономн\w+\s+(?:округа?\w*|област[ьи])(?:\s*[-–]\s*\w+)?|"
    r"(?:муниципальн\w+\s+)?(?:район[а]?|округ[а]?))|[а-яё-]+ск(?:ий|ого)\s+(?:муниципальн\w+\s+)?район\w*\s+[а-яё-]+\s+(?:област[ьи]|кра[йя])|"
    r"муниципальн(?:ый|ого)\s+район[а]?\s+[«\"]?[а-яё\s-]+[»\"]?|ханты-мансийск\w+\s.*|еврейск\w+\s.*|чувашск\w+\s.*)[\s,.]*)\Z"
)
_COUNTRY_AND_REGION = re.compile(_COUNTRY.pattern + r"(?:[\s,.«»\"-]*\Z|[\s,]+(?=" + _REGION.pattern + "))")
_MUNICIPALITY = re.compile(
    r"(?:муниципальн(?:ое|ого)\s+образовани[ея]|(?:мо|смо|мр|сп|гп|го)(?![^\W_])|(?:сельск|городск)(?:ое|ого)\s+поселени[ея]|городск(?:ой|ого)\s+округ|"
    r"внутригородск\w+|[а-яё«»\"-]+\s+(?:сельск|городск)(?:ое|ого)\s+поселени[ея]|[а-яё-]+\s+сельсовет|[а-яё-]+\s+(?:районное\s+|городское\s+)?муниципальное\s+образование|[а-яё-]+\s+городской\s+округ|зато)"
)
_SESSION = re.compile(
    r"(?!об?\s)(?:[\w-]+\s+){0,3}(?:(?:очередн|внеочередн)[а-яё]+\s+)?(?:созыв[а]?|заседани[ея]|сесси[яи])(?![^\W_])"
)
_ADOPTED = re.compile(r"(?:принят[аоы]?|одобрен[аоы]?|подписан[аоы]?)(?![^\W_])")
_NOTE = re.compile(
    r"(?:\(?\s*(?:в\s+ред(?:акции|\.)|с\s+изменени|с\s+измен|с\s+учетом\s+изменений|с\s+дополнени|утратил|не\s+действ)|список\s+изменяющих|документ\s+предоставлен|консультант|"
    r"(?:дата|номер|принявший|тип|вид|статус|субъект|раздел|текущая|назначение|орган)[^:]{0,40}:|"
    r"опубликован|зарегистрирован|источник|дата\s+(?:публикации|опубликования|официальной)|"
    r"(?:предложения|замечания)\s[^.]{0,80}?(?:принимаются|направля|подаются|просим)|"
    r"начало\s+действия|редакция\s+от|скачать|размер\s+шрифта|просмотров|распечатать|версия\s+для|"
    r"резолютивная\s+часть|полный\s+текст|именем\s+российской|главная|регистрационн|вносится|проект\s+(?:вносит|подготов)|разработчик|копия(?![^\W_])|экз)"
)
_PLACE = re.compile(
    r"(?:зато\s+)?(?:зато|г(?:ор(?:од)?)?|с(?:ело)?|д(?:ер(?:евня)?)?|п(?:ос(?:[её]лок)?)?|пгт|р\.?\s?п|рп|ст(?:-ца|аница)?|х(?:утор)?|аул|п\.?\s?г\.?\s?т|"
    r"рабочий\s+пос[её]лок|п\.\s?ст|с/п|сл(?:обода)?|улус|мкр|станция|н\.?\s?п)"
    r"(?:\.\s*|\s+)[а-яё0-9«\"][а-яё0-9«»\" .-]{1,40}(?:,.{0,80})?\Z"
)
_PREAMBLE = re.compile(
    r"(?:в\s+(?:соответстви[ие]|целях|связи|исполнени[ие]|порядке|рамках|развитие|силу|пределах|случае|дополнение|своей|своем)|"
    r"во\s+(?:исполнени[ие]|избежание|изменение|взаимодействии)|на\s+(?:основани[ие]|основе)|по\s+(?:результатам|итогам|представлению|предложению|инициативе|ходатайству)|"
    r"согласно|прошу|просим|с\s+(?:целью|уч[её]том|связи)|исходя|ввиду|вследствие|настоящ(?:ий|ее|ая|ие|им|ей)|приложения\s+к|"
    r"за\s+(?:многолетн|добросовестн|большой|высок|активн|заслуг))(?![^\W_]*:)"
)
_POINT = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}\.\d{1,2}(?=\s)|[IVX]{1,4}[.)]|статья\s+\d|раздел\s+[\divx]|глава\s+[\divx]+(?:[.\s]|\Z)|§)",
    re.IGNORECASE,
)
_RESIDUE = re.compile(
    r"[\s_.,;:()«»\"|/–—-]+|(?<![^\W\d_])(?:от|года?|г|город|дело|номер|нр|по|делу)(?![^\W\d_])",
    re.IGNORECASE,
)
# What a day without a year stands beside in a line of requisites.
_DATED = re.compile(r"(?:\A|\s)от\s|№", re.IGNORECASE)
_CASE = re.compile(r"(?<![а-яё])дел[оу]\s*№\s*\w")
_PRINTED = re.compile(r"[\w№]")
_FIGURE = re.compile(r"[\d_№…]")
_BULLET = re.compile(r"\A(?:[•·*▪●\uf000-\uf0ff]+|[-–—]+(?=\s))\s*")
# A note on repeal or amendment that goes on: «- Федеральный закон», «от 04.12.2006 г. № 201-ФЗ».
_OF_NOTE = re.compile(r"(?:федерации\s+)?от\s+\d[^а-яё]*(?:г\.)?[^а-яё]*№\s*[\w-]+[\s,;)]*\Z")
_REPEALED = re.compile(r"настоящ\w+\s+[а-яё]+\s+(?:признан|отменен|утратил)")
_NOUNS = frozenset({"устав", "состав", "сплав", "область", "повесть"})
_ONLY_LINK = re.compile(r"\W*(?:от|г|года?)\W*", re.IGNORECASE)
_GERUND = re.compile(r"[а-яё]{3,}(?:в|вши|ясь|ась|вшись|шись|я|а|ть|ться|ти)\Z")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A line of the head, or a cell of a table drawn with strokes.

    Attributes:
        text: clean, without blanks around.
        start: offset of its first character.
        end: behind its last.
        gap: how many empty lines stand before it.
        beside: whether another cell of the same line stands before it.
        part: what it is: ``kind, requisite, place, session, region, municipality, issuer, adopted, note,
            draft, approval, rule, preamble, decision, point, text``.
    """

    text: str
    start: int
    end: int
    gap: int
    part: str
    beside: bool = False


def read_head(clean_text: str) -> tuple[Fragment, ...]:
    """The fragments of the first pages of a clean text."""
    fragments: list[Fragment] = []
    last = ended = 0
    for line in _LINE.finditer(clean_text, 0, min(len(clean_text), LIMIT)):
        gap = max(clean_text.count("\n", last, line.start()) - 1, 0)
        for cell in _CELL.finditer(line.group()):
            stripped = _BULLET.sub("", cell.group().strip())
            if not _PRINTED.search(stripped):
                continue
            start = line.start() + cell.start() + cell.group().rindex(stripped)
            beside = last == line.end()
            hung = len(stripped) < len(cell.group().strip())
            part = _part_after(fragments, stripped, hung=hung, beside=beside)
            fragments.append(Fragment(stripped, start, start + len(stripped), gap, part, beside))
            last, gap = line.end(), 0
            ended += part in {"preamble", "decision", "point"}
            if len(fragments) >= FRAGMENTS or ended > _BODY_LINES:
                return tuple(fragments)
    return tuple(fragments)


def _part_after(fragments: list[Fragment], line: str, *, hung: bool, beside: bool) -> str:
    """The part of a line, which may be the number of a «№» or the day of an «от» in the cell before."""
    if beside and fragments[-1].part == "note" and fragments[-1].text.endswith(":"):
        return "note"
    if fragments and fragments[-1].part == "note" and (hung or _OF_NOTE.match(fold(line))):
        return "note"
    if _ONLY_LINK.fullmatch(line):
        return "requisite"
    if fragments and fragments[-1].text.endswith("№") and bare_number(line):
        return "requisite"
    if _adopted_goes_on(fragments, line):
        return "adopted"
    return part_of(line)


def _adopted_goes_on(fragments: list[Fragment], line: str) -> bool:
    """Whether a line belongs to «Принят / Государственной Думой / 21 апреля 2006 года» broken in lines."""
    run = 0
    while run < len(fragments) and run < 3 and fragments[-1 - run].part == "adopted":
        run += 1
        if _ADOPTED.match(fold(fragments[-run].text)):
            break
    if not run or run > 2 or len(line) > 80 or "№" in line or kind_alone(line):
        return False
    if any(True for fragment in fragments[-run:] for _ in find_dates(fragment.text)):
        return False
    return is_requisite(line) or bool(re.match(r"[А-ЯЁа-яё-]+(?:ой|ом|ым|ей|ем)(?![^\W_])", line))


def part_of(line: str) -> str:
    """The part that a line plays in a head, judged by itself."""
    folded = fold(line)
    return next((part for part, judge in _PARTS if judge(line, folded)), "text")


def _by(pattern: re.Pattern[str], longest: int = 1 << 30) -> _Judge:
    return lambda line, folded: len(line) < longest and pattern.match(folded) is not None


def _anywhere(pattern: re.Pattern[str], stem: str, longest: int = 1 << 30) -> _Judge:
    """A pattern that may stand anywhere in a line, looked for only where the stem in it does."""
    return lambda line, folded: stem in folded and len(line) < longest and pattern.search(folded) is not None


_APPROVAL = re.compile(r"\W*(?:утверждаю|согласован[оаы]?|рассмотрен[оаы]?)(?![^\W_])")
_ESTABLISHED = re.compile(r"\W*установил[аио]?\s*:?\s*\Z")  # a court, below its judges
_DRAFT = re.compile(r"(?:проект|п р о е к т)[\s№\d.:-]*\Z")


def is_requisite(line: str) -> bool:
    """Whether a line is nothing but a date, a number, a place for them, and a place name between."""
    if len(line) > 160 or not _FIGURE.search(line):
        return False
    spans = [(found.start, found.end) for found in find_dates(line)]
    spans += [(found.start, found.end) for found in find_blank_dates(line)]
    spans = spans or [(found.start, found.end) for found in find_misread_dates(line)]
    if not spans and _DATED.search(line):
        spans = [(found.start, found.end) for found in find_yearless(line)]
    spans += [(_index_before(line, found.start), found.end) for found in find_numbers(line)]
    rest = line
    for start, end in sorted(spans, reverse=True):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    if rest == line and "№" not in line and not line.strip("_ .,"):
        return True
    residue = _RESIDUE.sub("", rest)
    if not residue:
        return True
    return bool(spans) and (bool(_PLACE.match(fold(rest.strip(" ,_-")))) or _one_name(rest))


def _index_before(line: str, start: int) -> int:
    """Where the letters of a series begin that stand before a number («ГС № 1787-III»)."""
    found = re.search(r"(?<![^\W_])[А-ЯЁ]{1,4} \Z", line[max(0, start - 6) : start])
    return start - len(found.group()) if found else start


def _one_name(rest: str) -> bool:
    """Whether what is left of a line of requisites is one proper name («Москва»)."""
    words = rest.replace("_", " ").split()
    names = [word for word in words if word.strip(".,").lower() not in {"от", "г", "года", "год"}]
    return len(names) == 1 and names[0][:1].isupper() and names[0].isalpha() and len(names[0]) > 3


def runs_on(text: str) -> bool:
    """Whether a line is a paragraph of the body rather than a line of a heading."""
    if not text[:1].isupper():
        return False
    return len(text) > 250 or (len(text) > 180 and text.rstrip()[-1:] in ".:;")


def is_preamble(line: str) -> bool:
    """Whether a line begins the grounds of an act («В соответствии…», «Рассмотрев…»)."""
    first = line[:_OPENING].lstrip('«"( ')
    if not first[:1].isupper():
        return False
    folded = fold(first)
    if _PREAMBLE.match(folded):
        return not first.isupper() or folded.startswith(("руководств", "рассмотрев"))
    word = re.match(r"[^\W\d_]+", folded)
    return bool(word and not first.isupper() and _opens_sentence(word.group()))


@lru_cache(4096)
def _opens_sentence(word: str) -> bool:
    """Whether a word is a gerund («Обсудив») or an infinitive («Утвердить»): no title begins with one."""
    if not _GERUND.match(word) or word in _NOUNS:
        return False
    best = analyzer().parse(word)[0]
    return "GRND" in best.tag or "INFN" in best.tag


# In the order in which they are asked; the first that holds names the part.
_PARTS: tuple[tuple[str, _Judge], ...] = (
    ("requisite", _anywhere(_CASE, "дел", 160)),
    ("note", _anywhere(_REPEALED, "настоящ")),
    ("rule", lambda line, folded: not line.strip("_ .-")),
    ("kind", lambda line, folded: kind_alone(line) is not None),
    ("note", _by(_NOTE)),
    ("requisite", lambda line, folded: is_requisite(line)),
    ("approval", _by(_APPROVAL)),
    ("draft", _by(_DRAFT)),
    ("region", _by(_COUNTRY_AND_REGION)),
    ("region", _by(_REGION)),
    ("place", _by(_PLACE)),
    ("session", _by(_SESSION)),
    ("adopted", _by(_ADOPTED)),
    ("point", _by(_POINT)),
    ("decision", lambda line, folded: find_decision(line) is not None),
    ("issuer", lambda line, folded: starts_body(line)),
    ("municipality", _by(_MUNICIPALITY, 120)),
    ("preamble", lambda line, folded: is_preamble(line)),
    ("preamble", _by(_ESTABLISHED, 40)),
)
