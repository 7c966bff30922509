"""Lapses, the breaches beside them and what came too late are told by records."""

import datetime as dt

import attrs
import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.summing import Asked
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, at, on, rules

SILENCE = """
events:
  received: {data: {kind: string}}
  asked: {}
  decided: {data: {outcome: string}}
  answered: {}
  stopped: {}
  resumed: {}
  extended: {}
  withdrawn: {}
  settled: {data: {outcome: string}}
clauses:
  decide:
    responsible: trigger.unit
    duty:
      when: received
      must: decided
      within: 5 working days
      pause: {from: stopped, to: resumed}
      extend: {when: extended, add: 3 working days}
      on_lapse:
        - {if: event.kind == "plain", deem: decided, with: {outcome: granted}}
        - {if: event.kind == "later", deem: settled, effective: 3 days after, breach: false}
        - {if: event.kind == "next", deem: settled, effective: next_day, breach: false}
        - {if: event.kind == "back", deem: settled, effective: trigger, with: {outcome: refused}}
        - {if: event.kind == "nothing", breach: false}
  answer:
    strength: should
    duty: {when: asked, must: answered, within: 2 days, on_lapse: {deem: settled}}
"""
KINDS = ("plain", "later", "next", "back", "nothing", "breach")
TOLD = ("violations", "shortfalls", "lapses", "late_decisions", "unknowns", "obligations")


def told_by_records(*events: Event) -> dict[str, int]:
    """How much of each kind was told, without a second judgement of any case."""
    run = run_of(rules(SILENCE), events, as_of=END)
    assert run is not None
    found = {name: len(getattr(Evaluation.later(Asked(run)), name)) for name in TOLD}
    assert not any(len(each.cases) for each in run.judged)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["instants", "dates"])
def test_what_silence_means_is_told_by_the_record(kind: str, place: str) -> None:
    def when(day: int) -> dt.datetime | int:
        return day if place == "dates" else at(day, 9)

    given = (
        on(when(2), "received", kind=kind),
        on(when(20), "decided"),
        on(when(23), "decided", outcome="granted"),
    )
    log = tuple(attrs.evolve(each, unit="office") for each in given)
    assert_compiled(rules(SILENCE), *log)
    told = told_by_records(*log)
    deems = kind not in {"nothing", "breach"}
    assert told["lapses"] == (kind != "breach")
    assert told["late_decisions"] == 2 * deems
    assert told["violations"] == (kind in {"plain", "back", "breach"})


def test_of_decisions_at_one_instant_each_has_an_id_of_its_own() -> None:
    log = (
        on(at(2, 9), "received", kind="plain"),
        on(at(20, 9), "decided"),
        on(at(20, 9), "decided", outcome="x"),
    )
    assert_compiled(rules(SILENCE), *log)
    assert told_by_records(*log)["late_decisions"] == 2


def test_what_falls_short_of_a_recommendation_does_not_say_how_late_it_was() -> None:
    log = on(at(2, 9), "asked"), on(at(12, 9), "answered"), on(at(13, 9), "answered")
    assert_compiled(rules(SILENCE), *log)
    assert told_by_records(*log) == {
        "violations": 0, "shortfalls": 1, "lapses": 1, "late_decisions": 2, "unknowns": 0, "obligations": 1,
    }  # fmt: skip


def test_a_clock_that_was_stopped_lapses_later() -> None:
    log = (
        on(at(2, 9), "received", kind="next"),
        on(at(4, 9), "stopped"),
        on(at(11, 9), "resumed"),
        on(at(12, 9), "extended"),
        on(at(27, 9), "decided"),
    )
    assert_compiled(rules(SILENCE), *log)
    assert told_by_records(*log)["late_decisions"] == 1


def test_both_say_the_same_of_any_lapse() -> None:
    kinds = ("received", "asked", "decided", "answered", "stopped", "resumed", "extended")
    assert assert_same_of_many(rules(SILENCE), kinds, {"kind": KINDS}, number=120, most=4) > 60


HEARD = """
events:
  received: {}
  asked: {}
  decided: {data: {outcome: string}}
  noted: {}
  certified: {}
  granted: {}
clauses:
  decide:
    responsible: {first: trigger.unit, passes: {on: noted, to: event.unit}}
    duty: {when: received, must: decided, within: 5 days, on_lapse: {deem: granted}}
  certify:
    if: happened(granted)
    duty: {when: asked, must: certified, within: 3 days}
"""


def test_what_is_deemed_is_nothing_to_a_clause_that_nothing_triggers() -> None:
    book = rules(HEARD)
    assert_compiled(book, on(at(2, 9), "received"), on(at(12, 9), "decided"))
    assert_compiled(book, on(2, "received"))
    for other in ("asked", "certified"):
        log = on(at(2, 9), "received"), on(at(20, 9), other)
        assert_same(book, *log)
        run = run_of(book, log, as_of=END)
        assert run is not None
        assert run.handed_over == {0}
    assert assert_same_of_many(book, ("received", "asked", "decided", "certified", "noted"), {}) > 20


def test_what_the_reference_judged_by_itself_is_shown_as_it_found_it() -> None:
    text = HEARD.replace("within: 5 days", "within: 5 days, interrupt: {from: noted, to: certified}")
    log = (
        on(at(2, 9), "received", unit="first"),
        on(at(3, 9), "noted", unit="second"),
        on(at(4, 9), "certified"),
        on(at(20, 9), "decided"),
    )
    book = rules(text[: text.index("  certify:")])
    assert_same(book, *log)
    run = run_of(book, log, as_of=END)
    assert run is not None
    (shown,) = run.shown_broken
    assert (shown.obligation.state, len(shown.late), run.judged) == ("lapsed", 1, [])
    assert [each.party for each in shown.obligation.holders] == ["first", "second"]


def test_a_clause_apart_that_hears_of_silence_makes_no_violation_twice() -> None:
    text = HEARD + "  few: {quota: {count: granted, every: month, at_most: 1}}\n"
    log = [on(at(2, 9), "received", case=f"c{number}") for number in range(3)]
    wanted = evaluate(rules(text), log, as_of=END, engine="reference")
    for name in TOLD:
        found = evaluate(rules(text), log, as_of=END, engine="compiled")
        assert getattr(found, name) == getattr(wanted, name)
        assert found.violations == wanted.violations
