"""One id, two contents: none of the records is trusted alone, and nobody is accused because of them."""

import datetime as dt

import pytest

from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from tests.engine.rules import day, ignored, judge, on, rules, states

DECIDE = """
events:
  received: {}
  accepted: {}
  refused: {}
  decided: {data: {outcome: string}}
  granted: {is: decided, if: event.outcome == "granted"}
  delivered: {}
  noted: {}
clauses:
  accept:
    duty: {when: received, must: accepted | refused, within: 5 working days, on_lapse: {deem: accepted}}
  decide: {duty: {when: accepted, must: decided, within: 5 working days}}
  note: {requirement: {when: noted, require: happened(delivered)}}
"""


def numbered(number: int, kind: str, id: str = "1", case: str = "c", **data: object) -> Event:
    return Event(case, kind, day(number), id=id, data=data)


def reasons(found: Evaluation) -> list[tuple[str, str]]:
    return [(each.clause, each.reason.code) for each in found.unknowns]


def test_records_that_contradict_each_other_trigger_nothing_for_certain() -> None:
    first, second = numbered(2, "accepted"), numbered(4, "accepted")
    for order in ((first, second), (second, first)):
        found = judge(rules(DECIDE), *order)
        assert states(found) == []
        assert reasons(found) == [("decide", "conflicting-records")] * 2
        assert ignored(found) == [("accepted", "conflicting-records")] * 2
        assert [(note.code, note.count) for note in found.quality.notes] == [("conflicting duplicate", 2)]


def test_what_comes_after_as_of_contradicts_nothing() -> None:
    events = [on(2, "received"), numbered(3, "refused"), numbered(20, "accepted")]
    before = judge(rules(DECIDE), *events, as_of=day(18))
    assert states(before) == [("accept@2026-03-02", "met", day(9))]
    assert (before.violations, before.lapses, before.unknowns) == ((), (), ())
    after = judge(rules(DECIDE), *events, as_of=day(20))
    assert states(after) == [("accept@2026-03-02", "unknown", None)]
    assert (after.violations, after.lapses) == ((), ())
    assert reasons(after) == [("accept", "conflicting-records"), ("decide", "conflicting-records")]


def test_no_absence_is_asserted_of_a_type_whose_records_contradict_each_other() -> None:
    # Both decisions are late; a true one of that number may still have been in time.
    found = judge(rules(DECIDE), on(2, "accepted"), numbered(16, "decided"), numbered(17, "decided"))
    assert found.violations == ()
    assert reasons(found) == [("decide", "conflicting-records")]
    # A conflict about other things leaves the breach.
    found = judge(rules(DECIDE), on(2, "accepted"), numbered(16, "delivered"), numbered(17, "delivered"))
    assert states(found) == [("decide@2026-03-02", "overdue", day(9))]


def test_a_certain_fulfilment_meets_the_duty_whatever_is_contradicted() -> None:
    found = judge(
        rules(DECIDE), on(2, "accepted"), on(4, "decided"), numbered(5, "decided"), numbered(6, "noted")
    )
    assert states(found)[0] == ("decide@2026-03-02", "met", day(9))


def test_a_requirement_is_not_broken_by_what_is_contradicted() -> None:
    found = judge(rules(DECIDE), on(5, "noted"), numbered(4, "delivered"), numbered(9, "delivered"))
    assert (states(found), reasons(found)) == (
        [("note@2026-03-05", "unknown", None)],
        [("note", "conflicting-records")],
    )


def test_what_is_contradicted_gives_the_case_no_attributes_and_sets_no_records() -> None:
    rulebook = rules("""
records:
  item: {set_by: listed, ended_by: removed, data: {limit: period}}
case: {joint: {type: bool}}
events:
  {listed: {data: {item: string}}, removed: {data: {item: string}}, accepted: {}, decided: {}, noted: {}}
clauses:
  decide: {duty: {when: accepted, must: decided, within: item.limit}}
  alone: {if: not case.joint, duty: {when: accepted, must: decided, within: 2 days}}
  shown: {for_each: item, duty: {when: noted, must: decided, within: 2 days}}
""")
    found = judge(
        rulebook,
        numbered(1, "listed", case="r", item="A", limit="5 days"),
        numbered(1, "listed", case="r", item="A", limit="9 days"),
        numbered(1, "received", "7", joint=False),
        numbered(1, "received", "7", joint=True),
        on(2, "accepted", item="A"),
        on(3, "noted"),
    )
    assert found.violations == ()
    assert reasons(found) == [
        ("decide", "conflicting-records"),
        ("alone", "conflicting-records"),
        ("shown", "conflicting-records"),
    ]


def test_a_slice_that_only_contradicted_records_name_accuses_nobody() -> None:
    rulebook = rules("""
events: {started: {data: {procedure: string}}, accepted: {}, told: {}}
clauses:
  tell: {per: [case, procedure], duty: {when: accepted, must: told, within: 2 days}}
""")
    found = judge(
        rulebook,
        numbered(2, "started", procedure="x"),
        numbered(2, "started", procedure="y"),
        on(3, "accepted"),
    )
    assert (found.violations, reasons(found)) == ((), [("tell", "conflicting-records")])


@pytest.mark.parametrize("late", [day(20), dt.date(2026, 3, 31)])
def test_a_party_is_not_named_by_what_is_contradicted(late: dt.date) -> None:
    rulebook = rules("""
events: {accepted: {}, decided: {}, passed_on: {}}
clauses:
  decide:
    responsible: {first: trigger.unit, passes: {on: passed_on, to: event.unit}}
    duty: {when: accepted, must: decided, within: 5 working days}
""")
    passed = [Event("c", "passed_on", day(4), id="1", unit=unit) for unit in ("u", "v")]
    found = judge(rulebook, on(2, "accepted", unit="a"), *passed, as_of=late)
    assert (found.violations, reasons(found)) == ((), [("decide", "conflicting-records")])


def test_the_ids_of_two_cases_do_not_meet() -> None:
    found = judge(rules(DECIDE), numbered(2, "accepted", case="c"), numbered(4, "accepted", case="d"))
    assert len(found.obligations) == 2
