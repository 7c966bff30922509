"""Requirements and prohibitions in the generated source.

    # give_reasons: 行政许可法 第三十八条
    kept = reasons_given[t]
    if kept is None:                                # unknown: the reference says why
        raise HandOver
    if not kept:
        put((7, t, 8, -1, NO_LIMIT))

`t` is the place of the event, `tt` its microsecond, `a` and `b` the ends of the case. A prohibition is a
requirement that nothing can keep.
"""

import attrs

from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.duty_forms import Slot, state
from govrules.engine.compile.lines import Lines, under, write_condition
from govrules.engine.compile.names import Awaited, awaited
from govrules.engine.compile.windows import Window, window_of, write_window
from govrules.engine.compile.writing import HAND_OVER
from govrules.engine.view import View
from govrules.model.clauses import Clause, Prohibition, Requirement


@attrs.frozen(eq=False)
class CompiledEvents:
    """A requirement or prohibition, as it is written."""

    clause: Clause
    when: Awaited
    slot: Slot
    window: Window | None = None


def read_events(clause: Clause, view: View, slots_from: int) -> CompiledEvents:
    """A requirement or prohibition as it is compiled.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    body = clause.body
    assert isinstance(body, Requirement | Prohibition)
    when = awaited(body.when, view)
    during = body.during if isinstance(body, Prohibition) else None
    window = window_of(during, when, view) if during is not None else None
    return CompiledEvents(clause, when, Slot(slots_from, clause, None, None), window)


def write_events(found: CompiledEvents, lines: Lines) -> None:
    """What follows where `t` is an event that the clause speaks of."""
    with under(lines.write, lines.in_force):
        reading = Reading("t", found.when.bases, "t", found.when.bases, "tt")
        test = write_condition(found.clause.if_, reading, lines)
        with under(lines.write, test):
            _write_event(found, lines)


def _write_event(found: CompiledEvents, lines: Lines) -> None:
    body, write, names = found.clause.body, lines.write, lines.names
    if isinstance(body, Prohibition):
        _write_forbidden(found, lines)
        return
    assert isinstance(body, Requirement)
    now = Reading("t", found.when.bases, "t", found.when.bases, "tt")
    code = Conditions(names, now).test(body.require.expression)
    write(f"kept = {code.text}")
    if "tt" in code.text:
        # Of bare dates on one day nobody knows the order: it is kept if it holds in either.
        before = Reading("t", found.when.bases, "t", found.when.bases, "(tt - 1)")
        other = Conditions(names, before).test(body.require.expression)
        with write.block("if bare and kept is not True:"):
            write(f"other = {other.text}")
            write("kept = True if other is True else None if kept is None or other is None else False")
    if not code.certain:
        with write.block("if kept is None:"):
            write(HAND_OVER)
    with write.block("if not kept:"):
        _write_broken(found, lines)
    if lines.every:
        with write.block("else:"):
            write(f"put(({found.slot.number}, t, {state('met')}, -1, NO_LIMIT))")


def _write_forbidden(found: CompiledEvents, lines: Lines) -> None:
    """What happens outside the window is no obligation, unless only the order of one day keeps it out."""
    if found.window is None:
        _write_broken(found, lines)
        return
    write = lines.write
    write_window(found.window, lines.names, write)
    with write.block("if within:"):
        _write_broken(found, lines)
    if lines.every:
        with write.block("elif same:"):
            write(f"put(({found.slot.number}, t, {state('met')}, -1, NO_LIMIT))")


def _write_broken(found: CompiledEvents, lines: Lines) -> None:
    """A breach, unless it is excused, or a departure may be recorded.

    holds = suspended_of_case(a, b, tt, t)          # unless
    if holds is None:
        raise HandOver
    if holds:
        put((7, t, 9, -1, NO_LIMIT))                # excused
    else:
        put((7, t, 8, -1, NO_LIMIT))
    """
    write, clause = lines.write, found.clause
    if clause.unless is not None:
        reading = Reading("t", found.when.bases, "t", found.when.bases, "tt")
        test = write_condition(clause.unless, reading, lines)
        with write.block(f"if {test}:"):
            put = f"put(({found.slot.number}, t, {state('excused')}, -1, NO_LIMIT))"
            write(put if lines.every else "pass")
        with write.block("else:"):
            _write_violated(found, lines)
    else:
        _write_violated(found, lines)


def _write_violated(found: CompiledEvents, lines: Lines) -> None:
    if found.clause.strength == "in_principle":
        with lines.write.block("if departs:"):
            lines.write(HAND_OVER)
    lines.write(f"put(({found.slot.number}, t, {state('violated')}, -1, NO_LIMIT))")
