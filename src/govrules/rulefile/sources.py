"""Which files a load reads: paths, folders, and the names of packs."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from govrules import packs
from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, DiagnosticsError, Span
from govrules.diagnostics.codes import checks, files

RULES = ".yaml"
SCENARIOS = ".scenarios.yaml"
COUNTING_FOLDERS = ("calendars", "conventions")
_DEEPEST = 8


@frozen
class Source:
    """One file to read; `asked_for` says whether it was named itself, and not found in a folder."""

    path: Path
    root: Path
    """the folder of rules beyond which nothing is included"""
    asked_for: bool


def gather(
    given: Sequence[str | os.PathLike[str]], search: Sequence[Path]
) -> tuple[list[Source], list[Diagnostic]]:
    """Every file that paths, folders and names of packs stand for, each once, and what stands for none."""
    found: dict[Path, Source] = {}
    problems: list[Diagnostic] = []
    for each in given:
        sources = _stands_for(os.fspath(each), search, problems)
        for source in sources:
            found.setdefault(_real(source.path), source)
    return list(found.values()), problems


def _stands_for(word: str, search: Sequence[Path], problems: list[Diagnostic]) -> list[Source]:
    path = Path(word)
    # An empty word would be the current folder.
    if not word.strip() or not _exists(path):
        if word.endswith((".yaml", ".yml", ".json", ".jsonl", ".csv", "/", "\\")) or "\0" in word:
            problems.append(Diagnostic(files.FILE_MISSING, Span(word), {"path": word}))
            return []
        try:
            path = packs.find(word, "policy", search=search)
        except DiagnosticsError as error:
            problems.extend(error.diagnostics)
            return []
    if not path.is_dir():
        return [Source(path, rules_root(path), asked_for=True)]
    files_of_rules = list(_files(path, _DEEPEST))
    if not files_of_rules:
        problems.append(Diagnostic(checks.NO_RULES, Span(word), {"path": word}))
    top = path if not counting_folders(path) else counting_folders(path)[-1]
    return [Source(each, _outermost(top, rules_root(each)), asked_for=False) for each in files_of_rules]


def _outermost(folder: Path, own: Path) -> Path:
    """The folder that was given, or that to which a file in it belongs: whichever holds the other."""
    return folder if inside(own, folder) else own


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _files(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            # A link may lead back up; what it leads to is named by its own path if it is wanted.
            if depth > 1 and entry.name not in COUNTING_FOLDERS and not entry.is_symlink():
                yield from _files(entry, depth - 1)
        elif entry.name.endswith(RULES) and not entry.name.endswith(SCENARIOS):
            yield entry


def counting_folders(path: Path) -> list[Path]:
    """The folders from that of `path` upward that hold calendars or conventions, the nearest first."""
    start = path if path.is_dir() else path.parent
    real = _real(start)
    above = (real, *real.parents[:_DEEPEST])
    return [folder for folder in above if any((folder / each).is_dir() for each in COUNTING_FOLDERS)]


def rules_root(file: Path) -> Path:
    """The folder of rules that a single file belongs to.

    It holds calendars or conventions; where no folder above does, the one above the file's own, as in
    JURISDICTION/POLICY/policy.yaml.
    """
    above = counting_folders(file)
    return above[-1] if above else _real(file).parent.parent


def inside(path: Path, root: Path) -> bool:
    """Whether a path, with its links followed, lies below a folder."""
    return _real(path).is_relative_to(_real(root))
