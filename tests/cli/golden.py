"""Whole outputs, kept in files: GOVRULES_UPDATE_GOLDEN=1 writes them anew, to be read in the diff."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "golden" / "cli"


def assert_golden(name: str, text: str) -> None:
    """Compare with the file of that name."""
    path = FOLDER / name
    if os.environ.get("GOVRULES_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
