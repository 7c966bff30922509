"""What silence means is said by the programs, as long as no other clause hears of what is deemed."""

from govrules.engine.batch import evaluate
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, at, day, on, rules

SILENCE = """
case: {urgent: bool}
events:
  received: {data: {urgent: bool}}
  decided: {data: {outcome: string}}
  asked: {}
  answered: {}
  suspended: {}
  listed: {}
  struck: {}
  told: {}
clauses:
  decide:
    duty:
      when: received
      must: decided
      within: 5 working days
      on_lapse:
        - {if: happened(suspended), breach: false}
        - {if: case.urgent, deem: decided, with: {outcome: granted}, breach: false}
        - {deem: decided, with: {outcome: granted}}
  answer:
    duty: {when: asked, must: answered, within: 3 days}
    unless: happened(suspended)
  strike:
    duty: {when: listed, must: struck, within: 3 days, repeat: each, on_lapse: {breach: false}}
    strength: should
  tell:
    duty: {when: received, must: told, within: 10 days}
    strength: should
"""


def test_silence_may_have_an_outcome_of_which_nobody_hears() -> None:
    book = rules(SILENCE)
    assert_compiled(book, on(at(2, 9), "received", urgent=True), on(at(20, 9), "decided"))
    assert_compiled(book, on(2, "received", urgent=False), on(20, "decided"))
    assert_compiled(book, on(at(2, 9), "received", urgent=False), on(at(5, 9), "suspended"))
    assert_compiled(book, on(at(2, 9), "listed"), as_of=day(4))
    assert_compiled(book, on(at(2, 9), "listed"), on(at(10, 9), "struck"))


def test_an_excuse_is_read_at_the_end_of_the_time() -> None:
    book = rules(SILENCE)
    assert_compiled(book, on(at(2, 9), "asked"), on(at(4, 9), "suspended"), on(at(9, 9), "answered"))
    assert_compiled(book, on(at(2, 9), "asked"), on(at(6, 0), "suspended"))
    assert_compiled(book, on(at(2, 9), "asked"), on(at(6, 9), "suspended"))
    assert_compiled(book, on(2, "asked"), on(5, "suspended"))
    assert_compiled(book, on(2, "asked"), on(6, "suspended"))


def test_fields_may_be_read_in_any_order() -> None:
    log = (
        on(at(2, 9), "asked"),
        on(at(2, 9), "received", urgent=True),
        on(at(20, 9), "told"),
    )
    wanted = evaluate(rules(SILENCE), log, as_of=END, engine="reference")
    for names in (
        ("violations", "obligations", "shortfalls", "lapses"),
        ("shortfalls", "lapses", "violations", "obligations"),
    ):
        found = evaluate(rules(SILENCE), log, as_of=END, engine="compiled")
        assert {name: getattr(found, name) for name in names} == {
            name: getattr(wanted, name) for name in names
        }


def test_both_say_the_same_of_any_silence() -> None:
    kinds = ("received", "asked", "listed", "decided", "suspended", "answered", "struck")
    walked = assert_same_of_many(rules(SILENCE), kinds, {"urgent": (True, False, None)}, number=100, most=4)
    assert walked > 20


def test_what_is_deemed_for_a_part_of_a_case_opens_slices_of_others() -> None:
    # No request names a unit of its own. The silence of each unit asked opens its slice, in which the next
    # request is heard.
    book = rules("""
    events: {received: {data: {units: list}}, answered: {data: {unit: string}}, told: {}}
    clauses:
      see: {requirement: {when: told, require: happened(answered)}}
      answer:
        for_each: {unit: trigger.units}
        duty: {when: received, must: answered, within: 1 working day, on_lapse: {deem: answered}}
      tell:
        per: unit
        duty: {when: received, must: told, within: 5 days, repeat: each}
    """)
    log = (
        on(at(2, 9), "received", units=("north", "south")),
        on(at(6, 9), "received", units=()),
        on(at(3, 9), "received", case="d", unit="east"),
    )
    assert_same(book, *log)
    found = evaluate(book, log, as_of=END, engine="compiled")
    assert found.provenance is not None
    assert found.provenance.engine == "compiled"
    told = [each.slice for each in found.obligations if (each.clause, each.case) == ("tell", "c")]
    assert told == [(("unit", "north"),), (("unit", "south"),)]
