"""Quotas over a case, in the generated source: how much there is of something until the case is closed.

    # one_keynote_a_meeting: 二
    total, over, sure, counted = 0, -1, True, []
    different = set()
    closed = find(6, t, b)
    end = past(T, T[closed], closed, b) if closed >= 0 else b
    i = find(5, t, end)
    while i >= 0:
        tt = T[i]
        if closed >= 0 and tt == T[closed] and i != closed:
            sure = False                            # nobody knows whether it came before the close
            break
        value = person_of_keynote_given[i]
        if value is None:
            sure = False
            break
        different.add(value)
        total = len(different)
        counted.append(i)
        if total > 1 and over < 0:
            over = i
        i = find(5, i + 1, end)
    if not sure:
        judge_one_keynote_a_meeting(put, False, 7, a, b)
    elif over >= 0:
        for i in counted:
            use((7, a, i))
        put((7, a, 8, over, NO_LIMIT))

It stands once for each case, where `t` is the first event in it of which the clause speaks. A case begins
with its first event, whatever that is: there its record stands. Where something is not certain, where a
breach may be excused, and for quotas by calendar periods, the reference judges this clause (`standing.py`).
"""

import math
from fractions import Fraction

import attrs

from govrules.engine.compile.codes import Code, Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.duty_forms import Slot, state
from govrules.engine.compile.lines import Lines, under
from govrules.engine.compile.names import Awaited, Names, awaited
from govrules.engine.compile.standing_forms import refuse, write_alone
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.concerned import ClauseVersions
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.conditions import Expression, Lookup
from govrules.model.patterns import Pattern
from govrules.model.quota import Quota, Share

_COMPARED = frozenset({"text", "integer", "bool"})
"""values of which different ones are written differently"""


@attrs.frozen(eq=False)
class CompiledQuota:
    """A quota as it is written."""

    clause: Clause
    body: Quota
    when: Awaited
    """everything of which it speaks"""
    count: Awaited
    until: Awaited | None
    slot: Slot

    @property
    def is_plain(self) -> bool:
        """Whether its bounds are numbers, and the whole case its only term."""
        return self.body.every is None and all(
            each is None or isinstance(each, Fraction) for each in (self.body.at_most, self.body.at_least)
        )


def read_quota(
    clause: Clause, view: View, slots_from: int, clauses: tuple[ClauseVersions, ...]
) -> CompiledQuota:
    """A quota over a case as it is compiled.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    body = clause.body
    assert isinstance(body, Quota)
    each = [awaited(pattern, view) for pattern in _spoken_of(body)]
    types, bases = (
        frozenset[str]().union(*found)
        for found in zip(*((one.types, one.bases) for one in each), strict=True)
    )
    read = [each for each in (body.sum, body.distinct) if each is not None]
    refuse(clause, view, clauses, _spoken_of(body), read, breaks_at_events=breaks_at_events(body))
    until = awaited(body.until, view) if body.until is not None else None
    slot = Slot(slots_from, clause, None, None)
    return CompiledQuota(clause, body, Awaited(types, bases), awaited(body.count, view), until, slot)


def _spoken_of(body: Quota) -> list[Pattern]:
    """What is counted, what shares are taken of, and what closes the case."""
    shares = (each.of for each in (body.at_most, body.at_least) if isinstance(each, Share))
    of_events = [each for each in shares if not isinstance(each, str | Lookup)]
    return [body.count, *of_events, *((body.until,) if body.until is not None else ())]


def breaks_at_events(body: Quota) -> bool:
    """Whether nothing but an event that is one too many breaks it."""
    # A field by itself adds to a sum; a difference may bring it back.
    rises = body.sum is None or isinstance(body.sum, Lookup)
    return body.at_least is None and isinstance(body.at_most, Fraction) and rises


# -- writing -----------------------------------------------------------------------------------------------


def write_quota(found: CompiledQuota, lines: Lines) -> None:
    """What is found of a case in which `t` is the first event of which the clause speaks."""
    write = lines.write
    counted = _Counting.of(found, lines) if found.is_plain else None
    if counted is None:
        write_alone(found.slot, lines)
        return
    if lines.in_force:
        write("d = day[(T[a] + shift) // unit]")
    with under(write, lines.in_force):
        _write_counting(found, counted, lines)
        with write.block("if not sure:"):
            write_alone(found.slot, lines)
        _write_outcome(found, lines)


@attrs.frozen(eq=False)
class _Counting:
    """What is asked of each event."""

    applies: Code | None
    value: Code | None
    is_sum: bool

    @classmethod
    def of(cls, found: CompiledQuota, lines: Lines) -> "_Counting | None":
        """None where only the reference knows what an event adds."""
        body, names = found.body, lines.names
        at = Reading("i", found.count.bases, "i", found.count.bases, "tt")
        applies = None
        if found.clause.if_ is not None:
            applies = Conditions(names, at).test(found.clause.if_.expression)
        expression = body.sum or body.distinct
        if expression is None:
            return cls(applies, None, is_sum=False)
        value = _value(expression, at, names)
        wanted = {"integer"} if body.sum is not None else _COMPARED
        if body.sum is not None and body.distinct is not None:
            return None
        return cls(applies, value, body.sum is not None) if value and value.sort in wanted else None


def _value(expression: Expression, at: Reading, names: Names) -> Code | None:
    """A field of the event; None where it is anything else, or of which the kind is not known."""
    if not _is_own_field(expression, names.view):
        return None
    forget = names.forgetting()
    try:
        return Conditions(names, at).value(expression)
    except NotCompiledError:
        forget()
        return None


def _is_own_field(expression: Expression, view: View) -> bool:
    """Whether an expression is a field of the event that is counted."""
    match expression:
        case Lookup("event" | "trigger", (_,)):
            return True
        case Lookup("unit" | "actor" as root, ()):
            return root not in view.policy.records
    return False


def _write_counting(found: CompiledQuota, counted: _Counting, lines: Lines) -> None:
    write, names, body = lines.write, lines.names, found.body
    find, number = names.finder(found.count.types)
    write("total, over, sure, counted = 0, -1, True, []")
    if body.distinct is not None:
        write("different = set()")
    if found.until is not None:
        write("closed = {}({}, t, b)".format(*names.finder(found.until.types)))
        if lines.in_force:
            with write.block("if closed >= 0:"):
                write("d = day[(T[closed] + shift) // unit]")
                with write.block(f"if not ({lines.in_force}):"):
                    write("closed = -1")
        write("end = past(T, T[closed], closed, b) if closed >= 0 else b")
    else:
        write("closed, end = -1, b")
    write(f"i = {find}({number}, t, end)")
    with write.block("while i >= 0:"):
        write("tt = T[i]")
        if lines.in_force:
            write("d = day[(tt + shift) // unit]")
            with write.block(f"if not ({lines.in_force}):"):
                write("break")
        if found.until is not None:
            with write.block("if closed >= 0 and tt == T[closed] and i != closed:"):
                _write_unsure(lines)
        test = None
        if counted.applies is not None:
            test = counted.applies.text
            if not counted.applies.certain:
                write(f"holds = {test}")
                with write.block("if holds is None:"):
                    _write_unsure(lines)
                test = "holds"
        with under(write, test):
            _write_count(found, counted, lines)
        write(f"i = {find}({number}, i + 1, end)")


def _write_unsure(lines: Lines) -> None:
    lines.write("sure = False")
    lines.write("break")


def _write_count(found: CompiledQuota, counted: _Counting, lines: Lines) -> None:
    write, most = lines.write, found.body.at_most
    if counted.value is None:
        write("total += 1")
    else:
        write(f"value = {counted.value.text}")
        if not counted.value.certain:
            with write.block("if value is None:"):
                _write_unsure(lines)
        if counted.is_sum:
            write("total += value")
        else:
            write("different.add(value)")
            write("total = len(different)")
    write("counted.append(i)")
    if isinstance(most, Fraction):
        # Of whole numbers that is the same as to be more than the bound itself.
        with write.block(f"if total > {math.floor(most)} and over < 0:"):
            write("over = i")


def _write_outcome(found: CompiledQuota, lines: Lines) -> None:
    """What became of it, where everything is certain."""
    write, body = lines.write, found.body
    if body.at_most is not None:
        with write.block("elif over >= 0:"):
            _write_broken(found, "over", lines)
    if isinstance(body.at_least, Fraction):
        with write.block(f"elif closed >= 0 and total < {math.ceil(body.at_least)}:"):
            _write_broken(found, "-1", lines)
    if lines.every:
        with write.block("else:"):
            _write_used(found, lines)
            became = f"{state('met')} if closed >= 0 else {state('pending')}"
            write(f"put(({found.slot.number}, a, {became}, -1, NO_LIMIT))")


def _write_broken(found: CompiledQuota, at: str, lines: Lines) -> None:
    """A breach, unless it may be excused, or a departure is recorded: the reference says what it is."""
    write, clause = lines.write, found.clause
    if clause.unless is not None:
        write_alone(found.slot, lines)
        return
    if clause.strength == "in_principle":
        with write.block("if departs:"):
            write_alone(found.slot, lines)
        with write.block("else:"):
            _write_violated(found, at, lines)
        return
    _write_violated(found, at, lines)


def _write_violated(found: CompiledQuota, at: str, lines: Lines) -> None:
    _write_used(found, lines, told=at == "-1")
    lines.write(f"put(({found.slot.number}, a, {state('violated')}, {at}, NO_LIMIT))")


def _write_used(found: CompiledQuota, lines: Lines, *, told: bool = False) -> None:
    """What was counted and what closed the case bear on the finding.

    Args:
        told: whether the close is to be shown.
    """
    with lines.write.block("for i in counted:"):
        lines.write(f"use(({found.slot.number}, a, i))")
    if found.until is not None:
        with lines.write.block("if closed >= 0:"):
            lines.write(f"use(({found.slot.number}, {'a' if told else '-1'}, closed))")
