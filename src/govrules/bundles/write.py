"""Writing a bundle: whole, or not at all."""

import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from govrules.bundles.layout import (
    EVENTS,
    FINDINGS,
    FORMAT,
    MANIFEST,
    RECORDS,
    RULES,
    Arguments,
    files_in,
    hash_of,
)
from govrules.bundles.verify import check_inputs
from govrules.diagnostics import DiagnosticsError
from govrules.formats.write import write_events
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.model.records import Record
from govrules.rulefile.sources import rules_root


def write_bundle(
    folder: Path,
    *,
    evaluation: Evaluation,
    rulebook: Rulebook,
    files: Mapping[Path, bytes],
    events: Iterable[Event],
    records: Iterable[Record] = (),
    incomplete_cases: Iterable[str] = (),
    arguments: Arguments,
) -> None:
    """Keep findings with all that they were made from, so that anybody can make them again.

    The folder appears when everything in it has been read back and is what was evaluated.

    Args:
        folder: that does not exist yet, or is empty.
        evaluation: the findings.
        rulebook: that they were made with.
        files: the content of every rule file, calendar and convention behind it, by path (`files_read`).
        events: as evaluated.
        records: as evaluated.
        incomplete_cases: cases of which a row could not be read.
        arguments: of the evaluation.

    Raises:
        DiagnosticsError: what is written down is not what was evaluated (a file changed meanwhile).
        OSError: the folder is not empty, or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(17, "the folder is not empty", str(folder))
    temporary = Path(tempfile.mkdtemp(dir=folder.resolve().parent, prefix=f".{folder.name}."))
    try:
        _fill(temporary, evaluation, files, tuple(events), tuple(records))
        manifest = {
            "govrules": evaluation.provenance.govrules if evaluation.provenance is not None else None,
            "format": FORMAT,
            "python": platform.python_version(),
            "arguments": arguments.to_dict(),
            "policies": [_place(Path(each.file), files) for each in rulebook.policies if each.file],
            "incomplete_cases": sorted(set(incomplete_cases)),
            "files": {name: hash_of(path.read_bytes()) for name, path in files_in(temporary).items()},
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (temporary / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        problems = check_inputs(temporary)
        if problems:
            raise DiagnosticsError(problems)
        temporary.chmod(0o755)
        # A rename takes the place of an empty folder at one stroke.
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _fill(
    folder: Path,
    evaluation: Evaluation,
    files: Mapping[Path, bytes],
    events: tuple[Event, ...],
    records: tuple[Record, ...],
) -> None:
    for path, content in files.items():
        target = folder / _place(path, files)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    write_events(events, folder / EVENTS)
    if records:
        lines = "".join(
            json.dumps(each.to_dict(), ensure_ascii=False, default=str) + "\n" for each in records
        )
        (folder / RECORDS).write_text(lines, encoding="utf-8", newline="\n")
    found = json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / FINDINGS).write_text(found, encoding="utf-8", newline="\n")


def _place(path: Path, files: Mapping[Path, bytes]) -> str:
    """Where a file stands in the bundle: below a folder for each folder of rules that files came from."""
    real = Path(os.path.realpath(path))
    roots = sorted({Path(os.path.realpath(rules_root(each))) for each in files})
    root = Path(os.path.realpath(rules_root(real)))
    return f"{RULES}/{roots.index(root)}/{real.relative_to(root).as_posix()}"
