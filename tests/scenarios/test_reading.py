"""Reading scenario files: what is written becomes values, and mistakes become diagnostics."""

import datetime as dt
from pathlib import Path

import attrs

from govrules.model.frozen import FrozenMapping
from govrules.model.text import Text
from govrules.scenarios.model import Check, Expectation, Given, Scenario, ScenarioFile, Setting
from govrules.scenarios.reader import parse_scenarios, read_scenarios


def clock(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


HEAD = "govrules: 1\nscenarios: p\ncases:\n"


def read(text: str) -> ScenarioFile:
    return parse_scenarios(HEAD + text, file="t.scenarios.yaml")


def codes_of(file: ScenarioFile) -> list[str]:
    found = [*file.diagnostics, *(each for scenario in file.scenarios for each in scenario.diagnostics)]
    return [each.code.name for each in found]


def test_a_scenario_is_read_whole() -> None:
    found = read(
        """
  on_time:
    title: {zh: 按时, en: On time}
    why: counted by hand
    parameters: {urgent_reply: 2 working days, share: 0.7, posts: [a, b]}
    given:
    - {time: 2025-09-22, type: accepted, id: e1, unit: 市住建局, actor: 张三, joint: false, steps: [a, 1]}
    - {time: "2025-10-28T16:00", type: decided, case: other, data: {type: x}}
    - {time: 2025-10-28 16:00:30+08:00, type: 决定}
    as_of: 2025-12-31
    known_at: 2025-11-01
    partial: true
    expect:
    - {met: decide, due: 2025-10-28, fulfilled: 2025-10-28T16:00, case: other}
    - {violation: [tell, ask], late_by_days: 2, visit: v1}
"""
    )
    assert codes_of(found) == []
    violation = (("late_by_days", 2),)
    assert found.scenarios == (
        Scenario(
            "on_time",
            title=Text(zh="按时", en="On time"),
            why="counted by hand",
            parameters=(
                Setting("urgent_reply", "2 working days", "2 working days"),
                Setting("share", "0.7", "0.7"),
                Setting("posts", ("a", "b"), "a, b"),
            ),
            given=(
                Given(
                    dt.date(2025, 9, 22),
                    "accepted",
                    id="e1",
                    unit="市住建局",
                    actor="张三",
                    data=FrozenMapping({"joint": False, "steps": ("a", 1)}),
                ),
                Given(
                    clock("2025-10-28 16:00"),
                    "decided",
                    case="other",
                    data=FrozenMapping({"type": "x"}),
                ),
                Given(
                    dt.datetime(2025, 10, 28, 16, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))), "决定"
                ),
            ),
            checks=(
                Check(
                    (
                        Expectation(
                            "met",
                            "decide",
                            "other",
                            (("due", dt.date(2025, 10, 28)), ("fulfilled", clock("2025-10-28 16:00"))),
                        ),
                        Expectation("violation", "tell", None, violation, (("visit", "v1"),)),
                        Expectation("violation", "ask", None, violation, (("visit", "v1"),)),
                    ),
                    as_of=dt.date(2025, 12, 31),
                    known_at=dt.date(2025, 11, 1),
                    partial=True,
                ),
            ),
        ),
    )


def test_several_dates_are_several_checks_with_labels() -> None:
    found = read(
        """
  seen_twice:
    given: []
    known_at: 2025-01-01
    at:
    - {as_of: 2025-10-01, expect: []}
    - {as_of: "2025-11-15 12:00", known_at: 2025-11-01, expect: []}
"""
    )
    assert codes_of(found) == []
    assert found.scenarios[0].checks == (
        Check((), dt.date(2025, 10, 1), dt.date(2025, 1, 1), label="@2025-10-01"),
        Check((), clock("2025-11-15 12:00"), dt.date(2025, 11, 1), label="@2025-11-15T12:00"),
    )


BASE = """
  first:
    given:
    - {time: 2025-09-22, type: accepted}
    - {time: 2025-09-30, type: decided, id: e2}
    - {time: 2025-10-09, type: delivered}
    parameters: {a: 1, b: 2}
    as_of: 2025-12-31
    expect: []
"""


def test_a_scenario_begins_with_the_events_dates_and_parameters_of_its_base() -> None:
    found = read(
        BASE
        + """
  second:
    base: first
    without: [e2, delivered]
    add: [{time: 2025-10-30, type: decided}]
    parameters: {b: 3}
    expect: [{met: x}]
  third: {base: second, as_of: 2026-01-31, expect: []}
"""
    )
    assert codes_of(found) == []
    second = Scenario(
        "second",
        given=(Given(dt.date(2025, 9, 22), "accepted"), Given(dt.date(2025, 10, 30), "decided")),
        parameters=(Setting("a", 1, "1"), Setting("b", 3, "3")),
        checks=(Check((Expectation("met", "x"),), as_of=dt.date(2025, 12, 31)),),
    )
    third = attrs.evolve(second, id="third", checks=(Check((), as_of=dt.date(2026, 1, 31)),))
    assert found.scenarios[1:] == (second, third)


def test_a_scenario_with_mistakes_says_so_and_leaves_the_others_alone() -> None:
    found = read(BASE + "  second: {base: furst, expect: []}\n  third: {given: [], expected: []}\n")
    assert [[each.code.name for each in scenario.diagnostics] for scenario in found.scenarios] == [
        [],
        ["scenario-unknown-base"],
        ["scenario-unknown-key"],
    ]
    assert found.diagnostics == ()


def test_scenarios_that_begin_with_one_another_are_refused() -> None:
    found = read("  a: {base: b, expect: []}\n  b: {base: c, expect: []}\n  c: {base: b, expect: []}\n")
    assert set(codes_of(found)) == {"scenario-circular-base"}
    assert all(scenario.diagnostics for scenario in found.scenarios)


def test_the_lines_of_scenarios_and_expectations_are_kept() -> None:
    found = read("  a:\n    given: []\n    expect:\n    - {met: x,\n       due: 2025-10-01}\n")
    [scenario] = found.scenarios
    [expectation] = scenario.checks[0].expect
    assert [str(each) for each in (scenario.span, expectation.span, expectation.spans["due"])] == [
        "t.scenarios.yaml:4:3",
        "t.scenarios.yaml:7:7",
        "t.scenarios.yaml:8:8",
    ]


def test_a_file_that_is_not_there_is_a_diagnostic(tmp_path: Path) -> None:
    assert codes_of(read_scenarios(tmp_path / "none.scenarios.yaml")) == ["file-missing"]


def test_a_file_without_scenarios_is_a_mistake() -> None:
    assert codes_of(parse_scenarios(HEAD.replace("cases:", "cases: {}"), file="t")) == ["no-scenarios"]
    assert codes_of(parse_scenarios("govrules: 1\nscenarios: p\n", file="t")) == ["scenario-missing-key"]
