"""Running scenarios: files in, a report of what was as expected and what was not."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.diagnostics.codes import scenarios as codes
from govrules.engine.batch import evaluate
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from govrules.scenarios.compare import Difference, compare
from govrules.scenarios.model import Check, Scenario, ScenarioFile
from govrules.scenarios.parameters import with_parameters
from govrules.scenarios.reader import read_scenarios
from govrules.scenarios.resolve import resolve, zone_of
from govrules.scenarios.rules import scenario_files, sources_of
from govrules.scenarios.sheet import in_place

_ELSEWHERE = (codes.CANNOT_RUN, codes.NOT_TESTED)
# A scenario may be written before the clause that it is about.
_AHEAD = (
    codes.UNKNOWN_CLAUSE,
    codes.UNKNOWN_EVENT,
    codes.UNKNOWN_PARAMETER,
    codes.UNKNOWN_ATTRIBUTE,
    codes.CANNOT_BE,
)

Status: TypeAlias = Literal["passed", "failed", "broken", "todo"]
"""`broken`: it could not be run, so it says nothing about the rules; `todo`: it is marked as something to be
done and is not as expected, or nobody has written what is expected"""


@attrs.frozen
class Result:
    """One scenario as seen at one date."""

    file: str
    scenario: Scenario
    label: str = ""
    """`@2025-10-01` where the scenario is seen at several dates"""
    differences: tuple[Difference, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """why it could not be run"""
    check: Check | None = None
    """as resolved against the rules; None where it could not be run"""
    evaluation: Evaluation | None = attrs.field(default=None, repr=False)
    rules: Rulebook | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def id(self) -> str:
        """`file::scenario`, with `@as_of` where there are several dates."""
        return f"{self.file}::{self.name}"

    @property
    def name(self) -> str:
        return f"{self.scenario.id}{self.label}"

    @property
    def status(self) -> Status:
        """What came of it, see `Status`."""
        wrong = [each for each in self.diagnostics if each.severity == "error"]
        if wrong:
            ahead = self.scenario.todo is not None and all(each.code in _AHEAD for each in wrong)
            return "todo" if ahead else "broken"
        if not self.is_written:
            return "todo"
        if self.differences:
            return "failed" if self.scenario.todo is None else "todo"
        return "passed"

    @property
    def is_written(self) -> bool:
        """Whether somebody has written what is expected."""
        return self.check is None or self.check.written

    @property
    def is_done(self) -> bool:
        """Whether it is as expected, and still marked as something to be done."""
        return self.status == "passed" and self.scenario.todo is not None

    @property
    def is_left_out(self) -> bool:
        """Whether nothing is wrong with the scenario itself: its rules or the rest of its file are."""
        return self.status == "broken" and all(each.code in _ELSEWHERE for each in self.diagnostics)


@attrs.frozen
class Report:
    """What a run found."""

    results: tuple[Result, ...] = ()
    """in the order of the files and of the scenarios in them"""
    diagnostics: tuple[Diagnostic, ...] = ()
    """what is wrong with the files and rules as a whole, each said once"""

    @property
    def passed(self) -> bool:
        """Whether there were scenarios, and all of them were as expected."""
        return self.exit_status == 0

    @property
    def exit_status(self) -> int:
        """0: all as expected; 1: some scenario is not; 2: something cannot be read or run, or nothing is.

        What is still to be done decides nothing.
        """
        statuses = {each.status for each in self.results}
        wrong = any(each.severity == "error" for each in self.diagnostics)
        if wrong or not statuses or "broken" in statuses:
            return 2
        return 1 if "failed" in statuses else 0


def run(
    paths: Iterable[str | os.PathLike[str]],
    *,
    rules: Rulebook | None = None,
    search: Sequence[Path] = (),
    only: Callable[[str], bool] | None = None,
) -> Report:
    """Run the scenarios of files and folders.

    Args:
        paths: scenario files, and folders that are searched for `*.scenarios.yaml`; each file is run once.
        rules: test these rules, whatever the files name.
        search: local folders of packs, before those that govrules brings along.
        only: run a scenario only where this is true of its name (`decided_in_time@2025-10-01`).

    Returns:
        A report; nothing is raised for a mistake in a file.
    """
    problems: list[Diagnostic] = []
    files: dict[Path, Path] = {}
    for path in paths:
        found, missing = scenario_files(path)
        problems += missing
        for each in found:
            files.setdefault(each.resolve(), each)
    results: list[Result] = []
    loaded: dict[tuple[Path, ...], Loading] = {}
    for path in files.values():
        prepared = prepare(read_scenarios(path), rules=rules, search=search, loaded=loaded)
        # Several files may test one policy: what is wrong with it is said once.
        problems += [each for each in prepared.diagnostics if each not in problems]
        for scenario in prepared.file.scenarios:
            results += run_scenario(prepared, scenario, only=only)
    return Report(tuple(results), tuple(problems))


Loading: TypeAlias = "tuple[Rulebook | None, tuple[Diagnostic, ...]]"


@attrs.frozen
class Prepared:
    """A scenario file with the rules that it tests."""

    file: ScenarioFile
    rules: Rulebook | None
    """None where they could not be loaded"""
    diagnostics: tuple[Diagnostic, ...] = ()
    """what is wrong with the file as a whole, and with its rules"""

    @property
    def is_runnable(self) -> bool:
        """Whether its scenarios can be run: there are rules, and the file is well formed."""
        return self.rules is not None and not any(each.severity == "error" for each in self.file.diagnostics)


def prepare(
    file: ScenarioFile,
    *,
    rules: Rulebook | None = None,
    search: Sequence[Path] = (),
    loaded: dict[tuple[Path, ...], Loading] | None = None,
) -> Prepared:
    """A scenario file with its rules loaded.

    Args:
        file: as it was read.
        rules: taken in place of those that the file names.
        search: local folders of packs, before those that govrules brings along.
        loaded: what was loaded before, by the paths it came from; added to.
    """
    if rules is not None:
        return Prepared(file, rules, file.diagnostics)
    sources = sources_of(file, search=search)
    # Of a file that could not be read, or that names no rules, its own mistakes say enough.
    if sources.diagnostics or not sources.paths:
        return Prepared(file, None, (*file.diagnostics, *sources.diagnostics))
    cache = loaded if loaded is not None else {}
    paths = tuple(each.resolve() for each in sources.paths)
    if paths not in cache:
        loading = load(*sources.paths, search=search)
        # Warnings about the rules are told by `check`; a run of tests speaks of tests.
        problems = loading.diagnostics if loading.rulebook is None else ()
        cache[paths] = (loading.rulebook, problems)
    found, problems = cache[paths]
    return Prepared(file, found, (*file.diagnostics, *problems))


def run_scenario(
    prepared: Prepared, scenario: Scenario, *, only: Callable[[str], bool] | None = None
) -> tuple[Result, ...]:
    """One scenario at each of its dates; nothing is raised for a mistake in it.

    Args:
        prepared: the file that it stands in.
        scenario: one of the file's.
        only: run it only where this is true of its name (`decided_in_time@2025-10-01`).
    """
    names = [f"{scenario.id}{check.label}" for check in scenario.checks] or [scenario.id]
    if only is not None and not any(only(name) for name in names):
        return ()
    rules, file = prepared.rules, prepared.file.file
    code = codes.CANNOT_RUN if rules is None else codes.NOT_TESTED
    cannot = (Diagnostic(code, scenario.span),)
    if rules is None:
        return (Result(file, scenario, diagnostics=scenario.diagnostics or cannot),)
    # What is wrong in form keeps nobody from hearing at once what does not agree with the rules.
    rules, problems = with_parameters(rules, scenario.parameters)
    resolved = resolve(scenario, rules, policies=prepared.file.policies)
    problems = in_place((*scenario.diagnostics, *problems, *resolved.diagnostics))
    if problems or not prepared.is_runnable:
        return (Result(file, scenario, diagnostics=problems or cannot),)
    return tuple(
        _run_check(file, scenario, check, resolved.events, rules)
        for check in resolved.checks
        if only is None or only(f"{scenario.id}{check.label}")
    )


def _run_check(
    file: str, scenario: Scenario, check: Check, events: Sequence[Event], rules: Rulebook
) -> Result:
    try:
        evaluation = evaluate(
            rules, events, as_of=check.as_of, known_at=check.known_at, records=scenario.records
        )
    except DiagnosticsError as error:
        placed = tuple(
            each if each.span is not None else attrs.evolve(each, span=scenario.span)
            for each in error.diagnostics
        )
        return Result(file, scenario, check.label, diagnostics=placed)
    differences = compare(check, evaluation, zone=zone_of(rules)) if check.written else ()
    return Result(file, scenario, check.label, differences, check=check, evaluation=evaluation, rules=rules)
