"""Named events that count under a condition are told apart without the reference."""

from govrules.engine.batch import evaluate
from govrules.engine.compile.programs import programs_without_log
from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import END, at, day, on, rules

NAMED = """
events:
  received: {data: {level: integer}}
  decided: {data: {outcome: string}}
  urgent: {is: received, if: event.level >= 3}
  granted: {is: decided, if: event.outcome == "granted"}
  refused: {is: decided, if: 'event.outcome == "refused"'}
  paid: {}
  asked: {data: {outcome: string}}
  asked_back: {is: asked, if: 'event.outcome == "refused"'}
  answered: {}
  refused_again: {is: refused, if: count(refused) >= 2}
clauses:
  decide:
    duty: {when: urgent, must: granted | refused, within: 3 working days}
  pay:
    duty: {when: granted, must: paid, within: 5 days, end_on: refused}
  refuse_once:
    prohibition: {when: refused_again}
  count:
    requirement: {when: paid, require: happened(granted) and count(refused) <= 1}
"""
PAUSED = """
events:
  received: {}
  asked: {data: {outcome: string}}
  asked_back: {is: asked, if: 'event.outcome == "refused"'}
  told: {data: {outcome: string}}
  told_all: {is: told, if: event.outcome == "granted"}
  answered: {}
clauses:
  answer:
    duty:
      when: received
      must: answered
      within: 4 working days
      pause: {from: asked_back, to: told_all}
"""


def test_what_triggers_and_meets_a_duty_may_be_a_named_event() -> None:
    book = rules(NAMED)
    assert_compiled(
        book,
        on(at(2, 9), "received", level=3),
        on(at(3, 9), "received", level=1),
        on(at(5, 10), "decided", outcome="other"),
        on(at(6, 10), "decided", outcome="granted"),
        on(at(9, 10), "paid"),
        on(at(11, 10), "decided", outcome="refused"),
        on(at(12, 10), "decided", outcome="refused"),
    )
    assert_compiled(book, on(2, "received", level=4), on(3, "decided", outcome="refused"), as_of=day(4))


def test_a_named_event_may_pause_a_duty() -> None:
    assert_compiled(
        rules(PAUSED),
        on(at(2, 9), "received"),
        on(at(3, 9), "asked", outcome="granted"),
        on(at(4, 9), "asked", outcome="refused"),
        on(at(9, 9), "told", outcome="granted"),
        on(at(12, 9), "answered"),
    )


def test_both_say_the_same_of_any_case_with_named_events() -> None:
    walked = assert_same_of_many(
        rules(NAMED),
        ("received", "decided", "decided", "paid"),
        {"level": (1, 3, 3), "outcome": ("granted", "refused", "granted", None)},
    )
    assert walked > 5
    outcomes = {"outcome": ("granted", "refused", "granted", None)}
    walked = assert_same_of_many(rules(PAUSED), ("received", "asked", "told", "answered"), outcomes)
    assert walked > 5


def test_a_parameter_that_nobody_has_set_leaves_only_the_cases_in_doubt_in_which_it_matters() -> None:
    rulebook = rules("""
        parameters: {most: {type: integer, values: [], note: "set by each county"}}
        events:
          asked: {data: {amount: integer, urgent: bool}}
          grave: {is: asked, if: event.urgent and event.amount > params.most}
        clauses:
          c: {prohibition: {when: grave}}
    """)
    (program,) = programs_without_log(rulebook)
    assert program.left_out == ()
    data = {"amount": (1, None), "urgent": (True, False, None)}
    assert 0 < assert_same_of_many(rulebook, ("asked",), data, number=30, most=1) < 30


PROPER = """
events:
  asked: {data: {due_on: date}}
  answered: {data: {answer: string, reasons: string}}
  proper:
    is: answered
    if: event.answer == "consent" or event.answer == "refusal" and given(event.reasons)
  improper:
    is: answered
    if: event.answer == "other" or event.answer == "refusal" and not given(event.reasons)
  taken: {}
clauses:
  answer_properly:
    responsible: trigger.unit
    duty:
      per: [case, unit]
      when: asked
      must: proper
      by: trigger.due_on
      on_lapse: {if: happened(improper), deem: taken, breach: true}
"""


def test_a_named_event_may_ask_what_is_given_in_a_part_of_a_case() -> None:
    asked = [on(at(2, 9), "asked", unit=unit, due_on="2026-03-09") for unit in ("a", "b", "c")]
    answers = (
        on(at(4, 9), "answered", unit="a", answer="refusal"),
        on(at(4, 9), "answered", unit="b", answer="refusal", reasons="none of ours"),
        on(at(11, 9), "answered", unit="a", answer="consent"),
    )
    assert_compiled(rules(PROPER), *asked, *answers)
    found = evaluate(rules(PROPER), (*asked, *answers), as_of=END, engine="compiled")
    assert [(each.slice[0][1], each.state) for each in found.obligations] == [
        ("a", "lapsed"), ("b", "met"), ("c", "overdue"),
    ]  # fmt: skip
    said = {
        "unit": ("a", "b", None),
        "due_on": ("2026-03-06", "2026-03-09"),
        "answer": ("consent", "refusal", "other"),
        "reasons": (None, "none", " "),
    }
    assert assert_same_of_many(rules(PROPER), ("asked", "asked", "answered"), said, number=40) > 10


def test_a_named_event_that_asks_what_happened_is_left_to_the_reference_in_a_part_of_a_case() -> None:
    forbidding = PROPER + "  nothing_improper: {prohibition: {per: [case, unit], when: improper}}\n"
    [program] = programs_without_log(rules(forbidding))
    assert program.left_out == ()
    [program] = programs_without_log(
        rules(forbidding.replace("not given(event.reasons)", "count(asked) > 1"))
    )
    why = "a named event that asks what happened, in a part of a case"
    assert [each.why for each in program.left_out] == [why]
