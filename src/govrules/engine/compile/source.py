"""One policy as Python source: the clauses one after another, over each case in turn."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.engine.compile.answering import read_answers
from govrules.engine.compile.apart import Apart
from govrules.engine.compile.asking import reads_outcomes
from govrules.engine.compile.asking_clauses import FORGET, function_of
from govrules.engine.compile.by_values import SAID
from govrules.engine.compile.checks import TOGETHER, Course, tells_by_types, write_checks
from govrules.engine.compile.duties import needs_day, write_after, write_before, write_duty, write_odd
from govrules.engine.compile.duty_forms import CompiledDuty, Slot, read_duty
from govrules.engine.compile.events import CompiledEvents, read_events, write_events
from govrules.engine.compile.keeping import CompiledKeeping, read_keeping, write_keeping
from govrules.engine.compile.lines import Force, Lines, comment, departs_line
from govrules.engine.compile.names import Bound, NamedEvent, Names
from govrules.engine.compile.outcomes import asked_first, told
from govrules.engine.compile.quotas import CompiledQuota, read_quota, write_quota
from govrules.engine.compile.slicing import WHOLE, Parts, Slicing, parts_of, slicing
from govrules.engine.compile.waking import Waking, waking
from govrules.engine.compile.windows import write_borders
from govrules.engine.compile.writing import NotCompiledError, Writer
from govrules.engine.concerned import ClauseVersions
from govrules.engine.counts import Counting
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.maintenance import Maintenance
from govrules.model.quota import Quota


@frozen
class LeftOut:
    """A clause that is left to the reference, and why."""

    clause: str
    """`policy/clause`"""
    why: str


@frozen(eq=False)
class Program:
    """What became of one policy."""

    policy: str
    source: str
    """a module with one function `program`, which returns those that judge a log by name"""
    every: bool
    """whether it records every obligation, or only what was broken"""
    courses: tuple[Course, ...]
    """the clauses of which cases may be judged together that hold the same events in the same order"""
    has_rest: bool
    """whether other clauses are written besides"""
    bound: Mapping[Bound, str]
    """what the source names, to be bound to a log"""
    kinds: Mapping[str, int]
    slots: tuple[Slot, ...]
    counted: tuple[Clause, ...]
    """by the number of a clause in `DueTable`"""
    left_out: tuple[LeftOut, ...]
    apart: Apart
    """the clauses of the whole rulebook that are judged apart"""
    waking: Waking
    """which cases are handed over at once, for clauses left out that are not judged apart"""
    named: Mapping[str, NamedEvent]
    """named events that count under a condition, each with a program of its own"""
    slicing: Slicing | None = None
    """what makes the parts of cases that it is run over; None where it is run over cases"""
    of_parts: tuple["Program", ...] = ()
    """the programs of the same policy over parts of cases"""

    @property
    def every_one(self) -> tuple["Program", ...]:
        """This one and those of the same policy over parts of cases."""
        return (self, *self.of_parts)


Standing: TypeAlias = CompiledQuota | CompiledKeeping
Compiled: TypeAlias = CompiledDuty | CompiledEvents | Standing
Groups: TypeAlias = dict[frozenset[str], list[tuple[Compiled, Force]]]
"""clauses by what triggers them"""


@frozen(eq=False)
class Read:
    """The clauses of one policy, read but not written yet."""

    names: Names
    counted: tuple[Clause, ...]
    slots: tuple[Slot, ...]
    left_out: tuple[LeftOut, ...]
    groups: Groups
    every: bool
    parts: Parts
    of_parts: tuple["Read", ...] = ()

    def written(self, clauses: tuple[ClauseVersions, ...], apart: Apart) -> Program:
        """The program, where it is known which clauses of the whole rulebook are judged apart."""
        names, view = self.names, self.names.view
        of_parts = tuple(each.written(clauses, apart) for each in self.of_parts)
        here = {one.clause for one in self.left_out if apart.leaves(one.clause)}
        waits = waking([each for each in clauses if each.full_id in here], names)
        source, courses, has_rest = _module(view, names, self.groups, self.slots, every=self.every)
        return Program(
            policy=view.policy.id,
            source=source,
            every=self.every,
            courses=courses,
            has_rest=has_rest,
            bound=dict(names.bound),
            kinds=dict(names.kinds),
            slots=self.slots,
            counted=self.counted,
            left_out=self.left_out,
            apart=apart,
            waking=waits,
            named={name: each for name, each in names.named.items() if each is not None},
            slicing=slicing(self.parts, self._compiled, names) if self.parts != WHOLE else None,
            of_parts=of_parts,
        )

    def only(self, clauses: frozenset[str]) -> "Read":
        """With the lines of some clauses (`policy/clause`), and no others."""
        groups: Groups = {}
        for types, group in self.groups.items():
            left = [each for each in group if each[0].clause.full_id in clauses]
            groups |= {types: left} if left else {}
        return attrs.evolve(self, groups=groups, of_parts=tuple(each.only(clauses) for each in self.of_parts))

    @property
    def _compiled(self) -> "Iterator[CompiledDuty | CompiledEvents]":
        every = (compiled for group in self.groups.values() for compiled, _ in group)
        # What is over a whole case is over no part of it.
        return (compiled for compiled in every if not isinstance(compiled, Standing))


def read_policy(
    view: View,
    clauses: tuple[ClauseVersions, ...],
    days: tuple[dt.date, dt.date] | None,
    *,
    every: bool,
    apart: Apart,
) -> Read:
    """What of one policy becomes programs, and what is left out.

    Args:
        clauses: of the whole rulebook; those of `view` are written.
        days: the first and the last local day of the log; within them a clause that is always in force needs
            no test. None where they are not known.
        every: whether it records every obligation, or only what was broken.
        apart: clauses that get no program, since they are judged over the whole log.
    """
    by_parts = dict.fromkeys((WHOLE, *(_parts(clause) for clause in view.policy.clauses)))
    reads = [_read_alike(view, clauses, days, parts, every=every, apart=apart) for parts in by_parts]
    whole, *of_parts = reads
    # What has no program wakes whole cases.
    left_out = tuple(one for each in reads for one in each.left_out)
    return attrs.evolve(
        whole,
        left_out=left_out,
        of_parts=tuple(attrs.evolve(each, left_out=()) for each in of_parts if each.slots),
    )


def _parts(clause: Clause) -> Parts:
    """The parts of a case that a clause is about; the case where it has no program over parts."""
    try:
        return parts_of(clause)
    except NotCompiledError:
        return WHOLE


def _read_alike(
    view: View,
    clauses: tuple[ClauseVersions, ...],
    days: tuple[dt.date, dt.date] | None,
    parts: Parts,
    *,
    every: bool,
    apart: Apart,
) -> Read:
    """The clauses that are about the same parts of cases, or about whole cases."""
    names = Names(view, parts=parts.fields)
    counted: list[Clause] = []
    slots: list[Slot] = []
    left_out: list[LeftOut] = []
    groups: Groups = {}
    # What was a clause of one kind before may be one of another now.
    alone = Counter(each.full_id for each in clauses)
    for each in asked_first(clauses):
        own = [(clause, counting) for clause, of, counting in each.versions if of is view]
        if not own or _parts(own[0][0]) != parts:
            continue
        bound = dict(names.bound)
        try:
            clause, counting = _only(each, own)
            if each.full_id in apart.clauses:
                raise NotCompiledError("it hears of clauses that are judged across cases")
            compiled = _read(clause, counting, len(counted), len(slots), clauses)
            force = Force.of(clause, view, days)
            # Written for trial: what cannot be written is left out as a whole, and of both programs.
            trigger = (*names.finder(compiled.when.types), "next_of_it")
            for each_way in (False, True):
                _write_group([(compiled, force)], trigger, names, Writer(), every=each_way)
            if isinstance(compiled, CompiledEvents) and compiled.window is not None:
                write_borders(compiled.window, compiled.when, compiled.slot.number, names, Writer())
        except NotCompiledError as error:
            # What it named is not there to be bound.
            names.bound.clear()
            names.bound.update(bound)
            left_out.append(LeftOut(each.full_id, str(error)))
            continue
        counted.append(clause)
        slots += compiled.slots if isinstance(compiled, CompiledDuty) else (compiled.slot,)
        groups.setdefault(compiled.when.types, []).append((compiled, force))
        # What a quota comes to is no matter of a moment that its record would tell.
        if alone[each.full_id] == 1 and not isinstance(compiled, Standing):
            names.told[each.full_id] = told(compiled, partial(_outcomes, compiled, force, names))
    names.functions.clear()
    return Read(names, tuple(counted), tuple(slots), tuple(left_out), groups, every, parts)


def _only(each: ClauseVersions, own: list[tuple[Clause, Counting]]) -> tuple[Clause, Counting]:
    clause, counting = own[0]
    if len(each.versions) > 1:
        raise NotCompiledError("it has several versions")
    parts_of(clause)
    return clause, counting


def _read(
    clause: Clause, counting: Counting, number: int, slots_from: int, clauses: tuple[ClauseVersions, ...]
) -> Compiled:
    match clause.body:
        case Duty():
            return read_duty(clause, counting, number, slots_from, clauses)
        case Requirement() | Prohibition():
            return read_events(clause, counting.view, slots_from)
        case Accountability():
            return read_answers(clause, counting.view, slots_from, clauses)
        case Quota():
            return read_quota(clause, counting.view, slots_from, clauses)
        case Maintenance():
            return read_keeping(clause, counting.view, slots_from, clauses)
    raise NotCompiledError(f"a {clause.kind} clause")


def _write_clause(compiled: CompiledDuty | CompiledEvents, lines: Lines) -> None:
    lines.write(comment(compiled.clause))
    if isinstance(compiled, CompiledDuty):
        write_duty(compiled, lines)
    else:
        write_events(compiled, lines)


def _write_standing(compiled: Standing, lines: Lines) -> None:
    lines.write(comment(compiled.clause))
    if isinstance(compiled, CompiledQuota):
        write_quota(compiled, lines)
    else:
        write_keeping(compiled, lines)


def _module(
    view: View,
    names: Names,
    groups: Groups,
    slots: tuple[Slot, ...],
    *,
    every: bool,
) -> tuple[str, tuple[Course, ...], bool]:
    departs = ""
    if any(slot.clause.strength == "in_principle" for slot in slots):
        departs = departs_line(names)
    functions = [_run("run", groups, names, departs, every=every)]
    told = {
        id(each)
        for group in groups.values()
        for each, force in group
        if tells_by_types(each, force, names, every=every)
    }
    rest = {types: [each for each in group if id(each[0]) not in told] for types, group in groups.items()}
    left = {types: group for types, group in rest.items() if group}
    if told and left:
        functions.append(_run("run_rest", left, names, departs, every=every))
    if told:
        functions.append([TOGETHER])
    courses: list[Course] = []
    apart: list[list[str]] = []
    for compiled, force in (each for group in groups.values() for each in group):
        if id(compiled) in told and not isinstance(compiled, Standing):
            write = Writer()
            lines = Lines(names, write, every, force.test)
            courses.append(write_checks(compiled, force, departs, lines, apart))
            functions.append(write.lines)
    write = Writer()
    title = view.policy.title.en or view.policy.title.zh or view.policy.id
    of_each = f", for each {', '.join(names.parts)} of a case" if names.parts else ""
    write(f'"""{view.policy.id}: {title}{of_each}"""'.replace("\\", "/"))
    write()
    write("# events by number:")
    for name, number in names.kinds.items():
        write(f"# {number:4} {name}")
    write()
    if apart:
        write(SAID)
    for line in chain.from_iterable((*each, "") for each in apart):
        write(line)
    with write.block("def program(starts, ends, K, T, day, bare, put, hand_over, odd, use, answer, bound):"):
        write("find, shift, unit = K.find, day.shift, day.unit")
        if _asks(groups, names):
            write("known = {}")
        for name in names.bound.values():
            write(f"{name} = bound[{name!r}]")
        for function in (*names.functions.values(), *functions):
            write()
            for line in function:
                write(line)
        write()
        write("return locals()")
    return write.text(), tuple(courses), bool(told and left)


def _run(name: str, groups: Groups, names: Names, departs: str, *, every: bool) -> list[str]:
    """The function that judges clauses case by case."""
    body = Writer(depth=3)
    triggers: list[tuple[str, str, str]] = []
    if departs:
        body(departs)
    if every:
        for compiled in (each for group in groups.values() for each, _ in group):
            if isinstance(compiled, CompiledEvents) and compiled.window is not None:
                write_borders(compiled.window, compiled.when, compiled.slot.number, names, body)
    for types, group in groups.items():
        find, kind = names.finder(types)
        place = names.fresh(f"next_{'_or_'.join(sorted(types))}")
        triggers.append((find, kind, place))
        _write_group(group, (find, kind, place), names, body, every=every)
    write = Writer()
    with write.block(f"def {name}(cases):"):
        for _, _, place in triggers:
            write(f"{place} = -1")
        with write.block("for case in cases:"):
            if _asks(groups, names):
                write(FORGET)
            write("a = starts[case]")
            write("b = ends[case]")
            with write.block("try:"):
                write.lines += body.lines or ["            pass"]
            with write.block("except HandOver:"):
                write("hand_over(a)")
    return write.lines


def _asks(groups: Groups, names: Names) -> bool:
    """Whether any of some clauses asks what others came to."""
    clauses = (each.clause for group in groups.values() for each, _ in group)
    return any(reads_outcomes(each, names.view.vocabulary) for each in clauses)


def _outcomes(compiled: Compiled, force: Force, names: Names, name: str) -> list[str]:
    """The function that gives the records of one clause in a case, and writes down nothing."""
    body = Writer(depth=1)
    # What its lines call records there as they do.
    outside, names.functions = names.functions, {}
    try:
        if compiled.clause.strength == "in_principle":
            body(departs_line(names))
        trigger = (*names.finder(compiled.when.types), "next_of_it")
        _write_group([(compiled, force)], trigger, names, body, every=True)
        inside = names.functions
    finally:
        names.functions = outside
    return function_of(name, compiled.clause, inside.values(), body.lines)


def _write_group(
    group: "list[tuple[Compiled, Force]]",
    trigger: tuple[str, str, str],
    names: Names,
    write: Writer,
    *,
    every: bool,
) -> None:
    """Everything that one kind of event triggers; the search for the next goes on where the last one ended.

    if next_accepted < a:
        next_accepted = find(4, a)
    t = next_accepted
    if t < b:
        ...
        while t < b:
            tt = T[t]
            d = day[(tt + shift) // unit]
            tied = t > a and T[t - 1] == tt
            ...
            t = find(4, t + 1)
        next_accepted = t

    Behind the last event of the log stands one of each type, so that there is always a next one.
    """
    find, kind, place = trigger
    of_case = [(compiled, force) for compiled, force in group if isinstance(compiled, Standing)]
    each_lines = [
        (compiled, Lines(names, write, every, force.test))
        for compiled, force in group
        if not isinstance(compiled, Standing)
    ]
    duties = [(compiled, lines) for compiled, lines in each_lines if isinstance(compiled, CompiledDuty)]
    with write.block(f"if {place} < a:"):
        write(f"{place} = {find}({kind}, a)")
    write(f"t = {place}")
    with write.block("if t < b:"):
        for standing, force in of_case:
            _write_standing(standing, Lines(names, write, every, force.test))
        if not each_lines:
            return
        for duty, lines in duties:
            write_before(duty, lines)
        with write.block("while t < b:"):
            write("tt = T[t]")
            if any(lines.in_force for _, lines in each_lines) or any(needs_day(duty) for duty, _ in duties):
                write("d = day[(tt + shift) // unit]")
            if duties:
                write("tied = t > a and T[t - 1] == tt")
            for compiled, lines in each_lines:
                _write_clause(compiled, lines)
            write(f"t = {find}({kind}, t + 1)")
        write(f"{place} = t")
        for duty, lines in duties:
            write_after(duty, lines)
            if every:
                write_odd(duty, lines, triggered=True)
    if every and duties:
        with write.block("else:"):
            for duty, lines in duties:
                write_odd(duty, lines, triggered=False)
