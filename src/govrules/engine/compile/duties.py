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
bears on it in order (`moving.py`).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from govrules.engine.compile.alone import write_alone
from govrules.engine.compile.breaching import at_trigger, write_breach
from govrules.engine.compile.duty_forms import CompiledDuty, Slot, state
from govrules.engine.compile.ends import counts_by_day
from govrules.engine.compile.lines import Lines, under, write_condition
from govrules.engine.compile.moving import FULFIL, steps_of, walk_function
from govrules.engine.compile.names import (
    DueTable,
    Sent,
)
from govrules.engine.compile.several import write_several
from govrules.engine.compile.terms import BeforeEvent, ByDate, Looked, write_due
from govrules.engine.compile.writing import HAND_OVER
from govrules.model.convention import Convention


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
        odd(t)

    An unknown condition is told of a trigger that is set aside as well, so that it is read first.
    """
    write, number = lines.write, duty.number
    with under(write, lines.in_force):
        test = write_condition(duty.clause.if_, at_trigger(duty), lines, duty.slots[0].number)
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
                    write("odd(t)")


def write_after(duty: CompiledDuty, lines: Lines) -> None:
    """What stands behind the triggers of a case."""
    if duty.body.repeat == "replace":
        _write_replaced(duty, lines)


def write_odd(duty: CompiledDuty, lines: Lines, *, triggered: bool) -> None:
    """A duty that was met before it arose, or without any trigger, is said to be odd.

    Of the latter, `odd(~f)`, nothing is told where the event serves another clause.

    Args:
        triggered: whether there is an event in the case that may trigger it, whatever its condition says.
    """
    met, number = lines.names.finder(duty.must.types)
    first, write = f"first{duty.number}", lines.write
    write(f"f = {met}({number}, a, b)")
    # In another part of the case something may have triggered it, though nothing did here.
    before = f"T[f] < {first}" if lines.names.parts else f"T[f] < {first} < FAR"
    with write.block(f"if f >= 0 and {before}:" if triggered else "if f >= 0:"):
        write("odd(f)" if triggered else "odd(~f)")


def _write_course(duty: CompiledDuty, lines: Lines) -> None:
    """What becomes of the duty; where something moves its end, that is looked for first.

    f = find_bearing_on_decide(1, t + 1, b)         # what meets it, or moves its end
    if f >= 0 and (step_of_decide[f] != 1 or f + 1 < b and T[f + 1] == T[f]) or tied:
        e = due_decide[d]
        s, f, e = walk_decide(t, tt, d, e, a if tied else t + 1, b)
    """
    with _unless_sent(duty, lines):
        if not duty.moved_by:
            with _first(duty, lines):
                _write_plain(duty, lines)
        elif duty.body.early == "counts" or duty.several is not None:
            with _unless_moved(duty, lines), _first(duty, lines):
                _write_plain(duty, lines)
        else:
            _write_bearing(duty, lines)
    if duty.body.repeat == "ignore":
        lines.write(f"c{duty.number} = f")


def _write_bearing(duty: CompiledDuty, lines: Lines) -> None:
    write, names = lines.write, lines.names
    bearing, number = names.finder(duty.moved_by | duty.must.types)
    steps = steps_of(duty, names)
    before = "tied"
    if duty.stopped_by:
        stopped, one = names.finder(duty.stopped_by)
        before = f"(tied or t > a and {stopped}({one}, a, t) >= 0)"
    write(f"f = {bearing}({number}, t + 1, b)")
    moved = f"({steps}[f] != {FULFIL} or f + 1 < b and T[f + 1] == T[f])"
    with write.block(f"if f >= 0 and {moved} or {before}:"):
        _write_moved(duty, lines, f"a if {before} else t + 1")
    with write.block("else:"):
        _write_plain(duty, lines)


def _write_moved(duty: CompiledDuty, lines: Lines, start: str) -> None:
    """Args: start: from where on what bears on the duty is walked."""
    write = lines.write
    if not duty.walked:
        _write_alone(duty, lines)
        return
    (slot,) = duty.slots
    write(f"e = {_write_due(duty, slot, lines)}")
    by_day = slot.period is None or counts_by_day(duty.counting, slot.period)
    given = f"t, tt, {'d' if by_day else 'tt'}, e, a, {start}, b"
    write(f"s, f, e = {walk_function(duty, lines.names, every=lines.every)}({given})")
    _write_put(duty, slot, lines, "s")


def write_alike(duty: CompiledDuty, lines: Lines) -> None:
    """The duty where its trigger is known to be `t`, and `f` is what meets it or -1; see `checks.py`."""
    with _alike(duty, lines):
        _write_plain(duty, lines)


def write_alike_moved(duty: CompiledDuty, lines: Lines) -> None:
    """The same where something may have moved its end, which is walked from `start` on."""
    with _alike(duty, lines):
        _write_moved(duty, lines, "start")


@contextmanager
def _alike(duty: CompiledDuty, lines: Lines) -> Iterator[None]:
    with under(lines.write, lines.in_force):
        test = write_condition(duty.clause.if_, at_trigger(duty), lines, duty.slots[0].number)
        with under(lines.write, test):
            if lines.every:
                with lines.write.block("if early:"):
                    lines.write("odd(t)")
            # What was sent off may close a duty at another time than is seen from the types of events.
            with _unless_sent(duty, lines, told_by_types=True):
                yield


@contextmanager
def _first(duty: CompiledDuty, lines: Lines, before: str = "b", until: str = "-1") -> Iterator[None]:
    """`f`: the first event at or after the trigger that meets the duty, or completes what does, else -1.

    Where something else stands at the instant of the trigger, an event before it in order may be one.
    """
    if duty.several is not None:
        write_several(duty.several, lines, before)
        with lines.write.block("if together:"):
            _write_alone(duty, lines, until)
        with lines.write.block("else:"):
            yield
        return
    find, kind = lines.names.finder(duty.must.types)
    if duty.body.early == "counts":
        lines.write(f"f = {find}({kind}, a, {before})")
    else:
        tied = f"first_at({find}, {kind}, T, t, a, {before}) if tied else "
        lines.write(f"f = {tied}{find}({kind}, t + 1, {before})")
    yield


def _write_alone(duty: CompiledDuty, lines: Lines, until: str = "-1") -> None:
    """Every obligation of the trigger is left to the reference."""
    write_alone(duty, duty.slots, lines.names, lines.write, every=lines.every, until=until)


@contextmanager
def _unless_sent(
    duty: CompiledDuty, lines: Lines, until: str = "-1", *, told_by_types: bool = False
) -> Iterator[None]:
    """Under `fulfilled_by: dispatch`, what says when it was sent off counts at another time than its own.

    if find_sent_decided(1, a, b) >= 0:
        f = judge_decide(put, True, 3, t, a, b, -1)
    else:
        ...
    """
    convention, names = duty.counting.convention, lines.names
    if not isinstance(convention, Convention) or convention.fulfilled_by != "dispatch":
        yield
        return
    names.know(duty.must.bases)
    sent = names.of(Sent(duty.must.bases), f"find_sent_{'_or_'.join(sorted(duty.must.bases))}")
    with lines.write.block(f"if {sent}(1, a, b) >= 0:"):
        if told_by_types and duty.body.repeat == "ignore":
            lines.write(HAND_OVER)
        else:
            _write_alone(duty, lines, until)
    with lines.write.block("else:"):
        yield


@contextmanager
def _unless_moved(duty: CompiledDuty, lines: Lines, until: str = "-1") -> Iterator[None]:
    """Where anything in the case may move the end of the duty, the reference says how."""
    moved, number = lines.names.finder(duty.moved_by)
    with lines.write.block(f"if {moved}({number}, a, b) >= 0:"):
        _write_alone(duty, lines, until)
    with lines.write.block("else:"):
        yield


def _write_due(duty: CompiledDuty, slot: Slot, lines: Lines) -> str:
    """How the due end is looked up: from when on it is late, whether that has come, and the last day."""
    if slot.terms is not None:
        wanted = f"due_{duty.clause.id}_{slot.limit_name or ''}"
        return write_due(
            slot.terms,
            wanted,
            duty.number,
            slot.number,
            at_trigger(duty),
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
                write_breach(duty, slot, lines)
            with write.block("else:"):
                _put(slot, lines, state("pending"), "f" if waits else "-1")
        else:
            with write.block("if T[f] >= e[0] if f >= 0 else e[1]:"):
                write_breach(duty, slot, lines)


def _write_put(duty: CompiledDuty, slot: Slot, lines: Lines, name: str) -> None:
    """A state that is known only when it runs; below 0 it has been recorded."""
    late = f"{name} == {state('met_late')} or {name} == {state('overdue')}"
    with lines.write.block(f"if {late}:"):
        write_breach(duty, slot, lines, name)
    if lines.every:
        with lines.write.block(f"elif {name} >= 0:"):
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
    with lines.write.block(f"for t, u in chained(opened{duty.number}):"):
        if any(isinstance(slot.terms, ByDate | BeforeEvent) for slot in duty.slots):
            _write_alone(duty, lines, "u")
            return
        with ExitStack() as stack:
            stack.enter_context(_unless_sent(duty, lines, "u"))
            if duty.moved_by:
                stack.enter_context(_unless_moved(duty, lines, "u"))
            _write_until_next(duty, lines)


def _write_until_next(duty: CompiledDuty, lines: Lines) -> None:
    write = lines.write
    write("tt = T[t]")
    write("tied = t > a and T[t - 1] == tt")
    write("c = b if u < 0 else before(T, T[u], a, b)")
    if needs_day(duty):
        write("d = day[(tt + shift) // unit]")
    with _first(duty, lines, "c", "u"):
        _write_before_next(duty, lines)


def _write_before_next(duty: CompiledDuty, lines: Lines) -> None:
    write = lines.write
    for slot in duty.slots:
        write(f"e = {_write_due(duty, slot, lines)}")
        with write.block("if f >= 0 and T[f] < e[0]:"):
            if lines.every:
                _put(slot, lines, state("met"), "f")
            else:
                write("continue" if len(duty.slots) == 1 else "pass")
        with write.block("elif f >= 0 or (e[1] if u < 0 else T[u] >= e[0]):"):
            write_breach(duty, slot, lines, closed="f if f >= 0 else u", until="u")
        if lines.every:
            with write.block("elif u < 0:"):
                _put(slot, lines, state("pending"), "-1")
            with write.block("else:"):
                _put(slot, lines, state("ended"), "u")
