"""A program kept at work from one small log to the next: bound once, and filled anew with each log.

Whoever asks about one case at a time asks the same program a thousand times. To bind what it names and to
make its functions takes ten times as long as to judge one case, and none of that hangs on the log:

    bench = taken(write, log, reach, bare=False)
    bench.functions["run"](cases)
    bench.put_back()

A bench serves one evaluation at a time: it is taken from where it is kept, and put back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from govrules.engine.compile.binding import Binder, Marks, sent
from govrules.engine.compile.dues import Dues, StoppedDues
from govrules.engine.compile.fields import CaseReader, FieldReader
from govrules.engine.compile.looked_dues import AnchorDues, DateDues, LeadDues, LimitDues, ParameterByDay
from govrules.engine.compile.names import (
    Bound,
    CaseColumn,
    CaseSaid,
    DueTable,
    FieldColumn,
    Flags,
    KindSet,
    Sent,
    Steps,
)
from govrules.engine.compile.recording import Record

if TYPE_CHECKING:
    from govrules.engine.compile.logs import Days, PolicyLog
    from govrules.engine.compile.reach import Reach

Write: TypeAlias = Callable[..., dict[str, Any]]
_Counted = TypeVar("_Counted", Dues, StoppedDues, LimitDues | DateDues | LeadDues | AnchorDues)
_MOST_EVENTS: ContextVar[int] = ContextVar("most events", default=500)
"""in longer logs the values of a column are read in one go"""
_WORN = 20_000
"""events after which a bench is made anew: what it has looked up for them goes with it"""
_MOST = 64
"""of so many programs of one policy benches are kept"""


class Bench:
    """The functions of one program, for cases of instants or of bare dates."""

    def __init__(self, write: Write, log: "PolicyLog", days: "Days", as_of: int, home: "list[Bench]") -> None:
        """Args:
        days: that no other log fills.
        home: where it is kept while it serves no evaluation.
        """
        self.program = log.program
        self.bare = days.bare
        self.as_of = as_of
        self.home = home
        self.left = _WORN
        self.log: PolicyLog | None = None
        self.kinds = bytearray()
        self.kinds_before = b""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.times: list[int] = []
        self.rows: list[Record] = []
        self.given_up: list[int] = []
        self.odd: list[int] = []
        self.used: list[tuple[int, int, int]] = []
        self.answers: list[tuple[int, int]] = []
        self._marks: list[tuple[bytearray, Marks, bool, frozenset[int]]] = []
        self._plain: dict[int, Dues] = {}
        self._dues: list[Dues | StoppedDues | LimitDues | DateDues | LeadDues | AnchorDues] = []
        self._values: list[_Values] = []
        self._later: list[_Later] = []
        bound = self.program.bound
        binders = log.tables.binders(bound, self.program)
        things = {
            name: self._bound(thing, binder, log)
            for thing, (name, _, binder) in zip(bound, binders, strict=True)
        }
        self.functions = write(
            self.starts, self.ends, self.kinds, self.times, days, self.bare, self.rows.append,
            self.given_up.append, self.odd.append, self.used.append, self.answers.append, things,
        )  # fmt: skip

    def _bound(self, thing: Bound, binder: Binder, log: "PolicyLog") -> object:
        """One thing that the source names, so that it can be filled anew."""
        program, tables = self.program, log.tables
        match thing:
            case DueTable(clause, period, stopped, added):
                ends = tables.ends(tables.counting(program.counted[clause]), period)
                plain = self._plain.get(id(ends))
                if plain is None:
                    dues = Dues(ends, bare=self.bare, as_of=self.as_of)
                    plain = self._plain[id(ends)] = self._counted(dues)
                return self._counted(StoppedDues(plain, added)) if stopped else plain
            case KindSet(types) | Flags(types) | Sent(types):
                return self._marked(Marks(dict.fromkeys(types, 1), program.kinds), thing)
            case Steps(steps):
                return self._marked(Marks(dict(steps), program.kinds), thing)
            case FieldColumn():
                return self._valued(_FieldValues(self, FieldReader(thing, program.kinds, tables.view)))
            case CaseColumn():
                return self._valued(_CaseValues(self, CaseReader(thing, tables.view)))
            case CaseSaid(attribute):
                return self._valued(_Said(self, attribute))
        found = binder(log, self.bare, self.as_of)
        if isinstance(found, ParameterByDay):
            return found
        if isinstance(found, LimitDues | DateDues | LeadDues | AnchorDues):
            return self._counted(found)
        self._later.append(_Later(self, binder))
        return self._later[-1]

    def _counted(self, dues: _Counted) -> _Counted:
        self._dues.append(dues)
        return dues

    def _marked(self, marks: Marks, thing: KindSet | Flags | Sent | Steps) -> object:
        places = bytearray()
        program = self.program
        bases = frozenset(program.kinds[program.named[name].base] for name in marks.named)
        self._marks.append((places, marks, isinstance(thing, Sent), bases))
        return places.find if isinstance(thing, KindSet | Sent) else places

    def _valued(self, values: "_Values") -> "_Values":
        self._values.append(values)
        return values

    def fill(self, log: "PolicyLog", reach: "Reach") -> None:
        """Put a log in place of the last."""
        columns = log.columns
        self.log = log
        self.starts[:] = columns.starts
        self.ends[:] = reach.ends
        self.times[:] = columns.times
        self.left -= len(columns)
        if self.as_of != reach.as_of:
            self.as_of = reach.as_of
            for dues in self._dues:
                dues.read_until(self.as_of)
        alike = self.kinds_before == log.kinds
        if not alike:
            self.kinds[:] = self.kinds_before = log.kinds
        here = frozenset(log.kinds[: len(columns)])
        for places, marks, is_sent, bases in self._marks:
            # Which of its events a name stands for, their data say.
            if not alike or is_sent or not bases.isdisjoint(here):
                found = marks(log, self.bare, self.as_of)
                places[:] = sent(found, log) if is_sent else found

    def put_back(self) -> None:
        """Keep it for the next log, and nothing of this one."""
        self.log = None
        for told in (self.rows, self.given_up, self.odd, self.used, self.answers):
            if told:
                told.clear()
        for values in self._values:
            if values:
                values.clear()
        for each in self._later:
            each.made = None
        if self.left > 0:
            self.home.append(self)


@contextmanager
def with_benches(used: bool) -> Iterator[None]:
    """Judge short logs on benches, or none: to hold both ways against each other."""
    before = _MOST_EVENTS.set(500 if used else -1)
    try:
        yield
    finally:
        _MOST_EVENTS.reset(before)


def short_enough(events: int) -> bool:
    """Whether a log with so many events is judged on a bench, where its cases are not judged together."""
    return events <= _MOST_EVENTS.get()


def taken(write: Write, log: "PolicyLog", reach: "Reach", *, bare: bool) -> Bench:
    """A bench of the program of a log, filled with the log.

    Args:
        write: the function of the source that gives those of the program.
        bare: whether the cases to be judged hold bare dates, else instants.
    """
    kept = log.tables.benches
    key = (id(log.program), bare, *log.shift_and_unit(bare=bare))
    program, home = kept.get(key, (None, []))
    # A program that was forgotten may have left its id to another.
    if program is not log.program:
        if len(kept) >= _MOST:
            kept.clear()
        program, home = kept[key] = (log.program, [])
    try:
        # Several threads may be at it.
        bench = home.pop()
    except IndexError:
        bench = Bench(write, log, log.own_days(bare=bare), reach.as_of, home)
    bench.fill(log, reach)
    return bench


class _Values(dict[int, object]):
    """A column of which few values are asked for, each read when it is."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench


class _FieldValues(_Values):
    """Of a field at the events of some types."""

    def __init__(self, bench: Bench, reader: FieldReader) -> None:
        super().__init__(bench)
        self.reader = reader

    def __missing__(self, place: int) -> object:
        log, reader = self.bench.log, self.reader
        assert log is not None
        value = self[place] = reader.at(log.kinds[place], log.columns.value(place, reader.field))
        return value


class _CaseValues(_Values):
    """Of an attribute of the case."""

    def __init__(self, bench: Bench, reader: CaseReader) -> None:
        super().__init__(bench)
        self.reader = reader

    def __missing__(self, place: int) -> object:
        log, reader = self.bench.log, self.reader
        assert log is not None
        value = self[place] = reader.read(log.columns.datum(place, reader.attribute))
        return value


class _Said(_Values):
    """The last place at which something is said of an attribute of the case; asked as `rfind` of bytes is."""

    def __init__(self, bench: Bench, attribute: str) -> None:
        super().__init__(bench)
        self.attribute = attribute

    def __call__(self, one: int, start: int, end: int) -> int:
        del one
        log, attribute = self.bench.log, self.attribute
        assert log is not None
        datum = log.columns.datum
        for place in range(end - 1, start - 1, -1):
            if datum(place, attribute) is not None:
                return place
        return -1


class _Later:
    """What asks the reference, made for a log when it is first called."""

    def __init__(self, bench: Bench, binder: Binder) -> None:
        self.bench = bench
        self.binder = binder
        self.made: Callable[..., Any] | None = None

    def __call__(self, *given: Any) -> Any:
        if self.made is None:
            log = self.bench.log
            assert log is not None
            made: Any = self.binder(log, self.bench.bare, self.bench.as_of)
            self.made = made
        return self.made(*given)
