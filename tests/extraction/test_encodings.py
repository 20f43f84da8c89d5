from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.encodings import decode, repair
from extraction.russian_score import russian_score
from tests.extraction.making import ACT

EIGHT_BIT = ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "cp855"]
SENTENCES = [
    "Глава Заречного района осуществляет полномочия по решению вопросов местного значения.",
    "О бюджете муниципального образования на очередной финансовый год и плановый период",
    "РЕШЕНИЕ районной Думы от 5 марта 2012 года о внесении изменений в устав района",
    "утвердить прилагаемый перечень муниципальных услуг, которые предоставляются жителям",
    "Настоящее распоряжение подлежит опубликованию в газете «Заречная правда».",
]


@pytest.mark.parametrize("encoding", [*EIGHT_BIT, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", SENTENCES)
def test_each_encoding_is_known_from_one_sentence(text: str, encoding: str) -> None:
    if encoding in EIGHT_BIT:
        text = text.encode(encoding, "replace").decode(encoding)
    assert decode(text.encode(encoding)).text == text


@given(st.integers(0, 300), st.sampled_from(EIGHT_BIT))
def test_any_stretch_of_sixty_letters_is_enough(start: int, encoding: str) -> None:
    stretch = ACT.replace("\n", " ").replace("№", "N")[start : start + 60]
    if sum("а" <= char <= "я" for char in stretch.lower()) >= 40:
        assert decode(stretch.encode(encoding)).text == stretch


def test_what_was_guessed_is_said_and_what_is_certain_is_not() -> None:
    assert decode("Решение районной Думы".encode("cp866")).notes == ("encoding-guessed:cp866",)
    assert decode("Решение районной Думы".encode()).notes == ()


def test_a_declared_encoding_is_believed_only_if_the_text_then_reads() -> None:
    text = "Решение районной Думы о бюджете"
    assert decode(text.encode("cp1251"), "windows-1251").notes == ()
    lied = decode(text.encode(), "windows-1251")
    assert (lied.text, lied.notes) == (text, ("charset-lied:windows-1251",))
    assert decode(text.encode("koi8-r"), "no-such-charset").text == text


@pytest.mark.parametrize(
    "text",
    [
        "яются участниками бюджетного процесса",
        "выступил Хендриксон, глава Заречного района",
        "в полном объёме; уязвимых категорий граждан на 2012 год",
        "сумма 26153\xa0тыс. рублей, в том числе по годам",
        "тыс. Гкал тепловой энергии; 4,8 млн кВт/час",
        "Управление района владеет языком оригинала",
        "доверенность Э. Уитакера, управляющего домом",
        "в границах Шацкого и Хамовнического районов",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1251", "mac-cyrillic"])
def test_tables_that_share_their_small_letters_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "программы 4 » изложить в следующей редакции",
        "основное мероприятие 4.2.4. » изложить в следующей",
        "2021 г. – 103\xa0907,5 тыс. рублей за счет средств",
    ],
)
def test_marks_of_macintosh_are_not_taken_for_capitals(text: str) -> None:
    assert decode(text.encode("mac-cyrillic")).text == text


def test_the_mark_of_utf_16_is_believed_also_before_a_short_text() -> None:
    for text in ("№ 5", "Да", "a"):
        assert decode(text.encode("utf-16")).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_tables_drawn_with_signs_do_not_hide_utf_16(encoding: str) -> None:
    text = "Таблица 1. Расходы района\n┌──────────────────────────┬─────────────┐\n│ Наименование  │ Сумма │"
    assert decode(text.encode(encoding)).text == text


def test_utf_8_that_holds_spoilt_words_is_no_lie() -> None:
    spoilt = "Рћ Р±СЋРґР¶РµС‚Рµ СЂР°Р№РѕРЅР°"
    assert decode(f"О бюджете. {spoilt * 5}".encode(), "utf-8").notes == ()


def test_one_broken_byte_does_not_make_utf_8_something_else() -> None:
    data = ("Решение районной Думы о бюджете на год. " * 5).encode()
    broken = decode(data[:101] + b"\xff" + data[101:])
    assert broken.encoding == "utf-8"
    assert broken.text.count("бюджете") == 5


def test_english_and_empty_bytes_pass_through() -> None:
    assert decode(b"Plain English text.").text == "Plain English text."
    assert decode(b"").text == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("utf-8", "cp1251"),
        ("cp1251", "latin-1"),
        ("utf-8", "latin-1"),
        ("koi8-r", "cp1251"),
        ("cp866", "cp1251"),
    ],
)
def test_text_once_read_wrongly_is_put_right(right: str, wrong: str) -> None:
    text = "Администрация Заречного района постановляет утвердить порядок"
    spoilt = _misread(text.encode(right), wrong)
    mended, how = repair(spoilt)
    assert mended == text
    assert how.startswith(f"{right}-as-")


def test_only_the_spoilt_lines_are_mended() -> None:
    good = "Решение районной Думы о бюджете на очередной год"
    spoilt = _misread("Приложение к решению районной Думы".encode(), "cp1251")
    assert repair(f"{good}\n{spoilt}\n{good}")[0] == f"{good}\nПриложение к решению районной Думы\n{good}"


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщьыэюяАБВГДЕЖЗ №«»-.,\n0123456789", max_size=300))
def test_what_is_written_in_russian_letters_is_never_repaired_away(text: str) -> None:
    assert repair(text)[0].count("\n") == text.count("\n")


@settings(deadline=None)  # the first call loads a library
@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


def test_russian_scores_high_and_salad_low() -> None:
    text = "в соответствии с федеральным законом"
    assert russian_score(text) > 10
    assert russian_score(text.encode("cp1251").decode("koi8-r")) < -10
    assert russian_score("no Russian here") == 0.0


def _misread(data: bytes, encoding: str) -> str:
    return "".join(bytes([byte]).decode(encoding, "replace") if byte != 0x98 else "\x98" for byte in data)


@pytest.mark.parametrize(
    "text", ["Não contabilize a doação: bons negócios", "Informations générales, procès-verbal du comité"]
)
def test_accents_of_western_languages_are_not_taken_for_russian(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


def test_a_russian_text_with_latin_words_stays_russian() -> None:
    text = "Система Windows установлена, адрес mail@example.org, файл act.doc"
    assert decode(text.encode("cp1251")).text == text


def test_abbreviations_alone_are_not_taken_for_another_alphabet() -> None:
    text = "\n".join(f"п{number} шт. т" for number in range(30)) + "\nтекст"
    assert repair(text) == (text, "")
