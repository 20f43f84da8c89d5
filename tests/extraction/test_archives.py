from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import py7zr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import sniff
from extraction.archives import unpack
from extraction.means import Means
from extraction.protocol import Archive, Limits, Refused
from extraction.unpacking import is_unsafe, shown_name, unique_name
from tests.extraction.making import named_zip, package


def _open(
    tmp_path: Path, data: bytes, name: str = "архив.zip", limits: Limits | None = None
) -> Archive | Refused:
    path = tmp_path / "given"
    path.write_bytes(data)
    outcome = unpack(path, sniff.sniff(path), name, Means(tmp_path / "worker", limits or Limits()))
    assert isinstance(outcome, Archive | Refused)
    return outcome


def _told(archive: Archive | Refused) -> list[tuple[str, str]]:
    assert isinstance(archive, Archive)
    return [(member.name, member.reason_code) for member in archive.members]


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8", "koi8-r"])
def test_names_come_out_in_russian_whatever_wrote_them(tmp_path: Path, encoding: str) -> None:
    data = named_zip([("Решения Думы/О бюджете.txt", b"1"), ("Приложение.txt", b"2")], encoding)
    archive = _open(tmp_path, data)
    assert _told(archive) == [("Решения Думы/О бюджете.txt", ""), ("Приложение.txt", "")]
    assert isinstance(archive, Archive)
    assert [member.unpacked.read_bytes() for member in archive.members if member.unpacked] == [b"1", b"2"]


def test_paths_that_lead_out_are_refused_and_shown_harmless(tmp_path: Path) -> None:
    data = named_zip(
        [("../../etc/passwd", b""), ("/root/x", b""), ("C:\\Windows\\x", b""), ("а/../б.txt", b"b")], "cp866"
    )
    assert _told(_open(tmp_path, data)) == [
        ("etc/passwd", "unsafe-path"), ("root/x", "unsafe-path"), ("C:/Windows/x", "unsafe-path"),
        ("а/б.txt", ""),
    ]  # fmt: skip
    assert {path.parent.name for path in tmp_path.rglob("0*")} == {"members"}


@given(st.text(max_size=40))
def test_a_shown_name_never_leads_anywhere(stored: str) -> None:
    name = shown_name(stored)
    assert not is_unsafe(name)
    assert name


def test_links_locked_and_double_members_are_told_one_by_one(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "2")
        archive.writestr("locked.txt", "3")
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02", data.rindex(b"PK\x01\x02"))
    data[at + 8] |= 1
    assert _told(_open(tmp_path, bytes(data))) == [
        ("link", "link"), ("a.txt", ""), ("a (2).txt", ""), ("locked.txt", "encrypted"),
    ]  # fmt: skip


def test_an_archive_locked_throughout_is_encrypted(tmp_path: Path) -> None:
    data = bytearray(package({"a.txt": "1"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert _open(tmp_path, bytes(data)) == Refused(
        "encrypted", {"format": "application/zip"}, "application/zip"
    )


def test_one_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(package({"a.txt": "один " * 50, "b.txt": "два " * 50}))
    data[40] ^= 0xFF
    assert _told(_open(tmp_path, bytes(data))) == [("a.txt", "damaged"), ("b.txt", "")]


def test_bytes_are_counted_whatever_the_archive_declares(tmp_path: Path) -> None:
    data = bytearray(package({"bomb.bin": b"\0" * (3 << 20), "a.txt": "a"}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    outcome = _open(tmp_path, bytes(data), limits=Limits(unpacked_mib=1))
    assert ("bomb.bin", "over-limit") in _told(outcome) or ("bomb.bin", "damaged") in _told(outcome)
    assert sum(path.stat().st_size for path in tmp_path.rglob("0*")) < 1 << 20


def test_entries_are_counted(tmp_path: Path) -> None:
    data = package({f"{number}.txt": "x" for number in range(20)})
    told = _told(_open(tmp_path, data, limits=Limits(entries=5)))
    assert len(told) == 6
    assert told[-1] == ("5.txt", "over-limit")


def test_tar_and_its_links(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("Решение.txt", tarfile.REGTYPE),
            ("../up", tarfile.REGTYPE),
            ("link", tarfile.SYMTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, 3 * (kind == tarfile.REGTYPE), "/etc/passwd"
            archive.addfile(info, io.BytesIO(b"abc"))
    assert _told(_open(tmp_path, out.getvalue())) == [
        ("Решение.txt", ""),
        ("up", "unsafe-path"),
        ("link", "link"),
    ]


def test_a_compressed_single_file_is_an_archive_of_one(tmp_path: Path) -> None:
    assert _told(_open(tmp_path, gzip.compress(b"abc"), "Акт.txt.gz")) == [("Акт.txt", "")]


def test_seven_zip(tmp_path: Path) -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr("текст", "Решения/О бюджете.txt")
        archive.writestr(b"\0" * 5000, "b.bin")
    assert _told(_open(tmp_path, out.getvalue())) == [("Решения/О бюджете.txt", ""), ("b.bin", "")]


def test_seven_zip_with_a_password_is_encrypted(tmp_path: Path) -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="x") as archive:
        archive.writestr("текст", "a.txt")
    path = tmp_path / "a"
    path.write_bytes(out.getvalue())
    with pytest.raises(Exception, match="encrypted"):
        unpack(path, sniff.sniff(path), "a.7z", Means(tmp_path / "w", Limits()))


def test_seven_zip_bytes_are_counted(tmp_path: Path) -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(b"\0" * (3 << 20), "bomb.bin")
    told = _told(_open(tmp_path, out.getvalue(), limits=Limits(unpacked_mib=1)))
    assert told == [("bomb.bin", "over-limit")]


def test_thousands_of_equal_names_are_told_apart_at_once() -> None:
    taken: dict[str, int] = {}
    names = [unique_name(name, taken) for name in ("а.txt", "а (2).txt", "а.txt", *["б.txt"] * 20_000)]
    assert names[:5] == ["а.txt", "а (2).txt", "а (3).txt", "б.txt", "б (2).txt"]
    assert len(set(names)) == len(names)


def test_a_member_of_7z_that_says_it_is_too_large_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(b"\0" * (3 << 20), "large.bin")
        archive.writestr("решение", "small.txt")
    folder = tmp_path / "scratch"
    folder.mkdir()
    outcome = unpack(path, sniff.SEVEN_ZIP, "a.7z", Means(folder, Limits(unpacked_mib=2)))
    assert isinstance(outcome, Archive)
    assert {member.name: member.reason_code for member in outcome.members} == {
        "large.bin": "over-limit",
        "small.txt": "",
    }
    assert [path.stat().st_size for path in (folder / "members").iterdir()] == [len("решение".encode())]
