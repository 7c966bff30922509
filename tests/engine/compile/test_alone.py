"""What a program does not know of one obligation, the reference tells of that one; its case stays."""

import datetime as dt

import pytest

from govrules.engine.compile.evaluating import run_of
from govrules.model.convention import Convention
from govrules.model.events import Event
from govrules.model.period import Period
from govrules.model.policy import Rulebook
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, SHANGHAI, at, on, rules

EVENTS = """
events:
  received: {data: {limit: period, due_on: date}}
  decided: {data: {dispatched_at: date}}
  stopped: {data: {why: string, longest: period}}
  resumed: {}
  heard: {}
  heard_out: {}
  extended: {data: {by: period, why: string}}
  withdrawn: {}
  held: {}
  departure: {}
clauses:
"""
FORMS = {
    "several pauses": "pause: [{from: stopped, to: resumed}, {from: heard, to: heard_out}]",
    "a pause on a condition": "pause: {from: stopped, to: resumed, if: 'event.why == \"a\"'}",
    "a pause of a longest time": "pause: {from: stopped, to: resumed, at_most: 2 days}",
    "a pause so many times": "pause: {from: stopped, to: resumed, times: 1}",
    "an interruption": "interrupt: {from: heard, to: heard_out}",
    "an extension on a condition": "extend: {when: extended, add: 3 days, if: 'event.why == \"a\"'}",
    "an extension that is looked up": "extend: {when: extended, add: event.by, at_most: 4 days}",
    "what ends it and meets it": "end_on: withdrawn | decided",
    "a second trigger": "pause: {from: stopped, to: resumed}, repeat: replace",
    "before it begins": "pause: {from: stopped, to: resumed}, early: counts",
    "an extension, and what ends it": "extend: {when: extended, add: 3 days}, end_on: withdrawn",
}
WITHIN = {
    "a period": "within: 4 working days",
    "hours": "within: 30 hours",
    "two limits": "within: {short: 2 working days, long: 8 days}",
    "a limit looked up": "within: trigger.limit",
    "a day of the data": "by: trigger.due_on",
    "an event": "before: held",
}
KINDS = (
    "received", "received", "decided", "stopped", "stopped", "resumed", "heard", "heard_out", "extended",
    "withdrawn", "held",
)  # fmt: skip
SAID = {
    "limit": ("5 days", "3 working days", "no limit", "soon", None),
    "due_on": ("2026-03-10", "2026-03-16", "soon", None),
    "why": ("a", "b", None),
    "by": ("2 days", "6 days", None),
}


def book(within: str, form: str, around: str = "", convention: Convention | None = None) -> Rulebook:
    duty = f"duty: {{when: received, must: decided, {within}, {form}}}"
    return rules(EVENTS + f"  decide: {{{around}{duty}}}\n", convention=convention)


@pytest.mark.parametrize("within", list(WITHIN))
@pytest.mark.parametrize("form", list(FORMS))
def test_both_say_the_same_of_any_form(form: str, within: str) -> None:
    if within not in {"a period", "hours", "two limits", "a limit looked up"} and "pause" in form:
        within = "a period"
    rulebook = book(WITHIN[within], FORMS[form])
    assert assert_same_of_many(rulebook, KINDS, SAID, number=16, most=8) == 16


@pytest.mark.parametrize(
    "convention",
    [
        Convention(pause_cap=Period.parse("2 days")),
        Convention(pause_again="move"),
        Convention(fulfilled_by="dispatch"),
        Convention(breach_at="next_working_day"),
    ],
    ids=lambda each: ", ".join(
        key for key, value in each.keys().items() if value != Convention().keys()[key]
    ),
)
def test_both_say_the_same_by_any_convention(convention: Convention) -> None:
    rulebook = book(WITHIN["a period"], "pause: {from: stopped, to: resumed}, repeat: each", "", convention)
    said = {"dispatched_at": ("2026-03-03", "2026-03-09", "soon", None)}
    assert assert_same_of_many(rulebook, KINDS, said, number=40, most=8) == 40


def test_both_say_the_same_where_what_was_sent_off_may_close_a_duty_that_is_triggered_again() -> None:
    rulebook = book(WITHIN["a period"], "repeat: ignore", "", Convention(fulfilled_by="dispatch"))
    said = {"dispatched_at": ("2026-03-03", "2026-03-09", "2026-03-15", None)}
    kinds = ("received", "received", "decided", "decided")
    assert assert_same_of_many(rulebook, kinds, said, number=80, most=6) > 20


@pytest.mark.parametrize("lead", ["30 hours", "2 working days"])
def test_both_say_the_same_of_a_time_before_an_event(lead: str) -> None:
    rulebook = book(f"before: held, at_least: {lead}", "end_on: withdrawn")
    kinds = ("received", "decided", "held", "withdrawn")
    assert assert_same_of_many(rulebook, kinds, {}, number=60, most=4) > 30


@pytest.mark.parametrize("lead", ["", ", at_least: 2 working days"])
@pytest.mark.parametrize("kinds", ["received held", "received decided held", "received held decided"])
def test_an_event_after_the_end_of_the_calendar_leaves_unknown_what_had_to_come_before(
    lead: str, kinds: str
) -> None:
    events = [
        Event("c", kind, dt.datetime(2027, 12, 30, 9, tzinfo=SHANGHAI) + number * dt.timedelta(days=5))
        for number, kind in enumerate(kinds.split())
    ]
    assert_compiled(book(f"before: held{lead}", "repeat: each"), *events, as_of=dt.date(2028, 2, 1))


@pytest.mark.parametrize("kinds", ["received", "received decided"])
def test_a_period_that_leaves_the_calendar_is_unknown(kinds: str) -> None:
    events = [
        Event("c", kind, dt.datetime(2027, 12, 30, 9, tzinfo=SHANGHAI) + number * dt.timedelta(hours=5))
        for number, kind in enumerate(kinds.split())
    ]
    assert_compiled(book(WITHIN["a period"], "repeat: each"), *events, as_of=dt.date(2028, 2, 1))


def test_what_was_sent_off_and_never_came_closes_nothing() -> None:
    rulebook = book(WITHIN["a period"], "repeat: ignore", "", Convention(fulfilled_by="dispatch"))
    decided = Event("c", "decided", at(4, 9), data={"dispatched_at": "soon"})
    assert_same(
        rulebook, on(at(2, 9), "received"), decided, on(at(6, 9), "received"), on(at(9, 9), "decided")
    )


def test_each_case_and_each_end_of_the_log_is_judged_by_itself() -> None:
    rulebook = book(WITHIN["a period"], FORMS["several pauses"])
    events = []
    for case, day in (("a", 3), ("b", 5), ("c", 9)):
        events += [
            Event(case, kind, at(day + number, 9 + day))
            for number, kind in enumerate(("received", "heard", "heard_out", "decided"))
        ]
    for day in (4, 10, 31):
        assert_compiled(rulebook, *events, as_of=dt.date(2026, 3, day))


def test_an_event_that_one_clause_sets_aside_and_another_uses_is_told() -> None:
    duty = "duty: {when: received, must: decided, within: 9 days, " + FORMS["several pauses"] + "}"
    noted = "requirement: {when: heard | heard_out, require: happened(received)}"
    rulebook = rules(EVENTS + f"  decide: {{{duty}}}\n  note: {{{noted}}}\n")
    kinds = ("received", "heard", "heard", "heard_out", "heard_out", "decided")
    assert_compiled(rulebook, *(on(at(day, 9), kind) for day, kind in enumerate(kinds, 2)))


def test_a_pause_that_was_running_when_the_duty_arose_leaves_its_case_to_the_program() -> None:
    rulebook = book(WITHIN["a period"], "pause: {from: stopped, to: resumed}")
    assert_compiled(rulebook, on(at(2, 9), "stopped"), on(at(3, 9), "received"), on(at(6, 9), "resumed"))


def test_two_steps_at_one_instant_leave_their_case_to_the_program() -> None:
    rulebook = book(WITHIN["a period"], "pause: {from: stopped, to: resumed}, end_on: withdrawn")
    again = [on(at(6, 9), kind) for kind in ("stopped", "decided", "withdrawn")]
    assert_compiled(rulebook, on(at(3, 9), "received"), *again)


def test_what_ended_a_duty_late_is_told() -> None:
    rulebook = book(WITHIN["a period"], "end_on: withdrawn")
    assert_compiled(rulebook, on(at(2, 9), "received"), on(at(20, 9), "withdrawn"))


def test_a_departure_is_told() -> None:
    rulebook = book(WITHIN["a period"], "repeat: each", "strength: in_principle, ")
    departed = Event("c", "departure", at(4, 9), data={"clause": "decide"})
    assert_compiled(rulebook, on(at(2, 9), "received"), departed)


def test_a_count_that_has_no_end_is_unknown() -> None:
    rulebook = book(WITHIN["hours"], "end_on: withdrawn")
    assert_compiled(rulebook, on(dt.date(2026, 3, 2), "received"), on(dt.date(2026, 3, 3), "decided"))
    assert_compiled(rulebook, on(dt.date(2026, 3, 2), "received"))


def test_a_second_trigger_that_comes_while_it_is_open_is_set_aside() -> None:
    rulebook = book(WITHIN["a period"], "pause: [{from: stopped, to: resumed}, {from: heard, to: heard_out}]")
    events = [
        on(at(day, 9), kind) for day, kind in enumerate(("received", "stopped", "received", "decided"), 2)
    ]
    assert_compiled(rulebook, *events, on(at(6, 9), "received"))


def test_what_silence_deems_is_left_to_the_reference_where_another_clause_hears_of_it() -> None:
    lapse = "on_lapse: {deem: decided}, pause: [{from: stopped, to: resumed}, {from: heard, to: heard_out}]"
    heard = "  publish: {duty: {when: decided, must: held, within: 3 days}}\n"
    duty = f"  decide: {{duty: {{when: received, must: decided, within: 2 days, {lapse}}}}}\n"
    rulebook = rules(EVENTS + duty + heard)
    events = (on(at(2, 9), "received"), on(at(3, 9), "heard"), on(at(3, 10), "heard_out"))
    assert_same(rulebook, *events)
    run = run_of(rulebook, events, as_of=END)
    assert run is not None
    assert run.handed_over == frozenset({0})


@pytest.mark.parametrize(
    "around",
    [
        "on_lapse: [{if: item.tacit, breach: false}, {breach: true}]",
        "pause: {from: stopped, to: resumed, if: item.tacit}",
    ],
)
def test_what_asks_for_a_record_is_left_to_the_reference_with_its_case(around: str) -> None:
    events = """
events:
  received: {data: {item: string}}
  listed: {data: {item: string, tacit: bool}}
  stopped: {}
  resumed: {}
  delivered: {recorded: {from: 2026-01-01}}
records:
  item: {data: {tacit: bool}, set_by: listed}
clauses:
"""
    duty = f"duty: {{when: received, must: delivered, within: 3 days, {around}}}"
    rulebook = rules(events + f"  deliver: {{{duty}}}\n")
    listed, received = (on(at(2, 9), kind, item="a", tacit=True) for kind in ("listed", "received"))
    assert_same(rulebook, listed, received)
    assert_same(rulebook, listed, received, on(at(3, 9), "stopped"), on(at(4, 9), "resumed"))


def test_who_asks_for_violations_alone_has_no_kept_obligation_judged_once_more() -> None:
    rulebook = book(WITHIN["a period"], FORMS["several pauses"])
    events = (
        on(at(2, 9), "received"),
        on(at(3, 9), "heard"),
        on(at(4, 9), "heard_out"),
        on(at(5, 9), "decided"),
    )
    run = run_of(rulebook, events, as_of=END)
    assert run is not None
    assert run.field("violations") == ()
    assert run.judged == []
