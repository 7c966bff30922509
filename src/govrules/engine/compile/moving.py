"""What moves the end of a duty, in the generated source: pauses, extensions, and what ends it.

def walk_decide(t, tt, origin, e, a, start, b):
    stops, extensions, since, last, runs = (), (), -1, None, True
    for i, step in enumerate(step_of_decide[start:b], start):
        if not step:
            continue
        ti = T[i]
        ...
        if runs and ti >= e[0]:                 # the time was up before this event
            found = late(step_of_decide, T, t, i, b, e)
            ...
            return found
        if step == 1:                           # met
            return 2, i, e if runs else None
        if step == 2:                           # the clock stops
            since, runs = i, False
            continue
        if step == 3:                           # it runs on
            stops += ((day[(T[since] + shift) // unit], day[(ti + shift) // unit]),)
            since, runs = -1, True
            e = moved_due_decide(origin, stops, extensions)
"""

from collections.abc import Callable

from govrules.engine.compile.alone import write_alone
from govrules.engine.compile.duty_forms import CompiledDuty, Slot, state
from govrules.engine.compile.names import (
    SEVERAL,
    DueTable,
    FieldColumn,
    Names,
    Steps,
    awaited,
)
from govrules.engine.compile.writing import Writer
from govrules.engine.view import View
from govrules.model.convention import Convention
from govrules.model.period import Period

FULFIL, PAUSE, RESUME, EXTEND, END, MOVED = 1, 2, 3, 4, 5, 6


def steps_by_type(duty: CompiledDuty, view: View) -> dict[str, int]:
    """What each event is to the duty, by its type; an event that is several things is none that is walked."""
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
    return steps


def steps_of(duty: CompiledDuty, names: Names) -> str:
    """The name of what each event is to the duty."""
    steps = steps_by_type(duty, names.view)
    names.know(steps)
    return names.of(Steps(tuple(steps.items())), f"step_of_{duty.clause.id}")


def moved_dues(duty: CompiledDuty, names: Names) -> str:
    """The name of the due ends of a duty with one limit, by pauses and extensions."""
    (slot,) = duty.slots
    assert slot.period is not None
    added = duty.extend.add if duty.extend is not None else None
    assert added is None or isinstance(added, Period)
    table = DueTable(duty.number, slot.period, stopped=True, added=added)
    return names.of(table, f"moved_due_{duty.clause.id}")


def walk_function(duty: CompiledDuty, names: Names, *, every: bool) -> str:
    """The function that walks what bears on the duty, in order; its name.

    It gives the state, the event that closed the duty (-1 for none) and the due end (None while paused).
    Two steps at one instant are left to the reference, which knows which goes first; so is a pause that was
    running when the duty arose. The state is then below 0: that of the obligation has been recorded.
    """
    steps = steps_of(duty, names)
    return names.function(
        f"walk_{duty.clause.id}", lambda name: _walk_lines(duty, names, name, steps, every=every)
    )


def _walk_lines(duty: CompiledDuty, names: Names, name: str, step_of: str, *, every: bool) -> list[str]:
    write = Writer()
    (slot,) = duty.slots

    def write_alone_here() -> None:
        write_alone(duty, [slot], names, write, every=every, result="return -1, {}, None")

    pausing, extending = duty.pause is not None, duty.extend is not None
    limited = slot.period is not None
    table = moved_dues(duty, names) if limited else ""
    with write.block(f"def {name}(t, tt, origin, e, a, start, b):"):
        write("stops, extensions, since, last, runs = (), (), -1, None, True")
        with write.block(f"for i, step in enumerate({step_of}[start:b], start):"):
            with write.block("if not step:"):
                write("continue")
            if any(map(names.is_named, duty.moved_by | duty.must.types)):
                # One event may be what two named events are.
                with write.block(f"if step == {SEVERAL} and i != t:"):
                    write_alone_here()
            write("ti = T[i]")
            with write.block("if ti <= tt:"):
                with write.block("if i == t:"):
                    write("continue")
                with write.block("if ti < tt:"):
                    if pausing:
                        # One that was running when the duty arose: the reference knows what that means.
                        with write.block(f"if step == {PAUSE} or step == {RESUME}:"):
                            write_alone_here()
                    write("continue")
            together = f"i + 1 < b and T[i + 1] == ti and tied_step({step_of}, T, i, b)"
            with write.block(f"if ti == last or {together}:"):
                write_alone_here()
            write("last = ti")
            with write.block("if runs and ti >= e[0]:"):
                # What would have paused or lengthened it comes too late, and is told.
                with write.block(f"if step != {FULFIL}:"):
                    write("odd(i)")
                write(f"found = late({step_of}, T, t, i, b, e)")
                with write.block("if found is None:"):
                    write_alone_here()
                write("return found")
            with write.block(f"if step == {FULFIL}:"):
                write(f"return {state('met')}, i, e if runs else None")
            if duty.end_on is not None:
                with write.block(f"if step == {END}:"):
                    write(f"return {state('ended')}, i, e if runs else None")
            if pausing:
                convention = duty.counting.convention
                moves = not isinstance(convention, Convention) or convention.pause_again == "move"
                _write_stops(
                    write,
                    slot,
                    table if limited else None,
                    _pairs(duty, names),
                    write_alone_here,
                    moves=moves,
                )
            if extending and limited:
                with write.block(f"if step == {EXTEND}:"):
                    times = duty.extend.times if duty.extend is not None else None
                    if times is not None:
                        with write.block(f"if len(extensions) >= {times}:"):
                            write_alone_here()
                    write(f"use(({slot.number}, t, i))")
                    write("extensions += (day[(ti + shift) // unit],)")
                    with write.block("if since < 0:"):
                        write("e = " + table + "(origin, stops, extensions)")
                    if pausing:
                        with write.block("else:"):
                            _write_open(write, table)
        with write.block("if not runs:"):
            write(f"return {state('paused')}, -1, None")
        with write.block("if e[1]:"):
            write(f"return {state('overdue')}, -1, e")
        write(f"return {state('pending')}, -1, e")
    return write.lines


def _write_open(write: Writer, table: str) -> None:
    """While a pause is open: the clock runs all the same where it began when the last day was counted."""
    write(f"open_due = {table}.with_open(origin, stops, day[(T[since] + shift) // unit], extensions)")
    write("runs, e = open_due is not None, open_due or e")


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


def _write_stops(
    write: Writer,
    slot: Slot,
    table: str | None,
    pairs: str | None,
    write_alone_here: Callable[[], None],
    *,
    moves: bool,
) -> None:
    """Where a pause begins and ends; without a limit there is nothing to stop.

    own = (procedure_that_pairs_decide[i], )            # `per`: another procedure is another pause
    if None in own or since >= 0 and own != pair:
        return -1, judge_decide(put, True, 3, t, a, b, -1), None

    Args:
        write_alone_here: writes what leaves the obligation to the reference.
        moves: whether a second start takes the place of the first.
    """
    with write.block(f"if step == {PAUSE}:"):
        if table is not None:
            _write_pair(write, pairs, write_alone_here)
            with write.block("if since >= 0:"):
                # A second start while it is paused changes nothing, unless the convention says otherwise.
                if moves:
                    write_alone_here()
                else:
                    write("odd(i)")
                    write("continue")
            write("since = i")
            if pairs is not None:
                write("pair = own")
            write(f"use(({slot.number}, t, i))")
            write("runs = False")
            with write.block("if day[(ti + shift) // unit] >= e[3]:"):
                _write_open(write, table)
        write("continue")
    with write.block(f"if step == {RESUME}:"):
        if table is None:
            write("continue")
            return
        _write_pair(write, pairs, write_alone_here)
        with write.block("if since < 0:"):
            write("odd(i)")
            write("continue")
        write("stops += ((day[(T[since] + shift) // unit], day[(ti + shift) // unit]),)")
        write("since, runs = -1, True")
        write(f"use(({slot.number}, t, i))")
        write(f"e = {table}(origin, stops, extensions)")


def _write_pair(write: Writer, pairs: str | None, write_alone_here: Callable[[], None]) -> None:
    if pairs is not None:
        write(f"own = {pairs}")
        with write.block("if None in own or since >= 0 and own != pair:"):
            write_alone_here()
