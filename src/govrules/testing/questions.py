"""Questions of counting: everything that a due date depends on, at random or under a user's rules."""

import datetime as dt
from collections.abc import Mapping

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from govrules.counting.due import Due, Extension, Pause, Running, count
from govrules.counting.errors import CountingError
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.dependence import parts as parts_of
from govrules.model.period import Period
from govrules.model.policy import Rulebook
from govrules.testing.any_calendar import calendars, near
from govrules.testing.any_convention import DATE_KEYS, conventions
from govrules.testing.any_period import extensions, pauses, periods
from govrules.testing.ground import ground_of

_DAY = dt.timedelta(days=1)


@attrs.frozen
class Question:
    """When is a period due that is counted from, or back from, a day."""

    period: Period
    trigger: dt.date
    forward: bool
    calendar: Calendar
    convention: Convention
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def answer(self) -> Due | Running:
        """The count; an error where it leaves the calendar."""
        return count(
            self.period,
            after=self.trigger if self.forward else None,
            before=None if self.forward else self.trigger,
            calendar=self.calendar,
            convention=self.convention,
            pauses=self.pauses,
            extensions=self.extensions,
        )

    def text(self) -> str:
        """The question in words that a person can count by."""
        lines = [
            f"{self.period} {'after' if self.forward else 'before'} {self.trigger}"
            f" ({self.trigger:%A}), calendar {self.calendar.name}, convention {self.convention.name}"
        ]
        plain = Convention().to_plain()
        keys = {key: value for key, value in self.convention.to_plain().items() if value != plain[key]}
        lines += [f"  {key}: {value}" for key, value in keys.items()]
        lines += [f"  paused from {each.start} to {each.end or '...'}" for each in self.pauses]
        lines += [f"  extended by {each.period} on {each.approved}" for each in self.extensions]
        return "\n".join(lines)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Everything at random: calendars, conventions, periods, pauses and extensions."""
    return Question(
        period=draw(periods()),
        trigger=draw(near()),
        forward=draw(st.booleans()),
        calendar=draw(calendars()),
        convention=draw(conventions(keys=DATE_KEYS)),
        pauses=draw(pauses(endless=True)),
        extensions=draw(extensions()),
    )


def questions_of(rulebook: Rulebook) -> st.SearchStrategy[Question]:
    """Questions under the calendars, conventions and periods of a rulebook, on days that matter to it."""
    used = _conventions(rulebook)
    known = tuple(rulebook.calendars[name] for name in sorted(rulebook.calendars))
    if not used or not known:
        raise ValueError("the rulebook counts no time: it has no calendar or no convention")
    written = {part for clause in rulebook.clauses for part in parts_of(clause) if isinstance(part, Period)}
    own = tuple(sorted((each for each in written if not each.is_clock), key=str))
    return _questions_of(_Pool(ground_of(rulebook).days, known, tuple(used.values()), own))


def _conventions(rulebook: Rulebook) -> Mapping[str, Convention]:
    """Every convention in use, as it is and as single clauses change it."""
    found = dict(rulebook.conventions)
    for clause in rulebook.clauses:
        if isinstance(clause.convention, Mapping):
            policy = rulebook.policy_of(clause)
            base = rulebook.conventions.get(policy.convention or "", Convention())
            changed = base.with_keys(**dict(clause.convention))
            found[clause.full_id] = attrs.evolve(changed, name=f"{base.name} as {clause.full_id} has it")
    return found


class _Pool:
    """What questions are made of; a plain class, since hypothesis writes out every field of others."""

    def __init__(
        self,
        days: tuple[dt.date, ...],
        calendars: tuple[Calendar, ...],
        conventions: tuple[Convention, ...],
        periods: tuple[Period, ...],
    ) -> None:
        self.days, self.calendars, self.conventions, self.periods = days, calendars, conventions, periods

    def __repr__(self) -> str:
        return "..."


@st.composite
def _questions_of(
    draw: st.DrawFn,
    pool: _Pool,
) -> Question:
    trigger = draw(st.sampled_from(pool.days)) + _DAY * draw(st.integers(-30, 3))
    length = st.tuples(st.integers(-5, 40), st.integers(0, 20))
    stops = [
        Pause(trigger + _DAY * start, trigger + _DAY * (start + length))
        for start, length in draw(st.lists(length, max_size=2))
    ]
    short = periods().filter(lambda period: len(period.parts) == 1)
    asked = Question(
        period=draw(st.sampled_from(pool.periods) | short if pool.periods else short),
        trigger=trigger,
        forward=draw(st.sampled_from([True, True, True, False])),
        calendar=pool.calendars[draw(st.integers(0, len(pool.calendars) - 1))],
        convention=pool.conventions[draw(st.integers(0, len(pool.conventions) - 1))],
        pauses=tuple(stops),
        extensions=tuple(Extension(each, trigger + _DAY) for each in draw(st.lists(short, max_size=1))),
    )
    try:
        asked.answer()
    except CountingError:
        # Beyond the calendar there is no date, and so nothing to hold a law against.
        assume(False)
    return asked
