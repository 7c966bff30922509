"""Clauses come after what they wait for, whatever the order of the file, and circles are named."""

import attrs
import pytest

from govrules.model.clauses import Duty
from govrules.model.dependence import cycles, dependence, strata
from govrules.model.patterns import Violated
from govrules.model.policy import Policy, Rulebook
from govrules.rulefile.load import load_text

HEAD = """govrules: 1
policy: p
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
records:
  item: {set_by: item_listed, data: {limit: period}}
case:
  outcome: string
measures:
  ladder: [admonition, removal]
  imposed: imposed
  dismissed: dismissed
events:
  accepted:
  decided: {data: {outcome: string}}
  granted: {is: decided, if: event.outcome == "granted"}
  told:
  reported:
  item_listed:
  imposed:
  dismissed:
  departed:
clauses:
"""
DECIDE = "decide: {tags: [late], duty: {when: accepted, must: told, within: 5 days}}"
SILENCE = "decide: {duty: {when: accepted, must: told, within: 5 days, on_lapse: {deem: decided}}}"


def book(*clauses: str) -> Rulebook:
    return load_text(HEAD + "".join(f"  {each}\n" for each in clauses)).or_raise()


def joined(*clauses: str) -> Rulebook:
    """As `book`, past the checker: each clause is loaded alone, beside harmless ones of the others' names."""
    found = []
    for clause in clauses:
        others = [each.partition(":")[0] for each in clauses if each is not clause]
        alone = book(clause, *(f"{name}: {{tags: [late], not_checkable: x}}" for name in others))
        found += [each for each in alone.clauses if each.kind != "not_checkable"]
    policy = attrs.evolve(alone.policies[0], clauses=tuple(found))
    return Rulebook((policy,))


def of(rulebook: Rulebook, clause: str) -> set[str]:
    return {each.removeprefix("p/") for each in dependence(rulebook).of(f"p/{clause}")}


@pytest.mark.parametrize(
    "waiting",
    [
        "other: {duty: {when: {violation: decide}, must: reported, within: no limit}}",
        "other: {duty: {when: {violation: p/decide}, must: reported, within: no limit}}",
        'other: {duty: {when: {violation: "tag:late"}, must: reported, within: no limit}}',
        "other: {duty: {when: {violation: any}, must: reported, within: no limit}}",
        "other: {requirement: {when: reported, require: met(decide)}}",
        "other: {requirement: {when: reported, require: reported, if: not violated(decide)}}",
        "other: {accountability: {on: {all: [reported, {violation: decide}]}, answerable: responsible}}",
        "other: {quota: {count: {violation: decide}, per: unit, every: year, at_most: 1}}",
    ],
)
def test_a_clause_waits_for_what_it_asks_about(waiting: str) -> None:
    waiting = waiting.replace("require: reported", "require: happened(reported)")
    rulebook = book(waiting, DECIDE)
    assert of(rulebook, "other") == {"decide"}
    assert of(rulebook, "decide") == set()
    assert strata(rulebook) == (("p/decide",), ("p/other",))


@pytest.mark.parametrize(
    "hearing",
    [
        "other: {prohibition: {when: decided}}",
        "other: {prohibition: {when: granted}}",
        "other: {requirement: {when: reported, require: happened(granted)}}",
        "other: {duty: {when: {lapse: decide}, must: reported, within: no limit}}",
        "other: {quota: {count: reported, every: year, at_least: {share: 10%, of: granted}}}",
        "other: {maintenance: {hold: {from: decided, to: reported}}}",
        "other: {maintenance: {hold: {from: told, to: reported}, throughout: {from: told, to: granted}}}",
    ],
)
def test_a_clause_waits_for_whose_silence_deems_what_it_speaks_of(hearing: str) -> None:
    assert of(book(hearing, SILENCE), "other") == {"decide"}


@pytest.mark.parametrize(
    ("deemed", "hearing"),
    [
        ("{deem: item_listed}", 'other: {requirement: {when: reported, require: item.limit == "x"}}'),
        ("{deem: item_listed}", "other: {maintenance: {for_each: item, hold: {from: told, to: reported}}}"),
        (
            "{deem: decided, with: {outcome: granted}}",
            'other: {prohibition: {when: reported, if: case.outcome == "granted"}}',
        ),
        (
            "{deem: imposed}",
            "other: {accountability: {on: reported, responsible: trigger.unit, answerable: responsible,"
            " propose: removal, decided_by: trigger.unit}}",
        ),
        ("{deem: departure_recorded}", "other: {strength: in_principle, prohibition: {when: reported}}"),
    ],
)
def test_records_attributes_decisions_and_departures_may_be_deemed_too(deemed: str, hearing: str) -> None:
    hearing = hearing.replace(" responsible: trigger.unit,", "").replace(
        "other: {acc", "other: {responsible: trigger.unit, acc"
    )
    silence = SILENCE.replace("{deem: decided}", deemed).replace("  told:", "")
    text = HEAD.replace("  departed:\n", "  departure_recorded:\n") + f"  {hearing}\n  {silence}\n"
    assert of(load_text(text).or_raise(), "other") == {"decide"}


def test_a_duty_does_not_wait_for_its_own_silence() -> None:
    assert of(book(SILENCE.replace("must: told", "must: decided")), "decide") == set()


def test_any_is_what_can_be_violated_and_does_not_wait_for_any_itself() -> None:
    rulebook = book(
        "first: {accountability: {on: {violation: any}, answerable: responsible, propose: removal}}",
        "second: {accountability: {on: {violation: any}, answerable: responsible, propose: removal,"
        " decided_by: unit, within: 1 month}}",
        "after: {duty: {when: {violation: second}, must: reported, within: no limit}}",
        "advice: {strength: should, duty: {when: accepted, must: told, within: 5 days}}",
        "read: {not_checkable: nothing to see}",
        DECIDE,
    )
    assert of(rulebook, "first") == of(rulebook, "second") == {"decide"}
    assert of(rulebook, "after") == {"second"}
    assert cycles(rulebook) == ()


def test_mitigation_waits_for_every_proposal_even_for_those_after_any_violation() -> None:
    rulebook = book(
        "spare: {accountability: {on: {proposed: any}, adjust: exempt}}",
        "blame: {accountability: {on: {violation: any}, answerable: responsible, propose: removal}}",
        "name: {accountability: {on: {violation: decide}, answerable: responsible}}",
        "lower: {accountability: {on: {proposed: blame}, adjust: lower}}",
        DECIDE,
    )
    assert of(rulebook, "spare") == of(rulebook, "lower") == {"blame"}
    assert strata(rulebook) == (
        ("p/decide",), ("p/blame",), ("p/lower",), ("p/name",), ("p/spare",)
    )  # fmt: skip


def test_the_order_of_a_file_changes_nothing() -> None:
    clauses = [
        "a: {accountability: {on: {violation: c}, answerable: responsible}}",
        "b: {prohibition: {when: reported, if: violated(c)}}",
        "c: {duty: {when: {violation: d}, must: told, within: 5 days}}",
        "d: {duty: {when: accepted, must: told, within: 5 days}}",
    ]
    expected = (("p/d",), ("p/c",), ("p/a",), ("p/b",))
    assert strata(book(*clauses)) == strata(book(*reversed(clauses))) == expected


def test_a_circle_of_waiting_is_named_as_a_chain() -> None:
    rulebook = joined(
        "a: {duty: {when: {violation: c}, must: told, within: 5 days}}",
        "b: {duty: {when: {violation: a}, must: told, within: 5 days}}",
        "c: {prohibition: {when: reported, if: not violated(b)}}",
        "d: {duty: {when: {violation: a}, must: told, within: 5 days}}",
    )
    assert cycles(rulebook) == (("p/a", "p/c", "p/b"),)
    assert strata(rulebook) == (("p/a", "p/b", "p/c"), ("p/d",))


def test_duties_may_follow_each_others_silence_and_other_kinds_may_not() -> None:
    first = "a: {duty: {when: accepted, must: told, within: 5 days, on_lapse: {deem: decided}}}"
    second = "b: {duty: {when: decided, must: reported, within: 5 days, on_lapse: {deem: accepted}}}"
    duties = joined(first, second)
    assert cycles(duties) == ()
    assert strata(duties) == (("p/a", "p/b"),)
    watching = joined(
        "a: {duty: {when: {violation: b}, must: told, within: 5 days, on_lapse: {deem: decided}}}",
        "b: {prohibition: {when: decided}}",
    )
    assert cycles(watching) == (("p/b", "p/a"),)


def test_a_clause_that_waits_for_itself_is_a_circle() -> None:
    (clause,) = book("a: {duty: {when: {violation: any}, must: told, within: 5 days}}").clauses
    assert isinstance(clause.body, Duty)
    own = attrs.evolve(clause, body=attrs.evolve(clause.body, when=Violated(("a",))))
    assert cycles(Rulebook((Policy("p", clauses=(own,)),))) == (("p/a",),)


def test_a_long_chain_of_clauses_has_an_order() -> None:
    (first,) = book(DECIDE).clauses
    (later,) = book("c: {duty: {when: {violation: any}, must: told, within: 5 days}}").clauses
    assert isinstance(later.body, Duty)
    clauses = [attrs.evolve(first, id="c0")]
    for number in range(1, 1500):
        body = attrs.evolve(later.body, when=Violated((f"c{number - 1}",)))
        clauses.append(attrs.evolve(later, id=f"c{number}", body=body))
    found = strata(Rulebook((Policy("p", clauses=tuple(clauses)),)))
    assert found == tuple((each.full_id,) for each in clauses)
