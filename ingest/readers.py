"""Which readers are installed, and whether a text was read by one that has been improved since.

The versions are taken from the source of the readers, so that nobody has to load them to ask.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from extraction.programs import rar, tesseract
from ingest.reasons import format_name, named_formats

_NAME = re.compile(r'^name = "([^"]+)"', re.MULTILINE)
_VERSION = re.compile(r'^version = "([^"]+)"', re.MULTILINE)
_VERSION_FORM = re.compile(r"\d[\d.+/]{0,40}")
_OCR = "+ocr"


@cache
def versions() -> dict[str, str]:
    """Reader -> its version; ``ocr`` with that of the program that it runs."""
    found: dict[str, str] = {}
    for module in files("extraction.formats").iterdir():
        if module.name.endswith(".py"):
            source = module.read_text("utf-8")
            name, version = _NAME.search(source), _VERSION.search(source)
            if name and version:
                found[name[1]] = version[1]
    own = _VERSION.search(files("extraction").joinpath("ocr.py").read_text("utf-8"))
    if own and tesseract.available():
        found["ocr"] = f"{own[1]}/{tesseract.version()}"
    return found


def signature(*, recognises: bool = True) -> str:
    """What can be read here: another one means that what waits may be read now.

    Args:
        recognises: whether the settings let scans be read.
    """
    told = " ".join(
        f"{name}={version}" for name, version in sorted(versions().items()) if recognises or name != "ocr"
    )
    return f"{told} rar={rar.available()}"


def improved(extractor: str, version: str) -> bool:
    """Whether a text of this reader and version would be read by another version now."""
    reader = extractor.removesuffix(_OCR)
    now = versions().get(reader)
    if now is None:  # no reader, or one that is gone: nothing would be better
        return False
    if extractor.endswith(_OCR):
        recogniser = versions().get("ocr")
        return recogniser is not None and version != f"{now}+{recogniser}"
    return version != now


def is_older(version: str, than: str) -> bool:
    """Whether a version comes before another one: figures count as numbers, what is longer comes later."""
    return _parts(version) < _parts(than)


def is_format(media_type: str, extractor: str, wanted: str) -> bool:
    """Whether a text is of a format that a person names: ``pdf``, ``doc``, ``scan``, ``image/tiff``."""
    asked = wanted.strip().lower().removeprefix(".")
    if asked in ("scan", "ocr"):
        return extractor.endswith(_OCR)
    return asked in (
        media_type.lower(),
        media_type.partition("/")[2].lower(),
        format_name(media_type).lower(),
        extractor.removesuffix(_OCR),
    )


def is_known_format(wanted: str) -> bool:
    """Whether a person names a format that some reader or sniffer knows."""
    asked = wanted.strip().lower().removeprefix(".")
    return asked in ("scan", "ocr") or any(is_format(*one, asked) for one in _known())


def _known() -> list[tuple[str, str]]:
    return [(media_type, "") for media_type in named_formats()] + [("", reader) for reader in versions()]


def is_version(text: str) -> bool:
    """Whether a text may be the version of a reader: ``4``, ``2+1/5.3.0``."""
    return bool(_VERSION_FORM.fullmatch(text))


def _parts(version: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d+|[^\W\d]+", version)
    ]
