"""The body that issued an act: out of the lines above the kind, below it, or before the deciding word."""

from __future__ import annotations

import re

from language.bodies import all_bodies, nominative, nominative_start, starts_any_body, starts_body
from language.heads import Fragment
from language.kinds import find_decision
from language.letter_case import sentence_case
from language.normal import fold
from language.values import closed_quotes, tidy
from language.words import analyzer

Lifted = tuple[str, int, int]

_NAMED = re.compile(
    r"район|поселени|сельсовет|округ|город|образовани|област|кра[яй]|республик|наслег|волост|улус|сумон|зато|"
    r"росси|федераци|[«\"]|(?<![а-яё])(?:мо|смо|мр|сп|гп|го)(?![а-яё])|[а-яё]+ск(?:ого|ой|ий|ая|ое)(?![а-яё])"
)
_GENERIC = re.compile(
    r"(?:депутатов|народных|представителей|местного|самоуправления|муниципальн\w+|сельск(?:ий|ое|ая)|районн\w+|городск(?:ой|ая|ое)|"
    r"поселков\w+|местная|земское|исполнительн\w+|распорядительный|контрольно|счетн\w+|администрации)(?![а-яё])"
)
_SETTLEMENT = re.compile(r"поселени|сельсовет|наслег|волост|сумон|сельского округа|[«\"]")
_SHORT_NAME = re.compile(r"\(\s*((?:мин|рос|ф|гос|мвд|мчс)[а-яё]*\s+россии)\s*\)", re.IGNORECASE)
_ADDRESS = re.compile(r"\d{4}|ул\.|http|www|@|тел\.|(?<![а-яё])(?:инн|огрн|page)(?![а-яё])")
# Lines of a letterhead in another language: letters that Russian lacks, words for «решение».
_FOREIGN = re.compile(
    r"[^\W\d_а-яёa-z]|(?<![а-яё])(?:карар|боерык|чечим|йышану|хушу|тогтоол|дугад|шиидвэр)(?![а-яё])"
)
_ADJECTIVES = re.compile(r"(?:[а-яё-]{3,}(?:ая|яя|ое|ее|ый|ий|ой)\s*)+\Z")
_UP = 14


def issuer_above(fragments: tuple[Fragment, ...], anchor: int, *, approved: bool = False) -> Lifted | None:
    """The issuer printed above the kind, lines of its district and region left out.

    ``approved`` is for papers that a head approves: the post below «УТВЕРЖДАЮ» is not their issuer.
    """
    top = max(0, anchor - _UP)
    for at in range(anchor - 1, top - 1, -1):
        if fragments[at].part in {"preamble", "decision", "point"}:
            return None
        if fragments[at].part == "issuer" and not (approved and _under_approval(fragments, at, top)):
            return _assembled(fragments, at, anchor, top)
    return None


def _under_approval(fragments: tuple[Fragment, ...], at: int, top: int) -> bool:
    return any(fragment.part in {"approval", "adopted"} for fragment in fragments[top:at])


def _assembled(fragments: tuple[Fragment, ...], at: int, anchor: int, top: int) -> Lifted:
    first = at
    if (
        at > top
        and fragments[at - 1].part in {"text", "region"}
        and _ADJECTIVES.match(fold(fragments[at - 1].text))
    ):
        first = at - 1
    last = at
    words = _joined(fragments, first, last)
    for index in range(at + 1, anchor):
        if not _continues(words, fragments[index]):
            break
        last = index
        words = _joined(fragments, first, last)
    start, end = fragments[first].start, fragments[last].end
    short = _SHORT_NAME.search(words)
    if short:
        return _titled(short[1]), start, end
    if not _NAMED.search(_without_body(fold(words))):
        owner = _municipality_above(fragments, first, top)
        if owner:
            return issuer_name(f"{words} {owner[0]}"), owner[1], end
    return issuer_name(words), start, end


def _joined(fragments: tuple[Fragment, ...], first: int, last: int) -> str:
    return " ".join(fragment.text for fragment in fragments[first : last + 1])


def _continues(words: str, line: Fragment) -> bool:
    """Whether a line goes on with the name of an issuer."""
    named = bool(_NAMED.search(_without_body(fold(words))))
    if _hangs(words):
        return line.part in {"region", "municipality", "text", "issuer"}
    if line.part == "region":
        return not named
    if line.part == "issuer":
        return starts_any_body(line.text) and not starts_body(line.text)
    if not _may_name(line):
        return False
    settled = named and _SETTLEMENT.search(_without_body(fold(words))) and _district(line.text)
    return bool(_SHORT_NAME.search(line.text)) or not settled


def _may_name(line: Fragment) -> bool:
    """Whether a line can hold a part of a name: Russian, short, and no address."""
    folded = fold(line.text)
    plain = line.part in {"municipality", "text"} and len(line.text) <= 150 and not line.beside
    return plain and not _FOREIGN.search(folded) and not _ADDRESS.search(folded)


def _hangs(words: str) -> bool:
    """Whether a name is cut in the middle: it ends with an adjective, a hyphen, or an open quote."""
    folded = fold(words).rstrip()
    if folded.count("«") > folded.count("»") or folded.endswith(("-", "–")):
        return True
    return bool(re.search(r"[а-яё-]+(?:ого|его|ой|ых|их)\Z", folded)) and not folded.endswith("поселений")


def _district(text: str) -> bool:
    return bool(re.search(r"(?:район|област|кра[яй]|республик)", fold(text)))


def _without_body(folded: str) -> str:
    found = nominative_start().match(folded)
    if found is None:
        return folded
    head = re.sub(r"[а-яё-]*ск(?:ий|ая|ое|ой)", lambda word: _own_name(word.group()), found.group())
    head = " ".join(word for word in head.split() if word not in _body_names())
    return _GENERIC.sub("", head) + _GENERIC.sub("", folded[found.end() :])


def _body_names() -> frozenset[str]:
    return frozenset(body.name for body in all_bodies())


def _own_name(word: str) -> str:
    return "" if _GENERIC.match(word) else word


def _municipality_above(fragments: tuple[Fragment, ...], first: int, top: int) -> Lifted | None:
    """The municipality printed above a bare body («МО «Тальское» / АДМИНИСТРАЦИЯ»), in the genitive."""
    lines = range(first - 1, top - 1, -1)
    chosen = next((at for at in lines if fragments[at].part == "municipality"), None)
    if chosen is None:
        chosen = next(
            (at for at in lines if "район" in fold(fragments[at].text) and fragments[at].part == "region"),
            None,
        )
    if chosen is None:
        return None
    while (
        chosen > top
        and fragments[chosen - 1].part == "municipality"
        and _hangs_open(fragments[chosen - 1].text)
    ):
        chosen -= 1
    last = chosen
    while (
        last + 1 < first
        and fragments[last + 1].part != "region"
        and _hangs_open(_joined(fragments, chosen, last))
    ):
        last += 1
    words = genitive(tidy(_joined(fragments, chosen, last)))
    return words, fragments[chosen].start, fragments[last].end


def _hangs_open(words: str) -> bool:
    return _hangs(words) or bool(
        re.fullmatch(r"(?:муниципальн\w+\s+)?(?:образование|мо|район|округ)", fold(words).strip())
    )


def genitive(phrase: str) -> str:
    """The words before a quote put into the genitive: «Тальское образование», «Тальского образования»."""
    head = re.split(r"[«\"(]", phrase, maxsplit=1)[0]
    words = head.split(" ")
    noun = next((at for at, word in enumerate(words) if _is_noun(word)), None)
    if noun is None:
        return phrase
    gender = analyzer().parse(words[noun].lower())[0].tag.gender
    changed = [_inflected(word, gender) if at <= noun else word for at, word in enumerate(words)]
    return " ".join(changed) + phrase[len(head) :]


_MUNICIPAL_NOUNS = frozenset(
    {"образование", "район", "округ", "поселение", "сельсовет", "наслег", "волость", "город", "село"}
)


def _is_noun(word: str) -> bool:
    return fold(word) in _MUNICIPAL_NOUNS


def _inflected(word: str, gender: str | None) -> str:
    if not word or (word.isupper() and len(word) < 4):
        return word
    for parse in analyzer().parse(word.lower()):
        if "nomn" in parse.tag and parse.tag.gender in {gender, None}:
            form = parse.inflect({"gent"})
            if form:
                return _in_case_of(word, str(form.word))
    return word


def _in_case_of(printed: str, word: str) -> str:
    if printed.isupper():
        return word.upper()
    return word.capitalize() if printed[0].isupper() else word


_WITHIN = re.compile(r"\Aпо\s+(?=[А-ЯЁ])")  # «ПРИКАЗ / по МБУК «…»»


def issuer_below(fragments: tuple[Fragment, ...], anchor: int, end: int) -> Lifted | None:
    """The issuer printed below the kind, mostly in the genitive («РЕШЕНИЕ / Собрания представителей…»)."""
    for at in range(anchor + 1, min(end, anchor + 5)):
        part = fragments[at].part
        if part == "issuer" or (part == "text" and starts_any_body(_WITHIN.sub("", fragments[at].text))):
            return _assembled_below(fragments, at, end)
        if part == "text":
            return None
    return None


def _assembled_below(fragments: tuple[Fragment, ...], at: int, end: int) -> Lifted:
    last = at
    words = _WITHIN.sub("", fragments[at].text)
    for index in range(at + 1, min(end, at + 5)):
        line = fragments[index]
        if not _continues(nominative(words), line) or re.match(r"[«\"]?О(?:б|Б)?\s", line.text):
            break
        last = index
        words = f"{words} {line.text}"
    short = _SHORT_NAME.search(words)
    name = _titled(short[1]) if short else issuer_name(words)
    return name, fragments[at].start, fragments[last].end


def issuer_before_decision(text: str, start: int, limit: int = 6000) -> Lifted | None:
    """The subject of the deciding word: «… Совет депутатов Топольского сельсовета РЕШИЛ:»."""
    decision = find_decision(text, start, min(len(text), start + limit))
    if decision is None or fold(text[decision.start : decision.end]).endswith("ю"):
        return None
    window = text[max(start, decision.start - 400) : decision.start]
    shift = decision.start - len(window)
    found = None
    for match in nominative_start().finditer(fold(window)):
        if not re.search(r"[.;:]\s+[А-ЯЁ]|[\r\n]\s*[\r\n].*[,;]", window[match.start() :]):
            found = match
            break
    if found is None:
        return None
    found = _last_subject(window, found)
    name = window[found.start() :].strip(" ,\r\n\t:–—-")
    return issuer_name(name), shift + found.start(), decision.start


def _last_subject(window: str, found: re.Match[str]) -> re.Match[str]:
    """The last body before the verb that a comma or a line break divides from what is said before it."""
    for match in nominative_start().finditer(fold(window), found.end()):
        between = window[found.start() : match.start()]
        if re.search(r"[,\n»\"](?:[^«»]*)\Z", between) or len(between) > 150:
            found = match
    return found


def lawgiver(kind: str, region: str) -> str:
    """Whose a law is: «Российская Федерация», «Саратовская область»."""
    if kind.startswith("федеральный"):
        return "Российская Федерация"
    words = sentence_case(tidy(region)).split(" ")
    changed = [_nominative_word(word) if at < 2 else word for at, word in enumerate(words)]
    return " ".join(changed)


def _nominative_word(word: str) -> str:
    """One word of the name of a region in the nominative."""
    folded = fold(word)
    nouns = {
        "области": "область",
        "края": "край",
        "республики": "республика",
        "округа": "округ",
        "города": "город",
    }
    if folded in nouns:
        return nouns[folded].capitalize() if word[0].isupper() and folded == "республики" else nouns[folded]
    if folded.endswith(("ской", "цкой")):
        return word[:-2] + "ая"
    if folded.endswith(("ского", "цкого")):
        return word[:-3] + "ий"
    return word


def issuer_name(words: str) -> str:
    """A name in the nominative and in sentence case, as it is shown."""
    line = re.sub(r"\s+в\s+составе(?![^\W_]).*\Z", "", tidy(words), flags=re.DOTALL)
    line = re.sub(r"\s*\((?:далее|именуем)[^)]*\)?\s*\Z", "", line.strip(" ,;:.–—-"))
    return closed_quotes(sentence_case(nominative(line)))


def _titled(name: str) -> str:
    """«МИНТРАНС РОССИИ» as «Минтранс России»."""
    body, _, country = tidy(name).partition(" ")
    return f"{body if len(body) < 5 else body.capitalize()} {country.capitalize()}"
