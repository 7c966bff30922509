"""Cases of one course of events are judged together, and it makes no difference."""

import datetime as dt
import random
from collections.abc import Sequence

import pytest

from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.variants import Together, judged_together
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.testing.history import History
from govrules.testing.law_of_engines import difference_of
from tests.engine.rules import END, at, rules

OFFICE = """
case: {kind: string}
events:
  applied: {data: {urgent: bool}}
  asked: {}
  completed: {}
  decided: {data: {outcome: string}}
  prolonged: {}
  withdrawn: {}
  served: {}
  charged: {data: {amount: integer}}
  inspected: {}
  reported: {}
  departure_recorded: {}
clauses:
  report:
    duty: {when: inspected, must: reported, within: 2 working days}
  report_each:
    duty: {when: inspected, must: reported, within: 6 working days, repeat: each}
  sign:
    strength: in_principle
    requirement: {when: reported, require: count(inspected) <= 1}
  decide:
    duty:
      when: applied
      must: decided
      within: 4 working days
      pause: {from: asked, to: completed}
      extend: {when: prolonged, add: 2 working days, times: 1}
  answer:
    duty: {when: applied, must: [asked, decided], within: 2 working days, end_on: withdrawn}
  serve:
    if: event.outcome == "granted"
    duty: {when: decided, must: served, within: 3 calendar days}
  serve_all:
    duty: {when: decided, must: served, within: {soon: 1 working day, late: 5 working days}, repeat: each}
  serve_in_principle:
    strength: in_principle
    duty: {when: decided, must: served, within: 2 working days}
  ask_once:
    requirement: {when: asked, require: count(asked) <= 1}
  of_its_kind:
    requirement: {when: decided, require: case.kind == "ordinary" or not happened(prolonged)}
  no_fee:
    if: event.amount > 0
    unless: happened(withdrawn)
    prohibition: {when: charged}
"""
MOMENT = dt.timedelta(microseconds=1)
KINDS = ("applied", "asked", "completed", "decided", "prolonged", "withdrawn", "served", "charged")
COURSES: tuple[tuple[str, ...], ...] = (
    ("applied", "decided", "served"),
    ("applied", "asked", "completed", "decided"),
    ("applied", "asked", "completed", "asked", "completed", "prolonged", "decided", "served"),
    ("applied", "prolonged", "asked", "completed", "decided"),
    ("applied", "asked", "completed"),
    ("applied", "asked"),
    ("applied", "prolonged"),
    ("applied", "withdrawn"),
    ("applied", "asked", "completed", "withdrawn", "decided"),
    ("applied", "asked", "decided", "completed"),
    ("asked", "applied", "completed", "decided"),
    ("decided", "applied", "decided", "served"),
    ("applied", "applied", "decided", "applied", "decided", "served"),
    ("decided", "decided", "served", "decided"),
    ("decided", "served"),
    ("applied", "prolonged", "prolonged", "decided"),
    ("inspected", "inspected", "reported"),
    ("reported", "charged"),
    ("inspected", "inspected", "reported", "departure_recorded"),
)


SAID: dict[str, tuple[dict[str, object], ...]] = {
    "applied": ({"kind": "ordinary"}, {"kind": "special"}, {}),
    "decided": ({"outcome": "granted"}, {"outcome": "refused"}, {}),
    "charged": ({"amount": 0}, {"amount": 2}, {}),
    "departure_recorded": ({"clause": "sign", "reasons": "both were the same"}, {"clause": "decide"}),
}


def cases_of(source: random.Random, number: int) -> list[Event]:
    """Cases in which no two events stand at one instant: three of four take a usual course."""
    found: list[Event] = []
    for case in range(number):
        course = source.choice(COURSES)
        if source.random() < 0.25:
            course = tuple(source.choices(KINDS, k=source.randint(1, 7)))
        hours = sorted(source.sample(range(24 * 22), len(course)))
        if source.random() < 0.5:
            hours = sorted(source.sample(range(24 * 9), len(course)))
        for kind, hour in zip(course, hours, strict=True):
            data = source.choice(SAID.get(kind, ({},)))
            found.append(Event(f"c{case}", kind, at(2 + hour // 24, hour % 24), data=data))
    return found


@pytest.fixture(scope="module")
def office() -> Rulebook:
    return rules(OFFICE)


@pytest.mark.parametrize("seed", range(3))
def test_cases_judged_together_and_one_by_one_are_judged_alike(office: Rulebook, seed: int) -> None:
    source = random.Random(seed)
    events = tuple(cases_of(source, 100))
    for as_of in (END, dt.date(2026, 3, 10)):
        assert difference_of(History(office, events, as_of)) == ""


def test_a_clause_that_comes_into_force_within_the_log_is_asked_day_by_day() -> None:
    text = OFFICE.replace("\n  decide:\n", "\n  decide:\n    in_force: {from: 2026-03-06}\n")
    events = tuple(cases_of(random.Random(5), 100))
    assert difference_of(History(rules(text), events, END)) == ""


def test_most_of_them_are_judged_together(office: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged_at_once(monkeypatch)
    with judged_together(1):
        run = run_of(office, cases_of(random.Random(1), 100), as_of=END)
        assert run is not None
        assert run.breaches[0].records != []
    [together] = found
    assert 60 < together <= 100


@pytest.mark.parametrize(("met", "late"), [(at(10, 0), []), (at(10, 0) + MOMENT, ["report"])])
def test_the_first_moment_after_the_last_day_is_late(
    office: Rulebook, met: dt.datetime, late: list[str]
) -> None:
    events = (Event("c", "inspected", at(5, 9)), Event("c", "reported", met))
    with judged_together(1):
        run = run_of(office, events, as_of=END)
        assert run is not None
        [found], [log] = run.breaches, run.logs
    assert [log.program.slots[record[0]].clause.id for record in found.records] == late
    assert difference_of(History(office, events, END)) == ""


def test_two_events_at_one_instant_keep_a_case_apart(office: Rulebook) -> None:
    tied = [
        Event("tied", "applied", at(2, 9)),
        Event("tied", "prolonged", at(3, 9)),
        Event("tied", "decided", at(3, 9)),
    ]
    events = (*cases_of(random.Random(2), 40), *tied)
    assert difference_of(History(office, events, END)) == ""


@pytest.mark.parametrize(("number", "together"), [(7, 0), (8, 8)])
def test_eight_cases_of_a_course_are_enough(
    office: Rulebook, monkeypatch: pytest.MonkeyPatch, number: int, together: int
) -> None:
    found = judged_at_once(monkeypatch)
    run = run_of(office, alike(number), as_of=END)
    assert run is not None
    assert run.breaches[0].records != []
    assert sum(found) == together


def alike(number: int) -> list[Event]:
    """Cases of one course, in which the duty to decide is met late."""
    course = (("applied", at(2, 9)), ("decided", at(12, 9)))
    return [Event(f"c{case}", kind, time) for case in range(number) for kind, time in course]


def judged_at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cases each program judges together, noted as it does."""
    noted: list[int] = []
    judge = Together.judge

    def judging(self: Together, cases: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
        found = judge(self, cases)
        noted.append(len(found[0]))
        return found

    monkeypatch.setattr(Together, "judge", judging)
    return noted
