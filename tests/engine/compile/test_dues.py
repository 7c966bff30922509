"""Tables of due ends give what the counting of the reference gives."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.counting.due import Due, Extension, Pause
from govrules.counting.result import Running
from govrules.engine.compile.dues import UNKNOWN, Dues, StoppedDues
from govrules.engine.compile.ends import Ends, counts_by_day, micros_of
from govrules.engine.compile.shown_ends import ShownEnd, ShownEnds
from govrules.engine.counts import Counted, Counting
from govrules.engine.judging import ready
from govrules.engine.moments import project, utc
from govrules.engine.prepare import as_of_moment
from govrules.model.columns import DAY, EPOCH, micros
from govrules.model.events import Time
from govrules.model.period import Period
from govrules.rulefile.load import load_text
from govrules.testing import calendars, conventions
from govrules.testing.any_calendar import MIDDLE
from govrules.testing.any_period import CLOCK_UNITS, DATE_UNITS, periods
from govrules.testing.chance import Drawn
from tests.laws.ordinary_rules import convention_of

RULES = load_text("""\
govrules: 1
policy: any
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {asked: {}, told: {}}
clauses: {only: {duty: {when: asked, must: told, within: 5 days}}}
""").or_raise()
PERIODS = ("3 working days", "10 working days", "20 days", "1 month", "1 week")
ZONES = ("Asia/Shanghai", "America/Sao_Paulo", "Europe/Berlin", "Africa/Casablanca", "Asia/Kolkata")
LATEST = (dt.date(2030, 1, 1).toordinal() - EPOCH) * DAY
few = settings(max_examples=settings().max_examples * 2, deadline=None)


@st.composite
def countings(draw: st.DrawFn) -> Counting:
    """How some clause counts: any calendar and zone; a convention near to the plainest, or any."""
    zone = draw(st.sampled_from(ZONES))
    calendar = draw(calendars(hours=True, horizon=True))
    convention = convention_of(Drawn(draw)) if draw(st.integers(0, 2)) else draw(conventions())
    others = {}
    if convention.roll_calendar is not None:
        others[convention.roll_calendar] = attrs.evolve(draw(calendars()), name=convention.roll_calendar)
    policy = attrs.evolve(
        RULES.policies[0], calendar=calendar.name, convention=convention.name, time_zone=zone
    )
    rulebook = attrs.evolve(
        RULES,
        policies=(policy,),
        calendars={calendar.name: calendar, **others},
        conventions={convention.name: convention},
    )
    as_of = as_of_moment(dt.date(2024, 1, 10), (), ZoneInfo(zone))
    known_at = draw(st.none() | st.just(dt.date(2023, 10, 1)))
    return Counting.of(ready(policy, rulebook, as_of, None, known_at, "project"), policy.clauses[0])


DAYS = st.integers(-3, 120).map(lambda days: MIDDLE + dt.timedelta(days=days))
CLOCKS = st.sampled_from([dt.time(9), dt.time(0), dt.time(16), dt.time(12), dt.time(23, 59, 59, 999_999)])


@st.composite
def times(draw: st.DrawFn, counting: Counting) -> Time:
    day = draw(DAYS)
    if draw(st.booleans()):
        return day
    return dt.datetime.combine(day, draw(CLOCKS), tzinfo=counting.view.zone).astimezone(dt.UTC)


def asked(dues: Dues, time: Time) -> int:
    """The number by which a table is asked about a time."""
    if not dues.by_day:
        return micros(time)
    return project(time, dues.of.counting.view.zone).date.toordinal()


def assert_as_counted(entry: tuple[int, bool, int, int], due: Counted, time: Time, as_of: int) -> None:
    """From which microsecond on it is late, whether that has come, and the last day."""
    assert isinstance(due, Due)
    ends = micros_of(utc(due.late_from))
    assert entry[1] == (ends <= as_of)
    assert entry[2] == due.date.toordinal()
    if isinstance(time, dt.datetime):
        assert entry[0] == (ends if due.late_at_once else ends + 1)
    else:
        # A bare date is late from the day on of which no part is in time.
        late = due.late_from.date() if due.late_at_once else due.date + dt.timedelta(days=1)
        assert entry[0] == micros(late)


@few
@given(st.data())
def test_a_due_end_is_as_counted(data: st.DataObject) -> None:
    counting = data.draw(countings())
    period = data.draw(periods(DATE_UNITS) | periods(CLOCK_UNITS))
    time = data.draw(times(counting))
    as_of = micros_of(utc(counting.view.as_of.instant)) if counting.view.as_of.instant else LATEST
    dues = Dues.counted(counting, period, bare=not isinstance(time, dt.datetime), as_of=as_of)
    expected = Counting.after(attrs.evolve(counting, memory={}), period, project(time, counting.view.zone))
    if not isinstance(expected, Due):
        assert dues[asked(dues, time)] is UNKNOWN
        return
    for _ in range(2):
        assert_as_counted(dues[asked(dues, time)], expected, time, as_of)


@few
@given(st.data())
def test_a_due_end_is_shown_as_counted(data: st.DataObject) -> None:
    """Whether the last day alone tells it or it is counted again, before the horizon and beyond it."""
    counting = data.draw(countings())
    period = data.draw(st.sampled_from(PERIODS).map(Period.parse) | periods(DATE_UNITS))
    ends, shared = Ends(counting, period), dict[int, ShownEnd | None]()
    for time in data.draw(st.lists(times(counting), min_size=1, max_size=6)):
        origin = project(time, counting.view.zone)
        due = Counting.after(attrs.evolve(counting, memory={}), period, origin)
        if isinstance(due, Due):
            expected = attrs.astuple(ShownEnd.of(due))
            for last in (due.date.toordinal(), 0):
                shown = ShownEnds(counting, ends, shared).plain(origin, last)
                assert attrs.astuple(shown) == expected


@few
@given(st.data())
def test_a_due_end_with_pauses_and_extensions_is_as_counted(data: st.DataObject) -> None:
    counting = data.draw(countings())
    period = data.draw(
        st.sampled_from(["3 working days", "10 working days", "20 days", "1 month", "1 week"]).map(
            Period.parse
        )
    )
    added = data.draw(st.sampled_from(["2 working days", "5 days"]).map(Period.parse))
    if not (counts_by_day(counting, period) and counts_by_day(counting, added)):
        return
    time = data.draw(times(counting))
    day = project(time, counting.view.zone).date
    stops: list[tuple[dt.date, dt.date]] = []
    at = day
    for before, length in data.draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=3)):
        start = at + dt.timedelta(days=before)
        at = start + dt.timedelta(days=length)
        stops.append((start, at))
    longer = data.draw(
        st.lists(st.integers(0, 20).map(lambda days: day + dt.timedelta(days=days)), max_size=2)
    )
    longer.sort()
    plain = Dues.counted(counting, period, bare=not isinstance(time, dt.datetime), as_of=LATEST)
    dues = StoppedDues(plain, added)
    fresh = attrs.evolve(counting, memory={})
    pauses = tuple(Pause(start, end) for start, end in stops)
    extensions = tuple(Extension(added, each) for each in longer)
    numbers = tuple((start.toordinal(), end.toordinal()) for start, end in stops)
    approved = tuple(each.toordinal() for each in longer)
    expected = fresh.after(period, project(time, counting.view.zone), pauses, extensions)
    origin = asked(plain, time)
    if isinstance(expected, Due):
        assert_as_counted(dues(origin, numbers, approved), expected, time, LATEST)
    else:
        assert dues(origin, numbers, approved) is UNKNOWN
    since = at + dt.timedelta(days=data.draw(st.integers(0, 15)))
    open_ended = fresh.after(
        period, project(time, counting.view.zone), (*pauses, Pause(since, None)), extensions
    )
    stopped = dues.with_open(origin, numbers, since.toordinal(), approved)
    if isinstance(open_ended, Running):
        assert stopped is None
    elif isinstance(open_ended, Due):
        assert stopped is not None
        assert_as_counted(stopped, open_ended, time, LATEST)
    else:
        assert stopped is UNKNOWN
