"""Times of many rows at once are those that the reader of single ones reads."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.formats.instants import time_reader
from govrules.formats.times import Times, UncleanError
from govrules.model.columns import micros

DAYS = ["2026-03-02", "2026-03-03", "2026-02-30", "2011-10-30", "2011-03-27", "0001-01-01", "9999-12-31"]
FRACTIONS = ["", "", ".5", ",25", ".123456", ".1234567", ".000000000001", ".", ".5.5", ".1234567890123"]
OFFSETS = ["", "Z", "z", "+08:00", "+0800", " +08", "-12:30", "UTC", "+25:00", "+08:00 ", "\u221208:00", "x"]
days = st.sampled_from([*DAYS, "2026/3/2"])
fractions, offsets = st.sampled_from(FRACTIONS), st.sampled_from(OFFSETS)
joints = st.sampled_from(["T", " ", "t", "  ", ""])
hours = st.sampled_from(["00", "02", "09", "23", "24", "9", ""])
minutes = st.sampled_from([":00", ":30", ":59", ":60", ":5", "30", ""])
seconds = st.sampled_from([":00", ":59", ":60", "", "00"])
texts = st.tuples(days, joints, hours, minutes, seconds, fractions, offsets).map("".join)
usual = st.tuples(days, st.just("T09:30"), seconds, fractions, offsets).map("".join)
endings = [
    *["", ":00", ":59Z", ":{}{}", ":{}{}+08:00", ":{}{}-0{}:00", ":{}{}\n", ":{}", "{}{}", ":00\u2212"],
    *[":{}{}.{}{}{}Z", ":{}{},{}{}{}{}{}{}+0{}:00", ":00.{}{}{}{}{}{}{}", ":{}{}.{}{}{}.5Z", "{}{}{}.{}{}Z"],
    *[":00.{}+08", ":{}{}.{}{}{}{}{}{}{}{}{}{}Z", ":{}{}.{}{}{}{}Z", ":30.{}0{}Z"],
]
few_days = st.sampled_from(["2026-03-02", "2026-03-03", "2011-03-27", "1969-12-31"]) | st.dates().map(str)
clock = st.sampled_from(["09:30", "02:30", "23:59", "00:00", "12:{}0", "24:00", "9:300"])
digits = st.text("012345", min_size=16, max_size=16)
characters = st.text("01\n.+:", min_size=16, max_size=16)


@st.composite
def alike(draw: st.DrawFn) -> list[str]:
    form = draw(st.sampled_from("TT t")) + "{}" + draw(st.sampled_from(endings))
    odd = draw(st.integers(0, 4)) == 0
    day, inside = (few_days | days, characters) if odd else (few_days, digits)
    each = st.builds(
        lambda day, clock, inside: f"{day}{form}".format(clock, *inside).format(*inside), day, clock, inside
    )
    return draw(st.lists(each, min_size=1, max_size=4))


zones = st.sampled_from([None, ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Amsterdam"), dt.UTC])


@settings(max_examples=settings().max_examples * 6)
@given(st.lists(texts | usual | days, min_size=1, max_size=4) | alike(), zones)
def test_many_at_once_are_what_each_of_them_is(written: Sequence[str], zone: dt.tzinfo | None) -> None:
    read = time_reader(zone=zone)
    single = [read(each) for each in written]
    times = Times(zone)
    if any(problem is not None for _, problem in single):
        with pytest.raises(UncleanError):
            times.add(written)
        return
    found = [time for time, _ in single if time is not None]
    for _ in range(2):
        times.add(written)
    assert list(times.micros) == [micros(each) for each in found] * 2
    assert list(times.bare) == [not isinstance(each, dt.datetime) for each in found] * 2
