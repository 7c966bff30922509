"""What people say of findings, wherever a person reads them; and nothing computed is changed."""

import datetime as dt
import io
import json
from pathlib import Path

import attrs
import openpyxl
import pytest

import govrules as gr
from govrules.diagnostics import Language
from govrules.explaining.said import count_text, counted
from govrules.explaining.view import View
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.reporting.changes import Change, changes, read_earlier, to_dict
from govrules.reporting.page.pseudonyms import TREATMENTS
from govrules.reporting.page.words import STATES
from govrules.reporting.sheet import COLUMNS, as_workbook, row
from tests.reporting import office
from tests.reporting.page.pages import DAY, SAID, SCRIPT, made

LATE = "office/decide:late@2025-09-15"
SENTENCES = {
    "en": (
        f"contested on 2025-09-23 by 张三, 甲局: “系统停机 {SCRIPT}”",
        "excused on 2025-09-23 16:00 by 监察局: “有运维记录”",
    ),
    "zh": (
        f"2025年9月23日甲局张三提出异议，理由：“系统停机 {SCRIPT}”",
        "2025年9月23日16时监察局认可免责，理由：“有运维记录”",
    ),
}


@pytest.fixture
def rules(tmp_path: Path) -> Rulebook:
    return office.rules(tmp_path)


def test_a_list_shows_what_people_say_beneath_its_task(rules: Rulebook) -> None:
    evaluation = office.on_the_morning_of(DAY, rules, *SAID)
    found = gr.worklist(evaluation, rules)
    [task] = [each for each in found.tasks if each.case == "late"]
    for lang, sentences in SENTENCES.items():
        view = View.of(evaluation, rules, "zh" if lang == "zh" else "en")
        assert row(task, view)["views"] == "\n".join(sentences)
    kept = {each["case"]: each["views"] for each in json.loads(json.dumps(to_dict(found)))["tasks"]}
    assert kept["late"] == [
        {
            "stance": "contested",
            "at": "2025-09-23",
            "unit": "甲局",
            "actor": "张三",
            "reason": f"系统停机 {SCRIPT}",
        },
        {
            "stance": "excused",
            "at": "2025-09-23T16:00:00+08:00",
            "unit": "监察局",
            "actor": None,
            "reason": "有运维记录",
        },
    ]
    assert kept["today"] == []
    without = gr.worklist(office.on_the_morning_of(DAY, rules), rules)
    assert [attrs.evolve(each, views=()) for each in found.tasks] == list(without.tasks)


def test_a_workbook_has_a_column_for_it(rules: Rulebook) -> None:
    evaluation = office.on_the_morning_of(DAY, rules, *SAID)
    found = gr.worklist(evaluation, rules).only(units=("甲局",), sections=("overdue",))
    content = as_workbook(found, View.of(evaluation, rules, "zh"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    [heading, told] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = list(COLUMNS).index("views")
    assert (heading[at], told[at]) == ("对结论的意见", "\n".join(SENTENCES["zh"]))


def test_what_is_said_since_the_list_before_is_a_change(rules: Rulebook) -> None:
    before = read_earlier(
        json.dumps(to_dict(gr.worklist(office.on_the_morning_of(DAY, rules, SAID[0]), rules))),
        file="list.json",
    )
    evaluation = office.on_the_morning_of(DAY, rules, *SAID)
    now = gr.worklist(evaluation, rules)
    assert changes(before, now, evaluation) == (
        Change("said", LATE, "late", "office/decide", "contested", "contested, excused"),
    )
    older = json.loads(json.dumps(to_dict(now)))
    for each in older["tasks"]:
        del each["views"]
    assert [
        (each.before, each.after)
        for each in changes(read_earlier(json.dumps(older), file="x"), now, evaluation)
    ] == [(None, "contested, excused")]


def test_figures_stay_and_say_how_much_is_contested(rules: Rulebook) -> None:
    without = gr.indicators(office.on_the_morning_of(DAY, rules), rules, by=("unit",))
    evaluation = office.on_the_morning_of(DAY, rules, *SAID)
    found = gr.indicators(evaluation, rules, by=("unit",))
    said = {each.group: (each.contested, each.excused_by_people) for each in found}
    assert said == {("丙局",): (0, 0), ("乙局",): (0, 0), ("甲局",): (1, 1)}
    assert tuple(attrs.evolve(each, contested=0, excused_by_people=0) for each in found) == without
    assert count_text(counted(evaluation), "zh") == "有异议 1 项，已认可免责 1 项；各项数字仍按计算结果"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_shows_both_views_and_no_markup_of_a_reason(tmp_path: Path, lang: Language) -> None:
    page = made(tmp_path, SAID, lang=lang)
    assert SCRIPT not in page.text
    texts = page.data["texts"]
    [violation, *_] = page.case("late")[3]
    names = list(STATES)
    assert [names[each] for each in (violation[0], *violation[8])] == [
        "overdue",
        "contested",
        "excused_by_people",
    ]
    lines = [texts[each] for each in violation[6][0][1:]]
    source = " (log.csv:9)" if lang == "en" else "（log.csv:9）"
    assert lines == [f"{SENTENCES[lang][0]}{source}", SENTENCES[lang][1]]
    assert "set-aside" in page.text
    figures = page.figures("found")
    assert (figures["contested"], figures["excused_by_people"]) == ("1", "1")
    plain = made(tmp_path, lang=lang).figures("found")
    assert {
        name: number for name, number in figures.items() if name not in {"contested", "excused_by_people"}
    } == plain
    [titled] = [
        each for each in page.case("late")[2] if texts[each[2]] in {"finding contested", "对结论提出异议"}
    ]
    assert texts[titled[3]] == "甲局"


@pytest.mark.parametrize("naming", ["replaced", "left out"])
def test_without_names_it_is_told_that_somebody_says_so_and_not_who_or_why(
    tmp_path: Path, naming: str
) -> None:
    page = made(tmp_path, SAID, naming="replaced" if naming == "replaced" else "left out")
    assert [
        each for each in ("张三", "监察局", "甲局", "系统停机", "运维", "log.csv") if each in page.text
    ] == []
    who = " by Unit 3" if naming == "replaced" else ""
    assert f"contested on 2025-09-23{who} (the reason is left out)" in page.data["texts"]
    assert page.figures("found")["contested"] == "1"
    assert {"stance", "findings"} <= set(TREATMENTS)


def test_of_a_measure_it_is_told_what_people_say_of_the_breach(tmp_path: Path) -> None:
    text = office.RULES.replace(
        "clauses:\n",
        "measures: {ladder: [admonition]}\nclauses:\n  answer:\n    title: {zh: 问责, en: Answer}\n"
        "    accountability:\n      on: {violation: decide}\n      answerable: {direct: responsible}\n"
        "      propose: admonition\n",
    )
    (tmp_path / "office.yaml").write_text(text, encoding="utf-8")
    rules = gr.load(tmp_path / "office.yaml").or_raise()
    evaluation = office.on_the_morning_of(DAY, rules, *SAID)
    [measure] = [each for each in evaluation.measures if each.case == "late"]
    assert measure.state == "proposed"
    told = gr.explain(measure, evaluation=evaluation, rulebook=rules)
    assert f"  of {LATE}/violation, on which it rests: {SENTENCES['en'][1]}" in told.splitlines()


def test_a_view_without_a_name_is_told_without_one(rules: Rulebook) -> None:
    nameless = Event(
        "late", "finding_excused", dt.date(2025, 9, 23), data={"clause": "decide", "reason": "a\nb"}
    )
    evaluation = office.on_the_morning_of(DAY, rules, nameless)
    [violation] = evaluation.violations
    told = gr.explain(violation, evaluation=evaluation, rulebook=rules).splitlines()
    assert told[3] == "What people say (the finding stands as computed): excused on 2025-09-23: “a b”"
    assert gr.explain(violation, rulebook=rules).count("What people say") == 0
