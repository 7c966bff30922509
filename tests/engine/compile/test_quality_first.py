"""The quality of a log is told from records, and whoever asks for it first has it all walked once."""

import datetime as dt

import pytest

from govrules.engine.compile import findings
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.findings import Run
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.reach import Modes, Reach
from govrules.engine.compile.running import Walked, walk
from govrules.model.events import Event
from govrules.rulefile.load import load_text
from tests.engine.compile.same import assert_same
from tests.engine.rules import END, SHANGHAI

RULES = load_text("""\
govrules: 1
policy: joint
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {accepted: {}, joined: {}, decided: {}, told: {}}
clauses:
  decide: {duty: {when: accepted, must: decided, within: 5 working days}}
  decide_jointly: {duty: {when: joined, must: decided, within: 10 working days}}
  tell: {duty: {when: decided, must: told, within: 3 working days}}
""").or_raise()


def at(day: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, 10, tzinfo=SHANGHAI)


def case(name: str, *steps: tuple[str, int]) -> list[Event]:
    return [Event(name, kind, at(day)) for kind, day in steps]


def judged_for_quality(*events: Event) -> list[str]:
    """The cases that the reference has to judge so that the quality can be told."""
    run = run_of(RULES, events, as_of=END)
    assert isinstance(run, Run)
    run.field("quality")
    return [name for each in run.judged for name in each.cases]


def test_what_serves_one_clause_is_not_missed_by_another() -> None:
    events = [
        *case("met", ("accepted", 2), ("decided", 4), ("told", 5)),
        *case("late", ("accepted", 2), ("decided", 24), ("told", 25)),
    ]
    assert judged_for_quality(*events) == []
    assert_same(RULES, *events)


@pytest.mark.parametrize(
    "steps",
    [
        [("told", 3)],
        [("accepted", 2), ("decided", 4), ("told", 5), ("told", 6)],
        [("decided", 2), ("accepted", 3), ("decided", 4)],
        [("accepted", 2), ("joined", 2), ("joined", 3), ("told", 4)],
    ],
)
def test_what_serves_no_clause_is(steps: list[tuple[str, int]]) -> None:
    events = case("c", *steps)
    assert judged_for_quality(*events) == ["c"]
    assert_same(RULES, *events)


def test_cases_of_one_course_are_told_alike_together_and_alone() -> None:
    courses = [
        [("accepted", 2), ("decided", 4), ("told", 5)],
        [("accepted", 2), ("decided", 24), ("told", 5)],
        [("decided", 4), ("told", 5)],
    ]
    events = [each for number in range(30) for each in case(f"c{number}", *courses[number % 3])]
    assert_same(RULES, *events)


def test_who_asks_for_the_quality_first_has_the_log_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[bool] = []

    def noted(log: PolicyLog, reach: Reach, modes: Modes) -> Walked:
        walks.append(log.program.every)
        return walk(log, reach, modes)

    monkeypatch.setattr(findings, "walk", noted)
    events = case("late", ("accepted", 2), ("decided", 24), ("told", 25))
    found = {}
    for order in (("quality", "violations"), ("violations", "quality")):
        run = run_of(RULES, events, as_of=END)
        assert run is not None
        found[order[0]] = {name: run.field(name) for name in order}
        assert walks == ([True] if order[0] == "quality" else [False, True])
        walks.clear()
    assert found["quality"] == found["violations"]
    assert found["quality"]["violations"] != ()
