"""The worklist: what is open, in the order in which it wants to be seen to."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govrules as gr
from govrules.model.policy import Rulebook
from govrules.reporting.tasks import SECTIONS, Task
from govrules.testing import histories
from tests.reporting import office

DAY = dt.date(2025, 9, 24)


@pytest.fixture
def rules(tmp_path: Path) -> Rulebook:
    return office.rules(tmp_path)


def told(task: Task) -> tuple[object, ...]:
    due = None if task.due is None else task.due.isoformat()
    left = (task.days_left, task.working_days_left)
    return (task.case, task.clause, task.section, task.card, due, left, task.unit, task.party)


def test_every_open_duty_stands_in_its_section_with_its_card_and_the_time_left(rules: Rulebook) -> None:
    found = gr.worklist(office.on_the_morning_of(DAY, rules), rules)
    assert found.day == DAY
    # The five working days after Monday the 15th end on the 22nd. After Tuesday the 23rd come 24, 25, 26, the
    # make-up Sunday the 28th and the 29th.
    assert [told(each) for each in found.tasks] == [
        ("late", "decide", "overdue", "red", "2025-09-22", (-2, -2), "甲局", "甲局"),
        ("today", "decide", "today", "yellow", "2025-09-24", (0, 0), "甲局", "甲局"),
        ("week", "decide", "this week", "green", "2025-09-26", (2, 2), "乙局", "乙局"),
        ("later", "decide", "later", "green", "2025-09-29", (5, 4), "乙局", "丙局"),
        ("-", "check_monthly", "later", "none", "2025-09-30", (6, 5), "丁局", "丁局"),
        ("paused", "decide", "paused", "none", None, (None, None), "丙局", "丙局"),
        ("done", "file", "no date", "none", None, (None, None), "丙局", "丙局"),
        ("done", "check_promptly", "unknown", "none", None, (None, None), "丙局", None),
    ]


def test_a_card_turns_on_the_day_of_the_warning(rules: Rulebook) -> None:
    cards = []
    for day in (24, 25, 26, 27):
        found = gr.worklist(office.on_the_morning_of(dt.date(2025, 9, day), rules), rules)
        cards += [(day, each.card, each.warning) for each in found.tasks if each.case == "week"]
    rung = "2 working days left"
    assert cards == [(24, "green", None), (25, "yellow", rung), (26, "yellow", rung), (27, "red", rung)]


def test_a_log_read_to_the_end_of_a_day_gives_the_list_of_the_next(rules: Rulebook) -> None:
    evening = gr.worklist(gr.evaluate(rules, office.EVENTS, as_of=dt.date(2025, 9, 23)), rules)
    assert evening.day == DAY
    assert [each.case for each in evening.of("today")] == ["today"]


def test_what_is_left_may_be_chosen_by_unit_party_and_section(rules: Rulebook) -> None:
    found = gr.worklist(office.on_the_morning_of(DAY, rules), rules)
    assert [each.case for each in found.only(units=("乙局",)).tasks] == ["week", "later"]
    assert [each.case for each in found.only(parties=("丙局",)).tasks] == ["later", "paused", "done"]
    assert [each.case for each in found.only(sections=("overdue", "paused")).tasks] == ["late", "paused"]


def test_a_day_that_the_calendar_does_not_know_leaves_the_working_days_open(rules: Rulebook) -> None:
    far = gr.Event("far", "accepted", dt.date(2028, 12, 27), unit="甲局")
    [found] = gr.worklist(gr.evaluate(rules, [far], as_of=dt.date(2028, 12, 28)), rules).tasks
    assert (found.case, found.working_days_left) == ("far", None)


def test_an_evaluation_of_nothing_has_no_tasks(rules: Rulebook) -> None:
    assert gr.worklist(gr.evaluate(rules, []), rules).tasks == ()


LICENSING = gr.load("cn/licensing-law").or_raise()


@settings(max_examples=max(settings().max_examples // 4, 10))
@given(st.data())
def test_every_open_duty_stands_in_the_list_once_and_in_order(data: st.DataObject) -> None:
    history = data.draw(histories(LICENSING))
    evaluation = history.evaluate()
    found = gr.worklist(evaluation, LICENSING)
    open_ = {
        each.id
        for each in evaluation.obligations
        if each.state in {"pending", "paused", "overdue", "unknown"}
    }
    assert {each.id for each in found.tasks if each.obligation.clause_kind == "duty"} == {
        each.id for each in evaluation.obligations if each.id in open_ and each.clause_kind == "duty"
    }
    assert len({each.id for each in found.tasks}) == len(found.tasks)
    order = [(SECTIONS.index(each.section), each.due or dt.date.max) for each in found.tasks]
    assert order == sorted(order)
    assert all((each.card == "red") == (each.section == "overdue") for each in found.tasks)
    late = [
        each
        for each in found.tasks
        if each.due is not None and found.day is not None and each.due < found.day
    ]
    assert {each.section for each in late} <= {"overdue", "unknown"}
