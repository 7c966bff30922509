"""Finding what a scenario file tests: the policy beside it, packs by name, files by path."""

import os
from collections.abc import Sequence
from pathlib import Path

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, Span
from govrules.diagnostics.codes import files as file_codes
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.frozen import name_of
from govrules.packs import find
from govrules.rulefile.composer import compose, read_text
from govrules.rulefile.nodes import MappingNode, ScalarNode
from govrules.scenarios.model import ScenarioFile
from govrules.scenarios.reader import SUFFIX
from govrules.scenarios.sheet import did_you_mean
from govrules.scenarios.values import shown


@attrs.frozen
class Sources:
    """The rule files to load, and what could not be found."""

    paths: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def sources_of(file: ScenarioFile, *, search: Sequence[Path] = ()) -> Sources:
    """The rule files and folders that a scenario file names.

    Args:
        file: as read. What stands under `rules` is a path where it begins with a dot or ends in `.yaml`,
            read from the folder of the file, and else the name of a pack.
        search: local folders of packs, before those that govrules brings along.
    """
    folder = Path(file.file).parent
    paths: list[Path] = []
    problems: list[Diagnostic] = []
    for written, span in file.rules:
        if written.startswith(".") or written.endswith(".yaml"):
            path = folder / written
            if path.exists():
                paths.append(path)
            else:
                problems.append(Diagnostic(file_codes.FILE_MISSING, span, {"path": shown(written)}))
            continue
        try:
            paths.append(find(written, "policy", search=search))
        except DiagnosticsError as error:
            problems += [attrs.evolve(each, span=span) for each in error.diagnostics]
    # `scenarios` beside `rules` only says whose clauses a bare name means.
    if not file.rules:
        beside = _policies_in(folder)
        for policy in file.policies:
            found = [path for path, name in beside if name == name_of(policy)]
            paths += found
            if not found:
                known = sorted({name for _, name in beside})
                help_ = did_you_mean(policy, known)
                problems.append(
                    Diagnostic(codes.POLICY_NOT_BESIDE, file.span, {"policy": shown(policy)}, help_)
                )
    return Sources(tuple(paths), tuple(problems))


def _policies_in(folder: Path) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name.endswith(SUFFIX):
            continue
        text, _ = read_text(path)
        root = compose(text, file=str(path)).root if text is not None else None
        node = root.get("policy") if isinstance(root, MappingNode) else None
        if isinstance(node, ScalarNode):
            found.append((path, name_of(node.text)))
    return found


def scenario_files(path: str | os.PathLike[str]) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """The scenario files that a path stands for: itself, or all in a folder and those below it, sorted.

    A path that is not there, and one without any scenario file, is a mistake and never an empty success.
    Folders whose name begins with a dot are passed over.
    """
    place = Path(path)
    if place.is_file():
        if place.name.endswith(SUFFIX):
            return (place,), ()
        return (), (Diagnostic(codes.NO_SCENARIO_FILES, Span(str(place)), {"path": shown(str(place))}),)
    if not place.is_dir():
        return (), (Diagnostic(codes.NOT_THERE, Span(str(place)), {"path": shown(str(place))}),)
    found = tuple(
        each
        for each in sorted(place.rglob(f"*{SUFFIX}"))
        if each.is_file() and not any(part.startswith(".") for part in each.relative_to(place).parts)
    )
    if not found:
        return (), (Diagnostic(codes.NO_SCENARIO_FILES, Span(str(place)), {"path": shown(str(place))}),)
    return found, ()
