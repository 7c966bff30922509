"""Dates that courts, authorities, teachers and other programs have published come out as published."""

from collections import Counter

import pytest

from govrules.model.convention import KEYS
from govrules.packs import names
from tests.cases.time.table import ANSWERS, Row, answer, moment, read

LEGAL = read("legal.csv")
ENGINES = read("engine.csv")
FURTHER = read("further.csv")
ALL = [*LEGAL, *ENGINES, *FURTHER]
DATES = [row for row in ALL if row["operation"] == "due"]


def _id(row: Row) -> str:
    return row.id


@pytest.mark.parametrize("row", LEGAL, ids=_id)
def test_a_published_worked_example_comes_out_as_published(row: Row) -> None:
    assert answer(row) == row.expected


@pytest.mark.parametrize("row", ENGINES, ids=_id)
def test_a_case_of_another_program_comes_out_as_it_should(row: Row) -> None:
    assert answer(row) == row.expected


@pytest.mark.parametrize("row", FURTHER, ids=_id)
def test_a_date_found_beside_the_law_comes_out_as_published(row: Row) -> None:
    assert answer(row) == row.expected


def test_no_row_is_dropped_in_silence() -> None:
    counted = {
        name: Counter(row["operation"] for row in table)
        for name, table in (("legal", LEGAL), ("engine", ENGINES), ("further", FURTHER))
    }
    assert counted == {
        "legal": Counter(due=111, paused_days=1),
        "engine": Counter(
            due=154,
            due_then_paused_time=2,
            limits_late=5,
            working_days=34,
            working_time=15,
            paused_time=4,
        ),
        "further": Counter(due=30, working_days=1),
    }


def test_rows_have_names_of_their_own() -> None:
    assert [name for name, count in Counter(row.id for row in ALL).items() if count > 1] == []


def test_every_row_names_its_source() -> None:
    assert [row.id for row in ALL if not row["source"].startswith(("http", "github:", "(repository"))] == []


def test_whatever_departs_from_a_convention_says_why() -> None:
    departing = [row for row in ALL if row["keys"] or row["source_says"] or row["answer"] == "unrolled"]
    assert [row.id for row in departing if not row["why"]] == []


def test_rows_where_the_source_is_wrong_stay_apart_from_it() -> None:
    wrong = [row for row in ALL if row["source_says"]]
    assert [row.id for row in wrong if row["source_says"] in {row["expected"], str(answer(row))}] == []
    assert len(wrong) == 9


def test_rows_name_only_keys_operations_and_conventions_that_exist() -> None:
    known = set(names("convention"))
    for row in ALL:
        assert row["operation"] in ANSWERS
        assert not row["convention"] or row["convention"] in known
        assert {part.split(": ", 1)[0] for part in row.listed("keys")} <= set(KEYS)


@pytest.mark.parametrize("row", DATES, ids=_id)
def test_the_proof_of_a_published_date_ends_on_it(row: Row) -> None:
    found = row.due(row["period"])
    # Walking the days checks the index against the reference; it fails where the two part ways.
    assert found.trace[0].action == "trigger"


def test_a_table_without_its_own_keys_counts_as_the_convention_does() -> None:
    plain = next(row for row in LEGAL if row.id == "CN-GKI-1")
    assert plain.convention.name == "cn-civil-code"
    assert plain.due(plain["period"]).date == moment("2022-11-02")
