"""Events that changed nothing are listed with why, once; events that changed anything are not."""

from tests.engine.rules import day, ignored, judge, on, rules

LICENCE = """
events:
  received: {}
  accepted: {}
  decided: {}
  transferred: {data: {to_unit: string}}
  approved: {data: {role: string}}
  approved_by_head: {is: approved, if: event.role == "head"}
  told: {}
  held: {}
  noted: {}
clauses:
  accept: {duty: {when: received, must: accepted, within: 2 working days, on_lapse: {deem: accepted}}}
  decide:
    responsible: {first: trigger.unit, passes: {on: transferred, to: event.to_unit}}
    duty:
      when: accepted
      must: decided
      within: 5 working days
      extend: {when: {all: [approved_by_head, told]}, add: 2 working days}
  inform: {duty: {when: accepted, must: told, before: held}}
  publish: {duty: {when: noted, must: decided, within: 5 working days}}
"""


def test_an_event_that_passes_the_matter_on_or_that_a_duty_comes_before_was_used() -> None:
    found = judge(
        rules(LICENCE),
        on(2, "accepted", unit="a"),
        on(3, "transferred", to_unit="b"),
        on(4, "told"),
        on(5, "held"),
        on(6, "decided"),
    )
    assert ignored(found) == []
    assert found.obligations[0].responsible == "b"


def test_an_event_is_used_through_the_named_event_that_it_counts_as() -> None:
    events = [on(2, "accepted"), on(3, "approved", role="head"), on(4, "told"), on(5, "held")]
    assert ignored(judge(rules(LICENCE), *events)) == []
    [_, _, *rest] = events
    clerk = [on(2, "accepted"), on(3, "approved", role="clerk"), *rest]
    assert ignored(judge(rules(LICENCE), *clerk)) == [("approved", "no-effect")]


def test_every_part_of_what_came_too_late_is_set_aside_for_that_reason() -> None:
    found = judge(rules(LICENCE), on(2, "accepted"), on(6, "approved", role="head"), on(10, "told"))
    assert ignored(found) == [("approved", "after-due-end"), ("told", "after-due-end")]


def test_a_late_event_that_was_deemed_before_is_listed_once_with_the_first_clause() -> None:
    found = judge(rules(LICENCE), on(2, "received"), on(5, "accepted"), on(6, "decided"), as_of=day(9))
    assert [(each.event.type, each.reason.code, each.clause) for each in found.ignored] == [
        ("accepted", "deemed-already", "p/decide")
    ]


def test_only_an_event_that_took_part_in_nothing_wants_a_trigger() -> None:
    # `decided` would meet two duties: where it meets one of them, the other simply did not arise.
    assert judge(rules(LICENCE), on(2, "accepted"), on(3, "decided")).quality.notes == ()
    alone = judge(rules(LICENCE), on(3, "decided"))
    assert [(each.code, each.subject) for each in alone.quality.notes] == [
        ("missing trigger", "p/decide"),
        ("missing trigger", "p/publish"),
    ]


def test_what_opens_and_closes_a_window_has_its_effect_though_nothing_forbidden_happens() -> None:
    rulebook = rules("""
    events: {barred: {}, cleared: {}, promoted: {}}
    clauses: {no: {prohibition: {when: promoted, during: {from: barred, to: cleared}}}}
    """)
    assert ignored(judge(rulebook, on(2, "barred"), on(9, "cleared"))) == []


def test_every_part_of_what_met_or_stopped_a_duty_was_used() -> None:
    rulebook = rules("""
    events:
      asked: {}
      answered: {}
      filed: {}
      began: {data: {kind: string}}
      ceased: {data: {kind: string}}
      hearing: {is: began, if: event.kind == "hearing"}
      heard: {is: ceased, if: event.kind == "hearing"}
    clauses:
      answer:
        duty:
          when: asked
          must: {all: [answered, filed]}
          within: 5 working days
          pause: [{from: hearing, to: heard}]
    """)
    stop = [on(3, "began", kind="hearing"), on(5, "ceased", kind="hearing")]
    assert ignored(judge(rulebook, on(2, "asked"), *stop, on(6, "answered"), on(9, "filed"))) == []
    # Half an answer, and a visit that is no hearing, changed nothing.
    assert ignored(judge(rulebook, on(2, "asked"), on(3, "began", kind="visit"), on(6, "answered"))) == [
        ("began", "no-effect"),
        ("answered", "no-effect"),
    ]
