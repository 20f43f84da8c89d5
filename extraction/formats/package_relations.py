"""How the parts of an office package are related (ISO/IEC 29500-2, 6.5): of DOCX, XLSX and XLSB alike."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from extraction.formats.numbering import value
from extraction.packages import Package


def documents_of(package: Package) -> Iterator[str]:
    """Names of the parts that the package calls its document; they need not be there."""
    if "_rels/.rels" in package:
        for relation in package.xml("_rels/.rels"):
            if value(relation, "Type").endswith("/officeDocument"):
                yield value(relation, "Target").lstrip("/")


def relations_of(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relations of a part: id -> last word of its kind, and the part that it leads to."""
    folder, file = posixpath.split(part)
    listed = f"{folder}/_rels/{file}.rels".lstrip("/")
    if listed not in package:
        return {}
    found = {}
    for one in package.xml(listed):
        target = posixpath.normpath(posixpath.join("/", folder, value(one, "Target"))).lstrip("/")
        whole = target if target in package else unquote(target)
        found[value(one, "Id")] = (value(one, "Type").rpartition("/")[2], whole)
    return found
