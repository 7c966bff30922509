"""The table of all clauses of the analysis."""

from tests.cases.policies.coverage_page import PAGE, WHOLE, page, traced


def test_every_clause_of_the_analysis_is_judged_and_proved_or_said_not_to_be_checkable() -> None:
    assert len({each.pack for each in traced()}) == len(WHOLE)
    assert [each.id for each in traced() if not each.is_settled] == []


def test_the_page_is_what_the_rule_files_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_all_286_clauses_stand_in_the_table() -> None:
    assert (len(traced()), sum(each.checkable for each in traced())) == (286, 276)
