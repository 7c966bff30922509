"""A world in which dates are plain arithmetic: no day off, so that the last day is the trigger plus so many.

What laws prove of it is all but counting: who sees which event, what a rule speaks of, what a finding says.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import attrs
from hypothesis import strategies as st

import govrules as gr
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.events import Event
from govrules.model.findings import Evidence
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from tests.laws.duties import HEADER, SHANGHAI
from tests.laws.plain_judge import PlainEvent, is_late

FIRST = dt.date(2024, 1, 25)
"""so that months and a leap day end within the days drawn"""
EVERY_DAY = Calendar.of(
    "every-day", first_day=dt.date(2020, 1, 1), last_day=dt.date(2030, 12, 31), weekend=frozenset()
)
MINUTES = st.sampled_from([None, None, None, 0, 540, 1439])


@lru_cache(maxsize=512)
def simple_rules(text: str) -> Rulebook:
    """The rulebook of one policy `p`, counted on a calendar without a day off."""
    loaded = load_text(HEADER + text).or_raise()
    [policy] = loaded.policies
    return attrs.evolve(
        loaded,
        policies=(attrs.evolve(policy, calendar="every-day", convention="plain"),),
        calendars={"every-day": EVERY_DAY},
        conventions={"plain": Convention()},
    )


def days(most: int) -> st.SearchStrategy[dt.date]:
    return st.integers(0, most).map(lambda offset: FIRST + offset * dt.timedelta(days=1))


def as_log(cases: Sequence[Sequence[PlainEvent]]) -> list[Event]:
    """The cases as a log, the last event first, which changes nothing."""
    found = []
    for number, events in enumerate(cases):
        for each in events:
            time: dt.date | dt.datetime = each.day
            if each.minute is not None:
                hours, minutes = divmod(each.minute, 60)
                time = dt.datetime.combine(each.day, dt.time(hours, minutes), SHANGHAI)
            data = {
                name: value.isoformat() if isinstance(value, dt.date) else value
                for name, value in each.data.items()
            }
            found.append(Event(f"case-{number}", each.type, time, unit=each.unit, data=data))
    return found[::-1]


def judged(text: str, cases: Sequence[Sequence[PlainEvent]], as_of: dt.date) -> gr.Evaluation:
    return gr.evaluate(simple_rules(text), as_log(cases), as_of=as_of)


def read_by(events: Sequence[PlainEvent], as_of: dt.date) -> list[PlainEvent]:
    """What is read up to the end of a day, in order."""
    return sorted((each for each in events if not is_late(each, as_of)), key=lambda each: each.key)


def moment_of(found: Evidence | PlainEvent | None) -> str | None:
    """When something happened: the local day, and the minute where there is one."""
    match found:
        case None:
            return None
        case PlainEvent(_, day, minute):
            return str(day) if minute is None else f"{day} {minute // 60:02}:{minute % 60:02}"
    time = found.event.time
    return (
        time.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if isinstance(time, dt.datetime) else str(time)
    )


def distinct(events: Sequence[PlainEvent], *types: str) -> list[PlainEvent]:
    """Events once each, and of the given types no two at one moment: content would settle their order."""
    found: list[PlainEvent] = []
    for each in events:
        twin = any(each.type == other.type and each.key == other.key for other in found)
        if each not in found and not (twin and each.type in types):
            found.append(each)
    return found


def event(
    draw: st.DrawFn, kind: str, day: dt.date, data: dict[str, Any] | None = None, unit: str | None = None
) -> PlainEvent:
    """An event at some time of a day, or with its day alone."""
    given = {name: value for name, value in (data or {}).items() if value is not None}
    return PlainEvent(kind, day, draw(MINUTES), unit, given)
