"""Ordinary rulebooks: the clauses and conditions that a program decides by itself, under any counting.

Where random rulebooks try every part of the language, these try what the compiled evaluator says on its own:
limits of every shape, pauses, extensions, what ends a duty, conditions on data, in zones that move their
clocks, with each key of a convention. Everything is chosen by a `Chance`, so that the same rulebooks serve
hypothesis and runs of many thousands.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs

import govrules.testing
from govrules.model.calendar import Calendar, DayKind, DayOff, MakeUpDay, Notice, OfficeHours
from govrules.model.convention import Convention, LastDayOff, RestRun, ShortPeriods
from govrules.model.period import Period, Unit
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from govrules.testing.any_rulebook import with_time
from govrules.testing.chance import Chance, pick, rarely, several
from govrules.testing.pasting import flow

_DAY = dt.timedelta(days=1)
PLACEHOLDERS = Path(govrules.testing.__file__).parent / "placeholders"

ERAS: tuple[tuple[str, dt.date], ...] = (
    ("Asia/Shanghai", dt.date(2023, 9, 20)),
    ("Asia/Shanghai", dt.date(1986, 5, 4)),
    ("Asia/Shanghai", dt.date(1991, 9, 15)),
    ("America/Sao_Paulo", dt.date(2018, 11, 4)),
    ("America/Sao_Paulo", dt.date(2019, 2, 17)),
    ("Europe/Berlin", dt.date(2024, 3, 31)),
    ("Europe/Berlin", dt.date(2024, 10, 27)),
    ("Asia/Kolkata", dt.date(2024, 1, 1)),
    ("Africa/Casablanca", dt.date(2024, 3, 10)),
    ("Africa/Casablanca", dt.date(2024, 4, 14)),
    ("America/St_Johns", dt.date(2006, 4, 2)),
    ("America/St_Johns", dt.date(2006, 10, 29)),
    ("Australia/Lord_Howe", dt.date(2024, 4, 7)),
    ("Pacific/Apia", dt.date(2011, 12, 30)),
    ("Asia/Kathmandu", dt.date(1986, 1, 1)),
    ("America/Havana", dt.date(2024, 11, 3)),
    ("UTC", dt.date(2000, 2, 29)),
)
"""a zone, and a day near which its clocks move, or near which a log may as well begin"""

_HEAD = """\
govrules: 1
policy: {policy}
time_zone: {zone}
in_force: {in_force}
calendar: random
convention: random
measures: {{ladder: [warning, demerit], imposed: told, dismissed: withdrawn}}
parameters:
  opinion: {{type: period, values: {{{early}: 3 days, {late}: 2 working days}}}}
  most: {{type: integer, values: {{{early}: 3, {late}: 2}}}}
  reading: {{type: choice, choices: [whole, working], values: {{{early}: whole, {late}: working}}}}
case:
  joint: {{type: bool{joint}}}
  size: {{type: integer}}
  promise: {{type: period}}
  desk: {{type: string}}
{records}events:
  received:
    data:
      {{urgent: bool, grade: [simple, complex], amount: integer, share: number, note: string,
       due_on: date, limit: period, task: string, units: list, item: string}}
  listed: {{data: {{item: string, limit: period, former: period}}}}
  accepted: {{data: {{urgent: bool, amount: integer, note: string}}}}
  decided: {{data: {{outcome: [granted, refused], days: integer, task: string}}}}
  delivered: {{}}
  told: {{}}
  settled: {{data: {{outcome: string}}}}
  withdrawn: {{}}
  stopped: {{}}
  resumed: {{}}
  extended: {{data: {{days: integer}}}}
  departure_recorded: {{data: {{reason: string}}}}
  granted: {{is: decided, if: event.outcome == "granted"}}
  pressing: {{is: received, if: event.urgent or event.amount > 3 and given(event.grade)}}
  stopped_again: {{is: stopped, if: count(stopped) >= 2}}
clauses:
"""
_RECORDS = "records:\n  item: {set_by: listed, data: {limit: period, former: period}}\n"
TRIGGERS = ("received", "accepted", "told")
NAMED = ("pressing", "granted")
ANSWERS = ("decided", "delivered", "accepted", "told", "granted")
_PERIODS = (
    "3 working days", "5 days", "10 working days", "20 days", "1 week", "1 month", "1 working day",
    "10 days then 1 month", "48 hours", "6 working hours", "90 minutes", "15 calendar days",
    "二十日", "2 months",
)  # fmt: skip
_OF_RECEIVED = (
    "event.urgent", "given(event.note)", 'event.grade == "complex"', "event.amount >= 3", "event.share < 0.5",
    'event.note == "a"', 'event.note in ["a", "b"]', "event.amount + 2 > 4", "event.amount == event.share",
    'event.grade != "simple"', "given(event.amount, event.share)", "-event.amount < -2",
    "event.amount % 2 == 0",
)  # fmt: skip
_OF_PERIODS = (
    'event.limit <= "5 days"',
    'not event.limit > "3 working days"',
    "event.limit < params.opinion",
)
_ANSWERING = ("trigger.unit", "trigger.unit", "case.desk", "event.actor if given(event.actor) else case.desk")
_OF_ACCEPTED = ("event.urgent", "event.amount >= 3", "given(event.note)", 'event.note not in ["a"]')
_OF_ANY = (
    "happened(accepted)", "happened(told)", "not happened(withdrawn)", "count(told) <= 1",
    "count(received) >= 2", "case.joint", "case.size > 2", "given(case.size)", 'unit == "unit-1"',
    "given(event.unit)", 'trigger.unit == "unit-2"', "happened(decided)", "count(received) == 1", "true",
    "count(told) < params.most", "not happened(settled)",
)  # fmt: skip


@cache
def _loaded(text: str) -> Rulebook:
    return load_text(text, search=[PLACEHOLDERS]).or_raise()


def rulebook_of(
    chance: Chance,
    *,
    most: int = 4,
    policies: int = 2,
    more: Callable[[Chance], list[str]] = lambda _: [],
    records: bool = True,
) -> tuple[Rulebook, dt.date]:
    """A rulebook, and a day near which its logs are to lie.

    Args:
        most: at most so many clauses of a policy.
        policies: at most so many.
        more: what follows the clauses of a policy.
        records: whether records may say what a limit is.
    """
    zone, near = pick(chance, ERAS)
    found: list[Rulebook] = []
    for number in several(chance, 1, policies):
        # A second policy may be another place's, whose day begins at another instant.
        own = zone if number == 0 or not rarely(chance, 3) else pick(chance, ERAS)[0]
        text = rule_text(chance, own, near, most=most, policy=f"ordinary-{number + 1}")
        text += "".join(more(chance))
        if not records:
            text = text.replace("item.limit", "params.opinion").replace("item.former", "params.opinion")
        # A log under a policy that keeps records is not taken apart for several processes.
        found.append(_loaded(text if "item." in text else text.replace(_RECORDS, "")))
    together = attrs.evolve(found[0], policies=tuple(each.policies[0] for each in found))
    convention = convention_of(chance)
    others = []
    if convention.roll_calendar is not None:
        others.append(attrs.evolve(calendar_of(chance, near), name=convention.roll_calendar))
    return with_time(together, calendar_of(chance, near), convention, *others), near


def rule_text(chance: Chance, zone: str, near: dt.date, *, most: int, policy: str) -> str:
    """One policy, as a rule file holds it."""
    in_force = {"from": near - 400 * _DAY}
    if rarely(chance, 6):
        in_force = {"from": near + chance.number(-3, 10) * _DAY}
    if rarely(chance, 6):
        in_force["until"] = near + chance.number(11, 60) * _DAY
    joint = pick(chance, ("", ", default: false", ", default: true"))
    spans = {"early": near - 300 * _DAY, "late": near + chance.number(-5, 20) * _DAY}
    lines = [
        _HEAD.format(
            policy=policy, zone=zone, in_force=flow(in_force), joint=joint, records=_RECORDS, **spans
        )
    ]
    for number in several(chance, 1, most):
        write = pick(chance, (_duty, _duty, _duty, _requirement, _prohibition, _answers, _quota, _keeping))
        clause: dict[str, Any] = {"cite": f"Article {number + 1}"}
        clause |= write(chance)
        # What silence deems for a part of a case may be seen by others.
        often = 2 if "on_lapse" in clause.get("duty", ()) else 6
        if not {"accountability", "quota", "maintenance"} & clause.keys() and rarely(chance, often):
            _for_each_part(chance, clause)
        if rarely(chance, 8):
            clause["in_force"] = {"from": near + chance.number(-5, 15) * _DAY}
        lines.append(f"  clause-{number + 1}: {flow(clause)}\n")
    return "".join(lines)


def _for_each_part(chance: Chance, clause: dict[str, Any]) -> None:
    """Ask it of each part of a case: of a field that some types declare or none does, or of a list."""
    (kind,) = clause.keys() & {"duty", "requirement", "prohibition"}
    if clause[kind]["when"] in ("received", "pressing") and not rarely(chance, 3):
        clause["for_each"] = {"unit": "trigger.units"}
        return
    clause[kind]["per"] = ["case", *pick(chance, (["task"], ["task"], ["unit"], ["task", "unit"]))]


def condition_of(chance: Chance, trigger: str) -> str:
    """A condition about an event, its case and what happened before."""
    atoms = {"received": _OF_RECEIVED, "pressing": _OF_RECEIVED, "accepted": _OF_ACCEPTED}.get(
        trigger, ()
    ) + _OF_ANY
    text: str = pick(chance, atoms)
    for _ in several(chance, 0, 3):
        other = pick(chance, atoms)
        text = pick(chance, (f"({text}) and {other}", f"({text}) or {other}", f"not ({text})"))
    return text


def _around(chance: Chance, trigger: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if rarely(chance, 2) and "|" not in trigger:
        found["if"] = condition_of(chance, trigger)
    if rarely(chance, 6):
        found["strength"] = pick(chance, ("in_principle", "should"))
    if rarely(chance, 12):
        found["unless"] = "happened(withdrawn)"
    if rarely(chance, 6):
        found["responsible"] = pick(chance, _ANSWERING)
    if rarely(chance, 8):
        found["convention"] = {"last_day_off": pick(chance, ("stays", "next"))}
    return found


def _trigger(chance: Chance) -> str:
    trigger: str = pick(chance, NAMED if rarely(chance, 8) else TRIGGERS)
    other = pick(chance, TRIGGERS)
    alone = other == trigger or trigger == "pressing"
    return f"{trigger} | {other}" if rarely(chance, 6) and not alone else trigger


def obliging(chance: Chance) -> dict[str, Any]:
    """A clause that may be met, or violated."""
    found: dict[str, Any] = pick(chance, (_duty, _duty, _duty, _requirement, _prohibition))(chance)
    return found


def _duty(chance: Chance) -> dict[str, Any]:
    trigger = _trigger(chance)
    answers = [each for each in ANSWERS if each not in trigger.split(" | ") or rarely(chance, 8)]
    must = pick(chance, answers)
    other = pick(chance, [each for each in answers if {each, must} != {"decided", "granted"}])
    body: dict[str, Any] = {"when": trigger, "must": f"{must} | {other}" if other != must else must}
    if other != must and not rarely(chance, 3):
        body["must"] = must if not rarely(chance, 8) else {pick(chance, ("all", "in_order")): [must, other]}
    clause = _around(chance, trigger)
    limits = 2 if rarely(chance, 6) else 1
    if limits == 2:
        body["within"] = {"short": pick(chance, _PERIODS), "long": pick(chance, _PERIODS)}
    else:
        body["within"] = "no limit" if rarely(chance, 10) else pick(chance, _PERIODS)
    if rarely(chance, 3):
        _look_up(chance, trigger, body)
    if rarely(chance, 3):
        start = "stopped_again" if rarely(chance, 6) else "stopped"
        body["pause"] = {"from": start, "to": "resumed"}
    limited = body.get("within", "no limit") != "no limit"
    if rarely(chance, 3) and limited:
        times = {"times": chance.number(1, 2)} if rarely(chance, 2) else {}
        body["extend"] = {
            "when": "extended",
            "add": pick(chance, ("2 working days", "5 days", "1 week")),
            **times,
        }
    if rarely(chance, 3) and "before" not in body:
        body["end_on"] = "withdrawn"
    if rarely(chance, 2):
        body["repeat"] = pick(chance, ("each", "replace"))
    given = "by" in body or body.get("before") == "trigger.due_on"
    if rarely(chance, 4) and (limited or given):
        body["on_lapse"] = lapses_of(chance, trigger, must, body)
    if rarely(chance, 6) and limited:
        body["warn"] = pick(chance, ("1 working day left", "50% used"))
    return {**clause, "duty": body}


def lapses_of(chance: Chance, trigger: str, must: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """What silence means: most often an event is deemed of which no other clause hears.

    Args:
        trigger: of the conditions; empty where they ask about none.
    """
    within = body.get("within")
    limits = tuple(within) if isinstance(within, dict) and "short" in within else ()
    found: list[dict[str, Any]] = []
    for _ in several(chance, 1, 3):
        rule: dict[str, Any] = {}
        if limits and rarely(chance, 2):
            rule["of"] = pick(chance, limits)
        if trigger and rarely(chance, 2) and "|" not in trigger:
            rule["if"] = condition_of(chance, trigger)
        if not rarely(chance, 4):
            rule["deem"] = must if rarely(chance, 4) and must not in NAMED else "settled"
            rule["effective"] = pick(chance, ("lapse", "lapse", "next_day", "trigger", "3 days after"))
        if rule.get("deem") == "settled" and rarely(chance, 2):
            rule["with"] = {"outcome": pick(chance, ("granted", "refused"))}
        rule["breach"] = rarely(chance, 2)
        found.append(rule)
    return found


def _look_up(chance: Chance, trigger: str, body: dict[str, Any]) -> None:
    """A limit, or a day, that stands in the data or in a parameter, or is another event's."""
    ways = ["params.opinion", "case.promise", "before", "readings", "reduced", "item.limit"]
    if trigger in ("received", "pressing"):
        ways += ["by", "trigger.limit", "by", "before a day"]
    way = pick(chance, ways)
    if way == "by":
        del body["within"]
        body["by"] = "trigger.due_on"
    elif way in ("before", "before a day"):
        del body["within"]
        body["before"] = "withdrawn" if way == "before" else "trigger.due_on"
        if rarely(chance, 2):
            looked_up = ("params.opinion", "item.limit") if way == "before a day" else ()
            body["at_least"] = pick(chance, ("2 working days", "1 week", *looked_up))
    elif way == "readings":
        whole, working = pick(chance, ("5 days", "1 week", "no limit", "item.limit")), pick(chance, _PERIODS)
        use = pick(chance, ("params.reading", "whole", "working"))
        body["within"] = {"readings": {"whole": whole, "working": working}, "use": use}
    elif way == "reduced":
        of = pick(chance, ("params.opinion", "case.promise", "10 working days", "item.former"))
        body["within"] = {"of": of, "less": pick(chance, ("30%", "50%")), "round": "down"}
    else:
        body["within"] = way


def _requirement(chance: Chance) -> dict[str, Any]:
    trigger = pick(chance, (*TRIGGERS, *NAMED))
    wanted = condition_of(chance, trigger)
    if trigger in ("received", "pressing") and rarely(chance, 4):
        wanted = pick(chance, _OF_PERIODS)
    return {**_around(chance, trigger), "requirement": {"when": trigger, "require": wanted}}


def _prohibition(chance: Chance) -> dict[str, Any]:
    trigger = pick(chance, (*TRIGGERS, "decided", "extended", *NAMED))
    return {**_around(chance, trigger), "prohibition": {"when": trigger}}


def _quota(chance: Chance) -> dict[str, Any]:
    count = pick(chance, (*TRIGGERS, "received", "accepted", *NAMED, "stopped", "received | accepted"))
    body: dict[str, Any] = {"count": count, "at_most": chance.number(0, 3)}
    if rarely(chance, 3):
        of_units = ("event.unit", "unit", "event.actor")
        has_data = count in ("received", "accepted", "pressing", "received | accepted")
        if has_data and rarely(chance, 3):
            body["sum"] = "event.amount"
        else:
            of_data = ("event.note", "event.amount") if has_data else ()
            body["distinct"] = pick(chance, of_units + of_data)
    if rarely(chance, 4):
        del body["at_most"]
    if "at_most" not in body or rarely(chance, 6):
        body["at_least"] = chance.number(1, min(body.get("at_most", 2), 2) or 1)
        if body.get("at_most") == 0:
            del body["at_most"]
    if not rarely(chance, 4):
        body["until"] = pick(chance, ("withdrawn", "decided", "delivered", "granted", "told"))
    elif rarely(chance, 3):
        body["every"] = pick(chance, ("month", "week", "year"))
    if rarely(chance, 12):
        body["at_most"] = pick(chance, ("params.most", {"share": "50%", "of": "decided"}))
    return {**_around(chance, count), "quota": body}


def _keeping(chance: Chance) -> dict[str, Any]:
    begins, ends, opens, closes = pick(
        chance,
        (
            ("accepted", "told", "received", "decided"),
            ("accepted", "delivered", "received", "decided"),
            ("received", "withdrawn", "accepted", "told"),
            ("received", "stopped_again", "pressing", "granted"),
        ),
    )
    body: dict[str, Any] = {"hold": {"from": begins, "to": ends}}
    if rarely(chance, 12):
        body["hold"]["per"] = "unit"
    if not rarely(chance, 4):
        body["throughout"] = {"from": opens, "to": closes}
        if rarely(chance, 12):
            body["throughout"]["within"] = "office_hours"
    if rarely(chance, 6):
        body["tolerate"] = pick(chance, ("90 minutes", "2 days", "1 working day"))
    clause = _around(chance, opens)
    if "throughout" not in body:
        # No event is there to be asked.
        clause.pop("if", None)
        clause.pop("responsible", None)
    return {**clause, "maintenance": body}


_PARTIES = (
    {"direct": "event.unit"}, {"direct": "event.unit", "second": "event.actor"}, {"any": "responsible"},
    {"direct": "event.actor if given(event.actor) else event.unit"},
    *({"head": '"unit-1"'}, {"head": '"somebody"', "second": "responsible"}, {"head": '"unit-2"'}) * 2,
)  # fmt: skip
_OF_LISTS = ({"each": "event.units"}, {"direct": "event.note", "second": "event.unit"})


def _answers(chance: Chance) -> dict[str, Any]:
    trigger = _trigger(chance)
    parties = _PARTIES + (_OF_LISTS if trigger in ("received", "pressing") else ())
    body: dict[str, Any] = {"on": trigger, "answerable": pick(chance, parties)}
    if not rarely(chance, 3):
        body["propose"] = pick(chance, ("warning", {"any_of": ["warning", "demerit"]}))
    if rarely(chance, 4):
        body["repeated"] = {"times": 2, "over": pick(chance, ("1 month", "5 days", "calendar month"))}
    return {**_around(chance, trigger), "accountability": body}


# -- calendars and conventions -----------------------------------------------------------------------------

_OPEN = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
_HOURS = OfficeHours((_OPEN,) * 5 + ((), ()))
_AT_FOUR = dt.time(16)
_KEYS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("days_are", ("working",)),
    ("first_day", ("included",)),
    ("start_on_day_off", ("move",)),
    ("cutoff", (_AT_FOUR, dt.time(0), dt.time(17, 30))),
    ("cutoff_to", ("next_working_day",)),
    ("months", ("from_next_day", "month_end_sticks")),
    ("missing_day", ("next_month_start",)),
    ("last_day_off", tuple(LastDayOff(limit=each) for each in ("next", "previous", "stays"))),
    ("roll_calendar", ("rolling",)),
    ("day_ends", ("close_of_business", "same_time", _AT_FOUR)),
    ("short_periods", (ShortPeriods(5), ShortPeriods(10))),
    ("clear_days", (True,)),
    ("pause_days", ("[)", "[]", "()")),
    ("pause_again", ("move",)),
    ("pause_cap", (Period.of(4, Unit.DAYS),)),
    ("extend_from", ("trigger", "rolled", "approval")),
    ("rest_run", (RestRun(3),)),
    ("hours", ("next_full_hour",)),
    ("at_close", ("next_opening",)),
    ("breach_at", ("end_of_day", "next_working_day")),
    ("fulfilled_by", ("dispatch",)),
)
"""each key with its values beside the plainest"""
KEYS = tuple(key for key, _ in _KEYS)


def convention_of(chance: Chance) -> Convention:
    """A convention in which some keys, seldom many, are not the plainest."""
    chosen = dict(_KEYS)
    found: dict[str, Any] = {}
    for _ in several(chance, 0, 5):
        # Who meets a duty by dispatch is left to the reference as a whole, and need not come often.
        key = pick(chance, KEYS[:-1]) if not rarely(chance, 60) else "fulfilled_by"
        found[key] = pick(chance, chosen[key])
    if found.get("months") == "month_end_sticks":
        found.pop("missing_day", None)
    return Convention(name="random", **found)


def calendar_of(chance: Chance, near: dt.date) -> Calendar:
    """A calendar of the years around a day."""
    weekend = pick(chance, (frozenset({5, 6}), frozenset({4, 5}), frozenset({6}), frozenset[int]()))
    off: dict[dt.date, DayOff] = {}
    for _ in several(chance, 0, 4):
        start, kind = near + chance.number(-20, 90) * _DAY, pick(chance, tuple(DayKind))
        for day in _run(start, chance.number(1, 8)):
            off[day] = DayOff(day, kind)
    worked = {near + chance.number(-10, 60) * _DAY for _ in several(chance, 0, 4)}
    announced = near + chance.number(0, 120) * _DAY if rarely(chance, 4) else None
    notices: tuple[Notice, ...] = ()
    if announced is not None:
        notices = (Notice("notice", published=near - chance.number(0, 40) * _DAY, announces_until=announced),)
    return Calendar(
        name="random",
        first_day=dt.date(near.year - 2, 1, 1),
        last_day=dt.date(near.year + 4, 12, 31),
        weekend=weekend,
        days_off=tuple(off.values()),
        make_up=tuple(
            MakeUpDay(day) for day in sorted(worked) if day.weekday() in weekend and day not in off
        ),
        hours=_HOURS,
        announced_until=announced,
        notices=notices,
    )


def _run(start: dt.date, length: int) -> Iterator[dt.date]:
    for offset in range(length):
        yield start + offset * _DAY
