"""What holds for every history under a rulebook that uses every part of the language."""

import datetime as dt
import json
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.model.clauses import Duty
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Lapse, Shortfall, Violation
from tests.engine.rules import SHANGHAI, rules

RULES = rules("""
parameters:
  opinion_days: {type: period, values: {2020-01-01: 2 working days, 2026-03-10: 3 days}}
case:
  joint: {type: bool, default: false}
records:
  item: {set_by: listed, ended_by: removed, data: {limit: period, tacit: bool}}
events:
  listed: {data: {item: string}}
  removed: {data: {item: string}}
  received: {data: {item: string, departments: list}}
  accepted: {}
  refused: {}
  decided: {data: {outcome: string}}
  granted: {is: decided, if: event.outcome == "granted"}
  delivered: {}
  withdrawn: {}
  started: {data: {procedure: string}}
  ended: {data: {procedure: string}}
  asked: {}
  supplied: {}
  extended: {data: {days: integer}}
  told: {}
  opinion_given: {}
  planned: {data: {due_at: date}}
  held: {}
  noted: {data: {person: string}}
  barred: {data: {person: string}}
clauses:
  accept:
    duty:
      when: received
      must: accepted | refused
      within: 2 working days
      on_lapse: {deem: accepted, effective: trigger}
  decide:
    responsible: {first: trigger.unit, passes: {on: told, to: event.unit}}
    duty:
      when: accepted
      must: decided
      within: {statutory: 5 working days, promised: item.limit}
      pause: [{from: started, to: ended, per: procedure}, {from: asked, to: supplied, at_most: 2 days}]
      extend: {when: {all: [extended, told]}, add: event.days, at_most: 3 working days, times: 1}
      end_on: withdrawn
      warn: [1 working day left, 50% used]
      on_lapse: {of: statutory, if: item.tacit, deem: decided, with: {outcome: granted}, breach: false}
  reply:
    duty:
      {when: received, must: refused, within: 4 days, interrupt: {from: asked, to: supplied}, repeat: each}
  deliver:
    unless: happened(withdrawn)
    duty: {when: granted, must: delivered, within: 1 week}
  opinion:
    for_each: {unit: trigger.departments}
    duty:
      when: received
      must: opinion_given
      within: params.opinion_days
      on_lapse: {deem: opinion_given, effective: next_day, breach: true}
  tell:
    strength: should
    duty: {when: planned, must: told, before: held, at_least: 1 working day, repeat: replace}
  plan:
    duty: {when: planned, must: {in_order: [told, held]}, by: trigger.due_at}
  chain:
    duty: {when: {violation: deliver}, must: noted, within: 2 days}
  procedure_told:
    duty: {per: [case, procedure], when: started, must: told, within: 1 day}
  weekly:
    duty: {when: {every: week, at: end}, must: noted, within: 3 days, repeat: each}
  person:
    prohibition: {per: person, when: noted, during: {from: barred, to: end of month}}
  filed:
    requirement: {when: decided, require: happened(accepted) and count(told) <= 2}
  kept:
    requirement: {when: delivered, require: met(decide) or violated(decide)}
""")

TYPES = [
    "received", "accepted", "refused", "decided", "delivered", "withdrawn", "started", "ended",
    "asked", "supplied", "extended", "told", "opinion_given", "planned", "held", "noted",
    "barred", "listed", "removed",
]  # fmt: skip
LIKELY = ["received", "received", "accepted", "accepted", "decided", "planned", "started", "listed"]
START = dt.date(2026, 3, 2)
END = dt.date(2026, 4, 20)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event of three weeks of March, dated or timed, with the fields its type may carry, or without."""
    kind = draw(st.sampled_from([*TYPES, *LIKELY]))
    day = START + dt.timedelta(days=draw(st.integers(0, 20)))
    clock = draw(st.sampled_from([None, None, dt.time(0), dt.time(9), dt.time(17, 30)]))
    time = day if clock is None else dt.datetime.combine(day, clock, tzinfo=SHANGHAI)
    possible: dict[str, Any] = {
        "item": draw(st.sampled_from(["A", "B"])),
        "departments": draw(st.sampled_from([["u"], ["u", "v"]])),
        "procedure": draw(st.sampled_from(["x", "y"])),
        "person": draw(st.sampled_from(["p", "q"])),
        "outcome": draw(st.sampled_from(["granted", "refused"])),
        "days": draw(st.integers(1, 9)),
        "due_at": (day + dt.timedelta(days=4)).isoformat(),
        "limit": draw(st.sampled_from(["3 working days", "1 week", "no limit"])),
        "tacit": draw(st.booleans()),
    }
    declared = RULES.policies[0].events[kind].data
    wanted = [*declared, *(("limit", "tacit") if kind == "listed" else ())]
    lacking = draw(st.integers(0, 9)) == 0
    data = {} if lacking else {name: possible[name] for name in wanted}
    case = draw(st.sampled_from(["case-1", "case-1", "case-2"]))
    # Few ids, so that now and then two events of a case share one and contradict each other.
    id = draw(st.sampled_from([None, None, None, None, "1", "2"]))
    return Event(case, kind, time, id=id, unit=draw(st.sampled_from([None, "u", "v"])), data=data)


def histories() -> st.SearchStrategy[list[Event]]:
    return st.lists(events(), min_size=1, max_size=14)


def run(log: list[Event], *, as_of: dt.date | dt.datetime = END, without: str | None = None) -> Evaluation:
    return evaluate(RULES if without is None else RULES.without(without), log, as_of=as_of)


def local_day(event: Event) -> dt.date:
    return event.time.astimezone(SHANGHAI).date() if isinstance(event.time, dt.datetime) else event.time


@given(histories(), st.randoms())
def test_neither_order_nor_exact_duplicates_matter(log: list[Event], random: Any) -> None:
    again = [*log, *random.sample(log, len(log) // 2)]
    random.shuffle(again)
    first, second = run(log), run(again)
    assert list(second) == list(first)
    assert second.ignored == first.ignored
    assert second.provenance == first.provenance


@given(histories(), st.integers(-1, 25))
def test_what_comes_after_as_of_changes_no_finding(log: list[Event], days: int) -> None:
    as_of = START + dt.timedelta(days=days)
    midnight = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(), tzinfo=SHANGHAI)
    # An instant at midnight belongs to the day that ends with it.
    read = [each for each in log if local_day(each) <= as_of or each.time == midnight]
    assert list(run(log, as_of=as_of)) == list(run(read, as_of=as_of))


SETTLED = {"met", "met_late", "lapsed", "ended", "excused", "violated"}


def contradicted(found: Evaluation) -> set[Event]:
    return {each.event for each in found.ignored if each.reason.code == "conflicting-records"}


@given(histories(), st.integers(0, 25), st.integers(1, 20))
def test_a_later_as_of_changes_only_what_was_open_or_unknown(log: list[Event], days: int, more: int) -> None:
    as_of = START + dt.timedelta(days=days)
    before, after = run(log, as_of=as_of), run(log, as_of=as_of + dt.timedelta(days=more))
    later = {each.id: each for each in after}
    if contradicted(before) != contradicted(after):
        # A record that a later one contradicts may unsettle what rested on it; it accuses nobody.
        settled = {each.id for each in before.obligations if each.state in {"met", "ended", "excused"}}
        accused = {each.obligation for each in (*after.violations, *after.shortfalls)}
        accused |= {each.obligation for each in after.lapses}
        assert settled & accused == set()
        return
    for obligation in before.obligations:
        now = later[obligation.id]
        if obligation.state in SETTLED:
            assert now == obligation
        if obligation.state == "overdue":
            assert now.state in {"overdue", "met_late"}  # type: ignore[union-attr]
            assert now.due == obligation.due  # type: ignore[union-attr]
    assert [later.get(each.id) for each in before.lapses] == list(before.lapses)
    assert [later.get(each.id) for each in before.alerts] == list(before.alerts)
    assert {each.id for each in (*before.violations, *before.shortfalls)} <= set(later)


@given(histories())
def test_a_lapse_has_no_decision_in_time_and_never_takes_a_later_one(log: list[Event]) -> None:
    found = run(log)
    by_id = {each.id: each for each in found.obligations}
    for lapse in found.lapses:
        assert by_id[lapse.obligation].state == "lapsed"
        assert by_id[lapse.obligation].fulfilled is None
        assert lapse.deemed is not None
        assert lapse.at is not None
        assert lapse.deemed.known.instant == lapse.at
    late = {each.lapse: each for each in found.late_decisions}
    for each in late.values():
        assert each.event is not None
        assert not each.event.derived
        assert each.late_by_days is not None
        assert each.late_by_days >= 0


@given(histories())
def test_nothing_is_decided_by_records_that_contradict_each_other(log: list[Event]) -> None:
    found = run(log)
    doubtful = contradicted(found)
    # An unknown obligation may show the records that leave it in doubt.
    decided = [each for each in found.obligations if each.state != "unknown"]
    leaned_on = {each.trigger.event for each in decided if each.trigger is not None}
    leaned_on |= {each.fulfilled.event for each in decided if each.fulfilled is not None}
    leaned_on |= {
        part.event
        for each in decided
        for taken in each.pauses
        for part in (taken.start, taken.end)
        if part is not None
    }
    assert leaned_on & doubtful == set()
    # Without ids nothing contradicts anything.
    assert contradicted(run([attrs.evolve(each, id=None) for each in log])) == set()


def as_text(found: Evaluation) -> list[str]:
    return sorted(json.dumps(each.to_dict(), ensure_ascii=False, sort_keys=True) for each in found)


@given(histories())
def test_renaming_cases_changes_nothing_but_their_names(log: list[Event]) -> None:
    renamed = [attrs.evolve(each, case=each.case.replace("case", "other")) for each in log]
    expected = sorted(each.replace("case-", "other-") for each in as_text(run(log)))
    assert as_text(run(renamed)) == expected


@attrs.frozen
class PartlyRead:
    """A log of which some rows could not be read."""

    events: list[Event]
    incomplete_cases: frozenset[str] = frozenset({"case-1"})


@given(histories())
def test_rows_that_could_not_be_read_accuse_nobody(log: list[Event]) -> None:
    whole, partly = run(log), evaluate(RULES, PartlyRead(log), as_of=END)
    before, accused = accusations(whole), accusations(partly)
    assert accused <= before
    # What crosses cases may have happened in the case that was not read.
    assert {each for each in accused if each[0] == "case-1" or each[1] == "person"} == set()
    states = {each.id: each.state for each in whole.obligations}
    changed = [each for each in partly.obligations if each.state != states.get(each.id, each.state)]
    assert {each.state for each in changed} <= {"unknown"}


def accusations(found: Evaluation) -> set[tuple[str, str, str]]:
    every: list[Violation | Shortfall | Lapse] = [*found.violations, *found.shortfalls, *found.lapses]
    return {(each.case, each.clause, each.obligation) for each in every}


FEEDS = {
    "accept": {"decide", "deliver", "chain", "filed", "kept"},
    "decide": {"deliver", "chain", "filed", "kept"},
    "deliver": {"chain"},
}


@pytest.mark.parametrize("removed", sorted(each.id for each in RULES.clauses))
@settings(max_examples=max(settings().max_examples // 10, 5))
@given(histories())
def test_removing_a_clause_removes_its_findings_and_those_that_depend_on_it(
    removed: str, log: list[Event]
) -> None:
    touched = {removed, *FEEDS.get(removed, ())}
    whole, less = run(log), run(log, without=f"p/{removed}")
    assert [each for each in less if each.clause == removed] == []
    assert [each for each in less if each.clause not in touched] == [
        each for each in whole if each.clause not in touched
    ]


@given(histories())
def test_ids_are_unique_and_every_finding_about_an_obligation_names_one(log: list[Event]) -> None:
    found = run(log)
    ids = [each.id for each in found]
    assert len(set(ids)) == len(ids)
    obligations = {each.id for each in found.obligations}
    named = {each.obligation for each in (*found.violations, *found.shortfalls)}
    named |= {each.obligation for each in found.lapses} | {each.obligation for each in found.alerts}
    assert named <= obligations
    unknown = {each.obligation for each in found.unknowns if each.obligation is not None}
    assert unknown == {each.id for each in found.obligations if each.state == "unknown"}


@given(histories())
def test_a_violation_stands_for_every_obligation_that_was_missed_and_for_no_other(log: list[Event]) -> None:
    found = run(log)
    broken = {each.obligation for each in (*found.violations, *found.shortfalls)}
    missed = {each.id for each in found.obligations if each.state in {"overdue", "met_late", "violated"}}
    lapsed = {each.obligation for each in found.lapses if each.breach}
    assert broken == missed | lapsed


def test_the_histories_reach_every_clause_and_every_state() -> None:
    """The laws above hold of something."""
    clauses: set[str] = set()
    states: set[str] = set()
    kinds: set[str] = set()
    reasons: set[str] = set()

    @settings(max_examples=400, database=None, derandomize=True)
    @given(histories())
    def look(log: list[Event]) -> None:
        found = run(log, as_of=dt.date(2026, 3, 27))
        clauses.update(each.clause for each in found)
        states.update(each.state for each in found.obligations)
        kinds.update(each.kind for each in found)
        reasons.update(each.reason.code for each in found.unknowns)

    look()
    assert clauses == {each.id for each in RULES.clauses}
    assert states >= {
        "pending",
        "paused",
        "met",
        "met_late",
        "lapsed",
        "ended",
        "overdue",
        "violated",
        "unknown",
    }
    assert "conflicting-records" in reasons
    assert kinds >= {"obligation", "violation", "shortfall", "lapse", "late_decision", "alert", "unknown"}
    assert all(
        isinstance(each.body, Duty) or each.id in {"person", "filed", "kept"} for each in RULES.clauses
    )
