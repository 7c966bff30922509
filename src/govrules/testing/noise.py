"""Noise: what happens to a history between the counter and the log."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

from govrules.model.events import Event
from govrules.testing.chance import Chance, Drawn, pick, rarely
from govrules.testing.ground import ground_of
from govrules.testing.history import History


def noisy(
    history: History,
    *,
    duplicates: bool = True,
    disorder: bool = True,
    late_arrival: bool = True,
    bare_dates: bool = True,
) -> st.SearchStrategy[History]:
    """The same history as a real log might hold it.

    The first three change no finding, which is a law; the last may: an hour that was lost is lost.

    Args:
        history: as it happened.
        duplicates: some events are written twice.
        disorder: events stand in any order.
        late_arrival: what one event reports comes at the very end, though it happened before.
        bare_dates: some instants lose their time of day.
    """
    return _noisy(history, duplicates, disorder, late_arrival, bare_dates)


@st.composite
def _noisy(
    draw: st.DrawFn, history: History, duplicates: bool, disorder: bool, late_arrival: bool, bare_dates: bool
) -> History:
    return throw_noise(
        Drawn(draw),
        history,
        duplicates=duplicates,
        disorder=disorder,
        late_arrival=late_arrival,
        bare_dates=bare_dates,
    )


def throw_noise(
    chance: Chance,
    history: History,
    *,
    duplicates: bool = True,
    disorder: bool = True,
    late_arrival: bool = True,
    bare_dates: bool = True,
) -> History:
    """`noisy` by any source of choices."""
    events = list(history.events)
    if bare_dates:
        zone = ground_of(history.rulebook).zone
        events = [_bare(each, zone) if rarely(chance, 3) else each for each in events]
    if duplicates:
        events += [each for each in events if rarely(chance, 3)]
    if disorder:
        for last in range(len(events) - 1, 0, -1):
            other = last - chance.number(0, last)
            events[last], events[other] = events[other], events[last]
    if late_arrival and len(events) > 1 and rarely(chance, 2):
        events.append(events.pop(pick(chance, range(len(events) - 1))))
    return attrs.evolve(history, events=tuple(events))


def _bare(event: Event, zone: ZoneInfo) -> Event:
    if not isinstance(event.time, dt.datetime):
        return event
    return attrs.evolve(event, time=event.time.astimezone(zone).date())
