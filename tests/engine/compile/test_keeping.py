"""What must hold in a case: a program is sure where there was no gap, and asks where there may be one."""

from collections.abc import Mapping, Sequence

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.programs import programs_without_log
from govrules.engine.compile.recording import is_judged_alone
from govrules.model.events import Event
from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import END, at, on, rules

TEXT = """
events:
  manned: {{data: {{person: string, level: integer}}}}
  left: {{data: {{person: string}}}}
  opened: {{data: {{level: integer}}}}
  closed: {{}}
  grave: {{is: opened, if: event.level > 1}}
  passed: {{}}
  excused: {{}}
clauses:
  c: {0}
"""
BETWEEN = "{maintenance: {hold: {from: manned, to: left}, throughout: {from: opened, to: closed}}"
ALWAYS = "{maintenance: {hold: {from: manned, to: left}}"
FORMS = (
    BETWEEN + "}",
    BETWEEN + ", responsible: {first: trigger.unit, passes: {on: passed, to: event.unit}}}",
    BETWEEN + ", if: trigger.level > 1, strength: should}",
    BETWEEN + ", unless: happened(excused), responsible: '\"desk\"'}",
    BETWEEN + ", strength: in_principle, in_force: {from: 2026-03-06}}",
    BETWEEN + ", in_force: {until: 2026-03-12}}",
    BETWEEN.replace("to: left", "to: left, per: person") + "}",
    BETWEEN.replace("to: closed", "to: closed, within: office_hours") + "}",
    BETWEEN.replace("from: opened", "from: grave").replace("closed}}", "closed}, tolerate: 3 hours}") + "}",
    BETWEEN.replace("to: closed", "to: left") + "}",
    ALWAYS + "}",
    ALWAYS.replace("left}}", "left}, tolerate: 1 day}") + ", in_force: {from: 2026-03-06}}",
    ALWAYS + ", responsible: '\"desk\"', strength: should}",
)
DATA: Mapping[str, Sequence[object]] = {
    "person": ["ann", "bob", None],
    "level": [1, 2, 3, None],
    "unit": ["u", "v"],
}
KINDS = (*("manned", "opened") * 3, "left", "closed", "closed", "passed", "excused")


@pytest.mark.parametrize("form", FORMS)
def test_the_program_and_the_reference_say_the_same_of_what_must_hold(form: str) -> None:
    rulebook = rules(TEXT.format(form))
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    assert program.apart.clauses == frozenset()
    assert assert_same_of_many(rulebook, KINDS, DATA, number=40, most=9) > 20


def _judged_alone(form: str, *log: Event) -> list[bool]:
    """Of each obligation whether the reference judged the clause; both say the same of it."""
    rulebook = rules(TEXT.format(form))
    assert_compiled(rulebook, *log)
    run = run_of(rulebook, log, as_of=END)
    assert run is not None
    return [is_judged_alone(record) for one in run.everything for record in one.records]


def test_of_windows_without_a_gap_the_reference_is_not_asked() -> None:
    log = (
        on(at(2, 9), "manned"),
        on(at(2, 10), "opened", unit="u"),
        on(at(2, 12), "closed"),
        on(at(2, 13), "left"),
        on(at(3, 8), "manned"),
        on(at(3, 9), "opened", unit="v"),
        on(at(3, 10), "manned"),
    )
    form = BETWEEN + ", responsible: trigger.unit}"
    assert _judged_alone(form, *log) == [False, False]
    found = evaluate(rules(TEXT.format(form)), log, as_of=END, engine="compiled").obligations
    assert [(each.state, each.responsible) for each in found] == [("met", "u"), ("pending", "v")]
    assert [each.window is not None and each.window.until is None for each in found] == [False, True]


def test_what_always_has_to_hold_is_kept_until_it_ends() -> None:
    log = (on(at(2, 9), "manned"), on(at(3, 9), "manned"))
    assert _judged_alone(ALWAYS + "}", *log) == [False]
    assert _judged_alone(ALWAYS + "}", *log, on(at(4, 9), "left")) == [True]


@pytest.mark.parametrize(
    "log",
    [
        (on(at(2, 9), "opened"), on(at(2, 10), "manned")),
        (on(at(2, 9), "manned"), on(at(2, 10), "opened"), on(at(2, 11), "left"), on(at(2, 12), "manned")),
        (on(at(2, 9), "left"), on(at(2, 10), "manned"), on(at(2, 11), "opened")),
        (on(at(2, 9), "manned"), on(at(2, 9), "opened")),
    ],
    ids=["not begun", "a gap", "ended before it began", "at one instant"],
)
def test_where_there_may_be_a_gap_the_reference_judges_the_clause(log: tuple[Event, ...]) -> None:
    assert _judged_alone(BETWEEN + "}", *log) == [True]


def test_several_gaps_in_one_window_are_told_of() -> None:
    log = (
        on(at(2, 9), "manned"),
        on(at(2, 10), "opened"),
        on(at(2, 11), "left"),
        on(at(2, 12), "manned"),
        on(at(2, 13), "left"),
        on(at(2, 14), "manned"),
        on(at(2, 15), "closed"),
    )
    rulebook = rules(TEXT.format(BETWEEN + "}"))
    found = evaluate(rulebook, log, as_of=END, engine="compiled")
    assert found.violations == evaluate(rulebook, log, as_of=END, engine="reference").violations
    assert len(found.violations) == 2


def test_what_others_hear_of_is_left_to_the_reference() -> None:
    text = TEXT.format(
        BETWEEN + "}\n  d: {accountability: {on: {violation: c}, answerable: {a: event.unit}}}"
    )
    (program,) = programs_without_log(rules(text))
    assert ("p/c", "others may hear of it, and no event breaks it") in [
        (each.clause, each.why) for each in program.left_out
    ]
