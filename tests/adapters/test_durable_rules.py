"""The ruleset and the facts are data that need no durable-rules; and what is told where it is not there."""

import datetime as dt
import importlib
import json
import sys

import attrs
import pytest

import govrules as gr
from govrules.adapters.durable_rules import DurableRuleset, Proposal, durable_ruleset, facts, propose, running
from govrules.diagnostics import DiagnosticsError
from govrules.engine.batch import evaluate
from govrules.model.records import Record
from tests.adapters.answering import expected_and_proposed, rulebook_with
from tests.adapters.engine import NEEDS_DURABLE_RULES
from tests.engine.rules import END, day, on

ANSWER = """
  answer:
    {head}
    accountability:
      on: {on}
      answerable: {{r: {party}}}
      {more}
"""


def ruleset(
    *,
    head: str = "per: case",
    on: str = "{violation: asleep}",
    party: str = "unit",
    more: str = "propose: removal",
) -> DurableRuleset:
    return durable_ruleset(rulebook_with(ANSWER.format(head=head, on=on, party=party, more=more)))


def why_refused(found: DurableRuleset) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    return found.clauses, [(each.clause, each.reason.code) for each in found.refused]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"head": "if: happened(answered)"}, "history"),
        ({"head": "unless: happened(answered)"}, "history"),
        ({"head": "if: count(slept) > 1"}, "history"),
        ({"head": "if: met(reply)"}, "history"),
        ({"head": "if: event.loss > params.often"}, "parameter"),
        ({"head": "if: event.leader == event.person"}, "condition"),
        ({"head": "if: event.loss + 1 > 2"}, "condition"),
        ({"head": 'if: event.grade < "m"'}, "condition"),
        ({"head": 'if: "\'l\' in event.leaders"'}, "condition"),
        ({"head": "strength: in_principle"}, "departure"),
        ({"head": "for_each: {unit: event.leaders}"}, "population"),
        ({"on": "{in_order: [harm, answered]}"}, "pattern"),
        ({"on": "{all: [harm, answered]}"}, "pattern"),
        ({"on": "{all: [{violation: asleep}, harm, answered]}"}, "pattern"),
        ({"on": "{every: month}", "party": "'\"head\"'"}, "pattern"),
        ({"party": "event.leader if event.proven else event.person"}, "party"),
        ({"on": "{all: [{violation: asleep}, harm]}", "party": "unit"}, "party"),
        ({"on": "{all: [{violation: asleep}, harm]}", "party": "superior(event.person)"}, "party"),
        ({"more": "repeated: {times: 6, over: 1 year}"}, "repeated"),
        ({"more": "repeated: {times: params.unset, over: 1 year}"}, "parameter"),
        ({"more": "repeated: {times: 2, over: params.unset_period}"}, "parameter"),
        ({"on": "{all: [{violation: asleep}, harm]}", "party": "responsible",
          "more": "repeated: {times: 2, over: 1 year}"}, "repeated"),
        ({"more": "propose: event.leader if event.proven else event.person"}, "measures"),
    ],
)  # fmt: skip
def test_what_the_engine_cannot_be_asked_is_refused_with_its_reason(
    changed: dict[str, str], code: str
) -> None:
    found = ruleset(**changed)
    assert why_refused(found) == ((), [("p/answer", code)])
    [refused] = found.refused
    assert refused.reason.en
    assert refused.reason.zh
    assert found.definition == {"govrules": {}}


def test_what_lowers_proposals_and_what_opens_once_is_refused_and_named() -> None:
    found = durable_ruleset(
        rulebook_with("""
  answer: {accountability: {on: {violation: asleep}, answerable: {r: unit}, propose: removal}}
  mild: {accountability: {on: {proposed: answer}, adjust: lower}}
  repair: {duty: {when: {violation: asleep}, must: answered, within: 3 days}}
  again: {duty: {when: {violation: asleep}, must: answered, within: 3 days, repeat: each}}
""")
    )
    assert why_refused(found) == (
        ("p/answer", "p/again"),
        [("p/mild", "adjusts"), ("p/repair", "while-open")],
    )


def test_a_clause_of_which_one_version_is_refused_is_refused_in_all() -> None:
    rulebook = rulebook_with(ANSWER.format(head="per: case", on="slept", party="unit", more=""))
    [policy] = rulebook.policies
    *others, clause = policy.clauses
    ends = attrs.evolve(clause, in_force=attrs.evolve(clause.in_force, until=day(5)))
    begins = attrs.evolve(
        clause, in_force=attrs.evolve(clause.in_force, start=day(5)), strength="in_principle"
    )
    changed = attrs.evolve(policy, clauses=(*others, ends, begins))
    found = durable_ruleset(attrs.evolve(rulebook, policies=(changed,)))
    assert why_refused(found) == ((), [("p/answer", "departure")])
    assert found.rules == {}


def test_of_the_shipped_policies_every_clause_that_answers_is_expressed_or_refused() -> None:
    for name in ("cn/hubei-2008-36", "cn/district-eight-systems"):
        rulebook = gr.load(name).or_raise()
        found = durable_ruleset(rulebook)
        answering = [each.full_id for each in rulebook.clauses if each.kind == "accountability"]
        assert answering
        assert sorted([*found.clauses, *(each.clause for each in found.refused)]) == sorted(answering)
        assert len(found.clauses) > len(found.refused)


def test_the_definition_is_json_and_a_copy_each_time() -> None:
    found = ruleset()
    definition = found.definition
    assert json.loads(json.dumps(definition)) == definition
    definition["govrules"].clear()
    assert list(found.definition["govrules"]) == ["p/answer 1"]


def test_facts_are_plain_dictionaries_of_json_with_days_as_numbers() -> None:
    found = ruleset(head="if: event.loss > 10", party="'holder(\"head\", of=violation.unit)'")
    posts = [Record("post", "1", {"unit": "u", "role": "head", "holder": "Li"}, day(1), None)]
    log = [on(2, "slept", unit="u", loss=15)]
    told = facts(found, evaluate(found.rulebook, log, as_of=END, records=posts), log, records=posts)
    assert json.loads(json.dumps(told)) == list(told)
    second = day(2).toordinal()
    assert told == (
        {
            "kind": "party",
            "one": 1,
            "asks": "0 holder 'head'",
            "of": "u",
            "from": day(1).toordinal(),
            "until": 2**62,
            "who": "Li",
        },
        {
            "kind": "violation",
            "one": 1,
            "for": "p/answer",
            "case": "c",
            "slice": '["c"]',
            "n": 1,
            "open": 1,
            "on": second,
            "day": second,
            "at": "2026-03-02T00:00:00+08:00",
            "clause": "p/asleep",
            "rests": "p/asleep:c@2026-03-02/violation",
            "event.loss:number": 15,
            "of holder('head', of=violation.unit)": "u",
            "on holder('head', of=violation.unit)": second,
        },
    )


def test_facts_of_other_events_rules_or_records_are_refused() -> None:
    found = ruleset()
    log = [on(2, "slept", unit="u")]
    evaluation = evaluate(found.rulebook, log, as_of=END)
    posts = [Record("post", "1", {"unit": "u"}, day(1), None)]
    other = durable_ruleset(gr.load("cn/hubei-2008-36").or_raise())
    attempts = [
        (found, [*log, on(3, "slept")], [], "GR904"),
        (other, log, [], "GR905"),
        (found, log, posts, "GR907"),
    ]
    for ruleset_, events, records, code in attempts:
        with pytest.raises(DiagnosticsError) as caught:
            facts(ruleset_, evaluation, events, records=records)
        assert [each.code.id for each in caught.value.diagnostics] == [code]


@pytest.mark.parametrize("loss", [1e30, 1e-7, 2**63, -(10**40)])
def test_a_number_that_the_engine_cannot_hold_is_told_and_not_left_out(loss: float) -> None:
    found = ruleset(head="if: event.loss > 10")
    log = [on(2, "slept", unit="u", loss=loss)]
    evaluation = evaluate(found.rulebook, log, as_of=END)
    with pytest.raises(DiagnosticsError) as caught:
        facts(found, evaluation, log)
    [told] = caught.value.diagnostics
    assert told.message() == "durable-rules cannot hold the number that `event.loss` has in case `c`"


# -- where durable-rules is not there --------------------------------------------------------------------


def told_without_it() -> str:
    with pytest.raises(DiagnosticsError) as caught:
        propose(ruleset(), ())
    [told] = caught.value.diagnostics
    assert told.message("zh")
    return told.message()


def test_where_it_is_not_installed_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "FIRST_BROKEN", (99, 0))
    monkeypatch.setitem(sys.modules, "durable", None)
    monkeypatch.delitem(sys.modules, "durable.engine", raising=False)
    assert told_without_it() == (
        "the package `durable-rules` is not installed: `pip install 'govrules[durable]'`"
    )


def test_on_a_python_that_is_too_new_it_says_which_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    version = ".".join(map(str, sys.version_info[:2]))
    monkeypatch.setattr(running, "FIRST_BROKEN", (3, 0))
    monkeypatch.setitem(sys.modules, "durable", None)
    monkeypatch.delitem(sys.modules, "durable.engine", raising=False)
    assert told_without_it() == (
        f"durable-rules cannot be imported on Python {version}: it works on 3.11 and 3.12, no later one"
    )


def test_where_it_is_installed_and_broken_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ImportError("undefined symbol", name=name)

    found = ruleset()
    monkeypatch.setattr(running, "FIRST_BROKEN", (99, 0))
    monkeypatch.setattr(importlib, "import_module", broken)
    with pytest.raises(DiagnosticsError) as caught:
        propose(found, ())
    [told] = caught.value.diagnostics
    assert told.message() == "durable-rules is installed and cannot be imported: undefined symbol"


def test_the_ruleset_and_the_facts_need_no_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable", None)
    found = ruleset()
    log = [on(2, "slept", unit="u")]
    assert len(facts(found, evaluate(found.rulebook, log, as_of=END), log)) == 1


def test_under_rules_that_make_nobody_answer_nothing_is_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable", None)
    assert propose(durable_ruleset(gr.load("cn/licensing-law").or_raise()), ()) == ()


# -- where it is there -----------------------------------------------------------------------------------


@NEEDS_DURABLE_RULES
def test_one_proposal_in_full() -> None:
    found = ruleset(party="responsible")
    log = [on(2, "slept", unit="u", leader="Li")]
    told = facts(found, evaluate(found.rulebook, log, as_of=END), log)
    expected = Proposal(
        clause="p/answer",
        case="c",
        slice=(),
        on=("p/asleep:c@2026-03-02/violation",),
        at=dt.datetime(2026, 3, 2, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        role="r",
        party="Li",
        measures=("removal",),
    )
    assert propose(found, told) == (expected,)
    # A host that starts anew asserts the same facts again, and in whatever order.
    assert propose(found, [*told, *reversed(told)]) == (expected,)


@NEEDS_DURABLE_RULES
def test_a_text_is_not_taken_for_the_number_that_it_spells() -> None:
    rulebook = rulebook_with(
        "  answer:\n    if: event.size == 3\n    accountability: {on: sized, answerable: {r: unit}}\n",
        events="  sized: {data: {size: any}}\n",
    )
    sizes: list[tuple[str, object]] = [("a", "3"), ("b", 3), ("c", True)]
    log = [on(2, "sized", unit=unit, case=unit, size=size) for unit, size in sizes]
    expected, proposed = expected_and_proposed(rulebook, log)
    assert proposed == expected
    assert [each.party for each in proposed] == ["b"]


@NEEDS_DURABLE_RULES
def test_where_the_engine_itself_stops_that_is_told() -> None:
    found = ruleset()
    with pytest.raises(DiagnosticsError) as caught:
        propose(found, [{"kind": "violation", "for": "p/answer", "n": 1e30}])
    assert [each.code.id for each in caught.value.diagnostics] == ["GR908"]
