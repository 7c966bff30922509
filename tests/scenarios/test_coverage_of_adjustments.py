"""A clause that lifts what others propose stands in no finding, and is proved by their measures."""

from pathlib import Path

import pytest

import govrules as gr
from govrules.scenarios.coverage import coverage
from govrules.scenarios.reader import read_scenarios

POLICY = """\
govrules: 1
policy: office
measures: {ladder: [warning]}
events: {found: {data: {person: string}}, tolerated: {}}
clauses:
  answer:
    accountability: {on: found, answerable: {person: event.person}, propose: warning}
  tolerate:
    accountability: {on: {all: [{proposed: answer}, tolerated]}, adjust: exempt}
"""
SCENARIOS = """\
govrules: 1
scenarios: office
cases:
  proposed:
    given: [{time: 2025-03-03, type: found, person: a}]
    expect: [{measure: answer, state: proposed}]
  lifted:
    given: [{time: 2025-03-03, type: found, person: a}, {time: 2025-03-04, type: tolerated}]
    expect: [{measure: answer, state: STATE}]
"""


@pytest.mark.parametrize(
    ("state", "broken", "verdict"), [("exempt", ("lifted",), "judged"), ("proposed", (), "not proved")]
)
def test_a_clause_that_lifts_is_proved_where_a_measure_is_exempt(
    tmp_path: Path, state: str, broken: tuple[str, ...], verdict: str
) -> None:
    (tmp_path / "office.yaml").write_text(POLICY, encoding="utf-8")
    file = tmp_path / "office.scenarios.yaml"
    file.write_text(SCENARIOS.replace("STATE", state), encoding="utf-8")
    [policy] = gr.load(tmp_path / "office.yaml").or_raise().policies
    [_, tolerate] = coverage(policy, [read_scenarios(file)])
    assert (tolerate.broken, tolerate.verdict) == (broken, verdict)
