"""Explanations of what a register shows on a day of the calendar, and of who answers for it."""

import datetime as dt

from govrules.diagnostics import Language
from govrules.engine.batch import evaluate
from govrules.explaining import explain
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import AnyFinding
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text

RULES = """
govrules: 1
policy: p
in_force: {from: 2025-01-02}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events:
  listed: {data: {organ: string, phone: bool}}
  post_filled: {data: {post: string, unit: string, role: string, holder: string}}
  asked: 询问
  answered: 答复
records:
  organ: {set_by: listed, data: {phone: bool}}
  post: {set_by: post_filled, data: {unit: string, role: string, holder: string}}
clauses:
  phone:
    title: {zh: 设有电话, en: A telephone}
    gloss:
      zh: 台账载明设有电话；
        未登记的，不作判断。
      en: The register says so.
    responsible: organ
    requirement:
      when: [in_force, {every: year, at: end}, {date: 2025-06-30}]
      for_each: organ
      require: organ.phone
  answer:
    title: {zh: 答复, en: Answer}
    responsible: trigger.unit
    duty: {when: asked, must: answered, within: 1 day}
  heads:
    title: {zh: 局长承担, en: The head}
    accountability:
      on: {violation: [phone, answer]}
      per: policy
      answerable:
        head: 'holder("局长", of=violation.responsible if violation.clause != "answer" else violation.unit)'
"""


def judged() -> tuple[Rulebook, Evaluation]:
    def head(day: dt.date, who: str) -> Event:
        data = {"post": "局长岗", "unit": "甲局", "role": "局长", "holder": who}
        return Event("posts", "post_filled", day, data=data)

    events = [
        Event("register", "listed", dt.date(2025, 1, 1), data={"organ": "甲局", "phone": False}),
        head(dt.date(2025, 1, 1), "岗位一"),
        head(dt.date(2026, 1, 1), "岗位二"),
        Event("c", "asked", dt.date(2026, 1, 5), unit="甲局"),
    ]
    rulebook = load_text(RULES).or_raise()
    return rulebook, evaluate(rulebook, events, as_of=dt.date(2026, 1, 31))


def told(lang: Language) -> list[str]:
    """Every line that an explanation of the breaches, and of whoever answers, has."""
    rulebook, found = judged()
    every: list[AnyFinding] = [*found.violations, *found.attributions]
    return [
        line.strip()
        for each in every
        for line in explain(each, rulebook=rulebook, evaluation=found, lang=lang).splitlines()
    ]


def among(lang: Language, *openings: str) -> list[str]:
    """Those that open with one of some words, once each."""
    return list(dict.fromkeys(line for line in told(lang) if line.startswith(openings)))


def test_a_day_of_the_calendar_is_told_in_words() -> None:
    assert among("zh", "核查时点") == [
        "核查时点：2025年1月2日（条款施行之日）",
        "核查时点：2025年6月30日（条款所定之日）",
        "核查时点：2025年12月31日（每年最后一日）",
    ]
    assert among("en", "Checked at") == [
        "Checked at: the clause’s coming into force on 2025-01-02",
        "Checked at: the day that the clause names on 2025-06-30",
        "Checked at: the end of the year on 2025-12-31",
    ]


def test_whoever_held_the_post_on_the_last_day_of_the_year_is_named_with_that_day() -> None:
    assert among("zh", "岗位", "确定方式")[-4:] == [
        "确定方式：2025年6月30日（违反行为发生之日）担任甲局“局长”一职者",
        "确定方式：2025年12月31日（违反行为发生之日）担任甲局“局长”一职者",
        "岗位二，作为主要负责人；涉及单位：甲局",
        "确定方式：2026年1月6日（违反行为发生之日）担任甲局“局长”一职者",
    ]
    assert among("en", "named by")[2:] == [
        "named by: who held the post “局长” of 甲局 on 2025-12-31, the day of the breach",
        "named by: who held the post “局长” of 甲局 on 2026-01-06, the day of the breach",
    ]


def test_a_breach_that_belongs_to_no_case_is_not_told_as_one() -> None:
    breaches = [line.partition("：")[2].partition("：")[0] for line in among("zh", "所涉违规情形")]
    assert breaches == ["设有电话（甲局）", "设有电话（甲局）", "设有电话（甲局）", "答复（案件 c）"]


def test_a_gloss_of_several_lines_is_told_without_spaces_in_between() -> None:
    assert among("zh", "要旨") == ["要旨：台账载明设有电话；未登记的，不作判断。"]
