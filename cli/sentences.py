"""The program's sentences in Russian and English; ``VECHE_LANGUAGE=en`` chooses the second."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("ru", "en")


def language() -> str:
    """The language of this run."""
    chosen = os.environ.get("VECHE_LANGUAGE", "ru").strip().lower()
    return chosen if chosen in LANGUAGES else "ru"


@cache
def catalogue(name: str) -> dict[str, str]:
    """All sentences of one language, by key."""
    text = resources.files("cli").joinpath("locale", f"{name}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}


def say(key: str, **values: object) -> str:
    """One sentence with its values filled in."""
    return catalogue(language())[key].format(**values)
