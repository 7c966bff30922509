"""Mistakes of form and of substance in one scenario file are told in one run."""

from govrules.rulefile.load import load_text
from govrules.scenarios.reader import parse_scenarios
from govrules.scenarios.run import prepare, run_scenario

RULES = """\
govrules: 1
policy: p
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {accepted: , decided: }
clauses: {decide: {duty: {when: accepted, must: decided, within: 5 working days}}}
"""
SCENARIOS = """\
govrules: 1
scenarios: p
titel: sample
cases:
  one:
    given:
    - {time: 2025-09-22, type: acepted}
    as_off: 2025-12-31
    expect:
    - {late: decide}
    - {overdue: decid}
  two: {given: [{time: 2025-09-22, type: accepted}], as_of: 2025-12-31, expect: [{overdue: decide}]}
"""


def test_misspelt_words_hide_no_unknown_events_and_clauses() -> None:
    rules = load_text(RULES).or_raise()
    prepared = prepare(parse_scenarios(SCENARIOS, file="s.yaml"), rules=rules)
    told = {
        scenario.id: [
            (each.code.id, each.span.line if each.span else 0)
            for result in run_scenario(prepared, scenario)
            for each in result.diagnostics
        ]
        for scenario in prepared.file.scenarios
    }
    assert [each.code.id for each in prepared.diagnostics] == ["GR502"]
    assert told == {
        "one": [("GR513", 7), ("GR502", 8), ("GR508", 10), ("GR511", 11)],
        "two": [("GR532", 12)],
    }
