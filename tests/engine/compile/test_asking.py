"""Conditions that a program asks of the reference: posts, records, lists, and what is read of a case."""

from collections.abc import Mapping, Sequence

import pytest

from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.programs import programs_without_log
from govrules.model.records import Record
from govrules.testing.history import History
from govrules.testing.law import REFERENCE
from govrules.testing.law_of_engines import LAW
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, day, on, rules

TEXT = """
records:
  unit: {{set_by: [formed], ended_by: [closed], data: {{superior: string, powers: list, limit: integer}}}}
  post: {{set_by: [appointed], ended_by: [vacated], data: {{unit: string, role: string, holder: string}}}}
case: {{grade: string, owner: string}}
events:
  formed: {{data: {{unit: string}}}}
  closed: {{}}
  appointed: {{data: {{post: string}}}}
  vacated: {{data: {{post: string}}}}
  acted: {{data: {{power: string, by: string, to: string, names: list, amount: integer}}}}
  asked: {{data: {{power: string, by: string, to: string, names: list, amount: integer}}}}
  answered: {{}}
clauses:
  c: {0}
"""
REQUIRED = "{{requirement: {{when: acted, require: '{0}'}}}}"
CONDITIONS = (
    "event.power in unit.powers",
    "event.power not in unit.powers or event.amount > unit.limit",
    "superior(event.to) == event.unit",
    'event.by == holder("head", of=event.to)',
    'event.by == holder("head")',
    'len(holders("head", of=event.names)) == 1 and len(event.names) > 1',
    'given(event.by) and event.by == (holder("head", of=case.owner) if case.grade == "a"'
    ' else holder("head", of=event.to))',
    "count(asked) >= unit.limit",
    "happened(asked, since=start_of(month))",
    "given(unit.limit) and not happened(asked)",
    "was(unit.limit, on=event.date) == 1",
    "event.by in [event.to, case.owner]",
    "event.amount / 2 > 1",
)
"""each asks for something that is not written into the source"""
DATA: Mapping[str, Sequence[object]] = {
    "unit": ["u", "u", "u", "v", None],
    "superior": ["u", "v"],
    "powers": [["x"], ["x", "y"]],
    "limit": [1, 2, None],
    "post": ["p1", "p2"],
    "role": ["head"],
    "holder": ["ann", "ann", "bob"],
    "power": ["x", "y", "y", None],
    "by": ["ann", "bob", None],
    "to": ["u", "u", "v"],
    "names": [["u", "v"], ["u", "u"], ["u"]],
    "amount": [1, 2, 3, None],
    "grade": ["a", "b", None, None],
    "owner": ["u", None],
}
KINDS = (*("formed", "appointed", "acted") * 3, "closed", "vacated", "asked")


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_requirement_says_what_the_reference_says(condition: str) -> None:
    rulebook = rules(TEXT.format(REQUIRED.format(condition.replace("'", "''"))))
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    assert "ask_" in program.source
    assert assert_same_of_many(rulebook, KINDS, DATA, number=30, most=12) > 22


@pytest.mark.parametrize("form", [
    "{prohibition: {when: acted}, if: event.power not in unit.powers}",
    "{prohibition: {when: acted}, unless: superior(event.to) == event.unit}",
    "{duty: {when: asked, must: answered, within: 3 days}, if: event.power in unit.powers}",
    "{requirement: {when: acted, require: given(event.by)}, strength: should, unless: given(unit.limit)}",
    "{requirement: {when: acted, require: event.amount > 1 and event.power in unit.powers}}",
    "{requirement: {per: [case, unit], when: acted, require: event.power in unit.powers}}",
    "{requirement: {per: [case, unit], when: acted, require: superior(event.to) == unit}}",
    "{requirement: {per: [case, by], when: acted, require: unit.limit > 1 or by == case.owner}}",
    "{duty: {per: [case, power], when: asked, must: answered, within: 3 days}, if: given(unit.limit)}",
])  # fmt: skip
def test_wherever_a_trigger_has_a_condition(form: str) -> None:
    rulebook = rules(TEXT.format(form))
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    assert any("ask_" in each.source for each in program.every_one)
    assert assert_same_of_many(rulebook, (*KINDS, "answered"), DATA, number=30, most=12) > 15


def test_records_that_another_case_sets_are_known() -> None:
    rulebook = rules(TEXT.format(REQUIRED.format("event.power in unit.powers")))
    formed = on(2, "formed", case="a", unit="u", powers=["x"])
    acted = [on(3, "acted", case=case, unit="u", power=power) for case, power in (("b", "x"), ("c", "y"))]
    assert_compiled(rulebook, formed, *acted)
    run = run_of(rulebook, [formed, *acted], as_of=END)
    assert run is not None
    broken = [each.broken for each in run.shown_broken if each.broken is not None]
    assert [each.case for each in run.told("violations", broken)] == ["c"]


def test_records_that_are_stated_are_known() -> None:
    rulebook = rules(TEXT.format(REQUIRED.format("event.power in unit.powers")))
    stated = (Record("unit", "u", {"powers": ["x"]}, day(3)),)
    events = [on(when, "acted", case=f"c{when}", unit="u", power="y") for when in (2, 4)]
    run = run_of(rulebook, events, as_of=END, records=stated)
    assert run is not None
    assert [each.broken.case for each in run.shown_broken if each.broken is not None] == ["c4"]
    assert LAW.check(History(rulebook, tuple(events), END, records=stated), REFERENCE) is None


def test_what_clauses_came_to_is_not_asked_for() -> None:
    """Nor where only a named event asks for it."""
    text = TEXT.format(REQUIRED.format("happened(well) or violated(d)")) + (
        "  d: {prohibition: {when: asked}}\n"
        "  e: {requirement: {when: acted, require: happened(well) and event.power in unit.powers}}\n"
    )
    text = text.replace("  answered: {}\n", "  answered: {}\n  well: {is: asked, if: not violated(d)}\n")
    rulebook = rules(text)
    (program,) = programs_without_log(rulebook)
    assert {each.clause for each in program.left_out} >= {"p/c", "p/e"}
    assert_same(rulebook, on(2, "asked"), on(3, "acted"))
