"""Expected against found: nothing unexpected slips through, and nothing needs to be said twice."""

import datetime as dt

import pytest

from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import (
    Alert,
    Evidence,
    Ignored,
    Lapse,
    LateDecision,
    Moment,
    Obligation,
    OtherReading,
    Reason,
    Shortfall,
    State,
    Unknown,
    Violation,
)
from govrules.model.frozen import FrozenMapping
from govrules.scenarios.compare import Difference, compare
from govrules.scenarios.model import Check, Expectation, Value

SHANGHAI = "Asia/Shanghai"
DUE = dt.date(2025, 10, 24)


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+08:00")


def evidence(event_type: str, day: str, known: str | None = None) -> Evidence:
    date = dt.date.fromisoformat(day)
    at = Moment(dt.datetime.combine(date, dt.time()))
    later = at if known is None else Moment(dt.datetime.fromisoformat(known))
    return Evidence(Event("c", event_type, date), at, later)


def obligation(
    state: State = "met",
    *,
    number: int = 1,
    clause: str = "decide",
    due: dt.date | None = DUE,
    **more: object,
) -> Obligation:
    return Obligation(f"o{number}", "p", clause, "c", state=state, due=due, **more)  # type: ignore[arg-type]


def violation(*, number: int = 1, clause: str = "decide", **more: object) -> Violation:
    return Violation(f"v{number}", "p", clause, "c", obligation=f"o{number}", due=DUE, **more)  # type: ignore[arg-type]


def expect(
    word: str, clause: str = "decide", *, slice: dict[str, str] | None = None, **details: Value
) -> Expectation:
    subject = clause if word == "ignored" else f"p/{clause}"
    return Expectation(word, subject, "c", tuple(details.items()), tuple((slice or {}).items()))


def detailed(word: str, details: dict[str, Value]) -> Expectation:
    return Expectation(word, "p/decide", "c", tuple(details.items()))


def said(
    expectations: list[Expectation], evaluation: Evaluation, *, partial: bool = False
) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    """Each difference as the word expected, the word found, and the details that differ."""
    check = Check(tuple(expectations), partial=partial)
    return [brief(each) for each in compare(check, evaluation, zone=SHANGHAI)]


def brief(each: Difference) -> tuple[str | None, str | None, tuple[str, ...]]:
    expected = each.expected.word if each.expected is not None else None
    return expected, each.found.word if each.found is not None else None, each.attributes


LATE = Evaluation(
    obligations=(obligation("overdue"),),
    violations=(violation(late_by_days=3),),
    alerts=(Alert("a1", "p", "decide", "c", obligation="o1", rule="1 working day left", due=DUE),),
)


def test_what_is_found_as_expected_leaves_no_difference() -> None:
    assert said([expect("violation", due=DUE, late_by_days=3), expect("alert")], LATE) == []


def test_a_violation_stands_for_its_obligation_and_both_may_be_listed() -> None:
    assert said([expect("violation"), expect("overdue", due=DUE), expect("alert")], LATE) == []


def test_an_exact_scenario_misses_nothing() -> None:
    assert said([], LATE) == [(None, "violation", ()), (None, "alert", ())]
    assert said([expect("overdue"), expect("alert")], LATE) == [(None, "violation", ())]
    assert said([expect("violation")], LATE) == [(None, "alert", ())]


@pytest.mark.parametrize(
    "state", ["met", "met_late", "pending", "paused", "overdue", "lapsed", "ended", "excused"]
)
def test_every_state_without_a_finding_of_its_own_must_be_listed(state: State) -> None:
    evaluation = Evaluation(obligations=(obligation(state),))
    assert said([], evaluation) == [(None, state, ())]
    assert said([expect(state)], evaluation) == []


def test_a_partial_scenario_asks_only_for_what_it_lists() -> None:
    assert said([expect("alert")], LATE, partial=True) == []
    assert said([expect("lapse")], LATE, partial=True) == [("lapse", None, ())]


def test_another_date_is_one_difference_and_not_two() -> None:
    expected = [expect("violation", due=dt.date(2025, 10, 27), late_by_days=3), expect("alert")]
    assert said(expected, LATE) == [("violation", "violation", ("due",))]


def test_another_state_stands_in_the_place_of_the_one_expected() -> None:
    assert said([expect("met", due=DUE)], LATE) == [
        ("met", "overdue", ("state",)),
        (None, "violation", ()),
        (None, "alert", ()),
    ]


def test_one_expectation_stands_for_one_finding() -> None:
    twice = Evaluation(obligations=(obligation(number=1), obligation(number=2)))
    assert said([expect("met")], twice) == [(None, "met", ())]
    assert said([expect("met"), expect("met")], twice) == []
    assert said([expect("met")] * 3, twice) == [("met", None, ())]


@pytest.mark.parametrize("backward", [False, True])
def test_a_general_expectation_leaves_the_particular_finding_to_the_particular_one(backward: bool) -> None:
    found = Evaluation(
        obligations=(
            obligation(number=1, limit_name="promised", due=dt.date(2025, 10, 17)),
            obligation(number=2, limit_name="statutory"),
        )
    )
    expected = [expect("met"), expect("met", limit="promised")]
    assert said(expected[::-1] if backward else expected, found) == []


def test_the_nearest_finding_is_shown_for_each_expectation() -> None:
    found = Evaluation(
        obligations=(
            obligation(number=1, limit_name="promised", due=dt.date(2025, 10, 17)),
            obligation(number=2, limit_name="statutory"),
        )
    )
    wrong = dt.date(2025, 10, 20)
    differences = compare(
        Check((expect("met", limit="statutory", due=wrong), expect("met", limit="promised", due=wrong))),
        found,
    )
    assert [
        each.found.finding.id
        for each in differences
        if each.found and isinstance(each.found.finding, Obligation)
    ] == ["o2", "o1"]
    assert [each.attributes for each in differences] == [("due",), ("due",)]


def test_slices_are_told_apart() -> None:
    found = Evaluation(
        obligations=(
            obligation(number=1, slice=(("unit", "a"),)),
            obligation(number=2, slice=(("unit", "b"),)),
        )
    )
    assert said([expect("met", slice={"unit": "b"}), expect("met", slice={"unit": "a"})], found) == []
    assert said([expect("met", slice={"unit": "c"}), expect("met", slice={"unit": "a"})], found) == [
        ("met", "met", ("unit",))
    ]


def test_dates_and_instants_are_compared_in_the_zone_of_the_policies() -> None:
    late = violation(at=dt.datetime(2025, 10, 24, 16, tzinfo=dt.UTC))
    found = Evaluation(obligations=(obligation("overdue"),), violations=(late,))
    for value, same in (
        (dt.date(2025, 10, 25), True),
        (dt.date(2025, 10, 24), False),
        (instant("2025-10-25T00:00"), True),
        (instant("2025-10-25T00:01"), False),
        (None, False),
    ):
        assert said([expect("violation", at=value)], found) == (
            [] if same else [("violation", "violation", ("at",))]
        )


def test_a_bare_date_is_no_instant() -> None:
    found = Evaluation(obligations=(obligation(fulfilled=evidence("decided", "2025-10-24")),))
    assert said([expect("met", fulfilled=DUE)], found) == []
    assert said([expect("met", fulfilled=instant("2025-10-24T00:00"))], found) == [
        ("met", "met", ("fulfilled",))
    ]


def test_every_detail_of_an_obligation_can_be_asked_for() -> None:
    others = (OtherReading("week", "1 week", dt.date(2025, 10, 20)), OtherReading("open", "x", None))
    found = Evaluation(
        obligations=(
            obligation(
                "excused",
                trigger=evidence("accepted", "2025-09-22"),
                limit_name="statutory",
                limit="20 working days",
                due_end=instant("2025-10-25T00:00"),
                late_from=instant("2025-10-25T00:00"),
                responsible="市住建局",
                reading="working",
                other_readings=others,
                basis=("same day", "projected"),
                horizon=dt.date(2025, 12, 28),
                reason=Reason("special-reason", "", ""),
                version_from=dt.date(2004, 7, 1),
                strength="in_principle",
            ),
        )
    )
    right: dict[str, Value] = {
        "due": DUE,
        "due_end": dt.date(2025, 10, 25),
        "late_from": instant("2025-10-25T00:00"),
        "limit": "statutory",
        "within": "20 working days",
        "trigger": dt.date(2025, 9, 22),
        "fulfilled": None,
        "responsible": "市住建局",
        "reading": "working",
        "other_readings": FrozenMapping({"week": "2025-10-20"}),
        "basis": ("projected", "same day"),
        "horizon": dt.date(2025, 12, 28),
        "reason": "special reason",
        "version_from": dt.date(2004, 7, 1),
        "strength": "in_principle",
    }
    assert said([detailed("excused", right)], found) == []
    for name in right:
        wrong: dict[str, Value] = {**right, name: ("x",)}
        assert said([detailed("excused", wrong)], found) == [("excused", "excused", (name,))]


LAPSED = Evaluation(
    obligations=(obligation("lapsed", limit_name="statutory", reading="working"),),
    lapses=(
        Lapse(
            "l1",
            "p",
            "decide",
            "c",
            obligation="o1",
            limit_name="statutory",
            due=DUE,
            at=instant("2025-10-25T00:00"),
            deemed=evidence("accepted", "2025-09-22", "2025-10-25 00:00"),
            breach=False,
        ),
    ),
    late_decisions=(
        LateDecision(
            "d1", "p", "decide", "c", lapse="l1", event=evidence("decided", "2025-10-27"), late_by_days=3
        ),
    ),
)


def test_a_lapse_stands_for_its_obligation_and_says_what_was_deemed_when() -> None:
    lapse: dict[str, Value] = {
        "due": DUE,
        "limit": "statutory",
        "reading": "working",
        "deemed": "accepted",
        "effective": dt.date(2025, 9, 22),
        "known": dt.date(2025, 10, 25),
        "breach": False,
    }
    late: dict[str, Value] = {"event": "decided", "at": dt.date(2025, 10, 27), "late_by_days": 3}
    assert said([detailed("lapse", lapse), detailed("late_decision", late)], LAPSED) == []
    for name in lapse:
        wrong = detailed("lapse", {**lapse, name: ("x",)})
        assert said([wrong, expect("late_decision")], LAPSED) == [("lapse", "lapse", (name,))]
    assert said([expect("lapse")], LAPSED) == [(None, "late_decision", ())]


def test_an_unknown_is_listed_once_for_its_obligation() -> None:
    reason = Reason("parameter-unset", "", "")
    found = Evaluation(
        obligations=(obligation("unknown", due=None, reason=reason),),
        unknowns=(Unknown("u1", "p", "decide", "c", reason=reason, obligation="o1"),),
    )
    assert said([expect("unknown", reason="parameter unset")], found) == []
    assert said([], found) == [(None, "unknown", ())]
    alone = Evaluation(obligations=found.obligations)
    assert said([expect("unknown", reason="parameter unset")], alone) == []
    assert said([], alone) == [(None, "unknown", ())]


def test_a_shortfall_is_no_violation() -> None:
    fallen = Shortfall("s1", "p", "decide", "c", obligation="o1", due=DUE, tags=("b", "a"))
    found = Evaluation(obligations=(obligation("overdue"),), shortfalls=(fallen,))
    assert said([expect("shortfall", tags=("a", "b"))], found) == []
    assert said([expect("violation")], found) == [("violation", None, ()), (None, "shortfall", ())]


def test_ignored_events_are_compared_only_where_they_are_expected() -> None:
    event = Event("c", "resumed", dt.date(2025, 10, 9))
    found = Evaluation(ignored=(Ignored(event, Reason("nothing-paused", "", "")),))
    assert said([], found) == []
    right = expect("ignored", "resumed", reason="nothing paused", at=dt.date(2025, 10, 9))
    assert said([right], found) == []
    assert said([expect("ignored", "resumed", reason="other")], found) == [
        ("ignored", "ignored", ("reason",))
    ]


def test_cases_are_told_apart() -> None:
    check = Check((Expectation("met", "p/decide", "other"),))
    found = Evaluation(obligations=(obligation(),))
    assert [brief(each) for each in compare(check, found)] == [("met", None, ()), (None, "met", ())]
