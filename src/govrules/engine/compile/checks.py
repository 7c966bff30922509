"""Clauses over many cases at once that hold the same events in the same order: where, and what is asked.

    def check_deliver(cases, length, t_, f_, early):
        for a in cases:
            b, t = a + length, a + t_
            tt = T[t]
            d = day[(tt + shift) // unit]
            try:
                f = a + f_ if f_ >= 0 else -1
                e = due_deliver[d]
                if T[f] >= e[0] if f >= 0 else e[1]:
                    put((5, t, 3 if f >= 0 else 7, f, e))
            except HandOver:
                hand_over(a)

Which event triggers a clause and which meets it is seen once from the types of the events (`variants.py`).
`t_` and `f_` are their distances from the first event, `early` is whether an event that meets the duty stands
before it. What is left to be looked at are times and data. No two events of such a case stand at one instant.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import attrs

from govrules.engine.compile.asking import reads_outcomes
from govrules.engine.compile.asking_clauses import FORGET
from govrules.engine.compile.by_values import ByValues, write_by_values
from govrules.engine.compile.duties import needs_day, write_alike, write_alike_moved
from govrules.engine.compile.duty_forms import CompiledDuty
from govrules.engine.compile.ends import counts_by_day
from govrules.engine.compile.events import CompiledEvents, write_events
from govrules.engine.compile.keeping import CompiledKeeping
from govrules.engine.compile.lines import Force, Lines, comment
from govrules.engine.compile.moving import moved_dues, steps_by_type
from govrules.engine.compile.names import DueTable, Names
from govrules.engine.compile.quotas import CompiledQuota
from govrules.engine.compile.terms import BeforeEvent
from govrules.model.clauses import Clause
from govrules.model.convention import Convention

TOGETHER = "# over cases that hold the same events in the same order, each at an instant of its own:"
"""the line of a program behind which the functions of this module stand"""


@attrs.frozen(eq=False)
class Course:
    """What is seen of a clause from the types of the events of a case alone."""

    check: str
    """the function of the program that judges it, where it is known what triggers it and what may meet it"""
    moved: str | None
    """the function that judges it where its end may have been moved"""
    force: Force
    conditional: bool
    when: frozenset[int]
    must: frozenset[int] = frozenset()
    moved_by: frozenset[int] = frozenset()
    stopped_by: frozenset[int] = frozenset()
    is_duty: bool = False
    ignoring: bool = False
    """whether a trigger is set aside while the duty is open from an earlier one"""
    tables: tuple[tuple[int, str], ...] = ()
    """the slots of a duty of which nothing is asked but times, each with its table of due ends"""
    moves: "Moves | None" = None
    values: ByValues | None = None
    """the clause, or where it is a duty its condition, as a function of what is said"""


@attrs.frozen(eq=False)
class Moves:
    """What moves the end of a duty of which nothing is asked but times."""

    table: str
    """the name of its due ends by pauses and extensions"""
    steps: Mapping[int, int]
    """by the number of a type of event the step that it takes, as in `moving.py`"""
    times: int | None
    """how often it may be extended"""


def tells_by_types(
    compiled: CompiledDuty | CompiledEvents | CompiledQuota | CompiledKeeping,
    force: Force,
    names: Names,
    *,
    every: bool,
) -> bool:
    """Whether the types of the events of a case tell which of them triggers the clause and which meets it."""
    if isinstance(compiled, CompiledQuota | CompiledKeeping):
        return False
    if isinstance(compiled, CompiledEvents):
        return not any(map(names.is_named, compiled.when.types)) and not (every and compiled.window)
    types = compiled.when.types | compiled.must.types | compiled.moved_by
    if names.parts and every and (compiled.clause.if_ is not None or force.test is not None):
        # Where nothing triggered it here, something may have done so in another part of the case.
        return False
    plainly = compiled.body.repeat != "replace" and compiled.body.early != "counts" and not compiled.several
    return plainly and not any(map(names.is_named, types))


def write_checks(
    compiled: CompiledDuty | CompiledEvents,
    force: Force,
    departs: str,
    lines: Lines,
    apart: list[list[str]],
) -> Course:
    """The functions of one clause.

    Args:
        departs: the line that says whether a departure is recorded in the case.
        apart: where functions are put that need nothing of the program.
    """
    names, clause = lines.names, compiled.clause
    check = names.fresh(f"check_{clause.id}")
    conditional = clause.if_ is not None
    departs = departs if clause.strength == "in_principle" else ""
    lines.write(comment(clause))
    if isinstance(compiled, CompiledEvents):
        # What comes after the event is nothing to the clause, unless it closes a window, or decides what
        # becomes of another clause that is asked about.
        ended = compiled.window is None and not departs and not reads_outcomes(clause, names.view.vocabulary)
        end = "a + t_ + 1" if ended else "a + length"
        with _cases(check, clause, "f_", departs, lines, with_day=lines.in_force is not None, end=end):
            write_events(compiled, attrs.evolve(lines, ended=ended))
        values = _by_values(compiled, lines, apart)
        return Course(check, None, force, conditional, _numbers(compiled.when.types, names), values=values)
    day = lines.in_force is not None or needs_day(compiled)
    with _cases(check, clause, "f_", departs, lines, with_day=day):
        _write_not_tied(compiled, lines)
        lines.write("f = a + f_ if f_ >= 0 else -1")
        write_alike(compiled, lines)
    moved = None
    if compiled.moved_by:
        moved = names.fresh(f"check_moved_{clause.id}")
        lines.write()
        with _cases(moved, clause, "start_", departs, lines, with_day=day):
            _write_not_tied(compiled, lines)
            if compiled.walked:
                lines.write("start = a + start_")
            write_alike_moved(compiled, lines)
    tables = _tables(compiled, names)
    return Course(
        check,
        moved,
        force,
        conditional,
        _numbers(compiled.when.types, names),
        _numbers(compiled.must.types, names),
        _numbers(compiled.moved_by, names),
        _numbers(compiled.stopped_by, names),
        is_duty=True,
        ignoring=compiled.body.repeat == "ignore",
        tables=tables,
        moves=_moves(compiled, names) if tables else None,
        values=_by_values(compiled, lines, apart) if tables and conditional else None,
    )


def _by_values(
    compiled: CompiledDuty | CompiledEvents, lines: Lines, apart: list[list[str]]
) -> ByValues | None:
    found = write_by_values(compiled, lines)
    if found is None:
        return None
    apart.append(found[1])
    return found[0]


@contextmanager
def _cases(
    name: str,
    clause: Clause,
    place: str,
    departs: str,
    lines: Lines,
    *,
    with_day: bool,
    end: str = "a + length",
) -> Iterator[None]:
    write = lines.write
    head = f"def {name}(cases, length, t_, {place}, early):"
    with write.block(head), write.block("for a in cases:"):
        if reads_outcomes(clause, lines.names.view.vocabulary):
            write(FORGET)
        write(f"b, t = {end}, a + t_")
        write("tt = T[t]")
        if with_day:
            write("d = day[(tt + shift) // unit]")
        with write.block("try:"):
            if departs:
                write(departs)
            yield
        with write.block("except HandOver:"):
            write("hand_over(a)")


def _write_not_tied(duty: CompiledDuty, lines: Lines) -> None:
    """Where the end is looked for by an event, nothing else stands at the instant of the trigger."""
    if any(isinstance(slot.terms, BeforeEvent) for slot in duty.slots):
        lines.write("tied = False")


def _numbers(types: frozenset[str], names: Names) -> frozenset[int]:
    return frozenset(map(names.kind, types))


def _tables(duty: CompiledDuty, names: Names) -> tuple[tuple[int, str], ...]:
    """The tables of a duty of which nothing is asked, once it has arisen, but whether it was met in time."""
    convention, silence = duty.counting.convention, duty.silence
    if (
        duty.clause.strength == "in_principle"
        or silence is None
        or silence.asks
        or not isinstance(convention, Convention)
        or convention.fulfilled_by == "dispatch"
    ):
        return ()
    found: list[tuple[int, str]] = []
    for slot in duty.slots:
        if slot.terms is not None or slot.period is None or not counts_by_day(duty.counting, slot.period):
            return ()
        found.append((slot.number, names.bound[DueTable(duty.number, slot.period)]))
    return tuple(found)


def _moves(duty: CompiledDuty, names: Names) -> Moves | None:
    if not duty.walked or (duty.pause is not None and duty.pause.per):
        return None
    steps = {names.kind(name): step for name, step in steps_by_type(duty, names.view).items()}
    return Moves(moved_dues(duty, names), steps, duty.extend.times if duty.extend is not None else None)
