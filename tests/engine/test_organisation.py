"""Who held a post and who stands above, on the day of the act, from records that events set."""

import datetime as dt
from typing import Any

import pytest

from govrules.model.events import Event
from tests.engine.rules import at, day, judge, on, rules, unknown

ORGANISATION = """
records:
  unit: {{set_by: unit_set, ended_by: unit_ended, data: {{superior: string, kind: string}}}}
  post: {{set_by: post_set, ended_by: post_ended,
         data: {{unit: any, role: any, holder: any, acting: string}}}}
  person: {{set_by: person_set, data: {{unit: string, superior: string}}}}
events:
  unit_set: {{data: {{unit: string, superior: string, kind: string}}}}
  unit_ended: {{data: {{unit: string}}}}
  post_set: {{data: {{post: string, unit: any, role: any, holder: any, acting: string}}}}
  post_ended: {{data: {{post: string}}}}
  person_set: {{data: {{person: string, unit: string, superior: string}}}}
  asked: {{data: {{who: string, units: list, role: string, on: date}}}}
clauses:
  tried: {{requirement: {{when: asked, require: {condition}}}}}
"""


def post(when: int, key: str, unit: object = None, role: object = None, **data: object) -> Event:
    facts = {"unit": unit, "role": role, **data}
    return Event(
        "org",
        "post_set",
        day(when),
        data={"post": key, **{k: v for k, v in facts.items() if v is not None}},
    )


def verdict(condition: str, *before: Event, when: int = 20, unit: str | None = "A", **data: Any) -> str:
    """`kept`, `broken`, or why the requirement cannot be judged."""
    text = ORGANISATION.format(condition=f"'{condition}'")
    found = judge(rules(text), *before, on(when, "asked", unit=unit, **data))
    if found.unknowns:
        return unknown(found)[0]
    [obligation] = [each for each in found.obligations if each.case == "c"]
    return {"met": "kept", "violated": "broken"}[obligation.state]


HEAD = 'event.who == holder("局长")'


def test_whoever_held_the_post_on_the_day_is_found() -> None:
    posts = [post(2, "a1", "A", "局长", holder="甲"), post(10, "a1", holder="乙")]
    assert [verdict(HEAD, *posts, when=when, who="甲") for when in (2, 9, 10, 20)] == [
        "kept",
        "kept",
        "broken",
        "broken",
    ]
    assert verdict(HEAD, *posts, when=10, who="乙") == "kept"
    assert verdict('event.who == holder("局长", on=event.on)', *posts, who="甲", on="2026-03-09") == "kept"


def test_the_unit_may_be_named_and_is_else_that_of_the_event() -> None:
    posts = [post(2, "a1", "A", "局长", holder="甲"), post(2, "b1", "B", "局长", holder="乙")]
    assert verdict(HEAD, *posts, who="甲") == "kept"
    assert verdict(HEAD, *posts, who="乙", unit="B") == "kept"
    assert verdict('event.who == holder("局长", of="B")', *posts, who="乙") == "kept"
    assert verdict("event.who == holder(event.role, of=event.unit)", *posts, who="甲", role="局长") == "kept"
    assert verdict(HEAD, *posts, who="甲", unit=None) == "no event says which `unit` is meant"


def test_one_who_stands_in_answers_instead_until_the_stand_in_ends() -> None:
    posts = [
        post(2, "a1", "A", "局长", holder="甲"),
        post(5, "a1", acting="乙"),
        post(9, "a1", acting=""),
    ]
    assert [verdict(HEAD, *posts, when=when, who="乙") for when in (4, 5, 8, 9)] == [
        "broken",
        "kept",
        "kept",
        "broken",
    ]
    vacant = [post(2, "a1", "A", "局长"), post(5, "a1", acting="乙")]
    assert verdict(HEAD, *vacant, who="乙") == "kept"


def test_a_vacant_post_is_unknown_with_the_day() -> None:
    never = [post(2, "a1", "A", "局长")]
    left = [post(2, "a1", "A", "局长", holder="甲"), post(9, "a1", holder=" ")]
    ended = [post(2, "a1", "A", "局长", holder="甲"), Event("org", "post_ended", day(9), data={"post": "a1"})]
    for posts in (never, left, ended):
        assert verdict(HEAD, *posts, who="甲") == "the post of `局长` in the unit was vacant on 2026-03-20"


def test_a_role_that_no_post_of_the_unit_has_is_unknown() -> None:
    why = "no post of `局长` in the unit is on record by 2026-03-20"
    assert verdict(HEAD, post(2, "a1", "A", "副局长", holder="甲"), who="甲") == why
    assert verdict(HEAD, post(2, "a1", "B", "局长", holder="甲"), who="甲") == why
    later = post(21, "a1", "A", "局长", holder="甲")
    assert verdict(HEAD, later, post(2, "b1", "B", "x"), who="甲") == why
    by_data = "event.who == holder(event.role)"
    assert verdict(by_data, post(2, "a1", "B", "局长"), who="甲", role="秘密") == (
        "no post of that role in the unit is on record by 2026-03-20"
    )


def test_two_who_hold_one_post_make_it_unknown_and_one_with_two_posts_does_not() -> None:
    two = [post(2, "a1", "A", "局长", holder="甲"), post(2, "a2", "A", "局长", holder="乙")]
    assert verdict(HEAD, *two, who="甲") == "the post of `局长` was held by two persons on 2026-03-20"
    listed = [post(2, "a1", "A", "局长", holder=("甲", "乙", "丙"))]
    assert verdict(HEAD, *listed, who="甲") == "the post of `局长` was held by 3 persons on 2026-03-20"
    same = [post(2, "a1", "A", "局长", holder="甲"), post(2, "a2", "A", "局长", holder="甲")]
    assert verdict(HEAD, *same, who="甲") == "kept"


def test_no_posts_at_all_are_data_that_were_not_loaded() -> None:
    why = "`holder()` needs data about posts and their holders, and none are loaded"
    assert verdict(HEAD, who="甲") == why


def test_a_post_that_does_not_say_its_unit_or_role_may_be_the_one() -> None:
    other = post(2, "b1", "B", "局长", holder="乙")
    assert verdict(HEAD, other, post(2, "x", role="局长"), who="甲") == (
        "`post.unit` was not given by 2026-03-20"
    )
    assert verdict(HEAD, other, post(2, "x", unit="A"), who="甲") == "`post.role` was not given by 2026-03-20"
    fine = post(2, "a1", "A", "局长", holder="甲")
    assert verdict(HEAD, fine, post(2, "x", unit="B"), post(2, "y", role="科员"), who="甲") == "kept"


def test_a_post_that_rests_on_contradicted_events_is_unknown_where_it_may_be_the_one() -> None:
    def twice(unit: str) -> list[Event]:
        return [
            Event("org", "post_set", day(2), id="1", data={"post": "x", "unit": unit, "role": "局长", **each})
            for each in ({"holder": "丙"}, {"holder": "丁"})
        ]

    fine = post(2, "a1", "A", "局长", holder="甲")
    assert verdict(HEAD, fine, *twice("B"), who="甲") == "kept"
    assert verdict(HEAD, fine, *twice("A"), who="甲") == (
        "records of `post_set` in one case share one id and differ; none of them is trusted alone"
    )


# -- portfolios ----------------------------------------------------------------------------------------

ONE = 'len(holders("分管副市长", of=event.units)) == 1'
BY = 'event.who in holders("分管副市长", of=event.units)'
PORTFOLIOS = [
    post(2, "v1", ("教育局", "卫生局"), "分管副市长", holder="甲"),
    post(2, "v2", ("公安局",), "分管副市长", holder="乙"),
    post(2, "v3", "财政局", ("常务副市长", "分管副市长"), holder="丙"),
]


@pytest.mark.parametrize(
    ("units", "one", "by"),
    [
        (("教育局", "卫生局"), "kept", "kept"),
        (("教育局", "公安局"), "broken", "kept"),
        (("公安局", "财政局"), "broken", "broken"),
        ((), "broken", "broken"),
    ],
)
def test_units_are_routed_by_the_portfolios_they_lie_in(units: tuple[str, ...], one: str, by: str) -> None:
    assert verdict(ONE, *PORTFOLIOS, units=units) == one
    assert verdict(BY, *PORTFOLIOS, units=units, who="甲") == by


def test_a_unit_in_nobodys_portfolio_leaves_the_routing_unknown() -> None:
    why = "no post of `分管副市长` in the unit is on record by 2026-03-20"
    for condition in (ONE, BY):
        assert verdict(condition, *PORTFOLIOS, units=("教育局", "文化局"), who="甲") == why


def test_the_holder_of_several_units_is_one_person_or_unknown() -> None:
    condition = 'event.who == holder("分管副市长", of=event.units)'
    assert verdict(condition, *PORTFOLIOS, units=("教育局", "卫生局"), who="甲") == "kept"
    assert verdict(condition, *PORTFOLIOS, units=("教育局", "公安局"), who="甲") == (
        "the post of `分管副市长` was held by two persons on 2026-03-20"
    )
    assert verdict(condition, *PORTFOLIOS, units=(), who="甲") == (
        "`holder()` cannot be computed from what it was given"
    )


# -- superiors -----------------------------------------------------------------------------------------


def unit(when: int, name: str, **data: object) -> Event:
    return Event("org", "unit_set", day(when), data={"unit": name, **data})


def person(when: int, name: str, **data: object) -> Event:
    return Event("org", "person_set", day(when), data={"person": name, **data})


ABOVE = "event.who == superior(event.unit)"


def test_above_a_unit_stands_its_superior_unit_as_of_the_day() -> None:
    units = [unit(2, "A", superior="区政府"), unit(10, "A", superior="市政府")]
    assert verdict(ABOVE, *units, when=9, who="区政府") == "kept"
    assert verdict(ABOVE, *units, when=10, who="市政府") == "kept"
    assert verdict("event.who == superior(superior(event.unit))", *units, unit(2, "市政府", superior="省"),
                   who="省") == "kept"  # fmt: skip
    assert verdict('event.who == superior(event.unit, on="2026-03-05")', *units, who="区政府") == "kept"


def test_above_a_person_stands_the_superior_person() -> None:
    people = [person(2, "甲", superior="乙")]
    assert verdict('"乙" == superior(event.who)', *people, who="甲") == "kept"


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ([], "`superior()` needs data about units or persons and who is above them, and none are loaded"),
        (
            [unit(2, "B")],
            "whose superior is asked for is neither a unit nor a person on record by 2026-03-20",
        ),
        ([unit(2, "A", kind="office")], "`unit.superior` was not given by 2026-03-20"),
        (
            [unit(2, "A", superior="B"), Event("org", "unit_ended", day(3), data={"unit": "A"})],
            "the record `unit` that the event names is not in force on 2026-03-20",
        ),
        (
            [unit(2, "A", superior="B"), person(2, "A", superior="C")],
            "whose superior is asked for is the name of a unit and of a person on 2026-03-20",
        ),
    ],
)
def test_whose_superior_the_records_do_not_tell_is_unknown(before: list[Event], why: str) -> None:
    assert verdict(ABOVE, *before, who="B") == why


# -- which day -----------------------------------------------------------------------------------------

BREACH = """
records:
  post: {set_by: post_set, data: {unit: string, role: string, holder: string}}
events:
  post_set: {data: {post: string, unit: string, role: string, holder: string}}
  asked: {}
  answered: {}
  seen: {}
  found: {}
  summoned: {data: {who: string}}
clauses:
  answer: {duty: {when: asked, must: answered, within: 5 working days}}
  see: {prohibition: {when: seen}}
  summon:
    responsible: holder("局长", of=violation.unit)
    duty: {when: {violation: answer}, must: summoned, within: 5 working days}
  summon_seen:
    responsible: holder("局长")
    duty: {when: {violation: see}, must: summoned, within: 5 working days}
"""
# asked on Monday the 2nd: due on Monday the 9th, late from the 10th on


@pytest.mark.parametrize(("handover", "who"), [(9, "乙"), (10, "甲"), (11, "甲")])
def test_a_breach_of_a_duty_is_that_of_its_last_day_in_time(handover: int, who: str) -> None:
    posts = [post(1, "a1", "A", "局长", holder="甲"), post(handover, "a1", holder="乙")]
    found = judge(rules(BREACH), *posts, on(2, "asked", unit="A"), on(25, "found", unit="A"))
    assert [(each.clause, each.unit, each.due) for each in found.violations] == [
        ("answer", "A", day(9)),
        ("summon", "A", day(17)),
    ]
    assert [each.responsible for each in found.obligations if each.clause == "summon"] == [who]


def test_a_breach_by_an_event_is_that_of_its_day() -> None:
    posts = [post(1, "a1", "A", "局长", holder="甲"), post(10, "a1", holder="乙")]
    for seen, who in ((day(9), "甲"), (at(9, 23, 59), "甲"), (at(10, 0), "乙"), (day(10), "乙")):
        found = judge(rules(BREACH), *posts, on(seen, "seen", unit="A"))
        assert [each.responsible for each in found.obligations if each.clause == "summon_seen"] == [who]


def test_nothing_hangs_on_the_order_of_the_events_nor_on_what_comes_later() -> None:
    posts = [post(2, "a1", "A", "局长", holder="甲"), post(10, "a1", holder="乙")]
    text = ORGANISATION.format(condition=f"'{HEAD}'")
    asked = on(5, "asked", unit="A", who="甲")
    whole = judge(rules(text), *posts, asked, as_of=dt.date(2026, 3, 31))
    assert judge(rules(text), asked, *reversed(posts)).obligations == whole.obligations
    assert judge(rules(text), posts[0], asked, as_of=day(5)).obligations == whole.obligations


def test_a_post_that_is_on_record_nowhere_has_no_holder_and_a_vacant_one_leaves_it_open() -> None:
    condition = 'given(holder("局长", of="A"))'
    assert verdict(condition) == "broken"
    assert verdict(condition, post(1, "p", unit="A", role="副局长", holder="甲")) == "broken"
    assert verdict(condition, post(1, "p", unit="A", role="局长", holder="甲")) == "kept"
    assert verdict(condition, post(1, "p", unit="A", role="局长")).startswith(
        "the post of `局长` in the unit was vacant"
    )
