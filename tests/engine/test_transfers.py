"""Who held a case, from when to when and for how many days: passed on by events, or with the post."""

import datetime as dt

from govrules.diagnostics import Language
from govrules.explaining import explain
from govrules.model.events import Event
from govrules.model.findings import Obligation
from tests.engine.rules import END, at, day, judge, on, rules

PASSED_ON = """
events:
  accepted: {title: {zh: 受理, en: accepted}}
  decided: {title: {zh: 决定, en: decided}}
  transferred: {title: {zh: 移送, en: transferred}, data: {to: string}}
clauses:
  decide:
    responsible: {first: trigger.unit, passes: {on: transferred, to: event.to}}
    duty: {when: accepted, must: decided, within: 10 working days}
"""


def held(obligation: Obligation) -> list[tuple[str | None, dt.date, dt.date | None, int | None, int | None]]:
    return [
        (each.party, each.since.date, each.until.date if each.until else None, each.days, each.working_days)
        for each in obligation.holders
    ]


def one(text: str, *events: Event, as_of: dt.date = END) -> Obligation:
    [obligation] = judge(rules(text), *events, as_of=as_of).obligations
    return obligation


ACCEPTED = on(2, "accepted", unit="A")
LANGUAGES: tuple[Language, Language] = ("en", "zh")
PASSES = (on(5, "transferred", to="B"), on(9, "transferred", to="C"))


def test_each_party_is_told_with_the_days_on_which_it_held_the_case() -> None:
    found = one(PASSED_ON, ACCEPTED, *PASSES, on(13, "decided"))
    assert held(found) == [
        ("A", day(2), day(5), 3, 3),
        ("B", day(5), day(9), 4, 2),
        ("C", day(9), None, 4, 4),
    ]
    # (the day of acceptance, the day of the decision]: the days add up to those of the case.
    assert sum(each.days or 0 for each in found.holders) == 13 - 2


def test_an_open_case_is_held_up_to_as_of() -> None:
    assert held(one(PASSED_ON, ACCEPTED, *PASSES, as_of=day(10)))[-1] == ("C", day(9), None, 1, 1)
    assert held(one(PASSED_ON, ACCEPTED, as_of=day(2))) == [("A", day(2), None, 0, 0)]


def test_a_case_passed_on_within_its_day_was_held_no_day() -> None:
    events = (
        on(at(2, 9), "accepted", unit="A"),
        on(at(2, 15), "transferred", to="B"),
        on(at(4, 9), "decided"),
    )
    assert held(one(PASSED_ON, *events)) == [("A", day(2), day(2), 0, 0), ("B", day(2), None, 2, 2)]


def test_what_is_settled_by_the_end_of_its_time_was_held_up_to_then() -> None:
    text = PASSED_ON.replace("within: 10 working days", "within: 5 working days, on_lapse: {deem: decided}")
    for as_of in (10, 20, 31):
        found = one(text, ACCEPTED, PASSES[0], as_of=day(as_of))
        assert (found.state, held(found)) == (
            "lapsed",
            [("A", day(2), day(5), 3, 3), ("B", day(5), None, 4, 2)],
        )


def test_days_beyond_the_calendar_are_counted_and_its_working_days_are_not_known() -> None:
    late = dt.date(2028, 1, 3)
    found = one(PASSED_ON, ACCEPTED, on(late, "decided"), as_of=late)
    assert held(found) == [("A", day(2), None, (late - day(2)).days, None)]


def test_an_explanation_tells_the_days_of_each_of_those_of_all() -> None:
    book = rules(PASSED_ON)
    found = judge(book, ACCEPTED, *PASSES, on(13, "decided"))
    [obligation] = found.obligations
    english, chinese = (explain(obligation, rulebook=book, lang=lang) for lang in LANGUAGES)
    of_nine = "working days, of 9 working days in all"
    assert [line.strip() for line in english.splitlines() if "held it" in line] == [
        f"A, from 2026-03-02 to 2026-03-05: held it 3 {of_nine}",
        f"B, from 2026-03-05 to 2026-03-09, by “transferred”: held it 2 {of_nine}",
        f"C, from 2026-03-09, by “transferred”: held it 4 {of_nine}",
    ]
    assert [line.strip() for line in chinese.splitlines() if "经办" in line] == [
        "A（2026年3月2日至2026年3月5日），经办3个工作日（共9个工作日）",
        "B（2026年3月5日至2026年3月9日），因移送，经办2个工作日（共9个工作日）",
        "C（自2026年3月9日起），因移送，经办4个工作日（共9个工作日）",
    ]


# -- with the post -------------------------------------------------------------------------------------

BY_POST = """
records:
  post: {set_by: post_set, data: {unit: string, role: string, holder: string}}
  item: {set_by: listed, data: {name: string}}
events:
  post_set: {data: {post: string, unit: string, role: string, holder: string}}
  listed: {data: {item: string}}
  accepted: {}
  decided: {}
  transferred: {data: {to: string}}
clauses:
  decide:
    responsible: {first: holder("局长"), passes: {on: transferred, to: 'holder("局长", of=event.to)'}}
    duty: {when: accepted, must: decided, within: 10 working days}
"""
# accepted on Monday the 2nd: due on Monday the 16th


def post(when: int, key: str, holder: str, unit: str = "A") -> Event:
    return on(when, "post_set", case="org", post=key, unit=unit, role="局长", holder=holder)


HEADS = (post(1, "a", "甲"), post(1, "b", "丙", "B"))


def test_a_case_stays_with_the_post_when_the_person_leaves_it() -> None:
    changes = (post(6, "a", "乙"), post(12, "a", ""), post(18, "b", "丁", "B"))
    found = one(BY_POST, *HEADS, ACCEPTED, *changes, on(9, "listed", case="x", item="i"), on(20, "decided"))
    assert held(found) == [
        ("甲", day(2), day(6), 4, 4),
        ("乙", day(6), day(12), 6, 4),
        (None, day(12), None, 8, 6),
    ]
    assert [each.because for each in found.holders] == [None, None, None]


def test_after_a_transfer_the_post_of_the_other_unit_answers() -> None:
    changes = (on(5, "transferred", to="B"), post(6, "a", "乙"), post(10, "b", "丁", "B"))
    found = one(BY_POST, *HEADS, ACCEPTED, *changes, on(13, "decided"))
    assert held(found) == [
        ("甲", day(2), day(5), 3, 3),
        ("丙", day(5), day(10), 5, 3),
        ("丁", day(10), None, 3, 3),
    ]


def test_a_breach_is_that_of_whoever_held_the_post_on_the_last_day_in_time() -> None:
    for takes_over, who in ((16, "乙"), (17, "甲")):
        found = judge(rules(BY_POST), *HEADS, ACCEPTED, post(takes_over, "a", "乙"))
        assert [(each.due, each.responsible) for each in found.violations] == [(day(16), who)]


def test_whoever_took_up_the_post_before_or_after_the_case_is_no_part_of_it() -> None:
    changes = (post(2, "a", "乙"), post(13, "a", "丙"), post(20, "a", "丁"))
    found = one(BY_POST, *HEADS, ACCEPTED, *changes, on(13, "decided"))
    assert held(found) == [("乙", day(2), None, 11, 9)]


def test_a_requirement_is_answered_for_on_its_day_alone() -> None:
    text = BY_POST.replace("duty: {when: accepted, must: decided, within: 10 working days}",
                           "requirement: {when: accepted, require: event.unit == \"B\"}")  # fmt: skip
    found = one(text, *HEADS, ACCEPTED, post(6, "a", "乙"))
    assert held(found) == [("甲", day(2), None, None, None)]
