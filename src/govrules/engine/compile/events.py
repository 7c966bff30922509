"""Requirements, prohibitions, and what is answered for, in the generated source.

    # give_reasons: 行政许可法 第三十八条
    kept = reasons_given[t]
    if kept is None:                                # unknown: the reference says why
        put((7, t, 9, -1, NO_LIMIT))
    elif not kept:
        put((7, t, 8, -1, NO_LIMIT))

`t` is the place of the event, `tt` its microsecond, `a` and `b` the ends of the case. A prohibition is a
requirement that nothing can keep.

    # neglect: Article 17
    holds = None if (_1 := loss_of_neglect_found[t]) is None else _1 > 0
    if holds is not False:
        answer((3, t))

Who answers for what an event says, and with what measure, is told when somebody asks (`answering.py`): the
program says only where anybody may.
"""

import attrs

from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.duty_forms import Slot, state
from govrules.engine.compile.lines import Lines, under, write_choice, write_condition
from govrules.engine.compile.names import Awaited, awaited
from govrules.engine.compile.windows import Window, window_of, write_window
from govrules.engine.compile.writing import HAND_OVER
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Prohibition, Requirement
from govrules.model.findings import State


@attrs.frozen(eq=False)
class CompiledEvents:
    """A requirement, a prohibition or what is answered for, as it is written."""

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
        if isinstance(found.clause.body, Accountability):
            _write_answered(found, lines)
            return
        test = write_condition(found.clause.if_, _at(found, lines), lines, found.slot.number)
        with under(lines.write, test):
            _write_event(found, lines)


def _write_event(found: CompiledEvents, lines: Lines) -> None:
    body, write, names = found.clause.body, lines.write, lines.names
    if isinstance(body, Prohibition):
        _write_forbidden(found, lines)
        return
    assert isinstance(body, Requirement)
    code = Conditions(names, _at(found, lines)).test(body.require.expression)
    write(f"kept = {code.text}")
    if "tt" in code.text and not lines.ended:
        # Of bare dates on one day nobody knows the order: it is kept if it holds in either.
        before = attrs.evolve(_at(found, lines), past="(tt - 1)", ended=False)
        other = Conditions(names, before).test(body.require.expression)
        with write.block("if bare and kept is not True:"):
            write(f"other = {other.text}")
            write("kept = True if other is True else None if kept is None or other is None else False")
    if not code.certain:
        with write.block("if kept is None:"):
            _write_unknown(found, lines)
    with write.block("if not kept:" if code.certain else "elif not kept:"):
        _write_broken(found, lines)
    if lines.every:
        with write.block("else:"):
            write(_put(found, "met"))


def _write_answered(found: CompiledEvents, lines: Lines) -> None:
    """Whether somebody may answer; where that is not known, whoever tells who it is tells why."""
    condition, test = found.clause.if_, None
    if condition is not None:
        code = Conditions(lines.names, _at(found, lines)).test(condition.expression)
        test = code.text
        if not code.certain:
            lines.write(f"holds = {code.text}")
            test = "holds is not False"
    with under(lines.write, test):
        lines.write(f"answer(({found.slot.number}, t))")


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
            write(_put(found, "met"))


def _write_broken(found: CompiledEvents, lines: Lines) -> None:
    """A breach, unless it is excused, or a departure may be recorded.

    holds = suspended_of_case(a, b, tt, t)          # unless
    if holds is None:
        put((7, t, 9, -1, NO_LIMIT))
    elif holds:
        put((7, t, 6, -1, NO_LIMIT))                # excused
    else:
        put((7, t, 8, -1, NO_LIMIT))
    """
    write, clause = lines.write, found.clause
    if clause.unless is None:
        _write_violated(found, lines)
        return
    with write.block(write_choice(clause.unless, _at(found, lines), lines, _put(found, "unknown"))):
        write(_put(found, "excused") if lines.every else "pass")
    with write.block("else:"):
        _write_violated(found, lines)


def _write_unknown(found: CompiledEvents, lines: Lines) -> None:
    """Nobody knows whether it was kept; that does not matter where it is excused."""
    write, unless = lines.write, found.clause.unless
    if unless is None:
        write(_put(found, "unknown"))
        return
    with write.block(write_choice(unless, _at(found, lines), lines, _put(found, "unknown"))):
        write(_put(found, "excused") if lines.every else "pass")
    with write.block("else:"):
        write(_put(found, "unknown"))


def _write_violated(found: CompiledEvents, lines: Lines) -> None:
    if found.clause.strength == "in_principle":
        with lines.write.block("if departs:"):
            lines.write(HAND_OVER)
    lines.write(_put(found, "violated"))


def _put(found: CompiledEvents, became: State) -> str:
    return f"put(({found.slot.number}, t, {state(became)}, -1, NO_LIMIT))"


def _at(found: CompiledEvents, lines: Lines) -> Reading:
    return Reading("t", found.when.bases, "t", found.when.bases, "tt", ended=lines.ended)
