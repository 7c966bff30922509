"""What could not be read is held against nobody."""

import datetime as dt
from pathlib import Path

from govrules.engine.batch import evaluate
from govrules.formats.read import read_events
from govrules.model.evaluation import Evaluation
from govrules.rulefile.load import load_text

RULES = """
govrules: 1
policy: p
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {asked: {}, answered: {}, checked: {}, closed: {}}
clauses:
  answer: {duty: {when: asked, must: answered, within: 5 working days, on_lapse: {deem: closed}}}
  check_first: {requirement: {when: answered, require: happened(checked)}}
  few: {per: unit, requirement: {when: checked, require: count(checked) <= 0}}
"""


def judged(tmp_path: Path, rows: str) -> Evaluation:
    log = tmp_path / "log.csv"
    log.write_text(f"case,type,time,unit\n{rows}", encoding="utf-8")
    return evaluate(load_text(RULES).or_raise(), read_events(log), as_of=dt.date(2025, 6, 30))


def test_an_absence_in_a_case_with_an_unread_row_is_unknown(tmp_path: Path) -> None:
    found = judged(tmp_path, "c,asked,2025-03-03,\nc,answered,2025-03-05 24:00,\nd,asked,2025-03-03,\n")
    assert [(each.case, each.clause) for each in found.violations] == [("d", "answer")]
    assert [(each.case, each.clause) for each in found.lapses] == [("d", "answer")]
    assert [(each.case, each.clause, each.reason.code) for each in found.unknowns] == [
        ("c", "answer", "unread-rows")
    ]
    assert (found.quality.judged, found.quality.partly_judged) == (1, 1)
    assert [(each.code, each.count, each.cases) for each in found.quality.notes] == [
        ("unread rows", 1, ("c",))
    ]


def test_what_was_done_in_time_stays_done(tmp_path: Path) -> None:
    found = judged(tmp_path, "c,asked,2025-03-03,\nc,answered,2025-03-05,\nc,checked,2025-02-30,\n")
    assert [(each.clause, each.state) for each in found.obligations] == [
        ("answer", "met"),
        ("check_first", "unknown"),
    ]
    assert found.violations == ()


def test_a_clause_across_cases_is_in_doubt_with_any_of_them(tmp_path: Path) -> None:
    rows = "c,checked,2025-03-03,u\n"
    assert [each.clause for each in judged(tmp_path, rows).violations] == ["few"]
    assert judged(tmp_path, f"{rows}d,asked,2025-02-30,u\n").violations == ()
