"""Explanations of a duty that asks for several events together, of which one has come."""

import datetime as dt

import pytest

from govrules.diagnostics import Language
from govrules.engine.batch import evaluate
from govrules.explaining import explain
from govrules.model.events import Event
from govrules.rulefile.load import load_text

RULES = """
govrules: 1
policy: p
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events:
  assigned: {title: {zh: 交办, en: assigned}}
  concluded: {title: {zh: 办结, en: concluded}}
  reported: {title: {zh: 上报办理结果, en: result reported}}
clauses:
  both:
    title: {zh: 办结并上报, en: Conclude and report}
    responsible: trigger.unit
    duty: {when: assigned, must: {all: [concluded, reported]}, within: 7 days}
"""


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            "逾期未全部完成：甲局的办理期限至2025年10月20日届满，截至2025年10月31日，“办结并上报办理结果”仍未"
            "全部完成，已逾期11日。",
        ),
        (
            "en",
            "Late: 甲局 had until 2025-10-20 for “concluded” and “result reported”, and by 2025-10-31 not "
            "all of it had come: 11 days late so far.",
        ),
    ],
)
def test_what_came_is_not_said_to_be_missing_where_the_other_half_is(lang: Language, told: str) -> None:
    rules = load_text(RULES).or_raise()
    events = [
        Event("c", "assigned", dt.date(2025, 10, 13), unit="甲局"),
        Event("c", "concluded", dt.date(2025, 10, 14), unit="甲局"),
    ]
    found = evaluate(rules, events, as_of=dt.date(2025, 10, 31))
    [late] = found.violations
    text = explain(late, rulebook=rules, evaluation=found, lang=lang)
    joint = "" if lang == "zh" else " "
    assert joint.join(line.strip() for line in text.splitlines()).partition(told)[1] == told
