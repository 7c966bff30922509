"""Slices, populations, patterns, days of the calendar: what a clause sees, and what it must not miss."""

import datetime as dt

from tests.engine.rules import at, day, ids, ignored, judge, on, rules, states, unknown

SUBTASKS = """
events:
  assigned: {data: {subtask: string}}
  completed: {data: {subtask: string}}
  withdrawn: {}
clauses:
  complete:
    duty: {per: [case, subtask], when: assigned, must: completed, within: 5 working days, end_on: withdrawn}
"""


def test_each_slice_sees_only_its_own_events() -> None:
    found = judge(
        rules(SUBTASKS),
        on(2, "assigned", subtask="a"),
        on(2, "assigned", subtask="b"),
        on(4, "completed", subtask="a"),
    )
    assert states(found) == [
        ("complete:a@2026-03-02", "met", day(9)),
        ("complete:b@2026-03-02", "overdue", day(9)),
    ]
    assert found.obligations[0].slice == (("subtask", "a"),)


def test_an_event_type_without_the_field_reaches_every_slice_of_its_case() -> None:
    found = judge(
        rules(SUBTASKS),
        on(2, "assigned", subtask="a"),
        on(2, "assigned", subtask="b"),
        on(2, "assigned", subtask="a", case="d"),
        on(4, "withdrawn"),
    )
    assert [(each.case, each.state) for each in found.obligations] == [
        ("c", "ended"),
        ("c", "ended"),
        ("d", "overdue"),
    ]


def test_a_fulfilment_that_does_not_say_what_it_fulfils_makes_the_duty_unknown() -> None:
    found = judge(rules(SUBTASKS), on(2, "assigned", subtask="a"), on(4, "completed"))
    assert states(found) == [("complete:a@2026-03-02", "unknown", None)]
    assert unknown(found) == [
        "the event `completed` of 2026-03-04 does not say to which `subtask` it belongs"
    ]


def test_a_trigger_that_does_not_say_its_slice_is_unknown_and_not_passed_over() -> None:
    found = judge(rules(SUBTASKS), on(2, "assigned"), on(3, "assigned", subtask="a"))
    assert states(found) == [("complete:a@2026-03-03", "overdue", day(10))]
    assert unknown(found) == ["the event `assigned` of 2026-03-02 does not say to which `subtask` it belongs"]


def test_a_slice_without_the_case_crosses_cases() -> None:
    text = SUBTASKS.replace("per: [case, subtask]", "per: subtask")
    found = judge(rules(text), on(2, "assigned", subtask="a"), on(4, "completed", subtask="a", case="d"))
    assert states(found) == [("complete:a@2026-03-02", "met", day(9))]


DEPARTMENTS = """
events:
  requested: {data: {departments: list}}
  opinion_given: {data: {opinion: string}}
  concluded: {}
clauses:
  answer:
    for_each: {unit: trigger.departments}
    duty:
      when: requested
      must: opinion_given
      within: 5 working days
      on_lapse: {deem: opinion_given, with: {opinion: consent}, breach: true}
"""


def test_every_member_of_a_population_has_a_duty_of_its_own() -> None:
    found = judge(
        rules(DEPARTMENTS),
        on(2, "requested", unit="office", departments=("fire", "water")),
        on(5, "opinion_given", unit="fire", opinion="no"),
    )
    assert states(found) == [
        ("answer:fire@2026-03-02", "met", day(9)),
        ("answer:water@2026-03-02", "lapsed", day(9)),
    ]
    [lapse] = found.lapses
    assert lapse.deemed is not None
    # What is deemed belongs to the department that kept silent.
    assert (lapse.deemed.event.unit, dict(lapse.deemed.event.data)) == (
        "water",
        {"opinion": "consent", "unit": "water"},
    )


def test_an_opinion_of_nobody_leaves_it_open_whose_it_is() -> None:
    found = judge(rules(DEPARTMENTS), on(2, "requested", departments=("fire",)), on(5, "opinion_given"))
    assert states(found) == [("answer:fire@2026-03-02", "unknown", None)]
    assert found.violations == ()


def test_a_population_that_is_not_in_the_data_is_unknown() -> None:
    found = judge(rules(DEPARTMENTS), on(2, "requested"))
    assert states(found) == []
    assert unknown(found) == ["`trigger.departments` is missing from the event `requested` of 2026-03-02"]


REGISTRY = """
records: {item: {set_by: listed, ended_by: removed, data: {unit: string, kind: string}}}
events:
  listed: {data: {item: string}}
  removed: {data: {item: string}}
clauses:
  complete:
    for_each: item where item.kind == "licence"
    requirement: {when: [{date: 2026-03-10}, listed], require: given(item.unit)}
"""


def test_a_day_of_the_calendar_asks_every_record_in_force() -> None:
    found = judge(
        rules(REGISTRY),
        on(2, "listed", case="r1", item="A", kind="licence"),
        on(3, "listed", case="r2", item="B", kind="licence", unit="u"),
        on(4, "listed", case="r3", item="C", kind="licence"),
        on(5, "removed", case="r3", item="C"),
        on(6, "listed", case="r4", item="D", kind="service"),
    )
    assert [
        (each.case, each.slice, each.trigger and each.trigger.at.date, each.state)
        for each in found.obligations
    ] == [
        ("-", (("item", "A"),), day(10), "violated"),
        ("-", (("item", "B"),), day(10), "met"),
        # What is listed is asked about at once, and it alone.
        ("r1", (("item", "A"),), day(2), "violated"),
        ("r2", (("item", "B"),), day(3), "met"),
        ("r3", (("item", "C"),), day(4), "violated"),
    ]


def test_a_day_that_as_of_has_not_reached_asks_nothing() -> None:
    listed = on(2, "listed", case="r", item="A", kind="licence")
    early = judge(rules(REGISTRY), listed, as_of=day(9))
    assert [each.case for each in early.obligations] == ["r"]


def test_each_calendar_period_triggers_for_every_case_that_has_begun() -> None:
    text = """
    events: {opened: {}, reported: {}}
    clauses:
      report: {duty: {when: {every: week, at: end}, must: reported, within: 3 days, repeat: each}}
    """
    found = judge(rules(text), on(4, "opened"), on(10, "reported"), as_of=day(16))
    # Sundays 8 and 15 March; three days after them Wed 11 and Wed 18.
    assert states(found) == [
        ("report@2026-03-08", "met", day(11)),
        ("report@2026-03-15", "pending", day(18)),
    ]


def test_all_of_several_happens_with_the_last_and_begins_anew() -> None:
    text = """
    events: {documents: {}, fees: {}, decided: {}}
    clauses:
      decide: {duty: {when: {all: [documents, fees]}, must: decided, within: 2 working days, repeat: each}}
    """
    found = judge(rules(text), on(3, "fees"), on(5, "documents"), on(6, "documents"))
    assert states(found) == [("decide@2026-03-05", "overdue", day(9))]
    again = judge(rules(text), on(3, "fees"), on(5, "documents"), on(6, "documents"), on(10, "fees"))
    assert [each.id[-10:] for each in again.obligations] == ["2026-03-05", "2026-03-10"]


def test_steps_in_order_are_met_by_the_last_of_them() -> None:
    text = """
    events: {occurred: {}, reported: {}, disposed: {}}
    clauses:
      chain:
        duty: {when: occurred, must: {in_order: [reported, disposed]}, within: 5 working days}
    """
    assert states(judge(rules(text), on(2, "occurred"), on(3, "reported"), on(6, "disposed")))[0][1] == "met"
    wrong_order = judge(rules(text), on(2, "occurred"), on(3, "disposed"), on(6, "reported"))
    assert states(wrong_order)[0][1] == "overdue"
    # On one day without times nobody knows the order.
    same_day = judge(rules(text), on(2, "occurred"), on(6, "disposed"), on(6, "reported"))
    assert states(same_day)[0][1] == "met"


def test_a_name_of_the_source_system_stands_for_its_type() -> None:
    text = """
    events: {accepted: {names: [SL]}, decided: {names: [BJ]}}
    clauses: {decide: {duty: {when: accepted, must: decided, within: 5 working days}}}
    """
    assert states(judge(rules(text), on(2, "SL"), on(9, "BJ"))) == [("decide@2026-03-02", "met", day(9))]


def test_chinese_names_work_throughout() -> None:
    text = """
    events: {受理: {}, 作出决定: {}, 听证开始: {}, 听证结束: {}}
    clauses:
      办结:
        duty: {when: 受理, must: 作出决定, within: 五个工作日, pause: [{from: 听证开始, to: 听证结束}]}
    """
    found = judge(rules(text), on(2, "受理"), on(4, "听证开始"), on(6, "听证结束"))
    assert states(found) == [("办结@2026-03-02", "overdue", day(11))]


# -- requirements and prohibitions ------------------------------------------------------------------------

PLAN = """
events: {plan_filed: {}, approved: {}, excused: {}}
clauses:
  plan: {unless: happened(excused), requirement: {when: approved, require: happened(plan_filed)}}
"""


def test_a_requirement_is_judged_at_its_event() -> None:
    assert states(judge(rules(PLAN), on(2, "plan_filed"), on(3, "approved"))) == [
        ("plan@2026-03-03", "met", None)
    ]
    found = judge(rules(PLAN), on(3, "approved", unit="u"), on(4, "plan_filed"))
    assert states(found) == [("plan@2026-03-03", "violated", None)]
    assert [(each.at, each.unit, each.due) for each in found.violations] == [(at(3, 0), "u", None)]


def test_a_precondition_of_the_same_day_counts_as_before_and_says_so() -> None:
    found = judge(rules(PLAN), on(3, "plan_filed"), on(3, "approved"))
    assert [(each.state, each.basis) for each in found.obligations] == [("met", ("same day",))]
    instants = judge(rules(PLAN), on(at(3, 12), "plan_filed"), on(at(3, 10), "approved"))
    assert instants.obligations[0].state == "violated"
    one_bare = judge(rules(PLAN), on(3, "plan_filed"), on(at(3, 10), "approved"))
    assert one_bare.obligations[0].basis == ("same day",)


def test_an_excused_requirement_is_no_violation() -> None:
    found = judge(rules(PLAN), on(2, "excused"), on(3, "approved"))
    assert (states(found), found.violations) == ([("plan@2026-03-03", "excused", None)], ())


def test_the_order_of_one_day_is_read_in_the_office_s_favour_both_ways() -> None:
    text = PLAN.replace("require: happened(plan_filed)", "require: not happened(plan_filed)")
    found = judge(rules(text), on(3, "plan_filed"), on(3, "approved"))
    assert [(each.state, each.basis) for each in found.obligations] == [("met", ("same day",))]
    assert judge(rules(text), on(2, "plan_filed"), on(3, "approved")).obligations[0].state == "violated"


BARRED = """
events:
  decided: {data: {person: string}}
  awarded: {data: {person: string}}
  lifted: {data: {person: string}}
clauses:
  no_award:
    prohibition: {per: person, when: awarded, during: {from: decided, to: end of year}}
"""


def test_a_prohibition_holds_only_within_its_window() -> None:
    decided = on(2, "decided", person="x")
    later = on(dt.date(2026, 12, 31), "awarded", person="x", case="d")
    next_year = on(dt.date(2027, 1, 1), "awarded", person="x", case="d")
    other = on(5, "awarded", person="y", case="d")
    end = dt.date(2027, 1, 31)
    assert ids(judge(rules(BARRED), decided, later, as_of=end).violations) == [
        "no_award:d:x@2026-12-31/violation"
    ]
    assert judge(rules(BARRED), decided, next_year, other, as_of=end).obligations == ()


def test_a_window_closes_with_its_event() -> None:
    text = BARRED.replace("to: end of year", "to: lifted")
    decided, lifted = on(2, "decided", person="x"), on(10, "lifted", person="x")
    assert len(judge(rules(text), decided, on(9, "awarded", person="x"), lifted).violations) == 1
    assert judge(rules(text), decided, on(11, "awarded", person="x"), lifted).violations == ()
    same_day = judge(rules(text), decided, on(10, "awarded", person="x"), lifted)
    assert [(each.state, each.basis) for each in same_day.obligations] == [("met", ("same day",))]


def test_a_plain_prohibition_is_broken_by_its_event() -> None:
    text = """
    events: {found: {data: {verified: bool}}}
    clauses: {never: {if: event.verified, prohibition: {when: found}}}
    """
    assert len(judge(rules(text), on(2, "found", verified=True)).violations) == 1
    assert judge(rules(text), on(2, "found", verified=False)).obligations == ()
    assert len(judge(rules(text), on(2, "found")).unknowns) == 1


def test_what_no_clause_speaks_of_is_listed_with_the_nearest_word() -> None:
    found = judge(rules(PLAN), on(2, "plan_file"), on(3, "elsewhere"))
    assert ignored(found) == [("plan_file", "unknown-event"), ("elsewhere", "unknown-event")]
    assert found.ignored[0].reason.en == "no policy knows the event `plan_file`: did you mean `plan_filed`?"
