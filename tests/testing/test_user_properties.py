"""The how-to on policy logic: its tests do what the page says, and its gaps are the ones it shows."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, find, settings

from govrules.model.events import Event
from govrules.scenarios.run import run
from govrules.testing import History, law_names
from tests.house.sources import ROOT

pytest_plugins = ["pytester"]
PAGE = (ROOT / "docs" / "how-to" / "test-policy-logic.md").read_text(encoding="utf-8")
FAILING = {
    "test_every_applicant_gets_an_answer": ("applications", "waits_for_ever"),
    "test_no_licence_is_granted_by_silence_during_a_procedure": (
        "tacit_items",
        "granted_during_a_procedure",
    ),
}
BY_MARKER = "test_our_rules_keep_the_laws"


RULES = "hotline.yaml"
LOST = "test_no_call_is_lost"


def fenced(language: str) -> list[str]:
    return [text for found, text in blocks() if found == language]


def blocks() -> list[tuple[str, str]]:
    """The fenced blocks of the page in their order, each with its language."""
    return re.findall(r"```(\w+)\n(.*?)```\n", PAGE, re.DOTALL)


def files() -> list[tuple[str, str]]:
    """The files that the page has its reader write: the first line of each says its name."""
    return [(text.splitlines()[0][2:], text) for text in fenced("yaml") if text.startswith("# ")]


def gaps() -> list[str]:
    return [text for text in fenced("yaml") if not text.startswith("# ")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the page defines, read from top to bottom as one module, with its files written on the way."""
    names: dict[str, Any] = {"__name__": "page"}
    before: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("page")
        patch.chdir(folder)
        for language, text in blocks():
            if language == "yaml" and text.startswith("# "):
                name = text.splitlines()[0][2:]
                if (folder / name).exists():
                    before = dict(names)
                (folder / name).write_text(text, encoding="utf-8")
                if before and name == RULES:
                    # The reader mends the file and runs the same test again.
                    exec(compile(block_of(LOST), "test-policy-logic.md", "exec"), load_again(names))
            elif language == "python":
                exec(compile(text, "test-policy-logic.md", "exec"), names)
        names["before it was mended"] = before
        yield names


def load_again(names: dict[str, Any]) -> dict[str, Any]:
    names["rules"] = names["gr"].load(RULES).or_raise()
    return names


def block_of(test: str) -> str:
    [found] = [each for each in fenced("python") if f"def {test}(" in each]
    return found


def properties() -> list[str]:
    found = re.findall(r"^def (test_\w+)", "\n".join(fenced("python")), re.MULTILINE)
    return [each for each in found if each != BY_MARKER]


def test_the_page_has_properties_that_hold_and_some_that_find_gaps() -> None:
    assert len(properties()) == 9
    assert set(FAILING) < set(properties())


@pytest.mark.parametrize("name", [each for each in properties() if each not in FAILING])
def test_a_property_of_the_page_holds(page: dict[str, Any], name: str) -> None:
    tried(page[name])()


def tried(test: Callable[[], None]) -> Callable[[], None]:
    return settings(
        max_examples=max(settings().max_examples // 4, 10),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )(test)


def test_the_promise_of_the_page_loses_calls_until_it_is_mended(page: dict[str, Any]) -> None:
    before = page["before it was mended"]
    with pytest.raises(AssertionError) as caught:
        settings(max_examples=200, derandomize=True, database=None, deadline=None)(before[LOST])()
    printed = "\n".join(caught.value.__notes__).splitlines()
    [shown] = [each for each in fenced("text") if LOST in each]
    # Where shrinking stops is for hypothesis to say; what the page shows, and how it is printed, must be so.
    ends = (
        "(",
        "cases:",
        "case-1:",
        "given:",
        "expect: [],",
        "govrules: 1",
        "scenarios: hotline",
        "history=",
    )
    frame = [line for line in shown.splitlines() if line.endswith(ends) and "assert" not in line]
    assert [line for line in printed if line in frame] == frame
    lost = tuple(
        Event("case-1", each.pop("type"), each.pop("time"), data=each)
        for line in shown.splitlines()
        if line.lstrip().startswith("- {")
        for each in yaml.safe_load(line)
    )
    states = {
        name: [each.state for each in History(rules, lost, dt.date(2026, 12, 31)).evaluate().obligations]
        for name, rules in (("before", before["rules"]), ("mended", page["rules"]))
    }
    assert states == {"before": ["paused"], "mended": ["overdue"]}


def test_both_versions_of_the_promise_keep_the_laws(page: dict[str, Any]) -> None:
    for rules in (page["before it was mended"]["rules"], page["rules"]):
        report = str(page["check_laws"](rules, max_examples=10)).splitlines()
        [shown] = [each for each in fenced("text") if LOST not in each]
        assert {line for line in shown.splitlines() if line != "..."} <= set(report)


def test_the_scenario_that_the_page_keeps_passes_under_the_mended_promise_alone(tmp_path: Path) -> None:
    results = []
    first, *_, mended, (name, scenario) = files()
    for rules_name, rules in (first, mended):
        (tmp_path / rules_name).write_text(rules, encoding="utf-8")
        (tmp_path / name).write_text(scenario, encoding="utf-8")
        results.append([each.status for each in run([tmp_path / name]).results])
    assert results == [["failed"], ["passed"]]


def test_the_mark_of_the_page_makes_tests_that_pass(pytester: pytest.Pytester) -> None:
    [(name, rules), *_] = files()
    Path(name).write_text(rules, encoding="utf-8")
    pytester.makepyfile(block_of(BY_MARKER))
    result = pytester.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(passed=len(law_names()))


every_gap = pytest.mark.parametrize(("name", "shown"), list(zip(FAILING, gaps(), strict=True)))


@every_gap
def test_a_gap_of_the_page_is_found(page: dict[str, Any], name: str, shown: str) -> None:
    strategy, gap = FAILING[name]
    # Shrinking is what takes time, and what a release of hypothesis may do otherwise.
    generate = settings(
        max_examples=3000, deadline=None, database=None, derandomize=True, phases=(Phase.generate,)
    )
    found = find(page[strategy], page[gap], settings=generate)
    assert {each["type"] for each in events_of(shown)} <= {each.type for each in found.events}


@every_gap
def test_the_history_that_the_page_shows_has_the_gap(page: dict[str, Any], name: str, shown: str) -> None:
    _, gap = FAILING[name]
    events = tuple(
        Event("case-1", each.pop("type"), each.pop("time"), data=each) for each in events_of(shown)
    )
    rules = page["both" if "hubei" in shown else "licensing"]
    assert page[gap](History(rules, events, dt.date(2026, 12, 31)))
    assert not page[gap](History(rules, events[:-1], dt.date(2026, 12, 31)))


def events_of(shown: str) -> list[dict[str, Any]]:
    [scenario] = yaml.safe_load(shown)["cases"].values()
    listed: list[dict[str, Any]] = scenario["given"]
    return listed
