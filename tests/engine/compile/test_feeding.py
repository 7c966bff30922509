"""A clause that feeds itself without end is left out of the case in which it does, by both evaluators."""

import attrs

from govrules.engine.batch import evaluate
from govrules.model.calendar import OfficeHours
from govrules.model.convention import Convention
from govrules.model.events import Event
from tests.engine.compile.same import assert_same
from tests.engine.rules import END, OFFICE, at, on, rules

RULES = """
events: {told: {}, accepted: {}, stopped: {}, resumed: {}, noted: {}}
clauses:
  accept:
    duty:
      when: told
      must: accepted
      within: 2 working days
      pause: {from: stopped, to: resumed}
      on_lapse: {deem: accepted, breach: false}
  note:
    duty: {when: accepted, must: noted, within: 1 working day}
  resume:
    duty: {when: stopped, must: resumed, within: 5 working days}
"""
# While the clock stands still nothing is due. Where it stood still until after the office had closed on the
# last day, that day counts all the same, and the time was up before it ran again: what is deemed then comes
# while it stands still, so that nothing had lapsed.
AT_CLOSE = Convention(
    "tested", first_day="included", pause_days="()", day_ends="close_of_business", breach_at="due_end"
)
OPEN = ((9 * 60, 17 * 60),)
BOOK = rules(
    RULES, convention=AT_CLOSE, calendar=attrs.evolve(OFFICE, hours=OfficeHours((*[OPEN] * 5, (), ())))
)


def endless(case: str) -> list[Event]:
    return [
        on(6, "told", case=case),
        on(6, "stopped", case=case),
        on(at(9, 17, 30), "resumed", case=case),
    ]


def ordinary(case: str) -> list[Event]:
    return [on(at(2, 9), "told", case=case), on(at(2, 10), "accepted", case=case)]


def test_other_cases_and_other_clauses_are_judged_as_ever() -> None:
    found = evaluate(BOOK, [*endless("a"), *ordinary("b"), *endless("c")], as_of=END, engine="reference")
    assert [(each.clause, each.case, each.reason.code) for each in found.unknowns] == [
        ("accept", "a", "feeds-itself"),
        ("accept", "c", "feeds-itself"),
    ]
    assert [(each.clause, each.case, each.state) for each in found.obligations] == [
        ("resume", "a", "met"),
        ("accept", "b", "met"),
        ("note", "b", "overdue"),
        ("resume", "c", "met"),
    ]
    assert found.lapses == ()


def test_both_evaluators_leave_out_the_same() -> None:
    assert_same(BOOK, *endless("a"), *ordinary("b"), *endless("c"), *ordinary("d"))


def test_the_case_judged_alone_is_judged_as_among_others() -> None:
    log = [*endless("a"), *ordinary("b")]
    whole = evaluate(BOOK, log, as_of=END, engine="compiled")
    for case in ("a", "b"):
        alone = evaluate(BOOK, [each for each in log if each.case == case], as_of=END)
        assert whole.of_case(case) == alone.of_case(case) != ()
