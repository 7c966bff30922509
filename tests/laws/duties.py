"""Random duties and their histories, as the package and as the plain judge take them.

Periods are short and days few, so that histories meet due ends; some events are put exactly at one.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from tests.laws import counting_strategies as random
from tests.laws.plain_judge import Parts, PlainDuty, PlainEvent, PlainLapse, PlainStop, Tree, judge

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE = dt.timedelta(days=1)
DAYS = 30
"""events lie in so many days from the middle of random calendars"""
LONG_AGO = dt.date(2020, 1, 1)

HEADER = """\
govrules: 1
policy: p
time_zone: Asia/Shanghai
in_force: {from: 2020-01-01}
calendar: us
convention: us-tax
"""
EVENTS = """
events:
  began: {data: {x: bool, y: bool, due_at: date, members: list}}
  done: {recorded: RECORDED}
  stopped: {data: {thread: string}}
  resumed: {data: {thread: string}}
  alike:
  assumed:
  held:
  freed:
  cut:
  anew:
  longer:
  dropped:
  excused:
"""


@attrs.frozen
class Draft:
    """A duty in both forms, and as it is written."""

    duty: PlainDuty
    text: str
    calendar: Calendar
    convention: Convention

    def rulebook(self) -> Rulebook:
        """The rule file as it is loaded; its calendar and convention give way to the ones drawn."""
        loaded = load_text(HEADER + self.text).or_raise()
        [policy] = loaded.policies
        return attrs.evolve(
            loaded,
            policies=(attrs.evolve(policy, calendar="drawn", convention="drawn"),),
            calendars={"drawn": self.calendar},
            conventions={"drawn": self.convention},
        )


def written(parts: Parts) -> str:
    return " then ".join(f"{amount} {unit}" for amount, unit in parts)


def said(tree: Tree) -> str:
    head, *rest = tree
    match head:
        case "trigger":
            return f"trigger.{rest[0]}"
        case "happened":
            return f"happened({rest[0]})"
        case "not":
            return f"not ({said(rest[0])})"
    return f"({said(rest[0])}) {head} ({said(rest[1])})"


LEAVES = st.sampled_from([("trigger", "x"), ("trigger", "y"), ("happened", "excused")])
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(["and", "or"]), inner, inner),
    max_leaves=3,
)
SHORT = st.one_of(
    st.tuples(st.integers(1, 8), st.just("working days")),
    st.tuples(st.integers(1, 10), st.sampled_from(["calendar days", "days"])),
    st.tuples(st.just(1), st.sampled_from(["weeks", "months"])),
).map(lambda part: [part])
PLAIN = Convention()


def sometimes(draw: st.DrawFn, strategy: st.SearchStrategy[Any], one_in: int = 2) -> Any:
    """A value of a strategy, or None."""
    return draw(strategy) if draw(st.integers(1, one_in)) == one_in else None


Focus = Literal["terms", "clock", "silence", "triggers"]
FOCUSES: tuple[Focus, ...] = ("terms", "clock", "silence", "triggers")


@st.composite
def drafts(draw: st.DrawFn, focus: Focus) -> Draft:
    """A duty with some of everything that a duty may have, more of what lies in the focus."""

    def has(about: Focus) -> bool:
        return draw(st.integers(0, 4)) < (3 if about == focus else 1)

    calendar = draw(random.calendars())
    convention = PLAIN if draw(st.booleans()) else draw(random.conventions(keys=random.DATE_KEYS))
    lines: list[str] = []
    by = has("terms") and draw(st.booleans())
    named = not by and has("terms")
    limits: dict[str | None, Parts] = {None: draw(SHORT)}
    changed = draw(st.tuples(random.near(DAYS), SHORT)) if not (by or named) and has("terms") else None
    parameter = changed is not None and draw(st.booleans())
    if by:
        lines.append("by: trigger.due_at")
    elif named:
        limits = {"first": draw(SHORT), "second": draw(SHORT)}
        lines.append(f"within: {{first: {written(limits['first'])}, second: {written(limits['second'])}}}")
    elif parameter:
        lines.append("within: params.limit")
    else:
        lines.append(f"within: {written(limits[None])}")
    stops, interrupt, extend = _clock_rules(draw, lines) if not by and has("clock") else ((), False, None)
    must = draw(st.sampled_from(["done", "done | alike"]))
    end_on = draw(st.integers(0, 3)) == 0
    repeat = draw(st.sampled_from(["ignore", "each", "replace"]))
    lapses = _lapse_rules(draw, lines, tuple(limits)) if has("silence") else ()
    condition = draw(TREES) if has("triggers") else None
    unless = draw(TREES) if has("silence") and draw(st.booleans()) else None
    for_each = has("triggers") and draw(st.booleans())
    span_drawn = st.tuples(random.near(8), st.integers(3, 16))
    recorded = draw(span_drawn) if has("silence") and draw(st.integers(0, 2)) else None
    span = None if recorded is None else (recorded[0], recorded[0] + recorded[1] * ONE)
    duty = PlainDuty(
        limits=limits,
        must=frozenset(must.split(" | ")),
        changed=changed,
        by=by,
        stops=stops,
        interrupt=interrupt,
        extend=extend,
        end_on=end_on,
        repeat=repeat,
        lapses=lapses,
        unless=unless,
        condition=condition,
        for_each=for_each,
        recorded=span,
        calendar=random.plain_calendar(calendar),
        keys={**random.plain_keys(convention), "pause_days": convention.pause_days},
    )
    lines += ["when: began", f"must: {must}", f"repeat: {repeat}", *(["end_on: dropped"] if end_on else [])]
    head = [
        *([f"if: {said(condition)}"] if condition else []),
        *([f"unless: {said(unless)}"] if unless else []),
    ]
    head += ["for_each: {unit: trigger.members}"] if for_each else []
    if changed is not None and not parameter:
        later = f"{{from: {changed[0]}, duty: {{within: {written(changed[1])}}}}}"
        head.append(f"versions: [{{from: {LONG_AGO}}}, {later}]")
    declared = EVENTS.replace("RECORDED", f"from {span[0]} until {span[1]}" if span else f"from {LONG_AGO}")
    values = (
        f"{{{LONG_AGO}: {written(limits[None])}, {changed[0]}: {written(changed[1])}}}"
        if parameter and changed
        else ""
    )
    text = f"parameters:\n  limit: {{type: period, values: {values}}}\n" if parameter else ""
    text += f"{declared}clauses:\n  c:\n"
    text += "".join(f"    {line}\n" for line in head)
    text += "    duty:\n" + "".join(f"      {line}\n" for line in lines)
    return Draft(duty, text, calendar, convention)


def _clock_rules(
    draw: st.DrawFn, lines: list[str]
) -> tuple[tuple[PlainStop, ...], bool, tuple[Parts, int | None] | None]:
    stops: list[PlainStop] = []
    if draw(st.integers(0, 3)):
        stops.append(
            PlainStop(
                "stopped",
                "resumed",
                threads=draw(st.booleans()),
                at_most=sometimes(draw, SHORT, 4) or (),
                times=sometimes(draw, st.sampled_from([1, 1, 2]), 3),
            )
        )
        if draw(st.integers(0, 2)) == 0:
            stops.append(PlainStop("held", "freed", brackets=draw(st.sampled_from([None, "[)", "[]"]))))
    rows = [
        f"{{from: {each.start}, to: {each.end}"
        + (", per: thread" if each.threads else "")
        + (f', days: "{each.brackets}"' if each.brackets else "")
        + (f", at_most: {written(each.at_most)}" if each.at_most else "")
        + (f", times: {each.times}" if each.times else "")
        + "}"
        for each in stops
    ]
    if rows:
        lines.append(f"pause: [{', '.join(rows)}]")
    interrupt = draw(st.integers(0, 2)) == 0
    if interrupt:
        lines.append("interrupt: {from: cut, to: anew}")
    extend = sometimes(draw, st.tuples(SHORT, st.none() | st.integers(1, 2)), 3)
    if extend:
        times = "" if extend[1] is None else f", times: {extend[1]}"
        lines.append(f"extend: {{when: longer, add: {written(extend[0])}{times}}}")
    return tuple(stops), interrupt, extend


def _lapse_rules(draw: st.DrawFn, lines: list[str], names: Sequence[str | None]) -> tuple[PlainLapse, ...]:
    found: list[PlainLapse] = []
    rows: list[str] = []
    for _ in range(draw(st.integers(1, 2))):
        lapse = PlainLapse(
            of=sometimes(draw, st.sampled_from(names), 3),
            condition=sometimes(draw, TREES, 4),
            deem=draw(st.sampled_from(["assumed", "assumed", "assumed", None])),
            effective=draw(st.sampled_from(["lapse", "next_day", "trigger", "after"])),
            breach=draw(st.booleans()),
            after=draw(SHORT),
        )
        found.append(lapse)
        effective = f"{written(lapse.after)} after" if lapse.effective == "after" else lapse.effective
        row = [f"breach: {str(lapse.breach).lower()}"]
        row += [f"of: {lapse.of}"] if lapse.of else []
        row += [f"if: {said(lapse.condition)}"] if lapse.condition else []
        row += [f"deem: {lapse.deem}", f"effective: {effective}"] if lapse.deem else []
        rows.append("{" + ", ".join(row) + "}")
    lines.append(f"on_lapse: [{', '.join(rows)}]")
    return tuple(found)


# -- histories ------------------------------------------------------------------------------------------

MINUTES = st.sampled_from([None, None, 0, 540, 1050, 1439])


def kinds(duty: PlainDuty, *, silent: bool) -> st.SearchStrategy[str]:
    """The events that bear on a duty, and now and then one that does not; where silent none that meets it."""
    found = ["began", "excused"] if silent else ["done", "done", "began", "alike", "excused"]
    found += [name for each in duty.stops for name in (each.start, each.end) for _ in range(2)]
    found += ["cut", "cut", "anew", "anew"] if duty.interrupt else []
    found += ["longer", "longer"] if duty.extend else []
    found += ["dropped", "dropped"] if duty.end_on else []
    return st.sampled_from(found)


def pairs(duty: PlainDuty) -> list[tuple[str, str]]:
    """The events that stop the clock, with those that let it run again."""
    return [*((each.start, each.end) for each in duty.stops), *([("cut", "anew")] if duty.interrupt else [])]


@st.composite
def plain_events(
    draw: st.DrawFn, kind: str, day: dt.date, minute: int | None, *, for_each: bool
) -> PlainEvent:
    """An event with the data of its type, some of them missing."""
    data: dict[str, Any] = {}
    if kind == "began":
        data = {
            "x": draw(st.sampled_from([True, False, None])),
            "y": draw(st.sampled_from([True, False, None])),
            "due_at": sometimes(draw, st.integers(-2, 9).map(lambda days: day + days * ONE), 1),
            "members": draw(st.sampled_from([["u"], ["u", "v"], ["u", "v"], [], None])),
        }
        if draw(st.integers(0, 5)) == 0:
            data["due_at"] = None
    if kind in {"stopped", "resumed"}:
        data = {"thread": draw(st.sampled_from(["a", "b"]))}
    unit = draw(st.sampled_from([None, "u", "v"])) if for_each and kind != "began" else None
    if kind == "began" or (for_each and kind in {"done", "alike"} and draw(st.integers(0, 4))):
        unit = None if kind == "began" else draw(st.sampled_from(["u", "v"]))
    given = {name: value for name, value in data.items() if value is not None}
    return PlainEvent(kind, day, minute, unit, given)


@st.composite
def cases(draw: st.DrawFn, focus: Focus) -> tuple[Draft, list[list[PlainEvent]], dt.date]:
    """A duty, a few cases under it, and the day up to which they are read."""
    draft = draw(drafts(focus))
    found = [draw(histories(draft.duty)) for _ in range(draw(st.integers(1, 4)))]
    days = [each.day for events in found for each in events]
    as_of = draw(st.sampled_from([max(days), max(days), max(days) + 120 * ONE, min(days) + 9 * ONE]))
    return draft, found, as_of + draw(st.integers(-3, 3)) * ONE


@st.composite
def histories(draw: st.DrawFn, duty: PlainDuty) -> list[PlainEvent]:
    """What happened in one case."""
    start = draw(random.near(8))
    silent = draw(st.booleans())
    found = [("began", start, draw(MINUTES))]
    for begins, ends in pairs(duty):
        # Now and then the clock was stopped before it began to run.
        day = start - draw(st.sampled_from([0, 0, 0, 3])) * ONE
        for _ in range(draw(st.integers(0, 2))):
            day += draw(st.integers(0, 4)) * ONE
            found.append((begins, day, draw(MINUTES)))
            day += draw(st.integers(0, 6)) * ONE
            found += [(ends, day, draw(MINUTES))] if draw(st.integers(0, 4)) else []
    for _ in range(draw(st.integers(0, 4))):
        found.append(
            (draw(kinds(duty, silent=silent)), start + draw(st.integers(-1, 12)) * ONE, draw(MINUTES))
        )
    events = [draw(plain_events(kind, day, minute, for_each=duty.for_each)) for kind, day, minute in found]
    # What decides happens at due ends: the history so far says where these are.
    for _ in range(draw(st.integers(0, 3))):
        ends_at = sorted({each.due for each in judge(duty, events, start + 300 * ONE).verdicts if each.due})
        if not ends_at:
            break
        end = draw(st.sampled_from(ends_at))
        day, minute = draw(st.sampled_from([(end, None), (end + ONE, 0), (end + ONE, 1), (end + ONE, None)]))
        kind = draw(kinds(duty, silent=silent and draw(st.booleans())))
        moves = [*(begins for begins, _ in pairs(duty)), *(["longer"] if duty.extend else [])]
        if moves and draw(st.integers(0, 2)) == 0:
            # What moves a due end does so up to that end, and no moment longer.
            kind = draw(st.sampled_from(moves))
        events.append(draw(plain_events(kind, day, minute, for_each=duty.for_each)))
    return unique(events)


def unique(events: Sequence[PlainEvent]) -> list[PlainEvent]:
    """Events once each: what is alike in all its content counts once.

    Of triggers of one moment only the first is kept: which of them opens the duty is settled by content.
    """
    found: list[PlainEvent] = []
    for each in events:
        twin = any(each.type == "began" == other.type and each.key == other.key for other in found)
        if each not in found and not twin:
            found.append(each)
    return found


@st.composite
def logs(draw: st.DrawFn, cases: Sequence[Sequence[PlainEvent]]) -> list[Event]:
    """The cases as a log has them: in any order, some rows twice, numbered within each case or not."""
    found: list[Event] = []
    for number, events in enumerate(cases):
        numbered = draw(st.booleans())
        for at, each in enumerate(events):
            event = draw(logged(f"case-{number}", each, str(at) if numbered else None))
            found += [event] * draw(st.sampled_from([1, 1, 1, 2]))
    shuffled = draw(st.permutations(found))
    return [attrs.evolve(each, source=f"log:{line}") for line, each in enumerate(shuffled)]


@st.composite
def logged(draw: st.DrawFn, case: str, event: PlainEvent, number: str | None) -> Event:
    """The event as a log has it: an instant with one offset or another."""
    data = {
        name: each.isoformat() if isinstance(each, dt.date) else each for name, each in event.data.items()
    }
    time: dt.date | dt.datetime = event.day
    if event.minute is not None:
        local = dt.datetime.combine(event.day, dt.time()) + dt.timedelta(minutes=event.minute)
        time = local.replace(tzinfo=SHANGHAI)
        time = time.astimezone(draw(st.sampled_from([SHANGHAI, dt.UTC, dt.timezone(dt.timedelta(hours=-9))])))
    return Event(case, event.type, time, id=number, unit=event.unit, data=data)
