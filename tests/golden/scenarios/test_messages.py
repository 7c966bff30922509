"""What an analyst sees, in both languages: every mistake in a scenario file, and every kind of difference."""

from pathlib import Path

import pytest

from govrules.diagnostics import Diagnostic, Language, render_all
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from govrules.scenarios.model import ScenarioFile
from govrules.scenarios.reader import parse_scenarios
from govrules.scenarios.render import render
from govrules.scenarios.run import Report, prepare, run_scenario

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return load(HERE / "policy.yaml").or_raise()


def read(name: str) -> ScenarioFile:
    return parse_scenarios((HERE / f"{name}.yaml").read_text(encoding="utf-8"), file=f"{name}.yaml")


def report(name: str, rules: Rulebook) -> Report:
    prepared = prepare(read(name), rules=rules)
    results = [each for scenario in prepared.file.scenarios for each in run_scenario(prepared, scenario)]
    return Report(tuple(results), prepared.diagnostics)


def assert_kept(name: str, lang: Language, said: str, *, refresh: bool) -> None:
    expected = HERE / f"{name}.{lang}.txt"
    if refresh:
        expected.write_text(f"{said}\n", encoding="utf-8")
    assert f"{said}\n" == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_mistake_of_form_is_told_at_once_in_its_place(lang: Language, refresh_golden: bool) -> None:
    found = read("mistakes")
    told: list[Diagnostic] = list(found.diagnostics)
    for scenario in found.scenarios:
        told += [each for each in scenario.diagnostics if each not in told]
    assert_kept("mistakes", lang, render_all(told, lang=lang), refresh=refresh_golden)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_does_not_agree_with_the_rules_is_told_at_once_in_its_place(
    lang: Language, rules: Rulebook, refresh_golden: bool
) -> None:
    assert_kept("slips", lang, render(report("slips", rules), lang=lang), refresh=refresh_golden)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_failing_scenario_shows_each_difference_and_the_count_of_each_date(
    lang: Language, rules: Rulebook, refresh_golden: bool
) -> None:
    assert_kept("failing", lang, render(report("failing", rules), lang=lang), refresh=refresh_golden)
