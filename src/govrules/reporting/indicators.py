"""The indicators that offices report, each with its definition, over any grouping of duties."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias, TypeVar

import attrs

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.errors import CountingError
from govrules.model.arguments import wanted
from govrules.model.evaluation import Evaluation
from govrules.model.outcomes import KINDS, Outcome, outcome_of
from govrules.model.policy import Rulebook
from govrules.model.text import Text
from govrules.model.views import STANCES, Stance
from govrules.reporting.tasks import calendars_of, day_of

By: TypeAlias = Literal["clause", "unit", "party", "month"]
BYS: tuple[By, ...] = ("clause", "unit", "party", "month")

AGES: tuple[int, ...] = (5, 10, 20, 60)
"""the upper ends, included, of the classes of age; beyond the last lies one more"""

DEFINITIONS: Mapping[str, Text] = MappingProxyType(
    {
        "judged": Text(
            en="duties with a time limit of which it is known whether they were done in time: met, met late, "
            "overdue, lapsed. Excused, ended and open duties, and those without a limit, are not among them",
            zh="有期限且已知是否按时完成的义务：按时办结、逾期办结、逾期未办、届期视为。"
            "不含免责、终结、尚未到期和没有期限的义务",
        ),
        "on_time_rate": Text(en="met, of those judged", zh="按时办结数 ÷ 已判定数"),
        "early_rate": Text(
            en="done on a day before the due day, of those judged", zh="在届满日之前办结的数量 ÷ 已判定数"
        ),
        "overdue_rate": Text(
            en="met late, overdue or lapsed, of those judged",
            zh="逾期办结、逾期未办和届期视为的数量 ÷ 已判定数",
        ),
        "median_days": Text(
            en="median of the working days from the day after the trigger up to and including the day it was "
            "done; pauses are in it, as whoever waits feels them",
            zh="自触发之日次日起至办结之日止的工作日数的中位数；含暂停时间，即当事人实际等待的时间",
        ),
        "ninety_percent_days": Text(
            en="the number of working days within which nine tenths were done (the smallest that suffices)",
            zh="九成义务在该工作日数之内办结（取满足条件的最小值）",
        ),
        "share_used": Text(
            en="median of the working days taken, of those from the trigger to the due day; above 100% is "
            "late",
            zh="实际用时占自触发至届满的工作日数之比的中位数；超过 100% 即为逾期",
        ),
        "ageing": Text(
            en="open duties by the working days since their trigger",
            zh="尚未了结的义务，按触发以来的工作日数分组",
        ),
    }
)


SAID: Mapping[str, Text] = MappingProxyType(
    {
        "contested": Text(
            en="duties whose finding somebody contests; they count in every other figure as computed",
            zh="对其结论有人提出异议的义务；在其他各项指标中仍按计算结果计入",
        ),
        "excused_by_people": Text(
            en="duties whose finding somebody excuses; they count in every other figure as computed",
            zh="对其结论有人认可免责的义务；在其他各项指标中仍按计算结果计入",
        ),
    }
)
"""how much of it people contest or excuse, with the definitions"""


@attrs.frozen
class Indicators:
    """The figures of one group of duties."""

    group: tuple[str, ...]
    """the values by which it is grouped, in the order asked for; a value that is not named is empty"""
    judged: int
    met: int
    early: int
    met_late: int
    overdue: int
    lapsed: int
    excused: int
    ended: int
    open: int
    """pending or paused, with or without a due day"""
    unknown: int
    median_days: float | None
    """None where nothing was done, or no calendar knows the days"""
    ninety_percent_days: int | None
    share_used: Fraction | None
    ageing: tuple[int, ...]
    """how many open duties are up to 5, 10, 20, 60 working days old, and older"""
    contested: int = 0
    """of how many somebody contests the finding; every other figure is as computed"""
    excused_by_people: int = 0
    """of how many somebody excuses the finding; every other figure is as computed"""

    @property
    def on_time_rate(self) -> Fraction | None:
        """None where nothing is judged."""
        return Fraction(self.met, self.judged) if self.judged else None

    @property
    def early_rate(self) -> Fraction | None:
        return Fraction(self.early, self.judged) if self.judged else None

    @property
    def overdue_rate(self) -> Fraction | None:
        late = self.met_late + self.overdue + self.lapsed
        return Fraction(late, self.judged) if self.judged else None


def indicators(
    evaluation: Evaluation, rulebook: Rulebook, *, by: Sequence[By] = ()
) -> tuple[Indicators, ...]:
    """The figures of all duties, or of each group of them, in the order of the groups' names.

    Args:
        evaluation: whose duties are counted; quotas, requirements and prohibitions know no being late.
        rulebook: that it was made with; it knows the working days.
        by: what to group by: `clause` (as `policy/clause`), `unit` (where the duty arose), `party` (who
            answered last), `month` (in which it fell due, else in which it arose; `2025-10`). Nothing gives
            one group.

    Raises:
        ArgumentError: a grouping that there is not.

    >>> import govrules as gr
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> events = [
    ...     gr.Event("c1", "accepted", dt.date(2025, 9, 1), unit="Licensing Office"),
    ...     gr.Event("c1", "decided", dt.date(2025, 9, 12)),
    ...     gr.Event("c2", "accepted", dt.date(2025, 9, 1), unit="Licensing Office"),
    ... ]
    >>> [found] = gr.indicators(gr.evaluate(rules, events, as_of=dt.date(2025, 12, 31)), rules)
    >>> found.judged, found.on_time_rate, found.median_days
    (2, Fraction(1, 2), 9.0)
    """
    for name in by:
        if name not in BYS:
            raise wanted("by", name, f"one of {', '.join(BYS)}")
    as_of = evaluation.provenance.as_of if evaluation.provenance is not None else None
    if as_of is None:
        return ()
    calendars = calendars_of(rulebook)
    policies = {each.id for each in rulebook.policies}
    groups: defaultdict[tuple[str, ...], Counter[Outcome]] = defaultdict(Counter)
    for each, number in evaluation.outcomes(unit="unit" in by, party="party" in by).items():
        if each.policy in policies:
            groups[_group(each, by)][each] += number
    days = {each.id: day_of(as_of, each) for each in rulebook.policies}
    said = {stance: _said(evaluation, stance, policies, by) for _, stance in STANCES}
    return tuple(_of(group, groups[group], calendars, days, said) for group in sorted(groups))


def percent(share: Fraction | None) -> str:
    """A share to a tenth of a percent, halves up; empty where there is none.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 2000)), percent(None)
    ('33.3%', '0.1%', '')
    """
    if share is None:
        return ""
    tenths = (share * 2000 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}%"


def _group(each: Outcome, by: Sequence[By]) -> tuple[str, ...]:
    return tuple(_KEYS[key](each) for key in by)


def _month(found: Outcome) -> str:
    day = found.due or found.triggered
    return "" if day is None else f"{day:%Y-%m}"


_KEYS: Mapping[str, Callable[[Outcome], str]] = MappingProxyType(
    {
        "clause": lambda each: each.full_clause,
        "unit": lambda each: each.unit,
        "party": lambda each: each.party,
        "month": _month,
    }
)


def _said(
    evaluation: Evaluation, stance: Stance, policies: Container[str], by: Sequence[By]
) -> Counter[tuple[str, ...]]:
    """By group of how many duties somebody contests or excuses the finding."""
    ids = frozenset(id for view in evaluation.views if view.stance == stance for id in view.findings)
    if not ids:
        return Counter()
    return Counter(
        _group(outcome_of(each, unit=True, party=True), by)
        for each in evaluation.each_obligation()
        if each.id in ids and each.clause_kind in KINDS and each.policy in policies
    )


def _of(
    group: tuple[str, ...],
    found: Mapping[Outcome, int],
    calendars: Mapping[str, WorkingCalendar | None],
    days: Mapping[str, dt.date],
    said: Mapping[Stance, Mapping[tuple[str, ...], int]],
) -> Indicators:
    states: Counter[str] = Counter()
    timed: Counter[str] = Counter()
    amounts: Counter[int] = Counter()
    shares: Counter[Fraction] = Counter()
    ages: Counter[int] = Counter()
    early = 0
    for each, number in found.items():
        calendar = calendars[each.policy]
        states[each.state] += number
        if each.is_limited:
            timed[each.state] += number
            early += number if _is_early(each) else 0
        taken = _taken(each, calendar)
        if taken is not None:
            amounts[taken] += number
            share = _share(each, taken, calendar)
            if share is not None:
                shares[share] += number
        if each.state in _STILL and each.triggered is not None:
            age = _between(each.triggered, days[each.policy], calendar)
            if age is not None:
                ages[age] += number
    took = amounts.total()
    return Indicators(
        group,
        judged=timed["met"] + timed["met_late"] + timed["overdue"] + timed["lapsed"],
        met=timed["met"],
        early=early,
        met_late=timed["met_late"],
        overdue=timed["overdue"],
        lapsed=timed["lapsed"],
        excused=states["excused"],
        ended=states["ended"],
        open=states["pending"] + states["paused"],
        unknown=states["unknown"],
        median_days=float(_median(amounts)) if took else None,
        ninety_percent_days=_at(amounts, math.ceil(Fraction(9, 10) * took) - 1) if took else None,
        share_used=_median(shares) if shares else None,
        ageing=_classes(ages),
        contested=said["contested"].get(group, 0),
        excused_by_people=said["excused"].get(group, 0),
    )


_STILL = frozenset({"pending", "paused", "overdue"})
_Number = TypeVar("_Number", int, Fraction)


def _at(counted: Mapping[_Number, int], place: int) -> _Number:
    """The number at a place, from 0, among all of them in order."""
    for number in sorted(counted):
        place -= counted[number]
        if place < 0:
            return number
    raise IndexError(place)


def _median(counted: "Counter[_Number]") -> Fraction:
    total = counted.total()
    return Fraction(_at(counted, (total - 1) // 2) + _at(counted, total // 2)) / 2


def _is_early(found: Outcome) -> bool:
    return (
        found.state == "met" and found.done is not None and found.due is not None and found.done < found.due
    )


def _taken(found: Outcome, calendar: WorkingCalendar | None) -> int | None:
    """The working days from the trigger to the fulfilment; what was done before its trigger took none."""
    if found.triggered is None or found.done is None or found.state not in {"met", "met_late"}:
        return None
    between = _between(found.triggered, found.done, calendar)
    return None if between is None else max(between, 0)


def _share(found: Outcome, taken: int, calendar: WorkingCalendar | None) -> Fraction | None:
    if found.triggered is None or found.due is None:
        return None
    whole = _between(found.triggered, found.due, calendar)
    return Fraction(taken, whole) if whole is not None and whole > 0 else None


def _between(start: dt.date, end: dt.date, calendar: WorkingCalendar | None) -> int | None:
    try:
        return None if calendar is None else calendar.working_days_between(start, end)
    except CountingError:
        return None


def _classes(ages: Mapping[int, int]) -> tuple[int, ...]:
    counted = [0] * (len(AGES) + 1)
    for age, number in ages.items():
        counted[next((at for at, end in enumerate(AGES) if age <= end), len(AGES))] += number
    return tuple(counted)
