"""Cases in which something happens about the end of the time, under duties of which times decide.

Events drawn blindly seldom come on the last day, or at the first late moment. Here the reference says when
the time of a duty is up, and events of the case are put there: what meets it, stops its clock or
lengthens it.
"""

import datetime as dt
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from govrules.engine.batch import evaluate
from govrules.model.convention import Convention
from govrules.model.events import Event, Time
from govrules.model.findings import Obligation
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from govrules.testing.any_rulebook import with_time
from govrules.testing.chance import Chance, pick, rarely, several
from govrules.testing.history import History
from govrules.testing.pasting import flow
from tests.laws.ordinary_logs import Asked
from tests.laws.ordinary_rules import ERAS, PLACEHOLDERS, calendar_of, convention_of, lapses_of

_DAY = dt.timedelta(days=1)
_MICROSECOND = dt.timedelta(microseconds=1)
_CLOCKS = (dt.time(9), dt.time(0, 5), dt.time(12), dt.time(0), dt.time(23, 55))
_HEAD = """\
govrules: 1
policy: timed
time_zone: {zone}
in_force: {{from: 1980-01-01}}
calendar: random
convention: random
events:
  received: {{data: {{note: string, amount: integer}}}}
  accepted: {{}}
  decided: {{}}
  settled: {{data: {{outcome: string}}}}
  withdrawn: {{}}
  stopped: {{}}
  resumed: {{}}
  extended: {{}}
clauses:
"""
_PERIODS = ("3 working days", "1 working day", "5 working days", "5 days", "1 week", "10 working days")
_CONDITIONS = ("given(event.note)", 'given(event.note) and event.note != "b"', "event.amount >= 3", "true")
_FLOWS = (
    ("received", "stopped", "resumed", "decided"),
    ("received", "stopped", "accepted", "resumed", "decided"),
    ("received", "accepted", "stopped", "resumed", "decided"),
    ("received", "accepted", "extended", "extended", "decided"),
)
_TURNS = ("decided", "extended", "stopped", "resumed", "accepted", "withdrawn", "received", "extended")
_NOT_COMPILED = "event.amount / 2 > 1"


def near_the_end(chance: Chance, logs: int) -> list[Asked]:
    """Some logs under one rulebook."""
    zone, near = pick(chance, ERAS)
    clauses = {f"clause-{number + 1}": _duty(chance) for number in several(chance, 1, 2)}
    if rarely(chance, 4):
        # A clause that is left to the reference.
        clauses["other"] = {"requirement": {"when": "received", "require": _NOT_COMPILED}}
    rules = _loaded(
        _HEAD.format(zone=zone) + "".join(f"  {name}: {flow(clauses[name])}\n" for name in clauses)
    )
    convention = Convention(name="random") if not rarely(chance, 3) else convention_of(chance)
    others = []
    if convention.roll_calendar is not None:
        others.append(attrs.evolve(calendar_of(chance, near), name=convention.roll_calendar))
    rulebook = with_time(rules, calendar_of(chance, near), convention, *others)
    return [_asked(chance, rulebook, ZoneInfo(zone), near) for _ in range(logs)]


@cache
def _loaded(text: str) -> Rulebook:
    return load_text(text, search=[PLACEHOLDERS]).or_raise()


def _duty(chance: Chance) -> dict[str, Any]:
    trigger = pick(chance, ("received", "accepted"))
    body: dict[str, Any] = {"when": trigger, "must": "decided", "within": pick(chance, _PERIODS)}
    if rarely(chance, 2):
        body["pause"] = {"from": "stopped", "to": "resumed"}
    if rarely(chance, 2):
        body["extend"] = {
            "when": "extended",
            "add": pick(chance, ("2 working days", "1 working day", "3 days")),
        }
        if not rarely(chance, 3):
            body["extend"]["times"] = chance.number(1, 2)
    if rarely(chance, 4):
        body["end_on"] = "withdrawn"
    if rarely(chance, 3):
        body["repeat"] = "each"
    if rarely(chance, 4):
        body["on_lapse"] = lapses_of(chance, "", "decided", body)
    clause: dict[str, Any] = {"duty": body}
    if rarely(chance, 4) and trigger == "received":
        clause["if"] = pick(chance, _CONDITIONS)
    if rarely(chance, 4) and "end_on" not in body:
        clause["unless"] = "happened(withdrawn)"
    return clause


def _asked(chance: Chance, rulebook: Rulebook, zone: ZoneInfo, near: dt.date) -> Asked:
    bare = rarely(chance, 2)
    events: list[Event] = []
    for number in several(chance, 1, 3):
        events += _case(chance, f"case-{number + 1}", zone, near, bare=bare)
    for _ in range(2):
        duties = _due(rulebook, events, zone)
        if duties:
            events = _moved(chance, events, pick(chance, duties), zone, bare=bare)
    as_of: Time = max(_day(each.time, zone) for each in events) + pick(chance, (60, 0, 1, 3)) * _DAY
    if duties and rarely(chance, 3):
        as_of = _about(chance, pick(chance, duties), zone, bare=bare)
    elif rarely(chance, 4):
        as_of = pick(chance, events).time
    return Asked(History(rulebook, tuple(events), as_of), None, dated=not rarely(chance, 6))


def _case(chance: Chance, case: str, zone: ZoneInfo, near: dt.date, *, bare: bool) -> list[Event]:
    """What belongs to a procedure, as it should be, or in any order."""
    day = near + chance.number(-4, 1) * _DAY
    kinds = pick(chance, _FLOWS)
    if rarely(chance, 2):
        kinds = ("received", *(pick(chance, _TURNS) for _ in several(chance, 0, 6)))
    found: list[Event] = []
    for kind in kinds:
        data: dict[str, object] = {}
        if kind == "received":
            data = {"note": pick(chance, ("a", " ", "", "b")), "amount": pick(chance, (2, 3, 8))}
        found.append(Event(case, kind, _at(chance, day, zone, bare=bare), data=data))
        day += pick(chance, (1, 0, 1, 2, 3, 5)) * _DAY
    return found


def _at(chance: Chance, day: dt.date, zone: ZoneInfo, *, bare: bool) -> Time:
    return day if bare else dt.datetime.combine(day, pick(chance, _CLOCKS), tzinfo=zone)


def _due(rulebook: Rulebook, events: list[Event], zone: ZoneInfo) -> list[Obligation]:
    """The duties that have an end."""
    latest = max(_day(each.time, zone) for each in events)
    found = evaluate(rulebook, events, as_of=latest + 90 * _DAY, engine="reference")
    return [each for each in found.obligations if each.late_from is not None]


def _moved(
    chance: Chance, events: list[Event], duty: Obligation, zone: ZoneInfo, *, bare: bool
) -> list[Event]:
    """The same events, but one of them about the end of the time of a duty in its case."""
    time = _about(chance, duty, zone, bare=bare)
    places = [place for place, each in enumerate(events) if each.case == duty.case][1:]
    if not places or rarely(chance, 6):
        kind = pick(chance, ("decided", "extended", "stopped", "withdrawn"))
        return [*events, Event(duty.case, kind, time)]
    # Most often the last, before which everything is as it was when the end was counted.
    place = places[-1] if rarely(chance, 2) else pick(chance, places)
    return [*events[:place], attrs.evolve(events[place], time=time), *events[place + 1 :]]


def _about(chance: Chance, duty: Obligation, zone: ZoneInfo, *, bare: bool) -> Time:
    """A moment about the end of its time."""
    assert duty.late_from is not None
    assert duty.due is not None
    late = duty.late_from.astimezone(zone)
    if bare:
        return pick(chance, (duty.due, late.date(), duty.due + _DAY))
    return pick(chance, (late, late - _MICROSECOND, dt.datetime.combine(duty.due, dt.time(9), tzinfo=zone)))


def _day(time: Time, zone: dt.tzinfo) -> dt.date:
    return time.astimezone(zone).date() if isinstance(time, dt.datetime) else time
