"""What the source names, bound to a log: how that is done is found out once for each program."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import repeat
from operator import is_not
from typing import TYPE_CHECKING, TypeAlias

import attrs

from govrules.engine.compile.asking import Asker, LimitAsker
from govrules.engine.compile.dues import StoppedDues
from govrules.engine.compile.fields import CaseReader, FieldReader, reader_of
from govrules.engine.compile.looked_dues import AnchorDues, DateDues, LeadDues, LimitDues, ParameterByDay
from govrules.engine.compile.names import (
    SEVERAL,
    Alone,
    AnchorTable,
    Asked,
    AskedLimit,
    Bound,
    CaseColumn,
    CaseSaid,
    DateTable,
    DueTable,
    FieldColumn,
    Flags,
    KindSet,
    LeadTable,
    LimitTable,
    Now,
    ParameterTable,
    Sent,
    Standing,
    Steps,
)
from govrules.engine.compile.one_by_one import OneByOne, judged_alone
from govrules.engine.compile.standing import StandingAlone
from govrules.engine.reference.dispatch import DISPATCHED_AT

if TYPE_CHECKING:
    from govrules.engine.compile.logs import PolicyLog
    from govrules.engine.compile.source import Program
    from govrules.engine.compile.tables import Tables

Binder: TypeAlias = "Callable[[PolicyLog, bool, int], object]"
"""what a thing is in a log: for cases of bare dates, or of instants; up to a microsecond, included"""


@attrs.frozen(eq=False)
class ColumnBinder:
    """How a column is bound."""

    every: Binder
    few: Binder
    """where few of its values are asked for"""

    def __call__(self, log: "PolicyLog", bare: bool, as_of: int) -> object:
        return self.every(log, bare, as_of)


def binder_of(thing: Bound, program: "Program", tables: "Tables") -> Binder:
    """How a thing that a program names is bound to a log."""
    match thing:
        case DueTable(clause, period, stopped, added):
            ends = tables.ends(tables.counting(program.counted[clause]), period)
            if not stopped:
                return lambda _, bare, as_of: tables.dues(ends, bare=bare, as_of=as_of)
            return lambda _, bare, as_of: StoppedDues(tables.dues(ends, bare=bare, as_of=as_of), added)
        case LimitTable(clause, limit):
            ends_of = partial(tables.ends, tables.counting(program.counted[clause]))
            return lambda _, bare, as_of: LimitDues(ends_of, limit, bare=bare, as_of=as_of)
        case DateTable(clause, of, before):
            counting = tables.counting(program.counted[clause])
            return lambda _, bare, as_of: DateDues(counting, of, before=before, bare=bare, as_of=as_of)
        case LeadTable(clause):
            counting = tables.counting(program.counted[clause])
            return lambda _, bare, as_of: LeadDues(counting, bare=bare, as_of=as_of)
        case AnchorTable(clause, of):
            counting = tables.counting(program.counted[clause])
            return lambda _, bare, as_of: AnchorDues(counting, of, bare=bare, as_of=as_of)
        case ParameterTable(parameter, sort):
            values = tables.view.policy.parameters[parameter].values
            return lambda *_: ParameterByDay(values, reader_of(_as_it_is, sort))
        case Alone(clause):
            counting = tables.counting(program.counted[clause])
            own = program.counted[clause]
            alone = judged_alone(own, tables.view, program.slicing.parts.fields if program.slicing else ())
            is_whole = alone.responsible == own.responsible
            return lambda log, *_: OneByOne(log, alone, thing, counting, is_whole=is_whole)
        case Standing(slot):
            of_slot = program.slots[slot].clause
            return lambda log, *_: StandingAlone(log, of_slot, tables.counting(of_slot))
        case Now():
            return lambda *log: partial(_as_it_is, log[2])
        case Asked(expression, _, of_event):
            return lambda log, *_: Asker(log, expression, of_event=of_event)
        case AskedLimit(limit, _, of_event):
            return lambda log, *_: LimitAsker(log, limit, of_event=of_event)
        case KindSet(types):
            marks = Marks(dict.fromkeys(types, 1), program.kinds)
            return lambda *log: marks(*log).find
        case Sent(types):
            marks = Marks(dict.fromkeys(types, 1), program.kinds)
            return lambda *log: sent(marks(*log), log[0]).find
        case Flags(types):
            return Marks(dict.fromkeys(types, 1), program.kinds)
        case Steps(steps):
            return Marks(dict(steps), program.kinds)
        case FieldColumn():
            field = FieldReader(thing, program.kinds, tables.view)
            return ColumnBinder(
                lambda log, *_: field.column(log.columns, log.kinds, log.doubt),
                lambda log, *_: field.few(log.columns, log.kinds),
            )
        case CaseColumn():
            attribute = CaseReader(thing, tables.view)
            return ColumnBinder(
                lambda log, *_: attribute.column(log.columns),
                lambda log, *_: attribute.few(log.columns),
            )
        case CaseSaid(attribute_said):
            return ColumnBinder(
                lambda log, *_: _said(log.columns.data(attribute_said)).rfind,
                lambda log, *_: partial(_last_said, log.columns.data(attribute_said)),
            )


def _as_it_is(value: object) -> object:
    return value


class Marks:
    """Of each event the number of its type or of the named event that it is, `SEVERAL` if they differ.

    Behind the last event stands each of the numbers.
    """

    def __init__(self, wanted: Mapping[str, int], kinds: Mapping[str, int]) -> None:
        numbers = bytearray(256)
        for name in wanted.keys() & kinds.keys():
            numbers[kinds[name]] = wanted[name]
        self.numbers = bytes(numbers)
        self.named = {name: number for name, number in wanted.items() if name not in kinds}

    def __call__(self, log: "PolicyLog", bare: bool, as_of: int) -> bytes:
        found = log.kinds.translate(self.numbers)
        if not self.named:
            return found
        marked = bytearray(found)
        marked[len(log.columns) :] = bytes(range(256))
        for name, number in self.named.items():
            for place in log.named(name, bare, as_of)[0]:
                marked[place] = number if marked[place] in {0, number} else SEVERAL
        return bytes(marked)


def _said(values: Sequence[object]) -> bytes:
    """Of each event 1 where it says something."""
    return bytes(map(is_not, values, repeat(None)))


def _last_said(values: Sequence[object], one: int, start: int, end: int) -> int:
    """The last place at which something is said, else -1; called as `rfind` of the bytes is."""
    del one
    return next((place for place in range(end - 1, start - 1, -1) if values[place] is not None), -1)


def sent(marked: bytes, log: "PolicyLog") -> bytes:
    """Of each event 1 where it is marked and says when it was sent off."""
    said = log.columns.data(DISPATCHED_AT)
    return bytes(flag and value is not None for flag, value in zip(marked, said, strict=False)) + b"\1"
