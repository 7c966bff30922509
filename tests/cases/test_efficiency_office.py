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
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Alert, Finding, Lapse, LateDecision, Obligation, Unknown, Violation
from govrules.packs import rules_root

EXAMPLE = Path(__file__).parents[2] / "examples" / "efficiency-office"
AS_OF = dt.date(2025, 12, 31)
DECIDE = "cn-licensing-law/decide"

Row = dict[str, Any]


PACKS = ("licensing-law", "hubei-2008-36", "yuexi-efficiency", "district-eight-systems")


def evaluated(rules: Path) -> Evaluation:
    rulebook = gr.load(*(rules / each for each in PACKS)).or_raise()
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
    return row(each, due=each.due, date=each.date)


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


def edited(folder: Path, pack: str, after: str, old: str, new: str) -> Path:
    """A copy of the packs in which the first `old` after the line `after` is `new`."""
    rules = folder / "rules"
    shutil.copytree(rules_root(), rules)
    file = rules / "cn" / pack / f"{pack}.yaml"
    head, line, tail = file.read_text(encoding="utf-8").partition(f"\n{after}\n")
    before, found, rest = tail.partition(old)
    # The edit is the one that the example describes: inside the entry, and nowhere else.
    assert line
    assert found
    assert "\n\n" not in before
    file.write_text(head + line + before + new + rest, encoding="utf-8")
    return rules / "cn"


def test_fifteen_working_days_change_the_findings_as_expected(
    found: Evaluation, expected: Mapping[str, Any], tmp_path: Path
) -> None:
    changed = evaluated(
        edited(tmp_path, "licensing-law", "  decide:", "within: 20 working days", "within: 15 working days")
    )
    fifteen = expected["fifteen_working_days"]
    decided = [each for each in changed.violations if each.full_clause == DECIDE]
    warned = [each for each in changed.alerts if each.full_clause == DECIDE]
    assert [violation(each) for each in decided] == fifteen["violations"]
    assert [alert(each) for each in warned] == fifteen["alerts"]

    def apart_from_decide(evaluation: Evaluation) -> list[Row]:
        return [
            *(violation(each) for each in evaluation.violations if each.full_clause != DECIDE),
            *(lapse(each) for each in evaluation.lapses),
            *(late_decision(each) for each in evaluation.late_decisions),
        ]

    assert apart_from_decide(changed) == apart_from_decide(found)


def test_a_number_for_urgent_makes_the_unknown_known(tmp_path: Path) -> None:
    rules = edited(
        tmp_path,
        "district-eight-systems",
        "  urgent_task:",
        "values: {}",
        "values: {2003-01-01: 1 working day}",
    )
    states = [each.state for each in evaluated(rules).obligations if each.case == "task-01"]
    assert states == ["met"]


def test_the_other_reading_of_a_week_changes_who_is_late(found: Evaluation, tmp_path: Path) -> None:
    rules = edited(
        tmp_path,
        "district-eight-systems",
        "  week_reading:",
        "values: {2003-01-01: week}",
        "values: {2003-01-01: working}",
    )

    def late(evaluation: Evaluation) -> set[str]:
        return {each.case for each in evaluation.violations if each.reading in {"week", "weeks", "working"}}

    assert late(found) == {"request-02", "task-03", "task-06", "visitor-03"}
    assert late(evaluated(rules)) == {"request-02", "task-02"}
