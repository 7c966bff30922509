"""Quotas over a case: the program counts, and shows what it counted from its records."""

from collections.abc import Mapping, Sequence

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.programs import programs_without_log
from govrules.engine.compile.recording import is_judged_alone
from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import END, on, rules

TEXT = """
parameters: {{most: {{type: integer, values: {{2026-01-01: 1, 2026-03-12: 2}}}}}}
events:
  spoke: {{data: {{person: string, minutes: integer, kind: string, names: list}}}}
  came: {{data: {{person: string, minutes: integer, kind: string, names: list}}}}
  closed: {{}}
  keynote: {{is: spoke, if: event.kind == "a"}}
  excused: {{}}
  moved_on: {{}}
clauses:
  c: {0}
"""
COUNTED = (
    "{quota: {count: spoke, until: closed, at_most: 1}}",
    "{quota: {count: spoke, at_most: 1}, responsible: trigger.unit, if: event.minutes > 1}",
    "{quota: {count: keynote, distinct: event.person, until: closed, at_most: 1}, strength: in_principle,"
    " responsible: trigger.unit}",
    "{quota: {count: spoke | came, distinct: event.person, until: closed, at_most: 2}, strength: should}",
    "{quota: {count: came, sum: event.minutes, until: closed, at_most: 5, at_least: 2}}",
    "{quota: {count: spoke, until: closed, at_least: 2}, responsible: '\"office\"'}",
    "{quota: {count: spoke, until: closed, at_least: 1}, responsible: trigger.unit}",
    "{quota: {count: spoke | closed, until: closed, at_most: 1}}",
    "{quota: {count: spoke, distinct: unit, until: keynote, at_most: 1},"
    " responsible: {first: event.person, passes: {on: moved_on, to: event.unit}}}",
    "{quota: {count: spoke, until: closed, at_most: 1}, in_force: {from: 2026-03-05, until: 2026-03-12}}",
    "{quota: {count: spoke, distinct: event.actor, until: closed, at_most: 0.5}, if: not happened(came)}",
)
"""a program counts what these speak of"""
ASKED = (
    "{quota: {count: spoke, until: closed, at_most: 1}, unless: happened(excused)}",
    "{quota: {count: spoke, every: week, at_most: 1}}",
    "{quota: {count: spoke, every: month, at_least: 2, part_period: full}}",
    "{quota: {count: spoke, until: closed, at_most: params.most}}",
    "{quota: {count: spoke, until: closed, at_most: {share: 50%, of: came}}}",
    "{quota: {count: spoke, distinct: event.names, until: closed, at_most: 1}}",
    "{quota: {count: spoke, sum: event.minutes - 2, until: closed, at_most: 1}}",
)
"""of these, or of what breaks them, the reference is asked"""
DATA: Mapping[str, Sequence[object]] = {
    "person": ["ann", "bob", "ann", "bob", None],
    "minutes": [1, 2, 3, 2, None],
    "kind": ["a", "a", "b"],
    "names": [["ann"], ["ann", "bob"], []],
    "unit": ["u", "v"],
}
KINDS = (*("spoke", "came") * 3, "closed", "excused", "moved_on")


@pytest.mark.parametrize("form", COUNTED + ASKED)
def test_the_program_and_the_reference_say_the_same_of_a_quota(form: str) -> None:
    rulebook = rules(TEXT.format(form))
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    assert program.apart.clauses == frozenset()
    assert assert_same_of_many(rulebook, KINDS, DATA, number=40, most=9) > 28


@pytest.mark.parametrize("form", COUNTED)
def test_most_quotas_are_counted_by_the_program_itself(form: str) -> None:
    log = (
        on(10, "spoke", person="ann", minutes=2, kind="a", unit="u", actor="x"),
        on(11, "came", person="bob", minutes=4, unit="u"),
        on(12, "spoke", person="cid", minutes=2, kind="a", unit="v", actor="y"),
        on(15, "closed"),
    )
    rulebook = rules(TEXT.format(form))
    run = run_of(rulebook, log, as_of=END)
    assert run is not None
    records = [record for one in run.everything for record in one.records]
    assert len(records) == 1
    assert not any(map(is_judged_alone, records))
    # Whoever reads what was broken has nothing judged for it.
    found = run.field("violations"), run.field("shortfalls")
    assert not run.judged
    plain = evaluate(rulebook, log, as_of=END, engine="reference")
    assert found == (plain.violations, plain.shortfalls)


def test_what_is_counted_on_the_day_of_the_close_may_have_come_after_it() -> None:
    rulebook = rules(TEXT.format("{quota: {count: spoke, until: closed, at_most: 1}}"))
    log = (on(2, "spoke"), on(3, "spoke"), on(3, "closed"))
    assert_compiled(rulebook, *log)
    (obligation,) = evaluate(rulebook, log, engine="compiled").obligations
    assert (obligation.state, obligation.basis) == ("met", ("same day",))


def test_the_first_event_too_many_breaks_it_and_what_follows_is_counted() -> None:
    rulebook = rules(TEXT.format("{quota: {count: spoke, at_most: 1}}"))
    log = tuple(on(day, "spoke", person=str(day)) for day in (2, 3, 4))
    assert_compiled(rulebook, *log)
    found = evaluate(rulebook, log, engine="compiled")
    (broken,) = found.violations
    assert broken.trigger is not None
    assert broken.trigger.event == log[1]
    assert broken.tally is not None
    assert found.obligations[0].tally is not None
    assert (broken.tally.events, found.obligations[0].tally.events) == (2, 3)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (
            "{quota: {count: spoke, until: closed, at_least: 1}}\n"
            "  d: {accountability: {on: {violation: c}, answerable: {direct: event.unit}}}",
            "others may hear of it, and no event breaks it",
        ),
        (
            "{quota: {count: spoke, until: closed, at_most: {share: 50%, of: came}}}\n"
            "  d: {accountability: {on: {violation: c}, answerable: {direct: event.unit}}}",
            "others may hear of it, and no event breaks it",
        ),
        (
            "{quota: {count: spoke, until: closed, at_most: 1}, if: not violated(d)}\n"
            "  d: {duty: {when: came, must: closed, within: 2 days}}",
            "what it counts depends on what other clauses came to",
        ),
    ],
)
def test_what_depends_on_other_clauses_is_left_to_the_reference(form: str, why: str) -> None:
    rulebook = rules(TEXT.format(form))
    (program,) = programs_without_log(rulebook)
    assert ("p/c", why) in [(each.clause, each.why) for each in program.left_out]
    assert assert_same_of_many(rulebook, KINDS, DATA, number=30) > 0


def test_what_a_quota_breaks_is_heard_of() -> None:
    rulebook = rules(
        TEXT.format(
            "{quota: {count: spoke, until: closed, at_most: 1}}\n"
            "  d: {accountability: {on: {violation: c}, answerable: {direct: violation.unit}}}\n"
            "  e: {duty: {when: {violation: c}, must: excused, within: 2 days, repeat: each}}"
        )
    )
    log = (on(2, "spoke", unit="u"), on(3, "spoke", unit="v"), on(4, "closed"), on(9, "excused"))
    found = evaluate(rulebook, log, engine="compiled")
    assert [each.party for each in found.attributions] == ["v"]
    assert assert_same_of_many(rulebook, KINDS, DATA, number=30) > 0
