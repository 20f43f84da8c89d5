"""Words for addresses, made of Russian titles."""

from __future__ import annotations

import re

_TABLE = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэё", "abvgdezijklmnoprstufyee", strict=True))
    | {
        "ж": "zh",
        "х": "h",
        "ц": "c",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
)
_LONGEST = 60


def slug_of(title: str) -> str:
    """A title as lower-case Latin words with hyphens: «О бюджете» gives ``o-byudzhete``."""
    words = re.findall("[a-z0-9]+", title.lower().translate(_TABLE))
    slug = ""
    for word in words:
        if slug and len(slug) + len(word) >= _LONGEST:
            break
        slug = f"{slug}-{word[:_LONGEST]}" if slug else word[:_LONGEST]
    return slug or "spisok"
