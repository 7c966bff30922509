"""What silence means is said by the programs, as long as no other clause hears of what is deemed."""

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.model.events import Event
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


PARTS = """
case: {urgent: {type: bool, default: false}}
events:
  asked: {data: {task: string, urgent: bool}}
  launched: {data: {units: list}}
  answered: {data: {task: string, outcome: string}}
  attended: {}
  waived: {data: {task: string}}
  told: {}
clauses:
  answer:
    responsible: trigger.unit
    duty:
      per: [case, task]
      when: asked
      must: answered
      within: 3 days
      on_lapse:
        - {if: case.urgent, deem: answered, with: {outcome: granted}, breach: false}
        - {if: happened(waived), breach: false}
        - {deem: answered, with: {outcome: refused}, effective: trigger}
  attend:
    responsible: unit
    for_each: {unit: trigger.units}
    duty:
      when: launched
      must: attended
      within: 3 days
      on_lapse: {deem: waived, effective: next_day, breach: false}
"""

QUIET = PARTS.replace("happened(waived)", "given(event.urgent)")
"""the same, where nobody hears of what is deemed"""


def asked(day: int, task: str, *, urgent: bool | None = None) -> Event:
    if urgent is None:
        return on(at(day, 9), "asked", task=task)
    return on(at(day, 9), "asked", task=task, urgent=urgent)


def test_what_silence_deems_for_a_part_of_a_case_names_the_part() -> None:
    book = rules(QUIET)
    log = (
        asked(2, "road", urgent=True),
        asked(3, "sewer"),
        on(at(4, 9), "answered", task="sewer"),
        on(at(9, 9), "answered", task="road"),
        on(at(9, 10), "launched", unit="office", units=("a", "b")),
        on(at(10, 9), "attended", unit="b"),
        on(at(20, 9), "attended", unit="a"),
    )
    assert_compiled(book, *log)
    found = evaluate(book, log, as_of=END, engine="compiled")
    deemed = [each.deemed.event for each in found.lapses if each.deemed is not None]
    assert [(each.type, each.unit, dict(each.data)) for each in deemed] == [
        ("answered", None, {"outcome": "granted", "task": "road"}),
        ("waived", "a", {"unit": "a"}),
    ]
    assert [(each.clause, each.slice, each.late_by_days) for each in found.late_decisions] == [
        ("answer", (("task", "road"),), 4),
        ("attend", (("unit", "a"),), 8),
    ]


def test_only_what_belongs_to_a_part_came_too_late_for_it() -> None:
    # What another part was answered says something of the whole case, and settles nothing here.
    log = (
        asked(2, "road", urgent=True),
        asked(9, "sewer"),
        on(at(10, 9), "answered", task="sewer", urgent=False),
        on(at(12, 9), "answered", task="road"),
    )
    book = rules(QUIET)
    assert_compiled(book, *log)
    found = evaluate(book, log, as_of=END, engine="compiled").late_decisions
    assert [each.event.at.date.day for each in found if each.event is not None] == [12]


def handed_over(text: str, *events: Event) -> frozenset[int]:
    """The cases that are left to the reference, and both say the same of them."""
    run = run_of(rules(text), events, as_of=END)
    assert run is not None
    assert [each.why for log in run.logs for each in log.program.left_out] == []
    assert_same(rules(text), *events)
    return run.handed_over


def test_a_case_is_handed_over_only_where_others_hear_of_what_is_deemed() -> None:
    of_the_case = QUIET + "  see: {requirement: {when: told, require: not happened(answered)}}\n"
    silent, met = (asked(2, "road"),), (asked(2, "road"), on(at(4, 9), "answered", task="road"))
    told = on(at(9, 9), "told", task="road")
    assert handed_over(of_the_case, *met, told) == frozenset()
    # What concerns the whole case may stand anywhere in it.
    assert handed_over(of_the_case, *silent) == {0}
    of_the_part = of_the_case.replace("when: told", "per: [case, task], when: told")
    assert handed_over(of_the_part, *silent) == frozenset()
    assert handed_over(of_the_part, *silent, told) == {0}
    elsewhere = (
        asked(9, "sewer"),
        on(at(9, 9), "told", task="sewer"),
        on(at(9, 17), "answered", task="sewer"),
    )
    assert handed_over(of_the_part, *silent, *elsewhere) == frozenset()


def test_what_is_deemed_for_a_member_may_open_a_slice_of_others() -> None:
    text = QUIET + "  tell: {duty: {per: [case, unit], when: told, must: answered, within: 9 days}}\n"
    launched = on(at(2, 9), "launched", unit="office", units=("a", "b"))
    assert handed_over(text, launched) == frozenset()
    assert handed_over(text, launched, on(at(9, 9), "told", unit="c")) == frozenset()
    assert handed_over(text, launched, on(at(9, 9), "told", unit="a")) == {0}
    assert handed_over(text, launched, on(at(9, 9), "told")) == {0}


def test_whoever_asks_about_the_case_hears_of_the_part_that_is_named() -> None:
    text = QUIET.replace("case: {", "case: {task: string, ", 1)
    asking = text + '  see: {if: case.task == "road", prohibition: {when: told}}\n'
    assert handed_over(asking, asked(2, "road")) == {0}
    assert handed_over(asking, asked(2, "road"), on(at(3, 9), "answered", task="road")) == frozenset()
    assert handed_over(text, asked(2, "road")) == frozenset()


@pytest.mark.parametrize("text", [PARTS, QUIET])
def test_both_say_the_same_of_the_silence_of_any_part(text: str) -> None:
    kinds = ("asked", "asked", "asked", "answered", "launched", "launched", "attended", "waived", "told")
    said = {
        "task": ("road", "sewer", "sewer", None),
        "unit": ("a", "b", "b", None),
        "units": (("a", "b"), ("a",), ("c",)),
        "urgent": (None, None, True, False),
    }
    text += "  tell: {duty: {per: [case, unit], when: told, must: answered, within: 9 days}}\n"
    assert assert_same_of_many(rules(text), kinds, said, number=60, most=5) > 15
