"""What the letters of fonts of signs show: Greek, mathematics, ticked boxes; all other signs are bullets."""

from __future__ import annotations

import re

PRIVATE = re.compile("[\uf020-\uf0ff]")
"""Where Windows keeps the signs of such fonts."""
_BULLET = "•"
_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
    0xF1: "〉∫",
}
"""Adobe's own table of the font, from these codes on."""
_WINGDINGS = {
    0x20: " ", 0x28: "☎", 0x2A: "✉", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒", 0xA8: "☐", 0xDF: "←",
    0xE0: "→", 0xE7: "←", 0xE8: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"}
_TABLES = {
    "symbol": {start + at: sign for start, signs in _SYMBOL.items() for at, sign in enumerate(signs)},
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {0x20: " "},
    "webdings": {0x20: " ", 0x61: "✓", 0x63: "☐", 0x72: "✗"},
}


def is_symbolic(font: str) -> bool:
    """Whether a font holds signs in place of letters."""
    return font.strip().lower() in _TABLES


def sign(font: str, code: int) -> str:
    """The sign of a font.

    Args:
        font: its name; one that is no font of signs shows the character of that number.
        code: of the letter, or of its place among private characters.
    """
    table = _TABLES.get(font.strip().lower())
    private = 0xF020 <= code <= 0xF0FF
    if table is None and not private:
        return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return (table or {}).get(code - 0xF000 if private else code, _BULLET)


def signs(font: str, text: str) -> str:
    """Text whose private characters are set in a font; those of one that is not known stay as they are."""
    return text if not is_symbolic(font) else PRIVATE.sub(lambda found: sign(font, ord(found.group())), text)
