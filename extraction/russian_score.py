"""How Russian a text looks: the measure by which encodings are told apart.

Letters are weighed by how well they follow one another (``letters.letter_pairs``), signs by where they stand:
a text read in a wrong encoding has letters that never meet, capitals inside of words, and signs that open
nothing, close nothing, or stick to letters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extraction.letters import letter_pairs

SAMPLE = 3000
_TOKEN = re.compile(r"([а-яёА-ЯЁ]+)|[^а-яёА-ЯЁ]+")
_CASE_BREAKS = re.compile(r"(?<=[а-яё])[А-ЯЁ]")
_NEUTRAL = frozenset("№«»—–…•“”„‘’°§·−×\u00a0\u00ad\u2010\u2011")
_NOT_BEFORE = frozenset("–—’‘№…”»")
_NOT_AFTER = frozenset("–—‘“„«№")
_OPENING = re.compile(r"[„‚‘](?:[ \n]|\Z)")
_DOUBLE_BLANK = re.compile("[ \n]\xa0|\xa0[ \n]")
_FRAGMENT = re.compile(r"Я[^,а-яёА-ЯЁ]")
"""The end of a cut word, rather than the pronoun."""
_AND_NOTHING = re.compile(r"(?<![а-яёА-ЯЁ])И ?[,.;:)\n]")
_AND_AMID = re.compile(r"(?<=[^\s.!?:;»\"]) И (?=[а-яё])")
"""«И» with a capital inside of a sentence: a closing quotation mark of another table."""
_LETTER_AMID = re.compile(r"\d[А-ЯЁ]\d")
_ONE_LETTER_WORDS = frozenset("авикосуяжбэ")
_MISPLACED, _STRANGE, _STUCK = -80, -80, -80
_CASE_BREAK, _LOST, _SUDDEN_CAPITAL = -240, -120, -170
_UNUSUAL = -40
"""What occurs, but is likelier a letter of another table: «Я» inside of a sentence, an unpaired mark."""
_BULLET, _EDGE_YO = -140, -100


def russian_score(text: str) -> float:
    """How Russian the non-ASCII part of a text looks: mean tenths of a bit a letter, 0.0 without any."""
    text = text[: SAMPLE * 2]
    total = counted = 0
    before, last = "", ""  # the signs before a word, and the word before them
    for match in _TOKEN.finditer(text):
        token = match.group()
        if match[1]:
            initial = text[match.end() : match.end() + 1] in (".", "")
            total += _word(token) + _start(token, before, last, initial=initial)
            counted += len(token)
            before, last = "", token
        else:
            weight, signs = (0, 0) if token.isascii() else _signs(token, last)
            total, counted = total + weight, counted + signs
            before = token
    return (total + _unpaired(text)) / counted if counted else 0.0


@cache
def _weights() -> dict[str, int]:
    return letter_pairs()


@lru_cache(4096)
def _word(word: str) -> int:
    """Its pairs of letters, edges included; capitals after small letters."""
    pairs = _weights()
    plain = word.lower().replace("ё", "е")
    weight = pairs[" " + plain[0]] + pairs[plain[-1] + " "]
    weight += sum([pairs[plain[at : at + 2]] for at in range(len(plain) - 1)])
    return weight + _CASE_BREAK * len(_CASE_BREAKS.findall(word))


def _start(word: str, before: str, last: str, *, initial: bool) -> int:
    """What the signs before a word say of it, and of a single letter whether it may be an initial."""
    sign, weight = before[-1:], 0
    capital, rest = word[0].isupper(), word[1:]
    after_small = bool(last) and last[0].islower() and not before.strip(" ")
    if sign in _NOT_BEFORE or (sign.isdigit() and capital and rest.islower()):
        weight += _MISPLACED
    elif sign == ")" or (sign == "•" and not capital):
        weight += _UNUSUAL if sign == ")" else _BULLET
    elif sign > "\x7f" and sign not in _NEUTRAL:
        weight += _STUCK
    if not rest:
        if after_small and capital:
            weight += 0 if initial else _SUDDEN_CAPITAL
        elif word.lower() not in _ONE_LETTER_WORDS:
            weight += _MISPLACED + (_EDGE_YO if word in "ёЁ" else 0)
    elif after_small and word[0] == "Я" and rest.islower():
        weight += _UNUSUAL
    elif word[0] in "ёЁ":
        weight += _EDGE_YO
    return weight


def _signs(signs: str, last: str) -> tuple[int, int]:
    """Weight of signs between words, and how many of them are not ASCII."""
    weight = counted = 0
    for at, sign in enumerate(signs):
        if sign <= "\x7f":
            continue
        counted += 1
        stuck = at == 0 and bool(last)
        if sign in _NEUTRAL:
            weight += _MISPLACED if stuck and sign in _NOT_AFTER else 0
        else:
            weight += (_LOST if sign == "\ufffd" else _STRANGE) + (_STUCK if stuck else 0)
    return weight, counted


def _unpaired(text: str) -> int:
    """Quotation marks that open or close nothing, and other signs that stand where few would put them."""
    if text.isascii():
        return 0
    odd = bool(_FRAGMENT.match(text)) + len(_DOUBLE_BLANK.findall(text)) + len(_LETTER_AMID.findall(text))
    odd += 2 * len(_AND_NOTHING.findall(text)) + 4 * len(_AND_AMID.findall(text))
    angular = abs(text.count("«") - text.count("»"))
    round_ones = (text.count("„") + text.count("“") + text.count("”")) % 2
    return _UNUSUAL * (min(angular, 2) + odd) + _MISPLACED * (round_ones + len(_OPENING.findall(text)))
