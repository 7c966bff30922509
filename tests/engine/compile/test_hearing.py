"""What clauses apart hear of what programs found is what the reference hands on of it."""

import datetime as dt
import random
from unittest.mock import patch

import attrs
import pytest

from govrules.engine.compile.by_reference import ByReference
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.findings import Run
from govrules.engine.compile.hearing import handed_on, heard_by, lapses_handed_on
from govrules.engine.compile.quotas import breaks_at_events
from govrules.engine.happenings import VIOLATION, Derived
from govrules.model.convention import Convention, LastDayOff
from govrules.model.maintenance import Maintenance
from govrules.model.quota import Quota
from govrules.testing.chance import Thrown
from tests.engine.compile.same import assert_same
from tests.engine.rules import END, at, on, rules
from tests.laws.ordinary_logs import asked_of
from tests.laws.ordinary_rules import rulebook_of

TEXT = """
measures: {ladder: [warning, demerit]}
events: {asked: {}, answered: {}, told: {}}
clauses:
  reply: {duty: {when: asked, must: answered, within: 2 days}}
  calm: {prohibition: {when: told}}
  unheard: {prohibition: {when: answered}}
  heads: {accountability: {per: unit, on: {violation: [reply, calm]}, answerable: {head: event.unit}}}
"""


def from_records(run: Run, heard: frozenset[str]) -> list[Derived]:
    return [each for one in handed_on(run.shown_broken, heard, run.views) for each in one.derived]


def test_a_breach_that_a_program_found_is_heard_of_without_its_case_being_judged() -> None:
    log = [on(2, "asked", case="a", unit="u"), on(3, "told", case="b", unit="u")]
    log += [on(4, "asked", case="b", unit="u"), on(3, "answered", case="c", unit="u")]
    assert_same(rules(TEXT), *log)
    run = run_of(rules(TEXT), log, as_of=END)
    assert run is not None
    attributions = run.field("attributions")
    assert isinstance(attributions, tuple)
    assert len(attributions) == 3
    assert run.judged == []


def test_who_answers_is_found_out_when_somebody_asks() -> None:
    propose = "{accountability: {on: {violation: reply}, answerable: {head: event.unit}, propose: warning}}"
    lowered = "{accountability: {on: {proposed: propose}, adjust: exempt}, if: event.unit == 'v'}"
    text = f"{TEXT}  propose: {propose}\n  lowered: {lowered}\n"
    log = [on(2, "asked", case="a", unit="u"), on(3, "told", case="b", unit="u"), on(4, "asked", unit="v")]
    assert_same(rules(text), *log)
    run = run_of(rules(text), log, as_of=END)
    assert run is not None
    with patch.object(ByReference, "judged_within", side_effect=AssertionError):
        violations = run.field("violations")
    assert isinstance(violations, tuple)
    assert [each.clause for each in violations] == ["reply", "calm", "reply"]
    measures = run.field("measures")
    assert isinstance(measures, tuple)
    assert [each.state for each in measures] == ["proposed", "exempt"]


def test_who_answers_is_found_out_at_once_where_anybody_waits_for_the_proposal() -> None:
    propose = "{accountability: {on: {violation: reply}, answerable: {head: event.unit}, propose: warning}}"
    follow = "{duty: {when: {proposed: propose}, must: told, within: 1 day}}"
    text = f"{TEXT}  propose: {propose}\n  follow: {follow}\n"
    log = [on(2, "asked", case="a", unit="u"), on(3, "told", case="b", unit="u")]
    assert_same(rules(text), *log)
    run = run_of(rules(text), log, as_of=END)
    assert run is not None
    assert run.apart.answering is not None
    assert run.apart.answering.clauses == {"p/heads"}


def test_what_nobody_hears_of_is_not_handed_on() -> None:
    log = [on(2, "asked", case="a"), on(3, "answered", case="b")]
    run = run_of(rules(TEXT), log, as_of=END)
    assert run is not None
    assert heard_by(run.apart, run.rulebook) == {"p/reply", "p/calm"}
    found = from_records(run, heard_by(run.apart, run.rulebook))
    assert [each.finding.clause for each in found] == ["reply"]
    assert len(run.shown_broken) == 2


def test_what_is_handed_on_is_what_the_reference_hands_on() -> None:
    """Of random breaches, but for what is counted from a lapse alone."""
    chance, compared = Thrown(random.Random(5)), 0
    for _ in range(130):
        rulebook, near = rulebook_of(chance)
        asked = asked_of(chance, rulebook, near)
        run = run_of(rulebook, asked.history.events, as_of=asked.history.as_of)
        if run is None:
            continue
        # What has no event that breaks it is left to the reference where anybody hears of it.
        heard = frozenset(
            each.full_id
            for each in rulebook.clauses
            if not isinstance(each.body, Quota | Maintenance)
            or (isinstance(each.body, Quota) and breaks_at_events(each.body))
        )
        found = from_records(run, heard)
        cases = {each.event.case for each in found}
        compared += len(found)
        judged = [
            attrs.evolve(each, counts_from=None)
            for case in cases
            for one in run.judged_alone(run.columns.cases.index(case))
            for each in one.derived
            if each.kind == VIOLATION and each.finding.full_clause in heard
        ]
        assert sorted(found, key=_order) == sorted(judged, key=_order)
    assert compared > 20


ROLLED = Convention("tested", last_day_off=LastDayOff(limit="next"))
SILENCE = """
events: {asked: {}, answered: {}, granted: {}, told: {}, harmed: {}}
clauses:
  reply:
    duty:
      when: asked
      must: answered
      within: 2 days
      on_lapse: {deem: granted, effective: next_day, breach: true}
  tell: {duty: {when: {lapse: reply}, must: told, within: 2 days, count_from: unrolled}}
  heads: {accountability: {on: {all: [{violation: any}, harmed]}, answerable: {head: event.unit}}}
"""


def test_a_lapse_that_a_program_found_is_heard_of_without_its_case_being_judged() -> None:
    log = [on(2, "asked", case="a", unit="u"), on(6, "harmed", case="a", unit="u")]
    log += [on(2, "asked", case="b", unit="u"), on(3, "answered", case="b", unit="u")]
    log += [on(3, "asked", case="c", unit="u"), on(9, "answered", case="c", unit="u")]
    assert_same(rules(SILENCE), *log)
    run = run_of(rules(SILENCE), log, as_of=END)
    assert run is not None
    assert [(each.clause, each.case) for each in run.told("obligations")] == [("tell", "a"), ("tell", "c")]
    assert run.judged == []


def test_where_what_was_deemed_came_after_all_the_reference_hands_the_lapse_on() -> None:
    """It says of that event that it triggers nothing."""
    text = SILENCE.replace("must: answered", "must: answered | granted")
    log = [on(2, "asked", case="a", unit="u"), on(9, "granted", case="a", unit="u")]
    log += [on(2, "asked", case="b", unit="u"), on(9, "answered", case="b", unit="u")]
    assert_same(rules(text), *log)
    run = run_of(rules(text), log, as_of=END)
    assert run is not None
    run.hear()
    assert [each.cases for each in run.judged] == [("a",)]


@pytest.mark.parametrize("effective", ["lapse", "next_day", "trigger", "3 days after"])
@pytest.mark.parametrize("limit", ["2 days", "5 working days", "1 month", "48 hours"])
def test_what_is_handed_on_of_a_lapse_is_what_the_reference_hands_on(limit: str, effective: str) -> None:
    """Where the last day is moved, others count from the day before that."""
    text = SILENCE.replace("2 days", limit, 1).replace("next_day", effective)
    log = [on(day, "asked", case=f"a{day}", unit="u") for day in (2, 6, 8)]
    log += [on(at(day, 10), "asked", case=f"b{day}", unit="u") for day in (3, 7)]
    log += [on(at(20, 9), "answered", case="b3", unit="u"), on(21, "answered", case="a6", unit="u")]
    run = run_of(rules(text, convention=ROLLED), log, as_of=dt.date(2026, 6, 30))
    assert run is not None
    told, left = lapses_handed_on([each for each in run.shown_broken if each.lapse is not None], run.views)
    found = [each for one in told for each in one.derived]
    judged = [
        each
        for case in sorted({each.event.case for each in found})
        for one in run.judged_alone(run.columns.cases.index(case))
        for each in one.derived
        if each.kind != VIOLATION
    ]
    assert left == ()
    assert len(found) >= 4
    assert sorted(found, key=_kind) == sorted(judged, key=_kind)


def _kind(each: Derived) -> tuple[str, str, str]:
    return each.event.case, each.derived_from, each.kind


def _order(each: Derived) -> tuple[str, str]:
    return each.event.case, each.derived_from
