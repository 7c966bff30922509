"""Duties: met, late, pending, ended, excused, without limit, with several limits."""

import datetime as dt
from typing import Any

import pytest

from govrules.model.convention import Convention
from tests.engine.rules import at, day, ids, ignored, judge, on, rules, short, states, unknown

LETTER = "letter: {data: {kind: string}}, departure_recorded: {is: letter, if: event.kind == 'departure'}"
DECIDE = """
events: {accepted: {}, decided: {}, withdrawn: {}}
clauses:
  decide:
    duty: {when: accepted, must: decided, within: 5 working days, end_on: withdrawn}
"""


def test_a_decision_on_the_due_day_is_in_time() -> None:
    # 2 March is Monday; Tue 3 (1), Wed 4 (2), Thu 5 (3), Fri 6 (4), Mon 9 (5).
    found = judge(rules(DECIDE), on(2, "accepted"), on(9, "decided"))
    assert states(found) == [("decide@2026-03-02", "met", day(9))]
    assert found.violations == ()


def test_a_decision_a_day_late_is_a_violation_that_stands() -> None:
    found = judge(rules(DECIDE), on(2, "accepted", unit="u"), on(10, "decided"))
    assert states(found) == [("decide@2026-03-02", "met_late", day(9))]
    [violation] = found.violations
    assert (violation.late_by_days, violation.late_by_working_days, violation.unit) == (1, 1, "u")
    assert violation.obligation == "p/decide:c@2026-03-02"
    assert violation.id == "p/decide:c@2026-03-02/violation"
    assert violation.fulfilled is not None
    assert violation.fulfilled.at.date == day(10)


def test_an_open_duty_is_pending_until_its_due_day_is_over_and_overdue_then() -> None:
    accepted = on(2, "accepted")
    assert states(judge(rules(DECIDE), accepted, as_of=day(8))) == [("decide@2026-03-02", "pending", day(9))]
    # One minute before the end of the due day nothing is certain yet.
    assert states(judge(rules(DECIDE), accepted, as_of=at(9, 23, 59)))[0][1] == "pending"
    assert states(judge(rules(DECIDE), accepted, as_of=day(9))) == [("decide@2026-03-02", "overdue", day(9))]


def test_lateness_of_an_open_duty_is_counted_up_to_as_of() -> None:
    [violation] = judge(rules(DECIDE), on(2, "accepted"), as_of=day(16)).violations
    # Tue 10 to Fri 13 and Mon 16.
    assert (violation.late_by_days, violation.late_by_working_days) == (7, 5)


def test_without_as_of_the_log_is_read_to_its_end_and_the_result_says_so() -> None:
    found = judge(rules(DECIDE), on(2, "accepted"), on(9, "accepted", case="d"), as_of=None)
    assert [each.state for each in found.obligations] == ["overdue", "pending"]
    assert found.provenance is not None
    assert found.provenance.as_of_given is False
    assert found.provenance.as_of == at(9, 23, 59) + dt.timedelta(seconds=59, microseconds=999999)


def test_an_event_that_ends_the_duty_before_the_due_end_leaves_nothing_to_break() -> None:
    found = judge(rules(DECIDE), on(2, "accepted"), on(5, "withdrawn"))
    assert states(found) == [("decide@2026-03-02", "ended", day(9))]
    assert found.obligations[0].reason is not None
    assert found.obligations[0].reason.en == "ended by `withdrawn` of 2026-03-05"
    assert found.violations == ()


def test_an_event_that_ends_the_duty_after_the_due_end_leaves_the_breach() -> None:
    found = judge(rules(DECIDE), on(2, "accepted"), on(12, "withdrawn"))
    assert states(found) == [("decide@2026-03-02", "overdue", day(9))]
    assert ids(found.violations) == ["decide@2026-03-02/violation"]


def test_an_instant_is_projected_onto_the_zone_before_its_day_is_taken() -> None:
    # 17:00 in UTC on 1 March is 01:00 on 2 March in Shanghai.
    accepted = dt.datetime(2026, 3, 1, 17, tzinfo=dt.UTC)
    found = judge(rules(DECIDE), on(accepted, "accepted"), on(at(9, 23, 59), "decided"))
    assert states(found) == [("decide@2026-03-02T01:00:00+08:00", "met", day(9))]


def test_a_bare_date_of_the_trigger_day_counts_as_after_it() -> None:
    found = judge(rules(DECIDE), on(2, "accepted"), on(2, "decided"))
    assert states(found) == [("decide@2026-03-02", "met", day(9))]
    assert found.obligations[0].basis == ("same day",)


def test_an_instant_before_the_trigger_does_not_meet_the_duty() -> None:
    found = judge(rules(DECIDE), on(at(2, 10), "accepted"), on(at(2, 9), "decided"))
    assert [each.state for each in found.obligations] == ["overdue"]
    assert [(note.code, note.subject) for note in found.quality.notes] == [("impossible order", "p/decide")]


def test_a_fulfilment_without_any_trigger_is_a_note_and_no_verdict() -> None:
    found = judge(rules(DECIDE), on(9, "decided"))
    assert states(found) == []
    assert [(note.code, note.count) for note in found.quality.notes] == [("missing trigger", 1)]
    assert found.quality.not_judged == 1
    assert ignored(found) == [("decided", "no-effect")]


def test_fulfilment_before_the_trigger_counts_where_the_clause_says_so() -> None:
    early = DECIDE.replace("end_on: withdrawn", "early: counts")
    assert states(judge(rules(early), on(1, "decided"), on(2, "accepted")))[0][1] == "met"


def test_a_duty_without_limit_is_pending_for_ever_and_met_when_it_happens() -> None:
    text = DECIDE.replace("5 working days", "no limit")
    assert states(judge(rules(text), on(2, "accepted"))) == [("decide@2026-03-02", "pending", None)]
    assert states(judge(rules(text), on(2, "accepted"), on(30, "decided")))[0][1] == "met"


def test_the_condition_is_read_at_the_trigger() -> None:
    text = """
    events: {accepted: {data: {joint: bool}}, decided: {}}
    clauses:
      decide: {if: not event.joint, duty: {when: accepted, must: decided, within: 5 working days}}
    """
    assert states(judge(rules(text), on(2, "accepted", joint=True))) == []
    assert states(judge(rules(text), on(2, "accepted", joint=False)))[0][1] == "overdue"
    found = judge(rules(text), on(2, "accepted"))
    assert states(found) == []
    assert unknown(found) == ["`event.joint` is missing from the event `accepted` of 2026-03-02"]
    assert (found.quality.judged, found.quality.partly_judged) == (0, 1)


def test_an_excuse_approved_later_is_read_at_the_due_instant() -> None:
    text = """
    events: {assigned: {}, completed: {}, excuse_approved: {}}
    clauses:
      complete:
        unless: happened(excuse_approved)
        duty: {when: assigned, must: completed, within: 5 working days}
    """
    excused = judge(rules(text), on(2, "assigned"), on(9, "excuse_approved"))
    assert states(excused) == [("complete@2026-03-02", "excused", day(9))]
    assert excused.violations == ()
    too_late = judge(rules(text), on(2, "assigned"), on(10, "excuse_approved"))
    assert states(too_late)[0][1] == "overdue"


def test_each_named_limit_has_a_due_date_and_a_violation_of_its_own() -> None:
    text = """
    records: {item: {set_by: listed, data: {legal_limit: period, promised_limit: period}}}
    events: {listed: {data: {item: string}}, accepted: {data: {item: string}}, decided: {}}
    clauses:
      decide:
        duty:
          when: accepted
          must: decided
          within: {statutory: item.legal_limit, promised: item.promised_limit}
    """
    listed = on(
        1, "listed", case="r", item="A", legal_limit="10 working days", promised_limit="5 working days"
    )
    found = judge(rules(text), listed, on(2, "accepted", item="A"), on(12, "decided"))
    assert states(found) == [
        ("decide@2026-03-02#statutory", "met", day(16)),
        ("decide@2026-03-02#promised", "met_late", day(9)),
    ]
    assert [(each.limit_name, each.late_by_days) for each in found.violations] == [("promised", 3)]


def test_a_limit_from_a_record_that_does_not_exist_is_unknown() -> None:
    text = """
    records: {item: {set_by: listed, data: {limit: period}}}
    events: {listed: {data: {item: string}}, accepted: {data: {item: string}}, decided: {}}
    clauses: {decide: {duty: {when: accepted, must: decided, within: item.limit}}}
    """
    found = judge(rules(text), on(2, "accepted", item="A"))
    assert states(found) == [("decide@2026-03-02", "unknown", None)]
    assert unknown(found) == ["the record `item` that the event names is not in force on 2026-03-02"]


def test_a_reduced_limit_is_rounded_as_written() -> None:
    text = """
    parameters: {base: {type: period, values: {2020-01-01: 5 working days}}}
    events: {accepted: {}, decided: {}}
    clauses:
      decide: {duty: {when: accepted, must: decided, within: {of: params.base, less: 30%, round: down}}}
    """
    # 3.5 working days, rounded down to 3: Tue 3, Wed 4, Thu 5.
    found = judge(rules(text), on(2, "accepted"))
    assert states(found) == [("decide@2026-03-02", "overdue", day(5))]
    assert found.obligations[0].limit == "3 working days"


def test_a_finding_names_the_reading_used_and_the_date_under_the_other() -> None:
    text = """
    parameters:
      reading: {type: choice, choices: [week, working], values: {2020-01-01: working, 2027-01-01: week}}
    events: {assigned: {}, done: {}}
    clauses:
      finish:
        duty:
          when: assigned
          must: done
          within: {readings: {week: 1 week, working: 5 working days}, use: params.reading}
    """
    # From Wednesday 4: Thu 5, Fri 6, Mon 9, Tue 10, Wed 11 are five working days; a week is Wed 11 as well.
    # From Saturday 7: five working days are Fri 13; a week is Sat 14, moved on to Mon 16.
    found = judge(rules(text), on(7, "assigned"), on(14, "done"))
    [obligation] = found.obligations
    assert (obligation.state, obligation.due, obligation.reading) == ("met_late", day(13), "working")
    assert [(each.name, each.limit, each.due) for each in obligation.other_readings] == [
        ("week", "1 week", day(16))
    ]
    assert [(each.reading, each.other_readings) for each in found.violations] == [
        ("working", obligation.other_readings)
    ]


def test_a_date_in_the_data_is_the_due_date_even_on_a_day_off() -> None:
    text = """
    events: {assigned: {data: {due_at: date}}, done: {}}
    clauses: {finish: {duty: {when: assigned, must: done, by: trigger.due_at}}}
    """
    # 14 March is a Saturday.
    found = judge(rules(text), on(2, "assigned", due_at="2026-03-14"), on(16, "done"))
    assert states(found) == [("finish@2026-03-02", "met_late", day(14))]
    assert judge(rules(text), on(2, "assigned", due_at="soon")).unknowns[0].reason.en == (
        "the value of `trigger.due_at` is not a date"
    )


def test_a_duty_before_an_event_waits_for_it_and_is_counted_back_from_it() -> None:
    text = """
    events: {planned: {}, told: {}, held: {}}
    clauses: {tell: {duty: {when: planned, must: told, before: held, at_least: 3 working days}}}
    """
    # Three working days before Friday 20: Thu 19, Wed 18, Tue 17.
    assert states(judge(rules(text), on(2, "planned"), on(17, "told"))) == [
        ("tell@2026-03-02", "pending", None)
    ]
    assert states(judge(rules(text), on(2, "planned"), on(17, "told"), on(20, "held"))) == [
        ("tell@2026-03-02", "met", day(17))
    ]
    found = judge(rules(text), on(2, "planned"), on(18, "told"), on(20, "held"))
    assert states(found) == [("tell@2026-03-02", "met_late", day(17))]
    assert judge(rules(text), on(2, "planned"), on(20, "held")).violations[0].due == day(17)


def test_a_duty_before_an_event_without_lead_is_met_on_its_day() -> None:
    text = """
    events: {planned: {}, told: {}, held: {}}
    clauses: {tell: {duty: {when: planned, must: told, before: held}}}
    """
    assert states(judge(rules(text), on(2, "planned"), on(20, "told"), on(20, "held")))[0][1] == "met"
    assert states(judge(rules(text), on(2, "planned"), on(21, "told"), on(20, "held")))[0][1] == "met_late"
    # Once it is told before the meeting, no later meeting can change that.
    assert states(judge(rules(text), on(2, "planned"), on(5, "told")))[0][1] == "met"


def test_hours_need_the_time_of_day() -> None:
    text = """
    events: {reported: {}, answered: {}}
    clauses: {answer: {duty: {when: reported, must: answered, within: 24 hours}}}
    """
    assert unknown(judge(rules(text), on(2, "reported"))) == [
        "time of day needed: a period in hours cannot be counted from a bare date"
    ]
    found = judge(rules(text), on(at(2, 10), "reported"), on(at(3, 10), "answered"))
    assert [(each.state, each.due_end) for each in found.obligations] == [("met", at(3, 10))]
    found = judge(rules(text), on(at(2, 10), "reported"), on(at(3, 10, 1), "answered"))
    assert [each.state for each in found.obligations] == ["met_late"]


def test_a_second_trigger_while_open_is_set_aside_and_one_after_the_end_opens_another() -> None:
    found = judge(rules(DECIDE), on(2, "accepted"), on(4, "accepted"), on(9, "decided"), on(10, "accepted"))
    assert states(found) == [
        ("decide@2026-03-02", "met", day(9)),
        ("decide@2026-03-10", "overdue", day(17)),
    ]
    assert ignored(found) == [("accepted", "already-open")]


def test_each_trigger_opens_a_duty_of_its_own_where_the_clause_says_each() -> None:
    text = DECIDE.replace("end_on: withdrawn", "repeat: each")
    found = judge(rules(text), on(2, "accepted"), on(4, "accepted"), on(10, "decided"))
    assert states(found) == [
        ("decide@2026-03-02", "met_late", day(9)),
        ("decide@2026-03-04", "met", day(11)),
    ]


def test_a_later_trigger_replaces_an_earlier_one_that_is_still_in_time() -> None:
    text = DECIDE.replace("end_on: withdrawn", "repeat: replace")
    found = judge(rules(text), on(2, "accepted"), on(4, "accepted"), on(10, "decided"))
    assert states(found) == [
        ("decide@2026-03-02", "ended", day(9)),
        ("decide@2026-03-04", "met", day(11)),
    ]
    overdue = judge(rules(text), on(2, "accepted"), on(11, "accepted"), on(12, "decided"))
    assert states(overdue) == [
        ("decide@2026-03-02", "overdue", day(9)),
        ("decide@2026-03-11", "met", day(18)),
    ]


def test_absence_is_asserted_only_where_the_log_would_show_the_event() -> None:
    text = DECIDE.replace("decided: {}", "decided: {recorded: from 2026-03-05}")
    found = judge(rules(text), on(2, "accepted"))
    assert states(found) == [("decide@2026-03-02", "unknown", None)]
    assert unknown(found) == [
        "logs do not record `decided` over the whole of 2026-03-02 to 2026-03-09,"
        " so its absence proves nothing"
    ]
    assert found.violations == ()
    assert [note.code for note in found.quality.notes] == ["not recorded"]
    assert states(judge(rules(text), on(5, "accepted")))[0][1] == "overdue"


def test_a_should_clause_has_shortfalls_and_no_violations() -> None:
    text = DECIDE.replace("decide:\n", "decide:\n    strength: should\n")
    found = judge(rules(text), on(2, "accepted"))
    assert found.violations == ()
    assert ids(found.shortfalls) == ["decide@2026-03-02/shortfall"]


def test_a_departure_with_reasons_in_time_leaves_no_violation_of_an_in_principle_clause() -> None:
    text = DECIDE.replace("decide:\n", "decide:\n    strength: in_principle\n").replace(
        "withdrawn: {}", "withdrawn: {}, departure_recorded: {data: {clause: string, reasons: string}}"
    )
    with_reasons = on(9, "departure_recorded", clause="decide", reasons="flood")
    found = judge(rules(text), on(2, "accepted"), with_reasons)
    assert (found.violations, found.obligations[0].basis) == ((), ("departure recorded",))
    without = on(9, "departure_recorded", clause="decide", reasons=" ")
    assert len(judge(rules(text), on(2, "accepted"), without).violations) == 1
    late = on(10, "departure_recorded", clause="decide", reasons="flood")
    assert len(judge(rules(text), on(2, "accepted"), late).violations) == 1


def test_a_warning_is_given_when_its_day_begins_or_its_share_is_used_up() -> None:
    text = DECIDE.replace("end_on: withdrawn", "warn: [2 working days left, 50% used]")
    found = judge(rules(text), on(2, "accepted"))
    # Two working days back from Monday 9: Fri 6, Thu 5. Half of five days, rounded up, is the third, Thu 5.
    assert [(each.rule, each.at, each.date, each.due) for each in found.alerts] == [
        ("2 working days left", at(5, 0), day(5), day(9)),
        ("50% used", at(6, 0), day(5), day(9)),
    ]
    # What is done on the day before needs no warning, and what is done on the day itself had it that morning.
    assert judge(rules(text), on(2, "accepted"), on(4, "decided")).alerts == ()
    assert [each.rule for each in judge(rules(text), on(2, "accepted"), on(5, "decided")).alerts] == [
        "2 working days left"
    ]
    assert len(judge(rules(text), on(2, "accepted"), on(6, "decided")).alerts) == 2
    assert len(judge(rules(text), on(2, "accepted"), as_of=day(5)).alerts) == 2
    assert judge(rules(text), on(2, "accepted"), as_of=day(4)).alerts == ()


def test_who_answers_passes_on_and_the_violation_is_that_of_the_holder_when_it_became_late() -> None:
    text = DECIDE.replace(
        "decide:\n",
        "decide:\n    responsible: {first: trigger.unit, passes: {on: transferred, to: event.to_unit}}\n",
    ).replace("withdrawn: {}", "withdrawn: {}, transferred: {data: {to_unit: string}}")
    found = judge(
        rules(text),
        on(2, "accepted", unit="first"),
        on(4, "transferred", to_unit="second"),
        on(12, "transferred", to_unit="third"),
    )
    [obligation] = found.obligations
    assert [(each.party, each.since.date) for each in obligation.holders] == [
        ("first", day(2)),
        ("second", day(4)),
        ("third", day(12)),
    ]
    assert [each.responsible for each in found.violations] == ["second"]


def test_a_clause_binds_only_what_is_triggered_while_it_is_in_force() -> None:
    text = DECIDE.replace("decide:\n", "decide:\n    in_force: {from: 2026-03-03, until: 2026-03-05}\n")
    days = [judge(rules(text), on(number, "accepted")).obligations for number in (2, 3, 4, 5)]
    assert [len(each) for each in days] == [0, 1, 1, 0]


def test_a_date_outside_the_calendar_is_unknown_and_names_the_calendar() -> None:
    found = judge(rules(DECIDE), on(dt.date(2027, 12, 30), "accepted"), as_of=dt.date(2027, 12, 31))
    assert [each.reason.code for each in found.unknowns] == ["day-outside-calendar"]
    assert "office" in found.unknowns[0].reason.en


def test_a_close_of_business_gives_a_bare_date_the_benefit_of_the_doubt() -> None:
    convention = Convention(name="tested").with_keys(day_ends="17:00")
    rulebook = rules(DECIDE, convention=convention)
    found = judge(rulebook, on(2, "accepted"), on(9, "decided"))
    assert [(each.state, each.basis) for each in found.obligations] == [("met", ("same day",))]
    assert judge(rulebook, on(2, "accepted"), on(at(9, 17, 1), "decided")).obligations[0].state == "met_late"
    assert judge(rulebook, on(2, "accepted"), on(at(9, 17), "decided")).obligations[0].state == "met"


def test_an_unknown_duty_is_closed_by_its_fulfilment_so_that_the_next_trigger_opens_another() -> None:
    text = """
    parameters: {limit: {type: period, values: {2026-03-10: 5 working days}, note: not set before}}
    events: {accepted: {}, decided: {}}
    clauses: {decide: {duty: {when: accepted, must: decided, within: params.limit}}}
    """
    found = judge(rules(text), on(2, "accepted"), on(5, "decided"), on(10, "accepted"))
    assert states(found) == [
        ("decide@2026-03-02", "unknown", None),
        ("decide@2026-03-10", "overdue", day(17)),
    ]
    assert unknown(found) == ["the parameter `limit` has no value in force on 2026-03-02"]
    assert ignored(found) == []


def test_a_trigger_whose_condition_is_false_is_no_missing_trigger() -> None:
    text = """
    events: {accepted: {data: {joint: bool}}, decided: {}}
    clauses:
      decide: {if: event.joint, duty: {when: accepted, must: decided, within: 5 working days}}
    """
    found = judge(rules(text), on(2, "accepted", joint=False), on(5, "decided"))
    assert (states(found), found.quality.notes) == ([], ())


def test_a_warning_leaves_out_paused_days_and_days_off() -> None:
    text = """
    events: {accepted: {}, decided: {}, stopped: {}, resumed: {}}
    clauses:
      decide:
        duty:
          when: accepted
          must: decided
          within: 5 working days
          pause: {from: stopped, to: resumed}
          warn: 1 working day left
    """
    # Stopped on Wednesday 4, resumed on Wednesday 11, so without 5 to 11: 3, 4, 12, 13, 16.
    paused = judge(rules(text), on(2, "accepted"), on(4, "stopped"), on(11, "resumed"))
    assert [(each.date, each.due) for each in paused.alerts] == [(day(13), day(16))]
    # Stopped on Friday 6, when it had been due on Monday 9: the warning had been given that morning.
    paused = judge(rules(text), on(2, "accepted"), on(6, "stopped"), on(11, "resumed"))
    assert [(each.date, each.due) for each in paused.alerts] == [(day(6), day(9))]


def test_where_the_whole_limit_is_shorter_the_trigger_is_the_warning() -> None:
    text = DECIDE.replace("end_on: withdrawn", "warn: 9 working days left")
    found = judge(rules(text), on(at(2, 10), "accepted"))
    assert [(each.at, each.date) for each in found.alerts] == [(at(2, 10), day(2))]
    assert [each.date for each in judge(rules(text), on(2, "accepted")).alerts] == [day(2)]


def test_a_limit_that_nobody_knows_is_none_rather_than_no_limit() -> None:
    text = """
    case: {limit: {type: period}}
    events: {accepted: {}, decided: {}, noted: {}}
    clauses:
      decide: {duty: {when: accepted, must: decided, within: case.limit}}
      note: {duty: {when: accepted, must: noted, within: no limit}}
    """
    found = judge(rules(text), on(2, "accepted"))
    assert [(each.state, each.limit) for each in found.obligations] == [
        ("unknown", None),
        ("pending", "no limit"),
    ]


def test_what_must_come_before_an_event_is_open_until_that_event_shows_that_there_was_time() -> None:
    text = """
    events: {planned: {}, told: {}, held: {}}
    clauses: {tell: {duty: {when: planned, must: told, before: held, at_least: 3 working days}}}
    """
    # Told on Tuesday 17; whether that was in time only the meeting can show, however long it takes to come.
    seen = [
        states(judge(rules(text), on(2, "planned"), on(17, "told"), on(19, "held"), as_of=day(number)))[0][1:]
        for number in (16, 17, 18, 19, 31)
    ]
    assert seen == [("pending", None)] * 3 + [("met_late", day(16))] * 2


def test_a_departure_may_be_recorded_under_a_name_of_the_house() -> None:
    text = DECIDE.replace("decide:\n", "decide:\n    strength: in_principle\n", 1).replace(
        "events: {", "events: {departure_recorded: {names: [报备]}, ", 1
    )
    reported = on(9, "报备", clause="decide", reasons="flood")
    found = judge(rules(text), on(2, "accepted"), reported)
    assert (found.violations, found.obligations[0].basis) == ((), ("departure recorded",))


def test_a_duty_that_a_withdrawal_ended_late_is_open_no_more() -> None:
    rulebook = rules("""
    events: {applied: {}, decided: {}, withdrawn: {}}
    clauses: {decide: {duty: {when: applied, must: decided, within: 2 working days, end_on: withdrawn}}}
    """)
    found = judge(rulebook, on(2, "applied"), on(6, "withdrawn"), on(9, "applied"), on(10, "decided"))
    assert states(found) == [
        ("decide@2026-03-02", "overdue", day(4)),
        ("decide@2026-03-09", "met", day(11)),
    ]
    assert [each.late_by_days for each in found.violations] == [2]
    # On the day of the withdrawal nobody knows which came first: the duty counts as open.
    same_day = judge(rulebook, on(2, "applied"), on(6, "withdrawn"), on(6, "applied"))
    assert states(same_day) == [("decide@2026-03-02", "overdue", day(4))]
    assert ignored(same_day) == [("applied", "already-open")]


def test_a_duty_with_two_limits_is_open_until_the_first_of_them_lapses() -> None:
    rulebook = rules("""
    events: {applied: {}, decided: {}, assumed: {}}
    clauses:
      decide:
        duty:
          when: applied
          must: decided
          within: {long: 4 working days, short: 1 working day}
          on_lapse: {deem: assumed}
    """)
    assert states(judge(rulebook, on(2, "applied"), on(5, "applied"))) == [
        ("decide@2026-03-02#long", "lapsed", day(6)),
        ("decide@2026-03-02#short", "lapsed", day(3)),
        ("decide@2026-03-05#long", "lapsed", day(11)),
        ("decide@2026-03-05#short", "lapsed", day(6)),
    ]


def test_what_was_withdrawn_before_the_event_is_ended_whenever_the_event_comes() -> None:
    rulebook = rules("""
    events: {planned: {}, told: {}, held: {}, withdrawn: {}}
    clauses:
      tell: {duty: {when: planned, must: told, before: held, at_least: 3 working days, end_on: withdrawn}}
    """)
    # Three working days before Friday 20 is Tuesday 17: withdrawn when that was over, but nobody knew.
    events = [on(2, "planned"), on(19, "withdrawn"), on(20, "held")]
    seen = [states(judge(rulebook, *events, as_of=day(number))) for number in (18, 19, 20, 31)]
    ended = [("tell@2026-03-02", "ended", None)]
    assert seen == [[("tell@2026-03-02", "pending", None)], ended, ended, ended]
    assert ignored(judge(rulebook, *events)) == []


def test_what_only_a_later_event_shows_to_be_met_is_not_met_before_that_event() -> None:
    rulebook = rules("""
    events: {planned: {}, told: {}, held: {}, opened: {}}
    clauses:
      tell: {duty: {when: planned, must: told, before: held, at_least: 1 working day}}
      kept: {requirement: {when: opened, require: met(tell)}}
    """)
    events = [on(2, "planned"), on(5, "told"), on(6, "opened"), on(10, "held"), on(11, "opened")]
    kept = [("kept@2026-03-06", "violated"), ("kept@2026-03-11", "met")]
    for number, known in ((6, kept[:1]), (10, kept[:1]), (11, kept)):
        found = judge(rulebook, *events, as_of=day(number))
        assert [(short(each), each.state) for each in found.obligations if each.clause == "kept"] == known


@pytest.mark.parametrize(
    ("declared", "kind", "data", "state", "departs"),
    [
        ("", "departure_recorded", {}, "overdue", True),
        ("departure_recorded: {}, filed: {is: departure_recorded}", "filed", {}, "overdue", True),
        (LETTER, "letter", {"kind": "departure"}, "overdue", True),
        (LETTER, "letter", {"kind": "greeting"}, "overdue", False),
        (LETTER, "letter", {}, "unknown", False),
    ],
)
def test_a_departure_is_whatever_is_declared_to_be_one(
    declared: str, kind: str, data: dict[str, Any], state: str, departs: bool
) -> None:
    text = DECIDE.replace("decide:\n", "decide:\n    strength: in_principle\n", 1)
    rulebook = rules(text.replace("events: {", f"events: {{{declared}{', ' if declared else ''}", 1))
    found = judge(rulebook, on(2, "accepted"), on(9, kind, clause="decide", reasons="flood", **data))
    [obligation] = found.obligations
    assert obligation.state == state
    assert (found.violations == (), obligation.basis) == (
        departs or state == "unknown",
        ("departure recorded",) if departs else (),
    )
    assert (ignored(found), found.quality.notes) == ([], ())
