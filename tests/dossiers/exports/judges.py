"""Programs of others that judge our files: qpdf and poppler for PDF, LibreOffice for DOCX."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def pdf_tools() -> bool:
    """Whether qpdf and poppler can be run."""
    return all(map(shutil.which, ("qpdf", "pdfinfo", "pdftotext", "pdffonts")))


def libreoffice() -> bool:
    """Whether LibreOffice can be run."""
    return shutil.which("soffice") is not None


def qpdf_faults(path: Path) -> str:
    """What qpdf says against a PDF, or ""."""
    told = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    return "" if told.returncode == 0 else told.stdout + told.stderr


def told_by(program: str, *arguments: str | Path) -> str:
    """What a program of poppler prints."""
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def pdf_text(path: Path) -> str:
    """The text of a PDF in the order of reading, blanks made alike."""
    return " ".join(told_by("pdftotext", "-enc", "UTF-8", path, "-").split())


def to_pdf(document: Path, folder: Path) -> Path:
    """A DOCX as LibreOffice prints it, with headings as bookmarks."""
    options = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", options),
            *("--outdir", folder, document),
        ],
        capture_output=True,
        check=True,
        timeout=180,
    )
    return folder / f"{document.stem}.pdf"
