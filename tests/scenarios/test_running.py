"""Running scenario files: what passes, what fails, and what never counts as a pass."""

from pathlib import Path

import pytest

from govrules.scenarios.render import render, summary
from govrules.scenarios.run import Report, run
from tests.scenarios.samples import FAILING, PASSING, write


def statuses(report: Report) -> dict[str, str]:
    return {each.name: each.status for each in report.results}


def codes_of(report: Report) -> list[str]:
    told = [*report.diagnostics, *(each for result in report.results for each in result.diagnostics)]
    return [each.code.name for each in told]


def test_scenarios_that_are_as_expected_pass(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=PASSING)])
    assert statuses(report) == {
        "on_the_last_day": "passed",
        "seen_at_two_dates@2025-10-23": "passed",
        "seen_at_two_dates@2025-10-28": "passed",
        "urgent_without_a_limit": "passed",
        "urgent_with_a_limit": "passed",
    }
    assert (report.exit_status, report.passed, codes_of(report)) == (0, True, [])
    assert render(report) == "0 failed, 0 could not run, 5 passed"


def test_scenarios_that_are_not_as_expected_fail(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=FAILING)])
    assert statuses(report) == {
        "on_time": "passed",
        "wrong_date": "failed",
        "unexpected_violation": "failed",
        "missing_violation": "failed",
    }
    assert (report.exit_status, report.passed) == (1, False)
    assert summary(report, lang="zh") == "3 个未通过，0 个无法运行，1 个通过"


def test_a_file_is_run_once_however_often_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, a=PASSING)
    report = run([tmp_path, tmp_path / "a.scenarios.yaml"])
    assert len(report.results) == 5


def test_single_scenarios_can_be_chosen_by_name(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=PASSING)], only=lambda name: name.endswith("@2025-10-28"))
    assert list(statuses(report)) == ["seen_at_two_dates@2025-10-28"]


@pytest.mark.parametrize("path", ["", "none", "sample.yaml"])
def test_a_path_without_scenarios_is_no_success(tmp_path: Path, path: str) -> None:
    report = run([write(tmp_path) / path])
    assert report.exit_status == 2
    assert codes_of(report) == ["scenario-path-missing" if path == "none" else "no-scenario-files"]
    assert render(report).splitlines()[-1] == "nothing was tested"


def test_nothing_to_run_is_no_success(tmp_path: Path) -> None:
    assert run([]).exit_status == 2
    assert run([write(tmp_path, a=PASSING)], only=lambda name: name == "none").exit_status == 2


def test_one_bad_file_does_not_hide_behind_good_ones(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=PASSING, b="govrules: 1\nscenarios: sample\ncases: {}\n")])
    assert set(statuses(report).values()) == {"passed"}
    assert (report.exit_status, codes_of(report)) == (2, ["no-scenarios"])


def test_a_broken_scenario_does_not_count_as_failed_or_passed(tmp_path: Path) -> None:
    text = PASSING.replace("{met: decide, due: 2025-10-24, within", "{met: decde, due: 2025-10-24, within")
    report = run([write(tmp_path, a=text)])
    assert statuses(report)["on_the_last_day"] == "broken"
    assert statuses(report)["seen_at_two_dates@2025-10-28"] == "passed"
    assert (report.exit_status, codes_of(report)) == (2, ["scenario-unknown-clause"])


def test_a_policy_that_is_not_beside_the_file_is_told_with_the_nearest(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=PASSING.replace("scenarios: sample", "scenarios: simple"))])
    [problem] = report.diagnostics
    assert (problem.code.name, str(problem.span), [each.en for each in problem.help]) == (
        "scenario-policy-not-beside",
        f"{tmp_path / 'a.scenarios.yaml'}:2:12",
        ["did you mean `sample`?"],
    )
    assert set(statuses(report).values()) == {"broken"}
    assert report.exit_status == 2


def test_rules_with_mistakes_are_told_once_and_nothing_passes(tmp_path: Path) -> None:
    write(tmp_path, a=PASSING, b=PASSING)
    policy = tmp_path / "sample.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("within: 20", "witin: 20"), encoding="utf-8")
    report = run([tmp_path])
    assert report.exit_status == 2
    assert set(statuses(report).values()) == {"broken"}
    places = [str(each.span) for each in report.diagnostics]
    assert len(places) == len(set(places)) > 0


def test_rules_can_be_named_by_path_and_pack(tmp_path: Path) -> None:
    text = PASSING.replace("scenarios: sample", "rules: [./sample.yaml, cn/licensing-law]")
    # Two policies now have a clause `decide`, and the law has findings of its own.
    text = text.replace(": decide,", ": sample/decide,").replace(": decide}", ": sample/decide}")
    text = text.replace("    expect:", "    partial: true\n    expect:").replace(
        "expect: [", "partial: true, expect: ["
    )
    report = run([write(tmp_path, a=text)])
    assert (codes_of(report), set(statuses(report).values())) == ([], {"passed"})
    both = text.replace("rules: [", "scenarios: sample\nrules: [").replace(": sample/decide", ": decide")
    assert set(statuses(run([write(tmp_path, a=both)])).values()) == {"passed"}


def test_a_failing_date_is_shown_with_its_count(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=FAILING)], only=lambda name: name == "wrong_date")
    file = tmp_path / "a.scenarios.yaml"
    lines = render(report).splitlines()
    assert lines[:5] == [
        f"FAILED {file}::wrong_date  wrong date",
        f"  {file}:16: expected (-) and found (+):",
        "    - {met: decide, due: 2025-10-21}",
        "    + {met: decide, due: 2025-10-24}",
        "    how 2025-10-24 was counted:",
    ]
    assert lines[5:8] == [
        "      2025-09-22: the day it begins, not counted",
        "      2025-09-23 to 2025-09-26: working days 1 to 4",
        "      2025-09-27: weekend, not counted",
    ]
    assert lines[-2:] == ["", "1 failed, 0 could not run, 0 passed"]


def test_what_is_missing_and_what_is_unexpected_are_shown_in_the_form_of_the_file(tmp_path: Path) -> None:
    report = run([write(tmp_path, a=FAILING)], only=lambda name: "violation" in name)
    file = tmp_path / "a.scenarios.yaml"
    lines = [line for line in render(report, lang="zh").splitlines() if not line.startswith("      ")]
    assert lines == [
        f"未通过 {file}::unexpected_violation",
        f"  {file}:20: 出现而未期望：",
        "    + {violation: decide, due: 2025-10-24, late_by_working_days: 48}",
        "    2025-10-24 的推算过程：",
        "",
        f"未通过 {file}::missing_violation",
        f"  {file}:24: 期望有而未出现：",
        "    - {violation: decide}",
        f"  {file}:24: 出现而未期望：",
        "    + {met: decide, due: 2025-10-24}",
        "    2025-10-24 的推算过程：",
        "",
        "2 个未通过，0 个无法运行，0 个通过",
    ]


def test_the_line_of_an_unexpected_finding_can_be_copied_into_the_file(tmp_path: Path) -> None:
    write(tmp_path, a=FAILING)
    chosen = "unexpected_violation"
    [line] = [
        each
        for each in render(run([tmp_path], only=lambda name: name == chosen)).splitlines()
        if " + {" in each
    ]
    copied = FAILING.replace("expect: []", f"expect: [{line.strip()[2:]}]")
    assert statuses(run([write(tmp_path, a=copied)]))[chosen] == "passed"


def test_what_is_wrong_with_the_rules_is_said_once_and_nothing_was_tested(tmp_path: Path) -> None:
    folder = write(tmp_path, a=PASSING, b=FAILING)
    rules = folder / "sample.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("duty:", "dutty:"), encoding="utf-8")
    report = run([folder])
    text = render(report)
    assert set(codes_of(report)) == {"unknown-key", "scenario-cannot-run"}
    assert text.splitlines()[-1] == f"nothing was tested: {len(report.results)} scenarios"
    assert (text.count("GR101"), "GR529" in text, report.exit_status) == (2, False, 2)
    assert summary(report, lang="zh") == f"未作任何测试：共 {len(report.results)} 个情景"


def test_a_slip_in_one_file_leaves_out_its_scenarios_alone(tmp_path: Path) -> None:
    folder = write(tmp_path, a=PASSING, b=FAILING.replace("cases:", "titel: x\ncases:"))
    report = run([folder])
    assert {each.file.rpartition("/")[2]: each.is_left_out for each in report.results} == {
        "a.scenarios.yaml": False,
        "b.scenarios.yaml": True,
    }
    assert codes_of(report)[0] == "scenario-unknown-key"
    assert set(codes_of(report)[1:]) == {"scenario-not-tested"}
    assert render(report).splitlines()[-3:] == [
        f"{folder / 'b.scenarios.yaml'}: 4 scenarios were not tested",
        "",
        "0 failed, 4 could not run, 5 passed",
    ]


def test_a_file_that_names_no_rules_is_told_by_its_own_mistakes_alone(tmp_path: Path) -> None:
    for content, told in (
        (b"PK\x03\x04", ["file-binary"]),
        (
            b"govrules: 1\ncases: {a: {given: [], expect: []}}",
            ["scenario-missing-key", "scenario-cannot-run"],
        ),
    ):
        path = tmp_path / "a.scenarios.yaml"
        path.write_bytes(content)
        assert codes_of(run([path])) == told
