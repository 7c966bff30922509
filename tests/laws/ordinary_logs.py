"""Ordinary logs: cases in which everything can be decided, near a day on which clocks are moved.

Few records are in doubt, so that most cases are decided by a program. Ties at one instant, instants about the
moment of a move and about midnight, and logs that are cut in the middle come often.
"""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

import attrs

from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from govrules.testing.chance import Chance, pick, rarely, several
from govrules.testing.history import History

_DAY = dt.timedelta(days=1)
_MICROSECOND = dt.timedelta(microseconds=1)
_CLOCKS = (
    dt.time(9), dt.time(16), dt.time(17, 30), dt.time(0), dt.time(23, 59, 59), dt.time(23, 59, 59, 999_999),
    dt.time(0, 5), dt.time(12), dt.time(0, 0, 0, 1),
)  # fmt: skip
_NEAR = (
    dt.timedelta(0), -_MICROSECOND, _MICROSECOND, dt.timedelta(minutes=5), -dt.timedelta(minutes=5),
    dt.timedelta(minutes=40), -dt.timedelta(minutes=40), dt.timedelta(hours=1),
)  # fmt: skip
_ANSWERS = ("decided", "delivered", "accepted", "told")
_TURNS = ("stopped", "resumed", "extended", "withdrawn", "stopped", "resumed", "told")
_OTHERS = ("received", "departure_recorded", "noted", "listed", "listed")
_GAPS = (0, 0, 1, 2, 3, 5, 7, 10, 14, 21, 31, 45)


@attrs.frozen
class Asked:
    """A log, and how it is evaluated."""

    history: History
    known_at: dt.date | None
    dated: bool
    """whether `as_of` is given; else it is the last instant of the log"""


def asked_of(chance: Chance, rulebook: Rulebook, near: dt.date, *, cases: int = 4, most: int = 7) -> Asked:
    """A log under a rulebook, and how it is to be evaluated.

    Args:
        near: the day near which it lies.
        cases: at most so many cases.
        most: at most so many events of a case.
    """
    zone = ZoneInfo(rulebook.policies[0].time_zone)
    times = _Times(chance, zone, near, moves(str(zone), near))
    bare = rarely(chance, 3)
    events: list[Event] = []
    for number in several(chance, 1, cases):
        if rarely(chance, 12):
            # Some logs hold cases of both kinds; a case that does is left to the reference.
            bare = not bare
        events += _case(chance, times, f"case-{number + 1}", bare=bare, most=most)
    if rarely(chance, 10):
        events.append(pick(chance, events))
    as_of = _as_of(chance, events, zone)
    known_at = near + _DAY * chance.number(-60, 60) if rarely(chance, 5) else None
    return Asked(History(rulebook, tuple(events), as_of), known_at, dated=not rarely(chance, 5))


def _as_of(chance: Chance, events: list[Event], zone: ZoneInfo) -> Time:
    instants = sorted(each.time for each in events if isinstance(each.time, dt.datetime))
    days = sorted(_day(each.time, zone) for each in events)
    if instants and rarely(chance, 3):
        return pick(chance, instants[::-1]) + pick(chance, (dt.timedelta(0), -_MICROSECOND, _MICROSECOND))
    if rarely(chance, 3):
        return pick(chance, days[::-1])
    return days[-1] + pick(chance, (0, 120, 1, 7, 30)) * _DAY


def _day(time: Time, zone: dt.tzinfo) -> dt.date:
    return time.astimezone(zone).date() if isinstance(time, dt.datetime) else time


@attrs.frozen
class _Times:
    chance: Chance
    zone: ZoneInfo
    near: dt.date
    moves: tuple[dt.datetime, ...]

    def first(self, *, bare: bool) -> Time:
        day = self.near + _DAY * self.chance.number(-12, 6)
        return self._at(day, bare=bare)

    def after(self, time: Time, *, bare: bool) -> Time:
        if rarely(self.chance, 5):
            return time
        day = _day(time, self.zone) + _DAY * pick(self.chance, _GAPS)
        return self._at(day, bare=bare)

    def _at(self, day: dt.date, *, bare: bool) -> Time:
        if bare:
            return day
        if self.moves and rarely(self.chance, 4):
            return pick(self.chance, self.moves) + pick(self.chance, _NEAR)
        local = dt.datetime.combine(day, pick(self.chance, _CLOCKS), tzinfo=self.zone)
        fold = self.chance.number(0, 1)
        return local.replace(fold=fold).astimezone(dt.UTC if rarely(self.chance, 3) else self.zone)


@cache
def moves(zone: str, near: dt.date) -> tuple[dt.datetime, ...]:
    """The instants, in UTC, at which a zone moves its clocks within two weeks of a day; to the second."""
    info = ZoneInfo(zone)
    found: list[dt.datetime] = []
    at = dt.datetime.combine(near - 14 * _DAY, dt.time(0), tzinfo=dt.UTC)
    step = dt.timedelta(hours=3)
    for _ in range(28 * 8):
        low, high = at, at + step
        if low.astimezone(info).utcoffset() != high.astimezone(info).utcoffset():
            while high - low > dt.timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if middle.astimezone(info).utcoffset() == at.astimezone(info).utcoffset():
                    low = middle
                else:
                    high = middle
            found.append(high)
        at += step
    return tuple(found)


def _case(chance: Chance, times: _Times, case: str, *, bare: bool, most: int) -> list[Event]:
    time = times.first(bare=bare)
    found: list[Event] = []
    for number in several(chance, 1, most):
        if number == 0 and not rarely(chance, 8):
            kind = pick(chance, ("received", "accepted"))
        else:
            kind = pick(chance, pick(chance, (_ANSWERS, _TURNS, _ANSWERS, _TURNS, _OTHERS)))
            time = times.after(time, bare=bare)
        if rarely(chance, 60):
            found.append(_event(chance, case, kind, _day(time, times.zone)))
        else:
            found.append(_event(chance, case, kind, time))
    return found


_DATA: dict[str, tuple[tuple[str, tuple[object, ...]], ...]] = {
    "received": (
        ("urgent", (True, False)),
        ("grade", ("simple", "complex")),
        ("amount", (1, 3, 4, 10)),
        ("share", (0.25, 0.5, 1, 3)),
        ("note", ("a", "b", "", " ")),
    ),
    "accepted": (("urgent", (True, False)), ("amount", (2, 3)), ("note", ("a", "c"))),
    "decided": (("outcome", ("granted", "refused")), ("days", (1, 5))),
    "extended": (("days", (2, 9)),),
    "listed": (
        ("item", ("permit", "licence")),
        ("limit", ("5 days", "2 working days", "soon")),
        ("former", ("10 days", "no limit")),
    ),
    "told": (("party", ("unit-1", "unit-2", "somebody")), ("measure", ("warning", "demerit"))),
}
_WRONG: tuple[object, ...] = ("much", 1.5, (), True, None, "3", "TRUE")


def _event(chance: Chance, case: str, kind: str, time: Time) -> Event:
    data: dict[str, object] = {}
    for name, values in _DATA.get(kind, ()):
        if rarely(chance, 8):
            continue
        data[name] = pick(chance, _WRONG) if rarely(chance, 40) else pick(chance, values)
    if kind == "received":
        data["due_on"] = (_day(time, dt.UTC) + chance.number(-2, 30) * _DAY).isoformat()
        data["limit"] = pick(chance, ("5 days", "3 working days", "no limit", "1 month"))
        if not rarely(chance, 12):
            data["units"] = pick(chance, (("unit-1",), ("unit-1", "unit-2"), ("unit-2", "unit-1"), ()))
    if kind in ("received", "accepted") and rarely(chance, 2):
        data["item"] = pick(chance, ("permit", "licence"))
    if rarely(chance, 6):
        data["promise"] = pick(chance, ("4 days", "2 working days", "1 week"))
    if not rarely(chance, 20 if kind in ("received", "decided") else 2):
        # Where a type declares it and an event does not say it, nobody knows which part of a case is meant.
        data["task"] = pick(chance, ("sewer", "road"))
    if rarely(chance, 6):
        data["joint"] = pick(chance, (True, False))
    if rarely(chance, 6):
        data["desk"] = pick(chance, ("desk-1", "desk-2"))
    if rarely(chance, 6):
        data["size"] = chance.number(1, 5)
    return Event(
        case,
        kind,
        time,
        id=f"{kind}-{chance.number(1, 30)}" if rarely(chance, 10) else None,
        unit=pick(chance, ("unit-1", "unit-2")) if rarely(chance, 2) else None,
        actor="somebody" if rarely(chance, 10) else None,
        data=data,
    )
