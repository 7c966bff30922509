"""Lapses: silence has an outcome of its own, and never merges with a decision."""

import datetime as dt

from govrules.model.convention import Convention
from tests.engine.rules import at, day, ids, ignored, judge, on, rules, short, states, unknown

SILENCE = """
events:
  received: {}
  accepted: {}
  refused: {}
  decided: {data: {outcome: string}}
  delivered: {}
clauses:
  accept:
    duty:
      when: received
      must: accepted | refused
      within: 5 working days
      on_lapse: {deem: accepted, effective: trigger, breach: true}
  decide:
    duty:
      when: accepted
      must: decided
      within: 10 working days
      on_lapse: {deem: decided, with: {outcome: granted}, effective: lapse, breach: false}
  deliver:
    duty: {when: decided, must: delivered, within: 3 working days}
"""


def test_a_back_dated_deeming_takes_effect_at_the_trigger_and_is_known_after_the_due_end() -> None:
    found = judge(rules(SILENCE), on(2, "received", unit="u"), as_of=day(10))
    # Received Mon 2, five working days end on Mon 9; ten working days from the 2nd end on Mon 16.
    assert states(found) == [
        ("accept@2026-03-02", "lapsed", day(9)),
        ("decide@2026-03-02", "pending", day(16)),
    ]
    [lapse] = found.lapses
    assert lapse.deemed is not None
    assert (lapse.id, lapse.at, lapse.breach) == ("p/accept:c@2026-03-02/lapse", at(10, 0), True)
    assert (lapse.deemed.event.type, lapse.deemed.at.date) == ("accepted", day(2))
    assert lapse.deemed.known.instant == at(10, 0)
    assert lapse.deemed.event.unit == "u"
    assert ids(found.violations) == ["accept@2026-03-02/violation"]


def test_the_trigger_of_what_follows_says_that_it_was_derived() -> None:
    decide = judge(rules(SILENCE), on(2, "received"), as_of=day(10)).obligations[1]
    assert decide.trigger is not None
    assert decide.trigger.derived_from == "p/accept:c@2026-03-02/lapse"


def test_before_the_due_end_nothing_is_deemed() -> None:
    found = judge(rules(SILENCE), on(2, "received"), as_of=at(9, 23, 59))
    assert (states(found), found.lapses) == ([("accept@2026-03-02", "pending", day(9))], ())


def test_a_chain_of_lapses_runs_in_virtual_time() -> None:
    found = judge(rules(SILENCE), on(2, "received"))
    # Deemed accepted as of Mon 2; deemed decided on Mon 16; delivery within Tue 17, Wed 18, Thu 19.
    assert states(found) == [
        ("accept@2026-03-02", "lapsed", day(9)),
        ("decide@2026-03-02", "lapsed", day(16)),
        ("deliver@2026-03-16", "overdue", day(19)),
    ]
    # The second silence is no breach.
    assert ids(found.violations) == ["accept@2026-03-02/violation", "deliver@2026-03-16/violation"]
    deemed = found.lapses[1].deemed
    assert deemed is not None
    assert dict(deemed.event.data) == {"outcome": "granted"}


def test_a_real_event_after_the_lapse_is_late_and_no_second_trigger() -> None:
    found = judge(rules(SILENCE), on(2, "received"), on(11, "accepted"), as_of=day(12))
    assert states(found) == [
        ("accept@2026-03-02", "lapsed", day(9)),
        ("decide@2026-03-02", "pending", day(16)),
    ]
    [late] = found.late_decisions
    assert (late.lapse, late.late_by_days) == ("p/accept:c@2026-03-02/lapse", 2)
    assert found.obligations[0].fulfilled is None
    assert ignored(found) == [("accepted", "deemed-already")]


def test_a_late_decision_of_another_type_is_late_and_still_an_event() -> None:
    text = SILENCE.replace(
        "deliver:\n",
        "explain:\n    duty: {when: refused, must: delivered, within: 1 working day}\n  deliver:\n",
    )
    found = judge(rules(text), on(2, "received"), on(11, "refused"), as_of=day(12))
    assert [each.event and each.event.event.type for each in found.late_decisions] == ["refused"]
    assert ("explain@2026-03-11", "overdue", day(12)) in states(found)


def test_an_event_on_the_due_day_prevents_the_lapse() -> None:
    found = judge(rules(SILENCE), on(2, "received"), on(9, "accepted"), as_of=day(12))
    assert found.lapses == ()
    assert states(found) == [
        ("accept@2026-03-02", "met", day(9)),
        ("decide@2026-03-09", "pending", day(23)),
    ]


def test_an_event_at_the_very_due_end_is_in_time_and_the_deadline_fires_just_after() -> None:
    convention = Convention(name="tested").with_keys(day_ends="17:00")
    in_time = judge(rules(SILENCE, convention=convention), on(2, "received"), on(at(9, 17), "accepted"))
    assert in_time.obligations[0].state == "met"
    late = judge(
        rules(SILENCE, convention=convention), on(2, "received"), on(at(9, 17, 1), "accepted"), as_of=day(12)
    )
    assert [each.state for each in late.obligations] == ["lapsed", "pending"]


def test_a_pause_between_the_effective_time_and_the_knowledge_of_it_counts() -> None:
    text = SILENCE.replace(
        "within: 10 working days", "within: 10 working days\n      pause: [{from: started, to: ended}]"
    ).replace("received: {}", "received: {}\n  started: {}\n  ended: {}")
    found = judge(rules(text), on(2, "received"), on(4, "started"), on(6, "ended"), as_of=day(11))
    # Out are Thu 5 and Fri 6: Mon 16 becomes Wed 18.
    assert states(found)[1] == ("decide@2026-03-02", "pending", day(18))


def test_when_no_rule_applies_silence_is_a_plain_breach() -> None:
    text = SILENCE.replace(
        "on_lapse: {deem: accepted, effective: trigger, breach: true}",
        "on_lapse: {if: trigger.tacit, deem: accepted}",
    ).replace("received: {}", "received: {data: {tacit: bool}}")
    found = judge(rules(text), on(2, "received", tacit=False))
    assert (states(found), found.lapses) == ([("accept@2026-03-02", "overdue", day(9))], ())
    assert judge(rules(text), on(2, "received", tacit=True)).lapses != ()
    nobody_knows = judge(rules(text), on(2, "received"))
    assert (states(nobody_knows), nobody_knows.violations) == ([("accept@2026-03-02", "unknown", None)], ())


def test_the_first_rule_that_applies_decides() -> None:
    text = SILENCE.replace(
        "on_lapse: {deem: accepted, effective: trigger, breach: true}",
        "on_lapse:\n"
        "      - {if: trigger.renewal, deem: refused, breach: false}\n"
        "      - {deem: accepted, breach: false}",
    ).replace("received: {}", "received: {data: {renewal: bool}}")
    for renewal, deemed in ((True, "refused"), (False, "accepted")):
        [lapse, *_] = judge(rules(text), on(2, "received", renewal=renewal)).lapses
        assert lapse.deemed is not None
        assert lapse.deemed.event.type == deemed


def test_a_deemed_event_may_be_effective_later() -> None:
    for written, effective in (("next_day", day(17)), ("3 days after", day(19)), ("lapse", day(16))):
        text = SILENCE.replace("effective: lapse", f"effective: {written}")
        found = judge(rules(text), on(2, "accepted"))
        deemed = found.lapses[0].deemed
        assert deemed is not None
        assert deemed.at.date == effective
        assert found.obligations[1].trigger == deemed


def test_silence_that_is_no_breach_and_deems_nothing_is_a_lapse_all_the_same() -> None:
    text = """
    events: {told: {}, asked: {}}
    clauses:
      ask: {duty: {when: told, must: asked, within: 5 working days, on_lapse: {breach: false}}}
    """
    found = judge(rules(text), on(2, "told"), on(12, "asked"))
    assert states(found) == [("ask@2026-03-02", "lapsed", day(9))]
    assert ([each.deemed for each in found.lapses], found.violations, found.late_decisions) == (
        [None],
        (),
        (),
    )


def test_a_duty_may_follow_a_lapse_or_a_violation() -> None:
    text = """
    events: {told: {}, done: {}, registered: {}, reported: {}}
    clauses:
      act: {duty: {when: told, must: done, within: 5 days, on_lapse: {deem: done}}}
      follow: {duty: {when: {lapse: act}, must: registered, within: 3 working days, count_from: unrolled}}
      report: {duty: {when: {violation: act}, must: reported, within: 3 working days}}
    """
    # Five days after Monday 9 end on Saturday 14, moved on to Mon 16; unrolled is the 14th.
    convention = Convention(name="tested").with_keys(last_day_off="onward")
    found = judge(rules(text, convention=convention), on(9, "told"))
    assert states(found) == [
        ("act@2026-03-09", "lapsed", day(16)),
        # From Saturday 14: Mon 16, Tue 17, Wed 18.
        ("follow@2026-03-16", "overdue", day(18)),
        # From the 17th, on which it was broken: Wed 18, Thu 19, Fri 20.
        ("report@2026-03-17T00:00:00+08:00", "overdue", day(20)),
    ]
    from_due = text.replace("count_from: unrolled", "count_from: due")
    assert states(judge(rules(from_due, convention=convention), on(9, "told")))[1][2] == day(19)


def test_the_judgement_of_another_clause_can_be_a_condition() -> None:
    text = """
    events: {told: {}, asked: {}, held: {}}
    clauses:
      ask: {duty: {when: told, must: asked, within: 5 working days, on_lapse: {breach: false}}}
      hold: {if: met(ask), duty: {when: asked, must: held, within: 5 working days}}
    """
    in_time = judge(rules(text), on(2, "told"), on(9, "asked"))
    assert [each.clause for each in in_time.obligations] == ["ask", "hold"]
    late = judge(rules(text), on(2, "told"), on(10, "asked"))
    assert ([each.clause for each in late.obligations], late.unknowns) == (["ask"], ())
    assert unknown(judge(rules(text), on(10, "asked"))) == ["nothing has been judged under `ask` here"]


def test_a_lapse_is_found_once_however_far_the_log_is_read() -> None:
    early = judge(rules(SILENCE), on(2, "received"), as_of=day(10))
    late = judge(rules(SILENCE), on(2, "received"), as_of=dt.date(2026, 6, 30))
    assert late.lapses[:1] == early.lapses


def test_what_one_limit_deems_meets_the_other_limits_of_the_duty() -> None:
    text = """
    events: {accepted: {}, decided: {}}
    clauses:
      decide:
        duty:
          when: accepted
          must: decided
          within: {statutory: 5 working days, promised: 3 working days, internal: 9 working days}
          on_lapse: {of: statutory, deem: decided, breach: false}
    """
    found = judge(rules(text), on(2, "accepted"), on(12, "decided"))
    # Thu 5 for the promise, Mon 9 by the statute, Fri 13 inside the office.
    assert states(found) == [
        ("decide@2026-03-02#statutory", "lapsed", day(9)),
        ("decide@2026-03-02#promised", "met_late", day(5)),
        ("decide@2026-03-02#internal", "met", day(13)),
    ]
    assert [each.limit_name for each in found.violations] == ["promised"]
    assert len(found.late_decisions) == 1


def test_what_came_after_a_due_end_that_nobody_knew_yet_is_a_late_decision_all_the_same() -> None:
    promised = rules("""
    events: {asked: {data: {due_at: date}}, answered: {}, assumed: {}}
    clauses: {answer: {duty: {when: asked, must: answered, by: trigger.due_at, on_lapse: {deem: assumed}}}}
    """)
    # Over before it was asked; the answer of that day has no time and counts as after the question.
    found = judge(promised, on(at(5, 10), "asked", due_at="2026-03-03"), on(5, "answered"))
    assert states(found) == [("answer@2026-03-05T10:00:00+08:00", "lapsed", day(3))]
    assert [(each.event and each.event.event.time, each.late_by_days) for each in found.late_decisions] == [
        (day(5), 2)
    ]
    assert [each.late_by_days for each in found.violations] == [2]
    before = rules("""
    events: {planned: {}, told: {}, held: {}}
    clauses:
      tell: {duty: {when: planned, must: told, before: held, at_least: 3 days, on_lapse: {deem: told}}}
      noted: {duty: {when: told, must: held, within: 20 days, repeat: each}}
    """)
    found = judge(before, on(2, "planned"), on(5, "told"), on(6, "held"))
    assert [(each.event and each.event.event.time, each.late_by_days) for each in found.late_decisions] == [
        (day(5), 2)
    ]
    # What it triggered before the lapse was known, it triggered.
    assert "noted@2026-03-05" in [short(each) for each in found.obligations]
