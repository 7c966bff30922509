"""A clause is judged only in the cases where something is that concerns it."""

from unittest.mock import patch

import pytest

from govrules.engine import virtual_time
from govrules.engine.concerned import ClauseVersions
from govrules.engine.found import Found
from govrules.engine.strata import Ears
from govrules.engine.virtual_time import _evaluate, _Scopes
from govrules.model.events import Event
from tests.engine.rules import judge, on, rules

TEXT = """
events:
  asked: {{}}
  answered: {{}}
  harmed: {{data: {{grave: bool}}}}
  noted: {{}}
  grave: {{is: harmed, if: event.grave}}
clauses:
  reply: {{duty: {{when: asked, must: answered, within: 2 days}}}}
  other: {other}
"""
HARM = "{accountability: {on: {all: [{violation: reply}, harmed]}, answerable: {head: event.unit}}}"


def judged(other: str, *events: Event) -> list[str | None]:
    """The cases in which a clause was judged beside a duty; None for the whole log."""
    found: list[str | None] = []

    def noted(
        clause: ClauseVersions, case: str | None, only: frozenset[str] | None, scopes: _Scopes, ears: Ears
    ) -> Found | None:
        own = _evaluate(clause, case, only, scopes, ears)
        if clause.full_id == "p/other":
            found.append(case)
            assert own is not None
        return own

    with patch.object(virtual_time, "_evaluate", noted):
        judge(rules(TEXT.format(other=other)), *events)
    return found


def cases(**kinds: str) -> tuple[Event, ...]:
    """A case of each name with these events, one a day."""
    return tuple(
        on(2 + number, kind, case=case, unit="u")
        for case, named in kinds.items()
        for number, kind in enumerate(named.split())
    )


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("{requirement: {when: grave, require: happened(noted)}}", ["c", "d"]),
        ("{duty: {when: harmed, must: noted, within: 2 days}}", ["b", "c", "d"]),
        ("{prohibition: {when: {in_order: [noted, harmed]}}}", ["d"]),
        ("{prohibition: {when: [answered, {all: [noted, harmed]}]}}", ["a", "d"]),
        ("{accountability: {on: {violation: reply}, answerable: {head: event.unit}}}", ["b", "c"]),
        (HARM, ["c"]),
        ("{requirement: {when: {every: month, at: end}, require: happened(noted)}}", ["a", "b", "c", "d"]),
        ("{quota: {per: unit, count: noted, every: month, at_most: 1}}", [None]),
    ],
)
def test_a_clause_is_judged_where_all_is_that_it_takes(other: str, expected: list[str | None]) -> None:
    log = cases(a="asked answered", b="asked noted", c="asked harmed", d="noted harmed")
    assert judged(other, *log) == expected


def test_an_event_that_says_it_is_none_of_the_name_concerns_nobody_who_waits_for_the_name() -> None:
    other = "{requirement: {when: grave, require: happened(noted)}}"
    log = [
        on(2, "harmed", case=case, grave=grave) for case, grave in (("a", True), ("b", False), ("c", None))
    ]
    assert judged(other, *log) == ["a", "c"]


def test_both_the_breach_and_the_harm_are_asked_of_one_case() -> None:
    found = judge(rules(TEXT.format(other=HARM)), *cases(a="asked", b="harmed", c="asked harmed"))
    assert [each.case for each in found.attributions] == ["c"]
