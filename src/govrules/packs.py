"""Where rule packs are: policies, calendars and conventions found by name.

The packs of a jurisdiction are edited by analysts and so stand in `rules/`, beside the sources.
In a wheel they lie inside the package; in an editable install they stay where they are.
Both are found here, and nowhere else.

A folder of packs, shipped or local, is laid out as::

    calendars/NAME.yaml
    conventions/NAME.yaml
    JURISDICTION/POLICY/*.yaml      with *.scenarios.yaml beside them
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from govrules.diagnostics import DiagnosticsError, Help, nearest
from govrules.diagnostics.codes.packs import PACKS_MISSING, UNKNOWN_PACK, UNSAFE_PACK_NAME
from govrules.diagnostics.core import Code, Diagnostic

__all__ = ["Kind", "find", "names", "rules_root"]

Kind = Literal["policy", "calendar", "convention"]

_FOLDERS = {"calendar": "calendars", "convention": "conventions"}
_KIND_ZH = {"policy": "政策", "calendar": "日历", "convention": "计时约定"}
_SUFFIX = ".yaml"
_SCENARIOS = ".scenarios.yaml"
# No dot in a word: neither `..` nor a file ending nor a hidden file can then be named.
_NAME = re.compile(r"[^\W_][\w-]*(/[^\W_][\w-]*)*")
# A local folder may be anything, even a home directory: the list of names must not walk all of it.
_DEEPEST = 4
# File systems refuse names of more than 255 bytes with an error of their own (Chinese: three a character).
_LONGEST = 80
_MOST_LISTED = 8


def rules_root() -> Path:
    """The folder of the packs that govrules brings along.

    Raises:
        DiagnosticsError: the installation holds no packs (`GR703`).

    >>> rules_root().name
    'rules'
    """
    # Not through `importlib.resources`, a slow import, whose paths are these wherever packs can be read from
    # at all; inside a zip file there is no such folder.
    package = Path(__file__).parent
    inside = package / "rules"
    if inside.is_dir():
        return inside
    # An editable install imports the package from `src`; its packs stand beside that folder.
    # Without the marks of a checkout, a folder that happens to be called `rules` is somebody else's.
    checkout = package.parent.parent
    if _is_ours(checkout / "pyproject.toml") and (checkout / "rules").is_dir():
        return checkout / "rules"
    raise DiagnosticsError([Diagnostic(PACKS_MISSING)])


def find(name: str, kind: Kind, *, search: Sequence[Path] = ()) -> Path:
    """The file, or for a policy the file or folder, that a name stands for.

    Args:
        name: words joined by `/`, without a file ending: `cn` (a calendar), `cn-civil-code` (a convention),
            `cn/licensing-law` (a policy; `cn` alone stands for the folder of all policies of `cn`).
        kind: what is looked for.
        search: local folders laid out like `rules/`; the first that has the name wins,
            and all of them stand before the packs that govrules brings along.

    Raises:
        DiagnosticsError: with one diagnostic that has no span (the caller knows the place):
            the name is unknown (`GR701`) or no name at all (`GR702`), or no packs are installed (`GR703`).

    >>> find("../../etc/passwd", "calendar")
    Traceback (most recent call last):
    govrules.diagnostics.core.DiagnosticsError: error[GR702]: `../../etc/passwd` is not the name of a calendar
      help: write words joined by `/`, as in `cn/licensing-law`
    """
    plain = unicodedata.normalize("NFC", name)
    if len(plain) > _LONGEST or not _NAME.fullmatch(plain):
        raise _mistake(
            UNSAFE_PACK_NAME,
            name,
            kind,
            Help(
                en="write words joined by `/`, as in `cn/licensing-law`",
                zh="请写以 `/` 相连的词，如 `cn/licensing-law`",
            ),
        )
    for folder in _layers(search):
        found = _look_up(folder, plain, kind)
        if found is not None:
            return found
    raise _mistake(UNKNOWN_PACK, name, kind, *_nearest_help(plain, kind, search))


def names(kind: Kind, *, search: Sequence[Path] = ()) -> tuple[str, ...]:
    """Every name that `find` knows for a kind, sorted; a policy is listed by its folder.

    Args:
        kind: what is listed.
        search: local folders laid out like `rules/`, listed together with the packs of govrules.

    Raises:
        DiagnosticsError: the installation holds no packs (`GR703`).

    >>> all(find(name, "calendar").is_file() for name in names("calendar"))
    True
    """
    return tuple(sorted({name for folder in _layers(search) for name in _names_in(folder, kind)}))


def _is_ours(project: Path) -> bool:
    try:
        return 'name = "govrules"' in project.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False


def _layers(search: Sequence[Path]) -> Iterator[Path]:
    # A generator: what is found in a local folder does not need the shipped packs to be there.
    yield from search
    yield rules_root()


def _look_up(folder: Path, name: str, kind: Kind) -> Path | None:
    if kind == "policy":
        if name.split("/")[0] in _FOLDERS.values():
            return None
        if (folder / name).is_dir():
            return folder / name
    else:
        folder = folder / _FOLDERS[kind]
    file = folder / f"{name}{_SUFFIX}"
    return file if file.is_file() else None


def _names_in(folder: Path, kind: Kind) -> Iterator[str]:
    base = folder if kind == "policy" else folder / _FOLDERS[kind]
    for file in _files(base, _DEEPEST):
        name = unicodedata.normalize("NFC", file.relative_to(base).as_posix().removesuffix(_SUFFIX))
        if kind == "policy":
            name = name.rpartition("/")[0]
            # What stands in the folder of a jurisdiction itself is shared by its policies, and is none.
            if "/" not in name or name.split("/")[0] in _FOLDERS.values():
                continue
        if _NAME.fullmatch(name):
            yield name


def _files(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.is_dir() and depth > 1 and not entry.name.startswith("."):
            yield from _files(entry, depth - 1)
        elif entry.name.endswith(_SUFFIX) and not entry.name.endswith(_SCENARIOS) and entry.is_file():
            yield entry


def _nearest_help(name: str, kind: Kind, search: Sequence[Path]) -> tuple[Help, ...]:
    known = names(kind, search=search)
    near = nearest(name, known) or nearest(name.rpartition("/")[2], known)
    if near is None:
        # People name a policy without its jurisdiction.
        by_last_word = {each.rpartition("/")[2]: each for each in known}
        near = by_last_word.get(nearest(name.rpartition("/")[2], by_last_word) or "")
    if near is not None:
        return (Help(en=f"did you mean `{near}`?", zh=f"是否指 `{near}`？"),)
    if not known:
        return ()
    # Only a mistake needs it, and it is slow to import.
    import difflib

    # Some two dozen names in a row help nobody; those most like it come first.
    likest = sorted(known, key=lambda each: (-difflib.SequenceMatcher(None, name, each).ratio(), each))
    shown = known if len(known) <= _MOST_LISTED else likest[:_MOST_LISTED]
    listed = ", ".join(f"`{each}`" for each in shown)
    more = len(known) - len(shown)
    rest, rest_zh = (f", and {more} more", f"，另有 {more} 个") if more else ("", "")
    return (Help(en=f"known: {listed}{rest}", zh=f"已有：{listed.replace(', ', '、')}{rest_zh}"),)


def _mistake(code: Code, name: str, kind: Kind, *help_lines: Help) -> DiagnosticsError:
    shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
    values = {"name": shown, "kind": kind, "kind_zh": _KIND_ZH[kind]}
    return DiagnosticsError([Diagnostic(code, values=values, help=help_lines)])
