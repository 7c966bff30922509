"""A small policy and scenarios for it, as a folder of an analyst would hold them."""

from pathlib import Path

POLICY = """\
govrules: 1
policy: sample
title: {zh: 样本, en: Sample}
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-licensing-law
time_zone: Asia/Shanghai
parameters:
  urgent_reply: {type: period, values: {}, note: the text says only 急事急办}
events:
  accepted: {title: {zh: 受理, en: accepted}, names: [SL], data: {urgent: bool}}
  decided: {title: {zh: 决定, en: decided}}
  replied: {title: {zh: 答复, en: replied}}
clauses:
  decide:
    title: {zh: 二十日内决定, en: decide within twenty working days}
    cite: 第四十二条
    duty: {when: accepted, must: decided, within: 20 working days}
  urgent:
    title: {zh: 急事急办, en: urgent matters urgently}
    cite: 四
    duty: {when: accepted, if: event.urgent, must: replied, within: params.urgent_reply}
"""

PASSING = """\
govrules: 1
scenarios: sample
cases:
  on_the_last_day:
    title: {zh: 最后一日决定, en: decided on the last day}
    given:
    - {time: 2025-09-22, type: accepted, urgent: false}
    - {time: "2025-10-24T16:00", type: decided}
    as_of: 2025-12-31
    expect:
    - {met: decide, due: 2025-10-24, within: 20 working days}
  seen_at_two_dates:
    base: on_the_last_day
    without: [decided]
    at:
    - {as_of: 2025-10-23, expect: [{pending: decide, due: 2025-10-24}]}
    - {as_of: 2025-10-28, expect: [{violation: decide, due: 2025-10-24, late_by_working_days: 2}]}
  urgent_without_a_limit:
    given:
    - {time: 2025-09-22, type: accepted, urgent: true}
    - {time: 2025-09-22, type: decided}
    as_of: 2025-12-31
    expect:
    - {met: decide}
    - {unknown: urgent, reason: parameter_unset}
  urgent_with_a_limit:
    base: urgent_without_a_limit
    parameters: {urgent_reply: 2 working days}
    expect:
    - {met: decide}
    - {violation: urgent, due: 2025-09-24}
"""

FAILING = """\
govrules: 1
scenarios: sample
cases:
  on_time:
    title: {zh: 按期决定, en: decided in time}
    given:
    - {time: 2025-09-22, type: accepted, urgent: false}
    - {time: 2025-10-24, type: decided}
    as_of: 2025-12-31
    expect:
    - {met: decide, due: 2025-10-24}
  wrong_date:
    title: {zh: 日期有误, en: wrong date}
    base: on_time
    expect:
    - {met: decide, due: 2025-10-21}
  unexpected_violation:
    base: on_time
    without: [decided]
    expect: []
  missing_violation:
    base: on_time
    expect:
    - {violation: decide}
"""


def write(folder: Path, **files: str) -> Path:
    """The policy and the scenario files given, by the name before `.scenarios.yaml`, in a folder."""
    (folder / "sample.yaml").write_text(POLICY, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.scenarios.yaml").write_text(text, encoding="utf-8")
    return folder
