"""Typeset pages: PDF with a text layer, and the same pages as scans without one."""

from __future__ import annotations

import io
import json
import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, cast

import typst
from PIL import Image, ImageFilter

from demo.blocks import Block, Line, PageBreak, Sides, Table

_TEMPLATE = Path(__file__).with_name("page.typ")
_SCAN_DPI = 110
_FIXED = time.gmtime(1704794400)  # 9 January 2024, 10:00 UTC


def render_pdf(blocks: Iterable[Block]) -> bytes:
    """The bytes of a PDF with a text layer."""
    return _typeset(blocks, "pdf")[0]


def render_scan(blocks: Iterable[Block], seed: int) -> bytes:
    """The bytes of a PDF that has nothing but images of its pages."""
    first, *rest = _scanned(blocks, seed)
    buffer = io.BytesIO()
    first.save(
        buffer,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=_SCAN_DPI,
        creationDate=_FIXED,
        modDate=_FIXED,
    )
    return buffer.getvalue()


def render_picture(blocks: Iterable[Block], seed: int) -> bytes:
    """The bytes of a PNG of the first page, as a scanner saves it."""
    buffer = io.BytesIO()
    _scanned(blocks, seed)[0].quantize(16).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _scanned(blocks: Iterable[Block], seed: int) -> list[Image.Image]:
    """The pages as a tired scanner sees them: grey, a little skewed and blurred, with specks."""
    chance = random.Random(seed)  # noqa: S311 - specks, the same ones at every run
    pages = []
    for page in _typeset(blocks, "png"):
        with Image.open(io.BytesIO(page)) as drawn:
            grey = drawn.convert("L")
        grey = grey.rotate(chance.uniform(-0.7, 0.7), Image.Resampling.BICUBIC, fillcolor=250)
        grey = grey.filter(ImageFilter.GaussianBlur(0.6))
        noise = Image.frombytes("L", grey.size, chance.randbytes(grey.width * grey.height))
        pages.append(Image.blend(grey, noise, 0.08))
    return pages


def _typeset(blocks: Iterable[Block], form: Literal["pdf", "png"]) -> list[bytes]:
    inputs = {"blocks": json.dumps([_plain(block) for block in blocks], ensure_ascii=False)}
    compiled = typst.compile(
        _TEMPLATE, format=form, ppi=_SCAN_DPI, sys_inputs=inputs, ignore_system_fonts=True
    )
    made = cast("bytes | list[bytes]", compiled)  # one image for each page; its stub names bytes alone
    return made if isinstance(made, list) else [made]


def _plain(block: Block) -> dict[str, object]:
    """A block as the template reads it."""
    match block:
        case PageBreak():
            return {"kind": "break"}
        case Sides(left, right):
            return {"kind": "sides", "left": left, "right": right}
        case Table(rows):
            widths = [min(max(len(row[place]) for row in rows), 45) for place in range(len(rows[0]))]
            return {
                "kind": "table",
                "widths": [max(width, 6) for width in widths],
                "cells": [cell for row in rows for cell in row],
            }
        case Line(text, role):
            return {"kind": "line", "role": role, "text": text}
