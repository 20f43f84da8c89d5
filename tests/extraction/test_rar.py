from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction import sniff
from extraction.archives import unpack
from extraction.means import Means
from extraction.programs import rar
from extraction.protocol import Archive, Extracted, Limits, Outcome, Refused
from tests.extraction.rar_making import ENCRYPTED, PACKED, rar_4, rar_5

Read = Callable[[bytes, str], Outcome]


def _files(outcome: Outcome) -> dict[str, bytes]:
    assert isinstance(outcome, Archive)
    return {one.name: one.unpacked.read_bytes() for one in outcome.members if one.unpacked}


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
def test_stored_members_of_rar_4_are_taken_under_their_russian_names(read: Read, encoding: str) -> None:
    names = ["Решение о бюджете.txt", "Приложение\\Смета.txt"]
    data = rar_4([(name.encode(encoding), name.encode()) for name in names])
    assert _files(read(data, "a.rar")) == {name.replace("\\", "/"): name.encode() for name in names}


def test_stored_members_of_rar_5_are_taken(read: Read) -> None:
    data = rar_5([("Решение.txt", b"one"), ("Приложение/Смета.txt", b"two"), ("empty.txt", b"")])
    assert _files(read(data, "a.rar")) == {
        "Решение.txt": b"one",
        "Приложение/Смета.txt": b"two",
        "empty.txt": b"",
    }


@pytest.mark.parametrize(
    "data", [rar_4([(b"../a.txt", b"x"), (b"b.txt", b"y")]), rar_5([("../a.txt", b"x"), ("b.txt", b"y")])]
)
def test_no_member_leaves_its_folder(read: Read, data: bytes) -> None:
    outcome = read(data, "a.rar")
    assert isinstance(outcome, Archive)
    assert [(one.name, one.reason_code) for one in outcome.members] == [
        ("a.txt", "unsafe-path"),
        ("b.txt", ""),
    ]


@pytest.mark.parametrize("data", [rar_4([(b"a.txt", b"x")], ENCRYPTED), rar_5([("a.txt", b"x")], ENCRYPTED)])
def test_an_archive_with_a_password_says_so(read: Read, data: bytes) -> None:
    outcome = read(data, "a.rar")
    assert isinstance(outcome, Refused)
    assert outcome.reason_code == "encrypted"


def test_a_member_whose_bytes_changed_is_damaged(read: Read) -> None:
    outcome = read(rar_4([(b"a.txt", b"right"), (b"b.txt", b"good")]).replace(b"right", b"wrong"), "a.rar")
    assert isinstance(outcome, Archive)
    assert [(one.name, one.reason_code) for one in outcome.members] == [("a.txt", "damaged"), ("b.txt", "")]


@pytest.mark.parametrize("data", [rar_4([(b"a.txt", b"x")], PACKED), rar_5([("a.txt", b"x")], PACKED)])
def test_packed_members_wait_for_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(rar, "available", lambda: False)
    (tmp_path / "a.rar").write_bytes(data)
    outcome = unpack(tmp_path / "a.rar", sniff.RAR, "a.rar", Means(tmp_path / "worker", Limits()))
    assert isinstance(outcome, Extracted)
    assert (outcome.text_layer, outcome.waiting) == ("none", "no-unpacker")
