"""Requirements and prohibitions in the generated source.

    # give_reasons: 行政许可法 第三十八条
    t = find(4, a, b)                                       # refused
    while t >= 0:
        tt = T[t]
        kept = reasons_given[t]
        if kept is None:
            raise HAND_OVER
        if not kept:
            put((7, t, 8, -1, NO_LIMIT))                    # violated
        elif every:
            put((7, t, 2, -1, NO_LIMIT))                    # met
        t = find(4, t + 1, b)

A prohibition is a requirement that nothing can keep.
"""

import attrs

from govrules.engine.compile.conditions import Conditions, Reading
from govrules.engine.compile.duties import Slot, state, write_condition
from govrules.engine.compile.names import Awaited, Names, awaited
from govrules.engine.compile.writing import HAND_OVER, NotCompiledError, Writer
from govrules.engine.view import View
from govrules.model.clauses import Clause, Prohibition, Requirement


@attrs.frozen(eq=False)
class CompiledEvents:
    """A requirement or prohibition, as it is written."""

    clause: Clause
    when: Awaited
    slot: Slot


def read_events(clause: Clause, view: View, slots_from: int) -> CompiledEvents:
    """A requirement or prohibition as it is compiled.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    body = clause.body
    assert isinstance(body, Requirement | Prohibition)
    if isinstance(body, Prohibition) and body.during is not None:
        raise NotCompiledError("it forbids something within a window")
    when = awaited(body.when, view)
    if when.conditions:
        raise NotCompiledError("it waits for a named event with a condition")
    return CompiledEvents(clause, when, Slot(slots_from, clause, None, None))


def write_events(found: CompiledEvents, names: Names, write: Writer, *, in_force: str | None) -> None:
    """The lines of a requirement or prohibition; `in_force` as in `write_duty`."""
    find, kind = names.finder(found.when.types)
    write(f"t = {find}({kind}, a, b)")
    with write.block("while t >= 0:"):
        write("tt = T[t]")
        if in_force is not None:
            write("d = day[tt // QUARTER]")
            with write.block(f"if {in_force}:"):
                _write_if(found, names, write)
        else:
            _write_if(found, names, write)
        write(f"t = {find}({kind}, t + 1, b)")


def _write_if(found: CompiledEvents, names: Names, write: Writer) -> None:
    reading = Reading("t", found.when.types, "t", found.when.types, "tt")
    test = write_condition(found.clause.if_, reading, names, write)
    if test is None:
        _write_event(found, names, write)
        return
    with write.block(f"if {test}:"):
        _write_event(found, names, write)


def _write_event(found: CompiledEvents, names: Names, write: Writer) -> None:
    body = found.clause.body
    if isinstance(body, Prohibition):
        _write_broken(found, write)
        return
    assert isinstance(body, Requirement)
    now = Reading("t", found.when.types, "t", found.when.types, "tt")
    code = Conditions(names, now).test(body.require.expression)
    write(f"kept = {code.text}")
    if "tt" in code.text:
        # Of bare dates on one day nobody knows the order: it is kept if it holds in either.
        before = Reading("t", found.when.types, "t", found.when.types, "(tt - 1)")
        other = Conditions(names, before).test(body.require.expression)
        with write.block("if bare and kept is not True:"):
            write(f"other = {other.text}")
            write("kept = True if other is True else None if kept is None or other is None else False")
    if not code.certain:
        with write.block("if kept is None:"):
            write(HAND_OVER)
    with write.block("if not kept:"):
        _write_broken(found, write)
    with write.block("elif every:"):
        write(f"put(({found.slot.number}, t, {state('met')}, -1, NO_LIMIT))")


def _write_broken(found: CompiledEvents, write: Writer) -> None:
    if found.clause.unless is not None:
        write(HAND_OVER)
        return
    if found.clause.strength == "in_principle":
        with write.block("if departs:"):
            write(HAND_OVER)
    write(f"put(({found.slot.number}, t, {state('violated')}, -1, NO_LIMIT))")
