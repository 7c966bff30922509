"""Before any verdict: duplicates, conflicts, zones, `as_of`, versions of the rules, provenance."""

import datetime as dt

import attrs
import pytest

from govrules.counting.errors import NotAnnouncedError
from govrules.engine.batch import ENGINES, evaluate
from govrules.model.calendar import Calendar
from govrules.model.clauses import InForce
from govrules.model.events import Event
from tests.engine.rules import END, OFFICE, SHANGHAI, at, day, ids, judge, on, rules, states

DECIDE = """
events: {accepted: {}, decided: {}, noted: {}}
clauses:
  decide: {duty: {when: accepted, must: decided, within: 5 working days}}
  note: {requirement: {when: noted, require: count(noted) <= 1}}
"""


def test_an_exact_duplicate_counts_once_with_or_without_an_id() -> None:
    plain, numbered = on(2, "noted"), Event("d", "noted", day(2), id="1")
    found = judge(rules(DECIDE), plain, plain, numbered, numbered)
    assert [each.state for each in found.obligations] == ["met", "met"]
    assert [(note.code, note.count) for note in found.quality.notes] == [("duplicate", 2)]


def test_the_order_of_the_events_does_not_matter() -> None:
    events = [on(2, "accepted"), on(9, "decided"), on(2, "noted"), on(2, "noted", text="again")]
    assert judge(rules(DECIDE), *events) == judge(rules(DECIDE), *reversed(events))


def test_events_after_as_of_are_not_read_and_are_counted() -> None:
    found = judge(rules(DECIDE), on(2, "accepted"), on(9, "decided"), on(20, "noted"), as_of=day(8))
    assert states(found) == [("decide@2026-03-02", "pending", day(9))]
    assert [(note.code, note.count) for note in found.quality.notes] == [("after as_of", 2)]
    assert found.quality.events == 1


def test_a_date_means_its_end_and_an_instant_itself() -> None:
    decided = on(at(9, 15), "decided")
    assert judge(rules(DECIDE), on(2, "accepted"), decided, as_of=at(9, 15)).obligations[0].state == "met"
    assert judge(rules(DECIDE), on(2, "accepted"), decided, as_of=at(9, 14)).obligations[0].state == "pending"
    # A day that has begun is read; one that has not is not.
    assert judge(rules(DECIDE), on(2, "accepted"), as_of=at(2, 8)).quality.events == 1
    assert judge(rules(DECIDE), on(2, "accepted"), as_of=at(2, 0)).quality.events == 0


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert judge(rules(DECIDE), on(2, "accepted"), as_of=at(10, 0)).obligations[0].state == "overdue"


def test_a_day_that_the_clocks_of_a_place_left_out_comes_before_the_next() -> None:
    # No clock of Apia showed 2011-12-30: it ends where it begins.
    book = rules("""
    events: {received: {}, decided: {}, told: {}}
    clauses: {decide: {if: happened(told), requirement: {when: received, require: happened(decided)}}}
    """)
    [policy] = book.policies
    apia = attrs.evolve(policy, time_zone="Pacific/Apia", in_force=InForce())
    log = [
        Event("c", "received", dt.date(2011, 12, 30)),
        Event("c", "told", dt.date(2011, 12, 31)),
        Event("d", "told", dt.date(2011, 12, 29)),
        Event("d", "received", dt.date(2011, 12, 30)),
    ]
    for engine in ENGINES:
        found = evaluate(attrs.evolve(book, policies=(apia,)), log, as_of=dt.date(2012, 1, 31), engine=engine)
        assert [each.case for each in found.obligations] == ["d"]


def test_a_result_can_be_replayed_from_its_provenance() -> None:
    events = [on(2, "accepted"), on(10, "noted")]
    found = judge(rules(DECIDE), *events, as_of=day(9))
    assert found.provenance is not None
    again = judge(rules(DECIDE), *events, as_of=found.provenance.as_of)
    assert again == found
    assert found.provenance.as_of == dt.datetime(2026, 3, 9, 23, 59, 59, 999999, tzinfo=SHANGHAI)


def test_the_provenance_names_everything_that_the_result_was_made_from() -> None:
    rulebook = rules(DECIDE)
    found = evaluate(rulebook, [on(2, "accepted")], as_of=END, known_at=day(1))
    provenance = found.provenance
    assert provenance is not None
    assert dict(provenance.calendars) == {"office": OFFICE.sha256}
    assert (provenance.known_at, provenance.unannounced, provenance.engine) == (
        day(1),
        "project",
        "reference",
    )
    assert set(provenance.rules) == {"p"}
    twice = evaluate(rulebook, [on(2, "accepted")] * 2, as_of=END).provenance
    assert twice is not None
    assert twice.events == provenance.events


def test_an_empty_log_gives_an_empty_evaluation() -> None:
    found = judge(rules(DECIDE), as_of=None)
    assert (list(found), found.ignored, found.quality.cases) == ([], (), 0)
    assert found.provenance is not None
    assert found.provenance.as_of is None


def test_whatever_holds_events_can_be_evaluated() -> None:
    @attrs.frozen
    class Reading:
        events: tuple[Event, ...]

    assert states(evaluate(rules(DECIDE), Reading((on(2, "accepted"),)), as_of=day(3))) == [
        ("decide@2026-03-02", "pending", day(9))
    ]


def test_a_due_date_on_days_not_yet_announced_says_so_or_is_refused() -> None:
    projected = attrs.evolve(OFFICE, announced_until=day(5))
    rulebook = rules(DECIDE, calendar=projected)
    found = judge(rulebook, on(2, "accepted"))
    [obligation] = found.obligations
    assert (obligation.basis, obligation.horizon) == (("projected",), day(5))
    assert found.violations[0].basis == ("projected",)
    with pytest.raises(NotAnnouncedError):
        evaluate(rulebook, [on(2, "accepted")], as_of=END, unannounced="raise")


def test_every_finding_is_json() -> None:
    import json

    found = judge(rules(DECIDE), on(2, "accepted"), on(2, "noted"), on(3, "noted"), on(4, "other"))
    assert json.loads(json.dumps(found.to_dict(), ensure_ascii=False))["quality"]["cases"] == 1


# -- versions -----------------------------------------------------------------------------------------------

VERSIONS = """
events: {accepted: {}, decided: {}}
clauses:
  decide:
    duty: {when: accepted, must: decided, within: 5 working days}
    versions:
    - {from: 2020-01-01}
    - {from: 2026-03-05, transition: TRANSITION, duty: {within: LIMIT}}
"""


def versions(transition: str, limit: str) -> str:
    return VERSIONS.replace("TRANSITION", transition).replace("LIMIT", limit)


def test_a_duty_keeps_the_version_in_force_at_its_trigger() -> None:
    text = versions("trigger", "8 working days")
    found = judge(rules(text), on(2, "accepted"), on(5, "accepted", case="d"))
    # From Thursday 5, eight working days: 6, 9, 10, 11, 12, 13, 16, 17.
    assert [each.due for each in found.obligations] == [day(9), day(17)]
    assert [each.version_from for each in found.obligations] == [dt.date(2020, 1, 1), day(5)]


def test_an_immediate_version_takes_over_what_is_open_and_counts_from_the_original_trigger() -> None:
    text = versions("immediate", "8 working days")
    # From Monday 2, eight working days: 3, 4, 5, 6, 9, 10, 11, 12.
    assert [each.due for each in judge(rules(text), on(2, "accepted")).obligations] == [day(12)]
    closed = judge(rules(text), on(2, "accepted"), on(4, "decided"))
    assert [(each.state, each.due) for each in closed.obligations] == [("met", day(9))]
    # Before it is in force nothing has changed.
    assert [each.due for each in judge(rules(text), on(2, "accepted"), as_of=day(4)).obligations] == [day(9)]


def test_a_new_limit_that_had_run_out_before_it_was_in_force_is_unknown() -> None:
    found = judge(rules(versions("immediate", "1 working day")), on(2, "accepted"))
    assert [each.reason.code for each in found.unknowns] == ["passed-before-in-force"]
    assert found.violations == ()


def test_of_two_versions_the_milder_decides() -> None:
    longer = judge(rules(versions("milder", "8 working days")), on(2, "accepted"))
    shorter = judge(rules(versions("milder", "4 working days")), on(2, "accepted"))
    assert [each.due for each in (*longer.obligations, *shorter.obligations)] == [day(12), day(9)]


def test_removing_a_clause_removes_its_findings_alone() -> None:
    rulebook = rules(DECIDE)
    events = [on(2, "accepted"), on(2, "noted"), on(3, "noted")]
    whole, less = judge(rulebook, *events), judge(rulebook.without("p/note"), *events)
    assert [each for each in whole if each.clause != "note"] == list(less)
    assert "note@2026-03-03/violation" in ids(whole.violations)


def test_a_calendar_that_is_not_loaded_is_unknown() -> None:
    rulebook = attrs.evolve(
        rules(DECIDE), calendars={"other": Calendar.of("other", first_day=day(1), last_day=day(31))}
    )
    assert [each.reason.code for each in judge(rulebook, on(2, "accepted")).unknowns] == ["no-calendar"]
