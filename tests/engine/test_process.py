"""Pauses, interruptions and extensions: each has effect only before the due end as it then stands."""

from govrules.model.clauses import Duty
from tests.engine.rules import at, day, ignored, judge, on, rules, states, unknown

PAUSED = """
events:
  accepted: {}
  decided: {}
  started: {data: {procedure: string}}
  ended: {data: {procedure: string}}
clauses:
  decide:
    duty:
      when: accepted
      must: decided
      within: 5 working days
      pause: [{from: started, to: ended, per: procedure}]
"""


def test_the_day_a_pause_starts_still_counts_and_the_day_it_ends_does_not() -> None:
    found = judge(
        rules(PAUSED),
        on(2, "accepted"),
        on(4, "started", procedure="hearing"),
        on(6, "ended", procedure="hearing"),
    )
    # Tue 3 (1), Wed 4 (2), Thu 5 and Fri 6 are out, Mon 9 (3), Tue 10 (4), Wed 11 (5).
    assert states(found) == [("decide@2026-03-02", "overdue", day(11))]
    [pause] = found.obligations[0].pauses
    assert (pause.start.at.date, pause.end and pause.end.at.date, pause.kind) == (day(4), day(6), "pause")


def test_overlapping_pauses_of_two_procedures_count_once() -> None:
    found = judge(
        rules(PAUSED),
        on(2, "accepted"),
        on(4, "started", procedure="hearing"),
        on(5, "started", procedure="testing"),
        on(6, "ended", procedure="hearing"),
        on(10, "ended", procedure="testing"),
    )
    # Out: Thu 5 to Tue 10. Tue 3 (1), Wed 4 (2), Wed 11 (3), Thu 12 (4), Fri 13 (5).
    assert states(found) == [("decide@2026-03-02", "overdue", day(13))]


def test_a_pause_that_never_ended_leaves_the_duty_paused_without_a_due_date() -> None:
    found = judge(rules(PAUSED), on(2, "accepted"), on(4, "started", procedure="hearing"))
    assert states(found) == [("decide@2026-03-02", "paused", None)]
    assert found.violations == ()


def test_a_decision_during_a_pause_is_in_time() -> None:
    found = judge(rules(PAUSED), on(2, "accepted"), on(4, "started", procedure="hearing"), on(30, "decided"))
    assert states(found) == [("decide@2026-03-02", "met", None)]


def test_an_end_without_start_and_a_second_start_are_set_aside() -> None:
    found = judge(
        rules(PAUSED),
        on(2, "accepted"),
        on(3, "ended", procedure="hearing"),
        on(4, "started", procedure="hearing"),
        on(5, "started", procedure="hearing"),
        on(6, "ended", procedure="hearing"),
        on(11, "decided"),
    )
    assert states(found) == [("decide@2026-03-02", "met", day(11))]
    assert ignored(found) == [("ended", "nothing-paused"), ("started", "already-paused")]


def test_a_pause_after_the_due_end_changes_nothing_and_is_set_aside() -> None:
    found = judge(
        rules(PAUSED),
        on(2, "accepted"),
        on(10, "started", procedure="hearing"),
        on(20, "ended", procedure="hearing"),
    )
    assert states(found) == [("decide@2026-03-02", "overdue", day(9))]
    assert ignored(found) == [("started", "after-due-end"), ("ended", "no-effect")]


def test_a_pause_on_the_due_day_comes_in_time() -> None:
    found = judge(rules(PAUSED), on(2, "accepted"), on(9, "started", procedure="hearing"))
    # The due day still counts, so the fifth day is used up: nothing is left to stand still.
    assert states(found) == [("decide@2026-03-02", "overdue", day(9))]


def test_a_start_that_does_not_say_which_procedure_leaves_the_duty_unknown() -> None:
    found = judge(rules(PAUSED), on(2, "accepted"), on(4, "started"))
    assert states(found) == [("decide@2026-03-02", "unknown", None)]
    assert unknown(found) == [
        "the event `started` of 2026-03-04 does not say to which `procedure` it belongs"
    ]


def test_at_one_moment_a_running_clock_stops_before_it_resumes() -> None:
    found = judge(
        rules(PAUSED),
        on(2, "accepted"),
        on(4, "ended", procedure="hearing"),
        on(4, "started", procedure="hearing"),
    )
    # A pause of no length: nothing changes, and nothing is set aside.
    assert states(found) == [("decide@2026-03-02", "overdue", day(9))]
    assert ignored(found) == []


def test_pauses_that_touch_are_one() -> None:
    found = judge(
        rules(PAUSED),
        on(2, "accepted"),
        on(4, "started", procedure="hearing"),
        on(5, "started", procedure="testing"),
        on(5, "ended", procedure="hearing"),
        on(6, "ended", procedure="testing"),
    )
    assert states(found) == [("decide@2026-03-02", "overdue", day(11))]


def test_a_pause_of_at_most_so_long_ends_by_itself() -> None:
    text = PAUSED.replace("per: procedure}", "per: procedure, at_most: 2 working days}")
    found = judge(rules(text), on(2, "accepted"), on(4, "started", procedure="hearing"))
    # Out are Thu 5 and Fri 6, as if it had ended on the 6th.
    assert states(found) == [("decide@2026-03-02", "overdue", day(11))]


def test_only_so_many_pauses_are_allowed() -> None:
    text = PAUSED.replace("per: procedure}", "per: procedure, times: 1}")
    found = judge(
        rules(text),
        on(2, "accepted"),
        on(3, "started", procedure="a"),
        on(4, "ended", procedure="a"),
        on(5, "started", procedure="b"),
    )
    # Out is Wed 4 alone: Tue 3 (1), Thu 5 (2), Fri 6 (3), Mon 9 (4), Tue 10 (5).
    assert states(found) == [("decide@2026-03-02", "overdue", day(10))]
    assert ignored(found) == [("started", "used-up")]


INTERRUPTED = """
events: {received: {}, replied: {}, asked: {}, supplied: {}}
clauses:
  reply:
    duty:
      when: received
      must: replied
      within: 5 working days
      interrupt: {from: asked, to: supplied}
"""


def test_an_interruption_begins_the_count_anew() -> None:
    found = judge(rules(INTERRUPTED), on(2, "received"), on(5, "asked"), on(12, "supplied"))
    # Anew from Thursday 12: Fri 13 (1), Mon 16 (2), Tue 17 (3), Wed 18 (4), Thu 19 (5).
    assert states(found) == [("reply@2026-03-02", "overdue", day(19))]
    assert [each.kind for each in found.obligations[0].pauses] == ["interrupt"]


def test_an_interruption_that_nothing_ended_leaves_the_duty_paused() -> None:
    assert states(judge(rules(INTERRUPTED), on(2, "received"), on(5, "asked"))) == [
        ("reply@2026-03-02", "paused", None)
    ]


def test_an_answer_to_nothing_is_set_aside() -> None:
    found = judge(rules(INTERRUPTED), on(2, "received"), on(4, "supplied"))
    assert states(found) == [("reply@2026-03-02", "overdue", day(9))]
    assert ignored(found) == [("supplied", "nothing-interrupted")]


EXTENDED = """
events:
  accepted: {}
  decided: {}
  told: {}
  approved: {data: {role: string, days: integer, period: period}}
  approved_by_head: {is: approved, if: event.role == "head"}
clauses:
  decide:
    duty:
      when: accepted
      must: decided
      within: 5 working days
      extend: {when: {all: [approved_by_head, told]}, add: 3 working days, times: 1}
"""


def test_an_extension_takes_effect_when_its_last_part_has_happened() -> None:
    found = judge(rules(EXTENDED), on(2, "accepted"), on(9, "told"), on(6, "approved", role="head"))
    # Five working days end on Mon 9; three more: Tue 10, Wed 11, Thu 12.
    assert states(found) == [("decide@2026-03-02", "overdue", day(12))]
    [extension] = found.obligations[0].extensions
    assert (extension.added, extension.on.event.type) == ("3 working days", "told")


def test_an_extension_told_after_the_due_end_has_no_effect() -> None:
    found = judge(rules(EXTENDED), on(2, "accepted"), on(6, "approved", role="head"), on(10, "told"))
    assert states(found) == [("decide@2026-03-02", "overdue", day(9))]
    assert ("told", "after-due-end") in ignored(found)


def test_an_extension_approved_by_somebody_else_has_no_effect() -> None:
    found = judge(rules(EXTENDED), on(2, "accepted"), on(6, "approved", role="clerk"), on(6, "told"))
    assert states(found) == [("decide@2026-03-02", "overdue", day(9))]


def test_an_extension_of_whom_nobody_knows_who_approved_it_leaves_the_duty_unknown() -> None:
    found = judge(rules(EXTENDED), on(2, "accepted"), on(6, "approved"), on(6, "told"))
    assert states(found) == [("decide@2026-03-02", "unknown", None)]
    assert unknown(found) == ["`event.role` is missing from the event `approved` of 2026-03-06"]


def test_a_second_extension_is_set_aside() -> None:
    text = EXTENDED.replace("{all: [approved_by_head, told]}", "approved_by_head")
    found = judge(
        rules(text), on(2, "accepted"), on(5, "approved", role="head"), on(6, "approved", role="head")
    )
    assert states(found) == [("decide@2026-03-02", "overdue", day(12))]
    assert ignored(found) == [("approved", "used-up")]


def test_what_is_added_comes_from_the_approval_and_its_cap_from_the_law() -> None:
    text = EXTENDED.replace("{all: [approved_by_head, told]}", "approved").replace(
        "add: 3 working days", "add: event.period, at_most: 5 working days"
    )
    short = judge(rules(text), on(2, "accepted"), on(5, "approved", period="2 working days"))
    assert states(short) == [("decide@2026-03-02", "overdue", day(11))]
    long = judge(rules(text), on(2, "accepted"), on(5, "approved", period="9 working days"))
    assert states(long) == [("decide@2026-03-02", "overdue", day(16))]
    assert [each.added for each in long.obligations[0].extensions] == ["5 working days"]


def test_a_number_of_days_in_the_approval_counts_as_bare_days_do() -> None:
    text = EXTENDED.replace("{all: [approved_by_head, told]}", "approved").replace(
        "add: 3 working days", "add: event.days"
    )
    # Two calendar days after Monday 9, by the default convention.
    assert states(judge(rules(text), on(2, "accepted"), on(5, "approved", days=2)))[0][2] == day(11)


def test_a_pause_and_an_extension_work_together() -> None:
    text = PAUSED.replace("pause:", "extend: {when: extended, add: 3 working days}\n      pause:").replace(
        "decided: {}", "decided: {}\n  extended: {}"
    )
    found = judge(
        rules(text),
        on(2, "accepted"),
        on(4, "started", procedure="hearing"),
        on(5, "extended"),
        on(6, "ended", procedure="hearing"),
    )
    # Unextended Wed 11; three more: Thu 12, Fri 13, Mon 16.
    assert states(found) == [("decide@2026-03-02", "overdue", day(16))]


def test_pauses_are_instants_for_hours() -> None:
    text = PAUSED.replace("5 working days", "24 hours")
    found = judge(
        rules(text),
        on(at(2, 10), "accepted"),
        on(at(2, 12), "started", procedure="hearing"),
        on(at(2, 18), "ended", procedure="hearing"),
    )
    assert [each.due_end for each in found.obligations] == [at(3, 16)]


def test_the_rules_above_are_what_they_seem() -> None:
    [clause] = rules(PAUSED).clauses
    assert isinstance(clause.body, Duty)
    assert clause.body.pause[0].per == ("procedure",)


def test_what_an_extension_adds_may_stand_in_any_of_the_events_that_make_it_up() -> None:
    text = """
    events: {asked: {}, answered: {}, approved: {data: {days: integer}}, told: {}}
    clauses:
      answer:
        duty:
          when: asked
          must: answered
          within: 5 working days
          extend:
            {when: {all: [approved, told]}, if: event.days > 1, add: event.days, at_most: 20 working days}
    """
    # Monday 9 and three days more, in either order of the two events.
    for events in ([on(3, "approved", days=3), on(4, "told")], [on(3, "told"), on(4, "approved", days=3)]):
        assert states(judge(rules(text), on(2, "asked"), *events)) == [
            ("answer@2026-03-02", "overdue", day(12))
        ]
    found = judge(rules(text), on(2, "asked"), on(3, "approved"), on(4, "told"))
    assert [each.reason.code for each in found.unknowns] == ["field-missing"]


def test_a_field_of_a_trigger_may_stand_in_any_of_the_events_that_make_it_up() -> None:
    text = """
    events: {filed: {data: {answer_by: date}}, paid: {}, answered: {}}
    clauses: {answer: {duty: {when: {all: [filed, paid]}, must: answered, by: trigger.answer_by}}}
    """
    found = judge(rules(text), on(2, "filed", answer_by="2026-03-12"), on(3, "paid"))
    assert states(found) == [("answer@2026-03-03", "overdue", day(12))]


def test_lateness_ends_with_the_duty() -> None:
    text = """
    events: {asked: {}, answered: {}, withdrawn: {}}
    clauses:
      answer: {duty: {when: asked, must: answered, within: 5 working days, end_on: withdrawn, repeat: REPEAT}}
    """
    ended = judge(
        rules(text.replace("REPEAT", "ignore")), on(2, "asked"), on(11, "withdrawn"), on(20, "answered")
    )
    assert states(ended) == [("answer@2026-03-02", "overdue", day(9))]
    assert [(each.late_by_days, each.late_by_working_days, each.fulfilled) for each in ended.violations] == [
        (2, 2, None)
    ]
    replaced = judge(
        rules(text.replace("REPEAT", "replace")), on(2, "asked"), on(20, "asked"), on(23, "answered")
    )
    assert [(each.state, each.due) for each in replaced.obligations] == [
        ("overdue", day(9)),
        ("met", day(27)),
    ]
    assert [each.late_by_days for each in replaced.violations] == [11]


TWO_CLOCKS = """
events:
  {began: {}, done: {}, cut: {}, anew: {}, stopped: {data: {thread: string}},
   resumed: {data: {thread: string}}}
clauses:
  do:
    duty:
      when: began
      must: done
      within: 1 working day
      pause: {from: stopped, to: resumed, per: thread}
      interrupt: {from: cut, to: anew}
"""


def test_a_pause_of_no_length_changes_nothing_while_another_runs() -> None:
    began, end = on(2, "began"), on(4, "resumed", thread="a")
    long = on(2, "stopped", thread="a")
    # Without 3 and 4: Thursday 5.
    expected = [("do@2026-03-02", "overdue", day(5))]
    short = [on(at(3, 9), "stopped", thread="b"), on(at(3, 9), "resumed", thread="b")]
    assert states(judge(rules(TWO_CLOCKS), began, long, end)) == expected
    assert states(judge(rules(TWO_CLOCKS), began, long, *short, end)) == expected
    assert ignored(judge(rules(TWO_CLOCKS), began, long, *short, end)) == []


def test_an_interruption_of_no_length_is_over_at_once_while_a_pause_runs() -> None:
    events = [on(2, "began"), on(2, "stopped", thread="a"), on(at(3, 9), "cut"), on(at(3, 9), "anew")]
    found = judge(rules(TWO_CLOCKS), *events, on(4, "resumed", thread="a"))
    # Counted anew from Tuesday 3, without 3 and 4: Thursday 5.
    assert states(found) == [("do@2026-03-02", "overdue", day(5))]


def test_a_pause_of_no_length_before_the_trigger_does_not_stop_the_clock() -> None:
    short = [on(at(1, 9), "stopped", thread="b"), on(at(1, 9), "resumed", thread="b")]
    assert states(judge(rules(TWO_CLOCKS), *short, on(2, "began"))) == [("do@2026-03-02", "overdue", day(3))]
