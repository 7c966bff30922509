"""Records, day by day, against the plainest reading of what rows and events say of one field."""

import datetime as dt
import itertools
import random
from zoneinfo import ZoneInfo

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine.moments import key_of, start_of_day
from govrules.engine.records import Change, Records, records_of
from govrules.model.policy import Field
from govrules.model.records import Record, contradictions

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = dt.date(2026, 3, 1)
DAYS = tuple(FIRST + dt.timedelta(days=number) for number in range(16))
NAMES = st.sampled_from(["甲", "乙", "丙"])
UNSURE = "?"


@attrs.frozen
class Said:
    """An event: who holds the post from a day on, or that the record ends."""

    day: dt.date
    holder: str | None


@st.composite
def rows(draw: st.DrawFn) -> list[Record]:
    """Rows of one key that do not contradict each other."""
    cuts = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=5)))
    edges = [None, *cuts, None] if draw(st.booleans()) else [*cuts, None]
    found = []
    for start, until in itertools.pairwise(edges):
        holder = draw(st.none() | NAMES)
        if holder is not None:
            found.append(Record("post", "p", {"holder": holder}, start=start, until=until))
            # Another that says the same, over a part of the days.
            if start is not None and draw(st.booleans()):
                found.append(
                    Record("post", "p", {"holder": holder}, start=start + dt.timedelta(1), until=None)
                )
                break
    return draw(st.permutations(found))


EVENTS = st.lists(st.builds(Said, st.sampled_from(DAYS), st.none() | NAMES), max_size=5)


def built(stated: list[Record], events: list[Said]) -> Records:
    changes = [
        Change("post", "p", start_of_day(each.day), None if each.holder is None else {"holder": each.holder})
        for each in sorted(events, key=lambda each: each.day)
    ]
    return records_of(changes, {"post": {"holder": Field("holder", "string")}}, ZONE, stated)


def told(records: Records, day: dt.date) -> str | None:
    now = key_of(start_of_day(day), ZONE)
    if records.doubt("post", "p", now) is not None:
        return UNSURE
    facts = records.at("post", "p", now)
    return None if facts is None else str(facts["holder"])


def plainly(stated: list[Record], events: list[Said], day: dt.date) -> str | None:
    """Who held the post on a day: of all that speaks of the day, what was said of the latest day."""
    ended = max((each.day for each in events if each.holder is None and each.day <= day), default=dt.date.min)
    said = [
        (row.start or dt.date.min, str(row.data["holder"]))
        for row in stated
        if row.holds_on(day) and (row.start or dt.date.min) >= ended
    ]
    said += [
        (each.day, each.holder)
        for each in events
        if each.holder is not None and ended <= each.day <= day
    ]  # fmt: skip
    latest = {holder for since, holder in said if since == max(said)[0]}
    if len(latest) > 1:
        return UNSURE
    return latest.pop() if latest else None


@settings(max_examples=settings().max_examples)
@given(rows(), EVENTS)
def test_on_every_day_what_was_said_of_the_latest_day_holds(stated: list[Record], events: list[Said]) -> None:
    assert contradictions(stated) == ()
    found = built(stated, events)
    assert [told(found, day) for day in DAYS] == [plainly(stated, events, day) for day in DAYS]


@settings(max_examples=settings().max_examples // 4)
@given(rows(), EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_doubles_among_them_do_not_matter(
    stated: list[Record], events: list[Said], chance: random.Random
) -> None:
    again = [*stated, *stated]
    chance.shuffle(again)
    one, other = built(stated, events), built(again, events)
    assert (one.states, one.doubts, one.changes) == (other.states, other.doubts, other.changes)
