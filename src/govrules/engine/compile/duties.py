"""Duties in the generated source.

A duty without anything that moves its end:

    # decide: 行政许可法 第四十二条
    t = find(3, a, b)                                       # accepted
    until = -FAR
    while t >= 0:
        tt = T[t]
        if tt > until:                                      # `repeat: ignore`: the one before was closed
            f = find(5, a, b)                               # decided
            while f >= 0 and (T[f] < tt or f == t):
                f = find(5, f + 1, b)
            e = due_decide[day[tt // QUARTER]]
            ...
            if f >= 0 and T[f] < e[0]:                      # before the first late microsecond: met
            elif f >= 0 or e[1]:                            # after it, or never, and the time is up: a breach
            until = T[f] if f >= 0 else FAR
        t = find(3, t + 1, b)

Where the case holds an event that pauses, lengthens or ends a duty, a function of the program walks what
bears on the duty in order (`_walk`).
"""

from typing import get_args

import attrs

from govrules.engine.compile.conditions import Conditions, Reading, is_limited
from govrules.engine.compile.dues import counts_by_day
from govrules.engine.compile.names import Awaited, DueTable, Names, Steps, awaited
from govrules.engine.compile.writing import HAND_OVER, NotCompiledError, Writer
from govrules.engine.counts import Counting
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty, ExtendRule, PauseRule
from govrules.model.convention import Convention
from govrules.model.findings import State
from govrules.model.limits import NoLimit
from govrules.model.patterns import event_names
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
    walked: bool
    """whether what moves it is walked here; else such an event hands the case over"""
    silence_handed: bool
    """whether a breach hands the case over: silence has an outcome, or an excuse"""


def read_duty(clause: Clause, counting: Counting, number: int, slots_from: int) -> CompiledDuty:
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
    if convention.fulfilled_by != "receipt":
        raise NotCompiledError("it is met by dispatch")
    if body.by is not None or body.before is not None:
        raise NotCompiledError("its day is given by the data or by another event")
    if body.early != "does_not" or body.count_from != "trigger":
        raise NotCompiledError("it may be met before it begins, or counts from a lapse")
    when, must = awaited(body.when, view), awaited(body.must, view)
    if when.conditions or must.conditions:
        raise NotCompiledError("it waits for a named event with a condition")
    end_on = awaited(body.end_on, view) if body.end_on is not None else None
    if end_on is not None and (end_on.conditions or end_on.types & must.types):
        raise NotCompiledError("what ends it counts under a condition, or meets it as well")
    slots: list[Slot] = []
    for limit in body.within or (None,):
        period = limit.limit if limit is not None else NoLimit()
        if not isinstance(period, Period | NoLimit):
            raise NotCompiledError("its limit is looked up")
        slots.append(
            Slot(
                slots_from + len(slots),
                clause,
                limit.name if limit is not None else None,
                period if isinstance(period, Period) else None,
            )
        )
    moved = frozenset(
        view.vocabulary.meaning(name)[0]
        for pattern in (
            *(each.start for each in body.pause),
            *(each.end for each in body.pause),
            *(each.start for each in body.interrupt),
            *(each.end for each in body.interrupt),
            *(each.when for each in body.extend),
            *((body.end_on,) if body.end_on is not None else ()),
        )
        for name in event_names(pattern)
    )
    pause, extend = _pause(body), _extend(body)
    walked = (
        (pause is not None or not body.pause)
        and (extend is not None or not body.extend)
        and not body.interrupt
        and len(slots) == 1
        and _told_apart(body, pause, extend, view)
        and (convention.pause_cap is None or not body.pause)
        and body.repeat != "replace"
    )
    return CompiledDuty(
        clause, body, counting, number, when, must, end_on, tuple(slots), pause, extend, moved, walked,
        silence_handed=bool(body.on_lapse)
        or clause.unless is not None
        or any(is_limited(view.vocabulary, name) for name in event_names(body.must)),
    )  # fmt: skip


def _pause(body: Duty) -> PauseRule | None:
    if len(body.pause) != 1:
        return None
    (rule,) = body.pause
    plain = (
        rule.if_ is None
        and not rule.per
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
        if types.conditions or types.types & seen:
            return False
        seen |= types.types
    return True


def write_duty(duty: CompiledDuty, names: Names, write: Writer, *, in_force: str | None) -> None:
    """The lines of a duty.

    Args:
        in_force: the test whether the day `d` lies in force; None where it always does.
    """
    body = duty.body
    if body.repeat == "replace":
        _write_replaced(duty, names, write, in_force)
        return
    find, kind = names.finder(duty.when.types)
    write(f"t = {find}({kind}, a, b)")
    if body.repeat == "ignore":
        write("until = -FAR")
    write("first = FAR")
    with write.block("while t >= 0:"):
        write("tt = T[t]")
        if body.repeat == "ignore":
            with write.block("if tt > until:"):
                _write_trigger(duty, names, write, in_force)
        else:
            _write_trigger(duty, names, write, in_force)
        write(f"t = {find}({kind}, t + 1, b)")
    _write_odd(duty, names, write)


def _write_odd(duty: CompiledDuty, names: Names, write: Writer) -> None:
    """A duty that was met before it arose, or without any trigger, is said to be odd."""
    find, kind = names.finder(duty.when.types)
    met, number = names.finder(duty.must.types)
    with write.block("if every:"):
        write(f"f = {met}({number}, a, b)")
        with write.block(f"if f >= 0 and T[f] < first and (first < FAR or {find}({kind}, a, b) < 0):"):
            write("odd(case)")


def _write_trigger(duty: CompiledDuty, names: Names, write: Writer, in_force: str | None) -> None:
    """What follows where `t` triggers the duty, if its condition holds."""
    tests: list[str] = []
    if in_force is not None:
        write("d = day[tt // QUARTER]")
        tests.append(in_force)
    if tests:
        with write.block(f"if {' and '.join(tests)}:"):
            _write_if(duty, names, write)
    else:
        _write_if(duty, names, write)


def write_condition(duty_if: object, reading: Reading, names: Names, write: Writer) -> str | None:
    """The line that reads a condition, and the test that it holds; None where there is none."""
    from govrules.model.conditions import Condition

    if not isinstance(duty_if, Condition):
        return None
    code = Conditions(names, reading).test(duty_if.expression)
    if code.certain:
        return code.text
    write(f"holds = {code.text}")
    with write.block("if holds is None:"):
        write(HAND_OVER)
    return "holds"


def _write_if(duty: CompiledDuty, names: Names, write: Writer) -> None:
    reading = Reading("t", duty.when.types, "t", duty.when.types, "tt")
    test = write_condition(duty.clause.if_, reading, names, write)
    if test is None:
        _write_course(duty, names, write)
        return
    with write.block(f"if {test}:"):
        _write_course(duty, names, write)


def _write_course(duty: CompiledDuty, names: Names, write: Writer) -> None:
    with write.block("if tt < first:"):
        write("first = tt")
    if duty.moved_by:
        moved, number = names.finder(duty.moved_by)
        if duty.walked:
            walk = _walk(duty, names)
            with write.block(f"if {moved}({number}, a, b) >= 0:"):
                write(f"s, f, e = {walk}(t, a, b)")
                _write_put(duty, duty.slots[0], write, "s")
                _write_closed(duty, write)
            with write.block("else:"):
                _write_plain(duty, names, write)
            return
        with write.block(f"if {moved}({number}, a, b) >= 0:"):
            write(HAND_OVER)
    _write_plain(duty, names, write)


def _write_plain(duty: CompiledDuty, names: Names, write: Writer) -> None:
    """The course where nothing moves the end."""
    _write_first(duty, names, write)
    for slot in duty.slots:
        _write_due(duty, slot, names, write)
        with write.block("if f >= 0 and T[f] < e[0]:"):
            _put(slot, write, state("met"), "f")
        with write.block("elif e[1] or f >= 0:"):
            _write_breach(duty, slot, write)
        with write.block("else:"):
            _put(slot, write, state("pending"), "-1")
    _write_closed(duty, write)


def _write_due(duty: CompiledDuty, slot: Slot, names: Names, write: Writer) -> None:
    """`e`: from when on it is late, whether that has come, and the last day in time."""
    if slot.period is None:
        write("e = NO_LIMIT")
        return
    table = names.of(DueTable(duty.number, slot.period), f"due_{duty.clause.id}_{slot.limit_name or ''}")
    asked = "day[tt // QUARTER]" if counts_by_day(duty.counting, slot.period) else "tt"
    write(f"e = {table}[{asked}]")
    with write.block("if e is None:"):
        write(HAND_OVER)


def _write_first(duty: CompiledDuty, names: Names, write: Writer, before: str = "b") -> None:
    """`f`: the first event at or after the trigger that meets the duty, else -1."""
    find, kind = names.finder(duty.must.types)
    write(f"f = {find}({kind}, a, {before})")
    with write.block("while f >= 0 and (T[f] < tt or f == t):"):
        write(f"f = {find}({kind}, f + 1, {before})")


def _write_breach(duty: CompiledDuty, slot: Slot, write: Writer, found: str | None = None) -> None:
    if duty.silence_handed:
        write(HAND_OVER)
        return
    if duty.clause.strength == "in_principle":
        with write.block("if departs:"):
            write(HAND_OVER)
    late = found or f"{state('met_late')} if f >= 0 else {state('overdue')}"
    write(f"put(({slot.number}, t, {late}, f, e))")


def _write_put(duty: CompiledDuty, slot: Slot, write: Writer, name: str) -> None:
    """A state that is known only when it runs."""
    late = f"{name} == {state('met_late')} or {name} == {state('overdue')}"
    with write.block(f"if {late}:"):
        _write_breach(duty, slot, write, name)
    with write.block("elif every:"):
        write(f"put(({slot.number}, t, {name}, f, e))")


def _put(slot: Slot, write: Writer, found: int, closed: str) -> None:
    """A state that is no breach: recorded only where every obligation is asked for."""
    with write.block("if every:"):
        write(f"put(({slot.number}, t, {found}, {closed}, e))")


def _write_closed(duty: CompiledDuty, write: Writer) -> None:
    if duty.body.repeat == "ignore":
        write("until = T[f] if f >= 0 else FAR")


def _write_replaced(duty: CompiledDuty, names: Names, write: Writer, in_force: str | None) -> None:
    """`repeat: replace`: each trigger sees nothing from the next one on.

    for t, u in chained(triggers):
        ...
        if f >= 0 and T[f] < e[0]:      # met before the next trigger
        elif f >= 0 or u < 0 and e[1] or u >= 0 and T[u] >= e[0]:      # the time was up before it
        elif u >= 0:                    # the next trigger took its place
    """
    find, kind = names.finder(duty.when.types)
    if duty.moved_by:
        moved, number = names.finder(duty.moved_by)
        with write.block(f"if {moved}({number}, a, b) >= 0 and {find}({kind}, a, b) >= 0:"):
            write(HAND_OVER)
    write("first = FAR")
    write(f"t = {find}({kind}, a, b)")
    with write.block("if t >= 0:"):
        write("opened = []")
        with write.block("while t >= 0:"):
            write("tt = T[t]")
            if in_force is not None:
                write("d = day[tt // QUARTER]")
            with write.block(f"if {in_force or True}:"):
                reading = Reading("t", duty.when.types, "t", duty.when.types, "tt")
                test = write_condition(duty.clause.if_, reading, names, write)
                with write.block(f"if {test or True}:"):
                    write("opened.append(t)")
            write(f"t = {find}({kind}, t + 1, b)")
        with write.block("for t, u in chained(opened):"):
            write("tt = T[t]")
            with write.block("if tt < first:"):
                write("first = tt")
            with write.block("if u >= 0 and T[u] == tt:"):
                write(HAND_OVER)
            write("c = b if u < 0 else before(T, T[u], a, b)")
            _write_first(duty, names, write, "c")
            for slot in duty.slots:
                _write_due(duty, slot, names, write)
                with write.block("if f >= 0 and T[f] < e[0]:"):
                    _put(slot, write, state("met"), "f")
                with write.block("elif f >= 0 or (e[1] if u < 0 else T[u] >= e[0]):"):
                    _write_breach(duty, slot, write)
                with write.block("elif u < 0:"):
                    _put(slot, write, state("pending"), "-1")
                with write.block("else:"):
                    _put(slot, write, state("ended"), "u")
    _write_odd(duty, names, write)


# -- what moves the end ----------------------------------------------------------------------------------

FULFIL, PAUSE, RESUME, EXTEND, END = 1, 2, 3, 4, 5


def _walk(duty: CompiledDuty, names: Names) -> str:
    """The function that walks what bears on the duty, in order; its name.

    It gives the state, the event that closed the duty (-1 for none) and the due end (None while paused).
    Two steps at one instant are left to the reference, which knows which goes first; so is a pause that was
    running when the duty arose.
    """
    view = names.view
    steps: list[tuple[str, int]] = [(each, FULFIL) for each in sorted(duty.must.types)]
    if duty.pause is not None:
        steps += [(each, PAUSE) for each in sorted(awaited(duty.pause.start, view).types)]
        steps += [(each, RESUME) for each in sorted(awaited(duty.pause.end, view).types)]
    if duty.extend is not None:
        steps += [(each, EXTEND) for each in sorted(awaited(duty.extend.when, view).types)]
    if duty.end_on is not None:
        steps += [(each, END) for each in sorted(duty.end_on.types)]
    for each, _ in steps:
        names.kind(each)
    step_of = names.of(Steps(tuple(steps)), f"step_of_{duty.clause.id}")
    return names.function(f"walk_{duty.clause.id}", lambda name: _walk_lines(duty, names, name, step_of))


def _walk_lines(duty: CompiledDuty, names: Names, name: str, step_of: str) -> list[str]:
    write = Writer()
    (slot,) = duty.slots
    table = ""
    pausing, extending = duty.pause is not None, duty.extend is not None
    limited = slot.period is not None
    by_day = slot.period is not None and counts_by_day(duty.counting, slot.period)
    if slot.period is not None:
        added = duty.extend.add if duty.extend is not None else None
        assert added is None or isinstance(added, Period)
        table = names.of(
            DueTable(duty.number, slot.period, stopped=True, added=added), f"moved_due_{duty.clause.id}"
        )
    with write.block(f"def {name}(t, a, b):"):
        write("tt = T[t]")
        if limited:
            write(f"origin = {'day[tt // QUARTER]' if by_day else 'tt'}")
        write("stops, extensions, since, last = (), (), -1, None")
        write(f"e = {table + '[origin, stops, extensions]' if limited else 'NO_LIMIT'}")
        with write.block("if e is None:"):
            write(HAND_OVER)
        with write.block("for i in range(a, b):"):
            write(f"step = {step_of}[i]")
            with write.block("if not step or i == t:"):
                write("continue")
            write("ti = T[i]")
            with write.block("if ti < tt:"):
                if pausing:
                    # One that was running when the duty arose: the reference knows what that means.
                    with write.block(f"if step == {PAUSE} or step == {RESUME}:"):
                        write(HAND_OVER)
                write("continue")
            with write.block("if ti == last:"):
                write(HAND_OVER)
            write("last = ti")
            with write.block("if since < 0 and ti >= e[0]:"):
                write(f"return late({step_of}, t, i, b, e)")
            with write.block(f"if step == {FULFIL}:"):
                write(f"return {state('met')}, i, e if since < 0 else None")
            if duty.end_on is not None:
                with write.block(f"if step == {END}:"):
                    write(f"return {state('ended')}, i, e if since < 0 else None")
            if pausing:
                _write_stops(write, table if limited else None)
            if extending and limited:
                with write.block(f"if step == {EXTEND}:"):
                    times = duty.extend.times if duty.extend is not None else None
                    if times is not None:
                        with write.block(f"if len(extensions) >= {times}:"):
                            write("continue")
                    write("use(i)")
                    write("extensions += (day[ti // QUARTER],)")
                    with write.block("if since < 0:"):
                        write("e = " + table + "[origin, stops, extensions]")
            if limited:
                with write.block("if e is None:"):
                    write(HAND_OVER)
        with write.block("if since >= 0:"):
            write(f"return {state('paused')}, -1, None")
        with write.block("if e[1]:"):
            write(f"return {state('overdue')}, -1, e")
        write(f"return {state('pending')}, -1, e")
    return write.lines


def _write_stops(write: Writer, table: str | None) -> None:
    """Where a pause begins and ends; without a limit there is nothing to stop."""
    with write.block(f"if step == {PAUSE}:"):
        if table is not None:
            with write.block("if since >= 0:"):
                write(HAND_OVER)
            write("since = i")
            write("use(i)")
        write("continue")
    with write.block(f"if step == {RESUME}:"):
        if table is None:
            write("continue")
            return
        with write.block("if since < 0:"):
            write(HAND_OVER)
        write("stops += ((day[T[since] // QUARTER], day[ti // QUARTER]),)")
        write("since = -1")
        write("use(i)")
        write(f"e = {table}[origin, stops, extensions]")
