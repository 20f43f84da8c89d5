"""The data home that the environment names, with its settings: all that the supervisor opens."""

from __future__ import annotations

import os
from pathlib import Path

from catalog.home import Home, resolve_home
from catalog.settings import Settings, load


def home_and_settings(*, create: bool = False) -> tuple[Home, Settings]:
    """Open the data home; a named one is made when it is missing.

    Args:
        create: make one also where none is named.

    Raises:
        HomeError: there is none, or it cannot be used.
        SettingsError: its settings cannot be used.
    """
    home = Home.open(resolve_home(os.environ, Path.cwd(), create=create), create=True)
    return home, load(os.environ, home.path)
