"""Explanations call things by the titles that rule files give them."""

import datetime as dt

import pytest

from govrules.diagnostics import Language
from govrules.engine.batch import evaluate
from govrules.explaining import explain
from govrules.model.events import Event
from govrules.model.findings import AnyFinding
from govrules.rulefile.load import load_text

RULES = """
govrules: 1
policy: p
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
parameters:
  week_reading:
    type: choice
    choices:
      seven: {zh: 七日, en: seven days}
      five: {zh: 五个工作日, en: five working days}
    values: {2020-01-01: seven}
records:
  item:
    set_by: listed
    data: {legal: {type: period, title: {zh: 法定期限, en: the statutory limit}}, told: period}
events:
  listed: {data: {item: string, legal: period, told: period}}
  asked: {data: {item: string}}
  answered:
    data: {kind: {title: {zh: 种类, en: kind}, choices: {full: {zh: 全文, en: the whole text}, part: 部分}}}
clauses:
  answer:
    duty:
      when: asked
      must: answered
      within: {readings: {seven: 1 week, five: 5 working days}, use: params.week_reading}
      on_lapse: {deem: answered, with: {kind: full}}
  finish:
    duty: {when: asked, must: answered, within: {statutory: item.legal, promised: item.told}}
"""

COUNTED = "counted by Civil Code, computation of periods (articles 200 to 204)"


def explained(lang: Language) -> str:
    rulebook = load_text(RULES).or_raise()
    events = [
        Event(
            "catalogue", "listed", dt.date(2025, 1, 2), data={"item": "a", "legal": "2 days", "told": "1 day"}
        ),
        Event("c", "asked", dt.date(2025, 3, 3), data={"item": "a"}),
    ]
    result = evaluate(rulebook, events, as_of=dt.date(2025, 4, 30))
    found: list[AnyFinding] = [
        *result.lapses,
        *(each for each in result.violations if each.clause == "finish"),
    ]
    return "\n".join(explain(each, rulebook=rulebook, evaluation=result, lang=lang) for each in found)


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "适用口径：",
                "  采用“七日”口径：1周",
                "  如采用“五个工作日”口径（5个工作日），届满日为2025年3月10日（星期一）",
                "办理期限：2日（法定期限），按“民法典关于期间计算的规定”计算",
                "办理期限：1日（promised期限），按“民法典关于期间计算的规定”计算",
            ],
        ),
        (
            "en",
            [
                "Reading:",
                "  read as “seven days”: 1 week",
                "  read as “five working days” (5 working days), it would be due on 2025-03-10 (Mon)",
                f"Limit: 2 days (the statutory limit), {COUNTED}",
                f"Limit: 1 day (promised limit), {COUNTED}",
            ],
        ),
    ],
)
def test_readings_limits_and_values_go_by_their_titles(lang: Language, lines: list[str]) -> None:
    text = explained(lang).splitlines()
    assert [line for line in lines if line not in text] == []
    assert any(("种类：全文" if lang == "zh" else "kind: the whole text") in line for line in text)


def test_a_list_of_choices_may_be_a_mapping_to_titles() -> None:
    (policy,) = load_text(RULES).or_raise().policies
    field = policy.events["answered"].data["kind"]
    assert field.choices == ("full", "part")
    assert {choice: title.text("zh") for choice, title in field.choice_titles.items()} == {
        "full": "全文",
        "part": "部分",
    }
