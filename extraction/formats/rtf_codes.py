"""What RTF calls its signs, its fonts' alphabets and the groups that hold no text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"
    rb"|((?:\\'[0-9a-fA-F]{2})+)|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
SYMBOLIC = "symbols:"
"""Stands before the name of a font of signs, in place of a codec."""
MACINTOSH = "mac-roman"
CHARSETS = {
    2: SYMBOLIC,
    77: MACINTOSH,
    89: "mac-cyrillic",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp866",
    255: "cp866",
}
"""Alphabets by the number of a font's charset; 0 and 1 leave it to the document, fonts of signs have none."""
_CODE_PAGES = {10000: "mac-roman", 10007: "mac-cyrillic", 65001: "utf-8", 936: "gbk"}

SIGNS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "column": "\n",
    "page": "\n",
    "row": "\n",
    "nestrow": "\n",
    "softline": "\n",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
SYMBOLS = {"~": "\xa0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\r": "\n", "\n": "\n", "\t": "\t"}

SILENT = frozenset({
    "fonttbl", "colortbl", "stylesheet", "pict", "objdata", "fldinst", "shprslt", "nonesttables",
    "sp", "bkmkstart", "bkmkend", "listtable", "listoverridetable", "revtbl",
    "rsidtbl", "generator", "filetbl", "themedata", "colorschememapping", "datastore", "latentstyles",
    "xmlnstbl", "mmathPr", "wgrffmtfilter", "template", "private", "xe", "tc", "tcn", "rxe", "txe",
    "atnid", "atnauthor", "atntime", "atndate", "atnref", "atnparent", "atnicn", "upr", "datafield",
    "formfield", "fname", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "pgptbl",
    "protusertbl", "userprops", "docvar", "passwordhash", "pntxta", "pntxtb", "keycode", "objclass",
    "objname", "objalias", "background", "info", "blipuid", "picprop", "mmathPict", "mfPr", "mdPr", "mradPr",
    "msSupPr", "msSubPr", "msSubSupPr", "msPrePr", "mnaryPr", "mfuncPr", "mlimLowPr", "mlimUppPr", "maccPr",
    "mbarPr", "mboxPr", "mborderBoxPr", "meqArrPr", "mgroupChrPr", "mmPr", "mphantPr", "mctrlPr", "margPr",
    "moMathParaPr",
})  # fmt: skip
"""Groups whose text a reader of the document never sees."""
SPOKEN = frozenset(
    {
        "nesttableprops",
        "ud",
        "shptxt",
        "shpinst",
        "annotation",
        "pntext",
        "listtext",
        "footnote",
        "shpgrp",
        "shp",
        "do",
        "dptxbxtext",
        "moMath",
        "moMathPara",
    }
)
"""Groups marked as optional that hold text all the same."""


def code_page(number: int) -> str:
    """The codec of a Windows code page, ``""`` where there is none."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return ""
    return name


def tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    r"""Tokens one by one; what ``\bin`` counts off is jumped over."""
    place = 0
    while match := _TOKEN.match(data, place):
        place = match.end()
        if match[1] == b"bin" and match[2]:
            place += max(0, int(match[2]))
            continue
        yield match
