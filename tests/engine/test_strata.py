"""In what order clauses are judged: what they wait for first, and nothing hangs on the order of the file."""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine import judging
from govrules.engine.strata import one_stratum, order_of
from govrules.model.clauses import Requirement
from govrules.model.events import Event
from govrules.model.patterns import OneOf, Pattern, Violated
from govrules.model.policy import Rulebook
from tests.engine.rules import at, day, judge, on, rules

RULES = rules("""
measures: {ladder: [admonition, public_criticism], imposed: imposed, dismissed: dismissed}
parameters: {often: {type: number, values: {2020-01-01: 2}}}
events:
  asked: {data: {person: string, tolerated: bool}}
  answered: {}
  refused: {}
  harm_found: {data: {person: string}}
  imposed: {data: {measure: string, party: string}}
  dismissed: {}
  told: {}
  rectified: {}
clauses:
  reply:
    tags: [limits]
    responsible: trigger.person
    duty: {when: asked, must: answered | refused, within: 2 days, repeat: each}
  deem:
    tags: [limits]
    duty: {when: asked, must: refused, within: 3 days, on_lapse: {deem: told}}
  follow:
    duty: {when: told, must: answered, within: 1 day, on_lapse: {deem: refused, breach: true}}
  rectify:
    duty: {when: {violation: reply}, must: rectified, within: 2 days}
  harmful:
    accountability:
      on: {all: [{violation: "tag:limits"}, harm_found]}
      per: [case, person]
      answerable: {direct: violation.responsible, leader: event.person}
      propose: {any_of: [admonition, public_criticism]}
      decided_by: '"office"'
      within: 2 days
  often:
    accountability:
      on: {violation: reply}
      per: policy
      repeated: {times: params.often, over: 5 days, same: violation.responsible}
      answerable: {direct: responsible}
      propose: public_criticism
  whoever: {accountability: {on: {violation: any}, answerable: {head: '"head"'}}}
  spared: {if: event.tolerated, accountability: {on: {proposed: often}, adjust: exempt}}
  milder: {accountability: {on: {proposed: any}, adjust: lower}}
  barred: {prohibition: {per: person, when: asked, during: {from: harm_found, to: end of month}}}
  kept: {requirement: {when: answered, require: met(reply) or violated(deem)}}
""")
CASES = st.sampled_from(["c", "d"])
PERSONS = st.sampled_from(["p", "p", "q", None])


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """A fortnight of two cases, with everything that the clauses speak of."""
    found = []
    for _ in range(draw(st.integers(2, 9))):
        kind = draw(
            st.sampled_from(["asked", "asked", "asked", "harm_found", "imposed", *RULES.policies[0].events])
        )
        data = {
            "person": draw(PERSONS),
            "tolerated": draw(st.sampled_from([True, False, None])),
            "party": draw(PERSONS),
            "measure": draw(st.sampled_from(["admonition", None])),
        }
        declared = RULES.policies[0].events[kind].data
        number = draw(st.integers(2, 15))
        when = at(number, 9) if draw(st.booleans()) else number
        carried = {name: each for name, each in data.items() if name in declared}
        found.append(attrs.evolve(on(when, kind, case=draw(CASES)), data=carried))
    return found


def requiring(rulebook: Rulebook, name: str, when: Pattern) -> Rulebook:
    """The rulebook with another trigger of one requirement: what no checker would let pass."""
    [policy] = rulebook.policies
    clauses = tuple(
        attrs.evolve(each, body=attrs.evolve(each.body, when=when))
        if each.id == name and isinstance(each.body, Requirement)
        else each
        for each in policy.clauses
    )
    return attrs.evolve(rulebook, policies=(attrs.evolve(policy, clauses=clauses),))


def test_what_others_wait_for_comes_first() -> None:
    place = {
        clause: number for number, stratum in enumerate(order_of(RULES).strata) for clause in stratum.clauses
    }
    behind = [
        ("reply", "rectify"), ("reply", "often"), ("reply", "harmful"), ("deem", "harmful"),
        ("harmful", "whoever"), ("rectify", "whoever"), ("reply", "kept"), ("deem", "kept"),
    ]  # fmt: skip
    astray = [(first, then) for first, then in behind if place[f"p/{first}"] >= place[f"p/{then}"]]
    assert astray == []
    assert sorted(place) == sorted({each.full_id for each in RULES.clauses})


def test_only_clauses_that_depend_on_each_other_go_in_rounds() -> None:
    circular = {each.removeprefix("p/") for one in order_of(RULES).strata for each in one.circular}
    # What deems can be seen by all that deems, and what is proposed is judged with what lifts it.
    assert circular == {"deem", "follow", "often", "harmful", "spared", "milder"}


@settings(max_examples=settings().max_examples // 2)
@given(logs(), st.integers(3, 31))
def test_strata_settle_on_what_rounds_of_all_clauses_settle_on(events: list[Event], until: int) -> None:
    by_strata = judge(RULES, *events, as_of=day(until))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(judging, "order_of", one_stratum)
        in_rounds = judge(RULES, *events, as_of=day(until))
    assert by_strata == in_rounds


@settings(max_examples=settings().max_examples // 2)
@given(logs(), st.data())
def test_the_order_of_clauses_and_events_changes_nothing_but_the_order_of_findings(
    events: list[Event], data: st.DataObject
) -> None:
    [policy] = RULES.policies
    clauses = tuple(data.draw(st.permutations(policy.clauses)))
    shuffled = attrs.evolve(RULES, policies=(attrs.evolve(policy, clauses=clauses),))
    there = judge(shuffled, *data.draw(st.permutations(events)))
    here = judge(RULES, *events)
    assert sorted(map(repr, here)) == sorted(map(repr, there))
    assert here.quality == there.quality


def test_clauses_that_feed_themselves_at_one_instant_are_unknown_with_their_names() -> None:
    text = """
    events: {asked: {}, answered: {}}
    clauses:
      one: {tags: [x], requirement: {when: asked | answered, require: given(event.never)}}
      two: {requirement: {when: {violation: one}, require: given(event.never)}}
      three: {requirement: {when: {violation: two}, require: given(event.never)}}
    """
    sound = rules(text)
    circle = requiring(sound, "two", OneOf((Violated(("one",)), Violated(("three",)))))
    assert [each.clause for each in judge(sound, on(2, "asked")).unknowns] == []
    found = judge(circle, on(2, "asked"))
    assert {(each.clause, each.reason.en) for each in found.unknowns} == {
        (name, "the outcome of `p/three`, `p/two` feeds itself without end at one moment")
        for name in ("two", "three")
    }
    assert [each.clause for each in found.violations] == ["one"]


def test_what_a_clause_does_not_wait_for_opens_no_slice_of_it() -> None:
    text = """
    events: {asked: {}, answered: {}, noted: {}}
    clauses:
      reply:
        for_each: {unit: ["a"]}
        duty: {when: asked, must: answered, within: 2 days}
      by_unit: {per: unit, requirement: {when: noted, require: given(event.text)}}
      follow: {duty: {when: {violation: reply}, must: answered, within: no limit}}
    """
    log = [on(2, "asked"), on(20, "noted")]
    alone = judge(rules(text).without("p/follow"), *log)
    beside = judge(rules(text), *log)
    assert [each for each in beside if each.clause == "by_unit"] == [
        each for each in alone if each.clause == "by_unit"
    ]


DEEMING = """
case: {person: {type: string}}
records: {person: {set_by: listed, data: {rank: string}}}
events:
  listed: {data: {person: string, rank: string}}
  asked: {data: {person: string}}
  answered: {}
  told: {data: {person: string}}
  seen: {}
clauses:
  a-sliced: {duty: {per: [case, person], when: seen, must: answered, within: 9 days}}
  a-taking: {requirement: {when: seen, require: 'case.person == "p"'}}
  a-looking: {requirement: {when: seen, require: 'person.rank == "high"'}}
  a-plain: {requirement: {when: seen, require: given(event.never)}}
  deem: {duty: {when: asked, must: answered, within: 2 days, on_lapse: {deem: told, with: {person: p}}}}
"""


def test_what_silence_deems_reaches_whoever_it_opens_a_slice_to_or_tells_what_is_looked_up() -> None:
    deeming = rules(DEEMING)
    reached = order_of(deeming).reached
    assert {name for name, others in reached.items() if "p/deem" in others} == {
        "p/a-sliced", "p/a-taking", "p/a-looking",
    }  # fmt: skip
    listed = attrs.evolve(on(1, "listed", case="list"), data={"person": "p", "rank": "low"})
    found = judge(deeming, listed, on(2, "asked"), on(10, "seen"), as_of=day(30))
    sliced = [each for each in found.obligations if each.clause == "a-sliced"]
    assert [(each.slice, each.state) for each in sliced] == [((("person", "p"),), "overdue")]
    assert [each.clause for each in found.violations] == ["a-sliced", "a-looking", "a-plain", "deem"]
    assert found.unknowns == ()
    # Where nothing is deemed nobody has said who the person is, neither for a slice nor for the case.
    silent = judge(deeming, listed, on(2, "asked"), on(3, "answered"), on(10, "seen"), as_of=day(30))
    assert [each for each in silent.obligations if each.clause == "a-sliced"] == []
    assert [each.clause for each in silent.violations] == ["a-plain"]
    assert [each.clause for each in silent.unknowns] == ["a-sliced", "a-taking", "a-looking"]
