"""A clause that stands in another's place: on its days the other does not apply, before and after it does."""

import datetime as dt

import pytest

import govrules as gr
from govrules.engine.displacement import standing
from govrules.model.clauses import InForce
from tests.engine.rules import rules

OWN = """
events: {{received: {{}}, answered: {{}}}}
clauses:
  national: {{duty: {{when: received, must: answered, within: 20 days}}}}
  local: {{displaces: national, in_force: {force}, duty: {{when: received, must: answered, within: 5 days}}}}
"""


def due(force: str, *days: str) -> list[tuple[str, str]]:
    rulebook = rules(OWN.format(force=force))
    events = [
        gr.Event(f"c{number}", "received", dt.date.fromisoformat(day)) for number, day in enumerate(days)
    ]
    found = gr.evaluate(rulebook, events, as_of=dt.date(2026, 12, 31))
    return [(each.clause, str(each.due)) for each in found.obligations]


def test_only_the_clause_in_force_on_the_day_of_the_trigger_applies() -> None:
    assert due(
        "{from: 2026-03-01, until: 2026-06-01}", "2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01"
    ) == [
        ("national", "2026-03-20"),
        ("local", "2026-03-06"),
        ("local", "2026-06-05"),
        # the 21st is a Sunday
        ("national", "2026-06-22"),
    ]


def test_a_clause_in_force_for_ever_leaves_nothing_of_the_other() -> None:
    rulebook = rules(OWN.format(force="{from: 2026-03-01}").replace("in_force: {from: 2026-03-01}, ", ""))
    assert [each.id for each in standing(rulebook).clauses] == ["local"]


def test_without_the_clause_the_other_applies_again() -> None:
    rulebook = rules(OWN.format(force="{from: 2026-03-01}"))
    [local] = [each.full_id for each in rulebook.clauses if each.id == "local"]
    assert standing(rulebook.without(local)) == rulebook.without(local)


def test_a_rulebook_without_displacement_is_left_as_it_is() -> None:
    rulebook = rules("events: {a: {}, b: {}}\nclauses: {c: {duty: {when: a, must: b, within: 5 days}}}")
    assert standing(rulebook) is rulebook


@pytest.mark.parametrize(
    ("force", "left"),
    [
        ("{from: 2026-03-01}", [InForce(None, dt.date(2026, 3, 1))]),
        ("{until: 2026-03-01}", [InForce(dt.date(2026, 3, 1), None)]),
        (
            "{from: 2026-03-01, until: 2026-06-01}",
            [InForce(None, dt.date(2026, 3, 1)), InForce(dt.date(2026, 6, 1), None)],
        ),
    ],
)
def test_what_is_left_of_a_displaced_clause(force: str, left: list[InForce]) -> None:
    clauses = standing(rules(OWN.format(force=force))).clauses
    assert [each.in_force for each in clauses if each.id == "national"] == left


def test_a_rulebook_is_the_same_one_each_time() -> None:
    rulebook = rules(OWN.format(force="{from: 2026-03-01}"))
    assert standing(rulebook) is standing(rulebook)
