"""The logs that evaluating is measured on."""

from collections import Counter
from pathlib import Path

import pytest

import govrules as gr
from tests.benchmarks.loaded import module

workload = module("evaluating.workload")


@pytest.mark.parametrize("draw", ["licences", "matters"])
def test_the_log_is_the_same_each_time_and_another_seed_gives_another(draw: str) -> None:
    rows = list(getattr(workload, draw)(50))
    assert rows == list(getattr(workload, draw)(50))
    assert rows != list(getattr(workload, draw)(50, seed=7))


@pytest.mark.parametrize("rules", ["RULES", "HARD_RULES"])
def test_the_rules_have_no_mistake_and_ten_clauses(rules: str) -> None:
    loaded = gr.load(getattr(workload, rules))
    assert loaded.diagnostics == ()
    assert [len(policy.clauses) for policy in loaded.or_raise().policies] == [10]


def test_the_ordinary_log_is_what_the_page_says_of_it() -> None:
    rows = list(workload.licences(4000))
    assert 6.2 < len(rows) / 4000 < 6.6
    types = Counter(row[1] for row in rows)
    assert set(types) == set(gr.load(workload.RULES).or_raise().policies[0].events)
    assert {row[0]: None for row in rows} == dict.fromkeys(f"L{number:08}" for number in range(4000))
    assert [(row[0], row[2]) for row in rows] == sorted({(row[0], row[2]) for row in rows})
    assert workload.by_time(rows) == sorted(rows, key=lambda row: (row[2], row[0]))


def test_nearly_every_case_of_the_hard_log_runs_its_own_way() -> None:
    rows = list(workload.matters(300))
    cases: dict[str, tuple[str, ...]] = {}
    for case, kind, _, _ in rows:
        cases[case] = (*cases.get(case, ()), kind)
    assert len(set(cases.values())) == len(cases) == 300
    assert {len(each) for each in cases.values()} <= set(range(29, 62))


@pytest.mark.parametrize("draw", ["licences", "matters"])
def test_a_file_read_by_govrules_holds_the_events_that_were_drawn(draw: str, tmp_path: Path) -> None:
    rows = list(getattr(workload, draw)(30))
    path = tmp_path / "events.jsonl"
    assert workload.write_lines(rows, path) == len(rows)
    assert list(gr.read_events(path).or_raise()) == list(workload.events(rows))
