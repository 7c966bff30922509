"""What people say of findings in scenarios: expected like a finding, and no part of what is judged."""

import textwrap

import govrules as gr
from govrules.scenarios.reader import parse_scenarios
from govrules.scenarios.recording import record_text
from govrules.scenarios.render import render_result
from govrules.scenarios.run import prepare, run_scenario

RULES = gr.load("cn/licensing-law").or_raise()
LATE = """\
    given:
    - {time: 2025-09-22, type: accepted, unit: 甲局}
    - {time: 2025-10-28, type: decided, unit: 甲局, outcome: refused}
    - {time: 2025-10-29, type: finding_contested, unit: 甲局, actor: 张三, clause: decide, reason: 系统停机}
    - {time: 2025-11-03, type: finding_excused, unit: 监察局, clause: decide, reason: 有运维记录}
    as_of: 2025-12-31
"""


def said(expect: str, given: str = LATE) -> list[str]:
    text = (
        f"govrules: 1\nscenarios: cn-licensing-law\ncases:\n  late:\n{given}{textwrap.indent(expect, '    ')}"
    )
    file = parse_scenarios(text, file="a.scenarios.yaml")
    assert file.diagnostics == ()
    prepared = prepare(file, rules=RULES)
    [scenario] = prepared.file.scenarios
    [result] = run_scenario(prepared, scenario)
    return [] if result.status == "passed" else render_result(result).splitlines()


WHOLE = """\
expect:
- {violation: decide, late_by_working_days: 2}
- {alert: decide}
- {view: decide, stance: contested, actor: 张三, unit: 甲局, at: 2025-10-29}
- {view: decide, stance: excused, actor: null}
"""


def test_views_are_listed_beside_the_finding_that_stays() -> None:
    assert said(WHOLE) == []
    assert said("expect:\n- {violation: decide}\npartial: true\n") == []


def test_a_view_that_is_not_expected_or_otherwise_is_told() -> None:
    one = "expect:\n- {violation: decide}\n- {alert: decide}\n- {view: decide, stance: contested}\n"
    assert said(one) == [
        "FAILED a.scenarios.yaml::late",
        "  a.scenarios.yaml:12: found, and not expected:",
        "    + {view: decide, stance: excused}",
    ]
    assert [
        each.strip() for each in said(WHOLE.replace("actor: 张三", "actor: 李四")) if each.strip()[:1] in "+-"
    ] == [
        "- {view: decide, stance: contested, actor: 李四, unit: 甲局, at: 2025-10-29}",
        "+ {view: decide, stance: contested, actor: 张三, unit: 甲局, at: 2025-10-29}",
    ]


def test_what_a_person_excuses_is_no_state_of_the_duty() -> None:
    [_, told, *_] = said("expect:\n- {excused: decide}\n")
    assert "what a person excuses is a `view`" in told


def test_a_view_without_effect_is_an_ignored_event() -> None:
    given = LATE.replace("clause: decide, reason: 有运维记录", "clause: deliver, reason: 有运维记录")
    expect = "expect:\n- {violation: decide}\n- {alert: decide}\n- {view: decide}\n"
    assert said(f"{expect}- {{ignored: finding_excused, reason: view_of_nothing_found}}\n", given) == []


def test_views_are_recorded_for_review() -> None:
    text = f"govrules: 1\nscenarios: cn-licensing-law\ncases:\n  late:\n{LATE}    expect: todo\n"
    recorded = record_text(text, rules=RULES)
    assert recorded is not None
    assert [line.strip() for line in recorded.splitlines() if "view:" in line] == [
        "- {view: decide, stance: contested}",
        "- {view: decide, stance: excused}",
    ]
