"""Scenarios against their rules: names, zones, and what can never come true."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from govrules.model.clauses import Body, Clause, Duty, LapseRule, NotCheckable, Population, Prohibition
from govrules.model.conditions import Constant
from govrules.model.events import Event
from govrules.model.limits import NamedLimit, Readings
from govrules.model.patterns import Happens
from govrules.model.period import Period
from govrules.model.policy import DatedValue, EventType, Parameter, Policy, Rulebook
from govrules.model.text import Text
from govrules.scenarios.model import Check, Expectation, Given, Scenario, Setting, Value, WrittenTime
from govrules.scenarios.parameters import with_parameters
from govrules.scenarios.resolve import Resolved, resolve

DAY = dt.date(2025, 9, 22)


def clock(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def duty(**more: Any) -> Duty:
    return Duty(when=Happens("accepted"), must=Happens("decided"), **more)


def clause(name: str, body: Body | None = None, *, policy: str = "p", **more: Any) -> Clause:
    return Clause(policy, name, body or duty(), **more)


def rulebook(*clauses: Clause, zones: Mapping[str, str] | None = None) -> Rulebook:
    events = {
        name: EventType(name, names=names)
        for name, names in (("accepted", ("受理", "SL")), ("decided", ("BJ",)))
    }
    policies = sorted({each.policy for each in clauses}) or ["p"]
    found = [
        Policy(
            name,
            events=events,
            time_zone=(zones or {}).get(name, "Asia/Shanghai"),
            clauses=tuple(each for each in clauses if each.policy == name),
        )
        for name in policies
    ]
    return Rulebook(tuple(found))


def scenario(
    *given: Given, expect: tuple[Expectation, ...] = (), as_of: WrittenTime | None = None
) -> Scenario:
    return Scenario("s", given or (Given(DAY, "accepted"),), (Check(expect, as_of=as_of),))


def codes_of(found: Resolved) -> list[str]:
    return [each.code.name for each in found.diagnostics]


def expectations(found: Resolved) -> list[Expectation]:
    assert found.diagnostics == ()
    return [each for check in found.checks for each in check.expect]


def test_events_take_the_scenario_as_their_case_and_the_policy_as_their_zone() -> None:
    found = resolve(
        scenario(
            Given(DAY, "accepted", id="e1"),
            Given(clock("2025-09-22 09:00"), "受理", case="other"),
            Given(clock("2025-09-22 09:00+00:00"), "decided"),
        ),
        rulebook(clause("decide")),
    )
    assert found.diagnostics == ()
    shanghai = dt.timezone(dt.timedelta(hours=8))
    assert found.events == (
        Event("s", "accepted", DAY, id="e1"),
        Event("other", "accepted", clock("2025-09-22 09:00").replace(tzinfo=shanghai)),
        Event("s", "decided", clock("2025-09-22 09:00+00:00")),
    )


def test_the_one_case_that_all_events_name_need_not_be_repeated() -> None:
    found = resolve(
        scenario(Given(DAY, "accepted", case="c9"), expect=(Expectation("met", "decide"),)),
        rulebook(clause("decide")),
    )
    assert expectations(found) == [Expectation("met", "p/decide", "c9")]


def test_an_event_that_no_rule_knows_is_a_slip_unless_it_is_expected_to_be_ignored() -> None:
    given = Given(DAY, "acepted")
    assert codes_of(resolve(scenario(given), rulebook(clause("decide")))) == ["scenario-unknown-event"]
    meant = scenario(given, expect=(Expectation("ignored", "acepted"),))
    assert expectations(resolve(meant, rulebook(clause("decide")))) == [
        Expectation("ignored", "acepted", "s")
    ]


def test_a_clause_is_found_by_its_id_or_with_its_policy() -> None:
    rules = rulebook(clause("decide"), clause("decide", policy="q"), clause("tell", policy="q"))
    expect = (Expectation("met", "q/decide"), Expectation("met", "tell"))
    assert [each.subject for each in expectations(resolve(scenario(expect=expect), rules))] == [
        "q/decide",
        "q/tell",
    ]
    bare = scenario(expect=(Expectation("met", "decide"),))
    assert codes_of(resolve(bare, rules)) == ["scenario-ambiguous-clause"]
    assert [each.subject for each in expectations(resolve(bare, rules, policies=["q"]))] == ["q/decide"]
    assert codes_of(resolve(scenario(expect=(Expectation("met", "deside"),)), rules)) == [
        "scenario-unknown-clause"
    ]


def test_a_field_that_slices_the_clause_is_told_from_an_attribute() -> None:
    sliced = clause("opine", for_each=Population("unit"), per=("case", "visit"))
    expected = Expectation("violation", "opine", None, (("unit", "a"),), (("visit", "v1"),))
    assert expectations(resolve(scenario(expect=(expected,)), rulebook(sliced))) == [
        Expectation("violation", "p/opine", "s", (), (("unit", "a"), ("visit", "v1")))
    ]
    plain = Expectation("violation", "decide", None, (("unit", "a"),))
    assert expectations(resolve(scenario(expect=(plain,)), rulebook(clause("decide")))) == [
        Expectation("violation", "p/decide", "s", (("unit", "a"),))
    ]
    wrong = Expectation("violation", "decide", None, (), (("visit", "v1"),))
    assert codes_of(resolve(scenario(expect=(wrong,)), rulebook(clause("decide")))) == [
        "scenario-unknown-attribute"
    ]


def test_an_expectation_about_a_case_without_events_is_refused() -> None:
    expected = Expectation("met", "decide", "other")
    assert codes_of(resolve(scenario(expect=(expected,)), rulebook(clause("decide")))) == [
        "scenario-unknown-case"
    ]


READINGS = Readings((("week", Period.parse("1 week")),), Constant("week"))


@pytest.mark.parametrize(
    ("found", "expected", "attributes", "as_of"),
    [
        (clause("c", NotCheckable(Text(en="x"))), "met", (), None),
        (clause("c", strength="should"), "violation", (), None),
        (clause("c"), "shortfall", (), None),
        (clause("c"), "excused", (), None),
        (clause("c"), "paused", (), None),
        (clause("c"), "lapse", (), None),
        (clause("c"), "late_decision", (), None),
        (clause("c"), "alert", (), None),
        (clause("c", Prohibition(Happens("accepted"))), "lapse", (), None),
        (clause("c"), "met", (("limit", "promised"),), None),
        (clause("c"), "met", (("reading", "week"),), None),
        (clause("c", duty(on_lapse=(LapseRule(deem="decided"),))), "lapse", (("deemed", "accepted"),), None),
        (clause("c"), "overdue", (("due", dt.date(2025, 10, 24)),), dt.date(2025, 10, 23)),
    ],
)
def test_what_can_never_come_true_is_refused(
    found: Clause, expected: str, attributes: tuple[tuple[str, Value], ...], as_of: dt.date | None
) -> None:
    about = scenario(expect=(Expectation(expected, "c", None, attributes),), as_of=as_of)
    assert codes_of(resolve(about, rulebook(found))) == ["scenario-cannot-be"]


def test_what_can_come_true_is_not_refused() -> None:
    named = (NamedLimit("promised", READINGS), NamedLimit("statutory", Period.parse("20 days")))
    body = duty(within=named, on_lapse=(LapseRule(deem="decided"),))
    expect = (
        Expectation("lapse", "c", None, (("limit", "promised"), ("reading", "week"), ("deemed", "decided"))),
        Expectation("late_decision", "c"),
        Expectation("overdue", "c", None, (("due", dt.date(2025, 10, 24)),)),
        Expectation("violation", "c", None, (("limit", "statutory"),)),
    )
    about = scenario(expect=expect, as_of=dt.date(2025, 10, 24))
    assert codes_of(resolve(about, rulebook(clause("c", body)))) == []


def test_a_clock_that_is_skipped_or_shown_twice_wants_its_offset() -> None:
    rules = rulebook(clause("decide"), zones={"p": "Europe/Amsterdam"})
    for text, codes in (
        ("2026-03-29 02:30", ["scenario-skipped-time"]),
        ("2026-10-25 02:30", ["scenario-skipped-time"]),
        ("2026-10-25 02:30+01:00", []),
        ("2026-10-25 03:30", []),
    ):
        assert codes_of(resolve(scenario(Given(clock(text), "accepted")), rules)) == codes


def test_a_clock_without_zone_is_refused_where_the_policies_disagree() -> None:
    rules = rulebook(clause("a"), clause("b", policy="q"), zones={"q": "Europe/Amsterdam"})
    given = Given(clock("2025-09-22 09:00"), "accepted")
    assert codes_of(resolve(scenario(given), rules)) == ["scenario-zone-unclear"]


def test_as_of_takes_the_zone_of_the_policies() -> None:
    found = resolve(scenario(as_of=clock("2025-12-31 12:00")), rulebook(clause("decide")))
    assert [each.as_of for each in found.checks] == [
        clock("2025-12-31 12:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    ]


def with_parameter(parameter: Parameter) -> Rulebook:
    policy = Policy("p", parameters={parameter.name: parameter}, sha256="a")
    return Rulebook((policy,), sha256="b")


@pytest.mark.parametrize(
    ("type", "setting", "value"),
    [
        ("period", Setting("x", "2 working days", "2 working days"), Period.parse("2 working days")),
        ("integer", Setting("x", 3, "3"), 3),
        ("number", Setting("x", "0.7", "0.7"), 0.7),
        ("bool", Setting("p/x", True, "true"), True),
        ("date", Setting("x", "2025-09-22", "2025-09-22"), DAY),
        ("choice", Setting("x", "week", "week"), "week"),
        ("list", Setting("x", ("a", "b"), "a, b"), ("a", "b")),
        ("string", Setting("x", 3, "3"), "3"),
    ],
)
def test_a_parameter_is_set_in_its_type_and_changes_the_hashes(
    type: Any, setting: Setting, value: object
) -> None:
    rules = with_parameter(Parameter("x", type, choices=("week",)))
    found, problems = with_parameters(rules, [setting])
    assert problems == ()
    [policy] = found.policies
    assert policy.parameters["x"].values == (DatedValue(dt.date.min, value),)
    assert found.sha256 != rules.sha256
    assert policy.sha256 != rules.policies[0].sha256


@pytest.mark.parametrize(
    ("type", "setting", "code"),
    [
        ("period", Setting("x", "soon", "soon"), "scenario-wrong-parameter-value"),
        ("integer", Setting("x", "0.7", "0.7"), "scenario-wrong-parameter-value"),
        ("bool", Setting("x", 1, "1"), "scenario-wrong-parameter-value"),
        ("choice", Setting("x", "month", "month"), "scenario-wrong-parameter-value"),
        ("date", Setting("x", "2026-02-30", "2026-02-30"), "scenario-wrong-parameter-value"),
        ("period", Setting("y", "1 day", "1 day"), "scenario-unknown-parameter"),
        ("period", Setting("q/x", "1 day", "1 day"), "scenario-unknown-parameter"),
    ],
)
def test_a_parameter_that_cannot_be_set_is_refused(type: Any, setting: Setting, code: str) -> None:
    rules = with_parameter(Parameter("x", type, choices=("week",)))
    found, problems = with_parameters(rules, [setting])
    assert found == rules
    assert [each.code.name for each in problems] == [code]
