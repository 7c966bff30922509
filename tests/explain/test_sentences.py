"""Every clause in a plain sentence, made from the rule that is evaluated."""

from pathlib import Path

import pytest

import govrules as gr
from govrules.diagnostics import Language
from govrules.explaining.sentences import sentence
from tests.cli.golden import assert_golden

RULES = """\
govrules: 1
policy: sentences
calendar: cn
convention: cn-licensing-law
time_zone: Asia/Shanghai
parameters:
  promptly:
    type: period
    values: {}
    title: {zh: “及时”的时限, en: how fast promptly is}
    note: {zh: 及时, en: promptly}
  weeks: {type: period, values: {2020-01-01: 3 weeks}}
  reading:
    type: choice
    choices: {week: {zh: 七日, en: seven days}, working: {zh: 五个工作日, en: five working days}}
    values: {2020-01-01: week}
records:
  organ: {title: {zh: 机关, en: organ}, data: {limit: period, weekly: bool}}
  post: {data: {unit: string, role: string, holder: string}}
measures: {ladder: [warned, removed], imposed: fined}
events:
  accepted: {title: {zh: 受理, en: accepted}, data: {due_on: date, urgent: bool, unit: string}}
  decided: {title: {zh: 决定, en: decided}, data: {cost: number, kind: string}}
  told: {title: {zh: 告知, en: told}}
  paused: {title: {zh: 中止, en: paused}}
  resumed: {title: {zh: 恢复, en: resumed}}
  extended: {title: {zh: 批准延长, en: extension approved}}
  withdrawn: {title: {zh: 撤回, en: withdrawn}}
  fined: {title: {zh: 处分, en: fined}}
clauses:
  decide:
    unless: happened(extended)
    duty:
      when: accepted
      must: [decided, told]
      within: 20 working days
      pause: {from: paused, to: resumed, at_most: 30 days, times: 1}
      interrupt: {from: told, to: resumed}
      extend: {when: extended, add: 10 working days, at_most: 20 working days, times: 2}
      on_lapse: {deem: decided, effective: next_day, if: trigger.urgent}
      end_on: withdrawn
  decide_promptly: {strength: should, duty: {when: accepted, must: decided, within: params.promptly}}
  decide_in_weeks:
    if: trigger.urgent
    duty: {when: accepted, must: {all: [decided, told]}, within: params.weeks}
  decide_by_the_day: {duty: {when: accepted, must: decided, by: trigger.due_on}}
  tell_before: {duty: {when: accepted, must: told, before: decided, at_least: 7 working days}}
  tell_some_day: {duty: {when: accepted, must: told, within: no limit}}
  decide_in_a_week:
    duty:
      when: accepted
      must: decided
      within: {readings: {week: 7 days, working: 5 working days}, use: params.reading}
  tell_then: {requirement: {when: decided, require: "happened(told) or given(event.cost)"}}
  each_year:
    for_each: organ where organ.weekly
    requirement: {when: {every: year, at: end}, require: given(organ.limit)}
  no_decision:
    strength: in_principle
    if: event.cost > 3
    prohibition: {when: decided, during: {from: accepted, to: end of year}}
  few:
    per: unit
    quota: {count: decided, every: year, at_least: 2, at_most: {share: 70%, of: previous period}}
  cheap: {quota: {count: decided, sum: event.cost, until: withdrawn, at_most: 100}}
  kinds: {quota: {count: decided, distinct: event.kind, every: month, at_least: 2}}
  always: {per: unit, maintenance: {hold: {from: accepted, to: withdrawn}, tolerate: 2 hours}}
  answer:
    accountability:
      on: {violation: [decide, decide_promptly]}
      answerable: {head: 'holder("head", of=violation.unit) if event.urgent else responsible'}
      propose: {any_of: [warned, removed]}
      repeated: {times: 2, over: calendar year}
  spirit: {not_checkable: {zh: 倡导。, en: advice.}}
"""


LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_kind_of_clause_reads_as_a_sentence(tmp_path: Path, lang: Language) -> None:
    file = tmp_path / "sentences.yaml"
    file.write_text(RULES, encoding="utf-8")
    rules = gr.load(file).or_raise()
    told = [f"{each.id}: {sentence(each, rules.policies[0], rules, lang)}" for each in rules.clauses]
    assert_golden(f"sentences.{lang}.txt", "\n".join(told) + "\n")


GAPS = ("None", "  ", "。。", "..", "``", "…", "（）", "[]")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_clause_of_the_packs_has_a_sentence_without_a_gap(lang: Language) -> None:
    rules = gr.load("cn/hubei-2008-36", "cn/licensing-law", "cn/district-eight-systems").or_raise()
    told = {
        each.full_id: sentence(each, policy, rules, lang)
        for policy in rules.policies
        for each in policy.clauses
    }
    assert len(told) > 100
    assert {name: text for name, text in told.items() if not text or any(gap in text for gap in GAPS)} == {}
