"""What must hold at every instant: the gaps in it, and what is not held against anybody.

March 2026 begins on a Sunday; the offices of these tests open from 9:00 to 12:00 and from 13:00 to 17:00.
"""

import datetime as dt

import attrs

from govrules.model.calendar import OfficeHours
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from tests.engine.rules import OFFICE, at, day, judge, on, rules

OPEN = attrs.evolve(OFFICE, hours=OfficeHours(week=((((540, 720), (780, 1020)),) * 5) + ((), ())))
WORDS = """
events:
  on_duty: {data: {unit: string, shift: string}}
  off_duty: {data: {unit: string, shift: string}}
  absent: {data: {post: string}}
  back: {data: {post: string}}
  stand_in: {data: {post: string}}
  stood_down: {data: {post: string}}
  listed: {}
  delisted: {}
  began: {}
  excused: {}
records:
  office: {set_by: listed, ended_by: delisted}
parameters:
  patience: {type: period, values: {2020-01-01: 5 minutes}}
  unset: {type: period, values: {}, note: the text says only 及时}
"""
HOLD = "hold: {from: on_duty, to: off_duty}"


def book(clause: str) -> Rulebook:
    """A rulebook of one clause `m`."""
    text = WORDS + "clauses:\n  m:\n" + "".join(f"    {line}\n" for line in clause.splitlines())
    return rules(text, calendar=OPEN)


def always(hold: str = HOLD, per: str = "per: unit", more: str = "") -> Rulebook:
    return book(f"{per}\nmaintenance: {{{hold}{more}}}")


def gaps(found: Evaluation) -> list[tuple[str, str | None]]:
    """The gaps of all violations, by the clock."""
    return [
        (f"{each.gap.start:%d %H:%M}", f"{each.gap.until:%d %H:%M}" if each.gap.until is not None else None)
        for each in found.violations
        if each.gap is not None
    ]


def states(found: Evaluation) -> dict[str, str]:
    return {each.id.removeprefix("p/m:").removeprefix("-:"): each.state for each in found.obligations}


def duty(*spans: tuple[dt.datetime | int, dt.datetime | int | None], unit: str = "A") -> list[Event]:
    found: list[Event] = []
    for start, end in spans:
        found.append(on(start, "on_duty", unit=unit))
        if end is not None:
            found.append(on(end, "off_duty", unit=unit))
    return found


def test_each_gap_is_a_violation_with_its_length() -> None:
    log = duty((at(2, 8), at(2, 12)), (at(2, 13), at(2, 18)), (at(3, 8), None))
    found = judge(always(), *log, as_of=at(4, 0))
    assert gaps(found) == [("02 12:00", "02 13:00"), ("02 18:00", "03 08:00")]
    [obligation] = found.obligations
    assert (obligation.state, obligation.slice, len(obligation.gaps)) == ("violated", (("unit", "A"),), 2)
    assert [(each.at, each.unit, each.case) for each in found.violations] == [
        (at(2, 12), "A", "-"),
        (at(2, 18), "A", "-"),
    ]
    assert found.violations[0].id == f"{obligation.id}/violation@2026-03-02T12:00:00+08:00"


def test_a_gap_names_what_ended_before_it_and_began_after_it_and_the_window_it_lies_in() -> None:
    log = duty((at(2, 8), at(2, 12)), (at(2, 13), at(2, 18)))
    found = judge(always(), *log, as_of=at(4, 0))
    edges = [
        tuple(None if each is None else each.at.instant for each in (gap.ended, gap.resumed))
        for gap in found.obligations[0].gaps
    ]
    assert edges == [(at(2, 12), at(2, 13)), (at(2, 18), None)]
    window = found.obligations[0].window
    assert window is not None
    assert (window.start, window.until) == (at(2, 8), None)


def test_a_gap_that_is_open_at_as_of_has_no_end() -> None:
    found = judge(always(), *duty((at(2, 8), at(2, 12))), as_of=at(2, 15))
    assert gaps(found) == [("02 12:00", None)]
    assert states(judge(always(), *duty((at(2, 8), at(2, 12))), as_of=at(2, 12))) == {
        "A@2026-03-02": "pending"
    }


def test_what_is_tolerated_is_no_gap_and_a_longer_one_counts_from_the_first_instant_late() -> None:
    log = duty((at(2, 8), at(2, 12)), (at(2, 12, 5), at(2, 14)), (at(2, 14, 6), None))
    for tolerate in ("5 minutes", "params.patience"):
        found = judge(always(more=f", tolerate: {tolerate}"), *log, as_of=at(3, 0))
        assert gaps(found) == [("02 14:00", "02 14:06")]
        assert [each.at for each in found.violations] == [at(2, 14, 5)]
    unset = judge(always(more=", tolerate: params.unset"), *log, as_of=at(3, 0))
    assert [each.reason.code for each in unset.unknowns] == ["parameter-unset"]


def test_shifts_pair_by_their_own_field_and_cover_together() -> None:
    log = [
        on(at(2, 8), "on_duty", unit="A", shift="1"),
        on(at(2, 10), "on_duty", unit="A", shift="2"),
        on(at(2, 12), "off_duty", unit="A", shift="1"),
        on(at(2, 14), "off_duty", unit="A", shift="2"),
        on(at(2, 15), "on_duty", unit="A", shift="3"),
    ]
    paired = judge(always("hold: {from: on_duty, to: off_duty, per: shift}"), *log, as_of=at(3, 0))
    assert gaps(paired) == [("02 14:00", "02 15:00")]


def test_bare_dates_are_read_in_the_office_s_favour() -> None:
    found = judge(always(), *duty((2, 4), (6, None)), as_of=day(7))
    assert gaps(found) == [("05 00:00", "06 00:00")]


def test_an_end_that_nobody_saw_begin_holds_from_the_beginning_and_is_noted() -> None:
    log = [
        on(at(2, 8), "began", unit="A"),
        on(at(2, 12), "off_duty", unit="A"),
        on(at(2, 13), "on_duty", unit="A"),
    ]
    members = always(per="for_each: {unit: [A]}")
    found = judge(members, *log, as_of=at(3, 0))
    assert gaps(found) == [("02 12:00", "02 13:00")]
    assert [(each.code, each.count) for each in found.quality.notes] == [("impossible order", 1)]


def test_a_member_without_any_event_is_uncovered_since_the_log_begins() -> None:
    found = judge(always(per="for_each: {unit: [A, B]}"), *duty((at(2, 8), None)), as_of=at(3, 0))
    assert states(found) == {"A@2026-03-02": "pending", "B@2026-03-02": "violated"}
    assert [each.gap and each.gap.start for each in found.violations] == [at(2, 8)]


def test_a_record_is_watched_while_it_is_in_force() -> None:
    log = [
        on(at(2, 8), "listed", office="o"),
        on(at(2, 8), "on_duty", office="o"),
        on(at(3, 8), "off_duty", office="o"),
        on(4, "delisted", office="o"),
    ]
    found = judge(always(per="for_each: office"), *log, as_of=day(10))
    assert gaps(found) == [("03 08:00", "04 00:00")]
    assert states(found) == {"o@2026-03-02": "violated"}


def test_office_hours_alone_count_where_the_clause_says_so() -> None:
    log = duty((at(2, 9), at(2, 16)), (at(3, 9, 30), at(3, 12)), (at(3, 13), None))
    found = judge(always(more=", throughout: office_hours"), *log, as_of=at(4, 0))
    assert gaps(found) == [("02 16:00", "02 17:00"), ("03 09:00", "03 09:30")]


def test_without_office_hours_in_the_calendar_nobody_knows() -> None:
    text = WORDS + f"clauses:\n  m:\n    per: unit\n    maintenance: {{{HOLD}, throughout: office_hours}}\n"
    found = judge(rules(text), *duty((at(2, 9), at(2, 16))), as_of=at(4, 0))
    assert [each.reason.code for each in found.unknowns] == ["no-office-hours"]
    assert states(found) == {"A@2026-03-02": "unknown"}


def test_a_window_between_two_events_is_an_obligation_of_its_own() -> None:
    clause = book(
        "per: post\nmaintenance:\n  hold: {from: stand_in, to: stood_down}\n"
        "  throughout: {from: absent, to: back}"
    )
    log = [
        on(at(2, 8), "absent", post="a"),
        on(at(2, 9), "stand_in", post="a"),
        on(at(2, 17), "stood_down", post="a"),
        on(at(2, 18), "back", post="a"),
        on(at(3, 8), "absent", post="a"),
        on(at(3, 8), "stand_in", post="a"),
        on(at(3, 9), "back", post="a"),
        on(at(4, 8), "absent", post="a"),
        on(at(4, 8), "stand_in", post="a"),
    ]
    found = judge(clause, *log, as_of=at(4, 9))
    assert [(each.state, each.case) for each in found.obligations] == [
        ("violated", "c"),
        ("met", "c"),
        ("pending", "c"),
    ]
    assert gaps(found) == [("02 08:00", "02 09:00"), ("02 17:00", "02 18:00")]


def test_a_gap_that_an_uncertain_event_might_fill_is_unknown() -> None:
    log = duty((at(2, 8), at(2, 12)), (at(3, 8), None))
    lost = on(at(2, 13), "on_duty")
    found = judge(always(), *log, lost, as_of=at(4, 0))
    assert states(found) == {"A@2026-03-02": "violated"}
    assert gaps(found) == [("02 12:00", "02 13:00")]
    assert [each.reason.code for each in found.unknowns] == []
    before = judge(always(more=", tolerate: 2 hours"), *log, lost, as_of=at(4, 0))
    assert states(before) == {"A@2026-03-02": "unknown"}
    assert [each.reason.code for each in before.unknowns] == ["slice-field-missing"]


def test_an_excuse_is_read_at_each_gap() -> None:
    clause = book(f"per: unit\nunless: happened(excused)\nmaintenance: {{{HOLD}}}")
    log = duty((at(2, 8), at(2, 12)), (at(2, 13), at(2, 14)), (at(2, 15), None))
    found = judge(clause, *log, on(at(2, 13, 30), "excused", unit="A"), as_of=at(3, 0))
    assert gaps(found) == [("02 12:00", "02 13:00")]


def test_nothing_is_asked_before_logs_record_it() -> None:
    words = WORDS.replace("on_duty: {", "on_duty: {recorded: from 2026-03-02, ")
    text = words + f"clauses:\n  m:\n    for_each: {{unit: [A]}}\n    maintenance: {{{HOLD}}}\n"
    log = [on(1, "began"), *duty((at(2, 8), None))]
    found = judge(rules(text), *log, as_of=at(3, 0))
    assert gaps(found) == [("02 00:00", "02 08:00")]


def test_a_gap_triggers_what_waits_for_the_violation() -> None:
    clauses = rules(
        WORDS
        + f"""
clauses:
  m:
    per: unit
    maintenance: {{{HOLD}}}
  follow:
    per: unit
    duty: {{when: {{violation: m}}, must: began, within: 2 calendar days}}
"""
    )
    log = duty((at(2, 8), at(2, 12)), (at(2, 13), None))
    found = judge(clauses, *log, as_of=day(10))
    assert [(each.clause, each.unit, each.due) for each in found.violations] == [
        ("m", "A", None),
        ("follow", "A", day(4)),
    ]
