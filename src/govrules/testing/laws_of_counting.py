"""The laws of counting, for random questions and for those under a user's calendars and conventions."""

import datetime as dt
from collections.abc import Callable, Sequence

import attrs
from hypothesis import strategies as st

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.days import EndlessPauseError, IndexedDays, WalkingDays
from govrules.counting.due import Due, Extension, Pause, Running, due
from govrules.counting.errors import CountingError, OutsideCalendarError
from govrules.counting.pauses import FOREVER
from govrules.model.calendar import DayKind, DayOff
from govrules.model.convention import LastDayOff
from govrules.model.period import Period, Unit
from govrules.model.policy import Rulebook
from govrules.testing.law import Difference, Judge, Law, NotApplicable, NotTriedError
from govrules.testing.questions import Question, questions, questions_of

PAGE = "how time is counted, laws of counting"
_DAY = dt.timedelta(days=1)
Strategies = Sequence[tuple[str, st.SearchStrategy[object]]]


@attrs.frozen
class More:
    """A question, and numbers that say how another differs from it."""

    asked: Question
    which: int
    days: int


def _under(rulebook: Rulebook) -> st.SearchStrategy[Question]:
    try:
        return questions_of(rulebook)
    except ValueError as error:
        raise NotTriedError(str(error)) from None


def _more(asked: st.SearchStrategy[Question]) -> st.SearchStrategy[More]:
    return st.builds(More, asked, st.integers(0, 3), st.integers(1, 10))


def random_more() -> st.SearchStrategy[More]:
    """Random questions, with numbers beside."""
    return _more(questions())


def _samples(rulebook: Rulebook) -> Strategies:
    return [("", _more(_under(rulebook)))]


# -- what is compared ------------------------------------------------------------------------------------


def answered(asked: Question) -> Due:
    """The due date; an example without one shows nothing."""
    try:
        found = asked.answer()
    except CountingError:
        raise NotApplicable("it leaves the calendar") from None
    if isinstance(found, Running):
        raise NotApplicable("it never ends")
    return found


def is_paused(asked: Question, day: dt.date) -> bool:
    """Whether a date is taken out by a pause, straight from the definition of `pause_days`."""
    for pause in asked.pauses:
        brackets = pause.days or asked.convention.pause_days
        after = day > pause.start or (day == pause.start and brackets[0] == "[")
        before = pause.end is None or day < pause.end or (day == pause.end and brackets[1] == "]")
        # An empty span takes nothing out, though both of its ends touch the day.
        if after and before and (pause.end is None or pause.start <= pause.end):
            return True
    return False


def _differ(one: Question, other: Question, what: str) -> Difference:
    return Difference(what, question=f"{one.text()}\nand:\n{other.text()}")


def _not_shorter(one: Question, other: Question, why: str) -> Difference | None:
    """Onward the second is never earlier, backward never later."""
    first, second = answered(one).date, answered(other).date
    wrong = second < first if one.forward else second > first
    return _differ(one, other, f"{first}, with {why} {second}") if wrong else None


def monotone(asked: Question) -> Question:
    """A question of the kind for which longer never means earlier; others show nothing."""
    convention = asked.convention
    roll = convention.last_day_off.limit
    if roll not in {"onward", "stays"} or convention.extend_from == "approval":
        raise NotApplicable("its convention may make longer earlier")
    pauses = asked.pauses
    if any(part.unit.is_months for part in asked.period.parts):
        # Pauses of months begin after the trigger, on the side to which the count goes.
        if asked.forward:
            pauses = tuple(pause for pause in pauses if pause.start > asked.trigger)
        else:
            pauses = tuple(pause for pause in pauses if pause.end is not None and pause.end < asked.trigger)
    return attrs.evolve(asked, pauses=pauses)


def half_open(asked: Question, which: int) -> Question:
    """The same under `(]` or `[)`, for which a pause and its halves are one."""
    convention = attrs.evolve(asked.convention, pause_days="(]" if which % 2 else "[)")
    return attrs.evolve(
        asked,
        convention=convention,
        pauses=tuple(attrs.evolve(pause, days=None) for pause in asked.pauses),
    )


def _outcome(asked: Question) -> object:
    try:
        found = asked.answer()
    except CountingError as error:
        return type(error).__name__
    return (found.origin, found.unrolled, found.date) if isinstance(found, Due) else "running"


def _same(one: Question, other: Question) -> Difference | None:
    first, second = _outcome(one), _outcome(other)
    return None if first == second else _differ(one, other, f"{first}\n{second}")


# -- the laws --------------------------------------------------------------------------------------------


def moved_onward(more: More, judge: Judge) -> Difference | None:
    """Moved onward, a due date is a working day and unpaused."""
    del judge
    convention = attrs.evolve(more.asked.convention, last_day_off=LastDayOff("onward"))
    asked = attrs.evolve(more.asked, convention=convention)
    found = answered(asked).date
    try:
        working = working_calendar(asked.calendar).is_working_day(found)
    except OutsideCalendarError:
        raise NotApplicable("it leaves the calendar") from None
    wrong = [] if working else [f"{found} is a day off"]
    wrong += [f"{found} is paused"] if is_paused(asked, found) else []
    return Difference("\n".join(wrong), question=asked.text()) if wrong else None


def longer_period(more: More, judge: Judge) -> Difference | None:
    """A longer period is never due earlier."""
    del judge
    asked = monotone(more.asked)
    several = list(asked.period.parts)
    at = more.which % len(several)
    # Ten years more would leave the calendar, which is no date at all.
    added = 1 if several[at].unit is Unit.YEARS else more.days
    several[at] = attrs.evolve(several[at], amount=several[at].amount + added)
    short = asked.convention.short_periods
    if short is not None and several[at].amount - added <= short.up_to < several[at].amount:
        raise NotApplicable("short and long periods are counted otherwise")
    longer = attrs.evolve(asked, period=attrs.evolve(asked.period, parts=tuple(several)))
    return _not_shorter(asked, longer, f"{longer.period}")


def added_day_off(more: More, judge: Judge) -> Difference | None:
    """An added day off never makes a date earlier."""
    del judge
    asked = monotone(more.asked)
    calendar, day = asked.calendar, asked.trigger + _DAY * (more.days * (1 + more.which * 3))
    if not asked.forward:
        day = asked.trigger - _DAY * (more.days * (1 + more.which * 3))
    try:
        if not working_calendar(calendar).is_working_day(day):
            raise NotApplicable("the day is off already")
    except OutsideCalendarError:
        raise NotApplicable("it leaves the calendar") from None
    kind = list(DayKind)[more.which % len(DayKind)]
    added = attrs.evolve(
        calendar,
        days_off=(*calendar.days_off, DayOff(day, kind)),
        make_up=tuple(made for made in calendar.make_up if made.date != day),
    )
    return _not_shorter(asked, attrs.evolve(asked, calendar=added), f"{day} off ({kind.value})")


def longer_pause(more: More, judge: Judge) -> Difference | None:
    """A longer pause never makes a date earlier."""
    del judge
    asked = _with_a_pause(monotone(more.asked), more)
    ended = [(at, pause, pause.end) for at, pause in enumerate(asked.pauses) if pause.end is not None]
    at, pause, end = ended[more.which % len(ended)]
    if asked.forward:
        longer = attrs.evolve(pause, end=end + _DAY * more.days)
    else:
        longer = attrs.evolve(pause, start=pause.start - _DAY * more.days)
    pauses = (*asked.pauses[:at], longer, *asked.pauses[at + 1 :])
    return _not_shorter(asked, attrs.evolve(asked, pauses=pauses), "a longer pause")


def _with_a_pause(asked: Question, more: More) -> Question:
    """The question with a pause that ends; one is put on its way where it has none."""
    if any(pause.end is not None for pause in asked.pauses):
        return asked
    near, length = _DAY * more.days, _DAY * more.which
    start = asked.trigger + near if asked.forward else asked.trigger - near - length
    return attrs.evolve(asked, pauses=(*asked.pauses, Pause(start, start + length)))


def extension(more: More, judge: Judge) -> Difference | None:
    """An extension never makes a date earlier."""
    del judge
    asked = monotone(more.asked)
    unit = (Unit.WORKING_DAYS, Unit.DAYS, Unit.WEEKS, Unit.MONTHS)[more.which % 4]
    longer = (*asked.extensions, Extension(Period.of(more.days, unit)))
    return _not_shorter(asked, attrs.evolve(asked, extensions=longer), f"{more.days} {unit.value} added")


def there_and_back(more: More, judge: Judge) -> Difference | None:
    """Working days back from a due date lead to the last working day at or before the start."""
    del judge
    calendar, start = more.asked.calendar, more.asked.trigger
    period = Period.of(more.days * (1 + more.which), Unit.WORKING_DAYS)
    try:
        found = due(period, after=start, calendar=calendar).date
        back = due(period, before=found, calendar=calendar).date
        expected = working_calendar(calendar).last_working_day(start)
    except CountingError:
        raise NotApplicable("it leaves the calendar") from None
    if back == expected:
        return None
    what = f"{period} after {start} is {found}, and back {back} instead of {expected}"
    return Difference(what, question=f"calendar {calendar.name}")


def pause_of_no_length(more: More, judge: Judge) -> Difference | None:
    """A pause of no length changes nothing."""
    del judge
    asked = half_open(more.asked, more.which)
    day = asked.trigger + _DAY * (more.days - 3)
    return _same(asked, attrs.evolve(asked, pauses=(*asked.pauses, Pause(day, day))))


def split_pause(more: More, judge: Judge) -> Difference | None:
    """Splitting a pause at a point changes nothing."""
    del judge
    asked = half_open(more.asked, more.which)
    if not asked.pauses:
        raise NotApplicable("it has no pause")
    at = more.which % len(asked.pauses)
    pause = asked.pauses[at]
    cut = pause.start + _DAY * more.days
    if pause.end is not None and cut > pause.end:
        raise NotApplicable("its pause is shorter")
    halves = (Pause(pause.start, cut), Pause(cut, pause.end))
    return _same(asked, attrs.evolve(asked, pauses=(*asked.pauses[:at], *halves, *asked.pauses[at + 1 :])))


def pauses_once(more: More, judge: Judge) -> Difference | None:
    """Overlapping pauses count once, in any order."""
    del judge
    asked = more.asked
    if not asked.pauses:
        raise NotApplicable("it has no pause")
    return _same(asked, attrs.evolve(asked, pauses=(*reversed(asked.pauses), *asked.pauses)))


def index_and_walking(more: More, judge: Judge) -> Difference | None:
    """The index of a calendar and a walk over its days agree."""
    del judge
    calendar, start = WorkingCalendar(more.asked.calendar), more.asked.trigger
    paused = _spans(more.asked)
    number = more.days * (1 + more.which * 7)
    for working in (True, False):
        for included in (True, False):
            for step in (1, -1):
                fast, slow = (
                    _nth(days, start, number, step, working=working, included=included)
                    for days in (IndexedDays(calendar, paused), WalkingDays(calendar, paused))
                )
                if fast != slow:
                    kind = "working days" if working else "days"
                    what = f"{number} {kind} from {start}: {fast} by the index, {slow} by walking"
                    return Difference(what, question=more.asked.text())
    return None


def _spans(asked: Question) -> tuple[tuple[int, int], ...]:
    from govrules.counting.pauses import merged

    found = [
        (pause.start.toordinal(), FOREVER if pause.end is None else pause.end.toordinal())
        for pause in asked.pauses
    ]
    return merged(found)


def _nth(
    days: IndexedDays | WalkingDays, start: dt.date, n: int, step: int, *, working: bool, included: bool
) -> object:
    try:
        found = days.nth(start.toordinal(), n, 1 if step == 1 else -1, working=working, included=included)
    except EndlessPauseError:
        return "never"
    except OutsideCalendarError:
        return "outside"
    return found


def numbered_trace(more: More, judge: Judge) -> Difference | None:
    """The trace ends on the due date, and its counted days are numbered without a gap."""
    del judge
    found = answered(more.asked)
    steps = found.trace
    if steps[-1].date != found.date:
        return Difference(f"{found.date}, and the trace ends on {steps[-1].date}", question=more.asked.text())
    previous = 0
    for step in steps:
        if step.action != "day" or step.number is None:
            continue
        if step.number not in {1, previous + 1}:
            what = f"{step.date} has number {step.number} after {previous}"
            return Difference(what, question=more.asked.text())
        previous = step.number
    return None


def _law(name: str, check: Callable[[More, Judge], Difference | None]) -> Law:
    meaning = (check.__doc__ or "").splitlines()[0].rstrip(".")
    return Law(name, PAGE, meaning[0].lower() + meaning[1:], _samples, check)


LAWS = (
    _law("moved onward is a working day", moved_onward),
    _law("a longer period is not due earlier", longer_period),
    _law("a day off more makes nothing earlier", added_day_off),
    _law("a longer pause makes nothing earlier", longer_pause),
    _law("an extension makes nothing earlier", extension),
    _law("there and back", there_and_back),
    _law("a pause of no length changes nothing", pause_of_no_length),
    _law("a split pause is one pause", split_pause),
    _law("overlapping pauses count once", pauses_once),
    _law("the index equals walking", index_and_walking),
    _law("the trace is numbered", numbered_trace),
)
