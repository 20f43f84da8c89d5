"""Figures of a number set into the places of a format code, and numbers that have no code."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from extraction.formats.format_codes import BLANKS, Token, tidy

GROUP = "\u00a0"
"""What stands between thousands: the sign of Russian Excel; search and tables take it for a blank."""
EXACT = 1e15
"""From here on a spreadsheet keeps fifteen figures of a number and fills up with zeros."""
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_MOST_PLACES, _MOST_SCALED = 30, 10  # with these the longest number still has less than 400 figures
_NINTH = Decimal("1e-9")


class NotUnderstoodError(Exception):
    """A code that says more than is known here."""


def general(value: float) -> str:
    """A number without a format: what was typed, so much of a long fraction as a sheet has room for.

    Beyond fifteen figures it is told as a power of ten: the last ones are not known.
    """
    if value.is_integer() and -EXACT < value < EXACT:
        return str(int(value))
    if not math.isfinite(value):
        return str(value)
    if not -EXACT < value < EXACT:
        return _power_of_ten(value)
    whole, _, fraction = repr(value).partition(".")
    if len(fraction) <= 9 and len(whole) + len(fraction) <= 15 and fraction.isdecimal():
        return f"{whole},{fraction}"
    return _cut(value)


def _cut(value: float) -> str:
    """A fraction to nine places; a small one that would lose its figures as a power of ten."""
    if 1e-4 <= abs(value) < 1e6:
        return f"{value:.9f}".rstrip("0").rstrip(".").replace(".", ",")
    exact = _exact(value)
    cut = exact.quantize(_NINTH, context=_WIDE)
    if abs(value) < 1e-4 and cut != exact:
        return _power_of_ten(value)
    return f"{cut:f}".rstrip("0").rstrip(".").replace(".", ",")


def _power_of_ten(value: float) -> str:
    mantissa, _, power = f"{value:.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{power}".replace(".", ",")


class Places:
    """The places of a number and what stands before, between and after them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._before: list[str | None] = []  # down to the comma; None: a place
        self._after: list[str | None] = []
        self._whole = self._fraction = self._power = self._power_sign = ""
        self._grouped = self._point = False
        self._hundreds = self._thousands = 0
        self._read(tokens)
        if self._power_sign and (not self._power or len(self._whole) != 1):
            raise NotUnderstoodError
        if (
            self._hundreds > _MOST_SCALED
            or self._thousands > _MOST_SCALED
            or len(self._fraction) > _MOST_PLACES
        ):
            raise NotUnderstoodError
        self._scale = Decimal(100) ** self._hundreds / Decimal(1000) ** self._thousands
        self._fewest = len(self._whole) - self._whole.find("0") if "0" in self._whole else 0
        places = [at for at, piece in enumerate(self._before) if piece is None]
        self._first, self._end = (places[0], places[-1] + 1) if places else (0, 0)
        self._together = self._end - self._first == len(places)
        self._last = max((at + 1 for at, piece in enumerate(self._after) if piece is None), default=0)
        self._usual = self._is_usual()
        before = "".join(piece or "" for piece in self._before[: self._first])
        after = "".join(piece or "" for piece in (*self._before[self._end :], *self._after))
        self._ahead, self._behind = BLANKS.sub(" ", before).lstrip(" "), BLANKS.sub(" ", after).rstrip(" ")

    def _is_usual(self) -> bool:
        """Whether figures stand together and none is left out: 0, 000, #,##0.00."""
        together = self._together and self._after[: self._last] == [None] * len(self._fraction)
        fixed = self._fewest == 1 if self._grouped else self._fewest > 0
        fixed = fixed and set(self._fraction) <= {"0"} and self._point == bool(self._fraction)
        return together and fixed and self._scale == 1 and not self._power_sign

    def _read(self, tokens: Sequence[Token]) -> None:
        commas = 0
        for at, token in enumerate(tokens):
            if token.kind == "comma" and (commas or (at and tokens[at - 1].kind == "place")):
                commas += 1
                continue
            if commas and token.kind == "place" and not self._point and not self._power_sign:
                self._grouped = True
            else:
                self._thousands += commas
            commas = 0
            self._take(token, follows=at + 1 < len(tokens) and tokens[at + 1].kind == "place")
        self._thousands += commas

    def _take(self, token: Token, *, follows: bool) -> None:
        if token.kind == "place":
            self._place(token.text)
        elif token.kind == "point" and not self._point and (follows or self._before[-1:] == [None]):
            self._point = True
        elif token.kind == "power" and not self._power_sign:
            self._power_sign = token.text[1]
        else:
            self._hundreds += token.kind == "percent"
            (self._after if self._point or self._power_sign else self._before).append(token.text)

    def _place(self, sign: str) -> None:
        if self._power_sign:
            self._power += sign
        elif self._point:
            self._fraction += sign
            self._after.append(None)
        else:
            self._whole += sign
            self._before.append(None)

    def shown(self, size: float) -> str:
        """A number without its sign."""
        return (self._at_once(size) if self._usual else "") or self._piece_by_piece(size)

    def _at_once(self, size: float) -> str:
        """A number that needs no rounding, in a code of the usual kind; ``""`` for any other."""
        whole, _, fraction = repr(size).partition(".")
        fraction = "" if fraction == "0" else fraction
        places = len(self._fraction)
        if len(fraction) > places or len(whole) + len(fraction) > 15 or not whole.isdecimal():
            return ""
        if len(whole) > 3 and self._grouped:
            whole = f"{int(whole):,}".replace(",", GROUP)
        elif len(whole) < self._fewest:
            whole = whole.rjust(self._fewest, "0")
        comma = f",{fraction.ljust(places, '0')}" if places else ""
        return f"{self._ahead}{whole}{comma}{self._behind}"

    def _piece_by_piece(self, size: float) -> str:
        power = ""
        if self._power_sign:
            whole, fraction, power = self._with_power(size)
        elif self._whole or self._fraction:
            whole, fraction = self._figures(size)
        else:  # words alone
            return tidy("".join(piece or "" for piece in (*self._before, *self._after)))
        rest = "".join(piece or "" for piece in self._after[self._last :])
        return tidy(self._set_out(whole.rjust(self._fewest, "0")) + self._comma(fraction) + power + rest)

    def _figures(self, size: float) -> tuple[str, str]:
        """Figures before and after the comma, as many after it as there are places."""
        places = len(self._fraction)
        if self._scale == 1:
            whole, _, fraction = repr(size).partition(".")
            fraction = "" if fraction == "0" else fraction
            if len(fraction) <= places and len(whole) + len(fraction) <= 15 and whole.isdecimal():
                return whole.lstrip("0"), fraction.ljust(places, "0")
        return _rounded(_WIDE.multiply(_exact(size), self._scale), places)

    def _with_power(self, size: float) -> tuple[str, str, str]:
        exact, places = _exact(size), len(self._fraction)
        power = exact.adjusted() if size else 0
        whole, fraction = _rounded(exact.scaleb(-power, context=_WIDE), places)
        if len(whole) > 1:
            whole, power = "1", power + 1
        sign = "-" if power < 0 else "+" if self._power_sign == "+" else ""
        return whole, fraction, f"E{sign}{str(abs(power)).rjust(len(self._power), '0')}"

    def _set_out(self, whole: str) -> str:
        """The figures before the comma among what stands there; the first place takes all that are left."""
        if self._together:
            figures = _in_thousands(whole) if self._grouped else whole
            places: list[str] = [figures]
        else:
            most = len(self._whole) - 1
            ones = list(whole[-most:]) if most else []
            places = [whole[: len(whole) - len(ones)], *[""] * (most - len(ones)), *ones]
        head, tail = self._before[: self._first], self._before[self._end :]
        among = places if self._together else _filled(self._before[self._first : self._end], places)
        return "".join(piece or "" for piece in (*head, *among, *tail))

    def _comma(self, fraction: str) -> str:
        """The comma and the figures after it, without zeros that the code shows only where they count.

        A comma that no figure follows is left out, as LibreOffice does; Excel shows it.
        """
        if not self._point:
            return ""
        kept = len(fraction)
        while kept and self._fraction[kept - 1] != "0" and fraction[kept - 1] == "0":
            kept -= 1
        figures = "".join(_filled(self._after[: self._last], fraction[:kept]))
        return f",{figures}" if kept or not self._fraction else figures


def _exact(size: float) -> Decimal:
    """A number as far as a spreadsheet holds it: fifteen figures."""
    return Decimal(f"{size:.15g}")


def _rounded(exact: Decimal, places: int) -> tuple[str, str]:
    """Figures before and after the comma; a half is rounded up, as spreadsheets do."""
    whole, _, fraction = f"{exact.quantize(Decimal(1).scaleb(-places), context=_WIDE):f}".partition(".")
    return whole.lstrip("0"), fraction


def _filled(pieces: Sequence[str | None], places: Iterable[str]) -> list[str]:
    """What stands in a code with figures in its places."""
    left = iter(places)
    return [next(left, "") if piece is None else piece for piece in pieces]


def _in_thousands(figures: str) -> str:
    first = len(figures) % 3
    groups = [figures[:first], *(figures[at : at + 3] for at in range(first, len(figures), 3))]
    return GROUP.join(group for group in groups if group)
