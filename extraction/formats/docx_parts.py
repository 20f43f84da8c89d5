"""Parts of a DOCX and how they are related (ISO/IEC 29500-2, 6.5)."""

from __future__ import annotations

import posixpath

from extraction.formats.numbering import local, value
from extraction.packages import Package
from extraction.reasons import Refusal, UnreadableError


def main_part(package: Package) -> str:
    """Name of the part that holds the document itself."""
    if "_rels/.rels" in package:
        for relation in package.xml("_rels/.rels"):
            if value(relation, "Type").endswith("/officeDocument"):
                target = value(relation, "Target").lstrip("/")
                if target in package:
                    return target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise UnreadableError(Refusal.DAMAGED, detail="no main part")


def properties_of(package: Package) -> dict[str, str]:
    """Title, author and the like."""
    if "docProps/core.xml" not in package:
        return {}
    names = {
        "title": "title",
        "creator": "author",
        "subject": "subject",
        "created": "created",
        "keywords": "keywords",
    }
    found = {local(one): one.text or "" for one in package.xml("docProps/core.xml")}
    return {names[key]: text for key, text in found.items() if key in names and text.strip()}


def relations_of(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relations of a part: id -> kind, and the part that it leads to."""
    folder, file = posixpath.split(part)
    listed = f"{folder}/_rels/{file}.rels".lstrip("/")
    if listed not in package:
        return {}
    found = {}
    for one in package.xml(listed):
        target = value(one, "Target")
        whole = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        found[value(one, "Id")] = (value(one, "Type").rpartition("/")[2], whole)
    return found
