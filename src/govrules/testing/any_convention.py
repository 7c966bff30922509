"""Random conventions: every key, each value as likely as the next."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from govrules.model.convention import KEYS, Convention, LastDayOff, RestRun, ShortPeriods
from govrules.model.period import Period, Unit

DATE_KEYS = (
    "days_are",
    "first_day",
    "start_on_day_off",
    "months",
    "missing_day",
    "last_day_off",
    "short_periods",
    "clear_days",
    "pause_days",
    "extend_from",
    "rest_run",
)
"""the keys that move dates, with one rule for all kinds of duty"""

ROLLING = "rolling"
"""the name of the other calendar, by whose days off a last day moves"""

_ROLLS = st.sampled_from(["onward", "next", "previous", "stays"])
_CLOCKS = st.sampled_from([dt.time(16), dt.time(12), dt.time(17, 30)])

# The plainest value, which is the default, stands first: to it failing examples shrink.
_VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "days_are": st.sampled_from(["calendar", "working"]),
    "first_day": st.sampled_from(["excluded", "included"]),
    "start_on_day_off": st.sampled_from(["as_is", "move"]),
    "cutoff": st.none() | _CLOCKS,
    "cutoff_to": st.sampled_from(["next_day", "next_working_day"]),
    "months": st.sampled_from(["corresponding_day", "from_next_day", "month_end_sticks"]),
    "missing_day": st.sampled_from(["month_end", "next_month_start"]),
    "last_day_off": _ROLLS.map(LastDayOff),  # type: ignore[arg-type]
    "roll_calendar": st.none() | st.just(ROLLING),
    "day_ends": st.sampled_from(["midnight", "close_of_business", "same_time"]) | _CLOCKS,
    "short_periods": st.none() | st.integers(1, 12).map(ShortPeriods),
    "clear_days": st.booleans(),
    "pause_days": st.sampled_from(["(]", "[)", "[]", "()"]),
    "pause_again": st.sampled_from(["ignore", "move"]),
    "pause_cap": st.none() | st.integers(1, 40).map(lambda days: Period.of(days, Unit.DAYS)),
    "extend_from": st.sampled_from(["unrolled", "trigger", "rolled", "approval"]),
    "rest_run": st.none() | st.integers(2, 4).map(RestRun),
    "hours": st.sampled_from(["at_once", "next_full_hour"]),
    "at_close": st.sampled_from(["close", "next_opening"]),
    "breach_at": st.sampled_from(["due_end", "end_of_day", "next_working_day"]),
    "fulfilled_by": st.sampled_from(["receipt", "dispatch"]),
}
_BY_KIND = st.builds(LastDayOff, limit=_ROLLS, deemed=st.none() | _ROLLS, expiry=st.none() | _ROLLS)


@st.composite
def conventions(draw: st.DrawFn, *, keys: Iterable[str] | None = None) -> Convention:
    """Conventions that may choose any value of every key; contradicting keys are kept apart.

    Args:
        keys: only these differ from the default; left out, every key may.

    Raises:
        KeyError: a key that no convention has.
    """
    wanted = tuple(KEYS) if keys is None else tuple(keys)
    found = {key: draw(_VALUES[key]) for key in wanted}
    if keys is None and draw(st.booleans()):
        found["last_day_off"] = draw(_BY_KIND)
    if found.get("months") == "month_end_sticks":
        found["missing_day"] = "month_end"
    return Convention(name="random", **found)
