"""Scenario files as pytest sees them."""

import pytest

from tests.scenarios.samples import FAILING, PASSING, write

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    write(pytester.path, good=PASSING)
    pytester.makeini("[pytest]\nfilterwarnings = error\naddopts = --strict-markers --strict-config")
    return pytester


def collected(project: pytest.Pytester, *arguments: str) -> list[str]:
    result = project.runpytest("--collect-only", "-q", *arguments)
    return [line for line in result.outlines if "::" in line]


def test_each_scenario_and_date_is_a_test(project: pytest.Pytester) -> None:
    assert collected(project) == [
        "good.scenarios.yaml::on_the_last_day",
        "good.scenarios.yaml::seen_at_two_dates@2025-10-23",
        "good.scenarios.yaml::seen_at_two_dates@2025-10-28",
        "good.scenarios.yaml::urgent_without_a_limit",
        "good.scenarios.yaml::urgent_with_a_limit",
    ]
    project.runpytest().assert_outcomes(passed=5)


def test_tests_are_chosen_by_id_and_by_word(project: pytest.Pytester) -> None:
    chosen = "good.scenarios.yaml::seen_at_two_dates@2025-10-28"
    assert collected(project, chosen) == [chosen]
    assert collected(project, "-k", "two_dates and 2025-10-23") == [
        "good.scenarios.yaml::seen_at_two_dates@2025-10-23"
    ]
    project.runpytest(chosen).assert_outcomes(passed=1)


def test_a_failure_shows_the_difference_and_no_traceback(project: pytest.Pytester) -> None:
    write(project.path, bad=FAILING)
    result = project.runpytest("bad.scenarios.yaml::wrong_date")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*FAILED *bad.scenarios.yaml::wrong_date  wrong date",
            "*bad.scenarios.yaml:16: expected (-) and found (+):",
            "    - {met: decide, due: 2025-10-21}",
            "    + {met: decide, due: 2025-10-24}",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*plugin.py*")


def test_a_failure_is_located_at_the_line_of_its_scenario(project: pytest.Pytester) -> None:
    items, _ = project.inline_genitems()
    assert [(item.location[0], item.location[1]) for item in items][:2] == [
        ("good.scenarios.yaml", 3),
        ("good.scenarios.yaml", 11),
    ]


def test_the_language_can_be_chosen(project: pytest.Pytester) -> None:
    write(project.path, bad=FAILING)
    result = project.runpytest("bad.scenarios.yaml", "--govrules-lang", "zh")
    result.assert_outcomes(failed=3, passed=1)
    result.stdout.fnmatch_lines(["*期望（-）与实际（+）：*"])


def test_a_malformed_file_is_an_error_and_never_a_pass(project: pytest.Pytester) -> None:
    write(project.path, bad="govrules: 1\nscenarios: sample\ncases: {}\n")
    result = project.runpytest("bad.scenarios.yaml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*bad.scenarios.yaml:3:8: error*GR501*: the file holds no scenario"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_rules_that_cannot_be_loaded_fail_every_scenario(project: pytest.Pytester) -> None:
    (project.path / "sample.yaml").unlink()
    result = project.runpytest()
    result.assert_outcomes(failed=5)
    result.stdout.fnmatch_lines(["*GR515*"])


def test_the_collection_can_be_turned_off(project: pytest.Pytester) -> None:
    project.runpytest("--no-govrules-scenarios").assert_outcomes()
    project.makeini("[pytest]\ngovrules_scenarios = false")
    project.runpytest().assert_outcomes()


def test_a_project_without_scenarios_imports_nothing_of_govrules_but_the_plugin(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_heavy():
            loaded = {".".join(name.split(".")[:2]) for name in sys.modules}
            assert "govrules.testing" in loaded
            unwanted = {"govrules.scenarios", "govrules.engine", "govrules.model", "yaml", "attrs"}
            assert loaded & unwanted == set()
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
