"""Planted faults: unified diffs against the sources, each one small realistic mistake."""

import re
import shutil
import subprocess
from pathlib import Path

import attrs

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
COPIED = ("src", "rules", "tests", "pyproject.toml")
"""the sources, and what their laws need"""
PAGE = ROOT / "docs/explanation/planted-faults.md"
PACKAGE = "src/govrules/"
BEGINS, ENDS = "<!-- table -->", "<!-- end of table -->"


@attrs.frozen
class Fault:
    """One planted mistake; the words before its diff say what it is."""

    number: str
    name: str
    says: str
    files: tuple[str, ...]
    """what it changes, from the root of the project"""
    path: Path

    @property
    def rooms(self) -> frozenset[str]:
        """The rooms of the package whose files it changes."""
        return frozenset(each.removeprefix(PACKAGE).partition("/")[0] for each in self.files)


class DoesNotApplyError(Exception):
    """A patch no longer fits the sources."""


def faults() -> tuple[Fault, ...]:
    """All planted faults, in order of their numbers."""
    return tuple(read_fault(path) for path in sorted(HERE.glob("[0-9]*.patch")))


def read_fault(path: Path) -> Fault:
    """A fault from its patch `NNN-name.patch`."""
    number, _, name = path.stem.partition("-")
    said, _, diff = path.read_text(encoding="utf-8").partition("--- a/")
    changed = tuple(line.removeprefix("+++ b/") for line in diff.splitlines() if line.startswith("+++ b/"))
    return Fault(number, name, " ".join(said.split()), changed, path)


def law_of(nodeid: str) -> str:
    """`test_evaluation_laws: what comes after as of changes no finding`."""
    file, _, name = nodeid.partition("::")
    return f"{Path(file).stem}: {name.removeprefix('test_').replace('_', ' ')}"


def killers() -> dict[str, str]:
    """By number the law that killed a fault when the table was made."""
    table = PAGE.read_text(encoding="utf-8").partition(BEGINS)[2].partition(ENDS)[0]
    return {number: law for number, law in _ROW.findall(table) if not law.startswith("**")}


_ROW = re.compile(r"^\| (\d{3}) [^|]*\|[^|]*\| ([^|]*?) \|", re.MULTILINE)


def copy_tree(target: Path, names: tuple[str, ...] = COPIED) -> None:
    """The sources, and what their laws need, as they stand in the checkout."""
    for name in names:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)


def apply(fault: Fault, tree: Path, *, check: bool = False) -> None:
    """Plant a fault into a copy of the sources.

    Args:
        tree: a folder that holds `src`; it must lie in no git repository, whose index would be asked instead.
        check: only try.

    Raises:
        DoesNotApplyError: the sources have moved on.
    """
    command = ["git", "apply", "-C1", *(["--check"] if check else []), str(fault.path)]
    # Above the copy git would look for a repository, and then apply nothing without a word.
    environment = {"GIT_CEILING_DIRECTORIES": str(tree.parent), "PATH": _path()}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DoesNotApplyError(done.stderr.strip())


def _path() -> str:
    return str(Path(shutil.which("git") or "/usr/bin/git").parent)
