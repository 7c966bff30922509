"""The public strategies: everything that they promise occurs, and occurs often enough."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from govrules.counting.due import Extension, Pause
from govrules.model.calendar import Calendar, DayKind
from govrules.model.conditions import Condition
from govrules.model.convention import KEYS, Convention, LastDayOff
from govrules.model.findings import State
from govrules.model.period import Part, Period, Unit
from govrules.model.policy import Rulebook
from govrules.rulefile.expression import parse_condition
from govrules.testing import History, calendars, conditions, conventions, pauses, periods, rulebooks
from govrules.testing.any_period import CLOCK_UNITS, DATE_UNITS
from govrules.testing.any_rulebook import KINDS, cases_at_random

SHARE = 0.01
STATES = (
    "pending",
    "paused",
    "met",
    "met_late",
    "lapsed",
    "ended",
    "excused",
    "overdue",
    "violated",
    "unknown",
)


RUN = 10
"""Hypothesis tries variations of an example only after ten: short runs give examples that are independent."""
FAMILIES = max(settings().max_examples // 1000, 1)


def shares(
    strategy: st.SearchStrategy[Any], features: Callable[[Any], Iterable[str]], examples: int = 400
) -> dict[str, float]:
    """In which share of examples each feature appears; the smallest of several families of examples."""
    families = [_shares(strategy, features, examples, family) for family in range(FAMILIES)]
    names = {name for each in families for name in each}
    return {name: min(each.get(name, 0) for each in families) for name in names}


def _shares(
    strategy: st.SearchStrategy[Any], features: Callable[[Any], Iterable[str]], examples: int, family: int
) -> dict[str, float]:
    found: Counter[str] = Counter()
    number = 0

    @settings(max_examples=RUN, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def look(value: object) -> None:
        nonlocal number
        number += 1
        found.update(set(features(value)))

    for run in range(examples // RUN):
        seed(1000 * family + run)(look)()
    return {name: count / number for name, count in found.items()}


def test_every_state_and_every_kind_appears_in_one_of_a_hundred_cases() -> None:
    def features(history: History) -> Iterable[str]:
        found = history.evaluate()
        kinds = {each.full_id: each.kind for each in history.rulebook.clauses}
        yield from (each.state for each in found.obligations)
        # Not every answer leaves something to be done.
        yield from (kinds[each.full_clause] for each in found)

    found = shares(cases_at_random(), features, 300)
    assert {name for name in (*STATES, *KINDS) if found.get(name, 0) < SHARE} == set()


def test_every_state_is_one_that_the_model_has() -> None:
    assert set(STATES) == set(get_args(State))


def test_every_key_of_a_convention_differs_in_one_of_a_hundred() -> None:
    plain = Convention().keys()
    found = shares(
        conventions(),
        lambda drawn: [key for key, value in drawn.keys().items() if value != plain[key]],
    )
    assert {key for key in KEYS if found.get(key, 0) < SHARE} == set()


def test_every_value_of_every_key_appears_in_one_of_a_hundred() -> None:
    hints = get_type_hints(Convention)
    wanted = {f"{key}: {value}" for key in KEYS for value in _labels(hints[key])}
    assert {"first_day: included", "day_ends: time", "pause_cap: None", "last_day_off: expiry stays"} < wanted
    found = shares(conventions(), lambda drawn: _values(drawn, hints), 600)
    assert {name for name in wanted if found.get(name, 0) < SHARE} == set()


def _labels(hint: Any) -> Iterator[str]:
    """What a key may say: each word of its own, and each type of other values once."""
    if hint is LastDayOff:
        kinds = get_type_hints(LastDayOff)
        yield from (f"{kind} {label}" for kind in kinds for label in _labels(kinds[kind]))
    elif get_origin(hint) is Literal:
        yield from map(str, get_args(hint))
    elif get_args(hint):
        yield from (label for each in get_args(hint) for label in _labels(each))
    elif hint is bool:
        yield from ("True", "False")
    else:
        yield "None" if hint is type(None) else hint.__name__


def _values(drawn: Convention, hints: Mapping[str, Any]) -> Iterator[str]:
    for key, value in drawn.keys().items():
        if isinstance(value, LastDayOff):
            yield from (f"{key}: {kind} {roll}" for kind, roll in attrs.asdict(value).items())
        else:
            labels = {str(value), type(value).__name__} & set(_labels(hints[key]))
            yield from (f"{key}: {label}" for label in labels)


def test_the_calendar_that_rolls_is_another_one() -> None:
    def features(rulebook: Rulebook) -> Iterable[str]:
        [convention] = rulebook.conventions.values()
        if convention.roll_calendar is not None:
            mine, other = rulebook.calendars["random"], rulebook.calendars[convention.roll_calendar]
            yield "other" if mine.days_off != other.days_off else "the same"

    assert shares(rulebooks(most=1), features, 50)["other"] >= SHARE


def test_every_kind_of_day_appears_in_one_of_a_hundred_calendars() -> None:
    def features(calendar: Calendar) -> Iterable[str]:
        yield from (day.kind.value for day in calendar.days_off)
        yield from (name for name in ("make_up", "hours", "announced_until") if getattr(calendar, name))

    found = shares(calendars(hours=True, horizon=True), features)
    wanted = {*(kind.value for kind in DayKind), "make_up", "hours", "announced_until"}
    assert {name for name in wanted if found.get(name, 0) < SHARE} == set()


def test_every_unit_appears_in_one_of_a_hundred_periods() -> None:
    def features(period: Period) -> Iterable[str]:
        yield from (part.unit.value for part in period.parts)
        if period.to_month_end:
            yield "to month end"

    either = periods(to_month_end=True) | periods(CLOCK_UNITS)
    found = shares(either, features)
    wanted = {*(unit.value for unit in (*DATE_UNITS, *CLOCK_UNITS)), "to month end"}
    assert {name for name in wanted if found.get(name, 0) < SHARE} == set()
    assert set(Unit) == {*DATE_UNITS, *CLOCK_UNITS}


@given(conditions())
def test_conditions_are_what_their_text_says(condition: Condition) -> None:
    assert parse_condition(condition.text).expression == condition.expression


@settings(max_examples=20)
@given(rulebooks())
def test_random_rulebooks_are_valid_and_count_by_random_time(rulebook: Rulebook) -> None:
    [policy] = rulebook.policies
    assert policy.calendar in rulebook.calendars
    assert policy.convention in rulebook.conventions
    assert policy.clauses


@given(pauses())
def test_pauses_end_where_nobody_asks_for_endless_ones(found: tuple[Pause, ...]) -> None:
    assert all(each.end is not None and each.end >= each.start for each in found)


@settings(max_examples=10)
@given(
    st.tuples(
        st.from_type(Calendar),
        st.from_type(Convention),
        st.from_type(Period),
        st.from_type(Part),
        st.from_type(Pause),
        st.from_type(Extension),
        st.from_type(Condition),
        st.from_type(Rulebook),
    )
)
def test_types_are_known_to_hypothesis_by_themselves(found: tuple[object, ...]) -> None:
    assert [type(each) for each in found] == [
        Calendar,
        Convention,
        Period,
        Part,
        Pause,
        Extension,
        Condition,
        Rulebook,
    ]


def test_without_the_extra_the_message_says_what_to_install() -> None:
    program = """
import sys
sys.modules["hypothesis"] = None
try:
    from govrules.testing import histories
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "govrules.testing needs hypothesis: pip install 'govrules[testing]'\n"
