from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import VecheError
from desk.addresses import LONGEST, mail_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" otdel@zarechny.example ", "otdel@zarechny.example"),
        ("Otdel.1+bk@Zarechny.EXAMPLE", "Otdel.1+bk@zarechny.example"),
        ("otdel@администрация.рф", "otdel@xn--80aalqabyj2ajl4c8g.xn--p1ai"),
    ],
)
def test_an_address_is_taken_in_the_form_that_servers_know(typed: str, address: str) -> None:
    assert mail_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "otdel",
        "@zarechny.example",
        "otdel@",
        "otdel@localhost",
        "otdel@zarechny..example",
        "otdel@-zarechny.example",
        "отдел@zarechny.example",
        "otdel@zarechny.example, other@zarechny.example",
        "Отдел <otdel@zarechny.example>",
        "otdel@zarechny.example\nBcc: all@zarechny.example",
        "otdel\r\n@zarechny.example",
        "otdel @zarechny.example",
        "a..b@zarechny.example",
        "a" * 65 + "@zarechny.example",
        "a@" + "б" * 300 + ".example",
        "a@" + ".".join(["zarechny"] * 40),
    ],
)
def test_what_is_no_single_address_is_refused(typed: str) -> None:
    with pytest.raises(VecheError, match="не адрес"):
        mail_address(typed)


@given(st.text(max_size=300) | st.from_regex(r"[a-z@.\r\n <>,а-я]{1,40}"))
def test_whatever_is_typed_no_address_reaches_beyond_its_line(typed: str) -> None:
    try:
        address = mail_address(typed)
    except VecheError:
        return
    assert address.isascii()
    assert address.isprintable()
    assert address.count("@") == 1
    assert len(address) <= LONGEST
    assert not set(address) & set(' <>,;:"\\()[]')
