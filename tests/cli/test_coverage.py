"""`govrules coverage`: which clauses can be judged, from what, and what proves it."""

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.golden import assert_golden

POLICY = """\
govrules: 1
policy: office
title: {zh: 办公规则, en: Office rules}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
parameters:
  report_days: {type: period, values: {}, note: {zh: 及时, en: promptly}}
records:
  clerk: {title: {zh: 办事员, en: clerk}, data: {unit: string}}
events:
  accepted: {title: {zh: 受理, en: accepted}, data: {urgent: bool}}
  decided: {title: {zh: 决定, en: decided}}
  paused: {title: {zh: 中止, en: paused}}
  fee_asked: {title: {zh: 收费, en: fee asked}, data: {amount: number}}
  reported: {title: {zh: 报告, en: reported}}
  undue_fee: {is: fee_asked, if: event.amount > 0}
clauses:
  decide:
    title: {zh: 作出决定, en: Decide}
    cite: 第一条
    traces: [A-1]
    if: trigger.urgent
    duty: {when: accepted, must: decided, within: 5 working days}
  report:
    duty: {when: decided, must: reported, within: params.report_days}
  no_fee:
    prohibition: {when: undue_fee}
  clerks_decide:
    requirement: {when: decided, require: given(clerk)}
    for_each: clerk
  spirit:
    title: {zh: 精神, en: Spirit}
    not_checkable: {zh: 倡导, en: advice}
"""
SCENARIOS = """\
govrules: 1
scenarios: office
cases:
  in_time:
    given:
    - {time: 2025-09-22, type: accepted, urgent: true}
    - {time: 2025-09-26, type: decided}
    as_of: 2025-10-31
    partial: true
    expect: [{met: decide}, {unknown: report}]
  late:
    base: in_time
    without: [decided]
    add: [{time: 2025-10-20, type: decided}]
    expect: [{met_late: decide}, {violation: decide}, {unknown: report}]
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "office.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "office.scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_clause_with_what_it_needs_and_what_proves_it(govrules: Run, office: Path, lang: str) -> None:
    ran = govrules("coverage", str(office / "office.yaml"), "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"coverage.{lang}.txt", ran.out)


def test_as_a_table_one_row_for_each_clause(govrules: Run, office: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(govrules("coverage", str(office), "--format", "csv").out)))
    assert {each["clause"]: each["verdict"] for each in rows} == {
        "decide": "judged",
        "report": "not proved",
        "no_fee": "not proved",
        "clerks_decide": "not proved",
        "spirit": "not checkable",
    }
    decide = {key: value for key, value in rows[0].items() if value}
    assert decide == {
        "policy": "office",
        "clause": "decide",
        "title_zh": "作出决定",
        "title_en": "Decide",
        "kind": "duty",
        "strength": "must",
        "cite": "第一条",
        "traces": "A-1",
        "events": "accepted(urgent); decided",
        "kept": "in_time",
        "broken": "late",
        "verdict": "judged",
    }


def test_strict_fails_while_a_clause_has_no_proof(govrules: Run, office: Path) -> None:
    assert govrules("coverage", str(office)).code == 0
    assert govrules("coverage", str(office), "--strict").code == 1
    assert govrules("coverage", "cn/licensing-law", "--strict").code == 0


def test_a_mistake_in_a_scenario_is_told_and_nothing_counted(govrules: Run, office: Path) -> None:
    file = office / "office.scenarios.yaml"
    file.write_text(SCENARIOS.replace("{met: decide", "{mett: decide", 1), encoding="utf-8")
    ran = govrules("coverage", str(office))
    assert (ran.code, ran.out) == (2, "")
    assert "mett" in ran.err
    assert "office.scenarios.yaml:10:" in ran.err


def test_a_mistake_in_the_rules_is_told_as_check_tells_it(govrules: Run, office: Path) -> None:
    file = office / "office.yaml"
    file.write_text(POLICY.replace("must: decided", "must: decidd"), encoding="utf-8")
    told, checked = govrules("coverage", str(file)), govrules("check", str(file))
    assert (told.code, told.out) == (2, "")
    assert told.err.strip() == checked.err.rpartition("\n\n1 error")[0].strip()


def test_a_bare_name_is_a_clause_of_the_policies_that_the_file_is_about(govrules: Run, office: Path) -> None:
    (office / "other.yaml").write_text(POLICY.replace("policy: office", "policy: other"), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(govrules("coverage", str(office), "--format", "csv").out)))
    kept = {(each["policy"], each["clause"]) for each in rows if each["kept"]}
    assert kept == {("office", "decide")}
