"""What must hold in a case, in the generated source: whether it held throughout each window.

    # duty_desk_manned: Article 4
    sure, held, begun, opened, judged, last = not bare, False, False, -1, False, -1
    windows, marks = [], []
    i = find_any(1, t, b)
    while sure and i >= 0:
        tt, step = T[i], step_of_duty_desk_manned[i]
        sure = tt != last and step <= 4             # what happens at one instant has no order
        last = tt
        if step == 1:                               # it begins to hold
            held = begun = True
            marks.append(i)
        elif step == 2:                             # it ends: a gap, where a window is open
            sure = sure and begun and not (held and opened >= 0 and judged)
            held = False
            marks.append(i)
        elif step == 3 and opened < 0:              # a window opens
            judged = True                           # or what its condition says
            if judged is None or (judged and not held) or tt >= last_read():
                sure = False
            opened = i
        elif step == 4 and opened >= 0:             # and closes
            if judged:
                windows.append((opened, i))
            opened = -1
        i = find_any(1, i + 1, b)
    if not sure:
        judge_duty_desk_manned(put, False, 7, a, b)

It stands once for each case, where `t` is the first event in it of which the clause speaks. The program is
sure where there was no gap: then each window was kept, or is kept so far. Where there may be one, on dates
without times, in office hours, and where several things hold beside each other, the reference judges this
clause (`standing.py`).
"""

import attrs

from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.duty_forms import Slot, state
from govrules.engine.compile.lines import Lines
from govrules.engine.compile.names import Awaited, Now, Steps, awaited
from govrules.engine.compile.standing_forms import refuse, write_alone
from govrules.engine.concerned import ClauseVersions
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Pattern

_BEGINS, _ENDS, _OPENS, _CLOSES = 1, 2, 3, 4


@attrs.frozen(eq=False)
class CompiledKeeping:
    """What must hold, as it is written."""

    clause: Clause
    body: Maintenance
    when: Awaited
    """everything of which it speaks"""
    steps: tuple[tuple[str, int], ...] | None
    """what each event is to it; None where one may be several things"""
    opens: Awaited | None
    slot: Slot
    ends: bool
    """whether it is in force up to some day only"""

    @property
    def is_plain(self) -> bool:
        """Whether a program can be sure that there was no gap."""
        body = self.body
        return (
            self.steps is not None
            and not (body.hold.per or body.throughout.office_hours or self.ends)
            and (body.throughout.start is not None or self.clause.if_ is None)
        )


def read_keeping(
    clause: Clause, view: View, slots_from: int, clauses: tuple[ClauseVersions, ...]
) -> CompiledKeeping:
    """What must hold in a case, as it is compiled.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    body = clause.body
    assert isinstance(body, Maintenance)
    roles = _roles(body)
    refuse(clause, view, clauses, [each for _, each in roles], [body], breaks_at_events=False)
    each_role = [(step, awaited(pattern, view)) for step, pattern in roles]
    steps: dict[str, int] = {}
    apart = True
    for step, each in each_role:
        apart = apart and not each.types & steps.keys()
        steps |= dict.fromkeys(sorted(each.types), step)
    types = frozenset[str]().union(*(each.types for _, each in each_role))
    bases = frozenset[str]().union(*(each.bases for _, each in each_role))
    opens = next((each for step, each in each_role if step == _OPENS), None)
    spans = (clause.in_force, view.policy.in_force)
    return CompiledKeeping(
        clause,
        body,
        Awaited(types, bases),
        tuple(steps.items()) if apart else None,
        opens,
        Slot(slots_from, clause, None, None),
        any(span.until is not None for span in spans),
    )


def _roles(body: Maintenance) -> list[tuple[int, Pattern]]:
    window = ((_OPENS, body.throughout.start), (_CLOSES, body.throughout.end))
    found = [(step, pattern) for step, pattern in window if pattern is not None]
    return [(_BEGINS, body.hold.start), (_ENDS, body.hold.end), *found]


# -- writing -----------------------------------------------------------------------------------------------


def write_keeping(found: CompiledKeeping, lines: Lines) -> None:
    """What is found of a case in which `t` is the first event of which the clause speaks."""
    if not found.is_plain:
        write_alone(found.slot, lines)
    elif found.opens is None:
        _write_always(found, lines)
    else:
        _write_windows(found, found.opens, lines)


def _write_always(found: CompiledKeeping, lines: Lines) -> None:
    """Where it always has to hold, it is kept so far as long as it has not ended.

    sure = not bare and find(2, t, b) < 0 and T[t] < last_read()
    if not sure:
        judge_duty_desk_manned(put, True, 7, a, b)
    else:
        i = t
        while i >= 0:
            use((7, -1, i))
            i = find(1, i + 1, b)
        put((7, a, 0, -1, (FAR, False, 0, t - a)))
    """
    write, names, slot = lines.write, lines.names, found.slot.number
    begins, ends = (awaited(each, names.view) for each in (found.body.hold.start, found.body.hold.end))
    now = names.of(Now(), "last_read")
    write("sure = not bare and {}({}, t, b) < 0 and T[t] < {}()".format(*names.finder(ends.types), now))
    _write_in_force("t", lines)
    with write.block("if not sure:"):
        write_alone(found.slot, lines)
    if lines.every:
        with write.block("else:"):
            write("i = t")
            with write.block("while i >= 0:"):
                write(f"use(({slot}, -1, i))")
                write("i = {}({}, i + 1, b)".format(*names.finder(begins.types)))
            write(f"put(({slot}, a, {state('pending')}, -1, (FAR, False, 0, t - a)))")


def _write_in_force(place: str, lines: Lines) -> None:
    if lines.in_force:
        lines.write(f"d = day[(T[{place}] + shift) // unit]")
        with lines.write.block(f"if not ({lines.in_force}):"):
            lines.write("sure = False")


def _write_windows(found: CompiledKeeping, opens: Awaited, lines: Lines) -> None:
    write, names = lines.write, lines.names
    assert found.steps is not None
    find, number = names.finder(found.when.types)
    names.know(found.when.types)
    step = names.of(Steps(found.steps), f"step_of_{found.clause.id}")
    write("sure, held, begun, opened, judged, last = not bare, False, False, -1, False, -1")
    write("windows, marks = [], []")
    write(f"i = {find}({number}, t, b)")
    with write.block("while sure and i >= 0:"):
        write(f"tt, step = T[i], {step}[i]")
        write(f"sure = tt != last and step <= {_CLOSES}")
        write("last = tt")
        with write.block(f"if step == {_BEGINS}:"):
            write("held = begun = True")
            write("marks.append(i)")
        with write.block(f"elif step == {_ENDS}:"):
            write("sure = sure and begun and not (held and opened >= 0 and judged)")
            write("held = False")
            write("marks.append(i)")
        with write.block(f"elif step == {_OPENS} and opened < 0:"):
            _write_opening(found, opens, lines)
        with write.block(f"elif step == {_CLOSES} and opened >= 0:"):
            with write.block("if judged:"):
                write("windows.append((opened, i))")
            write("opened = -1")
        write(f"i = {find}({number}, i + 1, b)")
    with write.block("if not sure:"):
        write_alone(found.slot, lines)
    if lines.every:
        with write.block("else:"):
            _write_kept(found, lines)


def _write_opening(found: CompiledKeeping, opens: Awaited, lines: Lines) -> None:
    write, condition = lines.write, found.clause.if_
    write("judged = True")
    if condition is not None:
        at = Reading("i", opens.bases, "i", opens.bases, "tt")
        write(f"judged = {Conditions(lines.names, at).test(condition.expression).text}")
    now = lines.names.of(Now(), "last_read")
    with write.block(f"if judged is None or (judged and not held) or tt >= {now}():"):
        write("sure = False")
    _write_in_force("i", lines)
    write("opened = i")


def _write_kept(found: CompiledKeeping, lines: Lines) -> None:
    """The record of each window stands at an event of the case, the first at the first.

    if opened >= 0 and judged:
        windows.append((opened, -1))
    for i in marks if windows else ():
        use((7, -1, i))
    for i, (opened, closed) in enumerate(windows, a):
        if closed >= 0:
            put((7, i, 2, opened, (FAR, False, 0, closed - a)))
        else:
            put((7, i, 0, opened, NO_LIMIT))
    """
    write, slot = lines.write, found.slot.number
    with write.block("if opened >= 0 and judged:"):
        write("windows.append((opened, -1))")
    with write.block("for i in marks if windows else ():"):
        write(f"use(({slot}, -1, i))")
    with write.block("for i, (opened, closed) in enumerate(windows, a):"):
        with write.block("if closed >= 0:"):
            write(f"put(({slot}, i, {state('met')}, opened, (FAR, False, 0, closed - a)))")
        with write.block("else:"):
            write(f"put(({slot}, i, {state('pending')}, opened, NO_LIMIT))")
