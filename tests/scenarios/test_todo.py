"""Scenarios that are still to be done: run, told apart, and never proof."""

import json
from pathlib import Path

import pytest

from govrules.diagnostics.formats import as_json
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from govrules.scenarios.coverage import coverage
from govrules.scenarios.reader import parse_scenarios
from govrules.scenarios.render import diagnostics_of, render
from govrules.scenarios.run import Report, run
from tests.scenarios.samples import POLICY, write

pytest_plugins = ["pytester"]

MARKED = """\
govrules: 1
scenarios: sample
cases:
  waits:
    todo: until the notice is out
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    as_of: 2025-09-23
    expect: [{pending: decide, due: 2025-10-23}]
  written_before_its_clause:
    todo: the clause is being written
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    expect: [{pending: inform}]
  unwritten:
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    expect: todo
  as_expected:
    todo: recorded
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    as_of: 2025-09-23
    expect: [{pending: decide, due: 2025-10-24}]
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    write(tmp_path, a=MARKED)
    monkeypatch.chdir(tmp_path)
    return run(["a.scenarios.yaml"])


def test_what_is_marked_is_run_and_decides_nothing(report: Report) -> None:
    assert {each.name: (each.status, each.is_done) for each in report.results} == {
        "waits": ("todo", False),
        "written_before_its_clause": ("todo", False),
        "unwritten": ("todo", False),
        "as_expected": ("passed", True),
    }
    assert report.exit_status == 0


def test_what_is_marked_is_told_apart(report: Report) -> None:
    assert render(report) == (
        "still to be done, and not as expected yet:\n"
        "  a.scenarios.yaml::waits  until the notice is out\n"
        "  a.scenarios.yaml::written_before_its_clause  the clause is being written\n"
        "  a.scenarios.yaml::unwritten  what is expected has not been written: "
        "`--record` writes what comes out\n"
        "\n"
        "as expected, and still marked `todo`; once you have checked it, remove the mark:\n"
        "  a.scenarios.yaml::as_expected  recorded\n"
        "\n"
        "0 failed, 0 could not run, 1 passed, 3 still to be done"
    )
    assert render(report, lang="zh").endswith("0 个未通过，0 个无法运行，1 个通过，3 个待办")


def test_the_difference_of_what_is_marked_is_shown_on_demand(report: Report) -> None:
    text = render(report, verbose=True)
    assert "    - {pending: decide, due: 2025-10-23}\n    + {pending: decide, due: 2025-10-24}\n" in text
    assert "GR511" in text


def test_other_programs_are_warned_of_it(report: Report) -> None:
    found = json.loads(as_json(diagnostics_of(report)))
    assert (found["errors"], found["warnings"]) == (0, 4)
    assert [(each["code"], each["line"]) for each in found["diagnostics"]] == [
        ("GR536", 4),
        ("GR536", 9),
        ("GR536", 13),
        ("GR537", 16),
    ]


def test_a_mark_excuses_no_mistake_of_form(tmp_path: Path) -> None:
    text = MARKED.replace("time: 2025-09-22", "time: 2025-02-30", 1)
    report = run([write(tmp_path, a=text)])
    assert [each.status for each in report.results] == ["broken", "todo", "todo", "passed"]
    assert report.exit_status == 2


def test_the_mark_needs_a_reason(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=MARKED.replace("todo: recorded", "todo:"))])
    assert report.results[-1].status == "broken"


def test_what_is_marked_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(POLICY, encoding="utf-8")
    rules: Rulebook = load(tmp_path / "sample.yaml").or_raise()
    proof = """\
govrules: 1
scenarios: sample
cases:
  kept: {given: [{time: 2025-09-22, type: accepted}], expect: [{met: decide}]}
  broken: {given: [{time: 2025-09-22, type: accepted}], expect: [{violation: decide}]}
"""
    checked = parse_scenarios(proof, file="a")
    marked = parse_scenarios(proof.replace("given:", "todo: x, given:"), file="a")
    [policy] = rules.policies
    assert [coverage(policy, [each])[0].verdict for each in (checked, marked)] == ["judged", "not proved"]


def test_differences_are_diagnostics_for_other_programs(tmp_path: Path) -> None:
    text = """\
govrules: 1
scenarios: sample
cases:
  differs:
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    as_of: 2025-09-23
    expect: [{pending: decide, due: 2025-10-23}]
  missing:
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    as_of: 2025-09-23
    expect: [{pending: decide}, {alert: decide}]
  unexpected:
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    as_of: 2025-09-23
    expect: []
"""
    found = diagnostics_of(run([write(tmp_path, a=text.replace(", {alert: decide}", ", {met: decide}"))]))
    assert [(each.code.id, each.span and each.span.line, each.message()) for each in found] == [
        (
            "GR533",
            7,
            "`differs`: expected {pending: decide, due: 2025-10-23}, "
            "found {pending: decide, due: 2025-10-24}",
        ),
        ("GR534", 11, "`missing`: expected {met: decide}, and it was not found"),
        ("GR535", 15, "`unexpected`: found {pending: decide, due: 2025-10-24}, and it was not expected"),
    ]


def test_pytest_reports_it_as_expected_to_fail(pytester: pytest.Pytester) -> None:
    write(pytester.path, a=MARKED)
    pytester.makeini("[pytest]\nfilterwarnings = error")
    pytester.runpytest().assert_outcomes(passed=1, xfailed=3)
