"""Words typed with the wrong keyboard layout: «,.l;tn» for «бюджет» and «ызщке» for «sport»."""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?~@#$^&"
_RUSSIAN = 'йцукенгшщзхъфывапролджэячсмитьбю.ёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё"№;:?'
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)


def typed_in_russian(text: str) -> str:
    """What the same keys give in the Russian layout."""
    return text.translate(_TO_RUSSIAN)


def typed_in_latin(text: str) -> str:
    """What the same keys give in the Latin (US) layout."""
    return text.translate(_TO_LATIN)
