"""One policy as Python source: the clauses one after another, over each case in turn."""

import datetime as dt
from collections.abc import Mapping

import attrs

from govrules.engine.compile.duties import CompiledDuty, Slot, read_duty, write_duty
from govrules.engine.compile.events import CompiledEvents, read_events, write_events
from govrules.engine.compile.names import Bound, Names
from govrules.engine.compile.waking import Waking, waking
from govrules.engine.compile.writing import NotCompiledError, Writer
from govrules.engine.counts import Counting
from govrules.engine.slices import crosses_cases
from govrules.engine.view import View
from govrules.engine.virtual_time import ClauseVersions
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.policy import DEPARTURE


@attrs.frozen
class LeftOut:
    """A clause that is left to the reference, and why."""

    clause: str
    """`policy/clause`"""
    why: str


@attrs.frozen(eq=False)
class Program:
    """What became of one policy."""

    policy: str
    source: str
    """a module with one function `run`"""
    bound: Mapping[Bound, str]
    """what the source names, to be bound to a log"""
    kinds: Mapping[str, int]
    slots: tuple[Slot, ...]
    counted: tuple[Clause, ...]
    """by the number of a clause in `DueTable`"""
    left_out: tuple[LeftOut, ...]
    waking: Waking
    """which cases are handed over at once"""


def compile_policy(
    view: View, clauses: tuple[ClauseVersions, ...], days: tuple[dt.date, dt.date] | None
) -> Program:
    """The program of one policy.

    Args:
        clauses: of the whole rulebook; those of `view` are written.
        days: the first and the last local day of the log; within them a clause that is always in force needs
            no test. None where they are not known.
    """
    names = Names(view)
    write = Writer()
    counted: list[Clause] = []
    slots: list[Slot] = []
    left_out: list[LeftOut] = []
    for each in clauses:
        own = [(clause, counting) for clause, of, counting in each.versions if of is view]
        if not own:
            continue
        try:
            clause, counting = _only(each, own)
            compiled = _read(clause, counting, len(counted), len(slots))
            lines = Writer(depth=3)
            _write_clause(compiled, clause, names, lines, _in_force(clause, view, days))
        except NotCompiledError as error:
            left_out.append(LeftOut(each.full_id, str(error)))
            continue
        counted.append(clause)
        slots += compiled.slots if isinstance(compiled, CompiledDuty) else (compiled.slot,)
        write.lines += lines.lines
    departures = _departures(view)
    if any(slot.clause.strength == "in_principle" for slot in slots):
        for name in departures:
            names.kind(name)
    awake = waking([each for each in clauses if each.full_id in {one.clause for one in left_out}], names)
    return Program(
        policy=view.policy.id,
        source=_module(view, names, write.lines, slots, departures),
        bound=dict(names.bound),
        kinds=dict(names.kinds),
        slots=tuple(slots),
        counted=tuple(counted),
        left_out=tuple(left_out),
        waking=awake,
    )


def _only(each: ClauseVersions, own: list[tuple[Clause, Counting]]) -> tuple[Clause, Counting]:
    clause, counting = own[0]
    if len(each.versions) > 1:
        raise NotCompiledError("it has several versions")
    if clause.per != ("case",) or clause.for_each is not None or crosses_cases(clause):
        raise NotCompiledError("it is judged across cases, or for each of several")
    return clause, counting


def _read(clause: Clause, counting: Counting, number: int, slots_from: int) -> CompiledDuty | CompiledEvents:
    match clause.body:
        case Duty():
            return read_duty(clause, counting, number, slots_from)
        case Requirement() | Prohibition():
            return read_events(clause, counting.view, slots_from)
    raise NotCompiledError(f"a {clause.kind} clause")


def _write_clause(
    compiled: CompiledDuty | CompiledEvents, clause: Clause, names: Names, write: Writer, in_force: str | None
) -> None:
    write("")
    cited = f": {clause.cite}" if clause.cite else ""
    write(f"# {clause.id}{cited}")
    if isinstance(compiled, CompiledDuty):
        write_duty(compiled, names, write, in_force=in_force)
    else:
        write_events(compiled, names, write, in_force=in_force)


def _in_force(clause: Clause, view: View, days: tuple[dt.date, dt.date] | None) -> str | None:
    """The test whether the day `d` lies in force; None where every day of the log does."""
    tests: list[str] = []
    for span in (clause.in_force, view.policy.in_force):
        if span.start is not None and (days is None or days[0] < span.start):
            tests.append(f"d >= {span.start.toordinal()}")
        if span.until is not None and (days is None or days[1] >= span.until):
            tests.append(f"d < {span.until.toordinal()}")
    return " and ".join(dict.fromkeys(tests)) or None


def _departures(view: View) -> tuple[str, ...]:
    """The types of events that may record a departure."""
    base = view.vocabulary.meaning(DEPARTURE)[0]
    named = (name for name in view.policy.events if view.vocabulary.meaning(name)[0] == base)
    return tuple(sorted({base, *named}))


def _module(
    view: View, names: Names, lines: list[str], slots: list[Slot], departures: tuple[str, ...]
) -> str:
    write = Writer()
    title = view.policy.title.en or view.policy.title.zh or view.policy.id
    write(f'"""{view.policy.id}: {title}"""'.replace("\\", "/"))
    write()
    kinds = ", ".join(f"{number} {name}" for name, number in names.kinds.items())
    write(f"# events by number: {kinds}")
    write()
    with write.block(
        "def run(cases, starts, ends, K, T, day, bare, every, put, hand_over, odd, use, bound):"
    ):
        write("find = K.find")
        for name in names.bound.values():
            write(f"{name} = bound[{name!r}]")
        for function in names.functions.values():
            write()
            for line in function:
                write(line)
        write()
        with write.block("for case in cases:"):
            write("a = starts[case]")
            write("b = ends[case]")
            with write.block("try:"):
                if any(slot.clause.strength == "in_principle" for slot in slots):
                    looks = " or ".join(f"find({names.kind(each)}, a, b) >= 0" for each in departures)
                    write(f"departs = {looks}")
                write.lines += lines
                if not lines:
                    write("pass")
            with write.block("except HandOver:"):
                write("hand_over(case)")
    return write.text()
