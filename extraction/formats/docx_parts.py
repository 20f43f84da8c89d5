"""Parts of a DOCX: the document itself, and what it says of its author."""

from __future__ import annotations

from extraction.formats.numbering import local
from extraction.formats.package_relations import documents_of
from extraction.packages import Package
from extraction.reasons import Refusal, UnreadableError


def main_part(package: Package) -> str:
    """Name of the part that holds the document itself."""
    for target in documents_of(package):
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
