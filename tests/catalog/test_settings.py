from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from catalog.errors import SettingsError
from catalog.settings import KINDS, Settings, load

DOCS = Path(__file__).resolve().parents[2] / "docs" / "SETTINGS.md"
GOOD = """
language = "en"
port = 8080
library_name = "Библиотека  Заречного района"
host_names = ["biblioteka.local"]
trusted_networks = ["192.168.5.7/24", "::1"]
intake_press = "/srv/press"
intake_acts = ["a", "b"]
held_folders = "Комиссия"
settle_seconds = 3
ocr = false
"""


def write(home: Path, text: str) -> Path:
    (home / "veche.toml").write_text(text, encoding="utf-8")
    return home


def test_nothing_given_is_fine(tmp_path: Path) -> None:
    settings = load({}, tmp_path)
    assert settings.port == 8000
    assert settings.database_url == f"sqlite:///{tmp_path}/catalog.sqlite"
    assert settings.intake_folders["acts"] == (tmp_path / "intake" / "Акты",)


def test_the_file_says_what_holds(tmp_path: Path) -> None:
    settings = load({}, write(tmp_path, GOOD))
    assert (settings.language, settings.port, settings.ocr) == ("en", 8080, False)
    assert settings.library_name == "Библиотека Заречного района"
    assert settings.trusted_networks == ("192.168.5.0/24", "::1/128")
    assert settings.intake_press == (Path("/srv/press"),)
    assert settings.intake_acts == (tmp_path / "a", tmp_path / "b")
    assert settings.held_folders == ("Комиссия",)
    assert settings.settle_seconds == 3.0


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    given = {
        "VECHE_PORT": "9000",
        "VECHE_OCR": "да",
        "VECHE_PROXIES": "10.0.0.1, 10.0.0.2",
        "VECHE_SETTLE_SECONDS": "0,5",
        "VECHE_LANGUAGE": "",
        "VECHE_SOMETHING": "else",
    }
    settings = load(given, write(tmp_path, GOOD))
    assert (settings.port, settings.ocr, settings.settle_seconds) == (9000, True, 0.5)
    assert settings.proxies == ("10.0.0.1/32", "10.0.0.2/32")
    assert settings.language == "en"


def test_all_faults_are_told_at_once_with_key_and_what_it_takes(tmp_path: Path) -> None:
    bad = 'prot = 1\nport = "8000"\nworkers = true\ntime_zone = "Марс/Олимп"\nhost = "моя машина"\n'
    with pytest.raises(SettingsError) as raised:
        load({"VECHE_RESERVE_MIB": "много", "VECHE_TODAY": "завтра"}, write(tmp_path, bad))
    told = str(raised.value)
    for words in (
        "prot — такой настройки нет (может быть, port?)",
        "port = '8000' — целое число от 1 до 65535",
        "workers = True",
        "time_zone",
        "host",
        "VECHE_RESERVE_MIB = 'много'",
        "VECHE_TODAY",
    ):
        assert words in told
    assert len(told.splitlines()) == 8


def test_a_password_in_an_address_is_never_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load({"VECHE_DATABASE_URL": "mysql://veche:secret@host/base"}, tmp_path)
    assert "secret" not in str(raised.value)
    settings = load({"VECHE_DATABASE_URL": "postgresql+psycopg://veche@host/base"}, tmp_path)
    assert settings.database_url.startswith("postgresql")


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", b"name = 'x'\nname = 'y'"])
def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "veche.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"veche\.toml"):
        load({}, tmp_path)


def test_a_byte_order_mark_of_notepad_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "veche.toml").write_bytes("port = 8123\r\n".encode("utf-8-sig"))
    assert load({}, tmp_path).port == 8123


@pytest.mark.parametrize("key", KINDS)
def test_no_setting_takes_just_anything(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError, match=key):
        load({}, write(tmp_path, f"{key} = {{}}\n"))


def test_every_setting_has_a_kind_and_a_place_in_the_docs() -> None:
    assert {field.name for field in fields(Settings)} == set(KINDS)
    documented = re.findall(r"^\| `([a-z_]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert documented == list(KINDS)


def test_mail_is_set_with_all_that_it_needs(tmp_path: Path) -> None:
    mail = 'smtp_host = "mail.zarechny.example"\nsmtp_user = "biblioteka"\nsmtp_password_file = "пароль"\n'
    with pytest.raises(SettingsError, match="smtp_host — нужна настройка mail_from"):
        load({}, write(tmp_path, mail))
    settings = load({}, write(tmp_path, mail + 'mail_from = "biblioteka@zarechny.example"\n'))
    assert settings.smtp_password_file == tmp_path / "пароль"
    with pytest.raises(SettingsError, match="smtp_user — нужна настройка smtp_password_file"):
        load({"VECHE_SMTP_USER": "biblioteka"}, write(tmp_path, ""))


@pytest.mark.parametrize(
    "bad",
    [
        'mail_from = "Библиотека <b@zarechny.example>"',
        'mail_from = "b@zarechny.example, c@zarechny.example"',
        'mail_from = "библиотека"',
        'site_address = "biblioteka.local"',
        'site_address = "ftp://biblioteka.local"',
        'smtp_security = "ssl"',
    ],
)
def test_an_address_that_is_none_is_told(tmp_path: Path, bad: str) -> None:
    with pytest.raises(SettingsError, match=bad.partition(" ")[0]):
        load({}, write(tmp_path, bad))


def test_the_address_of_the_site_stands_without_its_last_stroke(tmp_path: Path) -> None:
    settings = load({"VECHE_SITE_ADDRESS": "http://biblioteka.local/"}, tmp_path)
    assert settings.site_address == "http://biblioteka.local"
