"""Findings that are contested or excused keep both views: the computed one, and what people say of it."""

import datetime as dt

from govrules.model.events import Event
from govrules.model.findings import Evidence, Moment
from govrules.model.views import HumanView
from govrules.rulefile.load import load_text
from tests.engine.rules import END, at, day, ignored, judge, on, rules

RULES = rules("""
    events:
      accepted: {data: {departments: list}}
      decided: {}
      opinion_given: {data: {unit: string}}
      inspected: {}
      finding_contested: {names: [申辩], title: {zh: 提出申辩}}
    clauses:
      decide:
        duty: {when: accepted, must: decided, within: 5 working days}
      opinion:
        for_each: {unit: trigger.departments}
        duty: {when: accepted, must: opinion_given, within: 3 working days}
      few:
        per: unit
        quota: {count: inspected, every: month, at_most: 1}
""")
LATE = (on(2, "accepted", departments=["甲局", "乙局"]), on(16, "decided"))
OBLIGATION = "p/decide:c@2026-03-02"


def said(
    when: int | dt.datetime,
    kind: str = "finding_contested",
    case: str = "c",
    id: str | None = None,
    **data: object,
) -> Event:
    return Event(case, kind, day(when) if isinstance(when, int) else when, id, "甲局", "张三", data)


def about(*events: Event, as_of: dt.date | None = END) -> list[tuple[str, tuple[str, ...]]]:
    found = judge(RULES, *LATE, *events, as_of=as_of)
    return [(each.stance, tuple(id.removeprefix("p/") for id in each.findings)) for each in found.views]


def test_a_view_stands_beside_the_finding_with_who_when_and_why() -> None:
    event = said(at(17, 9), finding=f"{OBLIGATION}/violation", reason=" 系统停机两日 ")
    found = judge(RULES, *LATE, event)
    moment = Moment(at(17, 9).replace(tzinfo=None), at(17, 9))
    assert found.views == (
        HumanView(
            stance="contested",
            policy="p",
            clause="decide",
            case="c",
            findings=(f"{OBLIGATION}/violation", OBLIGATION),
            reason="系统停机两日",
            actor="张三",
            unit="甲局",
            evidence=Evidence(event, moment, moment),
        ),
    )
    assert found.violations == judge(RULES, *LATE).violations
    assert found.views_of(OBLIGATION) == found.views_of(f"{OBLIGATION}/violation") == found.views
    assert found.views_of("p/opinion") == ()


def test_an_obligation_brings_along_what_was_found_about_it() -> None:
    excused = said(17, "finding_excused", finding=OBLIGATION, reason="flood")
    assert about(excused) == [("excused", ("decide:c@2026-03-02", "decide:c@2026-03-02/violation"))]


def test_a_clause_means_what_is_held_against_somebody_under_it_in_the_case() -> None:
    by_clause = said(17, "申辩", clause="p/decide", reason="flood")
    assert about(by_clause) == [("contested", ("decide:c@2026-03-02/violation", "decide:c@2026-03-02"))]
    elsewhere = said(17, case="other", clause="decide", reason="flood")
    assert ignored(judge(RULES, *LATE, elsewhere)) == [("finding_contested", "view-of-nothing-found")]


def test_of_slices_the_one_that_is_named_is_meant_and_without_a_name_all_are() -> None:
    one = said(17, clause="opinion", unit="乙局", reason="flood")
    [view] = judge(RULES, *LATE, one).views
    assert view.findings == ("p/opinion:c:乙局@2026-03-02/violation", "p/opinion:c:乙局@2026-03-02")
    every = Event("c", "finding_excused", day(17), data={"clause": "opinion", "reason": "flood"})
    [both] = judge(RULES, *LATE, every).views
    assert len(both.findings) == 4


def test_of_what_no_case_gave_rise_to_every_field_must_be_named() -> None:
    visits = [on(number, "inspected", case=f"v{number}", unit="甲局") for number in (2, 3)]
    named = said(17, case="any", clause="few", reason="ordered from above")
    nobody = Event("any", "finding_contested", day(18), data={"clause": "few", "reason": "ordered"})
    found = judge(RULES, *visits, named, nobody, as_of=dt.date(2026, 4, 30))
    assert [each.findings[0] for each in found.views] == ["p/few:-:甲局@2026-03-01/violation"]
    assert ignored(found) == [("finding_contested", "view-of-nothing-found")]


def test_what_cannot_be_taken_is_set_aside_with_why() -> None:
    found = judge(
        RULES,
        *LATE,
        said(17, finding=OBLIGATION),
        said(17, finding=OBLIGATION, reason="  "),
        said(18, reason="flood"),
        said(19, finding="p/decide:c@2026-03-03", reason="flood"),
        said(20, clause="decid", reason="flood"),
    )
    assert found.views == ()
    assert ignored(found) == [
        ("finding_contested", "view-without-reason"),
        ("finding_contested", "view-without-reason"),
        ("finding_contested", "view-of-nothing"),
        ("finding_contested", "view-of-no-finding"),
        ("finding_contested", "view-of-no-clause"),
    ]
    assert found.ignored[-1].reason.en.endswith("did you mean `decide`?")


def test_two_accounts_of_one_view_are_neither_trusted_nor_held_against_the_events() -> None:
    first = said(17, id="7", finding=OBLIGATION, reason="flood")
    second = said(17, id="7", finding=OBLIGATION, reason="no flood")
    own = Event("c", "decided", day(16), id="7")
    found = judge(RULES, LATE[0], own, first, second)
    assert (found.views, ignored(found)) == ((), [("finding_contested", "conflicting-records")] * 2)
    assert [each.code for each in found.quality.notes] == ["conflicting duplicate"]
    assert [each.state for each in found.obligations if each.clause == "decide"] == ["met_late"]


def test_views_hold_as_of_the_day_and_move_no_day() -> None:
    later = said(30, finding=OBLIGATION, reason="flood")
    assert about(later, as_of=day(29)) == []
    notes = judge(RULES, *LATE, later, as_of=day(29)).quality.notes
    assert [(each.code, each.count) for each in notes] == [("after as_of", 1)]
    # Left out, `as_of` is the last instant that is judged: what is said later makes nothing overdue.
    found = judge(RULES, on(2, "accepted"), later, as_of=None)
    assert found.provenance is not None
    assert found.provenance.as_of is not None
    assert found.provenance.as_of.date() == day(2)
    assert [each.stance for each in found.views] == ["contested"]


def test_a_view_of_what_is_not_found_any_more_is_told() -> None:
    objection = said(10, finding=f"{OBLIGATION}/violation", reason="decided on the 9th")
    before = judge(RULES, on(2, "accepted"), objection)
    assert [each.stance for each in before.views] == ["contested"]
    mended = judge(RULES, on(2, "accepted", departments=[]), objection, on(9, "decided"))
    assert (mended.views, ignored(mended)) == ((), [("finding_contested", "view-of-no-finding")])


def test_a_word_that_another_policy_waits_for_stays_its_event() -> None:
    waiting = rules("""
        events: {accepted: {}, finding_heard: {names: [finding_contested]}}
        clauses:
          c: {duty: {when: accepted, must: finding_heard, within: 5 working days}}
    """)
    found = judge(waiting, on(2, "accepted"), on(3, "finding_contested"))
    assert [each.state for each in found.obligations] == ["met"]


def test_the_hash_of_the_events_covers_what_people_say() -> None:
    view = said(17, finding=OBLIGATION, reason="flood")
    hashes = {
        found.provenance.events
        for found in (judge(RULES, *LATE), judge(RULES, *LATE, view))
        if found.provenance is not None
    }
    assert len(hashes) == 2
    plain = judge(RULES, *LATE, view).to_dict()["views"]
    assert isinstance(plain, list)
    assert (plain[0]["kind"], plain[0]["reason"]) == ("view", "flood")


def test_the_reserved_words_may_be_given_names_and_are_not_called_unused() -> None:
    text = """\
govrules: 1
policy: p
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {accepted: {}, decided: {}, finding_contested: {names: [申辩], title: {zh: 提出申辩}}}
clauses: {decide: {duty: {when: accepted, must: decided, within: 5 working days}}}
"""
    assert load_text(text).diagnostics == ()
