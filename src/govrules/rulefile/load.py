"""Rule files to a `Rulebook`, with everything that is wrong with them said at once."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.diagnostics.codes import checks
from govrules.diagnostics.codes import rules as codes
from govrules.model.arguments import check_path
from govrules.model.policy import Policy, Rulebook
from govrules.rulefile.assemble import Assembled, Includes, apply_settings, digest
from govrules.rulefile.check import check
from govrules.rulefile.counting_files import CountingFiles
from govrules.rulefile.sources import Source, counting_folders, gather
from govrules.rulefile.structure import Draft, read_rules
from govrules.rulefile.textfile import read_text


@frozen
class Loaded:
    """What a load found: a rulebook where there is no error, and every diagnostic in either case."""

    rulebook: Rulebook | None
    diagnostics: tuple[Diagnostic, ...] = ()

    def or_raise(self) -> Rulebook:
        """The rulebook.

        Raises:
            DiagnosticsError: where anything is wrong, with every diagnostic.
        """
        if self.rulebook is None:
            raise DiagnosticsError(self.diagnostics)
        return self.rulebook


def load(*sources: str | os.PathLike[str], search: Sequence[str | os.PathLike[str]] = ()) -> Loaded:
    """Read rule files, and check them as one rulebook.

    Args:
        sources: each a rule file, a folder (every `*.yaml` below it but scenarios, calendars and
            conventions), or the name of a pack, as `cn/licensing-law`; an existing path comes first.
        search: folders laid out like the packs of govrules, which stand before these; calendars and
            conventions in a folder above a rule file are found without it.

    Returns:
        `Loaded`; nothing is raised for what the files say, or where they are missing.

    Raises:
        ArgumentError: a source that is neither text nor a path.

    >>> rulebook = load("cn/licensing-law").or_raise()
    >>> rulebook.policies[0].id
    'cn-licensing-law'
    """
    for given in sources:
        check_path("sources", given, advice="write `load(*paths)`" if isinstance(given, list | tuple) else "")
    folders = [Path(each) for each in search]
    found, diagnostics = gather(sources, folders)
    includes = Includes()
    assembled: list[Assembled] = []
    places: list[Source] = []
    words_alone = unread = False
    for source in found:
        draft, problems = _draft(source)
        diagnostics += problems
        if draft is not None and draft.policy is not None:
            assembled.append(includes.take(draft, source.path, source.root))
            places.append(source)
        words_alone = words_alone or (draft is not None and draft.kind == "vocabulary")
        unread = unread or (draft is not None and draft.kind != "vocabulary" and draft.policy is None)
    if not assembled and not words_alone and not diagnostics:
        listed = ", ".join(os.fspath(each) for each in sources)
        diagnostics.append(Diagnostic(checks.NO_RULES, values={"path": listed}))
    diagnostics += includes.diagnostics
    diagnostics += apply_settings(assembled)
    counting = CountingFiles(folders)
    for each, source in zip(assembled, places, strict=True):
        _counting_files(counting, each, counting_folders(source.path))
    diagnostics += counting.diagnostics
    diagnostics += check(assembled)
    if unread:
        # A policy in a file that cannot be read is not missing, and its clauses may well be there.
        diagnostics = [each for each in diagnostics if each.code is not checks.POLICY_MISSING]
    ordered = tuple(_sorted(_once(diagnostics)))
    if any(each.severity == "error" for each in ordered):
        return Loaded(None, ordered)
    return Loaded(_rulebook(assembled, counting), ordered)


def load_text(
    text: str, *, file: str = "rules.yaml", search: Sequence[str | os.PathLike[str]] = ()
) -> Loaded:
    """As `load`, for one policy held in a string; it can include nothing.

    >>> load_text("govrules: 1\\npolicy: mine\\nclauses: {}").or_raise().policies[0].id
    'mine'
    """
    draft = read_rules(text, file=file)
    diagnostics = list(draft.diagnostics)
    if draft.policy is None:
        return Loaded(None, tuple(_sorted(diagnostics)))
    includes = Includes()
    assembled = includes.take(draft, Path(os.devnull), Path(os.devnull))
    counting = CountingFiles([Path(each) for each in search])
    _counting_files(counting, assembled, ())
    diagnostics += [*includes.diagnostics, *apply_settings([assembled]), *counting.diagnostics]
    diagnostics += check([assembled])
    ordered = tuple(_sorted(_once(diagnostics)))
    if any(each.severity == "error" for each in ordered):
        return Loaded(None, ordered)
    return Loaded(_rulebook([assembled], counting), ordered)


def _draft(source: Source) -> tuple[Draft | None, list[Diagnostic]]:
    text, problems = read_text(source.path)
    if text is None:
        return None, list(problems)
    draft = read_rules(text, file=str(source.path))
    if draft.kind is None and not source.asked_for and _another_kind(draft):
        # In a folder, files of other kinds stand beside the rules that they serve.
        return None, []
    return draft, list(draft.diagnostics)


def _another_kind(draft: Draft) -> bool:
    """Whether a file is recognised as something else, so that nothing in it was meant as a rule."""
    return [each.code for each in draft.diagnostics] == [codes.WRONG_FILE] and any(
        word in str(draft.diagnostics[0].values.get("found"))
        for word in ("scenarios", "columns", "calendar", "convention")
    )


def _counting_files(counting: CountingFiles, assembled: Assembled, folders: Sequence[Path]) -> None:
    policy, spans = assembled.policy, assembled.draft.spans
    if policy.calendar is not None:
        counting.calendar(policy.calendar, folders, spans.get("calendar"))
    if policy.convention is not None:
        counting.convention(policy.convention, folders, spans.get("convention"))
    for reference in assembled.draft.references:
        if reference.kind == "convention":
            counting.convention(reference.name, folders, reference.span)


def _rulebook(assembled: Iterable[Assembled], counting: CountingFiles) -> Rulebook:
    policies = [_finished(each) for each in assembled]
    policies.sort(key=lambda each: (each.id, each.in_force.start is not None, each.in_force.start))
    content = {
        "policies": [each.sha256 for each in policies],
        "calendars": {name: each.sha256 for name, each in counting.calendars.items()},
        "conventions": {name: each.sha256 for name, each in counting.conventions.items()},
    }
    return Rulebook(tuple(policies), counting.calendars, counting.conventions, digest(content))


def _finished(assembled: Assembled) -> Policy:
    return attrs.evolve(assembled.policy, sha256=digest(assembled.hashes))


def _once(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for each in diagnostics:
        seen.setdefault((each.code.id, each.span, each.message()), each)
    return list(seen.values())


def _sorted(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    def place(each: Diagnostic) -> tuple[str, int, int, str]:
        span = each.span
        return (span.file, span.line, span.column, each.code.id) if span else ("", 0, 0, each.code.id)

    return sorted(diagnostics, key=place)
