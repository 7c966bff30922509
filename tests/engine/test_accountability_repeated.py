"""What is answered for only when it happened so often in so much time."""

import datetime as dt

import attrs
import pytest

from govrules.model.convention import Convention, LastDayOff
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from tests.engine.rules import SHANGHAI, at, judge, on, rules

RULES = """
parameters: {often: {type: integer, values: %s, note: the text says 多次}}
events:
  slept: {data: {person: string, leader: string, proven: bool}}
  noted: {}
case: {known: {type: bool, default: true}}
clauses:
  asleep: {prohibition: {when: slept}}
  answer:
    per: policy
    accountability:
      on: {violation: asleep}
      answerable: {direct: '"head"'}
      repeated: {times: %s, over: %s}
"""


def answered(over: str, *log: Event, times: str = "3", often: str = "{}", **more: str) -> Evaluation:
    """With `if:` and `same:` as in a rule file, and `as_of` at the end of 2026."""
    text = RULES % (often, times, f"{over}, same: {more['same']}" if "same" in more else over)
    if "if_" in more:
        text = text.replace("    per: policy\n", f"    per: policy\n    if: {more['if_']}\n")
    return judge(rules(text), *log, as_of=dt.date(2026, 12, 31))


def slept(*days: str, **data: object) -> list[Event]:
    """A breach on each day, each in a case of its own; month and day of 2026."""
    return [
        on(dt.date.fromisoformat(f"2026-{each}"), "slept", case=f"c{number}", **data)  # type: ignore[arg-type]
        for number, each in enumerate(days)
    ]


def when(found: Evaluation) -> list[str]:
    return [f"{each.at:%m-%d}" for each in found.attributions if each.at is not None]


def test_the_last_of_so_many_makes_answerable_and_each_one_after_it_anew() -> None:
    found = answered("1 month", *slept("03-02", "03-09", "03-16", "03-23"))
    assert when(found) == ["03-16", "03-23"]
    assert [len(each.on) for each in found.attributions] == [3, 4]
    assert found.attributions[0].on == tuple(
        f"p/asleep:c{number}@2026-03-{day}/violation" for number, day in enumerate(["02", "09", "16"])
    )
    assert when(answered("1 month", *slept("03-02", "03-09"))) == []


@pytest.mark.parametrize(
    ("over", "first", "answers"),
    [
        ("1 month", "03-16", False),
        ("1 month", "03-17", True),
        ("10 days", "04-06", False),
        ("10 days", "04-07", True),
        ("5 working days", "04-09", False),
        ("5 working days", "04-10", True),
        ("no limit", "01-01", True),
    ],
)
def test_a_rolling_span_ends_with_the_last_and_begins_excluded_that_much_before(
    over: str, first: str, answers: bool
) -> None:
    found = answered(over, *slept(first, "04-15", "04-16"))
    assert when(found) == (["04-16"] if answers else [])


def test_what_moves_the_end_of_a_limit_moves_no_span_that_one_looks_back_over() -> None:
    # A month before Thursday 16 April is a Monday; a month before Wednesday 15 April is Sunday 15 March.
    moving = Convention(first_day="included", last_day_off=LastDayOff(limit="onward"), clear_days=True)
    text = RULES % ("{}", "2", "1 month")
    for convention in (None, moving):
        book = rules(text, convention=convention)
        assert when(judge(book, *slept("03-15", "04-15"), as_of=dt.date(2026, 12, 31))) == []
        assert when(judge(book, *slept("03-16", "04-15"), as_of=dt.date(2026, 12, 31))) == ["04-15"]


def test_hours_are_counted_between_instants_and_from_no_bare_date() -> None:
    log = [on(at(2, 8), "slept"), on(at(2, 20), "slept", case="d"), on(at(3, 8), "slept", case="e")]
    assert when(answered("24 hours", *log)) == []
    earlier = attrs.evolve(log[2], time=dt.datetime(2026, 3, 3, 7, 59, tzinfo=SHANGHAI))
    assert when(answered("24 hours", *log[:2], earlier)) == ["03-03"]
    bare = answered("24 hours", *slept("03-02"), *log[1:])
    assert when(bare) == []
    assert [each.reason.en for each in bare.unknowns] == [
        "it happened 2 times for certain and perhaps 3 times, where it takes 3; "
        "time of day needed: a period in hours cannot be counted from a bare date"
    ]


@pytest.mark.parametrize(
    ("span", "within", "beyond"),
    [
        ("calendar year", ("01-01", "12-30", "12-31"), None),
        ("calendar quarter", ("04-01", "05-01", "06-30"), ("03-31", "05-01", "06-30")),
        ("calendar month", ("04-01", "04-02", "04-30"), ("03-31", "04-29", "04-30")),
    ],
)
def test_in_a_calendar_period_all_lie_in_the_same_one(
    span: str, within: tuple[str, ...], beyond: tuple[str, ...] | None
) -> None:
    assert when(answered(span, *slept(*within))) == [within[-1]]
    assert beyond is None or when(answered(span, *slept(*beyond))) == []


def test_a_duty_is_broken_in_the_year_of_its_last_day_though_it_is_late_in_the_next() -> None:
    text = """
    events: {asked: {}, answered: {}}
    clauses:
      reply: {duty: {when: asked, must: answered, within: 1 day, repeat: each}}
      answer:
        per: policy
        accountability:
          {on: {violation: reply}, answerable: {direct: '"head"'}, repeated: {times: 2, over: calendar year}}
    """
    log = [on(dt.date(2025, 12, 1), "asked"), on(dt.date(2025, 12, 30), "asked", case="d")]
    found = judge(rules(text), *log, as_of=dt.date(2026, 3, 31))
    assert [(each.due, each.at) for each in found.violations[1:]] == [
        (dt.date(2025, 12, 31), dt.datetime(2026, 1, 1, tzinfo=SHANGHAI))
    ]
    assert when(found) == ["01-01"]


def test_breaches_are_counted_together_by_what_they_have_in_common() -> None:
    mixed = [
        *slept("03-02", "03-03", leader="Li"),
        *slept("03-04", leader="Zhao"),
        on(dt.date(2026, 3, 5), "slept", case="e", leader="Li"),
    ]
    assert when(answered("1 month", *mixed, same="event.leader")) == ["03-05"]
    found = answered("1 month", *mixed, same="event.leader")
    assert [len(each.on) for each in found.attributions] == [3]


def test_a_breach_of_which_it_is_unknown_with_whose_it_counts_is_counted_with_nobody_s_for_certain() -> None:
    unsaid = on(dt.date(2026, 3, 4), "slept", case="x")
    certain = slept("03-02", "03-03", leader="Li")
    found = answered("1 month", *certain, unsaid, same="event.leader")
    assert when(found) == []
    assert [each.reason.code for each in found.unknowns] == ["perhaps-often-enough"]
    # With one known to be of the same leader it may be enough, and without any doubt only later.
    later = answered("1 month", *certain, unsaid, *_also("03-09"), same="event.leader")
    assert (when(later), len(later.unknowns)) == (["03-09"], 1)
    assert [len(each.on) for each in later.attributions] == [3]
    few = answered("1 month", certain[0], unsaid, same="event.leader")
    assert (when(few), few.unknowns) == ([], ())


def _also(*days: str) -> list[Event]:
    return [attrs.evolve(each, case=f"also{each.case}") for each in slept(*days, leader="Li")]


def test_only_what_the_condition_holds_of_is_counted_and_what_it_may_hold_of_leaves_doubt() -> None:
    log = slept("03-02", "03-03", proven=True)
    proven = attrs.evolve(log[0], case="x", time=dt.date(2026, 3, 5))
    denied, open_ = (
        attrs.evolve(proven, case=name, time=dt.date(2026, 3, 4), data=data)
        for name, data in (("y", {"proven": False}), ("z", {}))
    )
    assert when(answered("1 month", *log, proven, if_="event.proven")) == ["03-05"]
    assert when(answered("1 month", *log, denied, if_="event.proven")) == []
    found = answered("1 month", *log, open_, if_="event.proven")
    assert (when(found), [each.reason.code for each in found.unknowns]) == ([], ["perhaps-often-enough"])
    assert [
        len(each.on) for each in answered("1 month", *log, open_, proven, if_="event.proven").attributions
    ] == [3]
    assert answered("1 month", log[0], open_, if_="event.proven").unknowns == ()


def test_how_often_is_too_often_may_be_a_parameter_that_nobody_has_set() -> None:
    log = slept("03-02", "03-03")
    unset = answered("1 month", *log, times="params.often")
    assert when(unset) == []
    assert {each.reason.en for each in unset.unknowns} == {
        "the parameter `often` is not set: the text says 多次"
    }
    assert when(answered("1 month", *log, times="params.often", often="{2020-01-01: 2}")) == ["03-03"]
    none = answered("1 month", *log, times="params.often", often="{2020-01-01: 0}")
    assert {each.reason.code for each in none.unknowns} == {"not-a-number-of-times"}


def test_each_slice_counts_for_itself() -> None:
    text = (RULES % ("{}", "2", "1 month")).replace("per: policy", "per: person")
    log = [*slept("03-02", "03-04", person="Wang"), *_named("Li", "03-03")]
    found = judge(rules(text), *log, as_of=dt.date(2026, 12, 31))
    assert [(each.slice, when(found)) for each in found.attributions] == [((("person", "Wang"),), ["03-04"])]


def _named(person: str, *days: str) -> list[Event]:
    return [attrs.evolve(each, case=f"{person}{each.case}") for each in slept(*days, person=person)]
