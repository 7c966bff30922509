"""Where the time of a duty is up, in the generated source: unknown, excused, lapsed, or a breach.

if e is UNKNOWN:
    put((3, t, 9, f, NO_LIMIT))
else:
    put((3, t, 3 if f >= 0 else 7, f, e))
"""

from contextlib import ExitStack

import attrs

from govrules.engine.compile.alone import write_alone
from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.duty_forms import CompiledDuty, Slot, state
from govrules.engine.compile.lines import Lines, write_choice
from govrules.engine.compile.silence import Silence, lapses_of
from govrules.engine.compile.writing import HAND_OVER, NotCompiledError
from govrules.model.clauses import LapseRule


def at_trigger(duty: CompiledDuty) -> Reading:
    """Where the condition of a duty is read."""
    return Reading("t", duty.when.bases, "t", duty.when.bases, "tt")


def write_one_alone(duty: CompiledDuty, slot: Slot, lines: Lines, until: str) -> None:
    """One obligation of the trigger is; what closed it is known."""
    write_alone(duty, [slot], lines.names, lines.write, every=lines.every, until=until, result="{}")


def write_breach(
    duty: CompiledDuty,
    slot: Slot,
    lines: Lines,
    found: str | None = None,
    closed: str = "f",
    until: str = "-1",
) -> None:
    """Where the time is up, or nobody knows when it is.

    Args:
        found: the state, where it is known.
        closed: what met the duty late, or ended it.
        until: the trigger that takes its place.
    """
    write, silence = lines.write, duty.silence
    if silence is None or not _is_told(silence, duty, slot, lines):
        write_one_alone(duty, slot, lines, until)
        return
    unknown = f"put(({slot.number}, t, {state('unknown')}, {closed}, NO_LIMIT))"
    late = _Late(duty, slot, found or f"{state('met_late')} if f >= 0 else {state('overdue')}", closed, until)
    with write.block("if e is UNKNOWN:"):
        write(unknown)
    with write.block("else:"):
        _write_silent(late, silence, unknown, lines)


def _is_told(silence: Silence, duty: CompiledDuty, slot: Slot, lines: Lines) -> bool:
    """Whether a program can say what is asked at the end of the time."""
    rules = [rule.if_ for rule in silence.rules if rule.of in {None, slot.limit_name}]
    try:
        for each in (silence.unless, *rules):
            if each is not None:
                Conditions(lines.names, _at_the_end(duty)).test(each.expression)
    except NotCompiledError:
        return False
    return True


def _at_the_end(duty: CompiledDuty) -> Reading:
    """Where it is read what silence means."""
    return attrs.evolve(at_trigger(duty), past="now")


def _write_silent(late: "_Late", silence: Silence, unknown: str, lines: Lines) -> None:
    """Where the time is up: an excuse, a lapse, or a breach."""
    write, duty, slot = lines.write, late.duty, late.slot
    if silence.asks:
        write("now = e[0] - 1 if e[0] > tt else tt")
    reading = _at_the_end(duty)
    with ExitStack() as stack:
        if silence.unless is not None:
            with write.block(write_choice(silence.unless, reading, lines, unknown)):
                put = f"put(({slot.number}, t, {state('excused')}, {late.closed}, e))"
                write(put if lines.every else "pass")
            stack.enter_context(write.block("else:"))
        for rule in silence.rules:
            if rule.of is not None and rule.of != slot.limit_name:
                continue
            if rule.if_ is None:
                _write_end(rule, late, lines)
                return
            with write.block(write_choice(rule.if_, reading, lines, unknown)):
                _write_end(rule, late, lines)
            stack.enter_context(write.block("else:"))
        _write_end(None, late, lines)


@attrs.frozen
class _Late:
    """An obligation of which the time is up."""

    duty: CompiledDuty
    slot: Slot
    found: str
    """whether it was met late, or never"""
    closed: str
    until: str


def _write_end(rule: LapseRule | None, late: _Late, lines: Lines) -> None:
    """What a rule says silence means; a breach without any, unless a departure may be recorded."""
    with ExitStack() as stack:
        if late.duty.clause.strength == "in_principle":
            with lines.write.block("if departs:"):
                write_one_alone(late.duty, late.slot, lines, late.until)
            stack.enter_context(lines.write.block("else:"))
        if rule is not None and (rule.deem is not None or not rule.breach):
            _write_lapsed(rule, late, lines)
        else:
            lines.write(f"put(({late.slot.number}, t, {late.found}, {late.closed}, e))")


def _write_lapsed(rule: LapseRule, late: _Late, lines: Lines) -> None:
    """A lapse; where another trigger stands in the case, or in its part, what is deemed may meet that one.

    if find(4, a, b) != t or find(4, t + 1, b) >= 0:
        raise HandOver
    if find(7, a, b) >= 0:                          # beside which another clause hears of it
        raise HandOver
    put((3, t, 4, f, (*e, 1)))                      # by the second of several rules

    """
    find, kind = lines.names.finder(late.duty.when.types)
    with lines.write.block(f"if {find}({kind}, a, b) != t or {find}({kind}, t + 1, b) >= 0:"):
        lines.write(HAND_OVER)
    if rule.deem is not None and late.duty.heard_beside:
        beside, number = lines.names.finder(late.duty.heard_beside)
        with lines.write.block(f"if {beside}({number}, a, b) >= 0:"):
            lines.write(HAND_OVER)
    rules = lapses_of(late.duty.body, late.slot.limit_name)
    due = "e" if len(rules) == 1 else f"(*e, {rules.index(rule)})"
    lines.write(f"put(({late.slot.number}, t, {state('lapsed')}, {late.closed}, {due}))")
