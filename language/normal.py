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
# A word of both alphabets, or of the Ukrainian I that stands for a Roman one; found from word starts only.
_MIXED = re.compile(
    rf"(?<![A-Za-z{_CYRILLIC}])"
    rf"(?:[A-Za-z]++[{_CYRILLIC}]|[{_CYRILLIC}]++[A-Za-z]|[ХхVXIvx]*+[Іі])[A-Za-z{_CYRILLIC}]*+"
)

_SPACES = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t",
    ),
    " ",
)
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_CLEAN_TABLE = _SPACES | _HYPHENS | {0xFEFF: " "}

# The ways in which № is written, printed and misread; each only before a digit or a blank.
_SIGN = re.compile(
    r"(?:в„–|№№|№|(?<![^\W_])(?:N[oоOОº°]\.?|Nе|Ne|Ng|Ns|JV[a-z0-9°º]|Jf[es]|n[oо]\.|N|n)|[#¹])"
    r"(?=[ \u00a0]{0,3}(?:\r?\n[ ]?)?[0-9_«\"„])"
)
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ \u00a0][^\W\d_]){3,}(?![^\W_])")

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
    return _MIXED.sub(lambda found: _one_alphabet(found.group()), text)


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
    return _SPACED.sub(lambda found: _joined(found.group()), text)


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
    return join_spaced(fold_signs(repair_lookalikes(text.translate(_CLEAN_TABLE))))


def number_key(number: str) -> str:
    """The form in which numbers of acts are compared: «N 131-П», «№131-п» and «131 - п» give «131-п».

    Lower case, no sign, no spaces, one kind of dash, Latin twins of Cyrillic letters made Cyrillic; Roman
    numerals stay Latin.
    """
    key = _KEY_SIGN.sub("", number.strip().translate(_CLEAN_TABLE))
    key = _KEY_JOINS.sub(r"\1", key.translate(_DASHES)).replace(" ", "")
    key = fold(_KEY_LETTERS.sub(lambda found: _key_letters(found.group()), key))
    return _KEY_LAW.sub(lambda found: "-" + found.group(1).replace("3", "з"), key)


def _key_letters(letters: str) -> str:
    capitals = letters.upper()
    roman = _KEY_ROMAN.match(capitals)
    at = roman.end() if roman else 0
    return capitals[:at].translate(_TO_LATIN) + capitals[at:].translate(_TO_CYRILLIC)
