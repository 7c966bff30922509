"""The table of all clauses of the analysis."""

from tests.cases.policies.coverage_page import WHOLE, traced


def test_every_clause_of_the_analysis_is_judged_and_proved_or_said_not_to_be_checkable() -> None:
    assert len({each.pack for each in traced()}) == len(WHOLE)
    assert [each.id for each in traced() if not each.is_settled] == []
