"""Text brought to one form for comparison: letter case, ё, look-alike letters, number signs, spaced words.

What is named ``clean`` or ``fold`` keeps the length of the text, so that offsets stay true.
"""

from __future__ import annotations

import re

_LATIN_TWINS = "ABCEHKMOPTXYaceopxyk"
_CYRILLIC_TWINS = "АВСЕНКМОРТХУасеорхук"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS + "Іі", _LATIN_TWINS + "Ii")
_ROMAN = re.compile(r"[IVXLCDM]+\Z|[ivx]+\Z")
_CYRILLIC = "А-Яа-яЁёІі"
# Where a word of both alphabets, or with the Ukrainian I that stands for a Roman one, gives itself away.
_FOREIGN = re.compile("[A-Za-zІі]+")
_WORD = re.compile(rf"[A-Za-z{_CYRILLIC}]+")
_LETTERS = "".join(map(chr, (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0x410, 0x450)))) + "ЁёІі"
_LONGEST_WORD = 200

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\ufeff]")
_HYPHENS = re.compile("[\u2010\u2011]")

# The ways in which № is written, printed and misread; each only before a digit or a blank.
_SIGN = re.compile(
    r"(?:в„–|№№|№|#|¹|N(?<![^\W_].)(?:[oоOОº°]\.?|[еegs]|9(?=[ ]\d))?|"
    r"JV[a-z0-9°º](?<![^\W_]...)|Jf[es](?<![^\W_]...)|"
    r"n(?<![^\W_].)(?:[oо]\.)?)"
    r"(?=[ \u00a0]{0,3}(?:\r?\n[ ]?)?(?:[0-9_«\"„]|[А-ЯЁA-Z]{1,4}[-/]\d))"
)
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ \u00a0][^\W\d_]){3,}(?![^\W_])")
_MAYBE_SPACED = re.compile(r"[ \u00a0][^\W\d_][ \u00a0][^\W\d_][ \u00a0]")

_DASHES = str.maketrans("‐‑‒–—−", "------")
_KEY_SIGN = re.compile(r"\A(?:(?:в„–|№+|N[oоOОº°]?\.?(?![A-Za-zА-Яа-яёЁ])|n[oо]?\.?(?![a-zа-яё])|#|¹)\s*+)+")
_KEY_JOINS = re.compile(r"\s*([-/.])\s*")
_KEY_LETTERS = re.compile(r"[^\W\d_]+")
_KEY_ROMAN = re.compile(r"[XХ]*[IVІ][IVXІХ]*|[XХ]+\Z")
_KEY_LAW = re.compile(r"(?<=\d)-?(ф[з3]|фк[з3])\Z")


def fold(text: str) -> str:
    """The text in lower case with «е» for «ё», of the same length."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a capital I with a dot is the one letter that grows
        lowered = text.replace("\u0130", "I").lower()
    return lowered.replace("ё", "е")


def repair_lookalikes(text: str) -> str:
    """Mend words that mix Latin and Cyrillic letters («cовет», «ХIV»); the length is kept.

    Roman numerals become Latin, other words the alphabet that all their letters have.
    """
    pieces: list[str] = []
    last = 0
    for found in _FOREIGN.finditer(text):
        if found.start() < last:
            continue
        start, end = _word_around(text, found.start(), last)
        word = text[start:end]
        if end - start > len(found.group()) or not word.isascii():
            pieces += (text[last:start], _one_alphabet(word))
            last = end
    return "".join(pieces) + text[last:] if pieces else text


def _word_around(text: str, at: int, after: int) -> tuple[int, int]:
    before = text[max(after, at - _LONGEST_WORD) : at]
    start = at - (len(before) - len(before.rstrip(_LETTERS)))
    whole = _WORD.match(text, at, at + _LONGEST_WORD)
    return start, whole.end() if whole else at


def _one_alphabet(word: str) -> str:
    latin = word.translate(_TO_LATIN)
    if _ROMAN.match(latin):
        return latin
    cyrillic = word.translate(_TO_CYRILLIC)
    if not re.search("[A-Za-z]", cyrillic):
        return cyrillic
    if not re.search("[А-Яа-яЁё]", latin):
        return latin
    return word


def fold_signs(text: str) -> str:
    """Write every form of the number sign before a number as «№», padded to the same length."""
    return _SIGN.sub(lambda found: "№".ljust(len(found.group())), text)


def join_spaced(text: str) -> str:
    """Join words printed with spaces («Р Е Ш Е Н И Е»); the freed places follow the word as spaces."""
    if not _MAYBE_SPACED.search(text):
        return text
    return "\n".join(
        _SPACED.sub(lambda found: _joined(found.group()), line) if _MAYBE_SPACED.search(line) else line
        for line in text.split("\n")
    )


def end_of_spaced(text: str, end: int) -> int:
    """Where the words that end at ``end`` in the joined text end in the text as printed."""
    for found in _SPACED.finditer(text, max(0, end - 60), end + 60):
        if found.start() < end <= found.end():
            return found.end()
    return end


def _joined(run: str) -> str:
    return run[::2].ljust(len(run))


def clean(text: str) -> str:
    """The text with plain spaces and hyphens, «№» for each number sign, words of one alphabet and unspaced.

    The length is kept and line breaks stay: offsets of the result are offsets of the text.
    """
    plain = _HYPHENS.sub("-", _SPACES.sub(" ", text))
    signed = fold_signs(repair_lookalikes(plain))
    joined = join_spaced(signed)
    return joined if joined is signed or joined == signed else repair_lookalikes(joined)


def number_key(number: str) -> str:
    """The form in which numbers of acts are compared: «N 131-П», «№131-п» and «131 - п» give «131-п».

    Lower case, no sign, no spaces, one kind of dash, Latin twins of Cyrillic letters made Cyrillic; Roman
    numerals stay Latin.
    """
    key = _KEY_SIGN.sub("", _SPACES.sub(" ", number.strip()))
    key = _KEY_JOINS.sub(r"\1", key.translate(_DASHES)).replace(" ", "")
    key = fold(_KEY_LETTERS.sub(lambda found: _key_letters(found.group()), key))
    return _KEY_LAW.sub(lambda found: "-" + found.group(1).replace("3", "з"), key)


def _key_letters(letters: str) -> str:
    capitals = letters.upper()
    roman = _KEY_ROMAN.match(capitals)
    at = roman.end() if roman else 0
    return capitals[:at].translate(_TO_LATIN) + capitals[at:].translate(_TO_CYRILLIC)
