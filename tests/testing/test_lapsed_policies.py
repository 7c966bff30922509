"""A policy that has lapsed is tried on days on which it held."""

import datetime as dt
from pathlib import Path

import govrules as gr
from govrules.testing import check_laws
from govrules.testing.days import calm_day

POLICY = """\
govrules: 1
policy: lapsed
in_force: {from: 2018-02-06, until: 2019-01-01}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: [asked, answered]
clauses:
  answer:
    duty: {when: asked, must: answered, within: 5 working days}
"""


def test_its_histories_begin_on_a_calm_monday_on_which_it_held(tmp_path: Path) -> None:
    (tmp_path / "lapsed.yaml").write_text(POLICY, encoding="utf-8")
    day = calm_day(gr.load(tmp_path / "lapsed.yaml").or_raise())
    # The four weeks from 3 December 2018 reach into those days of work and rest that moved for New Year.
    assert day == dt.date(2018, 11, 26)


def test_its_clauses_are_met_and_missed_in_histories_made_for_them(tmp_path: Path) -> None:
    (tmp_path / "lapsed.yaml").write_text(POLICY, encoding="utf-8")
    rules = gr.load(tmp_path / "lapsed.yaml").or_raise()
    laws = ["each clause can be met", "the border tells met from missed"]
    report = check_laws(rules, laws=laws, max_examples=20)
    assert [(each.law, each.examples > 0, each.passed_over) for each in report.checked] == [
        (name, True, ()) for name in laws
    ]
