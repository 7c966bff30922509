"""Durable-rules proposes what the evaluator proposes."""

import datetime as dt
from collections import Counter
from functools import cache

import pytest
from hypothesis import given

from govrules.adapters.durable_rules import DurableRuleset, durable_ruleset, facts, propose
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.model.records import Record
from govrules.packs import rules_root
from govrules.scenarios.resolve import resolve
from govrules.scenarios.run import run
from tests.adapters.answering import (
    expected,
    expected_and_proposed,
    logs,
    rulebook_with,
    rulebooks,
)
from tests.adapters.engine import NEEDS_DURABLE_RULES
from tests.engine.rules import day, on

pytestmark = NEEDS_DURABLE_RULES
"""where durable-rules is not installed or cannot be: nothing else skips"""


@given(rulebooks(), logs())
def test_on_random_findings_it_proposes_what_the_evaluator_proposes(
    text: str, log: tuple[Event, ...]
) -> None:
    rulebook = rulebook_with(text)
    refused = durable_ruleset(rulebook).refused
    assert {each.reason.code for each in refused} <= {"too-many-cases"}
    expected, proposed = expected_and_proposed(rulebook, log)
    assert proposed == expected, text


@pytest.mark.parametrize("policy", ["hubei-2008-36", "district-eight-systems"])
def test_on_the_scenarios_of_the_shipped_policies_it_proposes_what_the_evaluator_proposes(
    policy: str,
) -> None:
    answered: Counter[str] = Counter()
    expressed: set[str] = set()
    for result in run([rules_root() / "cn" / policy]).results:
        assert result.rules is not None
        assert result.evaluation is not None
        log, records = resolve(result.scenario, result.rules).events, result.scenario.records
        ruleset = ruleset_of(result.rules)
        told = facts(ruleset, result.evaluation, log, records=records)
        found = Counter(expected(ruleset, result.evaluation))
        assert Counter(propose(ruleset, told)) == found, result.id
        answered.update(each.clause for each in found)
        expressed.update(each for each in ruleset.clauses if policy in each)
    assert expressed
    assert expressed - answered.keys() == set()


@cache
def ruleset_of(rulebook: Rulebook) -> DurableRuleset:
    return durable_ruleset(rulebook)


HEADS = """
  answer:
    accountability:
      on: {violation: asleep}
      answerable: {head: 'holder("head", of=violation.unit)', all: 'holders("head", of=violation.unit)'}
"""


def parties(log: list[Event], records: list[Record]) -> list[tuple[str, str | None]]:
    expected, proposed = expected_and_proposed(rulebook_with(HEADS), log, records=records)
    assert proposed == expected
    return [
        (each.role, each.party)
        for each in sorted(proposed, key=lambda each: (each.at, each.role, each.party))
    ]


def held(holder: str | None, start: int, until: int | None, key: str = "1") -> Record:
    data = {"unit": "u", "role": "head", "holder": holder}
    facts = {name: value for name, value in data.items() if value is not None}
    return Record("post", key, facts, day(start), None if until is None else day(until))


@pytest.mark.parametrize(
    ("of", "answering"),
    [(4, "Li"), (5, "Zhao"), (9, "Zhao"), (10, None), (14, None), (15, "Qian"), (31, "Qian")],
)
def test_whoever_held_the_post_on_the_day_of_the_breach_answers_and_nobody_while_it_was_vacant(
    of: int, answering: str | None
) -> None:
    posts = [held("Li", 1, 5), held("Zhao", 5, 10), held(None, 10, 15), held("Qian", 15, None)]
    found = parties([on(of, "slept", unit="u")], posts)
    assert found == ([] if answering is None else [("all", answering), ("head", answering)])


def test_a_post_held_by_two_is_nobody_s_alone() -> None:
    posts = [held("Li", 1, None), held("Zhao", 5, None, key="2")]
    assert parties([on(4, "slept", unit="u")], posts) == [("all", "Li"), ("head", "Li")]
    assert parties([on(6, "slept", unit="u")], posts) == [("all", "Li"), ("all", "Zhao")]


def test_more_parties_than_the_engine_has_contexts() -> None:
    units = [f"unit {number}" for number in range(1100)]
    posts = [
        Record("post", unit, {"unit": unit, "role": "head", "holder": f"head of {unit}"}, None, None)
        for unit in units
    ]
    log = [on(2, "slept", case=unit, unit=unit) for unit in units]
    expected, proposed = expected_and_proposed(rulebook_with(HEADS), log, records=posts)
    assert proposed == expected
    assert Counter(each.role for each in proposed) == {"head": 1100, "all": 1100}


def test_the_last_of_so_many_breaches_names_all_that_it_is_counted_with() -> None:
    rulebook = rulebook_with("""
  answer:
    per: policy
    accountability:
      on: {violation: asleep}
      repeated: {times: 3, over: 1 month, same: event.leader}
      answerable: {leader: event.leader}
      propose: {any_of: [removal, admonition]}
""")
    days = [(1, "Li"), (2, "Zhao"), (3, "Li"), (5, "Li"), (6, "Li"), (7, "Zhao")]
    log = [on(number, "slept", case=f"c{number}", leader=leader) for number, leader in days]
    expected, proposed = expected_and_proposed(rulebook, log)
    assert proposed == expected
    assert [
        (len(each.on), each.party, each.measures) for each in sorted(proposed, key=lambda each: each.at)
    ] == [
        (3, "Li", ("admonition", "removal")),
        (4, "Li", ("admonition", "removal")),
    ]


def test_what_came_before_a_slice_had_begun_is_not_counted_in_it() -> None:
    rulebook = rulebook_with("""
  answer:
    per: unit
    accountability:
      on: {violation: asleep}
      answerable: {r: unit}
      repeated: {times: 2, over: calendar year}
""")
    # The first names no unit, and its case takes part in the unit's slice only from the 2nd on.
    log = [on(1, "slept"), on(2, "asked", unit="u"), on(4, "slept", unit="u", case="d"), on(5, "slept")]
    expected, proposed = expected_and_proposed(rulebook, log)
    assert proposed == expected
    assert [len(each.on) for each in proposed] == [2]


def test_where_a_breach_is_known_only_after_a_later_one_the_span_ends_with_the_later() -> None:
    text = """
  file: {duty: {when: noticed, must: filed, by: event.until, repeat: each}}
  answer:
    per: policy
    accountability:
      on: {violation: [asleep, file]}
      repeated: {times: %s, over: 3 days}
      answerable: {leader: '"head"'}
"""
    log = [
        on(5, "slept", case="a"),
        on(5, "slept", case="d"),
        on(6, "slept", case="b"),
        # Due on the 4th and known on the 9th: in its own span it is alone, and with others in later ones.
        on(9, "noticed", case="c", until="2026-03-04"),
    ]
    for times, answers in (("2", [2, 3, 3]), ("3", [3, 3]), ("4", [4]), ("5", [])):
        rulebook = rulebook_with(text % times, events="  noticed: {data: {until: date}}\n  filed: {}\n")
        expected, proposed = expected_and_proposed(rulebook, log)
        assert proposed == expected
        assert sorted(len(each.on) for each in proposed) == answers


def test_what_many_days_hold_apart_is_counted_in_a_calendar_year() -> None:
    rulebook = rulebook_with("""
  answer:
    per: unit
    accountability:
      on: {violation: asleep}
      repeated: {times: 2, over: calendar year}
      answerable: {leader: unit}
""")
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    log = [on(each, "slept", unit="u") for each in days]
    expected, proposed = expected_and_proposed(rulebook, log, as_of=dt.date(2027, 3, 1))
    assert proposed == expected
    assert [each.at.date() for each in proposed] == [dt.date(2026, 12, 31)]
