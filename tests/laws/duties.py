"""Random duties and their histories, as the package and as the plain judge take them.

Periods are short and days few, so that histories meet due ends; some events are put exactly at one.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from tests.engine.rules import rules
from tests.laws import counting_strategies as random
from tests.laws.plain_judge import Parts, PlainDuty, PlainEvent, PlainLapse, PlainStop, Tree, judge

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE = dt.timedelta(days=1)
DAYS = 30
"""events lie in so many days from the middle of random calendars"""
LONG_AGO = dt.date(2020, 1, 1)

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
        return rules(self.text, calendar=self.calendar, convention=self.convention)


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


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A duty with some of everything that a duty may have."""
    calendar = draw(random.calendars())
    convention = PLAIN if draw(st.booleans()) else draw(random.conventions(keys=random.DATE_KEYS))
    lines: list[str] = []
    by = draw(st.integers(0, 7)) == 0
    named = not by and draw(st.integers(0, 3)) == 0
    limits: dict[str | None, Parts] = {None: draw(SHORT)}
    changed = None if by or named else sometimes(draw, st.tuples(random.near(DAYS), SHORT), 4)
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
    stops, interrupt, extend = _clock_rules(draw, lines) if not by else ((), False, None)
    must = draw(st.sampled_from(["done", "done | alike"]))
    end_on = draw(st.integers(0, 3)) == 0
    repeat = draw(st.sampled_from(["ignore", "each", "replace"]))
    lapses = _lapse_rules(draw, lines, tuple(limits)) if draw(st.booleans()) else ()
    condition, unless = sometimes(draw, TREES, 4), sometimes(draw, TREES, 4)
    for_each = draw(st.integers(0, 3)) == 0
    recorded = sometimes(draw, st.tuples(random.near(8), st.integers(3, 30)), 4)
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
    if draw(st.booleans()):
        stops.append(PlainStop("stopped", "resumed", threads=draw(st.booleans())))
        if draw(st.integers(0, 2)) == 0:
            stops.append(PlainStop("held", "freed", brackets=draw(st.sampled_from([None, "[)", "[]"]))))
    rows = [
        f"{{from: {each.start}, to: {each.end}"
        + (", per: thread" if each.threads else "")
        + (f', days: "{each.brackets}"' if each.brackets else "")
        + "}"
        for each in stops
    ]
    if rows:
        lines.append(f"pause: [{', '.join(rows)}]")
    interrupt = draw(st.integers(0, 3)) == 0
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
            of=draw(st.none() | st.sampled_from(names)),
            condition=sometimes(draw, TREES, 3),
            deem=draw(st.sampled_from(["assumed", "assumed", None])),
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
OTHERS = st.sampled_from(
    [
        "done", "done", "alike", "began", "stopped", "resumed", "stopped", "resumed", "held", "freed",
        "cut", "anew", "longer", "dropped", "excused",
    ]
)  # fmt: skip


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
def cases(draw: st.DrawFn) -> tuple[Draft, list[list[PlainEvent]], dt.date]:
    """A duty, one or two cases under it, and the day up to which they are read."""
    draft = draw(drafts())
    found = [draw(histories(draft.duty)) for _ in range(draw(st.sampled_from([1, 1, 2])))]
    days = [each.day for events in found for each in events]
    as_of = draw(st.sampled_from([max(days), max(days), max(days) + 120 * ONE, min(days) + 9 * ONE]))
    return draft, found, as_of + draw(st.integers(-3, 3)) * ONE


@st.composite
def histories(draw: st.DrawFn, duty: PlainDuty) -> list[PlainEvent]:
    """What happened in one case."""
    start = draw(random.near(8))
    events = [draw(plain_events("began", start, draw(MINUTES), for_each=duty.for_each))]
    for _ in range(draw(st.integers(0, 5))):
        day = start + draw(st.integers(-1, 12)) * ONE
        events.append(draw(plain_events(draw(OTHERS), day, draw(MINUTES), for_each=duty.for_each)))
    # What decides happens at due ends: the history so far says where these are.
    for _ in range(draw(st.integers(0, 3))):
        ends = sorted({each.due for each in judge(duty, events, start + 300 * ONE).verdicts if each.due})
        if not ends:
            break
        end = draw(st.sampled_from(ends))
        day, minute = draw(st.sampled_from([(end, None), (end + ONE, 0), (end + ONE, 1), (end + ONE, None)]))
        events.append(draw(plain_events(draw(OTHERS), day, minute, for_each=duty.for_each)))
    return unique(events)


def unique(events: Sequence[PlainEvent]) -> list[PlainEvent]:
    """Events once each: what is alike in all its content counts once."""
    found: list[PlainEvent] = []
    for each in events:
        if each not in found:
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
