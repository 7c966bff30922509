"""The local day of an instant is the one of the tz database, in every zone at every move of a clock."""

import datetime as dt
import os
import random
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import attrs
import pytest

from govrules.engine.compile.clocks import Clocks
from govrules.engine.compile.logs import Days, OddOffsetError
from govrules.engine.compile.turning import turned_back
from govrules.engine.judging import ready
from govrules.engine.moments import project
from govrules.engine.prepare import as_of_moment
from govrules.engine.view import View
from govrules.model.columns import DAY, EPOCH, Columns, HeldEvents
from govrules.model.events import Event
from govrules.rulefile.load import load_text
from tests.engine.compile.same import REPLIES, assert_same

BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
END = (dt.date(2038, 1, 1).toordinal() - EPOCH) * 86_400
"""up to here every zone is looked at, in seconds since 1970"""
STEP = 6 * 3600 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 5 * 86_400
"""from one look at a zone to the next: what a clock does and takes back meanwhile is seen at night only"""
AROUND = (
    -86_400, -50_400, -7_200, -3_600, -1_860, -900, -61, -60, -1, 0, 1, 59, 60, 240, 899, 900, 1_860, 3_600,
    5_400, 7_200, 50_400, 86_400,
)  # fmt: skip
"""seconds before and after a move"""
ZONES = sorted(available_timezones())


@attrs.frozen
class Move:
    """A move of the clocks of some zone, which other zones may share."""

    at: int
    """the first second of the new offset, since 1970"""
    before: dt.timedelta
    after: dt.timedelta


def offset(zone: ZoneInfo, second: int) -> dt.timedelta:
    return (BEGINNING + dt.timedelta(seconds=second)).astimezone(zone).utcoffset() or dt.timedelta(0)


def moves(zone: ZoneInfo) -> Iterator[Move]:
    before = offset(zone, 0)
    for start in range(0, END, STEP):
        after = offset(zone, start + STEP)
        if after == before:
            continue
        low, high = start, start + STEP
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
        yield Move(high, before, offset(zone, high))
        before = after


@pytest.fixture(scope="module")
def every() -> dict[str, list[Move]]:
    """All moves by zone."""
    return {name: list(moves(ZoneInfo(name))) for name in ZONES}


@pytest.fixture(scope="module")
def moved(every: dict[str, list[Move]]) -> dict[str, list[Move]]:
    """By zone the moves that no zone before it makes as well."""
    seen: set[Move] = set()
    found: dict[str, list[Move]] = {}
    for name, each in every.items():
        found[name] = [move for move in each if move not in seen]
        seen.update(each)
    return {name: each for name, each in found.items() if each}


@pytest.fixture(scope="module")
def view() -> View:
    rulebook = load_text("govrules: 1\npolicy: any\nclauses: {}").or_raise()
    moment = as_of_moment(None, (), ZoneInfo("UTC"))
    return ready(rulebook.policies[0], rulebook, moment, None, None, "project")


def cases_of(times: list[int]) -> Columns:
    """A log with one event in each case."""
    number = len(times)
    return Columns(
        cases=[f"{each:09}" for each in range(number)],
        starts=list(range(number + 1)),
        types=["any"],
        kinds=bytes(number),
        times=times,
        bare=bytes(number),
        rows=HeldEvents(()),
    )


def test_every_day_is_told_or_left_to_the_reference(moved: dict[str, list[Move]], view: View) -> None:
    told = left = 0
    wrong: list[tuple[str, int]] = []
    for name, each_move in moved.items():
        zone = ZoneInfo(name)
        times = sorted({max(move.at + around, 0) * 1_000_000 for move in each_move for around in AROUND})
        log = cases_of(times)
        back = turned_back(log, zone)
        days = Days(attrs.evolve(view, zone=zone), bare=False)
        for case, micros in enumerate(times):
            try:
                day = days[(micros + days.shift) // days.unit]
            except OddOffsetError:
                left += 1
                continue
            moment = project(BEGINNING + dt.timedelta(microseconds=micros), zone)
            if case in back:
                left += 1
            elif day != moment.date.toordinal():
                wrong.append((name, micros))
            else:
                told += 1
    assert wrong == []
    assert told > 50_000
    assert left > 0


def test_every_turning_back_is_seen(moved: dict[str, list[Move]]) -> None:
    missed = [
        (name, move)
        for name, each_move in moved.items()
        for move in each_move
        if move.after < move.before
        and turned_back(cases_of([move.at * 1_000_000]), ZoneInfo(name)) != frozenset({0})
    ]
    assert missed == []


def test_no_zone_moves_its_clocks_twice_within_a_day_of_utc(every: dict[str, list[Move]]) -> None:
    assert sum(map(len, every.values())) > 20_000
    twice = [
        (name, first, second)
        for name, each_move in every.items()
        for first, second in pairwise(each_move)
        if first.at * 1_000_000 // DAY == second.at * 1_000_000 // DAY
    ]
    assert twice == []


def test_no_zone_moves_its_clocks_twice_between_two_looks(every: dict[str, list[Move]]) -> None:
    gaps = [second.at - first.at for each_move in every.values() for first, second in pairwise(each_move)]
    # The programs look at a zone every fifth day.
    assert min(gaps) > 6 * 86_400


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Monrovia"])
def test_clocks_are_steady_where_they_are_never_moved(zone: str) -> None:
    used, chance, steady = Clocks(ZoneInfo(zone)), random.Random(1), 0
    for _ in range(400):
        first = chance.randrange(DAY, 40 * 366 * DAY)
        last = first + chance.randrange(DAY, 200 * DAY)
        # Of what was asked before, nothing is known.
        fresh = Clocks(ZoneInfo(zone))
        moved = fresh.moves(first, last)
        assert used.steady(first, last) == (None if moved else fresh.ahead(first)), (first, last)
        steady += not moved
    assert 0 < steady <= 400


def test_clocks_that_are_odd_leave_a_case_to_the_reference() -> None:
    rules = load_text(
        REPLIES.replace("Asia/Shanghai", "Africa/Monrovia").replace("10 working days", "36 hours")
    )
    received, replied = (dt.datetime(1971, 6, day, 10, tzinfo=dt.UTC) for day in (1, 8))
    events = (Event("c", "received", received), Event("c", "replied", replied))
    assert_same(rules.or_raise(), *events, as_of=dt.date(1971, 7, 1))


def test_bare_dates_are_their_own_days(view: View) -> None:
    days = Days(view, bare=True)
    first, last = dt.date(1, 1, 1).toordinal(), dt.date(9999, 12, 31).toordinal()
    asked = (first, EPOCH - 1, EPOCH, EPOCH + 20_000, last)
    assert [days[((each - EPOCH) * DAY + days.shift) // days.unit] for each in asked] == [*asked]
