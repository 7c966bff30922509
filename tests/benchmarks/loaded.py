"""The modules of the folder `benchmarks`, which is no package of the project."""

import importlib
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "benchmarks"


def module(name: str) -> Any:
    """A module of the folder, as its own scripts import it."""
    if str(FOLDER) not in sys.path:
        sys.path.insert(0, str(FOLDER))
    return importlib.import_module(name)
