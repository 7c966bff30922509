"""Named events: which of them the event alone tells, so that it is found out once for all who ask."""

from govrules.engine.vocabulary import vocabulary_of
from tests.engine.rules import day, judge, on, rules

TEXT = """
case: {owner: string}
events:
  asked: {}
  decided: {data: {outcome: string}}
  granted: {is: decided, if: event.outcome == "granted"}
  granted_again: {is: granted, if: given(event.unit)}
  late_grant: {is: decided, if: event.outcome == "granted" and happened(asked)}
  of_a_unit: {is: decided, if: case.owner == event.unit}
clauses:
  one: {prohibition: {when: late_grant}}
  two: {prohibition: {when: granted}}
  three: {prohibition: {when: granted}, if: not happened(late_grant)}
"""


def test_an_event_alone_tells_it_where_only_its_fields_are_asked_about() -> None:
    (policy,) = rules(TEXT).policies
    vocabulary = vocabulary_of(policy)
    told = [name for name in policy.events if vocabulary.told(name).whole]
    assert told == ["asked", "decided", "granted", "granted_again"]
    assert vocabulary.told("granted_again").fields == ("outcome", "unit")


def test_what_an_event_says_may_rule_out_a_name_of_which_it_does_not_tell_everything() -> None:
    (policy,) = rules(TEXT).policies
    told = vocabulary_of(policy).told("late_grant")
    assert (told.fields, len(told.conditions)) == (("outcome",), 1)
    assert vocabulary_of(policy).told("of_a_unit").conditions == ()


def test_whoever_asks_gets_the_same_answer_and_what_hangs_on_the_history_is_asked_anew() -> None:
    found = judge(
        rules(TEXT),
        on(2, "decided", outcome="granted"),
        on(3, "asked"),
        on(4, "decided", outcome="granted"),
        on(5, "decided", outcome="refused"),
    )
    broken = [(each.clause, each.trigger.at.date) for each in found.violations if each.trigger]
    assert broken == [("one", day(4)), ("two", day(2)), ("two", day(4)), ("three", day(2))]
