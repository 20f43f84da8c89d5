"""The intake folders of a test home."""

from __future__ import annotations

from pathlib import Path

from ingest.intake import FolderPaths, IntakeOptions, intake_folders


def options(home: Path, **given: float) -> IntakeOptions:
    """Settings for quick tests."""
    top = home / "intake"
    paths = FolderPaths(
        top=top,
        acts=(top / "Акты",),
        budgets=(top / "Бюджеты",),
        press=(top / "Пресса",),
        rejected=top / "Не принято",
        receipts=top / "Квитанции",
        held=("Акты/Опека",),
    )
    settings: dict[str, float] = {"settle_seconds": 0.2, "rescan_seconds": 60} | given
    return IntakeOptions(intake_folders(paths), top / "Квитанции", **settings)  # type: ignore[arg-type]
