"""A convention: how a period is counted, every choice an explicit key with the law it comes from.

The keys, their values and what each means are set out in `docs/reference/time.md`.
A value as a rule file writes it (`plain`) becomes a value of the model through `parse_key`, so that a
convention file, an override in a clause and an argument in Python are read by one set of rules.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Code, GovrulesError, Help, nearest, read_only
from govrules.diagnostics.codes import time as codes
from govrules.model.period import Period, PeriodError, Unit
from govrules.model.source import Source
from govrules.model.text import Text

Roll: TypeAlias = Literal["onward", "next", "previous", "stays"]
LimitKind: TypeAlias = Literal["limit", "deemed", "expiry"]
"""kinds of duty that may roll differently: an ordinary limit, a deemed decision, the expiry of a right"""
PauseDays: TypeAlias = Literal["(]", "[)", "[]", "()"]
DayEnds: TypeAlias = "dt.time | Literal['midnight', 'close_of_business', 'same_time']"

LIMIT_KINDS: tuple[LimitKind, ...] = ("limit", "deemed", "expiry")


class ConventionError(GovrulesError):
    """A key or a value that no convention has; `key` is None where two keys contradict each other."""

    def __init__(
        self, code: Code, values: Mapping[str, object], *, key: str | None, help: tuple[Help, ...] = ()
    ) -> None:
        self.code = code
        self.values: Mapping[str, object] = read_only(values)
        self.key = key
        self.help = help
        super().__init__(code.en.format_map(values))


@frozen
class LastDayOff:
    """What becomes of a last day that is a day off: for ordinary limits, and where another kind differs."""

    limit: Roll = "onward"
    deemed: Roll | None = None
    expiry: Roll | None = None

    def for_kind(self, kind: LimitKind) -> Roll:
        """The rule for one kind of duty; a kind without a rule of its own follows `limit`."""
        own = {"limit": self.limit, "deemed": self.deemed, "expiry": self.expiry}[kind]
        return own or self.limit


@frozen
class ShortPeriods:
    """Parts of at most `up_to` bare days count as `count_as`."""

    up_to: int
    count_as: Unit = Unit.WORKING_DAYS


@frozen
class RestRun:
    """Runs of at least so many days off inside the period lengthen it by as many working days."""

    at_least: int = 3


@frozen
class KeyCitation:
    """The law that a key comes from. A quote stands only where the text was read."""

    cite: str
    quote: str | None = None
    source: Source | None = None
    """where it differs from the convention's own source"""
    note: Text = attrs.field(factory=Text)


def _last_day_off(value: "LastDayOff | Roll") -> LastDayOff:
    return value if isinstance(value, LastDayOff) else LastDayOff(limit=value)


def _citations(value: Mapping[str, KeyCitation]) -> Mapping[str, KeyCitation]:
    return read_only(value)


@frozen
class Convention:
    """How a period is counted. The defaults are the first values of the table in the reference.

    >>> Convention().with_keys(first_day="included", cutoff="16:00").cutoff
    datetime.time(16, 0)
    """

    name: str = "default"
    title: Text = attrs.field(factory=Text)

    days_are: Literal["calendar", "working"] = "calendar"
    first_day: Literal["excluded", "included"] = "excluded"
    start_on_day_off: Literal["as_is", "move"] = "as_is"
    cutoff: dt.time | None = None
    cutoff_to: Literal["next_day", "next_working_day"] = "next_day"
    months: Literal["corresponding_day", "from_next_day", "month_end_sticks"] = "corresponding_day"
    missing_day: Literal["month_end", "next_month_start"] = "month_end"
    last_day_off: LastDayOff = attrs.field(factory=LastDayOff, converter=_last_day_off)
    roll_calendar: str | None = None
    day_ends: DayEnds = "midnight"
    short_periods: ShortPeriods | None = None
    clear_days: bool = False
    pause_days: PauseDays = "(]"
    pause_again: Literal["ignore", "move"] = "ignore"
    pause_cap: Period | None = None
    extend_from: Literal["unrolled", "trigger", "rolled", "approval"] = "unrolled"
    rest_run: RestRun | None = None
    hours: Literal["at_once", "next_full_hour"] = "at_once"
    at_close: Literal["close", "next_opening"] = "close"
    breach_at: Literal["due_end", "end_of_day", "next_working_day"] = "due_end"
    fulfilled_by: Literal["receipt", "dispatch"] = "receipt"

    in_force_from: dt.date | None = None
    in_force_until: dt.date | None = None
    """half-open: the first day on which it no longer holds"""
    source: Source = attrs.field(factory=Source)
    citations: Mapping[str, KeyCitation] = attrs.field(
        factory=dict, converter=_citations, hash=False, repr=False
    )
    """the law behind each key, by key"""
    tested: bool = attrs.field(default=True, eq=False)
    """False where no published worked case stands behind it"""
    sha256: str = attrs.field(default="", eq=False)
    """of the file it was read from; empty for one made in Python"""

    def __attrs_post_init__(self) -> None:
        if self.missing_day == "next_month_start" and self.months == "month_end_sticks":
            raise ConventionError(
                codes.KEYS_CONTRADICT,
                {"first": "missing_day: next_month_start", "second": "months: month_end_sticks"},
                key=None,
                help=(
                    Help(
                        en="from a month's last day one gives the last day, the other the next; drop one",
                        zh="起算日为月末时，前者届满于次月首日，后者届满于月末；请删去其一",
                    ),
                ),
            )

    def with_keys(self, **overrides: object) -> "Convention":
        """The same convention with single keys replaced.

        Args:
            overrides: key to value, as the model has it or as a rule file writes it (`"16:00"`, `"none"`).

        Raises:
            ConventionError: an unknown key or value, or keys that contradict each other.
        """
        return attrs.evolve(self, **{key: parse_key(key, value) for key, value in overrides.items()})

    def keys(self) -> dict[str, object]:
        """Every key of counting with its value, in the order of the reference."""
        return {key: getattr(self, key) for key in KEYS}

    def to_plain(self) -> dict[str, object]:
        """The keys as a rule file would write them."""
        return {key: _plain(value) for key, value in self.keys().items()}


def _plain(value: object) -> object:
    match value:
        case None:
            return None
        case dt.time():
            return value.isoformat(timespec="minutes")
        case Period():
            return str(value)
        case LastDayOff():
            if value.deemed is None and value.expiry is None:
                return value.limit
            return {kind: getattr(value, kind) for kind in LIMIT_KINDS if getattr(value, kind)}
        case ShortPeriods():
            return {"up_to": str(Period.of(value.up_to, Unit.DAYS)), "count_as": value.count_as.value}
        case RestRun():
            return {"at_least": value.at_least}
    return value


def parse_key(key: str, value: object) -> Any:
    """A value of the model from what a rule file writes under `key`.

    Raises:
        ConventionError: an unknown key, or a value that the key does not take.
    """
    if key not in KEYS:
        near = nearest(key, KEYS)
        raise ConventionError(
            codes.UNKNOWN_CONVENTION_KEY,
            {"key": key},
            key=key,
            help=(Help(en=f"did you mean `{near}`?", zh=f"是否要写 `{near}`？"),) if near else (),
        )
    return KEYS[key](key, value)


def _choice(*allowed: str) -> Callable[[str, object], str]:
    def read(key: str, value: object) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        raise _bad_value(key, value, allowed)

    return read


def _bad_value(key: str, value: object, allowed: tuple[str, ...]) -> ConventionError:
    written = _shown(value)
    # Needed for mistakes alone, and no small import.
    import difflib

    # Brackets are too short for a nearest word to mean anything.
    near = difflib.get_close_matches(written, allowed, n=1, cutoff=0.6) if len(written) > 2 else []
    if near:
        help = Help(en=f"did you mean `{near[0]}`?", zh=f"是否要写 `{near[0]}`？")
    else:
        listed = ", ".join(f"`{each}`" for each in allowed)
        help = Help(en=f"it takes {listed}", zh=f"可用的值：{listed}")
    return ConventionError(codes.BAD_CONVENTION_VALUE, {"key": key, "value": written}, key=key, help=(help,))


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _is_none(value: object) -> bool:
    return value is None or (isinstance(value, str) and value in {"none", "null", ""})


def _clock(value: object) -> dt.time | None:
    if isinstance(value, dt.time):
        return value
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value) if isinstance(value, str) else None
    if found is None:
        return None
    return dt.time(int(found.group(1)), int(found.group(2)))


def _cutoff(key: str, value: object) -> dt.time | None:
    if _is_none(value):
        return None
    clock = _clock(value)
    if clock is None:
        raise _bad_value(key, value, ("none", '"16:00"'))
    return clock


def _day_ends(key: str, value: object) -> DayEnds:
    if value in ("midnight", "close_of_business", "same_time"):
        return value
    if value == "24:00":
        return "midnight"
    clock = _clock(value)
    if clock is None:
        raise _bad_value(key, value, ("midnight", "close_of_business", "same_time", '"16:00"'))
    return clock


_ROLLS = ("onward", "next", "previous", "stays")


def _rolls(key: str, value: object) -> LastDayOff:
    if isinstance(value, LastDayOff):
        return value
    if isinstance(value, Mapping):
        for kind, roll in value.items():
            if kind not in LIMIT_KINDS:
                raise _bad_value(key, kind, LIMIT_KINDS)
            if roll not in _ROLLS:
                raise _bad_value(key, roll, _ROLLS)
        return LastDayOff(**{str(kind): roll for kind, roll in value.items()})
    if value in _ROLLS:
        return LastDayOff(limit=value)  # type: ignore[arg-type]
    raise _bad_value(key, value, _ROLLS)


def _name(key: str, value: object) -> str | None:
    if _is_none(value):
        return None
    if isinstance(value, str):
        return value
    raise _bad_value(key, value, ("none", "cn"))


def _flag(key: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise _bad_value(key, value, ("true", "false"))


def _short_periods(key: str, value: object) -> ShortPeriods | None:
    if _is_none(value) or isinstance(value, ShortPeriods):
        return value if isinstance(value, ShortPeriods) else None
    allowed = ("none", "{up_to: 10 days, count_as: working days}")
    if not isinstance(value, Mapping) or set(value) != {"up_to", "count_as"}:
        raise _bad_value(key, value, allowed)
    if value["count_as"] != Unit.WORKING_DAYS.value:
        raise _bad_value(f"{key}.count_as", value["count_as"], (Unit.WORKING_DAYS.value,))
    up_to = _period(f"{key}.up_to", value["up_to"])
    if len(up_to.parts) != 1 or up_to.parts[0].unit is not Unit.DAYS:
        raise _bad_value(f"{key}.up_to", value["up_to"], ("10 days",))
    return ShortPeriods(up_to=up_to.parts[0].amount)


def _period(key: str, value: object) -> Period:
    if isinstance(value, Period):
        return value
    try:
        return Period.parse(value if isinstance(value, str) else _shown(value))
    except PeriodError as error:
        raise ConventionError(
            codes.BAD_CONVENTION_VALUE, {"key": key, "value": _shown(value)}, key=key, help=error.help
        ) from error


_CAP_UNITS = {Unit.DAYS, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.HOURS, Unit.MINUTES}


def _pause_cap(key: str, value: object) -> Period | None:
    if _is_none(value):
        return None
    cap = _period(key, value)
    # A cap is a total, and months have no fixed total.
    if len(cap.parts) != 1 or cap.parts[0].unit not in _CAP_UNITS or cap.to_month_end:
        raise _bad_value(key, value, ("none", "60 days", "20 working days", "8 weeks", "48 hours"))
    return cap


def _rest_run(key: str, value: object) -> RestRun | None:
    if _is_none(value) or isinstance(value, RestRun):
        return value if isinstance(value, RestRun) else None
    if isinstance(value, Mapping) and set(value) == {"at_least"}:
        days = value["at_least"]
        if isinstance(days, str) and days.isdecimal():
            days = int(days)
        if isinstance(days, int) and not isinstance(days, bool) and days >= 1:
            return RestRun(days)
    raise _bad_value(key, value, ("none", "{at_least: 3}"))


KEYS: Mapping[str, Callable[[str, object], Any]] = MappingProxyType(
    {
        "days_are": _choice("calendar", "working"),
        "first_day": _choice("excluded", "included"),
        "start_on_day_off": _choice("as_is", "move"),
        "cutoff": _cutoff,
        "cutoff_to": _choice("next_day", "next_working_day"),
        "months": _choice("corresponding_day", "from_next_day", "month_end_sticks"),
        "missing_day": _choice("month_end", "next_month_start"),
        "last_day_off": _rolls,
        "roll_calendar": _name,
        "day_ends": _day_ends,
        "short_periods": _short_periods,
        "clear_days": _flag,
        "pause_days": _choice("(]", "[)", "[]", "()"),
        "pause_again": _choice("ignore", "move"),
        "pause_cap": _pause_cap,
        "extend_from": _choice("unrolled", "trigger", "rolled", "approval"),
        "rest_run": _rest_run,
        "hours": _choice("at_once", "next_full_hour"),
        "at_close": _choice("close", "next_opening"),
        "breach_at": _choice("due_end", "end_of_day", "next_working_day"),
        "fulfilled_by": _choice("receipt", "dispatch"),
    }
)
"""every key of a convention, with what reads its value"""
