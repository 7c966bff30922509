"""The newcomer's example, compared whole with findings counted by hand (`expected.md` shows the counts)."""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import govrules as gr
from govrules.model.findings import (
    Alert,
    Evaluation,
    Finding,
    Lapse,
    LateDecision,
    Obligation,
    Unknown,
    Violation,
)
from govrules.packs import rules_root

EXAMPLE = Path(__file__).parents[2] / "examples" / "efficiency-office"
AS_OF = dt.date(2025, 12, 31)
DECIDE = "cn-licensing-law/decide"

Row = dict[str, Any]


def evaluated(rules: Path) -> Evaluation:
    rulebook = gr.load(rules).or_raise()
    return gr.evaluate(rulebook, gr.read_events(EXAMPLE / "events.jsonl"), as_of=AS_OF)


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return evaluated(rules_root() / "cn")


@pytest.fixture(scope="module")
def expected() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((EXAMPLE / "expected.yaml").read_text(encoding="utf-8"))
    return loaded


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(
        rows, key=lambda row: [str(row.get(key)) for key in ("case", "clause", "limit", "visit", "due")]
    )


def row(finding: Finding, **more: object) -> Row:
    """A finding as `expected.yaml` writes it: what is not said is left out."""
    whole = {"case": finding.case, "clause": finding.full_clause, **dict(finding.slice), **more}
    return {key: value for key, value in whole.items() if value is not None}


def other(finding: Violation) -> dict[str, dt.date | None] | None:
    return {each.name: each.due for each in finding.other_readings} or None


def violation(each: Violation) -> Row:
    return row(
        each,
        limit=each.limit_name,
        due=each.due,
        late=each.late_by_working_days,
        reading=each.reading,
        other=other(each),
    )


def lapse(each: Lapse) -> Row:
    deemed = each.deemed
    return row(
        each,
        limit=each.limit_name,
        due=each.due,
        breach=each.breach,
        deemed=deemed.event.type if deemed else None,
        effective=deemed.at.date if deemed else None,
    )


def late_decision(each: LateDecision) -> Row:
    assert each.event is not None
    return row(each, event=each.event.event.type, time=each.event.at.date)


def alert(each: Alert) -> Row:
    return row(each, due=each.due)


def open_or_ended(each: Obligation) -> Row:
    return row(each, state=each.state, due=each.due)


def unknown(each: Unknown, obligations: Mapping[str, Obligation]) -> Row:
    about = obligations.get(each.obligation or "")
    return row(each, limit=about.limit_name if about else None)


def test_every_violation_is_as_counted_by_hand(found: Evaluation, expected: Mapping[str, Any]) -> None:
    assert in_order(map(violation, found.violations)) == in_order(expected["violations"])


def test_there_is_no_shortfall(found: Evaluation, expected: Mapping[str, Any]) -> None:
    assert [violation(each) for each in found.shortfalls] == expected["shortfalls"]


def test_every_lapse_is_as_counted_by_hand(found: Evaluation, expected: Mapping[str, Any]) -> None:
    assert in_order(map(lapse, found.lapses)) == in_order(expected["lapses"])


def test_every_late_decision_is_as_counted_by_hand(found: Evaluation, expected: Mapping[str, Any]) -> None:
    assert in_order(map(late_decision, found.late_decisions)) == in_order(expected["late_decisions"])


def test_every_alert_is_as_counted_by_hand(found: Evaluation, expected: Mapping[str, Any]) -> None:
    assert in_order(map(alert, found.alerts)) == in_order(expected["alerts"])


def test_whatever_cannot_be_judged_is_unknown(found: Evaluation, expected: Mapping[str, Any]) -> None:
    obligations = {each.id: each for each in found.obligations}
    assert in_order(unknown(each, obligations) for each in found.unknowns) == in_order(expected["unknowns"])


def test_whatever_is_open_ended_or_excused_is_as_counted_by_hand(
    found: Evaluation, expected: Mapping[str, Any]
) -> None:
    states = {"pending", "paused", "ended", "excused"}
    rows = [open_or_ended(each) for each in found.obligations if each.state in states]
    assert in_order(rows) == in_order(expected["open_or_ended"])


def test_as_many_duties_are_met_as_counted_by_hand(found: Evaluation, expected: Mapping[str, Any]) -> None:
    met = Counter(each.full_clause for each in found.obligations if each.state == "met")
    assert dict(met) == expected["met"]


def test_reasons_for_unknown_quote_the_words_that_the_text_leaves_open(found: Evaluation) -> None:
    [urgent] = [each for each in found.unknowns if each.case == "task-01"]
    assert "急事急办" in urgent.reason.text("en")
    assert "急事急办" in urgent.reason.text("zh")


def test_the_unit_it_was_passed_on_to_answers(found: Evaluation) -> None:
    assert [each.responsible for each in found.violations if each.case == "licence-17"] == [
        "青禾市自然资源局"
    ]


def test_fifteen_working_days_change_the_findings_as_expected(
    found: Evaluation, expected: Mapping[str, Any], tmp_path: Path
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(rules_root(), rules)
    law = rules / "cn" / "licensing-law" / "licensing-law.yaml"
    text = law.read_text(encoding="utf-8")
    start = text.index("\n  decide:\n")
    line = "      within: 20 working days\n"
    assert text.count(line, start, text.index("\n  decide_jointly:\n")) == 1
    law.write_text(text[:start] + text[start:].replace(line, line.replace("20", "15"), 1), encoding="utf-8")
    changed = evaluated(rules / "cn")
    fifteen = expected["fifteen_working_days"]
    assert [violation(each) for each in changed.violations if each.full_clause == DECIDE] == fifteen[
        "violations"
    ]
    assert [alert(each) for each in changed.alerts if each.full_clause == DECIDE] == fifteen["alerts"]

    def apart_from_decide(evaluation: Evaluation) -> list[Row]:
        return [
            *(violation(each) for each in evaluation.violations if each.full_clause != DECIDE),
            *(lapse(each) for each in evaluation.lapses),
            *(late_decision(each) for each in evaluation.late_decisions),
        ]

    assert apart_from_decide(changed) == apart_from_decide(found)
