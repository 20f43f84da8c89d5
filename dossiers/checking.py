"""Whether the library issued a file, by its code or its SHA-256 (проверка подлинности)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from catalog.issues import Issue, IssuedFile
from catalog.past_files import PastFile
from catalog.unit_of_work import UnitOfWork
from dossiers.publication import Publication, from_json, to_json

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOT_A_SIGN = re.compile(r"[^0-9A-Z]")
_LOOKALIKES = str.maketrans("АВСЕНКМОРТХУЗILO", "ABCEHKM0PTXY3110")
_CODE_LENGTH = 12
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """What the library knows of a file that somebody asks about.

    Attributes:
        issue: the publication that it is of.
        publication: its content.
        whole: whether the catalogue holds that content unchanged, by its code and its SHA-256.
        files: all files of it that were issued.
        file: the one whose bytes were shown, or None where only a code was.
    """

    issue: Issue
    publication: Publication
    whole: bool
    files: tuple[IssuedFile, ...]
    file: IssuedFile | None = None


def code_of(text: str) -> str:
    """A code as publications write it, from what a person typed; "" if it cannot be one.

    Blanks, dashes and small letters do not matter; Cyrillic letters and the signs that codes do not have
    are taken for those that look like them.
    """
    signs = _NOT_A_SIGN.sub("", text.upper().translate(_LOOKALIKES))
    if len(signs) != _CODE_LENGTH:
        return ""
    return "-".join(signs[at : at + _GROUP] for at in range(0, _CODE_LENGTH, _GROUP))


def check_code(work: UnitOfWork, text: str) -> Checked | None:
    """What the library published under a code; None if it published nothing under it."""
    code = code_of(text)
    issue = work.publications.by_code(code) if code else None
    return None if issue is None else _checked(work, issue, None)


def check_sha256(work: UnitOfWork, text: str) -> tuple[Checked, ...]:
    """The publications that a file with this SHA-256 was issued of; none if the library issued none such."""
    sha256 = sha256_of(text)
    files = work.publications.issued_by_sha256(sha256) if sha256 else []
    return tuple(_checked(work, work.publications.require(one.publication), one) for one in files)


def check_past(work: UnitOfWork, text: str) -> tuple[PastFile, ...]:
    """The files with this code or SHA-256 that were issued for once and are not kept any more."""
    code, sha256 = code_of(text), sha256_of(text)
    if sha256:
        return tuple(work.past_files.by_sha256(sha256))
    return tuple(work.past_files.by_code(code)) if code else ()


def sha256_of(text: str) -> str:
    """A SHA-256 from what a person typed; "" if it is none."""
    sha256 = re.sub(r"\s+", "", text).lower()
    return sha256 if _SHA256.fullmatch(sha256) else ""


def _checked(work: UnitOfWork, issue: Issue, file: IssuedFile | None) -> Checked:
    content = work.publications.content(issue.id)
    publication = from_json(content)
    same = hashlib.sha256(content.encode()).hexdigest() == issue.content_sha256
    whole = same and to_json(publication) == content and publication.code == issue.code
    return Checked(issue, publication, whole, tuple(work.publications.issued(issue.id)), file)
