"""What govrules is measured against finds what govrules finds."""

from pathlib import Path
from typing import Any

import pytest

import govrules as gr
from tests.benchmarks.loaded import module

workload = module("evaluating.workload")
logs = module("evaluating.logs")
naive = module("evaluating.naive")
closures = module("evaluating.closures")

CASES, MATTERS = 400, 40
LAST = workload.last_day().toordinal()


def reference(rules: Path, rows: list[Any]) -> list[tuple[str, str, int]]:
    rulebook = gr.load(rules).or_raise()
    result = gr.evaluate(rulebook, list(workload.events(rows)), as_of=workload.last_day())
    return sorted(
        (each.case, each.clause, each.due.toordinal() if each.due else 0) for each in result.violations
    )


@pytest.fixture(scope="module")
def rows() -> list[Any]:
    return list(workload.licences(CASES))


@pytest.fixture(scope="module")
def found(rows: list[Any]) -> list[tuple[str, str, int]]:
    return reference(workload.RULES, rows)


def test_every_clause_but_the_rarest_is_broken_somewhere(found: list[tuple[str, str, int]]) -> None:
    clauses = {each.id for each in gr.load(workload.RULES).or_raise().policies[0].clauses}
    assert clauses - {clause for _, clause, _ in found} <= {"no_fee", "ask_once"}
    assert 0.04 < len({case for case, _, _ in found}) / CASES < 0.12


def test_the_naive_interpreter_finds_the_same(rows: list[Any], found: list[tuple[str, str, int]]) -> None:
    rulebook = gr.load(workload.RULES).or_raise()
    assert naive.breaches(rulebook, logs.happenings_of(rows), LAST) == found


def test_the_naive_interpreter_finds_the_same_in_the_hard_log() -> None:
    rows = list(workload.matters(MATTERS))
    found = reference(workload.HARD_RULES, rows)
    assert len(found) > MATTERS
    rulebook = gr.load(workload.HARD_RULES).or_raise()
    assert naive.breaches(rulebook, logs.happenings_of(rows), LAST) == found


def test_the_closures_find_the_same(rows: list[Any], found: list[tuple[str, str, int]]) -> None:
    assert closures.breaches(logs.Table.of(logs.happenings_of(rows)), LAST) == found


def test_the_closures_find_the_same_in_a_file_of_lines(
    rows: list[Any], found: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    pytest.importorskip("msgspec")
    workload.write_lines(rows, tmp_path / "events.jsonl")
    assert closures.breaches(logs.read_table(tmp_path / "events.jsonl"), LAST) == found


def test_the_closures_find_the_same_in_a_file_of_columns(
    rows: list[Any], found: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("numpy")
    workload.write_parquet(rows, tmp_path / "events.parquet")
    assert closures.breaches(logs.read_table(tmp_path / "events.parquet"), LAST) == found


@pytest.mark.parametrize("name", ["events.jsonl", "events.parquet"])
def test_the_query_in_sql_finds_the_same(
    name: str, rows: list[Any], found: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    sql = module("evaluating.sql")
    write = workload.write_lines if name.endswith("jsonl") else workload.write_parquet
    write(rows, tmp_path / name)
    assert sql.breaches(sql.connect(), tmp_path / name, LAST) == found


@pytest.mark.parametrize(
    ("draw", "rules", "cases"), [("licences", "RULES", 150), ("matters", "HARD_RULES", 25)]
)
def test_what_is_measured_of_govrules_itself_finds_the_same(
    draw: str, rules: str, cases: int, tmp_path: Path
) -> None:
    ours = module("evaluating.ours")
    rows = list(getattr(workload, draw)(cases))
    name = "hard.jsonl" if draw == "matters" else "events.jsonl"
    workload.write_lines(rows, tmp_path / name)
    rulebook = gr.load(getattr(workload, rules)).or_raise()
    found = ours.breaches(ours.evaluate_file(rulebook, tmp_path / name))
    assert found == reference(getattr(workload, rules), rows)
    assert ours.decided_file(rulebook, tmp_path / name) == found


def test_rules_are_multiplied_under_names_of_their_own() -> None:
    ours = module("evaluating.ours")
    same, others = ours.rulebook(copies=3), ours.rulebook(copies=3, of_others=True)
    assert [sum(len(policy.clauses) for policy in each.policies) for each in (same, others)] == [30, 30]
    rows = list(workload.licences(40))
    once = closures.breaches(logs.Table.of(logs.happenings_of(rows)), LAST)
    assert ours.reference(same, rows) == closures.breaches(
        logs.Table.of(logs.happenings_of(rows)), LAST, copies=3
    )
    assert ours.reference(others, rows) == once != []
