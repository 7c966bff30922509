"""Compliant, violating and border histories: what they claim is so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.model.clauses import Clause
from govrules.model.evaluation import Evaluation
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from govrules.scenarios.coverage import is_never_late
from govrules.testing import boundary, check_laws, compliant, unbreakable, unmeetable, violating
from govrules.testing.chance import turned
from govrules.testing.constructed import (
    Told,
    broken,
    checkable,
    outcome_of,
    throw_boundary,
    throw_violating,
    why_no_border,
)
from govrules.testing.ground import ground_of
from govrules.testing.places import places_of
from tests.testing.packs import NAMES, PACKS, TRIED, every_pack, places

# What no history breaks alone, by pack. With a trial value of one, whoever lacks the one routine appraisal
# lacks it before the yearly one as well, whoever checks in no form at all has made no visit either, and
# whoever comes to two departments has come twice. Of the rules of several cities some ask for one thing by
# one event; and whoever decides before all were heard may have heard nobody.
UNBREAKABLE = {
    "cn/hubei-2008-36": {
        "cn-hubei-2008-36/appraise_often": (
            "whoever breaks it breaks `cn-hubei-2008-36/routine_before_periodic` as well"
        ),
    },
    "cn/yuexi-efficiency": {
        "cn-yuexi-efficiency/check_in_five_forms": (
            "whoever breaks it breaks `cn-yuexi-efficiency/visit_once_a_quarter` as well"
        ),
    },
    "cn/city-execution": {
        "cn-city-execution/no_blind_decisions": (
            "whoever breaks it breaks `cn-city-execution/public_and_experts_before_decisions` as well"
        ),
        "cn-city-execution/no_decisions_by_a_few": (
            "whoever breaks it breaks `cn-city-execution/decide_in_a_meeting` as well"
        ),
    },
    "cn/efficiency-systems": {
        "cn-efficiency-chengdu/yellow_when_the_limit_is_about_to_end": (
            "whoever breaks it breaks `cn-efficiency-e-supervision/finish_in_the_promised_limit` as well"
        ),
        "cn-efficiency-e-supervision/finish_in_the_promised_limit": (
            "whoever breaks it breaks `cn-efficiency-chengdu/yellow_when_the_limit_is_about_to_end` as well"
        ),
        "cn-efficiency-stage-warnings/whole_matter_in_time": (
            "whoever breaks it breaks `cn-efficiency-chengdu/yellow_when_the_limit_is_about_to_end` as well"
        ),
        "cn-efficiency-yulin/yellow_at_ninety_percent": (
            "whoever breaks it breaks `cn-efficiency-chengdu/yellow_when_the_limit_is_about_to_end` as well"
        ),
    },
    "cn/yongzhou-2018-1": {
        "cn-yongzhou-2018-1/fewer_meetings_of_each": (
            "whoever breaks it breaks `cn-yongzhou-2018-1/fewer_meetings` as well"
        ),
        "cn-yongzhou-2018-1/no_running_between_departments": (
            "whoever breaks it breaks `cn-yongzhou-2018-1/no_repeated_trips` as well"
        ),
    },
}
NOT_MET = {
    "a prohibition is kept by what does not happen",
    "nobody answers where nothing was broken",
}
NOT_MET_YET = {"cn-yongzhou-2018-1/shorten_every_limit"}
"""what they require is more than the generator can make come out"""
some = settings(max_examples=max(settings().max_examples * 2 // 3 // len(NAMES), 8))
# So many for all packs together: a further pack makes the tests of each a little shorter.
many = settings(max_examples=max(settings().max_examples * 2 // len(NAMES), 12))


def breakable(pack: str) -> list[tuple[Rulebook, Clause]]:
    """Each clause with the rules under which it can be broken alone: with trial values, or as they are."""
    found: list[tuple[Rulebook, Clause]] = []
    for rules in (TRIED[pack], PACKS[pack]):
        known = {clause.full_id for _, clause in found} | set(unbreakable(rules))
        found += [(rules, each) for each in checkable(rules) if each.full_id not in known]
    return found


def bordered(pack: str) -> list[Clause]:
    ground = ground_of(TRIED[pack])
    return [each for each in checkable(TRIED[pack]) if why_no_border(ground, each) is None]


@every_pack
@some
@given(data=st.data())
def test_a_compliant_history_breaks_nothing(pack: str, data: st.DataObject) -> None:
    history = data.draw(compliant(TRIED[pack]))
    found = history.evaluate()
    assert broken(found) == frozenset()
    assert any(each.state == "met" for each in found.obligations)


def breaks_it_alone(told: Told) -> None:
    found = told.evaluate()
    assert outcome_of(found, told.clause) == "missed", told
    assert broken(found) <= told.may_be_broken, told


@every_pack
def test_the_plainest_violating_history_breaks_each_clause_and_none_that_does_not_depend_on_it(
    pack: str,
) -> None:
    possible = breakable(pack)
    names = {each.full_id for _, each in possible}
    left = {name: why for name, why in unbreakable(TRIED[pack]).items() if name not in names}
    assert left == UNBREAKABLE.get(pack, {})
    for rules, clause in possible:
        breaks_it_alone(throw_violating(turned(0), ground_of(rules), clause))


@every_pack
@many
@given(data=st.data())
def test_a_violating_history_breaks_its_clause_and_none_that_does_not_depend_on_it(
    pack: str, data: st.DataObject
) -> None:
    possible = breakable(pack)
    rules, clause = possible[data.draw(st.integers(0, len(possible) - 1))]
    breaks_it_alone(data.draw(violating(rules, clause.full_id)))


def is_told_apart(told: Told) -> None:
    found = told.evaluate()
    assert outcome_of(found, told.clause) == told.outcome, told
    assert told.outcome == ("met" if told.side == "last instant" else "missed"), told
    assert told.due is None or told.due in dues(found, told.clause), told


@every_pack
def test_the_plainest_border_of_each_clause_tells_met_from_missed(pack: str) -> None:
    ground = ground_of(TRIED[pack])
    for clause in bordered(pack):
        for number in (0, 1):
            is_told_apart(throw_boundary(turned(number), ground, clause, ("anywhere",)))


@every_pack
@many
@given(data=st.data())
def test_the_last_instant_is_in_time_and_the_next_is_late(pack: str, data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from([each.full_id for each in bordered(pack)]))
    is_told_apart(data.draw(boundary(TRIED[pack], clause)))


def dues(found: Evaluation, clause: str) -> set[object]:
    return {each.due for each in found.obligations if each.full_clause == clause}


def test_at_most_one_clause_in_ten_of_a_pack_cannot_be_broken_alone() -> None:
    for pack in NAMES:
        assert len(UNBREAKABLE.get(pack, {})) <= 0.1 * len(list(checkable(TRIED[pack])))


@every_pack
def test_what_can_be_broken_only_with_trial_values_leans_on_a_number_that_the_text_leaves_open(
    pack: str,
) -> None:
    plain, tried = unbreakable(PACKS[pack]), unbreakable(TRIED[pack])
    assert {plain[name].partition("`")[0] for name in plain.keys() - tried.keys()} <= {"parameter "}


@every_pack
def test_only_what_asks_for_nothing_to_happen_has_no_history_that_meets_it(pack: str) -> None:
    found = unmeetable(TRIED[pack]).items()
    assert {why for name, why in found if name not in NOT_MET_YET} <= NOT_MET


@every_pack
def test_a_duty_without_a_limit_is_left_undone_and_no_violation(pack: str) -> None:
    ground = ground_of(TRIED[pack])
    open_ended = [each for _, each in breakable(pack) if is_never_late(each)]
    for clause in open_ended:
        told = throw_violating(turned(0), ground, clause)
        found = told.evaluate()
        states = {each.state for each in found.obligations if each.full_clause == clause.full_id}
        assert (states, clause.full_id in broken(found)) == ({"pending"}, False)
        assert why_no_border(ground, clause) is not None


def test_what_cannot_be_broken_is_told_with_the_reason() -> None:
    district = PACKS["cn/district-eight-systems"]
    unset = {name for name, each in district.policies[0].parameters.items() if not each.values}
    told = unbreakable(district)
    assert told["cn-district-eight-systems/visitors_at_once"] == "parameter `at_once` has no value"
    assert set(told.values()) <= {f"parameter `{name}` has no value" for name in unset}


@every_pack
def test_borders_lie_over_make_up_days_ends_of_years_and_the_horizon(pack: str) -> None:
    ground = ground_of(TRIED[pack])
    assert {place for each in bordered(pack) for place in places_of(ground, each)} == places(pack)


def test_a_clause_that_cannot_be_broken_is_refused_with_the_reason() -> None:
    rules = PACKS["cn/licensing-law"]
    with pytest.raises(ValueError, match=r"urgently` alone: parameter `urgent_task` has no value"):
        violating(PACKS["cn/district-eight-systems"], "urgent_tasks_urgently")
    with pytest.raises(ValueError, match=r"tell_once` has no border to be tried: it has neither a due end"):
        boundary(rules, "tell_once")
    with pytest.raises(ValueError, match=r"no clause `decides`"):
        violating(rules, "decides")


def test_every_kind_of_clause_is_among_those_that_are_broken() -> None:
    kinds = {each.kind for pack in NAMES for _, each in breakable(pack)}
    assert kinds == {"duty", "requirement", "prohibition", "quota", "maintenance", "accountability"}


GROUPS = """
govrules: 1
policy: groups
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {group_registered: {data: {group: string, office: string, place: string, members: string}}}
records:
  group: {set_by: group_registered, data: {office: string, place: string, members: string}}
clauses:
  name_an_office:
    cite: Article 1
    requirement:
      when: {every: year, at: end}
      for_each: group
      require: given(group.office) and group.place == "hall"
  name_members:
    cite: Article 2
    requirement: {when: {every: year, at: end}, for_each: group, require: given(group.members)}
"""


def test_a_record_that_meets_one_clause_breaks_no_other_of_the_same_day() -> None:
    check_laws(load_text(GROUPS).or_raise(), laws=["compliant histories break nothing"], max_examples=20)
