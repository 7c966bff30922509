"""A second opinion on duties: the evaluator and an independent judge agree on every obligation."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Evidence, Finding
from tests.laws.duties import FOCUSES, SHANGHAI, Focus, cases, logs
from tests.laws.plain_judge import Findings, PlainEvent, judge

Row = tuple[Any, ...]


def moment(time: dt.date | dt.datetime) -> str:
    """A time as both sides write it: the local day, and the minute where there is one."""
    if isinstance(time, dt.datetime):
        return time.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return str(time)


def plain_moment(event: PlainEvent | None) -> str | None:
    if event is None:
        return None
    if event.minute is None:
        return str(event.day)
    return f"{event.day} {event.minute // 60:02}:{event.minute % 60:02}"


def event_moment(evidence: Evidence | None) -> str | None:
    return None if evidence is None else moment(evidence.event.time)


def member_of(finding: Finding) -> str | None:
    return dict(finding.slice).get("unit")


def found_rows(found: Evaluation) -> list[Row]:
    broken = {each.obligation: each for each in found.violations}
    lapses = {each.obligation: each for each in found.lapses}
    late: dict[str, list[str]] = {}
    for each in found.late_decisions:
        late.setdefault(each.lapse, []).append(event_moment(each.event) or "")
    rows: list[Row] = []
    for one in found.obligations:
        lapse, violation = lapses.get(one.id), broken.get(one.id)
        deemed = lapse.deemed.event.time if lapse and lapse.deemed else None
        rows.append(
            (
                one.case,
                event_moment(one.trigger),
                member_of(one),
                one.limit_name,
                one.state,
                one.due,
                # Of what is unknown it does not matter what closed it.
                None if one.state == "unknown" else event_moment(one.fulfilled),
                violation is not None,
                violation.late_by_days if violation else None,
                None if deemed is None else moment(deemed),
                sorted(late.get(lapse.id, [])) if lapse else [],
                sorted(f"{event_moment(each.start)} to {event_moment(each.end)}" for each in one.pauses),
                sorted(event_moment(each.on) or "" for each in one.extensions),
            )
        )
    return sorted(rows, key=repr)


def expected_rows(case: str, findings: Findings) -> list[Row]:
    return [
        (
            case,
            plain_moment(each.trigger),
            each.member,
            each.limit,
            each.state,
            each.due,
            plain_moment(each.fulfilled),
            each.broken,
            each.late_by,
            plain_moment(each.deemed),
            sorted(plain_moment(late) or "" for late in each.late_decisions),
            sorted(f"{plain_moment(start)} to {plain_moment(end)}" for start, end in each.stops),
            sorted(plain_moment(event) or "" for event in each.extensions),
        )
        for each in findings.verdicts
    ]


def unknown_triggers(found: Evaluation) -> list[Row]:
    rows = [
        (each.case, event_moment(each.trigger), member_of(each))
        for each in found.unknowns
        if each.obligation is None
    ]
    return sorted(rows, key=repr)


@pytest.mark.parametrize("focus", FOCUSES)
@settings(max_examples=settings().max_examples * 3 // 2)
@given(data=st.data())
def test_the_evaluator_agrees_with_the_plain_judge(focus: Focus, data: st.DataObject) -> None:
    draft, histories, as_of = data.draw(cases(focus))
    found = evaluate(draft.rulebook(), data.draw(logs(histories)), as_of=as_of)
    expected: list[Row] = []
    unknown: list[Row] = []
    for number, events in enumerate(histories):
        findings = judge(draft.duty, events, as_of)
        expected += expected_rows(f"case-{number}", findings)
        unknown += [(f"case-{number}", plain_moment(each), member) for each, member in findings.unknown]
    assert found_rows(found) == sorted(expected, key=repr), draft.text
    assert unknown_triggers(found) == sorted(unknown, key=repr), draft.text
