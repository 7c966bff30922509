"""Conditions on the length of a list, on a parameter that nobody set, and on fields that name a record."""

from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import at, on, rules

TEXT = """
parameters:
  most: {type: integer, values: [], note: to be set by the office}
  least: {type: integer, values: [{from: 2020-01-01, value: 2}]}
records:
  item: {data: {limit: period}, set_by: listed}
  unit: {data: {level: integer}, set_by: listed}
events:
  listed: {data: {item: string}}
  asked: {data: {item: string, departments: list, words: any, sure: any, amount: integer}}
clauses:
  many:
    requirement: {when: asked, require: len(event.departments) >= 2}
  words:
    requirement: {when: asked, require: len(event.words) < params.least}
  few:
    requirement: {when: asked, require: event.amount <= params.most}
  fewer:
    requirement: {when: asked, require: params.most > event.amount or event.amount < 3}
  of_an_item:
    requirement: {when: asked, require: given(event.item) and event.item != "b"}
  of_a_unit:
    requirement: {when: asked, require: event.unit == "north"}
  sure:
    if: event.sure
    requirement: {when: asked, require: event.sure or event.amount > 3}
"""


def test_lists_parameters_and_names_of_records_are_compiled() -> None:
    assert_compiled(
        rules(TEXT),
        on(at(2, 9), "asked", item="a", departments=["x", "y"], amount=4, unit="north", sure=True),
    )
    assert_compiled(rules(TEXT), on(at(2, 9), "asked"))


def test_both_say_the_same_of_any_list() -> None:
    said = {
        "item": ("a", "b", 3, None),
        "departments": (["x"], ["x", "y"], [], "x, y", None),
        "words": ("one", ["x"], {"x": 1, "y": 2}, 4, None),
        "amount": (1, 5, None),
        "sure": (True, False, "yes", 1, None),
    }
    assert assert_same_of_many(rules(TEXT), ("asked", "asked", "listed"), said, number=120, most=3) == 120
