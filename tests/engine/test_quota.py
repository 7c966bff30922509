"""Quotas: what is counted in which slice and period, and when a bound is broken."""

import datetime as dt
from fractions import Fraction

from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Obligation, Tally
from govrules.model.policy import Rulebook
from tests.engine.rules import SHANGHAI, judge, rules

D = dt.date
WORDS = """
events:
  held: {recorded: from 2020-01-01, data: {unit: string, cost: number, county: string, x: bool}}
  planned: {recorded: from 2020-01-01, data: {unit: string}}
  listed: {data: {kind: string}}
  delisted: {}
  begun: {data: {counties: list}}
  ended: {}
  settled: {}
records:
  office: {set_by: listed, ended_by: delisted, data: {kind: string}}
parameters:
  most: {type: integer, values: {2020-01-01: 2, 2026-01-01: 1}}
  unset: {type: integer, values: {}, note: the text says only 适当}
"""


def book(clause: str) -> Rulebook:
    """A rulebook of one clause `q`."""
    return rules(WORDS + "clauses:\n  q:\n" + "".join(f"    {line}\n" for line in clause.splitlines()))


def held(day: str, unit: str | None = "A", case: str = "c", **data: object) -> Event:
    return Event(case, "held", D.fromisoformat(day), unit=unit, data=data)


def on(day: str, event_type: str, /, case: str = "c", **data: object) -> Event:
    return Event(case, event_type, D.fromisoformat(day), data=data)


def told(found: Evaluation) -> dict[str, str]:
    """The state of each obligation, by slice and period."""
    return {_name(each): each.state for each in found.obligations}


def _name(each: Obligation) -> str:
    return each.id.removeprefix("p/q:").removeprefix("-:")


def counted(tally: Tally | None) -> list[Fraction | None]:
    """What was counted, and the bounds."""
    return [] if tally is None else [tally.low, tally.high, tally.at_least, tally.at_most]


def test_more_than_at_most_is_a_violation_at_the_event_that_exceeds() -> None:
    quota = book("per: unit\nresponsible: unit\nquota: {count: held, every: year, at_most: 2}")
    log = [held("2025-02-01", case="c1"), held("2025-05-01", case="c2"), held("2025-06-01", case="c3")]
    found = judge(quota, *log, as_of=D(2025, 7, 1))
    [violation] = found.violations
    assert (violation.id, violation.case, violation.unit, violation.responsible) == (
        "p/q:-:A@2025-01-01/violation",
        "c3",
        "A",
        "A",
    )
    assert violation.at == dt.datetime(2025, 6, 1, tzinfo=SHANGHAI)
    assert counted(violation.tally) == [3, 3, None, 2]
    assert told(found) == {"A@2025-01-01": "violated"}


def test_fewer_than_at_least_is_a_violation_when_the_period_is_over() -> None:
    quota = book("per: unit\nquota: {count: held, every: quarter, at_least: 2}")
    log = [held("2025-01-20"), held("2025-04-02"), held("2025-05-02")]
    before = judge(quota, *log, as_of=D(2025, 3, 30))
    assert told(before) == {"A@2025-01-01": "pending"}
    found = judge(quota, *log, as_of=D(2025, 6, 30))
    assert told(found) == {"A@2025-01-01": "violated", "A@2025-04-01": "met"}
    [violation] = found.violations
    assert (violation.at, violation.due) == (dt.datetime(2025, 4, 1, tzinfo=SHANGHAI), D(2025, 3, 31))
    assert violation.trigger is None


def test_each_slice_counts_for_itself_and_a_policy_all_together() -> None:
    log = [held("2025-02-01"), held("2025-03-01"), held("2025-04-01", "B")]
    units = book("per: unit\nquota: {count: held, every: year, at_most: 2}")
    whole = book("per: policy\nquota: {count: held, every: year, at_most: 2}")
    assert told(judge(units, *log, as_of=D(2025, 12, 31))) == {"A@2025-01-01": "met", "B@2025-01-01": "met"}
    assert told(judge(whole, *log, as_of=D(2025, 12, 31))) == {"-@2025-01-01": "violated"}


def test_a_member_of_a_population_is_seen_though_no_event_names_it() -> None:
    quota = book("for_each: {unit: [A, B]}\nquota: {count: held, every: quarter, at_least: 1}")
    found = judge(quota, held("2025-01-05"), as_of=D(2025, 3, 31))
    assert told(found) == {"A@2025-01-01": "met", "B@2025-01-01": "violated"}
    assert [(each.case, each.unit) for each in found.violations] == [("-", "B")]


def test_what_the_log_does_not_cover_is_not_held_against_anybody() -> None:
    text = "per: policy\nquota: {count: settled, every: year, at_least: 1}"
    found = judge(book(text), held("2025-01-02"), as_of=D(2025, 12, 31))
    assert told(found) == {"-@2025-01-01": "unknown"}
    assert [each.reason.code for each in found.unknowns] == ["not-recorded"]
    covered = judge(book(text), held("2025-01-01"), as_of=D(2025, 12, 31))
    assert told(covered) == {"-@2025-01-01": "violated"}


def test_what_is_in_doubt_leaves_bounds() -> None:
    text = "per: unit\nif: event.x\nquota: {{count: held, every: year, {bound}}}"
    log = [held("2025-02-01", x=True), held("2025-03-01"), held("2025-04-01", x=False)]
    states = {
        bound: judge(book(text.format(bound=bound)), *log, as_of=D(2025, 12, 31)).obligations[0]
        for bound in ("at_most: 0", "at_most: 1", "at_most: 2", "at_least: 1", "at_least: 2", "at_least: 3")
    }
    assert [each.state for each in states.values()] == [
        "violated",
        "unknown",
        "met",
        "met",
        "unknown",
        "violated",
    ]
    assert counted(states["at_most: 1"].tally) == [1, 2, None, 1]


def test_a_share_of_the_period_before_is_exact_and_rounded_as_said() -> None:
    text = "per: unit\nquota: {{count: held, every: year, at_most: {{share: 70%, of: previous period{how}}}}}"
    log = [held(f"2024-0{month}-01") for month in range(1, 6)]
    log += [held(f"2025-0{month}-01") for month in range(1, 5)]
    bounds = {
        how: next(
            each.tally
            for each in judge(book(text.format(how=how)), *log, as_of=D(2025, 12, 31)).obligations
            if each.id.endswith("@2025-01-01")
        )
        for how in ("", ", round: down", ", round: up", ", round: half_up")
    }
    assert [each and each.at_most for each in bounds.values()] == [Fraction(7, 2), 3, 4, 4]
    assert [each and each.base for each in bounds.values()] == [5, 5, 5, 5]


def test_the_period_before_must_be_on_record() -> None:
    quota = book(
        "per: policy\nquota: {count: settled, every: year, at_most: {share: 70%, of: previous period}}"
    )
    log = [on("2025-01-01", "settled"), on("2026-01-01", "settled")]
    found = judge(quota, *log, as_of=D(2026, 12, 31))
    assert told(found) == {"-@2025-01-01": "unknown", "-@2026-01-01": "violated"}
    assert found.violations[0].at == dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)
    assert "declare `recorded` of `settled`" in found.unknowns[0].reason.en


def test_a_share_of_other_events_is_judged_at_the_end() -> None:
    quota = book("per: unit\nquota: {count: held, every: year, at_most: {share: 50%, of: planned}}")
    log = [held("2025-02-01"), on("2025-03-01", "planned", unit="A")]
    assert told(judge(quota, *log, as_of=D(2025, 12, 30))) == {"A@2025-01-01": "pending"}
    found = judge(quota, *log, as_of=D(2025, 12, 31))
    assert [each.at for each in found.violations] == [dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)]


def test_parameters_are_those_of_the_first_day_of_the_period() -> None:
    quota = book("per: unit\nquota: {count: held, every: year, at_most: params.most}")
    log = [held(f"{year}-0{month}-01") for year in (2025, 2026) for month in (1, 2)]
    found = judge(quota, *log, as_of=D(2026, 12, 31))
    assert told(found) == {"A@2025-01-01": "met", "A@2026-01-01": "violated"}
    unset = judge(book("per: unit\nquota: {count: held, every: year, at_most: params.unset}"), *log)
    assert [each.reason.code for each in unset.unknowns] == ["parameter-unset"]


def test_sums_and_distinct_values_are_measured_of_the_events_counted() -> None:
    costs = book("per: unit\nquota: {count: held, sum: event.cost, every: year, at_most: 1}")
    log = [held("2025-02-01", cost=0.1), held("2025-03-01", cost=0.2), held("2025-04-01", cost=0.7)]
    assert told(judge(costs, *log, as_of=D(2025, 12, 31))) == {"A@2025-01-01": "met"}
    assert told(judge(costs, *log, held("2025-05-01"), as_of=D(2025, 12, 31))) == {"A@2025-01-01": "unknown"}
    counties = book("per: unit\nquota: {count: held, distinct: event.county, every: year, at_least: 2}")
    log = [held("2025-02-01", county="x"), held("2025-03-01", county="x")]
    assert told(judge(counties, *log, as_of=D(2025, 12, 31))) == {"A@2025-01-01": "violated"}


def test_a_slice_is_judged_when_it_is_closed() -> None:
    text = "per: campaign\nquota: {count: held, distinct: event.county, until: ended, at_least: BOUND}"
    text = text.replace("BOUND", "{share: 50%, of: trigger.counties}")
    log = [
        on("2025-02-01", "begun", campaign="k", counties=["x", "y", "z"]),
        on("2025-03-01", "held", campaign="k", county="x"),
    ]
    assert told(judge(book(text), *log, as_of=D(2025, 12, 31))) == {"k@2025-02-01": "pending"}
    found = judge(book(text), *log, on("2025-06-01", "ended", campaign="k"), as_of=D(2025, 12, 31))
    assert [(each.at, each.tally and each.tally.at_least) for each in found.violations] == [
        (dt.datetime(2025, 6, 1, tzinfo=SHANGHAI), Fraction(3, 2))
    ]


def test_a_part_of_a_period_is_judged_only_as_the_clause_says() -> None:
    text = "in_force: {{from: 2025-10-01}}\nper: unit\nquota: {{count: held, every: year, at_least: 4{part}}}"
    log = [held("2025-02-01"), held("2025-11-01")]
    states = {
        part: judge(book(text.format(part=part)), *log, as_of=D(2025, 12, 31)).obligations
        for part in ("", ", part_period: scale", ", part_period: full")
    }
    assert [
        [(each.state, each.tally and each.tally.at_least) for each in one] for one in states.values()
    ] == [
        [],
        [("violated", Fraction(4 * 92, 365))],
        [("violated", 4)],
    ]


def test_a_record_is_a_member_while_it_is_in_force() -> None:
    text = 'for_each: office where office.kind == "duty"\nquota: {count: held, every: quarter, at_least: 1}'
    log = [
        on("2025-01-01", "listed", office="o", kind="duty"),
        on("2025-01-01", "listed", office="other", kind="back"),
        on("2025-02-01", "listed", office="late", kind="duty"),
        on("2025-05-01", "delisted", office="o"),
    ]
    found = judge(book(text), *log, as_of=D(2025, 9, 30))
    assert told(found) == {
        "late@2025-04-01": "violated",
        "late@2025-07-01": "violated",
        "o@2025-01-01": "violated",
    }


def test_an_excess_stands_though_the_record_ends_within_the_period() -> None:
    quota = book("for_each: office\nquota: {count: held, every: year, at_most: 1}")
    log = [on("2024-01-01", "listed", office="o")]
    log += [on(day, "held", office="o") for day in ("2025-02-01", "2025-03-01")]
    ended = [*log, on("2025-05-01", "delisted", office="o")]
    assert told(judge(quota, *log, as_of=D(2025, 4, 1)))["o@2025-01-01"] == "violated"
    assert told(judge(quota, *ended, as_of=D(2025, 12, 31)))["o@2025-01-01"] == "violated"


def test_an_event_that_names_no_slice_may_be_any_slices() -> None:
    quota = book("per: unit\nquota: {count: held, every: year, at_least: 2}")
    log = [held("2025-02-01"), held("2025-03-01", None, "c2")]
    found = judge(quota, *log, as_of=D(2025, 12, 31))
    assert told(found) == {"A@2025-01-01": "unknown"}
    assert [each.reason.code for each in found.unknowns] == ["slice-field-missing"]


def test_a_violation_of_a_quota_is_a_trigger_for_other_clauses() -> None:
    quota = rules(
        WORDS
        + """
clauses:
  q:
    per: unit
    quota: {count: held, every: year, at_most: 1}
  follow:
    per: unit
    responsible: trigger.unit
    duty: {when: {violation: q}, must: settled, within: 5 calendar days}
"""
    )
    log = [held("2025-02-01"), held("2025-03-01", case="c2")]
    found = judge(quota, *log, as_of=D(2025, 12, 31))
    assert [(each.clause, each.case, each.unit, each.due) for each in found.violations] == [
        ("q", "c2", "A", None),
        ("follow", "c2", "A", D(2025, 3, 6)),
    ]


def test_versions_each_decide_the_periods_that_begin_with_them() -> None:
    quota = book(
        """versions:
  - from: 2020-01-01
    until: 2025-07-01
    per: unit
    quota: {count: held, every: year, at_most: 1}
  - from: 2025-07-01
    per: unit
    quota: {count: held, every: year, at_most: 3}"""
    )
    log = [held("2025-02-01"), held("2025-08-01"), held("2026-02-01"), held("2026-08-01")]
    found = judge(quota, *log, as_of=D(2026, 12, 31))
    assert told(found) == {"A@2025-01-01": "violated", "A@2026-01-01": "met"}


def test_a_finding_lists_the_first_events_that_were_counted_with_what_each_added() -> None:
    quota = book("per: unit\nquota: {count: held, sum: event.cost, every: year, at_most: 100}")
    log = [held(f"2025-02-{day:02}", case=f"c{day}", cost=10) for day in range(1, 26)]
    found = judge(quota, *log, as_of=D(2025, 7, 1))
    [violation], [obligation] = found.violations, found.obligations
    assert violation.tally is not None
    assert obligation.tally is not None
    assert [(each.event.event.case, each.amount) for each in violation.tally.counted] == [
        (f"c{day}", Fraction(10)) for day in range(1, 12)
    ]
    assert (violation.tally.events, obligation.tally.events) == (11, 25)
    assert len(obligation.tally.counted) == 20
    assert [each.certain for each in obligation.tally.counted] == [True] * 20


def test_a_should_clause_falls_short_and_an_excuse_or_a_departure_leaves_no_violation() -> None:
    log = [held("2025-02-01"), held("2025-03-01")]
    short = judge(book("per: unit\nstrength: should\nquota: {count: held, every: year, at_most: 1}"), *log)
    assert ([each.id for each in short.shortfalls], short.violations) == (
        ["p/q:-:A@2025-01-01/shortfall"],
        (),
    )
    excused = book("per: unit\nunless: happened(settled)\nquota: {count: held, every: year, at_most: 1}")
    excuse = on("2025-02-15", "settled", unit="A")
    assert told(judge(excused, *log, excuse))["A@2025-01-01"] == "excused"
    departing = book("per: unit\nstrength: in_principle\nquota: {count: held, every: year, at_most: 1}")
    for year, violations in ((2024, 1), (2025, 0)):
        record = Event(
            "c", "departure_recorded", D(year, 2, 20), unit="A", data={"clause": "q", "reasons": "flood"}
        )
        assert len(judge(departing, *log, record).violations) == violations


def test_contradicted_records_accuse_nobody() -> None:
    quota = book("per: unit\nquota: {count: held, every: year, at_most: 1}")
    twice = [
        Event("c", "held", D(2025, month, 1), unit="A", id="7", data={"cost": month}) for month in (4, 5)
    ]
    found = judge(quota, held("2025-02-01"), held("2025-03-01"), *twice, as_of=D(2025, 12, 31))
    assert (told(found), found.violations) == ({"A@2025-01-01": "unknown"}, ())
    assert [each.reason.code for each in found.unknowns] == ["conflicting-records"]


def test_one_too_many_is_broken_on_its_day_although_the_least_is_due_at_the_end() -> None:
    quota = book("per: unit\nquota: {count: held, every: year, at_most: 1, at_least: 1}")
    found = judge(quota, held("2025-02-01"), held("2025-05-01"), as_of=D(2025, 12, 31))
    [violation], [obligation] = found.violations, found.obligations
    assert (violation.due, violation.due_end) == (None, None)
    assert violation.at == dt.datetime(2025, 5, 1, tzinfo=SHANGHAI)
    assert obligation.due == D(2025, 12, 31)


def test_a_sum_of_differences_is_judged_when_its_period_is_over() -> None:
    costs = book("per: unit\nquota: {count: held, sum: event.cost - 10, every: month, at_most: 0}")
    log = [held("2025-02-03", cost=15), held("2025-02-20", cost=4)]
    assert told(judge(costs, *log, as_of=D(2025, 2, 27))) == {"A@2025-02-01": "pending"}
    assert told(judge(costs, *log, as_of=D(2025, 3, 1)))["A@2025-02-01"] == "met"
    over = judge(costs, held("2025-02-03", cost=15), held("2025-02-20", cost=8), as_of=D(2025, 3, 1))
    assert told(over)["A@2025-02-01"] == "violated"
    # Without a difference the first event beyond the bound breaks it.
    plain = book("per: unit\nquota: {count: held, sum: event.cost, every: month, at_most: 10}")
    assert told(judge(plain, *log, as_of=D(2025, 2, 27))) == {"A@2025-02-01": "violated"}


def test_a_difference_that_is_not_known_may_be_anything() -> None:
    wanted = book(
        "per: unit\nquota: {count: held, sum: event.cost - params.unset, every: month, at_least: 1}"
    )
    log = [held("2025-02-03", cost=15)]
    found = judge(wanted, *log, as_of=D(2025, 3, 1))
    assert told(found)["A@2025-02-01"] == "unknown"
    zero = book("per: unit\nquota: {count: held, sum: event.cost - params.unset, every: month, at_least: 0}")
    assert told(judge(zero, *log, as_of=D(2025, 3, 1)))["A@2025-02-01"] == "unknown"
