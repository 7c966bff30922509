"""Clauses about parts of a case, as `per: [case, task]` makes them, are compiled."""

import datetime as dt

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.programs import programs_without_log
from govrules.model.events import Event
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, at, on, rules

TEXT = """
case: {size: integer}
events:
  assigned: {data: {task: string}}
  launched: {}
  reported: {data: {task: string}}
  concluded: {}
  stopped: {}
  resumed: {}
  extended: {data: {task: string}}
clauses:
  report:
    responsible: trigger.unit
    duty:
      {per: [case, task], when: assigned, must: reported, within: 4 working days, warn: 1 working day left}
  all_conclude:
    responsible: unit
    duty: {per: [case, unit], when: launched, must: concluded, within: {short: 3 days, long: 9 days}}
  again:
    if: event.task != "nothing"
    duty:
      per: [case, task]
      when: assigned
      must: {all: [reported, concluded]}
      within: 6 days
      repeat: each
      pause: {from: stopped, to: resumed}
      extend: {when: extended, add: 5 days}
  of_a_unit:
    if: unit == "a" and not happened(stopped)
    duty: {per: [case, unit], when: launched, must: concluded, within: 5 days}
  small:
    if: case.size < 3
    requirement: {per: [case, task], when: reported, require: count(assigned) == 1}
  each_task_of_a_unit:
    prohibition: {per: [case, task, unit], when: extended}
    if: count(extended) > 1
"""
KINDS = ("assigned", "assigned", "reported", "launched", "concluded", "stopped", "resumed", "extended")


def named(day: int, kind: str, task: str | None = None) -> Event:
    return on(at(day, 9), kind, task=task) if task else on(at(day, 9), kind)


def test_each_part_has_an_obligation_of_its_own() -> None:
    rulebook = rules(TEXT)
    events = (
        named(2, "assigned", "road"),
        named(3, "assigned", "sewer"),
        named(4, "reported", "sewer"),
        named(5, "reported", "road"),
    )
    assert_compiled(rulebook, *events)
    found = evaluate(rulebook, events, as_of=END, engine="compiled")
    assert [(each.slice, each.state) for each in found.obligations if each.clause == "report"] == [
        ((("task", "road"),), "met"),
        ((("task", "sewer"),), "met"),
    ]


def test_an_event_that_names_no_part_reaches_each_and_opens_none() -> None:
    events = [
        on(at(3, 9), "concluded", unit="b"),
        on(at(4, 9), "launched"),
        on(at(5, 9), "concluded", unit="a"),
    ]
    assert_compiled(rules(TEXT), on(at(2, 9), "stopped", unit="a"), *events)
    # Before any unit is named nobody knows whom it concerns.
    run = run_of(rules(TEXT), [on(at(2, 9), "launched"), *events], as_of=END)
    assert run is not None
    assert run.handed_over == {0}
    assert_same(rules(TEXT), on(at(2, 9), "launched"), *events)


def test_a_case_is_handed_over_where_an_event_lacks_the_field_of_its_type() -> None:
    events = (named(2, "assigned", "road"), named(3, "reported"))
    run = run_of(rules(TEXT), events, as_of=END)
    assert run is not None
    assert run.handed_over == {0}
    assert_same(rules(TEXT), *events)


def test_what_any_part_says_of_the_case_holds_in_each() -> None:
    size = on(at(3, 9), "reported", task="sewer", size=2)
    twice = (named(1, "assigned", "road"), named(2, "assigned", "road"))
    events = (*twice, size, named(4, "reported", "road"))
    assert_compiled(rules(TEXT), *events)
    found = evaluate(rules(TEXT), events, as_of=END, engine="compiled").violations
    assert [each.slice for each in found if each.clause == "small"] == [
        (("task", "sewer"),),
        (("task", "road"),),
    ]


def test_parts_are_told_in_the_order_in_which_they_began() -> None:
    late = [named(day, "assigned", task) for day, task in ((2, "sewer"), (3, "road"), (12, "sewer"))]
    met = named(4, "reported", "sewer")
    assert_same(rules(TEXT), *late, met, as_of=dt.date(2026, 3, 31))
    assert_same(rules(TEXT), *late, as_of=dt.date(2026, 3, 31))


def test_one_obligation_of_a_part_may_be_judged_by_the_reference() -> None:
    events = (
        on(at(1, 9), "stopped"),
        named(2, "assigned", "road"),
        named(3, "assigned", "sewer"),
        on(at(3, 17), "resumed"),
        named(9, "reported", "sewer"),
        on(at(10, 9), "concluded", task="sewer"),
    )
    assert_compiled(rules(TEXT), *events, as_of=dt.date(2026, 3, 31))


@pytest.mark.parametrize("seed", [1, 2])
def test_both_say_the_same_of_any_parts(seed: int) -> None:
    said = {"task": ("road", "sewer", "sewer", 3), "unit": (None, "a", "b"), "size": (None, None, 1, 5)}
    assert assert_same_of_many(rules(TEXT), KINDS, said, number=80, most=9, seed=seed) > 40


def test_what_is_about_the_whole_case_is_left_to_the_reference() -> None:
    text = (
        TEXT
        + """
  may_depart:
    strength: in_principle
    duty: {per: [case, task], when: assigned, must: reported, within: 5 days}
"""
    )
    [program] = programs_without_log(rules(text))
    assert {each.clause for each in program.left_out} == {"p/may_depart"}
    assert [each.slicing.parts.fields for each in program.of_parts if each.slicing is not None] == [
        ("task",), ("unit",), ("task", "unit"),
    ]  # fmt: skip


LISTS = """
events:
  launched: {data: {units: list, ends_on: date}}
  solicited: {data: {unit: string}}
  appraised: {}
  stopped: {}
  resumed: {}
  excused: {}
clauses:
  open_the_door:
    for_each: {unit: trigger.units}
    responsible: unit
    duty: {when: launched, must: {all: [solicited, appraised]}, by: trigger.ends_on}
  appraise:
    for_each: {unit: trigger.units}
    if: len(event.units) > 1
    responsible: trigger.unit
    duty:
      when: launched
      must: appraised
      within: 4 working days
      repeat: replace
      pause: {from: stopped, to: resumed}
      end_on: excused
      warn: 1 working day left
  of_a:
    if: unit == "a"
    for_each: {unit: trigger.units}
    duty: {when: launched, must: appraised, within: 2 days}
  not_unasked:
    for_each: {unit: trigger.units}
    requirement: {when: launched, require: happened(solicited)}
"""
OF_LISTS = ("launched", "launched", "solicited", "appraised", "stopped", "resumed", "excused")


def test_each_member_of_a_list_at_the_trigger_has_an_obligation_of_its_own() -> None:
    events = (
        on(at(2, 9), "launched", unit="office", units=("b", "a"), ends_on="2026-03-09"),
        on(at(3, 9), "solicited", unit="a"),
        on(at(4, 9), "appraised", unit="a"),
        on(at(5, 9), "appraised", unit="b"),
        on(at(6, 9), "appraised", unit="another"),
    )
    assert_compiled(rules(LISTS), *events)
    found = evaluate(rules(LISTS), events, as_of=END, engine="compiled").obligations
    assert [
        (each.slice[0][1], each.state, each.responsible) for each in found if each.clause == "open_the_door"
    ] == [
        ("a", "met", "a"),
        ("b", "overdue", "b"),
    ]


@pytest.mark.parametrize("units", [None, "a", ("a", 3), ({},)])
def test_a_list_that_is_none_hands_its_case_over(units: object) -> None:
    events = (on(at(2, 9), "launched", units=units), on(at(3, 9), "appraised", unit="a"))
    run = run_of(rules(LISTS), events, as_of=END)
    assert run is not None
    assert run.handed_over == {0}
    assert_same(rules(LISTS), *events)


def test_what_meets_a_duty_of_a_member_has_to_say_whose_it_is() -> None:
    for unit, expected in (("a", set()), (None, {0})):
        events = (on(at(2, 9), "launched", units=("a", "b")), on(at(3, 9), "appraised", unit=unit))
        run = run_of(rules(LISTS), events, as_of=END)
        assert run is not None
        assert run.handed_over == expected
        assert_same(rules(LISTS), *events)


@pytest.mark.parametrize("seed", [3, 4])
def test_both_say_the_same_of_any_members(seed: int) -> None:
    said = {
        "unit": ("a", "a", "b", "c"),
        "units": (("a", "b"), ("b", "a"), ("a",), (), ("a", "a")),
        "ends_on": ("2026-03-09", "2026-03-16"),
    }
    assert assert_same_of_many(rules(LISTS), OF_LISTS, said, number=80, most=9, seed=seed) > 50


def test_members_that_do_not_stand_in_the_trigger_are_left_to_the_reference() -> None:
    text = (
        LISTS
        + """
  per_unit:
    for_each: {helper: trigger.units}
    duty: {per: [case, unit], when: launched, must: appraised, within: 5 days}
  some:
    for_each: office where office.open
    duty: {when: launched, must: appraised, within: 5 days}
records:
  office: {set_by: excused, data: {open: bool}}
"""
    )
    [program] = programs_without_log(rules(text))
    assert {each.clause for each in program.left_out} == {"p/per_unit", "p/some"}
