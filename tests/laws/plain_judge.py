"""The life of a duty once more, written from its definition alone, sharing no code with the package.

It knows one clause and one case, looks at every event in order, and counts with the brute force of time.
What it says and what the package says must be equal for every duty and history that it knows.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from tests.laws.bruteforce import (
    ONE,
    NeverEndsError,
    PlainAnswer,
    PlainCalendar,
    PlainPause,
    PlainQuestion,
    answer,
)

Key = tuple[int, int]
Tree = tuple[Any, ...]
"""`("trigger", name)`, `("happened", type)`, `("not", tree)`, `("and", tree, tree)`, `("or", tree, tree)`"""


@attrs.frozen
class PlainEvent:
    """An event on a local day, at a minute of it or with no time at all."""

    type: str
    day: dt.date
    minute: int | None
    unit: str | None = None
    data: Mapping[str, Any] = attrs.field(factory=dict)

    @property
    def key(self) -> Key:
        """Its place in time: a bare date begins its day, after what came at 24:00 of the day before."""
        begins = self.day.toordinal() * 1440
        return (begins, 1) if self.minute is None else (begins + self.minute, 0)


def at_or_after(later: PlainEvent, earlier: PlainEvent) -> bool:
    """On one day without times nobody knows the order, and either is allowed."""
    if later.minute is None or earlier.minute is None:
        return later.day >= earlier.day
    return later.key >= earlier.key


def surely_after(later: PlainEvent, earlier: PlainEvent) -> bool:
    if later.minute is None or earlier.minute is None:
        return later.day > earlier.day
    return later.key > earlier.key


def is_late(event: PlainEvent, due: dt.date) -> bool:
    """A due day ends at 24:00, which is still in time; a bare date is late on a later day."""
    if event.minute is None:
        return event.day > due
    return event.key[0] > (due.toordinal() + 1) * 1440


Parts = Sequence[tuple[int, str]]


@attrs.frozen
class PlainStop:
    """`pause: {from, to}`, by thread where `threads`, with brackets of its own or those of the convention."""

    start: str
    end: str
    threads: bool = False
    brackets: str | None = None
    at_most: Parts = ()
    """how long one may last"""
    times: int | None = None


@attrs.frozen
class PlainLapse:
    of: str | None
    condition: Tree | None
    deem: str | None
    effective: str
    breach: bool
    after: Parts = ()


@attrs.frozen
class PlainDuty:
    """One clause: `began` triggers it, what is in `must` meets it."""

    limits: Mapping[str | None, Parts]
    must: frozenset[str] = frozenset({"done"})
    changed: tuple[dt.date, Parts] | None = None
    by: bool = False
    stops: Sequence[PlainStop] = ()
    interrupt: bool = False
    extend: tuple[Parts, int | None] | None = None
    end_on: bool = False
    repeat: str = "ignore"
    lapses: Sequence[PlainLapse] = ()
    unless: Tree | None = None
    condition: Tree | None = None
    for_each: bool = False
    recorded: tuple[dt.date, dt.date] | None = None
    calendar: PlainCalendar = attrs.field(kw_only=True)
    keys: Mapping[str, Any] = attrs.field(kw_only=True)


@attrs.frozen
class Verdict:
    """What became of one obligation."""

    trigger: PlainEvent
    member: str | None
    limit: str | None
    state: str
    due: dt.date | None = None
    fulfilled: PlainEvent | None = None
    broken: bool = False
    late_by: int | None = None
    deemed: PlainEvent | None = None
    late_decisions: tuple[PlainEvent, ...] = ()
    stops: tuple[tuple[PlainEvent, PlainEvent | None], ...] = ()
    """what stopped the clock, and what let it run again or begin anew"""
    extensions: tuple[PlainEvent, ...] = ()


@attrs.frozen
class Findings:
    verdicts: tuple[Verdict, ...]
    unknown: tuple[tuple[PlainEvent, str | None], ...]
    """triggers of which nobody knows whether they trigger"""


def judge(duty: PlainDuty, events: Sequence[PlainEvent], as_of: dt.date) -> Findings:
    """Every obligation of a duty in one case, as seen at the end of a day."""
    read = [each for each in events if not is_late(each, as_of)]
    opened: list[tuple[PlainEvent, str | None]] = []
    unknown: list[tuple[PlainEvent, str | None]] = []
    for trigger in sorted((each for each in read if each.type == "began"), key=lambda each: each.key):
        members: Sequence[str | None] = [None]
        if duty.for_each:
            if trigger.data.get("members") is None:
                unknown.append((trigger, None))
                continue
            members = sorted(set(trigger.data["members"]))
        for member in members:
            holds = truth(
                duty.condition, trigger, [e for e in visible(read, member) if at_or_after(trigger, e)]
            )
            if holds is None:
                unknown.append((trigger, member))
            elif holds:
                opened.append((trigger, member))
    verdicts: list[Verdict] = []
    for member in dict.fromkeys(member for _, member in opened):
        triggers = [trigger for trigger, own in opened if own == member]
        verdicts += in_turn(duty, triggers, member, visible(read, member), as_of)
    return Findings(tuple(verdicts), tuple(unknown))


def visible(events: Sequence[PlainEvent], member: str | None) -> list[PlainEvent]:
    """A member sees what names it and what names nobody."""
    return [each for each in events if member is None or each.unit in {None, member}]


def truth(tree: Tree | None, trigger: PlainEvent, history: Sequence[PlainEvent]) -> bool | None:
    """True, False, or None where it is unknown."""
    if tree is None:
        return True
    head, *rest = tree
    if head == "trigger":
        value = trigger.data.get(rest[0])
        return None if value is None else bool(value)
    if head == "happened":
        return any(each.type == rest[0] for each in history)
    found = [truth(each, trigger, history) for each in rest]
    if head == "not":
        return None if found[0] is None else not found[0]
    decisive: bool = head == "or"
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def in_turn(
    duty: PlainDuty,
    triggers: Sequence[PlainEvent],
    member: str | None,
    events: Sequence[PlainEvent],
    as_of: dt.date,
) -> Iterator[Verdict]:
    """The triggers of one slice in order: which open an obligation, and what became of it."""
    pursued: list[tuple[PlainEvent, list[tuple[Verdict, PlainEvent | None]]]] = []
    for number, trigger in enumerate(triggers):
        if duty.repeat == "ignore" and any(is_open(each, trigger) for _, each in pursued):
            continue
        successor = None
        if duty.repeat == "replace" and number + 1 < len(triggers):
            successor = triggers[number + 1]
        seen = [each for each in events if successor is None or each.key < successor.key]
        parts = {None: duty.changed[1]} if duty.changed and trigger.day >= duty.changed[0] else duty.limits
        found = [
            Run(duty, trigger, member, name, limit, seen, successor, as_of).verdict()
            for name, limit in parts.items()
        ]
        pursued.append((trigger, found))
    for number, (_, found) in enumerate(pursued):
        following = pursued[number + 1][0] if number + 1 < len(pursued) else None
        for verdict, _ in found:
            yield with_late_decisions(duty, verdict, events, following)


def is_open(obligations: Sequence[tuple[Verdict, PlainEvent | None]], later: PlainEvent) -> bool:
    """Whether a second trigger comes while the duty is open."""
    closed = next((closing for _, closing in obligations if closing is not None), None)
    if closed is not None and surely_after(later, closed):
        return False
    lapsed = [verdict.due for verdict, _ in obligations if verdict.state == "lapsed"]
    return not any(due is not None and not_within(later, due) for due in lapsed)


def not_within(event: PlainEvent, due: dt.date) -> bool:
    """Whether something comes at or after the end of a day."""
    return event.day > due


def with_late_decisions(
    duty: PlainDuty, verdict: Verdict, events: Sequence[PlainEvent], following: PlainEvent | None
) -> Verdict:
    """Real decisions after a lapse that deemed one, up to the next trigger; the breach says how late."""
    if verdict.deemed is None or verdict.due is None:
        return verdict
    late = sorted(
        (
            each
            for each in events
            if each.type in duty.must
            and (verdict.member is None or each.unit == verdict.member)
            and is_late(each, verdict.due)
            and each.key > ((verdict.due.toordinal() + 1) * 1440, 0)
            and at_or_after(each, verdict.trigger)
            and not (following is not None and at_or_after(each, following))
        ),
        key=lambda each: each.key,
    )
    days = (late[0].day - verdict.due).days if late and verdict.broken else None
    return attrs.evolve(verdict, late_decisions=tuple(late), late_by=days)


STEPS = {"pause": 0, "resume": 0, "extend": 1, "fulfil": 2, "end": 3}


@attrs.frozen
class Mark:
    step: str
    event: PlainEvent
    thread: tuple[object, ...] = ()
    """of a pause: its rule and thread"""


INTERRUPTION = ("interruption",)


class Run:
    """One obligation from its trigger until it is closed or the log ends."""

    def __init__(
        self,
        duty: PlainDuty,
        trigger: PlainEvent,
        member: str | None,
        name: str | None,
        limit: Parts,
        events: Sequence[PlainEvent],
        successor: PlainEvent | None,
        as_of: dt.date,
    ) -> None:
        self.duty, self.trigger, self.member, self.name = duty, trigger, member, name
        self.limit, self.events, self.successor, self.as_of = limit, events, successor, as_of
        self.origin = trigger.day
        self.pauses: list[tuple[tuple[object, ...], dt.date, dt.date | None]] = []
        self.extensions: list[tuple[Parts, dt.date]] = []
        self.doubtful = False
        self.stopped: dict[tuple[object, ...], PlainEvent] = {}
        self.stops: list[tuple[PlainEvent, PlainEvent | None]] = []
        self.extended: list[PlainEvent] = []

    def verdict(self) -> tuple[Verdict, PlainEvent | None]:
        """What became of it, and the event that closed it."""
        marks = sorted(self.marks(), key=lambda mark: (mark.event.key, STEPS[mark.step]))
        if self.successor is not None:
            marks.append(Mark("end", self.successor))
        if self.duty.by and self.trigger.data.get("due_at") is None:
            closing = next((each.event for each in marks if self.certain(each)), None)
            return self.say("unknown"), closing
        self.stand_still()
        waiting = list(marks)
        while waiting:
            mark = self.next(waiting)
            due = self.due()
            if due is not None and is_late(mark.event, due):
                return self.run_out(due, [mark, *waiting])
            if mark.step == "fulfil" and not self.certain(mark):
                self.doubtful = True
            elif mark.step == "fulfil":
                return self.say("met", due=due, fulfilled=mark.event), mark.event
            elif mark.step == "end":
                return self.say("ended", due=due), mark.event
            else:
                self.take(mark)
        due = self.due()
        if due is None:
            return self.say("paused"), None
        if due <= self.as_of:
            return self.run_out(due, [])
        return self.say("pending", due=due), None

    def say(self, state: str, **more: Any) -> Verdict:
        stops = [*self.stops, *((start, None) for start in self.stopped.values())]
        more |= {"stops": tuple(stops), "extensions": tuple(self.extended)}
        return Verdict(self.trigger, self.member, self.name, state, **more)

    def certain(self, mark: Mark) -> bool:
        """Whether a mark closes the obligation for certain: of members only what names them does."""
        if mark.step == "fulfil":
            return self.member is None or mark.event.unit == self.member
        return mark.step == "end"

    def marks(self) -> Iterator[Mark]:
        duty = self.duty
        for event in self.events:
            if event is self.trigger or not at_or_after(event, self.trigger):
                continue
            if event.type in duty.must:
                yield Mark("fulfil", event)
            if event.type == "dropped" and duty.end_on:
                yield Mark("end", event)
            if event.type == "longer" and duty.extend:
                yield Mark("extend", event)
            yield from self.clock_marks(event)

    def clock_marks(self, event: PlainEvent) -> Iterator[Mark]:
        """What an event does to the clock: it stops one, or lets it run again."""
        for number, stop in enumerate(self.duty.stops):
            thread = (number, event.data.get("thread") if stop.threads else None)
            if event.type in {stop.start, stop.end}:
                yield Mark("pause" if event.type == stop.start else "resume", event, thread)
        if event.type in {"cut", "anew"} and self.duty.interrupt:
            yield Mark("pause" if event.type == "cut" else "resume", event, INTERRUPTION)

    def stand_still(self) -> None:
        """A pause that runs already at the trigger stops the clock from the first day."""
        if self.duty.by:
            return
        before = [each for each in self.events if not at_or_after(each, self.trigger)]
        waiting = sorted(
            (mark for event in before for mark in self.clock_marks(event) if mark.thread != INTERRUPTION),
            key=lambda mark: mark.event.key,
        )
        while waiting:
            mark = self.next(waiting)
            if mark.step == "pause":
                self.stopped.setdefault(mark.thread, mark.event)
            else:
                self.stopped.pop(mark.thread, None)

    def next(self, waiting: list[Mark]) -> Mark:
        """At equal times, if paused, resumptions before starts; else starts first: each pause for itself."""
        same = [each for each in waiting if each.event.key == waiting[0].event.key]
        for each in same:
            if each.step in {"pause", "resume"}:
                wanted = "resume" if each.thread in self.stopped else "pause"
                alike = [other for other in same if other.thread == each.thread]
                chosen = next((other for other in alike if other.step == wanted), each)
                waiting.remove(chosen)
                return chosen
        return waiting.pop(0)

    def take(self, mark: Mark) -> None:
        day = mark.event.day
        if self.duty.by:
            return
        if mark.step == "extend":
            assert self.duty.extend is not None
            parts, times = self.duty.extend
            if times is None or len(self.extensions) < times:
                self.extensions.append((parts, day))
                self.extended.append(mark.event)
        elif mark.step == "pause":
            # A second start is ignored.
            if mark.thread in self.stopped or not self.is_used_up(mark):
                self.stopped.setdefault(mark.thread, mark.event)
        elif mark.thread in self.stopped:
            start = self.stopped.pop(mark.thread)
            self.stops.append((start, mark.event))
            if mark.thread == INTERRUPTION:
                self.origin = day
            else:
                self.pauses.append((mark.thread, start.day, day))

    def is_used_up(self, mark: Mark) -> bool:
        """Whether a pause was taken as often as it may be."""
        if mark.thread == INTERRUPTION:
            return False
        rule = mark.thread[0]
        assert isinstance(rule, int)
        times = self.duty.stops[rule].times
        taken = [*self.stopped, *(thread for thread, _, _ in self.pauses)]
        return times is not None and sum(thread[0] == rule for thread in taken) >= times

    def due(self) -> dt.date | None:
        """The due day as things stand; None while the clock stands still."""
        if self.duty.by:
            found = self.trigger.data["due_at"]
            assert isinstance(found, dt.date)
            return found
        if INTERRUPTION in self.stopped:
            return None
        found_ = self.count(self.origin, self.limit, paused=True)
        return None if found_ is None else found_.due

    def count(self, start: dt.date, parts: Parts, *, paused: bool) -> PlainAnswer | None:
        still = [(thread, event.day, None) for thread, event in self.stopped.items()]
        pauses: list[tuple[tuple[object, ...], dt.date, dt.date | None]] = [*self.pauses, *still]
        pauses = [self.capped(*each) for each in pauses] if paused else []
        question = PlainQuestion(
            parts=parts,
            trigger=start,
            forward=True,
            calendar=self.duty.calendar,
            keys=self.duty.keys,
            pauses=[PlainPause(since, until, self.brackets(thread)) for thread, since, until in pauses],
            extensions=self.extensions if paused else (),
        )
        try:
            return answer(question)
        except NeverEndsError:
            return None

    def capped(
        self, thread: tuple[object, ...], since: dt.date, until: dt.date | None
    ) -> tuple[tuple[object, ...], dt.date, dt.date | None]:
        """A pause that lasts no longer than it may."""
        assert isinstance(thread[0], int)
        most = self.duty.stops[thread[0]].at_most
        if most:
            found = self.count(since, most, paused=False)
            assert found is not None
            until = found.unrolled if until is None else min(until, found.unrolled)
        return thread, since, until

    def brackets(self, thread: tuple[object, ...]) -> str:
        assert isinstance(thread[0], int)
        own = self.duty.stops[thread[0]].brackets
        return own or str(self.duty.keys["pause_days"])

    # -- when the time runs out --------------------------------------------------------------------------

    def run_out(self, due: dt.date, rest: Sequence[Mark]) -> tuple[Verdict, PlainEvent | None]:
        later = sorted(rest, key=lambda mark: mark.event.key)
        closing = next((each for each in later if self.certain(each)), None)
        done = closing.event if closing is not None and closing.step == "fulfil" else None
        late = closing.event if closing else None
        return self.silence(due, done, late), late

    def silence(self, due: dt.date, done: PlainEvent | None, closing: PlainEvent | None) -> Verdict:
        """What it means that the time ran out; what ends the duty afterwards ends the lateness."""
        duty = self.duty
        if self.doubtful:
            return self.say("unknown")
        if duty.recorded is not None:
            first, until = duty.recorded
            span = {min(self.trigger.day, due), due}
            if not all(first <= day < until for day in span):
                return self.say("unknown")
        known = [each for each in self.events if self.is_known(each, due)]
        excused = truth(duty.unless, self.trigger, known) if duty.unless else False
        if excused is None:
            return self.say("unknown")
        if excused:
            return self.say("excused", due=due, fulfilled=done)
        for lapse in duty.lapses:
            if lapse.of not in {None, self.name}:
                continue
            applies = truth(lapse.condition, self.trigger, known)
            if applies is None:
                return self.say("unknown")
            if applies and (lapse.deem is not None or not lapse.breach):
                deemed = self.deemed(lapse, due) if lapse.deem else None
                return self.say("lapsed", due=due, broken=lapse.breach, deemed=deemed)
            if applies:
                break
        days = ((closing.day if closing else self.as_of) - due).days
        state = "met_late" if done else "overdue"
        return self.say(state, due=due, fulfilled=done, broken=True, late_by=max(days, 0))

    def is_known(self, event: PlainEvent, due: dt.date) -> bool:
        return not is_late(event, due) or event.key <= self.trigger.key

    def deemed(self, lapse: PlainLapse, due: dt.date) -> PlainEvent:
        assert lapse.deem is not None
        day, minute = due, None
        match lapse.effective:
            case "trigger":
                day, minute = self.trigger.day, self.trigger.minute
            case "next_day":
                day = due + ONE
            case "after":
                found = self.count(due, lapse.after, paused=False)
                assert found is not None
                day = found.unrolled
        return PlainEvent(lapse.deem, day, minute)
