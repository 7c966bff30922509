"""Conditions that ask what other clauses of the program came to: met and violated by then, or not."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import cycle

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.programs import programs_without_log
from govrules.model.convention import Convention
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, at, on, rules

TEXT = """
case: {{grade: integer}}
measures: {{ladder: [warning]}}
events:
  received: {{data: {{due_on: date, limit: period, task: string, grade: integer}}}}
  asked: {{data: {{task: string}}}}
  answered: {{data: {{task: string}}}}
  told: {{}}
  stopped: {{}}
  resumed: {{}}
  withdrawn: {{}}
  settled: {{}}
  departure_recorded: {{data: {{clause: string, reasons: string}}}}
clauses:
  d: {0}
  q: {1}
"""
ASKED = (
    "{duty: {when: received, must: answered, within: 3 days}}",
    "{duty: {when: received, must: answered, within: 3 days, repeat: each}}",
    "{duty: {when: received, must: answered, within: 3 days, repeat: replace, end_on: withdrawn}}",
    "{duty: {when: received, must: answered, within: 3 days, early: counts}}",
    "{duty: {when: received, must: answered, within: 3 days, pause: {from: stopped, to: resumed}}}",
    "{duty: {when: received, must: answered, by: trigger.due_on}}",
    "{duty: {when: received, must: answered, within: trigger.limit}}",
    "{duty: {when: received, must: answered, within: {short: 2 days, long: 5 days}}}",
    "{duty: {when: received, must: answered, within: 3 days, on_lapse: {deem: settled, breach: false}}}",
    "{duty: {when: received, must: answered, within: 3 days, on_lapse: {deem: settled, breach: true}}}",
    "{duty: {when: received, must: {all: [answered, told]}, within: 3 days}}",
    "{duty: {when: received, must: answered, within: 3 days}, if: case.grade > 1}",
    "{duty: {when: received, must: answered, within: 3 days}, unless: happened(withdrawn)}",
    "{duty: {when: received, must: answered, within: 3 days}, strength: in_principle}",
    "{duty: {per: [case, task], when: received, must: answered, within: 3 days}}",
    "{requirement: {when: received, require: case.grade > 1}}",
    "{requirement: {when: received, require: happened(told)}, unless: happened(withdrawn)}",
    "{requirement: {when: received, require: count(received) <= 1}, strength: in_principle}",
    "{prohibition: {when: received}, if: case.grade > 1}",
    "{prohibition: {when: received, during: {from: stopped, to: resumed}}}",
)
DATA: Mapping[str, Sequence[object]] = {
    "due_on": ["2026-03-05", "2026-03-09", "2026-03-16", None],
    "limit": ["2 days", "1 week", None],
    "task": ["a", "a", "b"],
    "grade": [1, 2, None],
}
KINDS = (*("received", "asked", "answered") * 3, "told", "stopped", "resumed", "withdrawn")
ASKING = (
    '{{requirement: {{{0}when: asked, require: met("d")}}}}',
    '{{requirement: {{{0}when: asked, require: not violated("d") and count(told) <= 1}}}}',
    '{{prohibition: {{{0}when: asked}}, if: violated("d"), unless: happened(told)}}',
    '{{prohibition: {{{0}when: asked}}, unless: met("p/d")}}',
    '{{duty: {{{0}when: asked, must: told, within: 2 days}}, if: met("d") or violated("d")}}',
    '{{duty: {{{0}when: asked, must: told, within: 2 days}}, unless: violated("d")}}',
    '{{duty: {{{0}when: asked, must: told, within: 2 days, on_lapse: {{if: met("d"), breach: false}}}}}}',
)


@pytest.mark.parametrize(("asked", "asking"), list(zip(ASKED, cycle(ASKING), strict=False)))
def test_what_became_of_a_clause_is_read_from_its_records(asked: str, asking: str) -> None:
    per = "per: [case, task], " if "per:" in asked else ""
    rulebook = rules(TEXT.format(asked, asking.format(per)))
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    assert any("outcomes_of_d" in each.source for each in program.every_one)
    assert assert_same_of_many(rulebook, KINDS, DATA, number=20, most=9) > 4


DUTY = "{duty: {when: received, must: answered, within: 3 days, repeat: each}}"
MET = '{requirement: {when: asked, require: met("d")}}'
IN_TIME = '{requirement: {when: asked, require: not violated("d")}}'
SHORTFALL = "{duty: {when: received, must: answered, within: 3 days}, strength: should}"


def broken(rulebook: Rulebook, *events: Event) -> list[str]:
    """The clauses and the moments at which they are violated."""
    assert_compiled(rulebook, *events)
    found = evaluate(rulebook, events, as_of=END, engine="compiled").violations
    return [f"{each.clause} {each.trigger.at}" for each in found if each.trigger is not None]


def test_it_is_met_from_the_instant_of_what_meets_it() -> None:
    asked = [Event("c", "asked", at(4, hour)) for hour in (9, 10, 11)]
    rulebook = rules(TEXT.format(DUTY, MET))
    found = broken(rulebook, Event("c", "received", at(3, 9)), Event("c", "answered", at(4, 10)), *asked)
    assert found == ["q 2026-03-04T09:00:00+08:00"]


def test_it_is_violated_from_the_first_instant_that_is_late() -> None:
    rulebook, midnight = rules(TEXT.format(DUTY, IN_TIME)), at(7, 0)
    asked = [Event("c", "asked", midnight + dt.timedelta(microseconds=each)) for each in (-1, 0, 1)]
    found = broken(rulebook, Event("c", "received", at(3, 9)), *asked)
    assert found == ["d 2026-03-03T09:00:00+08:00", "q 2026-03-07T00:00:00.000001+08:00"]
    found = broken(rulebook, on(3, "received"), on(6, "asked"), on(7, "asked"))
    assert found == ["d 2026-03-03", "q 2026-03-07"]


def test_what_is_violated_as_it_arises_is_known_just_after() -> None:
    duty = "{duty: {when: received, must: answered, by: trigger.due_on}}"
    rulebook = rules(TEXT.format(duty, '{prohibition: {when: received | asked}, if: violated("d")}'))
    found = broken(rulebook, on(9, "received", due_on="2026-03-05"), on(10, "asked"))
    assert found == ["d 2026-03-09", "q 2026-03-10"]


@pytest.mark.parametrize(("breach", "found"), [("true", ["d 2026-03-03", "q 2026-03-09"]), ("false", [])])
def test_a_lapse_is_a_violation_where_its_rule_says_so(breach: str, found: list[str]) -> None:
    duty = DUTY.replace("repeat: each", f"on_lapse: {{deem: settled, breach: {breach}}}")
    assert broken(rules(TEXT.format(duty, IN_TIME)), on(3, "received"), on(9, "asked")) == found


def test_of_several_rules_the_one_by_which_it_lapsed_says_so() -> None:
    lapses = "[{if: happened(told), deem: settled, breach: true}, {deem: withdrawn, breach: false}]"
    rulebook = rules(TEXT.format(DUTY.replace("repeat: each", f"on_lapse: {lapses}"), IN_TIME))
    assert broken(rulebook, on(3, "received"), on(9, "asked")) == []
    assert broken(rulebook, on(3, "received"), on(4, "told"), on(9, "asked")) == [
        "d 2026-03-03",
        "q 2026-03-09",
    ]


AT_THE_END = '{duty: {when: asked, must: told, within: 3 days, repeat: each}, unless: violated("d")}'


def test_at_the_end_of_the_time_it_is_asked_what_is_known_just_then() -> None:
    """What another duty's time came to that is up at the same instant is known as well."""
    rulebook = rules(TEXT.format(DUTY, AT_THE_END))
    received = Event("c", "received", at(3, 9))
    asked = [Event("c", "asked", at(each, 9)) for each in (2, 3, 4)]
    assert broken(rulebook, received, *asked) == [
        "d 2026-03-03T09:00:00+08:00",
        "q 2026-03-02T09:00:00+08:00",
    ]
    found = broken(rulebook, on(3, "received"), on(2, "asked"), on(4, "asked"))
    assert found == ["d 2026-03-03", "q 2026-03-02"]
    # Of bare dates one day may have several ends.
    assert_same(rulebook, on(3, "received"), on(3, "asked"))


def test_at_the_end_of_the_time_what_has_met_it_by_then_counts() -> None:
    lapse = "on_lapse: {if: 'met(\"d\")', breach: false}"
    rulebook = rules(TEXT.format(DUTY, "{duty: {when: asked, must: told, within: 3 days, " + lapse + "}}"))
    received, asked = Event("c", "received", at(3, 9)), Event("c", "asked", at(2, 9))
    end = at(6, 0)
    answers = [Event("c", "answered", end + dt.timedelta(microseconds=each)) for each in (0, 1)]
    assert broken(rulebook, received, asked, answers[0]) == []
    assert broken(rulebook, received, asked, answers[1]) == ["q 2026-03-02T09:00:00+08:00"]


@pytest.mark.parametrize("rule", [
    "unless: count(told) / 2 > 0.4}",
    'unless: met("e")}',
])  # fmt: skip
def test_what_no_program_can_say_of_the_end_of_the_time_leaves_only_that_to_the_reference(rule: str) -> None:
    duty = DUTY.removesuffix("}") + f", {rule}"
    rulebook = rules(
        TEXT.format(duty, "{prohibition: {when: stopped}}")
        + "  e: {duty: {when: received, must: told, before: settled}}\n"
    )
    (program,) = programs_without_log(rulebook)
    assert [each.clause for each in program.left_out] == []
    assert assert_same_of_many(rulebook, KINDS, DATA, number=30, most=6) > 10


def test_what_is_not_known_to_have_arisen_is_as_if_it_had_not() -> None:
    duty = "{duty: {when: received, must: answered, within: 3 days}, if: event.grade > 1}"
    rulebook = rules(TEXT.format(duty, MET))
    assert broken(rulebook, on(3, "received"), on(9, "asked")) == []
    assert broken(rulebook, on(3, "received", grade=2), on(9, "asked")) == ["d 2026-03-03", "q 2026-03-09"]


def test_of_what_the_reference_judged_by_itself_no_record_says_since_when() -> None:
    duty = DUTY.replace("repeat: each", "pause: {from: stopped, to: resumed, times: 1}")
    rulebook = rules(TEXT.format(duty, IN_TIME))
    events = [on(3, "received"), on(4, "stopped"), on(5, "resumed"), on(16, "asked")]
    assert_same(rulebook, *events)
    run = run_of(rulebook, events, as_of=END)
    assert run is not None
    assert run.handed_over == {0}


def test_it_is_asked_in_cases_of_one_course_together() -> None:
    duty = '{duty: {when: asked, must: told, within: 2 days}, if: met("d")}'
    rulebook = rules(TEXT.format(DUTY, duty) + f"  r: {IN_TIME}\n")
    kinds = ("received", "answered", "asked", "told")
    days = [[2, 3, 4, 5], [2, 3, 4, 9], [2, 9, 10, 11], [2, 9, 10, 20]] * 20
    events = [
        on(when, kind, case=f"c{number:03}")
        for number, each in enumerate(days)
        for kind, when in zip(kinds, each, strict=True)
    ]
    assert_compiled(rulebook, *events)


@pytest.mark.parametrize(("asked", "asking", "why"), [
    ("{duty: {when: received, must: answered, before: told}}", MET, "it calls `met`"),
    (SHORTFALL, IN_TIME, "it calls `violated`"),
    ("{duty: {when: received, must: {violation: e}, within: 3 days}}", MET, "no program"),
    ("{duty: {per: [case, task], when: received, must: answered, within: 3 days}}", MET, "no program"),
    ("{duty: {when: received, must: answered, within: 3 days}}",
     '{accountability: {on: asked, answerable: {any: event.unit}, propose: warning}, if: met("d")}',
     "who answers depends"),
])  # fmt: skip
def test_what_records_do_not_tell_is_left_to_the_reference(asked: str, asking: str, why: str) -> None:
    rulebook = rules(TEXT.format(asked, asking) + "  e: {prohibition: {when: settled}}\n")
    (program,) = programs_without_log(rulebook)
    assert [each.clause for each in program.left_out if why in each.why] in (["p/q"], ["p/d", "p/q"])
    assert_same(rulebook, on(3, "received", task="a"), on(4, "asked", task="a"), on(5, "answered", task="a"))


def test_where_lateness_begins_behind_the_due_end_it_is_left_to_the_reference() -> None:
    rulebook = rules(
        TEXT.format(DUTY, IN_TIME), convention=Convention("tested", breach_at="next_working_day")
    )
    (program,) = programs_without_log(rulebook)
    assert [(each.clause, each.why) for each in program.left_out] == [("p/q", "it calls `violated`")]
    assert_same(rulebook, on(3, "received"), *(on(each, "asked") for each in range(5, 11)))


def test_a_clause_may_ask_of_one_that_stands_behind_it_and_asks_itself() -> None:
    first = '{requirement: {when: asked, require: not violated("q")}}'
    second = '{requirement: {when: told, require: met("e")}}'
    rulebook = rules(TEXT.format(first, second) + f"  e: {DUTY}\n")
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    assert assert_same_of_many(rulebook, KINDS, DATA, number=30, most=9) > 20


def test_the_source_of_one_clause_shows_what_it_asks_of() -> None:
    (program,) = programs_without_log(rules(TEXT.format(DUTY, MET)), clauses=frozenset({"p/q"}))
    assert "def outcomes_of_d(a, b):" in program.source
    assert program.source.count("# d") == 1
