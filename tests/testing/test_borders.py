"""Border histories: each kind of border exists, is labelled, appears, and lies where its label says."""

import datetime as dt
import random
from collections import Counter

from govrules.model.calendar import Calendar
from govrules.model.clauses import Duty
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from govrules.testing.chance import Thrown
from govrules.testing.constructed import (
    Told,
    checkable,
    clause_named,
    outcome_of,
    throw_boundary,
    why_no_border,
)
from govrules.testing.ground import ground_of
from govrules.testing.places import PLACES, places_of
from govrules.testing.steps import NoWayError
from tests.testing.packs import TRIED, every_pack, places

COUNTER = """\
govrules: 1
policy: counter
time_zone: Asia/Shanghai
in_force: {from: 2004-07-01}
calendar: cn
convention: cn-licensing-law
events:
  asked: {}
  answered: {}
clauses:
  answer:
    convention: {cutoff: "16:00", cutoff_to: next_working_day}
    duty: {when: asked, must: answered, within: 3 working days}
"""
"""no shipped policy has a cut-off"""


def borders(rulebook: Rulebook, clause: str, number: int) -> list[Told]:
    ground = ground_of(rulebook)
    found = clause_named(rulebook, clause)
    places, source = places_of(ground, found), Thrown(random.Random(1))
    borders: list[Told] = []
    for _ in range(4 * number):
        try:
            borders.append(throw_boundary(source, ground, found, places))
        except NoWayError:
            continue
        if len(borders) == number:
            return borders
    raise AssertionError(f"{clause}: only {len(borders)} borders of {number}")


def calendar_of(rulebook: Rulebook) -> Calendar:
    [calendar] = {
        policy.calendar: rulebook.calendars[policy.calendar or ""] for policy in rulebook.policies
    }.values()
    return calendar


def triggered(told: Told) -> dt.datetime | dt.date:
    """When the duty of the clause begins."""
    found = [each for each in told.evaluate().obligations if each.full_clause == told.clause]
    assert found
    assert found[0].trigger is not None
    return found[0].trigger.event.time


def lies_there(told: Told) -> bool:
    """Whether the time of the clause runs over what the label says."""
    if told.place == "anywhere":
        return True
    trigger = triggered(told)
    if told.place == "cut-off":
        return isinstance(trigger, dt.datetime) and trigger.strftime("%H:%M") in {"15:59", "16:00"}
    begins = trigger.date() if isinstance(trigger, dt.datetime) else trigger
    calendar = calendar_of(told.rulebook)
    if told.due is None:
        # What is done in time before an event has no due date of its own.
        return True
    match told.place:
        case "make-up day":
            return any(begins < each.date <= told.due for each in calendar.make_up)
        case "year end":
            return begins.year < told.due.year
        case "horizon":
            assert calendar.announced_until is not None
            return begins <= calendar.announced_until < told.due


def test_every_kind_of_border_appears_with_both_of_its_sides() -> None:
    found = Counter((each.place, each.side) for each in borders(load_text(COUNTER).or_raise(), "answer", 200))
    assert set(found) == {
        (place, side) for place in PLACES for side in ("last instant", "first instant late")
    }
    assert min(found.values()) >= 2


def test_a_cut_off_is_tried_at_its_minute_and_at_the_one_before() -> None:
    rules = load_text(COUNTER).or_raise()
    found = [each for each in borders(rules, "answer", 100) if each.place == "cut-off"]
    dues: dict[str, set[dt.date | None]] = {}
    for each in found:
        trigger = triggered(each)
        assert isinstance(trigger, dt.datetime)
        dues.setdefault(trigger.strftime("%H:%M"), set()).add(each.due)
    [[before], [after]] = dues["15:59"], dues["16:00"]
    assert before is not None
    assert after is not None
    assert before < after


@every_pack
def test_a_border_lies_where_its_label_says_and_decides(pack: str) -> None:
    rules = TRIED[pack]
    ground = ground_of(rules)
    clauses = [each for each in checkable(rules) if why_no_border(ground, each) is None]
    found: Counter[str] = Counter()
    for clause in clauses:
        # The time of a quota runs over nothing: it has one kind of border, a duty has four.
        for told in borders(rules, clause.full_id, 12 if isinstance(clause.body, Duty) else 2):
            assert lies_there(told), told
            assert outcome_of(told.evaluate(), told.clause) == told.outcome, told
            assert told.place in told.told or told.place == "anywhere"
            assert told.side in told.told
            found[told.place] += 1
    assert set(found) == places(pack)


def test_the_last_instant_and_the_first_one_late_are_next_to_each_other() -> None:
    rules = load_text(COUNTER).or_raise()
    answers: dict[str, set[str]] = {"last instant": set(), "first instant late": set()}
    for told in borders(rules, "answer", 60):
        [answer] = [each for each in told.events if each.type == "answered"]
        assert told.due is not None
        # At 24:00 of the due day, in the policy's zone; a second later, or on the next day, is late.
        midnight = dt.datetime.combine(told.due, dt.time(16), tzinfo=dt.UTC)
        gap = answer.time - (midnight if isinstance(answer.time, dt.datetime) else told.due)
        answers[told.side].add(str(gap))
    assert answers == {
        "last instant": {"0:00:00"},
        "first instant late": {"0:00:01", "1 day, 0:00:00"},
    }
