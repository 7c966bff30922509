"""Duties in the generated source: what stands before, under and behind the triggers of a case.

    # decide: 行政许可法 第四十二条
    if c3 < -1 or c3 >= 0 and tt > T[c3]:           # nothing is open from an earlier trigger
        f = find(9, t + 1, b)                       # decided
        e = due_decide[d]
        if T[f] >= e[0] if f >= 0 else e[1]:        # late, or never and the time is up
            put((3, t, 3 if f >= 0 else 7, f, e))
        c3 = f

`t` is the place of the trigger, `tt` its microsecond, `d` its local day, `a` and `b` the ends of the case.
Where the case holds an event that pauses, lengthens or ends the duty, a function of the program walks what
bears on it in order (`_walk`).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import get_args

import attrs

from govrules.engine.compile.conditions import Conditions, Reading
from govrules.engine.compile.dues import counts_by_day
from govrules.engine.compile.names import (
    SEVERAL,
    Awaited,
    DueTable,
    FieldColumn,
    Names,
    Sent,
    Steps,
    awaited,
    types_of,
)
from govrules.engine.compile.silence import Silence, silence_of
from govrules.engine.compile.terms import BeforeEvent, Looked, Terms, terms_of, write_due
from govrules.engine.compile.writing import HAND_OVER, NotCompiledError, Writer
from govrules.engine.counts import Counting
from govrules.engine.view import View
from govrules.engine.virtual_time import ClauseVersions
from govrules.model.clauses import Clause, Duty, ExtendRule, PauseRule
from govrules.model.conditions import Condition
from govrules.model.convention import Convention
from govrules.model.findings import State
from govrules.model.limits import NoLimit
from govrules.model.patterns import Pattern, event_names
from govrules.model.period import Period

STATES: tuple[State, ...] = get_args(State)
"""the states of an obligation; the source writes their places"""


def state(name: State) -> int:
    return STATES.index(name)


@attrs.frozen(eq=False)
class Slot:
    """One obligation that a trigger opens: of one limit of one clause."""

    number: int
    """its place among all of the program"""
    clause: Clause
    limit_name: str | None
    period: Period | None
    plain: bool = True
    """whether its obligations may be shown by what was recorded of them alone"""
    terms: Terms | None = None
    """what decides when it is due, where that is no period from its trigger"""


@attrs.frozen(eq=False)
class CompiledDuty:
    """What the writer of a duty needs to know; made by `read_duty`."""

    clause: Clause
    body: Duty
    counting: Counting
    number: int
    when: Awaited
    must: Awaited
    end_on: Awaited | None
    slots: tuple[Slot, ...]
    pause: PauseRule | None
    extend: ExtendRule | None
    moved_by: frozenset[str]
    """types of events that pause, lengthen or end it"""
    stopped_by: frozenset[str]
    """those among them that begin and end pauses"""
    walked: bool
    """whether what moves it is walked here; else such an event hands the case over"""
    silence: Silence | None
    """what a breach may be instead; None where it hands the case over"""


def read_duty(
    clause: Clause, counting: Counting, number: int, slots_from: int, clauses: tuple[ClauseVersions, ...]
) -> CompiledDuty:
    """A duty as it is compiled.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    body = clause.body
    assert isinstance(body, Duty)
    view = counting.view
    convention = counting.convention
    if not isinstance(convention, Convention) or counting.calendar is None:
        raise NotCompiledError("its calendar or convention is not known")
    if body.count_from != "trigger":
        raise NotCompiledError("it counts from a lapse")
    if body.repeat == "replace" and (body.by is not None or body.before is not None):
        raise NotCompiledError(
            "the next trigger takes its place, and its day is given by the data or an event"
        )
    when, must = awaited(body.when, view), awaited(body.must, view)
    end_on = awaited(body.end_on, view) if body.end_on is not None else None
    if end_on is not None and end_on.types & must.types:
        raise NotCompiledError("what ends it meets it as well")
    stopped = _types(view, [one for each in body.pause for one in (each.start, each.end)])
    moved = stopped | _types(
        view,
        [
            *(one for each in body.interrupt for one in (each.start, each.end)),
            *(each.when for each in body.extend),
            *((body.end_on,) if body.end_on is not None else ()),
        ],
    )
    early = body.early == "counts"
    if early and moved:
        raise NotCompiledError("it may be met before it begins, and its end moved")
    # Which step a named event took, its type alone does not show, nor that it came before its time.
    plain = not early and not any(view.vocabulary.meaning(each)[1] for each in moved)
    slots: list[Slot] = []
    for limit in body.within or (None,):
        period = limit.limit if limit is not None else NoLimit()
        terms = terms_of(body, period, view)
        slots.append(
            Slot(
                slots_from + len(slots),
                clause,
                limit.name if limit is not None else None,
                period if isinstance(period, Period) and terms is None else None,
                plain and terms is None,
                terms,
            )
        )
    pause, extend = _pause(body), _extend(body)
    walked = (
        (pause is not None or not body.pause)
        and (extend is not None or not body.extend)
        and not body.interrupt
        and len(slots) == 1
        and _stays_put(slots[0], body)
        and _told_apart(body, pause, extend, view)
        and (convention.pause_cap is None or not body.pause)
        and body.repeat != "replace"
        and ((pause is None and extend is None) or _is_by_days(counting, slots, extend))
    )
    return CompiledDuty(
        clause, body, counting, number, when, must, end_on, tuple(slots), pause, extend, moved, stopped,
        walked,
        silence_of(
            clause, view, convention, clauses, counted_from_trigger=all(each.terms is None for each in slots)
        ),
    )  # fmt: skip


def _stays_put(slot: Slot, body: Duty) -> bool:
    """Whether its end is a period from the trigger, or nothing but an end of the duty bears on it."""
    if slot.terms is None:
        return True
    return not (isinstance(slot.terms, BeforeEvent) or body.pause or body.extend or body.interrupt)


def _is_by_days(counting: Counting, slots: list[Slot], extend: ExtendRule | None) -> bool:
    """Whether pauses and extensions count by their local days, whatever the hour."""
    periods = [slot.period for slot in slots if slot.period is not None]
    periods += [extend.add] if extend is not None and isinstance(extend.add, Period) else []
    return all(counts_by_day(counting, each) for each in periods)


def _types(view: View, patterns: list[Pattern]) -> frozenset[str]:
    return types_of((name for each in patterns for name in event_names(each)), view)


def _pause(body: Duty) -> PauseRule | None:
    if len(body.pause) != 1:
        return None
    (rule,) = body.pause
    plain = (
        rule.if_ is None
        and not {"time", "date"} & set(rule.per)
        and rule.at_most is None
        and rule.times is None
        and rule.days is None
    )
    return rule if plain else None


def _extend(body: Duty) -> ExtendRule | None:
    if len(body.extend) != 1:
        return None
    (rule,) = body.extend
    plain = rule.if_ is None and rule.at_most is None and isinstance(rule.add, Period)
    return rule if plain else None


def _told_apart(body: Duty, pause: PauseRule | None, extend: ExtendRule | None, view: View) -> bool:
    """Whether each event takes one step only."""
    patterns = [body.must]
    patterns += [pause.start, pause.end] if pause is not None else []
    patterns += [extend.when] if extend is not None else []
    patterns += [body.end_on] if body.end_on is not None else []
    seen: set[str] = set()
    for pattern in patterns:
        try:
            types = awaited(pattern, view)
        except NotCompiledError:
            return False
        if types.types & seen:
            return False
        seen |= types.types
    return True


@attrs.frozen(eq=False)
class Lines:
    """What the lines of a clause are written with."""

    names: Names
    write: Writer
    every: bool
    """whether every obligation is recorded, or only what was broken"""
    in_force: str | None
    """the test whether the day `d` lies in force; None where it always does"""


def needs_day(duty: CompiledDuty) -> bool:
    """Whether its due end is looked up by the day of the trigger."""
    return duty.walked or any(
        isinstance(slot.terms, Looked)
        or (slot.period is not None and counts_by_day(duty.counting, slot.period))
        for slot in duty.slots
    )


def write_before(duty: CompiledDuty, lines: Lines) -> None:
    """What stands before the triggers of a case."""
    number, write = duty.number, lines.write
    if duty.body.repeat == "ignore":
        write(f"c{number} = NONE_YET")
    if duty.body.repeat == "replace":
        write(f"opened{number} = []")
    if lines.every:
        write(f"first{number} = FAR")


def write_duty(duty: CompiledDuty, lines: Lines) -> None:
    """What follows where `t` triggers the duty, if it is in force and its condition holds.

    if c3 < -1 or c3 >= 0 and tt > T[c3]:           # `repeat: ignore`: nothing is open
        ...
        c3 = f
    else:
        odd(case)

    An unknown condition is told of a trigger that is set aside as well, so that it is read first.
    """
    write, number = lines.write, duty.number
    with under(write, lines.in_force):
        test = write_condition(duty.clause.if_, _at_trigger(duty), lines)
        with under(write, test):
            ignoring = duty.body.repeat == "ignore"
            with under(
                write, f"c{number} < -1 or c{number} >= 0 and tt > T[c{number}]" if ignoring else None
            ):
                if lines.every:
                    with write.block(f"if tt < first{number}:"):
                        write(f"first{number} = tt")
                if duty.body.repeat == "replace":
                    write(f"opened{number}.append(t)")
                else:
                    _write_course(duty, lines)
            if ignoring and lines.every:
                # Another clause may use the event; that this one sets it aside is told all the same.
                with write.block("else:"):
                    write("odd(case)")


def _at_trigger(duty: CompiledDuty) -> Reading:
    return Reading("t", duty.when.bases, "t", duty.when.bases, "tt")


def write_after(duty: CompiledDuty, lines: Lines) -> None:
    """What stands behind the triggers of a case."""
    if duty.body.repeat == "replace":
        _write_replaced(duty, lines)


def write_odd(duty: CompiledDuty, lines: Lines, *, triggered: bool) -> None:
    """A duty that was met before it arose, or without any trigger, is said to be odd.

    Args:
        triggered: whether there is an event in the case that may trigger it, whatever its condition says.
    """
    met, number = lines.names.finder(duty.must.types)
    first, write = f"first{duty.number}", lines.write
    write(f"f = {met}({number}, a, b)")
    with write.block(f"if f >= 0 and T[f] < {first} < FAR:" if triggered else "if f >= 0:"):
        write("odd(case)")


@contextmanager
def under(write: Writer, test: str | None) -> Iterator[None]:
    """Under a test, or where there is none as it stands."""
    if test is None:
        yield
        return
    with write.block(f"if {test}:"):
        yield


def write_condition(condition: Condition | None, reading: Reading, lines: Lines) -> str | None:
    """The line that reads a condition, and the test that it holds; None where there is none."""
    if condition is None:
        return None
    code = Conditions(lines.names, reading).test(condition.expression)
    if code.certain:
        return code.text
    lines.write(f"holds = {code.text}")
    with lines.write.block("if holds is None:"):
        lines.write(HAND_OVER)
    return "holds"


def _write_course(duty: CompiledDuty, lines: Lines) -> None:
    """What becomes of the duty; where something moves its end, that is looked for first.

    f = find_bearing_on_decide(1, t + 1, b)         # what meets it, or moves its end
    if f >= 0 and (step_of_decide[f] != 1 or f + 1 < b and T[f + 1] == T[f]) or tied:
        e = due_decide[d]
        s, f, e = walk_decide(t, tt, d, e, a if tied else t + 1, b)
    """
    write = lines.write
    _write_sent(duty, lines, "a")
    if not duty.moved_by:
        _write_first(duty, lines)
        _write_plain(duty, lines)
        return
    names = lines.names
    bearing, number = names.finder(duty.moved_by | duty.must.types)
    steps = _steps(duty, names)
    before = "tied"
    if duty.stopped_by:
        stopped, one = names.finder(duty.stopped_by)
        before = f"(tied or t > a and {stopped}({one}, a, t) >= 0)"
    write(f"f = {bearing}({number}, t + 1, b)")
    moved = f"({steps}[f] != {FULFIL} or f + 1 < b and T[f + 1] == T[f])"
    with write.block(f"if f >= 0 and {moved} or {before}:"):
        if duty.walked:
            (slot,) = duty.slots
            write(f"e = {_write_due(duty, slot, lines)}")
            by_day = slot.period is None or counts_by_day(duty.counting, slot.period)
            given = f"t, tt, {'d' if by_day else 'tt'}, e, a if {before} else t + 1, b"
            write(f"s, f, e = {_walk(duty, names)}({given})")
            _write_put(duty, slot, lines, "s")
            _write_closed(duty, lines)
        else:
            write(HAND_OVER)
    with write.block("else:"):
        _write_plain(duty, lines)


def _write_first(duty: CompiledDuty, lines: Lines, before: str = "b") -> None:
    """`f`: the first event at or after the trigger that meets the duty, else -1.

    Where something else stands at the instant of the trigger, an event before it in order may be one.
    """
    find, kind = lines.names.finder(duty.must.types)
    if duty.body.early == "counts":
        lines.write(f"f = {find}({kind}, a, {before})")
        return
    tied = f"first_at({find}, {kind}, T, t, a, {before}) if tied else "
    lines.write(f"f = {tied}{find}({kind}, t + 1, {before})")


def _write_sent(duty: CompiledDuty, lines: Lines, start: str) -> None:
    """Under `fulfilled_by: dispatch`, what says when it was sent off counts at another time than its own.

    if find_sent_decided(1, a, b) >= 0:
        raise HandOver
    """
    convention, names = duty.counting.convention, lines.names
    if isinstance(convention, Convention) and convention.fulfilled_by == "dispatch":
        names.know(duty.must.bases)
        sent = names.of(Sent(duty.must.bases), f"find_sent_{'_or_'.join(sorted(duty.must.bases))}")
        with lines.write.block(f"if {sent}(1, {start}, b) >= 0:"):
            lines.write(HAND_OVER)


def _write_due(duty: CompiledDuty, slot: Slot, lines: Lines) -> str:
    """How the due end is looked up: from when on it is late, whether that has come, and the last day."""
    if slot.terms is not None:
        wanted = f"due_{duty.clause.id}_{slot.limit_name or ''}"
        return write_due(
            slot.terms,
            wanted,
            duty.number,
            slot.number,
            _at_trigger(duty),
            lines.names,
            lines.write,
            early=duty.body.early == "counts",
        )
    if slot.period is None:
        return "NO_LIMIT"
    table = lines.names.of(
        DueTable(duty.number, slot.period), f"due_{duty.clause.id}_{slot.limit_name or ''}"
    )
    return f"{table}[{'d' if counts_by_day(duty.counting, slot.period) else 'tt'}]"


def _write_plain(duty: CompiledDuty, lines: Lines) -> None:
    """The course where nothing moves the end, and `f` is what meets it or -1.

    e = due_decide[d]
    if f >= 0 and T[f] < e[0]:              # before the first microsecond that is late: met
        ...
    elif f >= 0 or e[1]:                    # after it, or never, and the time is up
        put((3, t, 3 if f >= 0 else 7, f, e))
    """
    write = lines.write
    for slot in duty.slots:
        write(f"e = {_write_due(duty, slot, lines)}")
        if lines.every:
            # Whether it came early enough before an event is known when that event has come.
            waits = isinstance(slot.terms, BeforeEvent) and slot.terms.period is not None
            with write.block(f"if f >= 0 and T[f] < e[0]{' and m >= 0' if waits else ''}:"):
                _put(slot, lines, state("met"), "f")
            with write.block(f"elif f >= 0{' and m >= 0' if waits else ''} or e[1]:"):
                _write_breach(duty, slot, lines)
            with write.block("else:"):
                _put(slot, lines, state("pending"), "f" if waits else "-1")
        else:
            with write.block("if T[f] >= e[0] if f >= 0 else e[1]:"):
                _write_breach(duty, slot, lines)
    _write_closed(duty, lines)


def _write_closed(duty: CompiledDuty, lines: Lines) -> None:
    if duty.body.repeat == "ignore":
        lines.write(f"c{duty.number} = f")


def _write_breach(
    duty: CompiledDuty, slot: Slot, lines: Lines, found: str | None = None, closed: str = "f"
) -> None:
    """Where the time is up.

    Args:
        found: the state, where it is known.
        closed: what met the duty late, or ended it.
    """
    write, silence = lines.write, duty.silence
    if silence is None:
        write(HAND_OVER)
        return
    late = found or f"{state('met_late')} if f >= 0 else {state('overdue')}"
    if not silence.asks:
        _write_broken(duty, slot, lines, late, closed)
        return
    write("now = e[0] - 1 if e[0] > tt else tt")
    reading = attrs.evolve(_at_trigger(duty), past="now")
    with ExitStack() as stack:
        if silence.unless is not None:
            test = write_condition(silence.unless, reading, lines)
            with write.block(f"if {test}:"):
                put = f"put(({slot.number}, t, {state('excused')}, {closed}, e))"
                write(put if lines.every else "pass")
            stack.enter_context(write.block("else:"))
        for rule in silence.rules:
            if rule.of is not None and rule.of != slot.limit_name:
                continue
            test = write_condition(rule.if_, reading, lines)
            lapses = rule.deem is not None or not rule.breach
            with under(write, test):
                if lapses:
                    _write_lapsed(duty, slot, lines, closed)
                else:
                    _write_broken(duty, slot, lines, late, closed)
            if test is None:
                return
            stack.enter_context(write.block("else:"))
        _write_broken(duty, slot, lines, late, closed)


def _write_broken(duty: CompiledDuty, slot: Slot, lines: Lines, late: str, closed: str) -> None:
    if duty.clause.strength == "in_principle":
        with lines.write.block("if departs:"):
            lines.write(HAND_OVER)
    lines.write(f"put(({slot.number}, t, {late}, {closed}, e))")


def _write_lapsed(duty: CompiledDuty, slot: Slot, lines: Lines, closed: str) -> None:
    """A lapse; where another trigger stands in the case, what is deemed may meet that one as well."""
    if duty.clause.strength == "in_principle":
        with lines.write.block("if departs:"):
            lines.write(HAND_OVER)
    find, kind = lines.names.finder(duty.when.types)
    with lines.write.block(f"if {find}({kind}, a, b) != t or {find}({kind}, t + 1, b) >= 0:"):
        lines.write(HAND_OVER)
    lines.write(f"put(({slot.number}, t, {state('lapsed')}, {closed}, e))")


def _write_put(duty: CompiledDuty, slot: Slot, lines: Lines, name: str) -> None:
    """A state that is known only when it runs."""
    late = f"{name} == {state('met_late')} or {name} == {state('overdue')}"
    with lines.write.block(f"if {late}:"):
        _write_breach(duty, slot, lines, name)
    if lines.every:
        with lines.write.block("else:"):
            lines.write(f"put(({slot.number}, t, {name}, f, e))")


def _put(slot: Slot, lines: Lines, found: int, closed: str) -> None:
    lines.write(f"put(({slot.number}, t, {found}, {closed}, e))")


def _write_replaced(duty: CompiledDuty, lines: Lines) -> None:
    """`repeat: replace`: each trigger sees nothing from the next one on.

    for t, u in chained(opened3):
        ...
        if f >= 0 and T[f] < e[0]:                              # met before the next trigger
        elif f >= 0 or (e[1] if u < 0 else T[u] >= e[0]):       # the time was up before it
        elif u >= 0:                                            # the next trigger took its place
    """
    write, names = lines.write, lines.names
    opened = f"opened{duty.number}"
    if duty.moved_by:
        moved, number = names.finder(duty.moved_by)
        with write.block(f"if {opened} and {moved}({number}, a, b) >= 0:"):
            write(HAND_OVER)
    with write.block(f"for t, u in chained({opened}):"):
        _write_sent(duty, lines, "a")
        write("tt = T[t]")
        write("tied = t > a and T[t - 1] == tt")
        write("c = b if u < 0 else before(T, T[u], a, b)")
        _write_first(duty, lines, "c")
        if needs_day(duty):
            write("d = day[(tt + shift) // unit]")
        for slot in duty.slots:
            write(f"e = {_write_due(duty, slot, lines)}")
            with write.block("if f >= 0 and T[f] < e[0]:"):
                if lines.every:
                    _put(slot, lines, state("met"), "f")
                else:
                    write("continue" if len(duty.slots) == 1 else "pass")
            with write.block("elif f >= 0 or (e[1] if u < 0 else T[u] >= e[0]):"):
                _write_breach(duty, slot, lines, closed="f if f >= 0 else u")
            if lines.every:
                with write.block("elif u < 0:"):
                    _put(slot, lines, state("pending"), "-1")
                with write.block("else:"):
                    _put(slot, lines, state("ended"), "u")


# -- what moves the end ----------------------------------------------------------------------------------

FULFIL, PAUSE, RESUME, EXTEND, END, MOVED = 1, 2, 3, 4, 5, 6


def _steps(duty: CompiledDuty, names: Names) -> str:
    """What each event is to the duty; an event that is several things is none that is walked."""
    view = names.view
    steps: dict[str, int] = dict.fromkeys(sorted(duty.must.types), FULFIL)
    steps |= dict.fromkeys(sorted(duty.moved_by), MOVED)
    if duty.walked:
        if duty.pause is not None:
            steps |= dict.fromkeys(sorted(awaited(duty.pause.start, view).types), PAUSE)
            steps |= dict.fromkeys(sorted(awaited(duty.pause.end, view).types), RESUME)
        if duty.extend is not None:
            steps |= dict.fromkeys(sorted(awaited(duty.extend.when, view).types), EXTEND)
        if duty.end_on is not None:
            steps |= dict.fromkeys(sorted(duty.end_on.types), END)
    names.know(steps)
    return names.of(Steps(tuple(steps.items())), f"step_of_{duty.clause.id}")


def _walk(duty: CompiledDuty, names: Names) -> str:
    """The function that walks what bears on the duty, in order; its name.

    It gives the state, the event that closed the duty (-1 for none) and the due end (None while paused).
    Two steps at one instant are left to the reference, which knows which goes first; so is a pause that was
    running when the duty arose.
    """
    steps = _steps(duty, names)
    return names.function(f"walk_{duty.clause.id}", lambda name: _walk_lines(duty, names, name, steps))


def _walk_lines(duty: CompiledDuty, names: Names, name: str, step_of: str) -> list[str]:
    write = Writer()
    (slot,) = duty.slots
    table = ""
    pausing, extending = duty.pause is not None, duty.extend is not None
    limited = slot.period is not None
    if slot.period is not None:
        added = duty.extend.add if duty.extend is not None else None
        assert added is None or isinstance(added, Period)
        table = names.of(
            DueTable(duty.number, slot.period, stopped=True, added=added), f"moved_due_{duty.clause.id}"
        )
    with write.block(f"def {name}(t, tt, origin, e, start, b):"):
        write("stops, extensions, since, last = (), (), -1, None")
        with write.block(f"for i, step in enumerate({step_of}[start:b], start):"):
            with write.block("if not step:"):
                write("continue")
            if any(map(names.is_named, duty.moved_by | duty.must.types)):
                # One event may be what two named events are.
                with write.block(f"if step == {SEVERAL} and i != t:"):
                    write(HAND_OVER)
            write("ti = T[i]")
            with write.block("if ti <= tt:"):
                with write.block("if i == t:"):
                    write("continue")
                with write.block("if ti < tt:"):
                    if pausing:
                        # One that was running when the duty arose: the reference knows what that means.
                        with write.block(f"if step == {PAUSE} or step == {RESUME}:"):
                            write(HAND_OVER)
                    write("continue")
            together = f"i + 1 < b and T[i + 1] == ti and tied_step({step_of}, T, i, b)"
            with write.block(f"if ti == last or {together}:"):
                write(HAND_OVER)
            write("last = ti")
            with write.block("if since < 0 and ti >= e[0]:"):
                # What would have paused or lengthened it comes too late, and is told.
                write("odd(case)")
                write(f"return late({step_of}, T, t, i, b, e)")
            with write.block(f"if step == {FULFIL}:"):
                write(f"return {state('met')}, i, e if since < 0 else None")
            if duty.end_on is not None:
                with write.block(f"if step == {END}:"):
                    write(f"return {state('ended')}, i, e if since < 0 else None")
            if pausing:
                convention = duty.counting.convention
                moves = not isinstance(convention, Convention) or convention.pause_again == "move"
                _write_stops(write, slot, table if limited else None, _pairs(duty, names), moves=moves)
            if extending and limited:
                with write.block(f"if step == {EXTEND}:"):
                    times = duty.extend.times if duty.extend is not None else None
                    if times is not None:
                        with write.block(f"if len(extensions) >= {times}:"):
                            write(HAND_OVER)
                    write(f"use(({slot.number}, t, i))")
                    write("extensions += (day[(ti + shift) // unit],)")
                    with write.block("if since < 0:"):
                        write("e = " + table + "(origin, stops, extensions)")
                    if pausing:
                        with write.block(f"elif {_is_up(table)}:"):
                            write(HAND_OVER)
        with write.block("if since >= 0:"):
            write(f"return {state('paused')}, -1, None")
        with write.block("if e[1]:"):
            write(f"return {state('overdue')}, -1, e")
        write(f"return {state('pending')}, -1, e")
    return write.lines


def _is_up(table: str) -> str:
    """Whether the time is up though the clock stands still: it stopped when the last day was counted."""
    return f"{table}.is_up(origin, stops, day[(T[since] + shift) // unit], extensions)"


def _pairs(duty: CompiledDuty, names: Names) -> str | None:
    """What pairs the end of a pause with its start, read at `i`; None where nothing has to be told apart."""
    if duty.pause is None or not duty.pause.per:
        return None
    view = names.view
    bases = awaited(duty.pause.start, view).bases | awaited(duty.pause.end, view).bases
    columns = [
        names.of(FieldColumn(field, bases, "pair"), f"{field}_that_pairs_{duty.clause.id}")
        for field in duty.pause.per
    ]
    return "(" + "".join(f"{each}[i], " for each in columns) + ")"


def _write_stops(write: Writer, slot: Slot, table: str | None, pairs: str | None, *, moves: bool) -> None:
    """Where a pause begins and ends; without a limit there is nothing to stop.

    own = (procedure_that_pairs_decide[i], )            # `per`: another procedure is another pause
    if None in own or since >= 0 and own != pair:
        raise HandOver

    Args:
        moves: whether a second start takes the place of the first.
    """
    with write.block(f"if step == {PAUSE}:"):
        if table is not None:
            _write_pair(write, pairs)
            with write.block("if since >= 0:"):
                # A second start while it is paused changes nothing, unless the convention says otherwise.
                write(HAND_OVER if moves else "odd(case)")
                write("continue")
            write("since = i")
            if pairs is not None:
                write("pair = own")
            write(f"use(({slot.number}, t, i))")
            with write.block(f"if day[(ti + shift) // unit] >= e[3] and {_is_up(table)}:"):
                write(HAND_OVER)
        write("continue")
    with write.block(f"if step == {RESUME}:"):
        if table is None:
            write("continue")
            return
        _write_pair(write, pairs)
        with write.block("if since < 0:"):
            write("odd(case)")
            write("continue")
        write("stops += ((day[(T[since] + shift) // unit], day[(ti + shift) // unit]),)")
        write("since = -1")
        write(f"use(({slot.number}, t, i))")
        write(f"e = {table}(origin, stops, extensions)")


def _write_pair(write: Writer, pairs: str | None) -> None:
    if pairs is not None:
        write(f"own = {pairs}")
        with write.block("if None in own or since >= 0 and own != pair:"):
            write(HAND_OVER)
