"""The logs that are evaluated: a licensing office over several years, drawn from one seed.

Nobody and nothing in them exists. `licensing.yaml` and `hard.yaml` beside this file are the rules.
The events of a case stand in the order of their times, no two at the same.
"""

import datetime as dt
import json
import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

import govrules as gr
from govrules.counting.calendar import WorkingCalendar

HERE = Path(__file__).parent
RULES = HERE / "licensing.yaml"
HARD_RULES = HERE / "hard.yaml"
SEED = 20260331
FIRST_YEAR = 2021
YEARS = 5
UNITS = ("住建局", "民政局", "教育局", "卫健局", "城管局", "市监局", "资源局", "水利局", "农业局", "交通局")
MINUTES_OF_DAY = 1440
NAMES = ("unit", "assigned", "outcome", "reasons", "amount", "grade", "step", "level")
"""the columns of a table beside case, type and time"""

Data: TypeAlias = dict[str, str | int]
Row: TypeAlias = tuple[str, str, int, Data]
"""case, type, minutes since 1970-01-01 by the office's clock, and what else the event says"""


@cache
def working_days() -> list[int]:
    """The ordinals of the working days of the calendar `cn`."""
    calendar = gr.calendar("cn")
    known = WorkingCalendar(calendar)
    days = range(calendar.first_day.toordinal(), calendar.last_day.toordinal() + 1)
    return [day for day in days if known.works(day)]


def last_day(years: int = YEARS) -> dt.date:
    """The day on which a log ends; it is read up to its end."""
    return dt.date(FIRST_YEAR + years - 1, 12, 31)


class Office:
    """Draws what happens; times are minutes of a working day between nine and five."""

    def __init__(self, seed: int, years: int) -> None:
        self.random = random.Random(seed)
        every = working_days()
        first = bisect_left(every, dt.date(FIRST_YEAR, 1, 1).toordinal())
        self.end = last_day(years).toordinal() + 1
        self.days = every[first:]
        self.last_start = bisect_left(self.days, self.end)
        self.epoch = dt.date(1970, 1, 1).toordinal()

    def chance(self, percent: float) -> bool:
        return self.random.random() * 100 < percent

    def number(self, low: int, high: int) -> int:
        """From low to high, both included."""
        return low + int(self.random.random() * (high - low + 1))

    def at(self, day: int, after: int = 0) -> int:
        """An instant on the working day of that number, but after another."""
        whole = self.days[min(day, len(self.days) - 1)] - self.epoch
        return max(whole * MINUTES_OF_DAY + self.number(9 * 60, 17 * 60), after + self.number(1, 9))

    def in_log(self, rows: Iterable[Row]) -> Iterator[Row]:
        """What had happened when the log ended."""
        ends = (self.end - self.epoch) * MINUTES_OF_DAY
        return (row for row in rows if row[2] < ends)

    # -- a licence ---------------------------------------------------------------------------------------

    def licence(self, case: str, start: int) -> list[Row]:
        """About six events and a half; of each kind of breach about one in a hundred."""
        rows: list[Row] = []
        chance, number = self.chance, self.number
        day, then = start, self.at(start)

        def happens(kind: str, **data: str | int) -> None:
            nonlocal then
            then = self.at(day, then)
            rows.append((case, kind, then, data))

        unit = UNITS[number(0, len(UNITS) - 1)]
        happens("applied")
        used = 0
        if chance(14):
            used = number(0, 3)
            day += used
            happens("completion_asked", unit=unit)
            day += number(1, 15)
            happens("completed")
            if chance(3):
                happens("completion_asked", unit=unit)
                day += number(1, 5)
                happens("completed")
        day += number(6 - used, 12) if chance(1) else number(0, 5 - used)
        if chance(7):
            reasons: Data = {} if chance(4) else {"reasons": "材料不符合法定形式"}
            happens("refused", unit=unit, **reasons)
            return rows
        happens("accepted", unit=unit, assigned=unit)
        accepted, allowed = day, 20
        if chance(20):
            day += number(0, 6)
            happens("review_started", unit=unit)
            begun = day
            day += number(1, 25)
            happens("review_ended", unit=unit)
            allowed += day - begun
        if chance(8):
            day = max(day, accepted + allowed - number(1, 8))
            happens("extension_approved", unit=unit)
            allowed += 10
        left = accepted + allowed - day
        day += left + number(1, 15) if chance(1.2) else number(0, max(left, 0))
        decider = UNITS[number(0, len(UNITS) - 1)] if chance(0.5) else unit
        granted = chance(92)
        happens("decided", unit=decider, outcome="granted" if granted else "refused")
        decided = day
        if granted and chance(50):
            # Half of them are published first, half delivered first.
            day = decided + number(0, 4)
            happens("published", unit=unit)
            granted = False
        day = decided + (number(11, 20) if chance(1) else number(4, 10))
        happens("delivered", unit=unit)
        if granted:
            day = decided + (number(21, 30) if chance(2) else number(10, 20))
            happens("published", unit=unit)
        if chance(4):
            happens("complaint_made")
            if not chance(2):
                day += number(12, 18) if chance(5) else number(1, 7)
                happens("complaint_answered", unit=unit)
        if chance(0.4):
            happens("fee_charged", unit=unit, amount=50 * number(0, 3))
        day += number(30, 45) if chance(1) else number(0, 6)
        happens("archived", unit=unit)
        return rows

    # -- the hard log --------------------------------------------------------------------------------------

    def matter(self, case: str, start: int) -> list[Row]:
        """Thirty to sixty events, nearly every case in a sequence of its own."""
        rows: list[Row] = []
        chance, number = self.chance, self.number
        day, then = start, self.at(start)
        kinds = ("asked", "asked", "replied", "replied", "replied", "checked", "checked", "mended", "moved")
        level = ("low", "middle", "high")
        stopped = False

        def happens(kind: str, **data: str | int) -> None:
            nonlocal then
            then = self.at(day, then)
            rows.append((case, kind, then, data))

        unit = UNITS[number(0, len(UNITS) - 1)]
        happens("opened", unit=unit, amount=number(0, 100), grade="simple" if chance(60) else "complex")
        for step in range(number(28, 58)):
            day += number(0, 2)
            if chance(8):
                happens("started_again" if stopped else "stopped", unit=unit)
                stopped = not stopped
                continue
            kind = kinds[number(0, len(kinds) - 1)]
            data: Data = {"unit": unit, "step": step}
            if not chance(1):
                data["amount"] = number(0, 100)
            if chance(30):
                data["level"] = level[number(0, 2)]
            happens(kind, **data)
        if not chance(10):
            day += number(0, 4)
            happens("closed", unit=unit, amount=number(0, 100))
        return rows


def licences(cases: int, *, seed: int = SEED, years: int = YEARS) -> Iterator[Row]:
    """The log of `licensing.yaml`, ordered by case; applications spread evenly over the years."""
    office = Office(seed, years)
    for number in range(cases):
        start = number * office.last_start // cases
        yield from office.in_log(office.licence(f"L{number:08}", start))


def matters(cases: int, *, seed: int = SEED, years: int = YEARS) -> Iterator[Row]:
    """The log of `hard.yaml`, ordered by case."""
    office = Office(seed, years)
    for number in range(cases):
        start = number * (office.last_start - 60) // cases
        yield from office.in_log(office.matter(f"H{number:08}", start))


def by_time(rows: Iterable[Row]) -> list[Row]:
    """As an office's system writes them: one after the other, the cases mingled."""
    return sorted(rows, key=itemgetter(2, 0))


# -- files -------------------------------------------------------------------------------------------------


def write_lines(rows: Iterable[Row], path: Path) -> int:
    """JSON Lines, with instants of the office's zone; how many events there are."""
    dates: dict[int, str] = {}
    clock = [f"T{minute // 60:02}:{minute % 60:02}:00+08:00" for minute in range(MINUTES_OF_DAY)]
    epoch = dt.date(1970, 1, 1).toordinal()
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for case, kind, minutes, data in rows:
            day, minute = divmod(minutes, MINUTES_OF_DAY)
            if day not in dates:
                dates[day] = dt.date.fromordinal(day + epoch).isoformat()
            rest = f", {json.dumps(data, ensure_ascii=False)[1:]}" if data else "}"
            file.write(f'{{"case": "{case}", "type": "{kind}", "time": "{dates[day]}{clock[minute]}"{rest}\n')
            count += 1
    return count


def write_parquet(rows: Iterable[Row], path: Path, *, at_once: int = 500_000) -> int:
    """A table with a column for each field, in groups of rows; how many events there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = pa.string()
    schema = pa.schema(
        [
            ("case", text),
            ("type", text),
            ("time", pa.timestamp("us", tz="Asia/Shanghai")),
            *((name, pa.int64() if name in {"amount", "step"} else text) for name in NAMES),
        ]
    )
    # The office's clock is eight hours before the world's.
    ahead = 8 * 60
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        for group in _in_groups(rows, at_once):
            arrays = [
                pa.array([row[0] for row in group], text),
                pa.array([row[1] for row in group], text),
                pa.array([(row[2] - ahead) * 60_000_000 for row in group], pa.int64()).cast(schema[2].type),
                *(pa.array([row[3].get(name) for row in group], schema.field(name).type) for name in NAMES),
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(group)
    return count


def _in_groups(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def events(rows: Iterable[Row]) -> Iterator[gr.Event]:
    """The same as `govrules.read_events` makes them."""
    zone = dt.timezone(dt.timedelta(hours=8))
    beginning = dt.datetime(1970, 1, 1, tzinfo=zone)
    for case, kind, minutes, data in rows:
        rest = {name: value for name, value in data.items() if name != "unit"}
        unit = data.get("unit")
        yield gr.Event(
            case,
            kind,
            beginning + dt.timedelta(minutes=minutes),
            unit=None if unit is None else str(unit),
            data=rest,
        )
