"""Who answers, once more, written from the definition alone, sharing no code with the package.

It knows one accountability clause over breaches of one event each, and findings of harm. What it says and
what the package says must be equal for every clause and history that it knows.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

import attrs

from tests.laws.plain_judge import PlainEvent, at_or_after, is_late
from tests.laws.simple_world import moment_of, read_by

ONE = dt.timedelta(days=1)
LADDER = ["admonition", "criticism", "removal"]
Place = tuple[int, int, int]
"""the minute, whether it is a bare date, and how many steps it follows after its event"""


@attrs.frozen
class Clause:
    """`answer`, as it is drawn; a `mild` clause beside it may lift or lower what it proposes."""

    on: Literal["breach", "breach and harm"]
    per: tuple[str, ...]
    if_: bool
    """`violation.trigger.proven`"""
    unless: bool
    """`happened(excused)`"""
    times: int | None
    over: int | Literal["calendar month"]
    """so many days, where not the month"""
    same: bool
    """`violation.trigger.leader`"""
    propose: tuple[str, ...]
    within: int | None
    """days to decide; None is no limit"""
    mild: Literal["exempt", "lower"] | None

    @property
    def text(self) -> str:
        lines = ["  answer:", f"    per: [{', '.join(self.per)}]"]
        lines += ["    if: violation.trigger.proven"] if self.if_ else []
        lines += ["    unless: happened(excused)"] if self.unless else []
        on = "{violation: asleep}"
        on = on if self.on == "breach" else f"{{all: [{on}, harm]}}"
        lines += ["    accountability:", f"      on: {on}"]
        lines += ["      answerable: {head: '\"head\"', leader: violation.trigger.leader}"]
        if self.times is not None:
            over = self.over if isinstance(self.over, str) else f"{self.over} days"
            same = ", same: violation.trigger.leader" if self.same else ""
            lines += [f"      repeated: {{times: {self.times}, over: {over}{same}}}"]
        if self.propose:
            named = f"{{any_of: [{', '.join(self.propose)}]}}" if len(self.propose) > 1 else self.propose[0]
            lines += [f"      propose: {named}", "      decided_by: '\"office\"'"]
            lines += [f"      within: {self.within} days"] if self.within is not None else []
        if self.mild is not None:
            lines += ["  mild:", "    if: violation.trigger.proven"]
            lines += [f"    accountability: {{on: {{proposed: answer}}, adjust: {self.mild}}}"]
        return "\n".join(lines) + "\n"


@attrs.frozen
class Breach:
    """A breach with the finding of harm that goes with it, in the slice in which they are answered for."""

    slice: tuple[str, ...]
    case: int
    event: PlainEvent
    harm: PlainEvent | None
    harm_case: int

    @property
    def place(self) -> Place:
        return max(place_of(self.event, 1), place_of(self.harm, 0) if self.harm is not None else (0, 0, 0))

    @property
    def last(self) -> PlainEvent:
        """The event after which all is there."""
        first = self.harm is None or place_of(self.event, 1) > place_of(self.harm, 0)
        return self.event if first or self.harm is None else self.harm

    @property
    def last_case(self) -> int:
        return self.case if self.last is self.event else self.harm_case


def place_of(event: PlainEvent, step: int) -> Place:
    minute, bare = event.key
    return (minute, bare, step)


Cases: TypeAlias = Sequence[Sequence[PlainEvent]]


@attrs.frozen
class Answer:
    """One party that answers, in the words in which it is compared."""

    case: int
    slice: tuple[str, ...]
    role: str
    party: str
    harm: tuple[str, ...]
    """when harm was found, where one finding of it is enough"""
    at: str | None
    state: str | None
    """None where nothing is proposed"""
    measures: tuple[str, ...] = ()
    imposed: str | None = None


@attrs.frozen
class Verdict:
    answers: tuple[Answer, ...]
    unknown: tuple[tuple[str, int], ...]
    """the clause and the case of everything that is unknown"""
    decisions: tuple[tuple[int, str, dt.date | None], ...]
    """of every duty to decide the case, the state and the due day"""


def verdict(clause: Clause, cases: Cases, as_of: dt.date) -> Verdict:
    world = [read_by(each, as_of) for each in cases]
    answers: list[Answer] = []
    unknown: list[tuple[str, int]] = []
    decisions: list[tuple[int, str, dt.date | None]] = []
    completed = sorted(breaches(clause, world), key=lambda each: (*each.place, place_of(each.event, 1)))
    for number, each in enumerate(completed):
        before = [other for other in completed[: number + 1] if other.slice == each.slice]
        enough = often_enough(clause, before)
        if enough is None:
            unknown.append(("answer", each.last_case))
        if not enough or (clause.unless and excused(clause, each, world)):
            continue
        leader = each.event.data.get("leader")
        unknown += [("answer", each.last_case)] if leader is None else []
        parties = [("head", "head")] + ([("leader", leader)] if leader is not None else [])
        found = [_became(clause, each, role, party, world) for role, party in parties]
        answers += [answer for answer, _ in found]
        if clause.mild is not None and clause.propose and each.event.data.get("proven") is None:
            unknown += [("mild", each.last_case)] * len(parties)
        if clause.propose:
            closed = [decided for _, decided in found]
            decisions.append((each.last_case, *_duty(clause, each, [one for one, _ in found], closed, as_of)))
    return Verdict(tuple(answers), tuple(unknown), tuple(decisions))


# -- what is there to answer for -------------------------------------------------------------------------


def slice_of(clause: Clause, case: int, event: PlainEvent) -> tuple[str, ...]:
    own = (str(case),) if "case" in clause.per else ()
    return (*own, event.data["person"]) if "person" in clause.per else own


def breaches(clause: Clause, world: Cases) -> Iterator[Breach]:
    for case, events in enumerate(world):
        for event in events:
            if event.type != "slept":
                continue
            here = slice_of(clause, case, event)
            if clause.on == "breach":
                yield Breach(here, case, event, None, case)
                continue
            harms = [
                (place_of(harm, 0), number, harm)
                for number, others in enumerate(world)
                for harm in others
                if harm.type == "harm" and slice_of(clause, number, harm) == here
            ]
            earlier = [each for each in harms if each[0] <= place_of(event, 1)]
            if harms:
                _, number, harm = max(earlier) if earlier else min(harms)
                yield Breach(here, case, event, harm, number)


def seen(clause: Clause, each: Breach, world: Cases) -> list[PlainEvent]:
    """What the slice sees of the events that name no person: those of every case that it takes part in."""
    cases = [
        number
        for number, events in enumerate(world)
        if any("person" in event.data and slice_of(clause, number, event) == each.slice for event in events)
    ]
    cases = [*range(len(world))] if clause.per == ("policy",) else cases
    return [event for number in cases for event in world[number]]


def excused(clause: Clause, each: Breach, world: Cases) -> bool:
    return any(
        event.type == "excused" and at_or_after(each.last, event) for event in seen(clause, each, world)
    )


def often_enough(clause: Clause, before: list[Breach]) -> bool | None:
    """Whether the last of some breaches is answered for; None where that is unknown.

    So many of them lie in one window of so many days, or in one month, whichever window that is.
    """
    last = before[-1]
    holds = [each.event.data.get("proven") if clause.if_ else True for each in before]
    if holds[-1] is False:
        return False
    if clause.times is None:
        return None if holds[-1] is None else True
    leaders = {each.event.data.get("leader") for each in before} - {None}
    groups = [last.event.data.get("leader")] if clause.same else [None]
    if clause.same and groups == [None]:
        groups = sorted(each for each in leaders if each is not None) or [None]
    possible = False
    for inside in windows(clause.over, last.event.day):
        for group in groups:
            sure = maybe = 0
            for each, held in zip(before, holds, strict=True):
                leader = each.event.data.get("leader")
                other = clause.same and None not in {leader, group} and leader != group
                if held is False or other or not inside(each.event.day):
                    continue
                certain = held is True and (not clause.same or leader is not None)
                sure, maybe = sure + certain, maybe + (not certain)
            known = holds[-1] is True and (not clause.same or last.event.data.get("leader") is not None)
            if known and sure >= clause.times:
                return True
            possible = possible or sure + maybe >= clause.times
    return None if possible else False


def windows(over: int | str, day: dt.date) -> "Iterator[Inside]":
    """Every span of that length that holds a day."""
    if isinstance(over, str):
        yield Inside(day.replace(day=1), (day.replace(day=1) + 31 * ONE).replace(day=1))
        return
    for shift in range(over):
        first = day - shift * ONE
        yield Inside(first, first + over * ONE)


@attrs.frozen
class Inside:
    first: dt.date
    until: dt.date

    def __call__(self, day: dt.date) -> bool:
        return self.first <= day < self.until


# -- what becomes of it ----------------------------------------------------------------------------------


def _became(
    clause: Clause, each: Breach, role: str, party: str, world: Cases
) -> tuple[Answer, PlainEvent | None]:
    """The answer of one party, and the event that decided on it."""
    harm = () if each.harm is None or clause.times is not None else (moment_of(each.harm) or "",)
    plain = Answer(each.last_case, each.slice, role, party, harm, moment_of(each.last), None)
    if not clause.propose:
        return plain, None
    measures = tuple(sorted(clause.propose, key=LADDER.index))
    state, imposed, decided = "proposed", None, None
    applies = clause.mild is not None and each.event.data.get("proven") is True
    if applies and clause.mild == "exempt":
        return attrs.evolve(plain, state="exempt", measures=measures), None
    if applies:
        steps = [LADDER[max(LADDER.index(measure) - 1, 0)] for measure in measures]
        measures = tuple(dict.fromkeys(steps))
    for event in sorted(seen(clause, each, world), key=lambda one: one.key):
        concerns = event.type in {"imposed", "dismissed"} and event.data.get("party") in {None, party}
        if concerns and at_or_after(event, each.last):
            state, imposed, decided = event.type, event.data.get("measure"), event
            break
    return attrs.evolve(plain, state=state, measures=measures, imposed=imposed), decided


def _duty(
    clause: Clause, each: Breach, answers: list[Answer], closed: list[PlainEvent | None], as_of: dt.date
) -> tuple[str, dt.date | None]:
    due = None if clause.within is None else each.last.day + clause.within * ONE
    open_ = any(answer.state == "proposed" for answer in answers)
    decided = [event for event in closed if event is not None]
    if all(answer.state == "exempt" for answer in answers):
        return "ended", due
    if open_:
        over = due is not None and as_of >= due
        return ("overdue" if over else "pending"), due
    late = due is not None and is_late(max(decided, key=lambda event: event.key), due)
    return ("met_late" if late else "met"), due
