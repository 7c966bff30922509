"""The laws of counting, on random calendars, conventions, periods and pauses."""

import datetime as dt
from typing import Literal

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from govrules.counting.calendar import working_calendar
from govrules.counting.due import Due, Extension, Pause, Running, count, due
from govrules.model.calendar import Calendar, DayKind, DayOff
from govrules.model.convention import Convention, LastDayOff, ShortPeriods
from govrules.model.period import Part, Period, Unit
from tests.laws import counting_strategies as random

ONE = dt.timedelta(days=1)
Roll = Literal["onward", "stays"]


def date_of(asked: random.Asked) -> dt.date:
    """The due date; the case is dropped where a pause never ends."""
    found = found_of(asked)
    assume(isinstance(found, Due))
    assert isinstance(found, Due)
    return found.date


def found_of(asked: random.Asked) -> Due | Running:
    after = asked.trigger if asked.forward else None
    before = None if asked.forward else asked.trigger
    return count(
        asked.period,
        after=after,
        before=before,
        calendar=asked.calendar,
        convention=asked.convention,
        pauses=asked.pauses,
        extensions=asked.extensions,
    )


def rolling(asked: random.Asked, roll: Roll) -> random.Asked:
    return attrs.evolve(asked, convention=attrs.evolve(asked.convention, last_day_off=LastDayOff(roll)))


def is_paused(asked: random.Asked, day: dt.date) -> bool:
    plain = random.plain_pauses(asked.pauses, asked.convention.pause_days)
    return any(pause.holds(day) for pause in plain)


@given(random.questions())
def test_moved_onward_a_due_date_is_a_working_day_and_unpaused(asked: random.Asked) -> None:
    asked = rolling(asked, "onward")
    found = date_of(asked)
    assert working_calendar(asked.calendar).is_working_day(found)
    assert not is_paused(asked, found)


@st.composite
def monotone(draw: st.DrawFn) -> random.Asked:
    """Questions of the kind for which longer never means earlier."""
    asked = draw(random.questions())
    roll: Roll = draw(st.sampled_from(["onward", "stays"]))
    asked = rolling(asked, roll)
    extend_from = asked.convention.extend_from
    convention = attrs.evolve(
        asked.convention,
        extend_from="unrolled" if extend_from == "approval" else extend_from,
        # Amounts stay on one side of the threshold: here on the far one.
        short_periods=None,
    )
    pauses = asked.pauses
    if any(part.unit.is_months for part in asked.period.parts):
        # Pauses of months begin after the trigger, on the side to which the count goes.
        if asked.forward:
            pauses = tuple(pause for pause in pauses if pause.start > asked.trigger)
        else:
            pauses = tuple(pause for pause in pauses if pause.end is not None and pause.end < asked.trigger)
    return attrs.evolve(asked, convention=convention, pauses=pauses)


def check_not_shorter(asked: random.Asked, longer: random.Asked) -> None:
    """Onward the longer one is never earlier, backward never later."""
    first, second = date_of(asked), date_of(longer)
    assert second >= first if asked.forward else second <= first


@given(monotone(), st.integers(0, 2), st.integers(1, 10))
def test_a_longer_period_is_never_due_earlier(asked: random.Asked, position: int, more: int) -> None:
    parts = list(asked.period.parts)
    at = position % len(parts)
    # Ten years more would leave the calendar, which is no date at all.
    added = 1 if parts[at].unit is Unit.YEARS else more
    parts[at] = Part(parts[at].amount + added, parts[at].unit)
    check_not_shorter(asked, attrs.evolve(asked, period=Period(tuple(parts))))


@given(monotone(), random.near(300), st.sampled_from(list(DayKind)))
def test_an_added_day_off_never_makes_a_date_earlier(
    asked: random.Asked, day: dt.date, kind: DayKind
) -> None:
    calendar = asked.calendar
    assume(working_calendar(calendar).is_working_day(day))
    added = attrs.evolve(
        calendar,
        days_off=(*calendar.days_off, DayOff(day, kind)),
        make_up=tuple(made for made in calendar.make_up if made.date != day),
    )
    check_not_shorter(asked, attrs.evolve(asked, calendar=added))


@given(monotone(), st.integers(0, 3), st.integers(1, 20))
def test_a_longer_pause_never_makes_a_date_earlier(asked: random.Asked, position: int, more: int) -> None:
    assume(asked.pauses)
    at = position % len(asked.pauses)
    pause = asked.pauses[at]
    assume(pause.end is not None)
    assert pause.end is not None
    if asked.forward:
        longer = attrs.evolve(pause, end=pause.end + dt.timedelta(days=more))
    else:
        longer = attrs.evolve(pause, start=pause.start - dt.timedelta(days=more))
    pauses = (*asked.pauses[:at], longer, *asked.pauses[at + 1 :])
    check_not_shorter(asked, attrs.evolve(asked, pauses=pauses))


@given(monotone(), random.periods())
def test_an_extension_never_makes_a_date_earlier(asked: random.Asked, more: Period) -> None:
    extensions = (*asked.extensions, Extension(more))
    check_not_shorter(asked, attrs.evolve(asked, extensions=extensions))


@given(random.calendars(), random.near(), st.integers(1, 60))
def test_working_days_back_from_a_due_date_lead_to_the_last_working_day_at_the_start(
    calendar: Calendar, start: dt.date, n: int
) -> None:
    period = Period.of(n, Unit.WORKING_DAYS)
    found = due(period, after=start, calendar=calendar).date
    back = due(period, before=found, calendar=calendar).date
    assert back == working_calendar(calendar).last_working_day(start)


def outcome(asked: random.Asked) -> object:
    found = found_of(asked)
    return (found.origin, found.unrolled, found.date) if isinstance(found, Due) else "running"


def half_open(asked: random.Asked, opens: bool) -> random.Asked:
    brackets: Literal["(]", "[)"] = "(]" if opens else "[)"
    return attrs.evolve(asked, convention=attrs.evolve(asked.convention, pause_days=brackets))


@given(random.questions(), random.near(300), st.booleans())
def test_a_pause_of_no_length_changes_nothing(asked: random.Asked, day: dt.date, opens: bool) -> None:
    asked = half_open(asked, opens)
    assert outcome(attrs.evolve(asked, pauses=(*asked.pauses, Pause(day, day)))) == outcome(asked)


@given(random.questions(), st.integers(0, 3), st.integers(0, 25), st.booleans())
def test_splitting_a_pause_changes_nothing(
    asked: random.Asked, position: int, offset: int, opens: bool
) -> None:
    asked = half_open(asked, opens)
    assume(asked.pauses)
    at = position % len(asked.pauses)
    pause = asked.pauses[at]
    cut = pause.start + dt.timedelta(days=offset)
    assume(pause.end is None or cut <= pause.end)
    halves = (Pause(pause.start, cut), Pause(cut, pause.end))
    split = (*asked.pauses[:at], *halves, *asked.pauses[at + 1 :])
    assert outcome(attrs.evolve(asked, pauses=split)) == outcome(asked)


@given(random.questions(), st.randoms(use_true_random=False))
def test_overlapping_pauses_count_once_in_any_order(asked: random.Asked, chance: object) -> None:
    shuffled = [*asked.pauses, *asked.pauses]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome(attrs.evolve(asked, pauses=tuple(shuffled))) == outcome(asked)


@given(random.calendars(), random.near(), st.integers(0, 30), st.integers(1, 30))
def test_short_parts_count_as_working_days_and_long_ones_do_not(
    calendar: Calendar, start: dt.date, amount: int, threshold: int
) -> None:
    convention = Convention(short_periods=ShortPeriods(threshold), last_day_off=LastDayOff("stays"))
    found = due(Period.of(amount, Unit.DAYS), after=start, calendar=calendar, convention=convention)
    unit = Unit.WORKING_DAYS if amount <= threshold else Unit.CALENDAR_DAYS
    assert (
        found.date
        == due(
            Period.of(amount, unit),
            after=start,
            calendar=calendar,
            convention=Convention(last_day_off="stays"),
        ).date
    )


@given(
    random.periods((*random.DATE_UNITS,)) | random.periods((Unit.HOURS, Unit.WORKING_MINUTES)), st.booleans()
)
def test_a_period_says_itself_in_both_languages(period: Period, month_end: bool) -> None:
    if not period.is_clock:
        period = attrs.evolve(period, to_month_end=month_end)
    assert Period.parse(str(period)) == period
    assert Period.parse(period.text("zh")) == period
