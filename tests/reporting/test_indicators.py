"""The indicators: counted by hand for a small office, and held against each other for any history."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govrules as gr
from govrules.model.arguments import ArgumentError
from govrules.model.policy import Rulebook
from govrules.reporting.indicators import DEFINITIONS, Indicators
from govrules.testing import histories
from tests.reporting import office

SEPTEMBER_ENDS = dt.date(2025, 9, 30)

# Working days of September 2025 from the 15th on: 15-19, 22-26, 28 (a make-up Sunday), 29, 30.
DECISIONS = (
    gr.Event("one", "accepted", dt.date(2025, 9, 15), unit="甲局"),
    gr.Event("one", "decided", dt.date(2025, 9, 17), unit="甲局"),  # 2 of 5 working days, early
    gr.Event("two", "accepted", dt.date(2025, 9, 15), unit="甲局"),
    gr.Event("two", "decided", dt.date(2025, 9, 22), unit="甲局"),  # 5 of 5, on the last day
    gr.Event("three", "accepted", dt.date(2025, 9, 15), unit="乙局"),
    gr.Event("three", "decided", dt.date(2025, 9, 29), unit="乙局"),  # 11 of 5, late
    gr.Event("four", "accepted", dt.date(2025, 9, 16), unit="乙局"),  # overdue since the 23rd, 11 days old
    gr.Event("five", "accepted", dt.date(2025, 9, 29), unit="乙局"),  # open, 1 day old
)


@pytest.fixture
def rules(tmp_path: Path) -> Rulebook:
    return office.rules(tmp_path).without("office/file").without("office/check_promptly")


def test_the_figures_of_an_office_as_counted_by_hand(rules: Rulebook) -> None:
    evaluation = gr.evaluate(rules, DECISIONS, as_of=SEPTEMBER_ENDS)
    assert gr.indicators(evaluation, rules) == (
        Indicators(
            (),
            judged=4,
            met=2,
            early=1,
            met_late=1,
            overdue=1,
            lapsed=0,
            excused=0,
            ended=0,
            open=1,
            unknown=0,
            median_days=5.0,
            ninety_percent_days=11,
            share_used=Fraction(1),
            ageing=(1, 0, 1, 0, 0),
        ),
    )
    [found] = gr.indicators(evaluation, rules)
    rates = (found.on_time_rate, found.early_rate, found.overdue_rate)
    assert rates == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 2))


def test_grouped_by_unit_and_by_the_month_in_which_it_fell_due(rules: Rulebook) -> None:
    evaluation = gr.evaluate(rules, DECISIONS, as_of=SEPTEMBER_ENDS)
    found = gr.indicators(evaluation, rules, by=("unit", "month"))
    assert [(each.group, each.judged, each.met, each.open) for each in found] == [
        (("乙局", "2025-09"), 2, 0, 0),
        (("乙局", "2025-10"), 0, 0, 1),
        (("甲局", "2025-09"), 2, 2, 0),
    ]


def test_by_party_counts_for_whoever_answered_last(rules: Rulebook) -> None:
    moved = gr.Event("four", "moved", dt.date(2025, 9, 17), unit="乙局", data={"to_unit": "丙局"})
    evaluation = gr.evaluate(rules, (*DECISIONS, moved), as_of=SEPTEMBER_ENDS)
    found = {each.group: each.overdue for each in gr.indicators(evaluation, rules, by=("party",))}
    assert found == {("丙局",): 1, ("乙局",): 0, ("甲局",): 0}


def test_nothing_judged_gives_no_rate(rules: Rulebook) -> None:
    [found] = gr.indicators(gr.evaluate(rules, DECISIONS[-1:], as_of=SEPTEMBER_ENDS), rules)
    assert (found.on_time_rate, found.early_rate, found.overdue_rate) == (None, None, None)
    assert (found.median_days, found.ninety_percent_days, found.share_used) == (None, None, None)
    assert gr.indicators(gr.evaluate(rules, []), rules) == ()


def test_a_grouping_that_there_is_not_is_told(rules: Rulebook) -> None:
    with pytest.raises(ArgumentError, match="clause, unit, party, month"):
        gr.indicators(gr.evaluate(rules, DECISIONS), rules, by=("week",))  # type: ignore[arg-type]


def test_every_figure_has_its_definition_in_both_languages() -> None:
    assert set(DEFINITIONS) == {
        *("judged", "on_time_rate", "early_rate", "overdue_rate", "median_days", "ninety_percent_days"),
        *("share_used", "ageing"),
    }
    assert all(each.en and each.zh for each in DEFINITIONS.values())


LICENSING = gr.load("cn/licensing-law").or_raise()
COUNTS = ("judged", "met", "early", "met_late", "overdue", "lapsed", "excused", "ended", "open", "unknown")


@settings(max_examples=max(settings().max_examples // 4, 10))
@given(st.data())
def test_the_groups_add_up_and_every_duty_counts_once(data: st.DataObject) -> None:
    evaluation = data.draw(histories(LICENSING)).evaluate()
    whole = gr.indicators(evaluation, LICENSING)
    duties = [each for each in evaluation.obligations if each.clause_kind == "duty"]
    assert bool(whole) == bool(duties)
    for by in ("clause", "unit", "party", "month"):
        groups = gr.indicators(evaluation, LICENSING, by=(by,))
        for name in COUNTS:
            assert sum(getattr(each, name) for each in groups) == sum(getattr(each, name) for each in whole)
        assert tuple(map(sum, zip(*(each.ageing for each in groups), strict=True))) == (
            whole[0].ageing if whole else ()
        )
    for each in whole:
        assert (
            each.on_time_rate is None
            or each.overdue_rate is None
            or each.on_time_rate + each.overdue_rate == 1
        )
        assert each.early <= each.met <= each.judged
