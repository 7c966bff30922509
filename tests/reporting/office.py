"""A small office with every sort of open duty."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import govrules as gr
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.policy import Rulebook

RULES = """\
govrules: 1
policy: office
title: {zh: 办公规则, en: Office rules}
calendar: cn
convention: cn-licensing-law
time_zone: Asia/Shanghai
parameters:
  promptly: {type: period, values: {}, note: {zh: 及时, en: promptly}}
events:
  accepted: {title: {zh: 受理, en: accepted}}
  decided: {title: {zh: 决定, en: decided}}
  checked: {title: {zh: 检查, en: checked}}
  paused: {title: {zh: 中止, en: paused}}
  resumed: {title: {zh: 恢复, en: resumed}}
  filed: {title: {zh: 归档, en: filed}}
  moved: {title: {zh: 移送, en: passed on}, data: {to_unit: string}}
clauses:
  decide:
    title: {zh: 作出决定, en: Decide}
    responsible: {first: unit, passes: {on: moved, to: event.to_unit}}
    duty:
      when: accepted
      must: decided
      within: 5 working days
      pause: {from: paused, to: resumed}
      warn: 2 working days left
  check_promptly:
    title: {zh: 及时检查, en: Check promptly}
    duty: {when: decided, must: checked, within: params.promptly}
  file:
    title: {zh: 归档, en: File}
    responsible: unit
    duty: {when: decided, must: filed, within: no limit}
  check_monthly:
    title: {zh: 每月检查, en: Check each month}
    per: unit
    responsible: unit
    quota: {count: checked, every: month, at_least: 2}
"""


def rules(folder: Path) -> Rulebook:
    """The rules of the office, read from a file as an analyst would write it."""
    file = folder / "office.yaml"
    file.write_text(RULES, encoding="utf-8")
    return gr.load(file).or_raise()


# 22 September 2025 is a Monday, 28 September a Sunday on which offices work; holidays from 1 to 8 October.
EVENTS = (
    gr.Event("late", "accepted", dt.date(2025, 9, 15), unit="甲局"),
    gr.Event("today", "accepted", dt.date(2025, 9, 17), unit="甲局"),
    gr.Event("week", "accepted", dt.date(2025, 9, 19), unit="乙局"),
    gr.Event("later", "accepted", dt.date(2025, 9, 23), unit="乙局"),
    gr.Event("later", "moved", dt.date(2025, 9, 23), unit="乙局", data={"to_unit": "丙局"}),
    gr.Event("paused", "accepted", dt.date(2025, 9, 18), unit="丙局"),
    gr.Event("paused", "paused", dt.date(2025, 9, 19), unit="丙局"),
    gr.Event("done", "accepted", dt.date(2025, 9, 10), unit="丙局"),
    gr.Event("done", "decided", dt.date(2025, 9, 11), unit="丙局"),
    gr.Event("checks", "checked", dt.date(2025, 9, 11), unit="丁局"),
)


def on_the_morning_of(day: dt.date, rulebook: Rulebook, *more: Event) -> Evaluation:
    """As known at the first instant of a day."""
    midnight = dt.datetime.combine(day, dt.time(), ZoneInfo("Asia/Shanghai"))
    return gr.evaluate(rulebook, (*EVENTS, *more), as_of=midnight)
