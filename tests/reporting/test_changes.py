"""What has changed since a list before."""

import datetime as dt
import json
from pathlib import Path

import pytest

import govrules as gr
from govrules.diagnostics import DiagnosticsError
from govrules.model.policy import Rulebook
from govrules.reporting.changes import Change, changes, read_earlier, to_dict
from tests.reporting import office


@pytest.fixture
def rules(tmp_path: Path) -> Rulebook:
    return office.rules(tmp_path)


def kept(rules: Rulebook, day: dt.date) -> str:
    return json.dumps(to_dict(gr.worklist(office.on_the_morning_of(day, rules), rules)))


def test_nothing_has_changed_since_the_same_list(rules: Rulebook) -> None:
    day = dt.date(2025, 9, 24)
    evaluation = office.on_the_morning_of(day, rules)
    found = gr.worklist(evaluation, rules)
    assert changes(read_earlier(kept(rules, day), file="x"), found, evaluation) == ()


def test_what_is_new_done_moved_warned_of_and_passed_on_is_told(rules: Rulebook) -> None:
    before = read_earlier(kept(rules, dt.date(2025, 9, 24)), file="x")
    evaluation = office.on_the_morning_of(
        dt.date(2025, 9, 25),
        rules,
        gr.Event("today", "decided", dt.date(2025, 9, 24), unit="甲局"),
        gr.Event("later", "paused", dt.date(2025, 9, 24), unit="乙局"),
        gr.Event("week", "moved", dt.date(2025, 9, 24), unit="乙局", data={"to_unit": "丁局"}),
        gr.Event("fresh", "accepted", dt.date(2025, 9, 24), unit="甲局"),
    )
    found = changes(before, gr.worklist(evaluation, rules), evaluation)
    told = [
        (each.what, each.case, each.full_clause.partition("/")[2], each.before, each.after) for each in found
    ]
    assert told == [
        ("new", "fresh", "decide", None, "2025-09-30"),
        ("new", "today", "check_promptly", None, None),
        ("new", "today", "file", None, None),
        ("closed", "today", "decide", "2025-09-24", "met"),
        ("due", "later", "decide", "2025-09-29", None),
        ("card", "later", "decide", "green", "none"),
        ("card", "week", "decide", "green", "yellow"),
        ("party", "week", "decide", "乙局", "丁局"),
    ]


def test_a_duty_that_the_rules_know_no_more_is_told_as_gone(rules: Rulebook) -> None:
    before = read_earlier(kept(rules, dt.date(2025, 9, 24)), file="x")
    fewer = rules.without("office/decide")
    evaluation = office.on_the_morning_of(dt.date(2025, 9, 24), fewer)
    gone = [
        each for each in changes(before, gr.worklist(evaluation, fewer), evaluation) if each.case == "late"
    ]
    assert gone == [Change("closed", gone[0].id, "late", "office/decide", "2025-09-22", None)]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 9, "day": null, "tasks": []}', '{"tasks": [1]}']
)
def test_what_is_no_list_is_told_as_none(text: str) -> None:
    with pytest.raises(DiagnosticsError, match="GR660"):
        read_earlier(text, file="yesterday.json")
