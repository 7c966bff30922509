"""Three ways to count agree everywhere: by index, by walking, and an independent brute force."""

import datetime as dt

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.days import EndlessPauseError, IndexedDays, WalkingDays
from govrules.counting.due import Due, Running, count
from govrules.counting.errors import OutsideCalendarError
from govrules.counting.pauses import FOREVER, Spans, merged
from govrules.model.calendar import Calendar
from govrules.model.convention import LastDayOff
from govrules.model.period import Part, Period, Unit
from tests.laws import counting_strategies as random
from tests.laws.bruteforce import NeverEndsError, OutsideError, PlainQuestion, answer

FIRSTS = [dt.date(2023, 12, 1), *(dt.date(2024, month, 1) for month in range(1, 6))]
MONTH_EDGES = [first + dt.timedelta(days=step) for first in FIRSTS for step in (-1, 0, -2, -3)]
"""the last three days of a month and its first, about the end of February of a leap year"""


def counted(asked: random.Asked) -> object:
    """What the package says, as plain values."""
    trigger = {"after" if asked.forward else "before": asked.trigger}
    try:
        found = count(
            asked.period,
            calendar=asked.calendar,
            convention=asked.convention,
            pauses=asked.pauses,
            extensions=asked.extensions,
            **trigger,  # type: ignore[arg-type]
        )
    except OutsideCalendarError:
        return "outside"
    if isinstance(found, Running):
        return "never ends"
    return (found.origin, found.unrolled, found.date)


def forced(asked: random.Asked) -> object:
    """What the brute force says."""
    question = PlainQuestion(
        parts=random.plain_parts(asked.period),
        trigger=asked.trigger,
        forward=asked.forward,
        calendar=random.plain_calendar(asked.calendar),
        keys=random.plain_keys(asked.convention),
        pauses=random.plain_pauses(asked.pauses, asked.convention.pause_days),
        extensions=[
            (random.plain_parts(extension.period), extension.approved) for extension in asked.extensions
        ],
        to_month_end=asked.period.to_month_end,
    )
    try:
        found = answer(question)
    except OutsideError:
        return "outside"
    except NeverEndsError:
        return "never ends"
    return (found.origin, found.unrolled, found.due)


@given(random.questions())
@settings(max_examples=settings().max_examples * 4)
def test_the_package_agrees_with_the_brute_force(asked: random.Asked) -> None:
    assert counted(asked) == forced(asked)


@st.composite
def questions_of_months(draw: st.DrawFn) -> random.Asked:
    """Months and years from the edges of months, where the keys that speak of them differ."""
    asked = draw(random.questions())
    units = (Unit.MONTHS, Unit.MONTHS, Unit.YEARS)
    period = attrs.evolve(draw(random.periods(units)), to_month_end=asked.forward and draw(st.booleans()))
    plain = draw(st.booleans())
    return attrs.evolve(
        asked,
        period=period,
        trigger=draw(st.sampled_from(MONTH_EDGES)),
        convention=attrs.evolve(
            asked.convention,
            last_day_off=LastDayOff("stays") if plain else asked.convention.last_day_off,
            rest_run=None if plain else asked.convention.rest_run,
        ),
        pauses=() if plain else asked.pauses,
        extensions=() if plain else asked.extensions,
    )


@given(questions_of_months())
@settings(max_examples=settings().max_examples * 2)
def test_months_agree_with_the_brute_force(asked: random.Asked) -> None:
    assert counted(asked) == forced(asked)


@st.composite
def short_questions(draw: st.DrawFn) -> random.Asked:
    """A few days, which begin and end among days off."""
    asked = draw(random.questions())
    units = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.DAYS)
    amounts = draw(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(units)), min_size=1, max_size=2))
    days = [day.date for day in asked.calendar.days_off] or [asked.trigger]
    return attrs.evolve(
        asked,
        period=Period(tuple(Part(amount, unit) for amount, unit in amounts)),
        trigger=draw(st.sampled_from(days)) + dt.timedelta(days=draw(st.integers(-5, 3))),
        extensions=asked.extensions[:1] if draw(st.booleans()) else (),
        pauses=asked.pauses if draw(st.booleans()) else (),
    )


@given(short_questions())
@settings(max_examples=settings().max_examples * 4)
def test_short_counts_agree_with_the_brute_force(asked: random.Asked) -> None:
    assert counted(asked) == forced(asked)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """Paused dates as spans of ordinals."""
    base = random.MIDDLE.toordinal()
    found = [
        (base + start, base + start + length)
        for start, length in draw(st.lists(st.tuples(st.integers(-200, 300), st.integers(0, 30)), max_size=5))
    ]
    if draw(st.integers(0, 4)) == 0:
        found.append((base + draw(st.integers(-100, 300)), FOREVER))
    return merged(found)


def attempt(
    days: IndexedDays | WalkingDays, start: int, n: int, step: int, *, working: bool, included: bool
) -> object:
    try:
        return days.nth(start, n, 1 if step == 1 else -1, working=working, included=included)
    except EndlessPauseError:
        return "never ends"
    except OutsideCalendarError:
        return "outside"


@given(
    random.calendars(),
    spans(),
    random.near(),
    st.integers(1, 400),
    st.sampled_from([1, -1]),
    st.booleans(),
    st.booleans(),
)
def test_the_index_agrees_with_walking(
    calendar: Calendar, paused: Spans, start: dt.date, n: int, step: int, working: bool, included: bool
) -> None:
    ready = WorkingCalendar(calendar)
    ordinal = start.toordinal()
    fast = attempt(IndexedDays(ready, paused), ordinal, n, step, working=working, included=included)
    slow = attempt(WalkingDays(ready, paused), ordinal, n, step, working=working, included=included)
    assert fast == slow


@given(random.calendars(), spans(), random.near(), random.near(), st.sampled_from([1, -1]))
def test_stopped_days_are_as_many_by_index_as_by_walking(
    calendar: Calendar, paused: Spans, one: dt.date, other: dt.date, step: int
) -> None:
    ready = WorkingCalendar(calendar)
    low, high = sorted((one.toordinal(), other.toordinal()))
    start, end = (low, high) if step == 1 else (high, low)
    direction = 1 if step == 1 else -1
    fast = IndexedDays(ready, paused).stopped(start, end, direction)  # type: ignore[arg-type]
    assert fast == WalkingDays(ready, paused).stopped(start, end, direction)  # type: ignore[arg-type]


@given(random.calendars(), random.near(), st.integers(1, 60))
def test_the_formulas_find_the_days_that_walking_finds(calendar: Calendar, day: dt.date, n: int) -> None:
    ready = WorkingCalendar(calendar)
    one = dt.timedelta(days=1)
    after, left = day, n
    while left:
        after += one
        left -= ready.is_working_day(after)
    before, left = day, n
    while left:
        before -= one
        left -= ready.is_working_day(before)
    ahead, behind = day, day
    while not ready.is_working_day(ahead):
        ahead += one
    while not ready.is_working_day(behind):
        behind -= one
    assert (
        ready.nth_working_day_after(day, n),
        ready.nth_working_day_before(day, n),
        ready.next_working_day(day),
        ready.last_working_day(day),
        ready.working_days_between(before, after),
    ) == (
        after,
        before,
        ahead,
        behind,
        sum(ready.is_working_day(before + one * step) for step in range(1, (after - before).days + 1)),
    )


@given(random.questions())
def test_the_trace_ends_on_the_due_date_and_numbers_its_counted_days(asked: random.Asked) -> None:
    trigger = {"after" if asked.forward else "before": asked.trigger}
    try:
        found = count(
            asked.period,
            calendar=asked.calendar,
            convention=asked.convention,
            pauses=asked.pauses,
            extensions=asked.extensions,
            **trigger,  # type: ignore[arg-type]
        )
    except OutsideCalendarError:
        return
    if isinstance(found, Running):
        return
    check_numbers(found, asked.period)


def check_numbers(found: Due, period: Period) -> None:
    """Counted days of each part run 1, 2, 3 and so on without a gap."""
    steps = found.trace
    assert steps[-1].date == found.date
    previous = 0
    for step in steps:
        if step.action != "day" or step.number is None:
            continue
        assert step.number in {1, previous + 1}, period
        previous = step.number
