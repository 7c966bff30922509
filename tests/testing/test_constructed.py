"""Compliant, violating and border histories: what they claim is so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.evaluation import Evaluation
from govrules.model.patterns import AllOf, Happens, InOrder, OneOf, Pattern
from govrules.scenarios.coverage import is_never_late
from govrules.testing import boundary, compliant, unbreakable, violating
from govrules.testing.constructed import broken, checkable, outcome_of, places_of, why_no_border
from govrules.testing.depends import depends_on
from govrules.testing.ground import ground_of
from tests.testing.packs import NAMES, PACKS, TRIED, every_pack, places

NOT_BUILT_YET = {
    "it counts, lasts or follows from others, which no history is built for yet",
    "it follows days of the calendar or what another clause came to, not events alone",
}
# Their conditions ask for more than the generator can make come out, or for what another clause asks too.
NOT_SOLVED_YET = (
    {
        "cn-hubei-2008-36/" + name
        for name in (
            "control_rank_of_meetings",
            "control_size_of_meetings",
            "honour_appraisals",
            "look_on_the_spot",
            "no_absence_without_leave",
            "no_buck_passing",
            "no_cancelled_item_again",
            "no_undue_fees",
            "publish_how_it_is_done",
            "publish_service_notes",
            "receive_within_the_standard",
            "routine_before_periodic",
            "routine_weighs_most",
            "short_documents",
            "short_meetings",
            "short_speeches",
        )
    }
    | {
        "cn-yuexi-efficiency/" + name
        for name in (
            "chief_representatives_decide",
            "each_level_hands_down",
            "stage_rules_before_appraisal",
        )
    }
    | {
        "cn-yongzhou-2018-1/" + name
        for name in (
            "conclude_within_the_shortened_limit",
            "executive_vice_mayor_studies",
            "manage_items_at_the_centre",
            "no_circulation_at_every_level",
            "no_copied_documents",
            "no_further_steps",
            "one_vice_mayor_coordinates",
            "schedule_backwards",
            "sign_off_by_grades",
        )
    }
)
UNBREAKABLE = {name: unbreakable(TRIED[name]) for name in NAMES}
few = settings(max_examples=max(settings().max_examples // 25, 4))
some = settings(max_examples=max(settings().max_examples // 6, 10))

every_breakable_clause = pytest.mark.parametrize(
    ("pack", "clause"),
    [
        (pack, each.full_id)
        for pack in NAMES
        for each in checkable(TRIED[pack])
        if each.full_id not in UNBREAKABLE[pack]
    ],
)


@every_pack
@some
@given(data=st.data())
def test_a_compliant_history_breaks_nothing(pack: str, data: st.DataObject) -> None:
    history = data.draw(compliant(TRIED[pack]))
    found = history.evaluate()
    assert broken(found) == frozenset()
    assert any(each.state == "met" for each in found.obligations)


@every_breakable_clause
@few
@given(data=st.data())
def test_a_violating_history_breaks_its_clause_and_none_that_does_not_depend_on_it(
    pack: str, clause: str, data: st.DataObject
) -> None:
    history = data.draw(violating(TRIED[pack], clause))
    found = history.evaluate()
    assert outcome_of(found, clause) == "missed"
    assert broken(found) <= depends_on(TRIED[pack], clause)


@pytest.mark.parametrize(
    ("pack", "clause"),
    [
        (pack, each.full_id)
        for pack in NAMES
        for each in checkable(TRIED[pack])
        if why_no_border(ground_of(TRIED[pack]), each) is None
    ],
)
@few
@given(data=st.data())
def test_the_last_instant_is_in_time_and_the_next_is_late(
    pack: str, clause: str, data: st.DataObject
) -> None:
    history = data.draw(boundary(TRIED[pack], clause))
    found = history.evaluate()
    assert outcome_of(found, clause) == history.outcome
    assert history.outcome == ("met" if history.side == "last instant" else "missed")
    assert history.due is None or history.due in dues(found, clause)


def dues(found: Evaluation, clause: str) -> set[object]:
    return {each.due for each in found.obligations if each.full_clause == clause}


@every_pack
def test_only_what_is_never_late_or_more_than_a_history_of_events_cannot_be_broken_alone(pack: str) -> None:
    # A clause counts where neither the text as it is nor one with trial values has such a history.
    both = set(unbreakable(PACKS[pack])) & set(unbreakable(TRIED[pack]))
    later = {name for name in both if UNBREAKABLE[pack][name] in NOT_BUILT_YET}
    assert {each.full_id for each in checkable(TRIED[pack]) if waits_for_more_than_events(each)} == later
    never_late = {each.full_id for each in checkable(PACKS[pack]) if is_never_late(each)}
    assert never_late <= both
    assert both - later - never_late <= NOT_SOLVED_YET


def waits_for_more_than_events(clause: Clause) -> bool:
    """Whether what breaks it is more than a history of events that speak of it."""
    body = clause.body
    if not isinstance(body, Duty | Requirement | Prohibition):
        return True
    return not needs_events_alone(body.when)


def needs_events_alone(pattern: Pattern) -> bool:
    match pattern:
        case Happens():
            return True
        case OneOf(options):
            return any(needs_events_alone(each) for each in options)
        case AllOf(parts) | InOrder(parts):
            return all(needs_events_alone(each) for each in parts)
    return False


def test_what_cannot_be_broken_alone_is_told_with_the_reason() -> None:
    assert unbreakable(PACKS["cn/licensing-law"]) == {
        "cn-licensing-law/tell_time_needed": "it has no limit, so that it stays open and is never missed"
    }
    district = unbreakable(PACKS["cn/district-eight-systems"])
    assert {
        name.rpartition("/")[2]: reason for name, reason in district.items() if reason not in NOT_BUILT_YET
    } == {
        "urgent_tasks_urgently": "parameter `urgent_task` has no value",
        "visitors_at_once": "parameter `at_once` has no value",
        "own_tasks_at_once": "parameter `at_once` has no value",
        "pass_on_at_once": "parameter `transfer_at_once` has no value",
        "feed_back_promptly": "parameter `feedback_promptly` has no value",
        "apologise": "it has no limit, so that it stays open and is never missed",
        "pursue_dereliction": "it has no limit, so that it stays open and is never missed",
        "pass_crimes_on": "it has no limit, so that it stays open and is never missed",
        "disclose_what_concerns_the_public": "it has no limit, so that it stays open and is never missed",
        "visitors_complex_matters": "parameter `as_soon_as_possible` has no value",
        "explain_to_visitors": "it has no limit, so that it stays open and is never missed",
        "requests_answered_promptly": "parameter `promptly` has no value",
    }


@every_pack
def test_borders_lie_over_make_up_days_ends_of_years_and_the_horizon(pack: str) -> None:
    ground = ground_of(TRIED[pack])
    duties = [each for each in checkable(TRIED[pack]) if why_no_border(ground, each) is None]
    assert {place for each in duties for place in places_of(ground, each)} == places(pack)


def test_a_clause_that_cannot_be_broken_is_refused_with_the_reason() -> None:
    rules = PACKS["cn/licensing-law"]
    with pytest.raises(ValueError, match=r"tell_time_needed` alone: it has no limit"):
        violating(rules, "tell_time_needed")
    with pytest.raises(ValueError, match=r"tell_once` has no border to be tried: only a duty has a due end"):
        boundary(rules, "tell_once")
    with pytest.raises(ValueError, match=r"no clause `decides`"):
        violating(rules, "decides")
