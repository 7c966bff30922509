"""Whoever waits for a long log is told how far it has been judged, whoever judges it."""

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

import govrules as gr
from govrules.engine import progress
from govrules.engine.batch import Engine

TEXT = """\
govrules: 1
policy: replies
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {received: {}, replied: {}, praised: {}}
clauses:
  reply: {cite: section 3, duty: {when: received, must: replied, within: 10 working days}}
  praise: {cite: section 4, duty: {when: {violation: reply}, must: praised, within: 5 working days}}
"""
CASES = 1_200
DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_it_is_told_up_to_the_end(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "replies.yaml").write_text(TEXT, encoding="utf-8")
    rules = gr.load(tmp_path / "replies.yaml").or_raise()
    events = [gr.Event(f"c{number:04}", "received", DAY) for number in range(CASES)]
    heard: list[tuple[int, int]] = []
    with progress.told(lambda done, whole: heard.append((done, whole))):
        found = gr.evaluate(rules, events, as_of=dt.date(2026, 12, 31), engine=engine)
        made = sum(1 for _ in found.each_obligation())
    assert made == 2 * CASES
    assert all(0 < done <= whole for done, whole in heard)
    assert heard[-1][0] == heard[-1][1]
    # Where it begins anew, it has been done before.
    assert all(one[0] == one[1] or one[0] < two[0] for one, two in pairwise(heard))
    if engine == "reference":
        assert len(heard) > 4
    assert gr.evaluate(rules, events, as_of=dt.date(2026, 12, 31), engine=engine).counts == found.counts
