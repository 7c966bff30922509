"""The n-th working day after a date, by govrules and by seven other ways, on the same random dates.

    pip install 'govrules[bench]'
    python benchmarks/calendars.py             # about seven minutes; --dates 5000 for a quick look
    python benchmarks/calendars.py --page      # and write the figures on docs/explanation/speed.md

First every package must hold the same days to be working days, but for the days listed in `OTHER_DAYS`;
then every answer that is timed is compared with that of govrules. Where one differs, nothing is reported.
"""

import argparse
import datetime as dt
import random
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import bizdays
import chinese_calendar
import holidays
import numpy as np
import pandas as pd
from measuring import Spread, facts, table, write_block
from workalendar.asia import China

import govrules as gr
from govrules.counting import vectorised
from govrules.counting.calendar import WorkingCalendar, working_calendar

SEED = 20250922
NUMBERS = (5, 20, 60)
PARTS = 10
SHORTEST = 0.05
"""seconds for which a run is repeated; the median of the runs counts"""
ONE_DAY = dt.timedelta(days=1)

# The years that every package knows (workalendar ends with 2023), less what sixty working days need.
FIRST, LAST, END = dt.date(2018, 1, 1), dt.date(2023, 9, 15), dt.date(2023, 12, 31)

OTHER_DAYS = {
    "workalendar": (
        {dt.date(2020, 1, 31), dt.date(2020, 2, 1)},
        "it does not have the notice of 26 January 2020, which lengthened the Spring Festival",
    )
}

OURS = "govrules"
BARE = "bare list lookup"
OURS_AT_ONCE = "govrules, vectorised"
NUMPY_AT_ONCE = "numpy.busday_offset, vectorised"


@attrs.frozen
class Way:
    """One way to answer: `prepare(n)` makes ready whatever can be, and gives the function that is timed."""

    name: str
    prepare: Callable[[int], Callable[[Sequence[dt.date]], list[dt.date]]]
    works: Callable[[dt.date], bool] | None = None
    """for packages that bring days of their own"""


def ways(calendar: WorkingCalendar) -> list[Way]:
    """Everything that takes a date and gives a date, one by one."""
    chinese = China()
    theirs = holidays.CN(years=range(FIRST.year, END.year + 2))
    # These know no working days at the weekend, so every single day off is told to them.
    off = days_off(calendar)
    bizdays_calendar = bizdays.Calendar(
        holidays=off, startdate=calendar.data.first_day, enddate=calendar.data.last_day
    )
    numpy_calendar = np.busdaycalendar(weekmask="1111111", holidays=off)

    def bare(n: int) -> Callable[[Sequence[dt.date]], list[dt.date]]:
        # What stays when nothing is asked about edges: a list from day to rank, and one of working days.
        first = calendar.data.first_day.toordinal()
        span = range(first, calendar.data.last_day.toordinal() + 1)
        index = [calendar.rank(ordinal) for ordinal in span]
        days = [dt.date.fromordinal(ordinal) for ordinal in span if calendar.works(ordinal)]
        return lambda dates: [days[index[date.toordinal() - first] + n - 1] for date in dates]

    def pandas(n: int) -> Callable[[Sequence[dt.date]], list[dt.date]]:
        offset = pd.offsets.CustomBusinessDay(n=n, calendar=numpy_calendar)
        return lambda dates: [(date + offset).date() for date in dates]

    return [
        Way(BARE, bare),
        Way(OURS, lambda n: lambda dates: [calendar.nth_working_day_after(date, n) for date in dates]),
        Way(
            "bizdays",
            lambda n: lambda dates: [bizdays_calendar.offset(date, n) for date in dates],
        ),
        Way(
            "numpy.busday_offset, one by one",
            lambda n: (
                lambda dates: [
                    np.busday_offset(date, n, roll="backward", busdaycal=numpy_calendar).item()
                    for date in dates
                ]
            ),
        ),
        Way("pandas CustomBusinessDay", pandas),
        Way(
            "holidays",
            lambda n: lambda dates: [theirs.get_nth_working_day(date, n) for date in dates],
            works=theirs.is_working_day,
        ),
        Way(
            "workalendar",
            lambda n: lambda dates: [chinese.add_working_days(date, n) for date in dates],
            works=chinese.is_working_day,
        ),
        Way(
            "chinesecalendar",
            # It counts from the day itself, or from the next working day: so from the day after, one less.
            lambda n: lambda dates: [chinese_calendar.find_workday(n - 1, date + ONE_DAY) for date in dates],
            works=chinese_calendar.is_workday,
        ),
    ]


def days_off(calendar: WorkingCalendar) -> list[dt.date]:
    span = range(calendar.data.first_day.toordinal(), calendar.data.last_day.toordinal() + 1)
    return [dt.date.fromordinal(ordinal) for ordinal in span if not calendar.works(ordinal)]


def check_days(calendar: WorkingCalendar, compared: Sequence[Way]) -> list[str]:
    """Where a package has other days, in words; ends the program where that is not what is known."""
    said = []
    span = [dt.date.fromordinal(each) for each in range(FIRST.toordinal(), END.toordinal() + 1)]
    for way in compared:
        if way.works is None:
            continue
        other = {day for day in span if way.works(day) != calendar.is_working_day(day)}
        known, why = OTHER_DAYS.get(way.name, (set(), ""))
        if other != known:
            listed = ", ".join(sorted(str(day) for day in other ^ known)) or "none"
            sys.exit(f"{way.name} has other days off than expected: {listed}")
        if other:
            listed = " and ".join(sorted(str(day) for day in other))
            said.append(f"- {way.name} has other days than the rest on {listed}: {why}")
        else:
            said.append(f"- {way.name} has the same days as govrules from {FIRST} to {END}")
    return said


def check_answers(way: Way, dates: Sequence[dt.date], found: Sequence[Any], right: Sequence[dt.date]) -> None:
    other, _ = OTHER_DAYS.get(way.name, (set(), ""))
    for date, theirs, ours in zip(dates, found, right, strict=True):
        crosses = bool(other) and date < max(other) and ours >= min(other)
        if theirs != ours and not crosses:
            sys.exit(f"{way.name} gives {theirs} for {date}, and govrules {ours}")


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """The median of as many runs as fit into `SHORTEST` (at least one), and what the last one gave."""
    taken: list[float] = []
    while True:
        started = time.perf_counter()
        found = run()
        taken.append(time.perf_counter() - started)
        if sum(taken) >= SHORTEST:
            return statistics.median(taken), found


Times = Mapping[str, list[float]]


def one_by_one(calendar: WorkingCalendar, dates: Sequence[dt.date], n: int, compared: Sequence[Way]) -> Times:
    """Seconds a date by way, one figure a round; each round has a part of the dates, the same for all."""
    size = len(dates) // PARTS
    runs = [(way, way.prepare(n)) for way in compared]
    times: dict[str, list[float]] = {way.name: [] for way in compared}
    for number in range(PARTS):
        part = dates[number * size : (number + 1) * size]
        right = [calendar.nth_working_day_after(date, n) for date in part]
        for way, run in runs:
            taken, found = timed(lambda run=run, part=part: run(part))
            check_answers(way, part, found, right)
            times[way.name].append(taken / size)
    return times


def at_once(calendar: WorkingCalendar, dates: Sequence[dt.date], n: int, numpy_calendar: Any) -> Times:
    """Seconds a date for all dates as one array, one figure a round."""
    array = np.array(dates, dtype="datetime64[D]")
    right = np.array([calendar.nth_working_day_after(date, n) for date in dates], dtype="datetime64[D]")
    runs: dict[str, Callable[[], Any]] = {
        OURS_AT_ONCE: lambda: vectorised.nth_working_day_after(calendar, array, n),
        NUMPY_AT_ONCE: lambda: np.busday_offset(array, n, roll="backward", busdaycal=numpy_calendar),
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(PARTS):
        for name, run in runs.items():
            taken, found = timed(run)
            if not (found == right).all():
                sys.exit(f"{name} gives other days")
            times[name].append(taken / len(dates))
    return times


def random_dates(first: dt.date, last: dt.date, number: int) -> list[dt.date]:
    draw = random.Random(SEED)
    low, high = first.toordinal(), last.toordinal()
    return [dt.date.fromordinal(draw.randint(low, high)) for _ in range(number)]


def rows(times: Times, n: int, *against: str) -> list[tuple[str, ...]]:
    return [
        (
            str(n),
            name,
            Spread.of(1e9 * each for each in taken).text(),
            *(Spread.of_ratios(taken, times[other]).text() for other in against),
        )
        for name, taken in times.items()
    ]


def report(number: int) -> list[str]:
    china = working_calendar(gr.calendar("cn"))
    compared = ways(china)
    same_days = check_days(china, compared)
    dates = random_dates(FIRST, LAST, number)
    singles = [row for n in NUMBERS for row in rows(one_by_one(china, dates, n, compared), n, BARE, OURS)]

    china_numpy = np.busdaycalendar(weekmask="1111111", holidays=days_off(china))
    arrays = [row for n in NUMBERS for row in rows(at_once(china, dates, n, china_numpy), n, OURS_AT_ONCE)]

    # Without working days at the weekend numpy can be used as it is meant to be: a week and the holidays.
    america = working_calendar(gr.calendar("us"))
    week = "".join("0" if day in america.data.weekend else "1" for day in range(7))
    america_numpy = np.busdaycalendar(
        weekmask=week,
        holidays=[day for day in days_off(america) if day.weekday() not in america.data.weekend],
    )
    american_dates = random_dates(america.data.first_day, america.data.last_day - 120 * ONE_DAY, number)
    american = [
        row
        for n in NUMBERS
        for row in rows(at_once(america, american_dates, n, america_numpy), n, OURS_AT_ONCE)
    ]
    packages = ("govrules", "holidays", "workalendar", "chinesecalendar", "bizdays", "numpy", "pandas")
    head = ("n", "way", "nanoseconds a date")
    return [
        *facts(packages),
        f"- {number:,} random dates from {FIRST} to {LAST} (seed {SEED}), calendar `cn`; {PARTS} rounds;"
        " median (lowest..highest)",
        *same_days,
        "- every answer timed equals that of govrules, but for counts across days named above",
        "",
        "One by one, a date in and a date out:",
        "",
        *table((*head, "times the bare lookup", "times govrules"), singles),
        "",
        "All dates as one array, calendar `cn`:",
        "",
        *table((*head, "times govrules, vectorised"), arrays),
        "",
        f"All dates as one array, calendar `us` (no working days at the weekend), dates from"
        f" {america.data.first_day} on:",
        "",
        *table((*head, "times govrules, vectorised"), american),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--dates", type=int, default=100_000)
    parser.add_argument("--page", action="store_true", help="write the figures on the page in docs")
    options = parser.parse_args()
    if options.dates < PARTS:
        parser.error(f"at least {PARTS} dates are needed")
    # workalendar warns of the years it knows, each time that it looks at one.
    warnings.filterwarnings("ignore", message="Support years", category=UserWarning)
    lines = report(options.dates)
    print("\n".join(lines))
    if options.page:
        write_block("calendars", lines)


if __name__ == "__main__":
    main()
