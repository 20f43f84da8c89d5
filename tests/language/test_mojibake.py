from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from language.mojibake import mend

ACT = "Решение Совета от 1 мая 2012 года № 5 — «О бюджете Заречного района»"


def _as_cp1251(text: str) -> str:
    return "".join(bytes([octet]).decode("cp1251") if octet != 0x98 else "\x98" for octet in text.encode())


def test_utf8_read_as_cp1251_is_put_right() -> None:
    assert mend(_as_cp1251(ACT)).text == ACT


def test_utf8_read_as_cp1251_survives_the_loss_of_hard_spaces() -> None:
    assert mend(_as_cp1251(ACT).replace("\u00a0", " ")).text == ACT


def test_cp1251_read_as_latin_is_put_right_in_place() -> None:
    mended = mend(ACT.replace("—", "-").encode("cp1251").decode("latin-1"))
    assert mended.text == ACT.replace("—", "-")
    assert mended.steps == ()


def test_a_sound_text_comes_back_as_it_is() -> None:
    assert mend(ACT).text == ACT
    assert mend("Straße und Bücher, naïve café").text == "Straße und Bücher, naïve café"


@given(st.text(alphabet="абвгдеИШР «»№ ", min_size=30, max_size=200))
def test_each_place_of_the_mended_text_is_found_in_the_given_one(text: str) -> None:
    spoilt = _as_cp1251(text)
    mended = mend(spoilt)
    if mended.text == text:
        positions = [mended.origin(at) for at in range(len(text) + 1)]
        assert positions[0] == 0
        assert positions == sorted(positions)
        assert positions[-1] == len(spoilt)
