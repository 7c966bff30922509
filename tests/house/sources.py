"""The files of the project, for the tests that watch over them."""

import ast
import functools
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "govrules"

# Where a checkout has no git (an unpacked sdist), what tools leave behind is told by its name.
_LEFT_BY_TOOLS = {"build", "dist", "_build", "node_modules"}


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that a commit would hold, new ones included."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
        command += ["--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, capture_output=True).stdout
        paths = [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]
        return tuple(sorted(path for path in paths if path.is_file()))
    return tuple(sorted(_walk(ROOT)))


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name; a package by its own name."""
    found = {}
    for path in tracked_files():
        if path.suffix == ".py" and path.is_relative_to(SOURCE):
            parts = path.relative_to(SOURCE.parent).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            hidden = entry.name.startswith(".") and entry.name != ".ci"
            installed = (entry / "pyvenv.cfg").exists()
            if not (hidden or installed or entry.name in _LEFT_BY_TOOLS or entry.name.startswith("__")):
                yield from _walk(entry)
        elif entry.suffix != ".pyc":
            yield entry
