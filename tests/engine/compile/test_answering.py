"""Who answers for what an event says: the program says where anybody may, and who it is told when asked."""

from collections.abc import Mapping, Sequence

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.programs import programs_without_log
from govrules.engine.compile.summing import Asked
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, on, rules

TEXT = """
measures: {{ladder: [warning, demerit], imposed: imposed, dismissed: dismissed}}
records:
  post: {{set_by: [appointed], ended_by: [vacated], data: {{unit: string, role: string, holder: string}}}}
events:
  appointed: {{data: {{post: string}}}}
  vacated: {{data: {{post: string}}}}
  asked: {{}}
  answered: {{}}
  found: {{data: {{person: string, loss: integer, names: list}}}}
  caught: {{data: {{person: string, loss: integer, names: list}}}}
  grave: {{is: found, if: event.loss > 2}}
  imposed: {{data: {{measure: string, party: string}}}}
  dismissed: {{data: {{party: string}}}}
  excused: {{}}
clauses:
  reply: {{duty: {{when: asked, must: answered, within: 2 days}}}}
  c: {0}
"""
FORMS = (
    "{accountability: {on: found, answerable: {direct: event.person}}}",
    "{accountability: {on: found, answerable: {direct: event.person}, propose: warning}, if: event.loss > 1}",
    "{accountability: {on: found | caught, answerable: {direct: event.person},"
    " propose: {any_of: [warning, demerit]}}, unless: happened(excused)}",
    "{accountability: {on: grave, answerable: {each: event.names, second: event.unit}, propose: demerit}}",
    "{accountability: {on: found, answerable: {head: 'holder(\"head\", of=event.unit)'}, propose: demerit},"
    " if: 'given(holder(\"head\", of=event.unit))'}",
    "{accountability: {on: found, repeated: {times: 2, over: 5 days, same: event.person},"
    " answerable: {direct: event.person}, propose: warning}, if: event.loss > 1}",
    "{accountability: {on: caught, answerable: {direct: event.person}, propose: warning}, strength: should}",
    "{accountability: {on: caught, answerable: {direct: responsible}, propose: warning},"
    " strength: in_principle, responsible: event.person}",
    "{accountability: {on: found, answerable: {office: '\"o\"'}, propose: warning},"
    " in_force: {from: 2026-03-09}}",
)
DATA: Mapping[str, Sequence[object]] = {
    "person": ["ann", "bob", "ann", None],
    "loss": [1, 2, 3, 9, None],
    "names": [["ann"], ["ann", "bob"], []],
    "post": ["p1"],
    "unit": ["u", "v"],
    "role": ["head"],
    "holder": ["ann", "bob"],
    "measure": ["warning", None],
    "party": ["ann", "bob", None],
}
KINDS = (*("found", "caught") * 4, "imposed", "dismissed", "excused", "asked", "answered", "appointed")


@pytest.mark.parametrize("form", FORMS)
def test_the_program_and_the_reference_say_the_same_of_who_answers(form: str) -> None:
    rulebook = rules(TEXT.format(form))
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    assert program.apart.clauses == frozenset()
    assert assert_same_of_many(rulebook, KINDS, DATA, number=40, most=9) > 28


def test_a_decision_on_what_is_proposed_is_told_and_used() -> None:
    rulebook = rules(TEXT.format(FORMS[1]))
    log = (
        on(2, "found", person="ann", loss=2, unit="u"),
        on(3, "imposed", party="bob", measure="warning"),
        on(4, "imposed", party="ann", measure="demerit"),
    )
    assert_compiled(rulebook, *log)
    found = evaluate(rulebook, log, as_of=END, engine="compiled")
    assert [(each.party, each.state, each.imposed) for each in found.measures] == [
        ("ann", "imposed", "demerit")
    ]
    assert [each.event for each in found.ignored] == [log[1]]


def test_who_answers_for_one_event_hides_no_remark_on_another() -> None:
    told = "duty: {when: caught, must: excused, within: 2 days}, per: [case, unit], strength: in_principle"
    rulebook = rules(TEXT.format(FORMS[0]) + f"  tell: {{{told}}}\n")
    # What is judged apart numbers the events by their content, in which `excused` comes first.
    log = (on(2, "found", person="ann"), on(5, "excused"))
    assert_same(rulebook, *log)
    found = evaluate(rulebook, log, as_of=END, engine="compiled")
    assert [(each.code, each.subject) for each in found.quality.notes] == [("missing trigger", "p/tell")]


def test_nobody_is_asked_for_who_answers_where_only_breaches_are_read() -> None:
    log = (on(2, "found", person="ann", loss=2), on(3, "asked"))
    run = run_of(rules(TEXT.format(FORMS[1])), log, as_of=END)
    assert run is not None
    found = Evaluation.later(Asked(run))
    assert len(found.violations) == 1
    assert "answers" not in vars(run)
    assert [each.party for each in found.measures] == ["ann"]
    assert run.judged == []


def test_where_it_is_unknown_whether_anybody_answers_no_case_is_judged_for_it() -> None:
    rulebook, log = rules(TEXT.format(FORMS[1])), (on(2, "found", person="ann"),)
    assert_same(rulebook, *log)
    run = run_of(rulebook, log, as_of=END)
    assert run is not None
    assert len(Evaluation.later(Asked(run)).unknowns) == 1
    assert run.judged == []


@pytest.mark.parametrize(
    ("clauses", "why"),
    [
        (
            "{accountability: {on: found, answerable: {direct: event.person}, propose: warning,"
            " decided_by: '\"office\"', within: 5 days}}",
            "whoever decides on what it proposes has a duty to",
        ),
        (
            "{accountability: {on: found, answerable: {direct: event.person}, propose: warning}}\n"
            "  milder: {accountability: {on: {proposed: any}, adjust: lower}}",
            "others hear of what it proposes",
        ),
        (
            "{accountability: {on: found, answerable: {direct: event.person}}, unless: met(reply)}",
            "who answers depends on what other clauses came to",
        ),
        (
            "{accountability: {on: {violation: reply}, answerable: {direct: event.person}}}",
            "it waits for more than single events",
        ),
    ],
)
def test_what_reaches_beyond_the_clause_is_left_to_the_reference(clauses: str, why: str) -> None:
    rulebook = rules(TEXT.format(clauses))
    (program,) = programs_without_log(rulebook)
    assert {each.clause: each.why for each in program.left_out}["p/c"] == why
    log: list[Event] = [
        on(2, "asked"), on(5, "found", person="ann", loss=2), on(6, "answered"), on(7, "imposed"),
    ]  # fmt: skip
    assert_same(rulebook, *log)


def test_who_waits_for_another_proposal_hears_nothing_of_this_one() -> None:
    text = (
        TEXT.format("{accountability: {on: found, answerable: {direct: event.person}, propose: demerit}}")
        + """
  other: {accountability: {on: caught, answerable: {direct: event.person}, propose: demerit}}
  milder: {accountability: {on: {proposed: other}, adjust: lower}}
"""
    )
    (program,) = programs_without_log(rules(text))
    assert {each.clause for each in program.left_out} == {"p/other", "p/milder"}
    found = [on(2, "found", person="ann"), on(3, "caught", person="ann"), on(4, "imposed", party="ann")]
    assert_same(rules(text), *found)
    any_of_them = text.replace("{proposed: other}", "{proposed: [other, c]}")
    (program,) = programs_without_log(rules(any_of_them))
    assert {each.clause for each in program.left_out} == {"p/c", "p/other", "p/milder"}
    assert_same(rules(any_of_them), *found)
    kinds = ("found", "caught", "imposed", "dismissed")
    assert assert_same_of_many(rules(text), kinds, DATA, number=30) > 10
