"""Due ends by what is looked up: a limit, a date of the data, the time of another event."""

import datetime as dt
from collections.abc import Callable

from govrules.engine.compile.dues import UNKNOWN, Dues, Entry, entry_of
from govrules.engine.compile.ends import Ends
from govrules.engine.counts import Counting
from govrules.engine.limits import limit_in, reduced
from govrules.engine.moments import plain, project, start_of_day
from govrules.engine.values import Missing
from govrules.model.columns import DAY, EPOCH, instant_of
from govrules.model.conditions import Constant, Lookup
from govrules.model.events import iso_time
from govrules.model.limits import Limit, NoLimit, Readings, Reduced
from govrules.model.period import Period
from govrules.model.policy import DatedValue

_NO_LIMIT: Entry = (1 << 62, False, 0, 1 << 62)


class LimitDues:
    """The due ends of a limit that depends on one value; unknown where that is no limit."""

    def __init__(self, ends_of: Callable[[Period], Ends], limit: Limit, *, bare: bool, as_of: int) -> None:
        self.ends_of = ends_of
        self.limit = limit
        self.bare = bare
        self.as_of = as_of
        self.tables: dict[object, Dues | Entry] = {}
        self.periods: dict[Period, Dues] = {}

    def read_until(self, as_of: int) -> None:
        """Ask as of another moment from now on."""
        self.as_of = as_of
        self.tables.clear()
        self.periods.clear()

    def __call__(self, value: object, asked: int, day: int) -> Entry:
        """Args: asked: the microsecond counted from; day: its local day."""
        key = (type(value), value)
        if key not in self.tables:
            self.tables[key] = self._table(period_in(self.limit, value))
        table = self.tables[key]
        return table if isinstance(table, tuple) else table[day if table.by_day else asked]

    def _table(self, period: Period | NoLimit | None) -> Dues | Entry:
        if period is None:
            return UNKNOWN
        if isinstance(period, NoLimit):
            return _NO_LIMIT
        if period not in self.periods:
            self.periods[period] = Dues(self.ends_of(period), bare=self.bare, as_of=self.as_of)
        return self.periods[period]


def period_in(limit: Limit, value: object) -> Period | NoLimit | None:
    """The period that a limit is, where its one look-up gives `value`; None where that is none."""
    match limit:
        case Period() | NoLimit():
            return limit
        case Lookup():
            found = limit_in(value, limit)
        case Reduced(of):
            whole = period_in(of, value)
            if whole is None:
                return None
            found = reduced(limit, whole)
        case Readings(readings, use):
            name = use.value if isinstance(use, Constant) else value
            chosen = [each for key, each in readings if key == name]
            return period_in(chosen[0], value) if chosen else None
    return None if isinstance(found, Missing) else found


class DateDues(dict[object, Entry]):
    """The due ends of dates that the data give, or of some time before them; unknown where it is no date."""

    def __init__(
        self, counting: Counting, period: Period | None, *, before: bool, bare: bool, as_of: int
    ) -> None:
        super().__init__()
        self.counting = counting
        self.period = period
        self.before = before
        self.bare = bare
        self.as_of = as_of

    def read_until(self, as_of: int) -> None:
        """Ask as of another moment from now on."""
        self.as_of = as_of
        self.clear()

    def __missing__(self, value: object) -> Entry:
        found = iso_time(value.strip()) if isinstance(value, str) else value
        if not isinstance(found, dt.date):
            return UNKNOWN
        if isinstance(found, dt.datetime):
            # An instant equals the same one with another offset, and its local day may be another.
            return self._entry(found)
        self[value] = entry = self._entry(found)
        return entry

    def _entry(self, moment: dt.date | dt.datetime) -> Entry:
        counting = self.counting
        due = counting.by(moment) if self.period is None else counting.before(self.period, moment)
        return entry_of(due, bare=self.bare, as_of=self.as_of)


class LeadDues:
    """The due ends some time before dates that the data give; unknown where either is."""

    def __init__(self, counting: Counting, *, bare: bool, as_of: int) -> None:
        self.counting = counting
        self.bare = bare
        self.as_of = as_of
        self.tables: dict[Period | None, DateDues] = {}

    def read_until(self, as_of: int) -> None:
        """Ask as of another moment from now on."""
        self.as_of = as_of
        self.tables.clear()

    def __call__(self, lead: Period | NoLimit | None, value: object) -> Entry:
        if lead is None:
            return UNKNOWN
        period = lead if isinstance(lead, Period) else None
        if period not in self.tables:
            self.tables[period] = DateDues(
                self.counting, period, before=True, bare=self.bare, as_of=self.as_of
            )
        return self.tables[period][value]


class AnchorDues(dict[int, Entry]):
    """The due ends of duties that have to come before an event, by its microsecond."""

    def __init__(self, counting: Counting, period: Period | None, *, bare: bool, as_of: int) -> None:
        super().__init__()
        self.dates = DateDues(counting, period, before=True, bare=bare, as_of=as_of)
        self.zone = counting.view.zone
        self.bare = bare

    def read_until(self, as_of: int) -> None:
        """Ask as of another moment from now on."""
        self.dates.read_until(as_of)
        self.clear()

    def __missing__(self, asked: int) -> Entry:
        if self.bare:
            moment = start_of_day(dt.date.fromordinal(asked // DAY + EPOCH))
        else:
            moment = project(instant_of(asked), self.zone)
        self[asked] = entry = self.dates[plain(moment)]
        return entry


class ParameterByDay(dict[int, object]):
    """A parameter's value by the ordinal of the day; None where it has none."""

    def __init__(self, values: tuple[DatedValue, ...], read: Callable[[object], object]) -> None:
        super().__init__()
        self.values_by_start = sorted(values, key=lambda each: each.start)
        self.read = read

    def __missing__(self, asked: int) -> object:
        on = dt.date.fromordinal(asked)
        in_force = [
            each
            for each in self.values_by_start
            if each.start <= on and (each.until is None or on < each.until)
        ]
        self[asked] = found = self.read(in_force[-1].value) if in_force else None
        return found
