"""Limits that are looked up, days that the data give, and events to come before are told by records."""

import datetime as dt
from typing import Any

import attrs
import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.summing import Asked
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Obligation, Violation
from govrules.model.outcomes import outcome_of
from tests.engine.compile.same import assert_compiled, assert_same
from tests.engine.rules import END, at, day, on, rules

RULES = """
parameters:
  days:
    type: period
    values: [{from: 2020-01-01, value: 5 working days}, {from: 2026-03-04, value: 3 working days}]
  reading: {type: choice, choices: [week, working], values: {2020-01-01: week, 2026-03-05: working}}
case:
  promise: {type: period}
events:
  received: {data: {limit: period, due_on: date}}
  promised: {}
  sent: {}
  invited: {}
  met: {}
  stopped: {}
  resumed: {}
clauses:
  by_parameter: {responsible: trigger.unit, duty: {when: received, must: sent, within: params.days}}
  by_field: {duty: {when: received, must: sent, within: trigger.limit}}
  by_promise: {duty: {when: promised, must: sent, within: case.promise}}
  by_share: {duty: {when: received, must: sent, within: {of: trigger.limit, less: 30%, round: down}}}
  by_reading:
    strength: should
    duty:
      when: received
      must: sent
      within: {readings: {week: 1 week, working: 2 working days}, use: params.reading}
  by_date: {duty: {when: received, must: sent, by: trigger.due_on}}
  before_date: {duty: {when: received, must: sent, before: trigger.due_on, at_least: 2 working days}}
  before_event: {duty: {when: received, must: invited, before: met}}
  at_least: {duty: {when: received, must: invited, before: met, at_least: 3 days}}
"""
TOLD = ("violations", "shortfalls", "lapses", "unknowns", "obligations")


def told_by_records(*events: Event, as_of: dt.date = END) -> tuple[Obligation, ...]:
    """The obligations, none of whose cases was judged a second time."""
    assert_compiled(rules(RULES), *events, as_of=as_of)
    run = run_of(rules(RULES), events, as_of=as_of)
    assert run is not None
    evaluation = Evaluation.later(Asked(run))
    for name in TOLD:
        getattr(evaluation, name)
    assert not any(len(each.cases) for each in run.judged)
    return evaluation.obligations


def of_clause(found: tuple[Obligation, ...], name: str) -> Obligation:
    (each,) = (one for one in found if one.clause == name)
    return each


@pytest.mark.parametrize("bare", [True, False], ids=["dates", "instants"])
@pytest.mark.parametrize("limit", ["4 working days", "no limit"])
def test_what_is_looked_up_is_told_with_its_limit_and_its_other_readings(limit: str, *, bare: bool) -> None:
    def when(day_: int) -> dt.datetime | int:
        return day_ if bare else at(day_, 9)

    found = told_by_records(
        on(when(5), "received", limit=limit, due_on="2026-03-10", promise="3 days"),
        on(when(6), "promised"),
        on(when(20), "sent", promise="30 days"),
    )
    states = {each.clause: each.state for each in found}
    late = {"by_parameter", "by_promise", "by_reading", "by_date", "before_date"}
    late |= {"by_field", "by_share"} if limit != "no limit" else set()
    assert {name for name, state in states.items() if state == "met_late"} == late
    assert of_clause(found, "by_parameter").limit == "3 working days"
    reading = of_clause(found, "by_reading")
    assert (reading.reading, [each.name for each in reading.other_readings]) == ("working", ["week"])
    assert of_clause(found, "by_date").limit == "by trigger.due_on"
    assert of_clause(found, "before_date").counted_from is not None


@pytest.mark.parametrize("invited", [None, 9, 12, 16])
@pytest.mark.parametrize("met", [None, 12])
def test_an_event_that_something_has_to_come_before_is_told(invited: int | None, met: int | None) -> None:
    log = [on(at(3, 9), "received", limit="1 week", due_on="2026-03-20")]
    log += [on(at(each, 10), name) for each, name in ((invited, "invited"), (met, "met")) if each is not None]
    found = told_by_records(*log)
    assert (of_clause(found, "at_least").anchor is not None) == (met is not None)
    if invited is not None and met is None:
        # What was done is told while nobody knows whether it was early enough.
        assert of_clause(found, "at_least").state == "pending"
        assert of_clause(found, "at_least").fulfilled is not None


def test_outcomes_say_whether_there_is_a_limit() -> None:
    log = [
        attrs.evolve(each, case=case)
        for case, limit in (("a", "1 week"), ("b", "no limit"))
        for each in (on(3, "received", limit=limit, due_on="2026-03-10"), on(6, "invited"))
    ]
    found = evaluate(rules(RULES), log, as_of=END, engine="compiled")
    counted = Evaluation.outcomes(found)
    plain = evaluate(rules(RULES), log, as_of=END, engine="reference")
    assert set(counted) == {outcome_of(each) for each in plain.obligations}


HEARD = """
events: {received: {}, invited: {}, met: {}, told: {}, harmed: {}, asked: {data: {limit: period}}}
clauses:
  at_least: {duty: {when: received, must: invited, before: met, at_least: 3 days}}
  in_time: {duty: {when: asked, must: told, within: trigger.limit}}
  heads:
    accountability:
      on: {in_order: [{violation: [at_least, in_time]}, harmed]}
      answerable: {head: event.unit}
"""


@pytest.mark.parametrize("harmed", [at(10, 9), at(12, 9), at(12, 10), at(12, 11), at(19, 9)])
@pytest.mark.parametrize("invited", [None, 11, 14])
def test_who_hears_of_such_a_breach_hears_of_it_when_it_is_known(
    invited: int | None, harmed: dt.datetime
) -> None:
    log = [on(at(3, 9), "received"), on(at(12, 10), "met"), on(at(16, 9), "asked", limit="2 days")]
    log += [on(at(invited, 10), "invited")] if invited is not None else []
    log.append(attrs.evolve(on(harmed, "harmed"), unit="office"))
    assert_same(rules(HEARD), *log)
    assert_same(rules(HEARD), *log, as_of=day(20))


def test_a_breach_of_what_is_looked_up_says_what_the_obligation_says() -> None:
    log = [on(at(3, 9), "received", limit="1 week", due_on="2026-03-10")]
    told_by_records(*log)
    found = evaluate(rules(RULES), log, as_of=END, engine="compiled")
    broken = {each.clause: each for each in (*found.violations, *found.shortfalls)}
    assert isinstance(broken["by_field"], Violation)
    assert broken["by_reading"].reading == "week"
    assert [each.limit for each in broken["by_reading"].other_readings] == ["2 working days"]


SILENCE = """
events:
  asked: {data: {limit: period, due_on: date}}
  answered: {data: {outcome: string}}
  settled: {data: {outcome: string}}
  stirred: {}
clauses:
  by_field:
    duty:
      when: asked
      must: answered
      within: trigger.limit
      on_lapse: {deem: settled, with: {outcome: granted}}
  by_day:
    duty:
      when: asked
      must: answered
      by: trigger.due_on
      on_lapse: {if: happened(stirred), deem: settled, effective: 2 days after, breach: false}
  lead:
    unless: happened(stirred)
    duty:
      when: asked
      must: answered
      before: trigger.due_on
      at_least: 2 working days
      on_lapse: {breach: false}
"""


@pytest.mark.parametrize("stirred", [None, at(3, 8), at(4, 9), at(9, 9), at(20, 9)])
@pytest.mark.parametrize("due", ["2026-03-10", "2026-03-07", "2026-03-04", "2026-03-02"])
@pytest.mark.parametrize("limit", ["3 days", "0 days", "no limit", "2 working days"])
def test_a_lapse_of_what_is_looked_up_is_told(limit: str, due: str, stirred: dt.datetime | None) -> None:
    log = [on(at(3, 9), "asked", limit=limit, due_on=due), on(at(18, 9), "answered", outcome="refused")]
    log += [on(stirred, "stirred")] if stirred is not None else []
    assert_same(rules(SILENCE), *log)
    if due != "2026-03-10" or limit != "3 days" or stirred in {at(3, 8), at(9, 9)}:
        return
    run = run_of(rules(SILENCE), log, as_of=END)
    assert run is not None
    lapses = run.field("lapses")
    assert isinstance(lapses, tuple)
    excused = stirred == at(4, 9)
    assert {each.clause for each in lapses} == ({"by_field", "by_day"} if excused else {"by_field", "lead"})
    assert not run.judged


COUNTED = """
events: {asked: {data: {limit: period, due_on: date}}, answered: {}, settled: {}, told: {}}
clauses:
  by_field: {duty: {when: asked, must: answered, within: trigger.limit, on_lapse: {deem: settled}}}
  by_day: {duty: {when: asked, must: answered, by: trigger.due_on, on_lapse: {breach: false}}}
  lead:
    duty: {when: asked, must: answered, before: trigger.due_on, at_least: 2 days, on_lapse: {breach: false}}
  tell:
    duty:
      when: {lapse: [by_field, by_day, lead]}
      must: told
      within: 2 days
      count_from: unrolled
      repeat: each
"""


@pytest.mark.parametrize("due", ["2026-03-14", "2026-03-15", "2026-03-16", "2026-03-17"])
@pytest.mark.parametrize("limit", ["4 days", "5 days", "6 days"])
def test_who_counts_from_such_a_lapse_counts_from_its_unrolled_end(limit: str, due: str) -> None:
    # 14 and 15 March 2026 are days off.
    log = [on(at(10, 9), "asked", limit=limit, due_on=due), on(at(20, 9), "told")]
    assert_same(rules(COUNTED), *log)
    run = run_of(rules(COUNTED), log, as_of=END)
    assert run is not None
    assert run.field("violations") == evaluate(rules(COUNTED), log, as_of=END, engine="reference").violations
    assert not run.judged


LACKING = """
parameters: {promptly: {type: period, values: {}}}
case: {promise: {type: period}}
events:
  asked: {data: {limit: period, due_on: date, task: string}}
  answered: {}
  withdrawn: {}
  stirred: {}
clauses:
  promptly: {responsible: trigger.unit, duty: {when: asked, must: answered, within: params.promptly}}
  by_field: {duty: {when: asked, must: answered, within: trigger.limit, end_on: withdrawn}}
  by_promise: {duty: {when: asked, must: answered, within: case.promise}}
  by_share: {duty: {when: asked, must: answered, within: {of: trigger.limit, less: 50%}}}
  by_day: {duty: {when: asked, must: answered, by: trigger.due_on}}
  before: {duty: {when: asked, must: answered, before: trigger.due_on, at_least: 2 working days}}
  of_tasks: {per: [case, task], duty: {when: asked, must: answered, within: trigger.limit}}
"""
REPLACED = "  replaced: {duty: {when: asked, must: answered, within: params.promptly, repeat: replace}}"
DOUBTFUL = """
  doubtful:
    unless: event.limit == "1 week" and params.promptly == "1 week"
    duty: {when: asked, must: answered, within: 2 days}
"""


@pytest.mark.parametrize("field", ["obligations", "unknowns"])
@pytest.mark.parametrize("said", [{}, {"limit": "soon", "due_on": "never"}, {"limit": "3 days"}])
@pytest.mark.parametrize("answered", [None, at(3, 17), at(9, 9)])
def test_what_nobody_can_look_up_is_told_with_its_reason(
    answered: dt.datetime | None, said: dict[str, Any], field: str
) -> None:
    log = [on(at(3, 9), "asked", task="a", unit="office", **said)]
    log += [on(answered, "answered")] if answered is not None else []
    assert_same(rules(LACKING), *log)
    run = run_of(rules(LACKING), log, as_of=END)
    assert run is not None
    assert run.field(field) == getattr(evaluate(rules(LACKING), log, as_of=END, engine="reference"), field)
    assert run.field("unknowns")
    assert not run.judged
    counted = Evaluation.outcomes(Evaluation.later(Asked(run)), party=True)
    plain = evaluate(rules(LACKING), log, as_of=END, engine="reference")
    assert set(counted) == {outcome_of(each, party=True) for each in plain.obligations}


@pytest.mark.parametrize("clause", [REPLACED, DOUBTFUL])
@pytest.mark.parametrize("second", [None, at(4, 9), at(12, 9)])
def test_what_else_is_unknown_is_left_to_the_reference(second: dt.datetime | None, clause: str) -> None:
    log = [on(at(3, 9), "asked", limit="1 week"), on(at(10, 9), "answered"), on(at(8, 9), "withdrawn")]
    log += [on(second, "asked", due_on="2026-03-20")] if second is not None else []
    text = LACKING[: LACKING.index("clauses:")] + "clauses:\n" + clause
    assert_same(rules(text), *log)
    assert_same(rules(text), *log, as_of=day(7))
